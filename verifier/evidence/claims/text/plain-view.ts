import { remembering } from '../../recent.js'

/** What stands for itself once the command around it is gone. */
const blanked =
  /\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mbox|boxed|operatorname|displaystyle|left|right|quad|qquad|big|Big|begin|end)(?![a-zA-Z])|\\[()[\],;:!~]|\*\*|__|`|~/g

/** Signs by the names of their commands. */
const signs = new Map(
  Object.entries({
    ...{ '×': 'times cdot ast', '÷': 'div', '≈': 'approx', '≤': 'leqslant leq le', '≥': 'geqslant geq ge' },
    ...{ '<': 'lt', '>': 'gt', '≡': 'equiv', '∣': 'mid', '±': 'pm' },
    ...{ '⇒': 'implies Rightarrow rightarrow to therefore', '°': 'degree', µ: 'mu', Ω: 'Omega' },
    ...{ '{': 'lbrace {', '}': 'rbrace }', '%': '%', $: '$' },
  }).flatMap(([sign, names]) => names.split(' ').map((name) => [name, sign] as const)),
)
const command = /\^\s?\{?\\circ\}?|\\(lbrace|rbrace|[{}%$]|[a-zA-Z]+)/g

/** Without one of these a text has no dress. */
const dressed = /[\\$*_`~^]|\{,\}/

/** A step without LaTeX's and Markdown's dress, as long as it was: what goes leaves blanks, so that an offset means the same place in both. */
export const plainView = (text: string): string => (dressed.test(text) ? undressed(text) : text)

const undressed = remembering((text: string): string => {
  // Dollars around a formula are no money.
  let plain = text.replace(/(\$\$?)([^$\n]{1,600})\1/g, (all, mark: string, inside: string) =>
    mark === '$$' || /[\\^_=]/.test(inside) ? inside.padStart(inside.length + mark.length).padEnd(all.length) : all,
  )
  if (plain.includes('$')) plain = withoutDollars(plain)
  // "21{,}600" is one number; it moves to the end of its place.
  plain = plain.replace(/\d{1,3}(?:\{,\}\d{3})+/g, (all) => all.replace(/[{}]/g, '').padStart(all.length))
  // A brace after a command belongs to it, and so does its partner where nothing nests.
  plain = plain.replace(
    /\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mbox|boxed|operatorname)\s?\{([^{}\n]*)\}/g,
    (all, inside: string) => inside.padStart(all.length - 1).padEnd(all.length),
  )
  if (plain.includes('\\'))
    plain = plain.replace(command, (all, name: string | undefined) =>
      (name === undefined ? '°' : (signs.get(name) ?? all)).padEnd(all.length),
    )
  plain = plain.replace(/\^\{(-?\d{1,2})\}/g, (all, power: string) => `^${power}`.padEnd(all.length))
  return plain.replace(blanked, (all) => ' '.repeat(all.length))
})

const inDollars = /^[-−+√|([\dA-Za-z{][^$\n]{0,80}$/
const endsOpen = /[-−+*/×·,.:;=<>≤≥(\s]$/
const spoken = /(?!sin|cos|tan|log|ln|lg|exp|mod|max|min|gcd|lcm)[A-Za-z]{2}/

/** "$16$", "$3/4$", "$x+1$": dollars around what is no price. Of "$5 and $6" the first would hold a word, or end open. */
function withoutDollars(text: string): string {
  const places = [...text.matchAll(/\$/g)].map(({ index }) => index)
  let plain = text
  for (let i = 0; i + 1 < places.length; i++) {
    const [from, to] = [places[i] ?? 0, places[i + 1] ?? 0]
    const inside = text.slice(from + 1, to)
    const count = (sign: string) => inside.split(sign).length
    if (!inDollars.test(inside) || endsOpen.test(inside) || /^\d/.test(text.slice(to + 1))) continue
    if (spoken.test(inside.replace(/\\[a-zA-Z]+/g, '')) || count('(') !== count(')')) continue
    plain = `${plain.slice(0, from)} ${inside} ${plain.slice(to + 1)}`
    i++
  }
  return plain
}

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
export function plainView(text: string): string {
  if (!dressed.test(text)) return text
  // Dollars around a formula are no money.
  let plain = text.replace(/(\$\$?)([^$\n]{1,600})\1/g, (all, mark: string, inside: string) =>
    mark === '$$' || /[\\^_=]/.test(inside) ? inside.padStart(inside.length + mark.length).padEnd(all.length) : all,
  )
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
}

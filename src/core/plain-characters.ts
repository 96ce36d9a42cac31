const dressed =
  /[０-９＋－／＝．％＊＾]|[٠-٩۰-۹०-९০-৯๐-๙]|[\u00a0\u2000-\u200a\u202f\u205f\u3000]|[‘’′]|[“”„]|[⁄∕]|[•●⦁‧・∙⨯]|\r/g

/** Of the Arabic, Persian, Devanagari, Bengali and Thai digits. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50]

/**
 * Characters as the grammars read them: full-width, Arabic, Indian and Thai digits, full-width signs, fraction bars, blanks of every width, curly quotes, primes and the line ends of other
 * systems; bullets that multiply. As long as the text was, so that offsets hold.
 */
export function plainCharacters(text: string): string {
  return text.replace(dressed, (char, at: number) => {
    if (char === '\r') return text[at + 1] === '\n' ? ' ' : '\n'
    if (/\s/.test(char)) return ' '
    if ('•●⦁‧・∙⨯'.includes(char)) return multiplies(text, at) ? '·' : char
    if ('‘’′'.includes(char)) return "'"
    if ('“”„'.includes(char)) return '"'
    if ('⁄∕'.includes(char)) return '/'
    const code = char.charCodeAt(0)
    if (code >= 0xff00) return String.fromCharCode(code - 0xfee0)
    return String(code - (zeros.findLast((zero) => zero <= code) ?? code))
  })
}

/** Between two terms, where letters are terms that stand alone; but of "Sums: • 3 + 4 = 7 • 5 + 5 = 10" and "We have 12 • 3 + 4 = 7" the equation behind it is an item of its own. */
function multiplies(text: string, at: number): boolean {
  const [before, after] = [text.slice(Math.max(0, at - 24), at), text.slice(at + 1, at + 90)]
  return (
    /(?:[\d)\]}]|(?<!\p{L})[a-zA-Z])[ \t]?$/u.test(before) &&
    /^[ \t]?(?:[-−]?[\d(√\\]|[a-zA-Z](?!\p{L}))/u.test(after) &&
    !(/[-+−*×÷/]\s?[\d.,)]+\s?=\s?[-−]?[\d.,]+ $/.test(before) && /^ [^=\n•●⦁]{1,80}=/.test(after)) &&
    !holds(after)
  )
}

const equation = /^ (\d+(?:\.\d+)?(?: ?[-+−*×÷/] ?\d+(?:\.\d+)?)+) ?= ?(\d+(?:\.\d+)?)(?![\d.]*\d)/

/** Whether an equation of plain numbers stands at the beginning, and holds. */
function holds(text: string): boolean {
  const [, left, right] = equation.exec(text) ?? []
  if (left === undefined) return false
  let sum = 0
  for (const [term] of left.replace(/ /g, '').matchAll(/(?:^|[-+−])[^-+−]+/g)) {
    let product = /^[-−]/.test(term) ? -1 : 1
    for (const [, sign, factor] of term.matchAll(/([*×÷/])?(\d+(?:\.\d+)?)/g))
      product = sign === '÷' || sign === '/' ? product / Number(factor) : product * Number(factor)
    sum += product
  }
  return Math.abs(sum - Number(right)) < 1e-9 * Math.max(1, Math.abs(sum))
}

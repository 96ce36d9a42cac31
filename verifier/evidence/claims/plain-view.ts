/** What stands for itself once the command around it is gone. */
const blanked =
  /\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mbox|boxed|operatorname|displaystyle|left|right|quad|qquad|big|Big|begin|end)(?![a-zA-Z])|\\[()[\],;:!~]|\*\*|__|`|~/g

const signs: readonly (readonly [RegExp, string])[] = [
  [/\\(?:times|cdot|ast)(?![a-zA-Z])/g, '×'],
  [/\\div(?![a-zA-Z])/g, '÷'],
  [/\\approx(?![a-zA-Z])/g, '≈'],
  [/\\(?:leqslant|leq|le)(?![a-zA-Z])/g, '≤'],
  [/\\(?:geqslant|geq|ge)(?![a-zA-Z])/g, '≥'],
  [/\\lt(?![a-zA-Z])/g, '<'],
  [/\\gt(?![a-zA-Z])/g, '>'],
  [/\\equiv(?![a-zA-Z])/g, '≡'],
  [/\\mid(?![a-zA-Z])/g, '∣'],
  [/\\pm(?![a-zA-Z])/g, '±'],
  [/\\(?:implies|Rightarrow|rightarrow|to|therefore)(?![a-zA-Z])/g, '⇒'],
  [/\\%/g, '%'],
  [/\\\$/g, '$'],
  [/\^\s?\{?\\circ\}?/g, '°'],
  [/\\degree(?![a-zA-Z])/g, '°'],
  [/\\mu(?![a-zA-Z])/g, 'µ'],
  [/\\Omega(?![a-zA-Z])/g, 'Ω'],
  [/\\lbrace|\\\{/g, '{'],
  [/\\rbrace|\\\}/g, '}'],
]

/** A step without LaTeX's and Markdown's dress, as long as it was: what goes leaves blanks, so that an offset means the same place in both. */
export function plainView(text: string): string {
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
  for (const [pattern, sign] of signs) plain = plain.replace(pattern, (all) => sign.padEnd(all.length))
  plain = plain.replace(/\^\{(-?\d{1,2})\}/g, (all, power: string) => `^${power}`.padEnd(all.length))
  return plain.replace(blanked, (all) => ' '.repeat(all.length))
}

/** Backslashes that were doubled on the way through JSON or a programme: two before the name of a command are no line break. */
const escapedCommand =
  /\\\\(?=(?:[dt]?frac|left|right|text|sqrt|pi|cdot|times|infty|cup|leq?|geq?|boxed|mathrm|begin|end|pm|circ)(?![a-zA-Z]))/g

/** LaTeX and typed mathematics in one spelling: no formula marks, sizes, spacing commands or units. Linear time. */
export function normalLatex(source: string): string {
  let text = source
    .replace(escapedCommand, '\\')
    .replace(/\\begin\{(align|aligned|gather|gathered)\*?\}(.*?)\\end\{\1\*?\}/gs, (_all, _name, rows: string) =>
      rows.replace(/&/g, ' ').replace(/\\\\/g, ', '),
    )
    .replace(/\\f?boxed\s?(?=\{)/g, '')
    .replace(/\\(?:mathrm|text)\{(e|i)\}/g, ' $1 ')
    .replace(/(?<=\d),\\!\s?(?=\d{3})|(?<=\d)\s?\{\s?,\s?\}\s?(?=\d{3}(?!\d))|\\"/g, '')
    .replace(/\\[lr](?:vert|Vert)(?![a-zA-Z])|\\\|/g, '|')
    .replace(/\\\(|\\\)|\\\[|\\\]|\$\$/g, ' ')
    .replace(/(?<!\\)\$/g, ' ')
    .replace(/\\[$%#&]|[%％°]/g, ' ')
    .replace(
      /\\(?:left|right|bigl|bigr|big|Big|Bigl|Bigr|displaystyle|textstyle|limits|,|!|;|:|quad|qquad|ldots|dots)(?![a-zA-Z])/g,
      (command) =>
        // "1\,234" and "1{\!}234" are one number.
        command === '\\,' || command === '\\!' ? '' : ' ',
    )
    .replace(/(?<!\\)\\ /g, ' ')
    .replace(/\\textnormal(?![a-z])/g, '\\text')
    .replace(/\\[dtc]frac(?![a-z])/g, '\\frac')
    .replace(/\\(?:leq|leqslant|le)(?![a-z])|≤/g, '\\le ')
    .replace(/\\(?:geq|geqslant|ge)(?![a-z])|≥/g, '\\ge ')
    .replace(/\\(?:neq|ne)(?![a-z])|≠/g, '\\ne ')
    .replace(/<=/g, '\\le ')
    .replace(/>=/g, '\\ge ')
    .replace(/(?<![\d)] ?)!=/g, '\\ne ')
    .replace(/≈/g, '\\approx ')
    .replace(/\\varnothing(?![a-z])|∅|\\\{ ?\\\}/g, '\\emptyset ')
    .replace(/∈/g, '\\in ')
    .replace(/\\(?:lt)(?![a-z])/g, '<')
    .replace(/\\(?:gt)(?![a-z])/g, '>')
    .replace(/[−–‒]/g, '-')
    .replace(/[×·⋅]/g, '*')
    .replace(/÷/g, '/')
    .replace(/±/g, '\\pm ')
    .replace(/π/g, '\\pi ')
    .replace(/∞|(?<![a-zA-Z\\])inf(?:inity)?(?![a-zA-Z])/gi, '\\infty ')
    .replace(/∪/g, '\\cup ')
    .replace(/√\s?\(/g, '\\sqrt(')
    .replace(/√\s?(\d{1,9}|[a-z])/g, '\\sqrt{$1}')
    .replace(
      // The inverse of a function is no power of it.
      /((?<!(?:sin|cos|tan|cot|sec|csc)h?)⁻)?([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g,
      (_, minus: string | undefined, powers: string) =>
        `^{${minus === undefined ? '' : '-'}${[...powers].map((char) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(char)).join('')}}`,
    )
    .replace(/\*\*/g, '^')
    .replace(/[([] {0,4}\\begin\{array\}\s?\{[a-z|]{1,20}\}/g, '\\begin{pmatrix}')
    .replace(/\\end\{array\} {0,4}[)\]]/g, '\\end{pmatrix}')
    .replace(/\\\{/g, '\\lbrace ')
    .replace(/\\\}/g, '\\rbrace ')
    .replace(/~/g, ' ')
  text = text.replace(
    /\\(?:text|mbox|textbf|textrm|mathrm|mathbf|textit|operatorname)\s?\{([^{}]{0,200})\}/g,
    ' \\word{$1}',
  )
  return withoutUnits(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.,;:]+$/, '')
    .trim()
}

/** Units behind a number: "5 \text{ cm}^2", "12 square units", "30 degrees". A text that stands alone stays. */
function withoutUnits(text: string): string {
  return text
    .replace(/([\d})\]a-z])\s{0,4}\\word\{(?!\s?(?:and|or|und|oder)\b)[^{}]{0,60}\}(?:\^(?:\d|\{\d\}))?/g, '$1 ')
    .replace(/\\word\{([^{}]{0,200})\}/g, '$1')
    .replace(
      /([\d})])\s{0,4}\b(?:square|cubic)?\s{0,2}\b(?:degrees?|units?|cm|mm|km|meters?|metres?|inch(?:es)?|feet|foot|ft|miles?|hours?|minutes?|seconds?|days?|dollars?|cents?|square)\b(?:\^(?:\d|\{\d\}))?/g,
      '$1 ',
    )
}

const dress = /^\$?\s?\\(?:text|mathrm|textbf|mathbf|textit|textrm|mbox)\s?\{([^{}]*)\}\s?\$?$/

/** A word that is set as text in a formula: "\\text{Yes}" is "Yes". */
export const undressed = (text: string): string => dress.exec(text)?.[1]?.trim() ?? text

/** Prose in one spelling: lower case, no articles, punctuation or repeated spaces. */
export function normalText(source: string): string {
  return source
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\\(?:text|mathrm|mathbf)\s?\{([^{}]{0,400})\}/g, '$1')
    .replace(/[‘’`]/g, "'")
    .replace(/[“”"*_$\\{}]/g, ' ')
    .replace(/(?<=\p{L})'(?=\p{L})/gu, '')
    .replace(/(?<![\p{L}\p{N}])(?:a|an|the)(?![\p{L}\p{N}])/gu, ' ')
    .replace(/[^\p{L}\p{N}%.+<>=/-]+/gu, ' ')
    .replace(/(?<!\d)\.|\.(?!\d)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

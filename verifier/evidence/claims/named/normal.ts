/* One spelling of a text: LaTeX, Markdown and number words put into plain signs, with the way back to the places as written. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, countOf, ORDINAL, ordinalOf } from '../../../../src/core/quantities/words.js'
import type { Span } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { remembering } from '../../recent.js'

/** A text rewritten into one spelling, that still knows where each of its characters stood. */
export interface Normal {
  text: string
  /** The span of the written text that a span of this one came from. */
  written(from: number, to: number): Span
}

/** "one" and "first" are no numbers more often than they are, and seconds are units. */
const cardinal = lean(
  new RegExp(
    String.raw`(?<![\p{L}\d-])(?:(\d{1,3}) (hundred|thousand)(?! (?:and )?(?:one|${COUNT})(?!\p{L}))|(${COUNT}))(?![\p{L}-]|\s(?:hundred|thousand|million|billion)(?!\p{L}))`,
    'giu',
  ),
)
const ordinal = lean(
  new RegExp(String.raw`(?<![\p{L}\d-])(?!first|second|\d)(?:${ORDINAL})(?!\p{L}| (?:of|as|the))`, 'giu'),
)

/** "twenty-five" is 25, "two hundred" is 200. */
const digitsOf = (all: string, count = '', scale = '', plain = '') =>
  String(scale === '' ? (countOf(plain) ?? all) : Number(count) * (/hundred/i.test(scale) ? 100 : 1000))

/** A matrix of LaTeX as [[1, 2], [3, 4]], one of a single column as (1, 2). */
function rowsOf(_: string, kind: string, body: string): string {
  const rows = body
    .split(/\\\\(?:\[[^\]]{0,8}\])?/)
    .map((row) => row.split('&').map((cell) => cell.trim()))
    .filter((row) => row.some((cell) => cell !== ''))
  const isColumn = rows.length > 1 && rows.every((row) => row.length === 1)
  const written = isColumn
    ? `(${rows.map(([cell]) => cell).join(', ')})`
    : `[${rows.map((row) => `[${row.join(', ')}]`).join(', ')}]`
  return kind === 'v' ? ` det ${written} ` : ` ${written} `
}

type Replacement = readonly [RegExp, string | ((...groups: string[]) => string)]

const rules: readonly Replacement[] = [
  // The sign of an item of a list.
  [/(^|\n)[ \t]*[-*•+][ \t]+/g, '$1'],
  [/\\begin\{([pbvB]?)(?:small)?matrix\}([\s\S]{0,400}?)\\end\{[pbvB]?(?:small)?matrix\}/g, rowsOf as Replacement[1]],
  [
    /\\left\s?\(\s?\\begin\{array\}\{[cr|l]+\}([\s\S]{0,400}?)\\end\{array\}\s?\\right\s?\)/g,
    (_, b = '') => rowsOf('', 'p', b),
  ],
  [
    /\\(?:text|textbf|textit|textrm|mathrm|mathbf|boldsymbol|mathit|mbox|boxed|operatorname|vec|hat)\s?\{([^{}\n]{0,80})\}/g,
    '$1',
  ],
  [/\\vec\s?(?=[a-zA-Z](?![a-zA-Z]))/g, ''],
  [
    /\\(?:left|right|bigl?|bigr|Bigl?|Bigr|displaystyle|limits|quad|qquad)(?![a-zA-Z])|\\[,;:!]|\\[()[\]]|\*\*(?=\S)|(?<=\S)\*\*|`|~/g,
    ' ',
  ],
  [/\$\$?(?!\d{1,3}(?:,\d{3})*(?:\.\d\d)?(?![\d$^]))/g, ' '],
  [/(?<=\d)\$(?!\d)/g, ' '],
  [/\\l?angle(?![a-zA-Z])|⟨/g, '('],
  [/\\rangle(?![a-zA-Z])|⟩/g, ')'],
  [/\\[lr]Vert(?![a-zA-Z])|\\\|/g, '‖'],
  [/\\[lr]vert(?![a-zA-Z])/g, '|'],
  [/\\(?:lbrace|\{)/g, '{'],
  [/\\(?:rbrace|\})/g, '}'],
  [/\\cdot(?![a-zA-Z])|⋅/g, '·'],
  [/\\times(?![a-zA-Z])/g, '×'],
  [/\\(?:approx|simeq)(?![a-zA-Z])/g, '≈'],
  [/\\(?:to|rightarrow|longrightarrow)(?![a-zA-Z])|->/g, '→'],
  [/\\infty(?![a-zA-Z])|\binfinity\b/g, '∞'],
  [/\\pi(?![a-zA-Z])/g, 'π'],
  [/\\int(?![a-zA-Z])/g, '∫'],
  [/\\sum(?![a-zA-Z])/g, '∑'],
  [/\\(?:c|l)?dots(?![a-zA-Z])|\.\.\.|⋯/g, '…'],
  [/\^\s?\{?\\circ\s?\}?|\\degree(?![a-zA-Z])|\sdegrees?(?![\p{L}])/gu, '°'],
  [/[−–](?=\s?[\d.(√a-zA-Z])/g, '-'],
  [/ʼ|’|\^\{?\\prime\}?/g, "'"],
  [cardinal, digitsOf as Replacement[1]],
  [ordinal, (word) => `${ordinalOf(word)}th`],
  [/\bMathematica\b/g, ' '],
  [/[ \t\u00a0\u2009]{2,}/g, ' '],
]

/** One spelling for LaTeX, Markdown and words for numbers: what the readers of named values read. A dozen of them ask for the same step and the same question. */
export const normalOf = remembering(normalize)

function normalize(source: string): Normal {
  let text = source
  /** Of each character where it stood; nothing while all stand where they did. */
  let places: readonly number[] | undefined
  const cameFrom = (at: number) => (places === undefined ? at : (places[at] ?? 0))
  for (const [pattern, by] of rules) {
    let end = 0
    let out = ''
    const kept: number[] = []
    const matches = rare(pattern).matchAll(text)
    if (matches.length === 0) continue
    for (const match of matches) {
      const [all, ...groups] = match
      const put =
        typeof by === 'string' ? by.replace('$1', groups[0] ?? '') : by(all, ...groups.map((each) => each as string))
      for (let i = end; i < match.index; i++) kept.push(cameFrom(i))
      out += text.slice(end, match.index) + put
      for (let i = 0; i < put.length; i++) kept.push(cameFrom(match.index))
      end = match.index + all.length
    }
    for (let i = end; i < text.length; i++) kept.push(cameFrom(i))
    kept.push(source.length)
    out += text.slice(end)
    text = out
    places = kept
  }
  const place = (at: number) => cameFrom(Math.max(0, Math.min(at, text.length)))
  return { text, written: (from, to) => [place(from), Math.max(place(from) + 1, place(to))] }
}

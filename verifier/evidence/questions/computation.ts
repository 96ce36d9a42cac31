/* "What is 17 * 3?", "20% of $50?": the question is one computation. */
import { evaluateExpression } from '../../../src/core/arithmetic/index.js'
import { inPlainMath } from '../../../src/core/records/plain-math.js'
import { rare } from '../../../src/core/triggers.js'
import type { Asked, Solved } from './form.js'

/** Longer ones are left to the arithmetic of the steps. */
const MAX_LENGTH = 80

const asks = rare(
  /^(?:what(?: is|'s|’s)|calculate|compute|evaluate|work out|was (?:ist|ergibt)|wie ?viel (?:ist|ergibt)|berechne(?:n sie)?|计算|请计算)\s*:?\s*/iu,
)
const closes = /\s*(?:(?:=|等于|是)\s*(?:多少|几|\?|？)?)?\s*[?？.。!]?$/u
const wordsOf: readonly [RegExp, string][] = [
  [/\s+(?:plus|加)\s+|\s*加\s*/giu, ' + '],
  [/\s+minus\s+|\s*减\s*/giu, ' - '],
  [/\s+(?:times|multiplied by|mal)\s+|\s*乘以?\s*/giu, ' * '],
  [/\s+(?:divided by|geteilt durch)\s+|\s*除以\s*/giu, ' / '],
  [/[×·]|(?<=\d )x(?= \d)/g, '*'],
  [/÷/g, '/'],
  [/[−–]/g, '-'],
]

const NUMBER = String.raw`(?:0|[1-9]\d*)(?:\.\d+)?`
/** Numbers and operators in turn. A minus stands between spaces: "555-1234" is no difference. */
const computation = rare(new RegExp(String.raw`^\(*${NUMBER}\)*(?:(?:\s*[*/+]\s*|\s+-\s+)\(*${NUMBER}\)*)+$`))

/** "20% of 50" */
const share = rare(
  new RegExp(String.raw`^(${NUMBER})\s?(?:%|per\s?cent|Prozent)\s+(?:of|von)\s+[$€£]?\s?(${NUMBER})\s?€?$`, 'i'),
)

/**
 * "What is 17 * 3?", "Calculate 84 - 30", "17 * 3 = ?", "What is 20% of $50?", in LaTeX, German and Chinese too: the question is one computation and nothing else. Points and commas that
 * may part thousands or decimals are not read, nor are dates, or several operators in words, which may be meant in any order.
 */
export function plainComputation({ question, context }: Asked): Solved | null {
  // "1/2 ÷ 3/4" has lost the bars of its fractions.
  if (/\\[cdt]?frac/.test(question) && /\\div|[÷/]/.test(question)) return null
  const whole = inPlainMath(question).trim()
  if (whole.length > MAX_LENGTH || context.trim() !== '' || whole.includes(',')) return null
  const asked = asks.exec(whole)?.[0] ?? ''
  const rest = whole.slice(asked.length)
  if (asked === '' && !/[=?？几]|多少/u.test(rest)) return null
  const written = rest.replace(closes, '')
  const [, part, of] = share.exec(written) ?? []
  if (part !== undefined && !/\d\.\d{3}(?!\d)/.test(written)) {
    const value = evaluateExpression(`${part} / 100 * ${of}`)
    return value && { what: written, values: [[value.valueOf()]], exact: value }
  }
  const isWritten = !/[\p{L}]{2}|[加减乘除]/u.test(written)
  const source = wordsOf.reduce((text, [word, sign]) => text.replace(word, sign), written).trim()
  const operators = source.match(/[*/+-]/g)?.length ?? 0
  if (!computation.test(source) || (!isWritten && operators > 1)) return null
  // "1/2/2024" is a date; 1.234 may be a thousand.
  if (/\d\/\d+\/\d/.test(source) || /\d\.\d{3}(?!\d)/.test(source)) return null
  const value = evaluateExpression(source)
  if (value === null) return null
  return { what: source, values: [[value.valueOf()]], exact: value }
}

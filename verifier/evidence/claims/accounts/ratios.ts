/* Ratios by name: "the operating margin is 15%". Reckoned from the figures of a statement. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { finding, hedged, NUMBER, shown } from '../claim.js'
import type { Grid } from './grids.js'
import { anyFigure, columnOf, keyOf, type Ledger, ledgerOf } from './ledger.js'
import { different, headsIn } from './mentions.js'
import { numbersIn, type Told } from './numbers.js'

interface Ratio {
  name: string
  /** What it is made of: "a/b", "a-b/c", "a+b"; all ways in which people take it. */
  ways: readonly string[]
}

const table: readonly Ratio[] = [
  { name: 'gross\\s(?:profit\\s)?margin', ways: ['gross / revenue', 'revenue - cogs / revenue'] },
  { name: 'operating\\s(?:profit\\s)?margin|EBIT\\smargin', ways: ['ebit / revenue'] },
  { name: 'net\\s(?:profit\\s|income\\s)?margin', ways: ['net / revenue'] },
  {
    name: 'EBITDA',
    ways: ['ebit + depreciation', 'ebit + amortisation', 'ebit + depreciation + amortisation', 'ebit + both'],
  },
  { name: 'current\\sratio', ways: ['ca / cl'] },
  { name: '(?:quick|acid[\\s-]test)\\sratio', ways: ['ca - inventory / cl'] },
  { name: 'working\\scapital', ways: ['ca - cl'] },
  { name: 'debt[\\s-]to[\\s-]equity(?:\\sratio)?', ways: ['debt / equity', 'liabilities / equity'] },
  { name: 'debt\\sratio', ways: ['debt / assets', 'liabilities / assets'] },
  { name: 'equity\\sratio', ways: ['equity / assets'] },
  { name: 'return\\son\\sequity|ROE', ways: ['net / equity'] },
  { name: 'return\\son\\sassets|ROA', ways: ['net / assets', 'ebit / assets'] },
  { name: 'earnings\\sper\\sshare|EPS', ways: ['net / shares', 'net - preferred / shares'] },
  { name: 'book\\svalue\\sper\\sshare', ways: ['equity / shares'] },
  { name: 'P/E(?:\\sratio)?|price[\\s-](?:to-)?earnings\\sratio', ways: ['price / eps'] },
  { name: 'earnings\\syield', ways: ['eps / price'] },
  { name: 'dividend\\syield', ways: ['dps / price'] },
  { name: '(?:dividend\\s)?payout\\sratio', ways: ['dividends / net', 'dps / eps'] },
  { name: '(?:total\\s)?asset\\sturnover', ways: ['revenue / assets'] },
  { name: '(?:times\\s)?interest\\s(?:coverage|earned)(?:\\sratio)?', ways: ['ebit / interest'] },
]

const LEAD = String.raw`(?:(?<=^|[,;:(]\s)|(?<=(?<!\p{L})(?:the|a|an|its|their|our|and|so|thus|therefore)\s))`
const IS = String.raw`\s?(?::|=|≈|\s(?:of|is|was|equals|(?:comes?|came|works?\sout|amounts?)\s(?:out\s)?(?:to|at|as)|stands\sat)(?:\s(?:therefore|thus|then|about|approximately|roughly|exactly|just|only|now))*(?=\s|:))\s?`
const VALUE = String.raw`[$€£]?\s?(?:${NUMBER})(?:k|m|\s(?:thousand|million|billion))?\s?(?:%|percent|per\scent)?`
const END = String.raw`(?=\s?(?:[.;,)]?$|[,;)]\s|\.\s|x(?!\p{L})|(?:times|to\s1|per\sshare|a\sshare|of\s(?:revenue|sales|turnover)|on\ssales)(?![\p{L}\d]))|\s(?:so|and|which|because|since)\s)`
const claimed = table.map(({ name, ways }) => ({
  ways,
  pattern: rare(
    new RegExp(
      String.raw`${LEAD}(?:${name})(?!\p{L})(?:\s\((?:EPS|ROE|ROA|P/E)\))?(?:,\s[^,;:\d]{3,60},)?${IS}(?:the\s[^,;:.\d]{3,20},\s)?((?:[^=;:\p{L}]{1,50}[=≈]\s?)?)(${VALUE})${END}`,
      'giu',
    ),
  ),
}))
const ofWhole = rare(
  new RegExp(
    String.raw`as\sa\s(?:share|percentage|proportion|percent|fraction)\sof\s(?:the\s)?(${anyFigure}),\s(?:the\s)?(${anyFigure})\s(?:is|was|comes\sto|makes\sup|amounts\sto)\s(?:about\s)?(${VALUE})${END}`,
    'giu',
  ),
)
const partOf = rare(
  new RegExp(
    String.raw`${LEAD}(${anyFigure})\s(?:is|was|makes\sup|comes\sto|amounts\sto|equals)\s(?:about\s)?(${NUMBER})\s?(?:%|percent|per\scent)\sof\s(?:the\s)?(${anyFigure})${END}`,
    'giu',
  ),
)
/** Where these are spoken of, other figures than those of the statement may be meant. */
const unless = rare(
  /\b(?:average|industry|target|pro\sforma|diluted|adjusted|restated|instead|if|would|will|expected|projected|forecast|peer|competitor|benchmark|change[sd]?|improve\w*|hypothetic\w*|after|before|assum\w*|segment|division|preferred|beginning|opening|year-end|quarter\w*|monthly)\b/i,
)

/**
 * "The operating margin is 15%", "As a share of revenue, operating profit is 15%", "EBITDA comes to 125": held against the figures of a statement, or of the sentence itself. All of them have to
 * stand in one place, each once.
 */
export function ratioReader(
  question: string,
  context: string,
  grids: readonly Grid[],
): (sentence: string) => Finding[] {
  let told: Ledger | undefined
  /** What was said before, in order. */
  let before = ''
  const statements = grids.filter(({ rows }) => rows.filter(({ label }) => keyOf(label) !== null).length > 1)
  const isOther = unless.test(question)
  const read = (sentence: string): Finding[] => {
    if (!/\d/.test(sentence) || isOther || unless.test(sentence)) return []
    return claimsIn(sentence).flatMap(({ match, ways, said }) => {
      told ??= ledgerOf(`${context}\n${question}`)
      const sources = [
        ledgerOf(sentence.slice(0, match.index)),
        ...statements.flatMap((grid) => statementOf(grid, sentence)),
        told,
        ...(ofOneYear(`${question}\n${context}\n${before}`) ? [both(told, ledgerOf(before))] : []),
      ]
      // The nearest place that holds all figures of one way; the others that it holds are admitted too.
      const exact = sources
        .map((ledger) => ways.flatMap((way) => valueBy(way, ledger) ?? []))
        .find((all) => all.length > 0)
      return exact === undefined ? [] : judged(sentence, match, said, exact)
    })
  }
  return (sentence) => {
    const found = read(sentence)
    before = `${before}\n${sentence}`.slice(-MAX_BEFORE)
    return found
  }
}

const MAX_BEFORE = 2000
/** Figures of two years are not one statement. */
const ofOneYear = (text: string) => new Set(text.match(/(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)/g)).size < 2
/** What the question tells and what the steps have found; where they differ neither is known. */
const both = (asked: Ledger, found: Ledger): Ledger =>
  new Map(
    [...found, ...asked].map(([key, value]) => [
      key,
      found.has(key) && asked.has(key) && found.get(key) !== value ? null : value,
    ]),
  )

/** The column of the one year that a sentence names, or the only one. */
function statementOf(grid: Grid, sentence: string): Ledger[] {
  if (grid.heads.length <= 1) return [columnOf(grid, 0)]
  const [head, other] = different(headsIn(grid, sentence))
  return head === undefined || other !== undefined ? [] : [columnOf(grid, grid.heads.indexOf(head))]
}

interface RatioClaim {
  match: RegExpExecArray
  ways: readonly string[]
  said: string
}

function claimsIn(sentence: string): RatioClaim[] {
  const share = (match: RegExpExecArray, part: string, whole: string, said: string): RatioClaim[] => {
    const [a, b] = [keyOf(part), keyOf(whole)]
    return a === null || b === null || a === b ? [] : [{ match, ways: [`${a} / ${b}`], said }]
  }
  return [
    ...claimed.flatMap(({ ways, pattern }) =>
      pattern.matchAll(sentence).map((match) => ({ match, ways, said: match[2] ?? '' })),
    ),
    ...ofWhole.matchAll(sentence).flatMap((match) => share(match, match[2] ?? '', match[1] ?? '', match[3] ?? '')),
    ...partOf.matchAll(sentence).flatMap((match) => share(match, match[1] ?? '', match[3] ?? '', `${match[2] ?? ''}%`)),
  ]
}

/** A formula, from left to right; null where one of its figures is not known. */
function valueBy(way: string, ledger: Ledger): number | null {
  const [first = '', ...rest] = way.split(' ')
  let value = ledger.get(first) ?? null
  for (let i = 0; i < rest.length; i += 2) {
    const other = ledger.get(rest[i + 1] ?? '') ?? null
    if (value === null || other === null) return null
    value = rest[i] === '/' ? value / other : rest[i] === '-' ? value - other : value + other
  }
  return value
}

function judged(sentence: string, match: RegExpExecArray, said: string, exact: readonly number[]): Finding[] {
  const [number] = numbersIn(said)
  const [first] = exact
  if (number === undefined || first === undefined) return []
  const span = [match.index, match.index + match[0].length] as const
  const ok = exact.some((each) => isSaid(number, each))
  if (!ok && hedged(sentence, span)) return []
  const computed = number.isPercent ? `${shown(100 * first)}%` : shown(first)
  const claim = number.isPercent ? `${number.text}%` : number.text
  return [finding('percentages', span, claim, computed, ok, `this comes to ${computed}, not ${claim}`)]
}

/** To the digits shown or cut, in per cent or not, in whatever thousands. */
function isSaid({ value, scale, digits, isPercent }: Told, exact: number): boolean {
  const wanted = isPercent ? [100 * exact] : [1, 1e3, 1e6, 1e-3, 1e-6, 100].map((by) => exact * by)
  return wanted.some((each) => {
    const off = Math.abs(value * scale - Math.abs(each))
    return (
      off <= Math.max(0.51 * 10 ** -digits * scale, 0.006 * Math.abs(each)) ||
      (digits > 0 && off < 10 ** -digits * scale)
    )
  })
}

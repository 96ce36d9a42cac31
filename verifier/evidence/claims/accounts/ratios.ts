import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { finding, hedged, NUMBER, shown } from '../claim.js'
import { anyFigure, keyOf, type Ledger } from './ledger.js'
import { numbersIn, type Told } from './sentences.js'

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
  { name: 'dividend\\syield', ways: ['dps / price'] },
  { name: '(?:dividend\\s)?payout\\sratio', ways: ['dividends / net', 'dps / eps'] },
  { name: '(?:total\\s)?asset\\sturnover', ways: ['revenue / assets'] },
  { name: 'inventory\\sturnover', ways: ['cogs / inventory', 'revenue / inventory'] },
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
      String.raw`${LEAD}(?:${name})(?!\p{L})(?:\s\((?:EPS|ROE|ROA|P/E)\))?${IS}((?:[^=;:\p{L}]{1,50}[=≈]\s?)?)(${VALUE})${END}`,
      'giu',
    ),
  ),
}))
const shares = [
  new RegExp(
    String.raw`as\sa\s(?:share|percentage|proportion|percent|fraction)\sof\s(?:the\s)?(${anyFigure}),\s(?:the\s)?(${anyFigure})\s(?:is|was|comes\sto|makes\sup|amounts\sto)\s(?:about\s)?(${VALUE})${END}`,
    'giu',
  ),
]
const partOf = new RegExp(
  String.raw`${LEAD}(${anyFigure})\s(?:is|was|makes\sup|comes\sto|amounts\sto|equals)\s(?:about\s)?(${NUMBER})\s?(?:%|percent|per\scent)\sof\s(?:the\s)?(${anyFigure})${END}`,
  'giu',
)
/** Where these are spoken of, other figures than those of the statement may be meant. */
const unless = rare(
  /\b(?:average|industry|target|pro\sforma|diluted|adjusted|restated|instead|if|would|will|expected|projected|forecast|peer|competitor|benchmark|change[sd]?|improve\w*|hypothetic\w*|after|before|assum\w*|segment|division)\b/i,
)

/** "The operating margin is 15%", "EBITDA comes to 125", "as a share of revenue, operating profit is 15%": held against the figures of the statement and the steps. */
export function ratios(sentence: string, ledger: Ledger, question: string): Finding[] {
  if (ledger.size < 2 || unless.test(sentence) || unless.test(question)) return []
  return [
    ...claimed.flatMap(({ ways, pattern }) =>
      pattern.matchAll(sentence).flatMap((match) =>
        judged(
          sentence,
          match,
          match[2] ?? '',
          ways.flatMap((way) => valuesOf(way, ledger)),
        ),
      ),
    ),
    ...shares.flatMap((pattern) =>
      [...sentence.matchAll(pattern)].flatMap((match) =>
        judged(sentence, match, match[3] ?? '', shareOf(match[2] ?? '', match[1] ?? '', ledger)),
      ),
    ),
    ...[...sentence.matchAll(partOf)].flatMap((match) =>
      judged(sentence, match, `${match[2] ?? ''}%`, shareOf(match[1] ?? '', match[3] ?? '', ledger)),
    ),
  ]
}

function shareOf(part: string, whole: string, ledger: Ledger): number[] {
  const [a, b] = [keyOf(part), keyOf(whole)]
  return a === null || b === null || a === b ? [] : valuesOf(`${a} / ${b}`, ledger)
}

/** All values of a formula, from left to right, for all values of its figures; none where one is not known. */
function valuesOf(way: string, ledger: Ledger): number[] {
  const [first = '', ...rest] = way.split(' ')
  let all = [...(ledger.get(first) ?? [])]
  for (let i = 0; i < rest.length; i += 2) {
    const others = [...(ledger.get(rest[i + 1] ?? '') ?? [])]
    all = all.flatMap((a) => others.map((b) => (rest[i] === '/' ? a / b : rest[i] === '-' ? a - b : a + b)))
  }
  return all.length > 60 ? [] : all
}

function judged(sentence: string, match: RegExpMatchArray, said: string, exact: readonly number[]): Finding[] {
  const [number] = numbersIn(said)
  const [first] = exact
  if (number === undefined || first === undefined) return []
  const from = match.index ?? 0
  const span = [from, from + match[0].length] as const
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

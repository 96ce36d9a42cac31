/* The numbers of a question with what each measures: "30 km/h" is a speed, "7:15" a time of day. Topics find their numbers by that. */
import { lean } from '../../../src/core/lean-patterns.js'
import { COUNT, countOf, GERMAN_COUNT, germanCountOf } from '../../../src/core/quantities/words.js'
import { matchesOf, rare } from '../../../src/core/triggers.js'
import { plainView } from '../claims/text/plain-view.js'

/** What a number of a question measures. */
type Measured =
  | 'percent'
  | 'speed'
  | 'acceleration'
  | 'area'
  | 'volume'
  | 'length'
  | 'mass'
  | 'temperature'
  | 'energy'
  | 'hours'
  | 'minutes'
  | 'seconds'
  | 'days'
  | 'years'
  | 'money'
  | 'resistance'
  | 'voltage'
  | 'power'
  | 'concentration'
  | 'data'
  | 'clock'
  | 'bare'

/** A number of a question with what it measures; a clock time is minutes since midnight. */
interface Typed {
  value: number
  kind: Measured
  /** The unit as written. */
  unit: string
  /** Something per something: "12 km an hour", "$5 each". */
  per: boolean
  span: readonly [number, number]
}

const others: Readonly<Record<string, number>> = { half: 0.5, dozen: 12 }

const literal = lean(
  new RegExp(
    String.raw`(?<![\d.,_^\p{Script=Latin}/])((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?:\s?\/\s?(\d+)(?![\d/]))?|(?<![\p{L}-])(${COUNT}|${GERMAN_COUNT}|half|dozen)(?![\p{L}])|([两二三四五六七八九十])(?=[个人台天小张只元次道名辆本队组年月位])`,
    'giu',
  ),
)
const clock = rare(/(?<![\d:.])([01]?\d|2[0-4])(?::|[.](?=\d\d\s?(?:Uhr|h\b)))([0-5]\d)(?![\d:])(?:\s?([ap])\.?m\b)?/gi)

/** Units by what they measure, longer ones first; they stand directly behind the number. */
const units: readonly (readonly [Measured, string])[] = [
  ['percent', '%|percent(?!age point)|per cent|Prozent(?!punkt)|％'],
  ['acceleration', String.raw`m/s\s?(?:²|\^\s?2|\^\{2\})|meters? per second squared|metres? per second squared`],
  [
    'speed',
    'km/h|kmh|kph|mph|m/s|cm/s|km per hour|(?:kilo)?met(?:er|re)s? (?:per|an|a) (?:hour|second|minute)|miles (?:per|an) hour|km pro Stunde|(?:公里|千米)(?:/|每)?小?时|米(?:/|每)(?:秒|分钟?)|knots|Knoten',
  ],
  ['concentration', 'mol/l|mol/L|M(?![a-z])|molar'],
  [
    'area',
    String.raw`(?:mm|cm|dm|km|m)(?:²|\^\s?2)|square (?:met|cent|inch|feet|foot|kilo)\w*|Quadratmeter|平方(?:厘)?米`,
  ],
  [
    'volume',
    String.raw`(?:mm|cm|dm|m)(?:³|\^\s?3)|cubic \w+|Kubik\w+|lit(?:re|er)s?|Liter|ml|mL|l(?![\p{L}/])|L(?![\p{L}/])|升|毫升|立方\S{1,2}米`,
  ],
  ['energy', 'kWh|kJ|MJ|J(?![a-z])|joules?'],
  ['power', 'kW(?!h)|MW|W(?![a-z])|watts?|Watt'],
  ['resistance', 'Ω|ohms?|kΩ|Ohm|欧'],
  ['voltage', 'V(?![a-z])|volts?|Volt|伏'],
  ['data', '[KMGT]i?B(?![a-z])|[kKMG]bit(?:/s)?|Mbps|Gbps|megabytes?|gigabytes?|megabits?'],
  [
    'length',
    'km|cm|mm|dm|met(?:er|re)s?|kilomet(?:er|re)s?|centimet(?:er|re)s?|miles?|feet|foot|ft|inch(?:es)?|yards?|Kilometer|Zentimeter|Meter|m(?![\\p{L}²³/^])|公里|千米|厘米|毫米|米',
  ],
  ['mass', 'kg|mg|grams?|kilograms?|kilos?|tonnes?|pounds? of|Gramm|Kilogramm|g(?![\\p{L}/])|千克|公斤|克'],
  ['temperature', '°\\s?[CF]|degrees (?:Celsius|Fahrenheit|C\\b)|K(?![\\p{L}])|kelvin|摄氏度'],
  ['hours', 'hours?|hrs?|h(?![\\p{L}/])|Stunden?|(?:个)?小时'],
  ['minutes', 'minutes?|mins?|Minuten?|分钟'],
  ['seconds', 's(?![\\p{L}/])|seconds?|secs?|Sekunden?|秒'],
  ['days', 'days?|Tage?n?|天|日'],
  ['years', 'years?|Jahren?|Jahre|年(?!级)'],
  ['money', '\\$|€|£|dollars?|euros?|cents?|pounds|francs|Euro|元|块|USD|EUR|CHF|yen|rupees'],
]
const unitPatterns = units.map(
  ([kind, source]) => [kind, lean(new RegExp(String.raw`^[\s-]?(${source})(?!\p{Script=Latin})`, 'u'))] as const,
)
/** Units that differ by case only where a capital means something else. */
const perWords = rare(/^\s?(?:per|a|an|each|every|pro|je|apiece|\/|每|一)(?![\p{Script=Latin}])/iu)

/** The numbers of a question, each with what it measures, in reading order. */
function readTyped(question: string): Typed[] {
  const text = plainView(question)
  const found: Typed[] = []
  const taken: (readonly [number, number])[] = []
  for (const match of clock.matchAll(text)) {
    const half = match[3]?.toLowerCase()
    const hours = (Number(match[1]) % (half === undefined ? 24 : 12)) + (half === 'p' ? 12 : 0)
    const span = [match.index, match.index + match[0].length] as const
    taken.push(span)
    found.push({ value: 60 * hours + Number(match[2]), kind: 'clock', unit: '', per: false, span })
  }
  for (const match of matchesOf(literal, text)) {
    const [all, digits, under, word, han] = match
    const start = match.index
    if (taken.some(([from, to]) => start >= from && start < to)) continue
    const value =
      digits === undefined
        ? word === undefined
          ? ('零一二三四五六七八九十'.indexOf(han ?? '') + 11) % 11 || 2
          : (countOf(word) ?? germanCountOf(word) ?? others[word.toLowerCase()] ?? Number.NaN)
        : Number(digits.replace(/,/g, '')) / Number(under ?? 1)
    const scale = /^[\s-]?(million|billion|thousand|万|亿)/i.exec(
      text.slice(start + all.length, start + all.length + 12),
    )
    const end = start + all.length + (scale?.[0].length ?? 0)
    const rest = text.slice(end, end + 40)
    const money = /[$€£¥]\s?$/.test(text.slice(Math.max(0, start - 2), start))
    const unit = money
      ? undefined
      : unitPatterns.flatMap(([kind, pattern]) =>
          pattern.exec(rest)?.[1] === undefined ? [] : [[kind, pattern.exec(rest)?.[1] ?? ''] as const],
        )[0]
    const behind = rest.slice(unit === undefined ? 0 : rest.indexOf(unit[1]) + unit[1].length)
    found.push({
      value: value * scaleOf(scale?.[1]),
      kind: money ? 'money' : (unit?.[0] ?? 'bare'),
      unit: unit?.[1] ?? '',
      per: perWords.test(behind),
      span: [start, end],
    })
  }
  return found.sort((a, b) => a.span[0] - b.span[0])
}

function scaleOf(word: string | undefined): number {
  return { thousand: 1e3, million: 1e6, billion: 1e9, 万: 1e4, 亿: 1e8 }[word?.toLowerCase() ?? ''] ?? 1
}

/** Counts of what is drawn, not of what is there. */
export const isDrawn = (text: string, [start, end]: readonly [number, number]): boolean =>
  /^\s?(?:\p{L}+ ){0,2}(?:are |is |were |will be |werden )(?:\p{L}+ ){0,2}(?:drawn|picked|taken|chosen|selected|removed|gezogen)/u.test(
    text.slice(end, end + 50),
  ) ||
  /(?:draws?|picks?|takes?|chooses?|selects?|zieht|取出?) (?:out )?$/iu.test(text.slice(Math.max(0, start - 12), start))

/** From the beginning of the sentence that the last question mark ends, without going back over it for every place; undefined where nobody asks. */
function lastQuestion(text: string): string | undefined {
  const end = Math.max(text.lastIndexOf('?'), text.lastIndexOf('？'))
  if (end < 0) return undefined
  const goesOn = (at: number) =>
    text[at] === '.' ? /\d/.test(text.charAt(at + 1)) : !'?!。？！;\n'.includes(text.charAt(at))
  let start = end
  while (start > 0 && goesOn(start - 1)) start--
  return text.slice(start)
}

/** A question as the topics read it. */
export class Asked {
  readonly all: readonly Typed[]
  /** What it asks: from the first word of asking on, the whole where there is none. */
  readonly asks: string

  readonly question: string
  /** Without LaTeX's dress, as long as the question. */
  readonly text: string

  constructor(question: string) {
    this.question = question
    this.text = plainView(question)
    this.all = readTyped(question)
    this.asks = lastQuestion(this.text) ?? /[^.\n。]*[.。]?\s*$/u.exec(this.text)?.[0] ?? ''
  }

  /** Values of one kind, in reading order. */
  of(...kinds: Measured[]): number[] {
    return this.all.filter(({ kind }) => kinds.includes(kind)).map(({ value }) => value)
  }

  /** Exactly `count` of a kind, or null. */
  only(count: number, ...kinds: Measured[]): number[] | null {
    const values = this.of(...kinds)
    return values.length === count ? values : null
  }

  /** The number that a label stands for: behind it in its clause, or before it ("500 of current assets"). */
  labelled(label: string): number | undefined {
    const ahead = new RegExp(String.raw`(?:${label})(?![\p{L}])[^.;\d?!]{0,30}?(?=[\d])`, 'iu').exec(this.text)
    if (ahead !== null) {
      const at = ahead.index + ahead[0].length
      const found = this.all.find(({ span }) => span[0] === at)
      if (found !== undefined) return found.value
    }
    for (const each of this.all)
      if (
        new RegExp(
          String.raw`^\s?(?:[€$£]|%|million|euros?|dollars?)?\s?(?:of|in|as|worth of)?\s?(?:the |its )?(?:${label})(?![\p{L}])`,
          'iu',
        ).test(this.text.slice(each.span[1], each.span[1] + 60))
      )
        return each.value
    return undefined
  }

  /** Whether a number goes up (1) or down (-1) by the words nearest to it in its clause; 0 where none is near. */
  direction({ span }: Typed): -1 | 0 | 1 {
    const before =
      this.text
        .slice(Math.max(0, span[0] - 60), span[0])
        .split(/[.;,。；，]|\band\b|\bthen\b|\bund\b|\bdann\b/)
        .at(-1) ?? ''
    const after =
      this.text.slice(span[1], span[1] + 40).split(/[.;,。；，?]|\band\b|\bthen\b|\bund\b|\bdann\b/)[0] ?? ''
    const up =
      /ris(?:es?|ing)|rose|increas|grow|grew|\bgain|rais|higher|surcharge|markup|mark(?:s|ed)? (?:it )?up|erhöh|steig|stieg|涨|增|提价|加价/i
    const down =
      /fall|fell|decreas|drop|reduc|discount|\boff\b|lower|los[et]s?\b|cut|markdown|mark(?:s|ed)? (?:it )?down|Rabatt|senk|sink|sank|gesenkt|reduzier|Skonto|降|减|打折|shrink|shrank/i
    for (const place of [before, after]) {
      if (up.test(place) && !down.test(place)) return 1
      if (down.test(place) && !up.test(place)) return -1
    }
    return 0
  }
}

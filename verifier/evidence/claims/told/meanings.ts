/*
 * Signs, words and units that have two ordinary meanings, of which a grammar knows one: Φ is Euler's function and the normal distribution's, 10 + 5 is 15 and three o'clock, a day of
 * work has 8 hours. What fails by the one and may hold by the other is not said to be wrong.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import { singular } from '../../../../src/core/quantities/singular.js'
import { countOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { isPrime } from '../../terms/whole.js'
import { unitSize } from '../amounts/measure.js'
import { sentenceAround } from '../text/sentences.js'

/** A failing finding, as it stands there. */
interface Said {
  finding: Finding
  said: string
  /** The sentence around it. */
  sentence: string
  question: string
  /** The question and all steps. */
  chain: string
  own: OwnMeanings
}

/** What the chain gives a meaning of its own; units are of the question alone, since a step that states a wrong size is wrong. */
interface OwnMeanings {
  functions: ReadonlySet<string>
  units: ReadonlySet<string>
}

const MAX_CHAIN = 20_000

/** Reads a chain once; of a step's findings, those that fail are left out where another meaning is an ordinary one. */
export function meaningReader(
  question: string,
  steps: readonly string[],
): (findings: Finding[], step: string) => Finding[] {
  let own: OwnMeanings | null = null
  const chain = [question, ...steps].join('\n').slice(0, MAX_CHAIN)
  return (findings, step) =>
    findings.every(({ ok }) => ok)
      ? findings
      : findings.filter((finding) => {
          if (finding.ok) return true
          own ??= { functions: functionsOf(chain), units: unitsOf(question) }
          const said = step.slice(...finding.span)
          const read: Said = { finding, said, sentence: sentenceAround(step, finding.span), question, chain, own }
          return !meanings.some(({ kinds, is }) => kinds.includes(finding.kind) && is(read))
        })
}

/** "C(q) = 10 + 2q", "P(x, y) = x + y": by letters that no counting formula uses. */
const definition = lean(
  /(?<![\p{L}\\])(\p{L}{1,3})\s?\(\s?[xyztquvwsabXYQTL]\d?(?:\s?,\s?[xyztquvwsabXYQTLK]\d?){0,3}\s?\)\s?(?:=|:=|is|be|denotes?|gives|means)(?![\p{L}])/gu,
)
const point = /\b(?:points?|Punkte?|vert(?:ex|ices)|from|to|between|and)\s([A-Z])\s?\(\s?[-−]?\d/g
const functionsOf = (chain: string): ReadonlySet<string> =>
  new Set([definition, point].flatMap((each) => [...chain.matchAll(each)].map(([, name = '']) => name)))

/** "Imagine a day of 20 hours", "an hour had 100 minutes", "days of 8 h": another size than the usual one. */
const unitDefinition = lean(
  /(?<!\p{L})(\p{L}{3,9}?)s?\s(?:(?:had|has|have|having|of|with|were|was|is|are|lasts?|lasted|contain(?:s|ed)?|equals?|counts?|means?)(?:\s(?:only|exactly|just|always))?|=)\s(\d[\d.,]*|\p{L}{3,8})\s(\p{L}{1,9})(?!\p{L})/giu,
)
const larger: ReadonlyMap<string, readonly string[]> = new Map([
  ['day', ['week', 'month', 'year']],
  ['week', ['month', 'year']],
  ['hour', ['day', 'week']],
  ['month', ['year']],
])

function unitsOf(chain: string): ReadonlySet<string> {
  const own = new Set<string>()
  for (const [, whole = '', amount = '', part = ''] of chain.matchAll(unitDefinition)) {
    const [a, b] = [unitSize(singular(whole)), unitSize(part)]
    const count = countOf(amount) ?? Number(amount.replace(/,/g, ''))
    if (a === null || b === null || a.dimension !== b.dimension || !(count > 0)) continue
    if (a.size <= b.size || Math.abs((count * b.size) / a.size - 1) < 0.03) continue
    own.add(singular(whole).toLowerCase())
  }
  return own
}

const wholeClaim = ({ claimed = '' }: Finding) => /^[-−]?\d+$/.test(claimed.trim())
/** What begins again after so many: by what stands around the claim, or by what is asked. */
const turnsOf: readonly { turns: readonly number[]; about: RegExp; asked: RegExp }[] = [
  {
    turns: [12, 24],
    about: lean(
      /o['’]\s?clock|\bdial\b|\bclocks?\b|\b\d{1,2}:\d\d\b|\d\s?[ap]\.?m\b|\b(?:noon|midnight|Uhr)\b|点钟?/iu,
    ),
    asked: lean(/(?<!['’]\s?)\b(?:what time|which hour|when|dial|clocks?|wann|wie viel Uhr|wie spät)\b|几点/iu),
  },
  {
    turns: [12],
    about: lean(/\b(?:months?|Monate?|January|December|semitones?|pitch class(?:es)?)\b/iu),
    asked: lean(/\b(?:(?:which|what) (?:month|note|pitch)|welcher Monat)\b/iu),
  },
  {
    turns: [7],
    about: lean(/\b(?:weekdays?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|Wochentage?)\b|星期|周[一二三四五六日]/iu),
    asked: lean(/\b(?:day of the week|weekday|(?:which|what) day|welcher (?:Wochen)?tag)\b/iu),
  },
  {
    turns: [360],
    about: lean(/°|\b(?:bearings?|headings?|compass|azimuth|angles?|hue|longitudes?)\b|\\circ/iu),
    asked: lean(/\b(?:bearings?|headings?|compass|azimuth|hue|longitude)\b/iu),
  },
]
const notAdditive = rare(
  /\b(?:not additive|non-?additive|(?:do|does) not (?:simply )?add|don['’]t (?:simply )?add|volume contraction|contracts?|nicht additiv)\b/iu,
)
const roundedAlone = rare(
  /\b(?:after rounding|rounded (?:separately|individually|each)|rounding each|each (?:one )?rounded|(?:due|owing) to rounding|because of rounding)\b/iu,
)
const ofMusic = rare(/\b(?:octaves?|musical|music|third-intervals?)\b/iu)
const ordinals = /\b(?:second|third|fourth|fifth|sixth|seventh|\dth)\b/i

/** A year, a month or a day that is none of the civil calendar. */
const otherCalendar = rare(
  /\b(?:Julian|old[- ]style|Hebrew|Jewish|Islamic|Hijri|Muslim|Coptic|Ethiopian|Orthodox|Roman calendar|Republican|lunar|lunisolar|Chinese calendar|Mayan|fiscal|financial year|retail|proleptic|julianisch\w*|before the (?:Gregorian )?reform)\b|农历|阴历/iu,
)
const elsewhereTime = rare(
  /\b(?:Mercury|Venus|Mars|Martian|Jupiter|Jovian|Saturn|Uranus|Neptune|Pluto|planets?|exoplanet|alien|Moon|lunar|sidereal|synodic|solar day|sols?|academic|school|fiscal|trading|business|working|work|workday|dog|cat|human|person|man|teaching|credit|game|Merkur|decimal time)\b/iu,
)
const times = rare(/\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b/i)
/** Units of one name and several sizes: where the text names another one than the usual. */
const namesakes: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\bmiles?\b/i,
    lean(/\b(?:nautical|knots?|at sea|naval|ships?|Roman|Scandinavian|Swedish|Norwegian|geographical|Irish|Scots)\b/iu),
  ],
  [/\bpounds?\b/i, lean(/\b(?:Pfund|metric pounds?|livres?|troy|Dutch|Danish|German pounds?|£|sterling)\b|pond\b/iu)],
  [/\b(?:ounces?|oz)\b/i, lean(/\b(?:troy|gold|silver|platinum|fluid|fl|metric ounces?)\b/iu)],
  [
    /\b(?:tons?|tonnes?)\b/i,
    lean(/\b(?:short|long|metric|US|American|British|imperial|TNT|refrigeration|register)\b/u),
  ],
  [/\b(?:gallons?|pints?|quarts?|cups?)\b/i, lean(/\b(?:imperial|US|U\.S\.|UK|British|American|dry|metric)\b/u)],
  [/^(?!.*\b(?:hours?|days?)\b).*\b(?:minutes?|seconds?)\b/i, lean(/\b(?:arc|degrees?|latitude|longitude)\b|°/iu)],
  [/\b(?:feet|foot)\b/i, lean(/\b(?:survey|Roman|French|Prussian|Rhenish|board)\b/iu)],
  [
    /\b(?:billions?|trillions?)\b/i,
    lean(/\b(?:long[- ]scale|Milliarden?|Billion(?:en)?|échelle|milliards?|escala|European usage|British)\b/u),
  ],
  [/\b(?:hundredweights?|cwt|quintals?)\b/i, lean(/\b(?:short|long|US|UK|metric|British|imperial)\b/u)],
]
const ofTwo = lean(
  /\bbase[- ]?(?:2|two)\b|\bbinary\b|\bbits?\b|\balgorithms?\b|\bcomplexity\b|\bentropy\b|\bShannon\b|\binformation\b|\bcomputer\b|\bin CS\b|\boctaves?\b|\bdoubl\w+\b|\blog_?2\b|\bhalv\w+\b/iu,
)
const logarithm = lean(/(?<![\p{L}])log\s?\(?\s?(\d{1,12}(?:\.\d+)?)\s?\)?\s?(?:=|≈|is)\s?([-−]?\d+(?:\.\d+)?)/u)

const meanings: readonly { kinds: readonly Finding['kind'][]; is: (said: Said) => boolean }[] = [
  {
    // The normal distribution, its density, a flux, a potential, the golden ratio.
    kinds: ['whole-numbers'],
    is: ({ finding, said }) =>
      /Φ|(?<!\p{L})\\?Phi(?!\p{L})/u.test(said) || (/φ|ϕ|phi/i.test(said) && !wholeClaim(finding)),
  },
  {
    // π(10) = 4: how many primes there are up to 10.
    kinds: ['arithmetic', 'closed-forms'],
    is: ({ said }) => {
      const [, to, count] = /^\s?(?:π|\\pi)\s?\(\s?(\d{1,5})\s?\)\s?=\s?(\d{1,5})/.exec(said) ?? []
      return to !== undefined && primesTo(Number(to)) === Number(count)
    },
  },
  {
    // A function or a point of the chain's own.
    kinds: ['arithmetic', 'closed-forms', 'whole-numbers', 'identities'],
    is: ({ said, own }) => {
      if (own.functions.size === 0) return false
      const called = [...said.matchAll(/(?<![\p{L}\\])(\p{L}{1,3})\s?\(\s?[-−]?\d/gu)].map(([, name = '']) => name)
      return called.some((name) => own.functions.has(name))
    },
  },
  {
    // A clock, a compass, months and days of the week begin again.
    kinds: ['arithmetic'],
    is: ({ finding: { claimed = '', computed = '' }, said, sentence, question }) => {
      const [a, b] = [Number(claimed.replace(/[^\d.-]/g, '')), Number(computed.replace(/[^\d.-]/g, ''))]
      if (!Number.isFinite(a) || !Number.isFinite(b) || /[×·*/÷^]|\\(?:times|cdot|frac)/.test(said)) return false
      return turnsOf.some(
        ({ turns, about, asked }) =>
          turns.some((turn) => Math.abs(b - a) === turn && Math.abs(a) <= turn) &&
          (about.test(sentence) || asked.test(question)),
      )
    },
  },
  {
    // Liquids that contract, numbers that were rounded one by one, intervals of music that share a note.
    kinds: ['arithmetic'],
    is: ({ finding: { claimed = '', computed = '' }, said, sentence, chain }) => {
      if (/[×·*/÷^]/.test(said)) return false
      if (notAdditive.test(sentence)) return true
      const apart = Math.abs(Number(claimed) - Number(computed))
      if (apart === 1 && roundedAlone.test(sentence)) return true
      return ofMusic.test(chain) && apart === 1
    },
  },
  {
    kinds: ['arithmetic', 'units', 'percentages'],
    is: ({ said, chain }) => ofMusic.test(chain) && ordinals.test(said),
  },
  {
    // (32 × 10)(10 × 4) gives 32 × 4: the sizes of matrices.
    kinds: ['arithmetic', 'closed-forms', 'identities'],
    is: ({ said, chain }) =>
      /\d\s?[×x]\s?\d[\d\s]*\)?(?:\s?[·*]?\s?\(|\s(?:by|times)\s)\s?\d+\s?[×x]\s?\d|\d\s?[×x]\s?\d+\)/.test(said) &&
      /\b(?:matri(?:x|ces)|shapes?|tensors?|dimensions?|rows|columns)\b/i.test(chain),
  },
  {
    // A determinant of rows that were changed over.
    kinds: ['statistics'],
    is: ({ said, sentence }) =>
      /determinant|\bdet\b/i.test(said) &&
      /\b(?:swap\w*|exchang\w*|interchang\w*|multiply\w*|scal\w*|doubl\w*)\b/i.test(sentence),
  },
  {
    kinds: ['dates'],
    is: ({ sentence, chain }) =>
      otherCalendar.test(sentence) || (otherCalendar.test(chain) && !/Gregorian|gregorianisch/i.test(sentence)),
  },
  {
    kinds: ['units', 'definitions'],
    is: ({ said, sentence, own }) =>
      [...own.units].some((unit) =>
        [unit, ...(larger.get(unit) ?? [])].some((each) =>
          new RegExp(
            `(?<![a-z])(?:${each === 'foot' ? 'foot|feet|ft' : each}|${each === 'hour' ? 'h' : each})(?:s|es)?(?![a-z])`,
            'i',
          ).test(said),
        ),
      ) ||
      (times.test(said) && elsewhereTime.test(sentence)),
  },
  {
    kinds: ['units', 'arithmetic', 'definitions'],
    // What another step is about makes no minute of an hour a minute of arc.
    is: ({ said, sentence, question }) =>
      namesakes.some(([unit, other]) => unit.test(said) && (other.test(sentence) || other.test(question))),
  },
  {
    // log 8 = 3, in bits.
    kinds: ['closed-forms'],
    is: ({ said, chain }) => {
      const [, of, claimed = ''] = logarithm.exec(said) ?? []
      if (of === undefined || !ofTwo.test(chain)) return false
      const room = 0.51 * 10 ** -(/\.(\d+)/.exec(claimed)?.[1]?.length ?? 0)
      return (
        Math.abs(Math.log2(Number(of)) - Number(claimed.replace('−', '-'))) <= (claimed.includes('.') ? room : 1e-9)
      )
    },
  },
]

function primesTo(n: number): number {
  let count = 0
  for (let each = 2; each <= n; each++) if (isPrime(each)) count++
  return count
}

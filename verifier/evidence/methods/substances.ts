/* Wrong ways in questions of decay, doubling, dilution, mixtures, acids and reactions. Each topic has its rule and its slips. */
import { superscriptAt } from '../../../src/core/arithmetic/characters.js'
import { type Topic, way } from './topic.js'

const { log10 } = Math

/** Decay, doubling, dilution, mixtures, acids, reactions. */
export const substanceTopics: readonly Topic[] = [
  {
    rule: 'each half-life halves what is left',
    about: [/half-?li(?:fe|ves)|Halbwertszeit|半衰期/i],
    compare(asked) {
      const times = [asked.of('years'), asked.of('days'), asked.of('hours'), asked.of('minutes')].find(
        (each) => each.length === 2,
      )
      const amounts = asked.of('mass', 'bare', 'percent').filter((each) => each !== 0.5)
      const period = asked.labelled('half-?life(?: of| is)?|Halbwertszeit(?: von| beträgt)?|半衰期(?:为|是)?')
      if (times === undefined || amounts.length > 1) return null
      const half = period !== undefined && times.includes(period) ? period : Math.min(...times)
      const time = times.find((each) => each !== half) ?? 0
      const n = time / half
      const [start = 100] = amounts
      const left = start / 2 ** n
      if (n < 1) return null
      return {
        right: [left, start - left, left / start, 2 ** n],
        slips: [
          way(start / (2 * n)),
          way(start / n),
          way(start / (n + 1)),
          way(start / 2 ** (n + 1)),
          way(start / 2 ** (n - 1)),
          way(start * (1 - n / 2)),
          way(Math.max(0, start - (start / 2) * n)),
        ].filter(({ values }) => values[0] !== left && values[0] !== 0),
      }
    },
  },
  {
    rule: 'what doubles n times is multiplied by 2 to the power n',
    about: [
      /doubles?|doubling|verdoppel|翻(?:一)?倍|分裂|splits? (?:in|into) two|divides? (?:in|into) two|加倍|triples?|verdreifach/i,
      /every|each|alle|每|once (?:an?|per)/i,
    ],
    unless: /half|covers?|lily|speed|until|wann|when does|interest|during|season/i,
    compare(asked) {
      const base = /triples?|verdreifach/i.test(asked.text) ? 3 : 2
      const inMinutes = asked.all.flatMap(({ kind, value }) =>
        kind === 'minutes'
          ? [value]
          : kind === 'hours'
            ? [60 * value]
            : kind === 'days'
              ? [1440 * value]
              : kind === 'years'
                ? [525600 * value]
                : [],
      )
      const starts = asked.of('bare', 'mass', 'money').filter((each) => each !== 2)
      const [start = 1] = starts
      const every =
        /(?:every|each|alle|每(?:隔)?) (?:day|hour|year|week)|every (?:single )?(?:day|hour)|每(?:天|小时|年)/i.exec(
          asked.text,
        )?.[0]
      const unit =
        every === undefined
          ? undefined
          : /day|天/.test(every)
            ? 1440
            : /hour|小时/.test(every)
              ? 60
              : /year|年/.test(every)
                ? 525600
                : undefined
      const times = [...inMinutes, ...(unit === undefined || inMinutes.length !== 1 ? [] : [unit])]
      if (times.length !== 2 || starts.length > 1) return null
      const n = Math.max(...times) / Math.min(...times)
      if (n < 2 || n > 60) return null
      const end = start * base ** n
      return {
        right: [end],
        way: [n, base ** n],
        slips: [
          way(start * n, start * (n + 1)),
          way(start * base * n),
          way(start * (n + 1)),
          way(start * n),
          way(start * base ** (n - 1)),
          way(start * base ** (n + 1)),
          way(start * n ** base),
          way(base * n, start * base * n),
        ].filter(({ values }) => values.at(-1) !== end),
      }
    },
  },
  {
    rule: 'diluting keeps the amount: c₁ V₁ = c₂ V₂, and water to be added is V₂ - V₁',
    about: [
      /dilut|added to|add(?:ed|ing)?|verdünn|稀释|加水/i,
      /solution|M\b|mol|acid|NaCl|HCl|salt|Lösung|Säure|溶液|盐水|alcohol|juice|syrup/i,
      /water|Wasser|水/i,
    ],
    compare(asked) {
      const strengths = asked.only(2, 'concentration') ?? asked.only(2, 'percent')
      const volumes = asked.only(1, 'volume') ?? asked.only(1, 'mass')
      if (strengths === null || volumes === null) return null
      const [a = 0, b = 0, v = 0] = [...strengths, ...volumes]
      const [strong, weak] = [Math.max(a, b), Math.min(a, b)]
      const final = (strong * v) / weak
      const asksAdded = /add|hinzu|zugegeben|zugesetzt|加/i.test(asked.asks)
      const stock = /how (?:much|many)[^.?]{0,40}(?:stock|concentrated|of the|is needed|are needed)/i.test(asked.asks)
      if (stock && !/water/i.test(asked.asks))
        return { right: [(weak * v) / strong], slips: [way(final), way(v - (weak * v) / strong)] }
      if (!asksAdded) return null
      const before = (weak * v) / strong
      return {
        right: [final - v, v - before],
        way: [final, before],
        slips: [
          {
            values: [final],
            says: /(?:therefore|so|thus|hence)[^.]{0,20}\d+ ?ml (?:of water )?(?:have to|must|are to|should)[^.]{0,12}add/i,
          },
          way((v * (strong - weak)) / strong),
          way(((strong - weak) * v) / 100),
        ].filter(({ values }) => values[0] !== final - v),
      }
    },
  },
  {
    rule: 'what is drained takes its share along: x (c3 - c1) has to make up for V (c2 - c1)',
    about: [
      /drain\w*|removed?|drawn off|poured out|abgelassen|entnommen|倒出|取出/i,
      /replac\w*|ersetz\w*|换成|加入等量/i,
      /%|percent|Prozent/i,
      /pure|reine\w*|纯/i,
    ],
    compare(asked) {
      const [shares, volumes] = [asked.only(2, 'percent'), asked.only(1, 'volume')]
      const [first = 0, second = 0] = shares ?? []
      const [v = 0] = volumes ?? []
      if (shares === null || volumes === null || first >= second || second >= 100) return null
      return { right: [(v * (second - first)) / (100 - first)], slips: [way((v * (second - first)) / 100)] }
    },
  },
  {
    rule: 'a share by mass is taken of the whole solution',
    about: [
      /dissol|mixed with|added to|auflös|gelöst|溶(?:解|于)|mixture/i,
      /percent|%|concentration|mass fraction|Massenanteil|浓度|质量分数/i,
      /water|Wasser|水/i,
    ],
    compare(asked) {
      const masses = asked.only(2, 'mass')
      if (masses === null || asked.of('percent').length > 0) return null
      const [a = 0, b = 0] = masses
      const [solute, water] = [Math.min(a, b), Math.max(a, b)]
      if (
        /(?:total|make|to give|solution of|of solution)/i.test(asked.text) &&
        !/(?:in|with|to) \d+ ?k?g of water/i.test(asked.text)
      )
        return null
      const right = (100 * solute) / (solute + water)
      return {
        right: [right, right / 100],
        slips: [way((100 * solute) / water), way(solute / water), way((100 * solute) / (water - solute))],
      }
    },
  },
  {
    rule: 'mixed solutions have the mean strength weighted by their amounts',
    about: [/mix|combin|blend|gemischt|misch|混合/i, /%|percent|solution|Lösung|溶液|盐水|alcohol|acid/i],
    compare(asked) {
      const percents = asked.only(2, 'percent') ?? asked.only(2, 'concentration')
      const amounts = asked.only(2, 'volume') ?? asked.only(2, 'mass')
      if (percents === null || amounts === null) return null
      const [p = 0, q = 0, v = 0, w = 0] = [...percents, ...amounts]
      if (v === w) return null
      return {
        right: [(p * v + q * w) / (v + w), (p * v + q * w) / (v + w) / 100],
        slips: [way((p + q) / 2), way((p * w + q * v) / (v + w)), way(p + q)],
      }
    },
  },
  {
    rule: 'the pH is the negative decimal logarithm of the concentration of H⁺',
    about: [/\bpH\b/],
    unless: /buffer|weak|Ka\b|pKa|titrat|mixed|neutral/i,
    compare(asked) {
      const strengths = asked.of('concentration').filter((each) => each > 0 && each < 10)
      const sci = /([\d.]+) ?[×x·*] ?10\^?\{?[-−⁻](\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})/.exec(asked.text)
      const [c] =
        sci === null ? strengths : [Number(sci[1]) * 10 ** -Number(superscriptAt(sci[2] ?? '', 0)?.digits ?? sci[2])]
      if (c === undefined || (sci === null && strengths.length !== 1) || asked.of('volume').length > 0) return null
      const base = /OH|base\b|hydroxide|NaOH|KOH|Lauge|碱/i.test(asked.text)
      const two = /H_?[2₂]SO|sulfuric|sulphuric|Ba\(OH\)|Ca\(OH\)/i.test(asked.text)
      const plain = -log10(c)
      const exact = -log10(c * (two ? 2 : 1))
      const right = base ? 14 - exact : exact
      return {
        right: [right],
        slips: [way(base ? exact : 14 - exact), ...(two ? [way(base ? 14 - plain : plain)] : []), way(-Math.log(c))],
      }
    },
  },
  {
    rule: 'moles are mass over molar mass, and the equation gives their ratio',
    about: [
      /how many (?:grams|moles|g\b|mol\b)|what mass|mass of|Masse|wie viel(?:e)? (?:Gramm|Mol)|多少克|质量|how much/i,
      /M\s?\(\s?[A-Z]|g\/mol|molar mass/i,
      /(?:->|→|⟶|burn|react|produce|form|combust|verbrenn|燃烧|生成)/i,
    ],
    compare(asked) {
      const molar = new Map(
        [...asked.text.matchAll(/M\s?\(\s?([A-Z][\w₂₃₄]*)\s?\)\s?(?:=|is|:)\s?([\d.]+)/g)].map(
          ([, name = '', value]) => [name, Number(value)] as const,
        ),
      )
      const [[first, from] = [], [second, to] = []] = [...molar]
      const [mass] = asked.of('mass').filter((each) => ![...molar.values()].includes(each))
      if (molar.size !== 2 || mass === undefined || from === undefined || to === undefined || asked.all.length > 3)
        return null
      const equation = /([\dA-Za-z₂₃₄₆()+\s]+?)\s?(?:->|→|⟶)\s?([\dA-Za-z₂₃₄₆()+\s]+)/.exec(asked.text)
      const factor = (name: string | undefined) =>
        Number(new RegExp(String.raw`(?:^|[+\s])(\d+)\s?${name ?? ''}(?![\w₂₃₄])`).exec(equation?.[0] ?? '')?.[1] ?? 1)
      const known: Record<string, number> = {
        'H2 H2O': 1,
        'CH4 H2O': 2,
        'CH4 CO2': 1,
        'C CO2': 1,
        'Mg MgO': 1,
        'O2 H2O': 2,
        'CaCO3 CaO': 1,
        'CaCO3 CO2': 1,
        'N2 NH3': 2,
        'H2 NH3': 2 / 3,
      }
      const ratio = equation === null ? known[`${first} ${second}`] : factor(second) / factor(first)
      if (ratio === undefined) return null
      const n = mass / from
      return {
        right: [n * ratio * to],
        way: [n, n * ratio],
        slips: [
          way(n * 2, n * 2 * ratio * to),
          way((n / ratio) * to),
          way(n * to),
          way(mass * ratio),
          way((mass * to) / from / 2),
          way(n * 2 * ratio * to),
        ].filter(({ values }) => Math.abs((values.at(-1) ?? 0) - n * ratio * to) > 1e-9),
      }
    },
  },
]

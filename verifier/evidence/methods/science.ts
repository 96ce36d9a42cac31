import { superscriptAt } from '../../../src/core/arithmetic/characters.js'
import { sum, type Topic, way } from './topic.js'

const { log10, sqrt } = Math
const gravities = [9.81, 9.8, 10]

/** Motion, circuits, heat, solutions, decay. */
export const scienceTopics: readonly Topic[] = [
  {
    rule: 'degrees Celsius are (F - 32) · 5/9',
    about: [/°\s?F|Fahrenheit|华氏/i, /°\s?C|Celsius|摄氏/i],
    compare(asked) {
      const typed = asked.all.filter(({ kind }) => kind === 'temperature')
      const fahrenheit = typed.find(({ unit }) => /F/.test(unit))?.value
      const celsius = typed.find(({ unit }) => /C/.test(unit))?.value
      if (fahrenheit !== undefined)
        return {
          right: [((fahrenheit - 32) * 5) / 9],
          slips: [
            way((fahrenheit * 5) / 9, (fahrenheit * 5) / 9 - 32),
            way((fahrenheit * 5) / 9 - 32),
            way(((fahrenheit - 32) * 9) / 5),
            way(((fahrenheit + 32) * 5) / 9),
            way((fahrenheit * 5) / 9),
          ],
        }
      if (celsius === undefined || typed.length !== 1) return null
      return {
        right: [(celsius * 9) / 5 + 32],
        slips: [way(((celsius + 32) * 9) / 5), way((celsius * 5) / 9 + 32), way((celsius * 9) / 5 - 32)],
      }
    },
  },
  {
    rule: 'on an incline the normal force is m g cos of the angle, and gravity along it m g sin',
    about: [/inclin|slope|ramp|plane|schiefe Ebene|斜面/i, /friction|Reibung|摩擦/i, /°|degrees/i],
    unless: /horizontal force|pull|push|rope|string|pulley/i,
    compare(asked) {
      const angle = Number(/([\d.]+)\s?(?:°(?!\s?[CF])|degrees)/.exec(asked.text)?.[1])
      const mu =
        asked.labelled(
          'coefficient of (?:kinetic |sliding |dynamic )?friction(?: is| of)?|μ ?=|μ_?k ?=|Reibungs(?:zahl|koeffizient)',
        ) ?? asked.of('bare').find((each) => each > 0 && each < 1)
      const mass = asked.of('mass')[0]
      const g = asked.of('acceleration')[0] ?? 9.8
      if (!(angle > 0 && angle < 90) || mu === undefined || mass === undefined) return null
      const [sin, cos] = [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)]
      return {
        right: [mu * mass * g * cos, mu * g * cos, g * (sin - mu * cos), g * (sin + mu * cos)],
        slips: [way(mu * mass * g), way(mu * mass * g * sin), way(g * (sin - mu)), way(g * (cos - mu * sin))],
      }
    },
  },
  {
    rule: 'over a pulley the acceleration is (m₁ - m₂) g / (m₁ + m₂) and the tension 2 m₁ m₂ g / (m₁ + m₂)',
    about: [/pulley|Rolle|滑轮/i, /tension|acceleration|Beschleunigung|Seilkraft|张力|拉力|加速度/i],
    unless: /table|incline|plane|friction(?!less)|Tisch|斜面/i,
    compare(asked) {
      const masses = asked.only(2, 'mass')
      if (masses === null) return null
      const [m, n] = [Math.max(...masses), Math.min(...masses)]
      const tension = /tension|Seilkraft|张力|拉力/i.test(asked.asks)
      const gs = [...asked.of('acceleration'), ...[9.8, 9.81, 10]].slice(0, asked.of('acceleration').length > 0 ? 1 : 3)
      return {
        right: gs.map((g) => (tension ? (2 * m * n * g) / (m + n) : ((m - n) * g) / (m + n))),
        slips: gs.flatMap((g) => {
          const a = ((m - n) * g) / (m + n)
          return tension
            ? [way(m * (g + a)), way(n * (g - a)), way((m - n) * g), way((m + n) * g)]
            : [way(((m - n) * g) / m), way(((m - n) * g) / n), way(((m + n) * g) / (m - n))]
        }),
      }
    },
  },
  {
    rule: 'in free fall h = g t²/2 and v = √(2 g h)',
    about: [/dropped|falls?\b|free fall|falling|fällt|fallen gelassen|自由下落|自由落体|落下/i],
    unless:
      /thrown|horizontal|upward|projectile|km\/h|terminal|parachut|bounce|rebound|price|temperature|水平|抛|geworfen|%/i,
    compare(asked) {
      const [h] = asked.only(1, 'length') ?? []
      const [t] = asked.only(1, 'seconds') ?? []
      const stated = asked.of('acceleration')[0]
      const all = stated === undefined ? gravities : [stated]
      if (h !== undefined && t === undefined)
        return {
          right: all.flatMap((g) =>
            /speed|velocity|fast|Geschwindigkeit|速度/i.test(asked.text) &&
            !/how long|time|lange|Zeit|时间|多久/i.test(asked.text)
              ? [sqrt(2 * g * h)]
              : [sqrt((2 * h) / g)],
          ),
          way: all.map((g) => sqrt(2 * g * h)),
          slips: all.flatMap((g) => [
            way(sqrt(h / g)),
            way(h / g),
            way(sqrt(g * h)),
            way((2 * h) / g),
            way(g * h),
            way(2 * g * h),
            way(sqrt(h / (2 * g))),
          ]),
        }
      if (t !== undefined && h === undefined && asked.of('speed').length === 0)
        return {
          right: all.flatMap((g) =>
            /how (?:far|deep|high)|height|distance|depth|tief|hoch|高/i.test(asked.text) ? [(g * t * t) / 2] : [g * t],
          ),
          slips: all.flatMap((g) => [
            way(g * t * t),
            way((g * t) / 2),
            ...(/how (?:far|deep|high)|height|depth/i.test(asked.asks) ? [way(g * t)] : []),
          ]),
        }
      return null
    },
  },
  {
    rule: 'with constant acceleration from or to rest the mean speed is half of the final one',
    about: [
      /brak|decelerat|accelerat|comes? to (?:a stop|rest)|to a stop|from rest|brems|beschleunig|刹车|加速|减速|stops/i,
    ],
    unless: /friction|force|mass|centripet|circular|thrown|reaction/i,
    compare(asked) {
      const [speeds, lengths, times, accelerations] = [
        asked.only(1, 'speed'),
        asked.of('length'),
        asked.of('seconds'),
        asked.of('acceleration'),
      ]
      const typed = asked.all.find(({ kind }) => kind === 'speed')
      const v =
        ((speeds ?? [])[0] ?? Number.NaN) /
        (typed !== undefined && /h/i.test(typed.unit) && !/s/i.test(typed.unit) ? 3.6 : 1)
      const [s] = lengths
      const [t] = times
      const [a] = accelerations
      if (speeds !== null && s !== undefined && t === undefined && a === undefined)
        return {
          right: [(v * v) / (2 * s), (2 * s) / v],
          slips: [way(s / v, v / (s / v)), way(s / v), way((v * v) / s), way(v / s)],
        }
      if (speeds !== null && t !== undefined && s === undefined && a === undefined)
        return /far|distance|Strecke|weit|路程|距离/i.test(asked.text)
          ? { right: [(v * t) / 2], way: [v / t], slips: [way(v * t), way((v * t * t) / 2)] }
          : { right: [v / t], slips: [way(v * t), way(v / (2 * t))] }
      if (speeds !== null && a !== undefined && s === undefined && t === undefined)
        return /far|distance|Strecke|Bremsweg|路程|距离/i.test(asked.text)
          ? {
              right: [(v * v) / (2 * a)],
              way: [v / a],
              slips: [way((v * v) / a), way(v / a, (v / a) * v), way(v / (2 * a))],
            }
          : null
      if (
        speeds === null &&
        a !== undefined &&
        t !== undefined &&
        asked.of('speed').length === 0 &&
        /rest|stand/i.test(asked.text)
      )
        return /far|distance|Strecke|距离/i.test(asked.text)
          ? { right: [(a * t * t) / 2], way: [a * t], slips: [way(a * t * t), way(a * t, a * t * t), way((a * t) / 2)] }
          : null
      return null
    },
  },
  {
    rule: 'kinetic energy is m v²/2',
    about: [/kinetic energy|kinetische Energie|Bewegungsenergie|动能/i],
    unless: /ratio|doubl|rotation|collision|potential/i,
    compare(asked) {
      const [masses, speeds] = [asked.only(1, 'mass'), asked.only(1, 'speed')]
      const units = asked.all.filter(({ kind }) => kind === 'mass' || kind === 'speed').map(({ unit }) => unit)
      if (masses === null || speeds === null) return null
      const raw = speeds[0] ?? 0
      const grams = units.some((unit) => /^(?:g|grams?|Gramm|克)$/i.test(unit))
      const tonnes = units.some((unit) => /^tonnes?$/i.test(unit))
      const [m, v] = [
        (masses[0] ?? 0) * (grams ? 1e-3 : tonnes ? 1e3 : 1),
        raw / (units.some((unit) => /km|公里|千米/i.test(unit)) ? 3.6 : 1),
      ]
      return {
        right: [(m * v * v) / 2, (m * v * v) / 2000],
        slips: [
          way(m * v * v),
          way((m * v) / 2),
          way(m * v),
          ...(v === raw ? [] : [way((m * raw * raw) / 2)]),
          ...(grams ? [way(((masses[0] ?? 0) * v * v) / 2)] : []),
        ],
      }
    },
  },
  {
    rule: 'in parallel the reciprocals of the resistances add',
    about: [/parallel|并联/i, /resist|Ω|ohm|Widerst|电阻/i],
    unless:
      /series|Reihe|串联|capacit|internal|inner|Innen|内阻|fuse|ammeter|bridge|network|mixed|third resistor|open|short/i,
    compare(asked) {
      // "through the 6 Ω resistor" speaks of one that is there already.
      const values = asked.all.flatMap(({ kind, value, span: [from] }, i) =>
        kind === 'resistance' &&
        !(
          /\b(?:the|this|that|each|der|die|das|den|dem|des)\s$/i.test(asked.text.slice(0, from)) &&
          asked.all.slice(0, i).some((other) => other.kind === kind && other.value === value)
        )
          ? [value]
          : [],
      )
      if (values.length < 2 || values.length > 4) return null
      const inverse = sum(values.map((each) => 1 / each))
      const total = 1 / inverse
      const volts = asked.only(1, 'voltage')?.[0]
      const added = sum(values)
      return {
        right: [total, ...(volts === undefined ? [] : [volts * inverse])],
        way: [inverse, ...(volts === undefined ? [] : values.map((each) => volts / each))],
        slips: [
          ...(volts === undefined ? [] : [way(added, volts / added)]),
          way(added),
          way(added / values.length),
          way(inverse),
          way((values[0] ?? 0) * (values[1] ?? 0)),
        ],
      }
    },
  },
  {
    rule: 'energy in kWh is kilowatts times hours',
    about: [
      /kWh|kilowatt|electricity|energy|Strom|电费|度电|千瓦时/i,
      /W\b|watts?|Watt|kW/i,
      /hours?|h\b|minutes?|Stunden?|小时|分钟/i,
    ],
    compare(asked) {
      const powers = asked.all.filter(({ kind }) => kind === 'power')
      const [power] = powers
      const hours = asked.of('hours')
      const minutes = asked.of('minutes')
      const days = asked.of('days')
      if (powers.length !== 1 || power === undefined || hours.length + minutes.length !== 1) return null
      const kilowatts = power.value / (/^k/i.test(power.unit) ? 1 : 1000)
      const time = (hours[0] ?? (minutes[0] ?? 0) / 60) * (days[0] ?? 1)
      const price = asked.of('money')[0]
      const energy = kilowatts * time
      const bulbs = asked.of('bare')
      if (bulbs.length > 0) return null
      return {
        right: [energy, ...(price === undefined ? [] : [energy * price, (energy * price) / 100])],
        slips: [energy * 1000, energy * 60, energy * 10, energy / 10, energy / 60, kilowatts / time]
          .flatMap((each) =>
            price === undefined ? [way(each)] : [way(each, each * price), way(each, (each * price) / 100)],
          )
          .filter(({ values }) => !(asked.of('power')[0] === values[0])),
      }
    },
  },
  {
    rule: 'an efficiency takes its share of what goes in',
    about: [/efficien|Wirkungsgrad|效率/i],
    unless: /carnot|luminous|worker/i,
    compare(asked) {
      const [percents, amounts] = [asked.only(1, 'percent'), asked.of('power', 'energy')]
      const [p = 0, x = 0] = [...(percents ?? []), ...amounts]
      if (percents === null || amounts.length !== 1) return null
      const input =
        /(?:input|draw|consum|tak(?:es|e in)|must be (?:supplied|put)|needs?|required?|aufnehmen|aufgenommen|zugeführt|输入|消耗)/i.test(
          asked.asks,
        )
      const [right, wrong] = input ? [(100 * x) / p, (x * p) / 100] : [(x * p) / 100, (100 * x) / p]
      return { right: [right], slips: [way(wrong), ...(input ? [way(x * (2 - p / 100))] : [way(x * (1 - p / 100))])] }
    },
  },
  {
    rule: 'gas laws take temperatures in kelvin',
    about: [
      /gas|air|balloon|tyre|tire|Gas|Luft|气体|气球/i,
      /°|Celsius|Kelvin|\bK\b|摄氏/i,
      /volume|pressure|Volumen|Druck|体积|压强/i,
    ],
    compare(asked) {
      const temps = asked.of('temperature')
      const [a = 0, b = 0] = temps
      const [x] =
        asked.of('volume').length === 1
          ? asked.of('volume')
          : (/([\d.]+) ?(?:bar|kPa|atm|Pa|hPa|psi)/i.exec(asked.text)?.slice(1, 2).map(Number) ?? [])
      if (temps.length !== 2 || x === undefined || /\d ?K\b/.test(asked.text)) return null
      return {
        right: [273, 273.15].map((zero) => (x * (b + zero)) / (a + zero)),
        slips: [
          way((x * b) / a),
          way((x * a) / b),
          way((x * (a + 273)) / (b + 273)),
          way((x * (a + 273.15)) / (b + 273.15)),
        ],
      }
    },
  },
  {
    rule: 'mixed masses settle at the mean temperature weighted by mass',
    about: [/mix|pour|add|combine|gemischt|misch|gießt|混合|倒入/i, /°|temperature|Temperatur|温/i],
    unless: /ice|melt|steam|Eis|冰|copper|iron|metal|alumin|specific heat/i,
    compare(asked) {
      const temps = asked.only(2, 'temperature')
      const amounts = asked.only(2, 'mass') ?? asked.only(2, 'volume')
      if (temps === null || amounts === null) return null
      const [a = 0, b = 0, m = 0, n = 0] = [...temps, ...amounts]
      return { right: [(a * m + b * n) / (m + n)], slips: [way((a + b) / 2), way((a * n + b * m) / (m + n))] }
    },
  },
  {
    rule: 'an echo travels there and back',
    about: [/echo|Echo|sonar|回声|回音|radar/i],
    compare(asked) {
      const [speeds, times] = [asked.only(1, 'speed'), asked.only(1, 'seconds')]
      const [v = 0, t = 0] = [...(speeds ?? [340]), ...(times ?? [])]
      if (times === null || asked.of('speed').length > 1) return null
      return { right: [(v * t) / 2], slips: [way(v * t)] }
    },
  },
  {
    rule: 'a spring stores k x²/2',
    about: [/spring|Feder\b|弹簧/i, /energy|stored|Energie|弹性势能/i],
    compare(asked) {
      const k = Number(/([\d.]+) ?N\/m/.exec(asked.text)?.[1])
      const typed = asked.all.find(({ kind }) => kind === 'length')
      if (!(k > 0) || typed === undefined || asked.of('length').length !== 1) return null
      const x = typed.value * (/^cm/.test(typed.unit) ? 0.01 : 1)
      return {
        right: [(k * x * x) / 2],
        slips: [
          way(k * x * x),
          way(k * x),
          way((k * x) / 2),
          ...(x === typed.value ? [] : [way((k * typed.value ** 2) / 2)]),
        ],
      }
    },
  },
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
    unless: /half|covers?|lily|speed|until|wann|when does|interest/i,
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

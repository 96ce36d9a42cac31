/* Wrong ways in questions of temperatures, circuits, work, gases, heat and springs. Each topic has its rule and its slips. */
import { sum, type Topic, way } from './topic.js'

/**
 * Of a difference the 32 drops out: "rises by 18 °F", "9 °F warmer", "a difference of 27 degrees", "from 50 °F to 68 °F". What is heated to 350 °F has a temperature.
 */
const ofDifference =
  /\b(?:by|another|further|additional)\s(?:about\s|only\s|exactly\s|another\s|an?\s(?:further\s)?)?[-−]?\d[\d.,]*\s?(?:°|degrees|[FCK]\b)|\d\s?(?:°\s?[FC]|degrees(?:\s(?:Fahrenheit|Celsius))?)\s(?:temperature\s)?(?:hotter|colder|warmer|cooler|higher|lower|more|less|above|below|apart|steps?|rise|drop|fall|increase|decrease|change|difference)\b|\b(?:differences?|differs?|drop|rise|fall|increase|decrease|change|jump|swing|range|interval|gap|spread|tolerance|margin)\s(?:in\s\S+\s|in\s(?:the\s)?\S+\s)?(?:of|is|was|equals|amounts\sto)\s(?:about\s)?[-−]?\d|\b(?:dropped|drops|rose|rises|risen|fell|falls|fallen|increased|increases|decreased|decreases|warmed|warms|cooled|cools|climbed|climbs|sank|sinks|sunk|plunged|jumped|gained|lost|went\s(?:up|down)|goes\s(?:up|down))\s(?:about\s|only\s|another\s|by\s)?\d|\bhow\s(?:much|many\sdegrees)\b[^?]*\b(?:warmer|colder|hotter|cooler|r[io]se|rises?|f[ae]ll\w*|drop\w*|chang\w*|differ\w*|increas\w*|decreas\w*)|\b(?:that|the|this|its|as\sa)\s(?:temperature\s)?(?:change|difference|rise|drop|increase|decrease)\b|\bfrom\s[-−]?\d[\d.]*\s?(?:°\s?[FC]|degrees)?[^.?]{0,12}\sto\s[-−]?\d/i

/** Temperatures, circuits, work, gases, heat, springs. */
export const energyTopics: readonly Topic[] = [
  {
    rule: 'degrees Celsius are (F - 32) · 5/9',
    about: [/°\s?F|Fahrenheit|华氏/i, /°\s?C|Celsius|摄氏/i],
    compare(asked) {
      const typed = asked.all.filter(({ kind }) => kind === 'temperature')
      const fahrenheit = typed.find(({ unit }) => /F/.test(unit))?.value
      const celsius = typed.find(({ unit }) => /C/.test(unit))?.value
      if (ofDifference.test(asked.text)) return null
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
]

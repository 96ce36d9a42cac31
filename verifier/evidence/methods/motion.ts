/* Wrong ways in questions of slopes, pulleys, falls, brakes and kinetic energy. Each topic has its rule and its slips. */
import { type Topic, way } from './topic.js'

const { sqrt } = Math
const gravities = [9.81, 9.8, 10]

/** What slows a body beside gravity or its brakes, unless it is told to be left out of account. */
const slows =
  /(?<!(?:no|without|ignor\w+|neglect\w*|negligible)\s(?:the\s|any\s|air\s)*)(?:\bdrag\b|resistance)(?!\s(?:is|can\sbe|may\sbe)\s(?:neglig|neglect|ignor))|damp|viscous/
const orSlowed = (otherwise: RegExp) => new RegExp(`${otherwise.source}|${slows.source}`, 'i')

/** Slopes, pulleys, falls, brakes, kinetic energy. */
export const motionTopics: readonly Topic[] = [
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
    unless: orSlowed(
      /thrown|horizontal|upward|projectile|km\/h|terminal|parachut|bounce|rebound|price|temperature|水平|抛|geworfen|%|\band (?:how|what|at what)\b/i,
    ),
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
    unless: orSlowed(/friction|force|mass|centripet|circular|thrown|reaction|rest stops?|break|refill|refuel/i),
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
]

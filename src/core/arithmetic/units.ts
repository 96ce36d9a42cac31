/** Dimension and size of units that text converts between; spelled as `singular()` leaves them. */
const table: Record<string, Record<string, number>> = {
  time: {
    second: 1,
    s: 1,
    h: 3600,
    sec: 1,
    minute: 60,
    min: 60,
    hour: 3600,
    hr: 3600,
    day: 86400,
    week: 604800,
    fortnight: 1209600,
    month: 2592000,
    year: 31536000,
    decade: 315360000,
    century: 3153600000,
  },
  length: {
    mm: 0.001,
    millimeter: 0.001,
    cm: 0.01,
    centimeter: 0.01,
    dm: 0.1,
    decimeter: 0.1,
    decimetre: 0.1,
    meter: 1,
    m: 1,
    metre: 1,
    km: 1000,
    kilometer: 1000,
    kilometre: 1000,
    inch: 0.0254,
    inche: 0.0254,
    foot: 0.3048,
    feet: 0.3048,
    ft: 0.3048,
    yard: 0.9144,
    mile: 1609.344,
    mi: 1609.344,
  },
  mass: {
    mg: 1e-6,
    milligram: 1e-6,
    gram: 0.001,
    g: 0.001,
    kg: 1,
    kilogram: 1,
    ounce: 0.028349523125,
    oz: 0.028349523125,
    pound: 0.45359237,
    lb: 0.45359237,
    ton: 907.18474,
    tonne: 1000,
  },
  volume: {
    ml: 0.001,
    milliliter: 0.001,
    liter: 1,
    l: 1,
    litre: 1,
    cup: 0.2365882365,
    pint: 0.473176473,
    quart: 0.946352946,
    gallon: 3.785411784,
  },
  money: { cent: 0.01, penny: 0.01, penni: 0.01, dollar: 1, euro: 1, nickel: 0.05, dime: 0.1, quarter: 0.25 },
  count: { dozen: 12, pair: 2, piece: 1, item: 1, egg: 1 },
  pressure: { pa: 1, kpa: 1e3, mpa: 1e6, gpa: 1e9, bar: 1e5, atm: 101325, psi: 6894.76, torr: 133.322 },
  frequency: { hz: 1, khz: 1e3, mhz: 1e6, ghz: 1e9 },
  energy: { j: 1, kj: 1e3, mj: 1e6, joule: 1, kilojoule: 1e3, cal: 4.184, kcal: 4184, kwh: 3.6e6, wh: 3600 },
  power: { w: 1, kw: 1e3, mw: 1e6, watt: 1, kilowatt: 1e3, hp: 745.7 },
  data: { byte: 1, kb: 1000, mb: 1e6, gb: 1e9, kilobyte: 1000, megabyte: 1e6, gigabyte: 1e9 },
}

const byUnit = new Map<string, { dimension: string; size: number }>(
  Object.entries(table).flatMap(([dimension, sizes]) =>
    Object.entries(sizes).map(([unit, size]) => [unit, { dimension, size }] as const),
  ),
)
/** Factors that everyday reckoning uses instead of the exact ratio of two units. */
const everyday = new Map<string, readonly number[]>([
  ['year/month', [12]],
  ['month/week', [4]],
  ['month/day', [30, 31, 28]],
  ['year/week', [52]],
  ['year/day', [365, 366, 360]],
  ['ton/pound', [2000]],
  ['decade/year', [10]],
  ['century/year', [100]],
])

export const isUnit = (word: string): boolean => byUnit.has(word)

/** "cm^2" -> cm, 2 */
function base(unit: string): { name: string; power: number } {
  const mark = unit.indexOf('^')
  // Alone, "in" is a word like others; beside feet it is an inch.
  if (unit === 'in') return { name: 'inch', power: 1 }
  return mark < 0 ? { name: unit, power: 1 } : { name: unit.slice(0, mark), power: Number(unit.slice(mark + 1)) }
}

/** Factors f for which "1 from = f to" is used, both ways of rounding included; empty where the units cannot be converted. */
export function conversionFactors(from: string, to: string): readonly number[] {
  const [one, other] = [base(from), base(to)]
  if (one.power !== other.power) return []
  if (one.power !== 1) return conversionFactors(one.name, other.name).map((factor) => factor ** one.power)
  const [a, b] = [byUnit.get(one.name), byUnit.get(other.name)]
  if (a === undefined || b === undefined || from === to || a.dimension !== b.dimension) return []
  const known = everyday.get(`${from}/${to}`) ?? everyday.get(`${to}/${from}`)?.map((factor) => 1 / factor) ?? []
  return [a.size / b.size, ...known]
}

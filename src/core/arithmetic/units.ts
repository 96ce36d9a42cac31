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
  money: { cent: 0.01, penny: 0.01, penni: 0.01, dollar: 1, nickel: 0.05, dime: 0.1, quarter: 0.25 },
  count: { dozen: 12, pair: 2, piece: 1, item: 1, egg: 1 },
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

/** Factors f for which "1 from = f to" is used, both ways of rounding included; empty where the units cannot be converted. */
export function conversionFactors(from: string, to: string): readonly number[] {
  const [a, b] = [byUnit.get(from), byUnit.get(to)]
  if (a === undefined || b === undefined || from === to || a.dimension !== b.dimension) return []
  const known = everyday.get(`${from}/${to}`) ?? everyday.get(`${to}/${from}`)?.map((factor) => 1 / factor) ?? []
  return [a.size / b.size, ...known]
}

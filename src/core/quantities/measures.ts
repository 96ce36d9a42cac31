/** Words and signs of measures, in base units of their kind. */
const kinds = {
  length:
    'mm 0.001 millimeter 0.001 millimetre 0.001 cm 0.01 centimeter 0.01 centimetre 0.01 m 1 meter 1 metre 1 km 1000 kilometer 1000 kilometre 1000 inch 0.0254 foot 0.3048 feet 0.3048 ft 0.3048 yard 0.9144 mile 1609.344',
  mass: 'mg 0.001 milligram 0.001 g 1 gram 1 kg 1000 kilogram 1000 tonne 1000000',
  time: 'second 1 sec 1 minute 60 min 60 hour 3600 hr 3600 h 3600 day 86400 week 604800',
  volume: 'ml 0.001 milliliter 0.001 millilitre 0.001 l 1 liter 1 litre 1',
} as const

const measures = new Map(
  Object.entries(kinds).flatMap(([kind, list]) =>
    [...list.matchAll(/(\S+) (\S+)/g)].map(([, unit = '', size]) => [unit, { kind, size: Number(size) }] as const),
  ),
)

/**
 * How many of `to` one of `from` is ("km" in "m": 1000), both as `Quantity.unit` has them; 0 for measures of different kinds. Undefined where one of them
 * is no measure: a word behind a number need not be its unit.
 */
export function unitRatio(from: string | undefined, to: string | undefined): number | undefined {
  const [a, b] = [measures.get(from ?? ''), measures.get(to ?? '')]
  if (a === undefined || b === undefined) return undefined
  return a.kind === b.kind ? a.size / b.size : 0
}

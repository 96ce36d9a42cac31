/* "What is the limit of …?", "Compute ∫ …": one expression, found by its values. */
import { rare } from '../../../src/core/triggers.js'
import { type Curve, curve, round } from './algebra.js'
import { type Asked, asSolved, type QuestionReader, type Solved } from './form.js'

/** Integrals, limits and sums of one expression, by its values: known as exactly as a person writes them. */
export const calculusReaders: readonly QuestionReader[] = [integral, limit, finiteSum]

const asks = `(?:compute|find|evaluate|what is|calculate|determine|berechne|bestimme) (?:the |das |den |die |exact |value |of )*`
const VALUE = String.raw`(?:\w ?= ?)?(-?\d+(?:\.\d+)?)`

const integrals = [
  rare(
    new RegExp(
      String.raw`${asks}(?:definite )?integral (?:of|von) ([^?]{1,60}?)(?: ?d\w)? (?:from|von) ${VALUE} (?:to|bis) ${VALUE}\s?[.?]?\s?$`,
      'iu',
    ),
  ),
  rare(/(?:∫|\\int)_?\{?(-?\d+(?:\.\d+)?)\}?\^\{?(-?\d+(?:\.\d+)?)\}? ?([^?]{1,60}?) ?d[a-z]\s?[.?]?\s?$/i),
]

function integral({ text }: Asked): Solved | null {
  const [spoken, signed] = integrals.map((each) => each.exec(text))
  const [source, from, to] =
    spoken != null ? [spoken[1], spoken[2], spoken[3]] : [signed?.[3], signed?.[1], signed?.[2]]
  const f = source === undefined ? null : curve(source)
  const value = f === null ? null : simpson(f, Number(from), Number(to))
  return f === null || value === null ? null : asSolved(`the integral of ${f.text} from ${from} to ${to}`, round(value))
}

function simpson(f: Curve, from: number, to: number): number | null {
  const n = 200
  const step = (to - from) / n
  let sum = 0
  for (let i = 0; i <= n; i++) {
    const value = f.at(from + i * step)
    if (value === null) return null
    sum += value * (i === 0 || i === n ? 1 : i % 2 === 0 ? 2 : 4)
  }
  return (sum * step) / 3
}

const limits = [
  rare(
    new RegExp(
      String.raw`${asks}(?:limit|limes|Grenzwert) (?:of|von) ([^?]{1,80}?) (?:as|for|when|für) (\w) ?(?:→|⇒|->|goes to|tends to|approaches|gegen) ?([-+]?(?:\d+(?:\.\d+)?|∞|infinity|unendlich))\s?[.?]?\s?$`,
      'iu',
    ),
  ),
  rare(
    /what (?:does|value does) ([^?]{1,80}?) (?:approach|tend to|converge to) (?:as|when) (\w) ?(?:→|⇒|->|goes to|tends to|approaches|grows(?: without bound)?|gets (?:very )?large|increases without bound)\s?([-+]?(?:\d+(?:\.\d+)?|∞|infinity))?\s?\?\s?$/iu,
  ),
  rare(/lim_?\{?\s?(\w) ?(?:→|⇒|->) ?([-+]?(?:\d+(?:\.\d+)?|∞|\\infty))\s?\}? ?([^?]{1,80}?)\s?[.?]?\s?$/iu),
]

function limit({ text }: Asked): Solved | null {
  const [spoken, grown, signed] = limits.map((each) => each.exec(text))
  const [source, name, place] =
    (spoken ?? grown) != null
      ? [(spoken ?? grown)?.[1], (spoken ?? grown)?.[2], (spoken ?? grown)?.[3] ?? '∞']
      : [signed?.[3], signed?.[1], signed?.[2]]
  const f = source === undefined ? null : curve(source)
  if (f === null || f.name !== name || place === undefined) return null
  const value = /\d/.test(place) ? near(f, Number(place)) : far(f, place.startsWith('-') ? -1 : 1)
  return value === null ? null : asSolved(`the limit of ${f.text} as ${name} → ${place}`, simple(value))
}

/** Both sides come to one value, the closer the place. */
function near(f: Curve, place: number): number | null {
  const at = (h: number) => [f.at(place + h), f.at(place - h)] as const
  const means = [0.02, 0.01, 0.005].map((h) => {
    const [above, below] = at(h)
    return above === null || below === null ? Number.NaN : (above + below) / 2
  }) as [number, number, number]
  const [above, below] = at(1e-3)
  if (above === null || below === null || Math.abs(above - below) > 0.02 * Math.max(1, Math.abs(above))) return null
  // The error falls with the square of the distance.
  const [first, second] = [(4 * means[1] - means[0]) / 3, (4 * means[2] - means[1]) / 3]
  return Math.abs(first - second) <= 1e-3 * Math.max(1e-3, Math.abs(second)) ? second : null
}

function far(f: Curve, sign: number): number | null {
  const [a, b] = [f.at(sign * 1e5), f.at(sign * 1e6)]
  return a !== null && b !== null && Math.abs(a - b) <= 1e-4 * Math.max(1e-3, Math.abs(b)) && Math.abs(b) < 1e4
    ? b
    : null
}

/** The fraction with a small denominator that a value found by approach stands for. */
function simple(value: number): number {
  for (let under = 1; under <= 60; under++) {
    const over = Math.round(value * under)
    if (Math.abs(value - over / under) <= 2e-5 * Math.max(1, Math.abs(value))) return over / under
  }
  return value
}

const sums = [
  rare(
    new RegExp(
      String.raw`${asks}sum of ([^?]{1,60}?),? (?:for|over) (?:all )?(\w) ?(?:=|from) ?(-?\d+)(?:, ?(?:-?\d+, ?)*(?:…|\.\.\.|\.{3}), ?| to )(-?\d+)(?:,? as a (?:simple )?fraction)?\s?[.?]?\s?$`,
      'iu',
    ),
  ),
  rare(
    new RegExp(
      String.raw`${asks}sum (?:from|over) (\w) ?= ?(-?\d+) to (?:\w ?= ?)?(-?\d+) of ([^?]{1,60}?)\s?[.?]?\s?$`,
      'iu',
    ),
  ),
]
const MAX_TERMS = 20_000

function finiteSum({ text }: Asked): Solved | null {
  const [first, second] = sums.map((each) => each.exec(text))
  const [source, name, from, to] =
    first != null ? [first[1], first[2], first[3], first[4]] : [second?.[4], second?.[1], second?.[2], second?.[3]]
  const f = source === undefined ? null : curve(source)
  if (f === null || f.name !== name || Number(to) - Number(from) > MAX_TERMS) return null
  let total = 0
  for (let k = Number(from); k <= Number(to); k++) {
    const value = f.at(k)
    if (value === null) return null
    total += value
  }
  return asSolved(`the sum of ${f.text} for ${name} = ${from}, …, ${to}`, { values: [[round(total)]] })
}

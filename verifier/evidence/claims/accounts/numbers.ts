/* The numbers of a sentence with their thousands, millions and per cents. */

import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { NUMBER, type Stated, stated } from '../claim.js'
import { clockOf } from './grids.js'

/** A number in a sentence. */
export interface Told extends Stated {
  from: number
  to: number
  /** What thousands, millions and their letters make of it. */
  scale: number
  isPercent: boolean
}

const scales: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, bn: 1e9, billion: 1e9 }
const told = lean(
  new RegExp(
    String.raw`(?<![\p{L}\d.,_^]|\d:)((?:[01]?\d|2[0-3]):[0-5]\d(?!\d|:\d)|(?:one|${COUNT})(?=\s(?:thousand|million|billion)(?!\p{L}))|${NUMBER})(?!\d)(?:\s?(k|m|bn)(?=[$€£]|(?![\p{L}/²³]))|\s(thousand|million|billion)(?!\p{L}))?(\s?(?:%|percent\b|per\scent\b))?`,
    'gu',
  ),
)

/** The numbers of a text, in order. */
export function numbersIn(text: string): Told[] {
  return matchesOf(told, text).map((match) => ({
    ...amountOf(match[1] ?? ''),
    from: match.index,
    to: match.index + match[0].length,
    scale: scales[match[2] ?? match[3] ?? ''] ?? 1,
    isPercent: match[4] !== undefined,
  }))
}

function amountOf(text: string): Stated {
  if (text.includes(':')) return { text, value: clockOf(text) ?? 0, digits: 3 }
  return /^\p{L}/u.test(text) ? { text, value: countOf(text) ?? Number.NaN, digits: 0 } : stated(text)
}

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
    String.raw`(?<![\p{L}\d.,_^]|\d:)((?:[01]?\d|2[0-3]):[0-5]\d(?!\d|:\d)|${COUNT}|${NUMBER})(?!\d)(?:\s?(k|m|bn)(?=[$€£]|(?![\p{L}/²³]))|\s(thousand|million|billion)(?!\p{L}))?(\s?(?:%|percent\b|per\scent\b))?`,
    'gu',
  ),
)

/** The numbers of a text, in order. Of those in words the large ones alone: "two companies" and "twelve months" are no amounts. */
export function numbersIn(text: string): Told[] {
  return matchesOf(told, text).flatMap((match) => {
    const [all, written = '', letter, word, percent] = match
    const inWords = /^\p{L}/u.test(written)
    const scale = scales[(inWords ? largest.exec(written)?.[0] : (letter ?? word)) ?? ''] ?? 1
    if (inWords && scale === 1) return []
    const amount = inWords ? inScale(written, scale) : amountOf(written)
    return [{ ...amount, from: match.index, to: match.index + all.length, scale, isPercent: percent !== undefined }]
  })
}

const largest = /billion|million(?!.*billion)|thousand(?!.*(?:billion|million))/

/** "Two hundred and fifty thousand" as 250 thousand. */
function inScale(text: string, scale: number): Stated {
  const value = (countOf(text) ?? Number.NaN) / scale
  return { text, value, digits: String(value).split('.')[1]?.length ?? 0 }
}

const amountOf = (text: string): Stated =>
  text.includes(':') ? { text, value: clockOf(text) ?? 0, digits: 3 } : stated(text)

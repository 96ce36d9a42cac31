import type { Random } from '../../../../../src/core/statistics/random.js'

/** A problem with one right solution, made by this project: no licence but its own. */
export interface GeneratedProblem {
  id: string
  question: string
  context?: string
  steps: string[]
  answer: string
}

export type Template = (random: Random) => Omit<GeneratedProblem, 'id'>

export const names =
  'Ada Ben Chloe Dan Elif Femi Grace Hugo Ines Jonas Kira Liam Mona Noor Omar Pia Quinn Rosa Sam Tara Uma Victor Wen Yara Zoe'.split(
    ' ',
  )
export const things =
  'apples books cards coins cups eggs flowers keys lamps marbles pencils plates shells stamps stickers tickets tiles toys'.split(
    ' ',
  )
export const containers = 'bags boxes baskets crates jars packs shelves trays'.split(' ')
export const firms =
  'Alder Foods|Birch Energy|Cedar Systems|Dune Retail|Elm Logistics|Fjord Shipping|Grove Paper|Harbor Steel'.split('|')

export const between = (random: Random, low: number, high: number) => low + random.int(high - low + 1)
export const two = <T>(random: Random, items: readonly T[]): [T, T] => random.shuffle(items).slice(0, 2) as [T, T]

/** 1234567.5 -> "1,234,567.5"; at most two decimals. */
export function show(value: number, separators = true): string {
  const rounded = Math.round(value * 100) / 100
  return separators ? rounded.toLocaleString('en-US', { maximumFractionDigits: 2 }) : String(rounded)
}

/** The same fact in one of several wordings, so that nothing can be learned from one of them. */
export const say = (random: Random, ...wordings: string[]) => random.pick(wordings)
export const times = (random: Random) => random.pick(['*', '×', 'x'])
export const close = (random: Random, answer: string) =>
  say(random, `The answer is ${answer}.`, `So the answer is ${answer}.`, `Answer: ${answer}`)

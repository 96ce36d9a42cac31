import { RationaleError } from '../../../src/core/errors.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { type Example, exampleLength } from './example.js'

/*
 * Plain text and instructions in one run (XuanYuan's hybrid tuning, arXiv 2305.12002, publishes the idea, no recipe): each file is a source with a share of the
 * tokens. Shares are given, or follow the sizes: n^(1/T) over the sum of them, as multilingual models sample languages. T = 1 takes each source
 * as it is, a large T all alike.
 */

/** A file that is mixed in, and its share of the tokens where one is given: "FILE" or "FILE=0.3". */
export interface MixedFile {
  path: string
  share?: number
}

/** @throws RangeError what is wrong with the list. */
export function parseMix(list: readonly string[]): MixedFile[] {
  const files = list.map((entry): MixedFile => {
    const [, path = entry, share] = /^(.+)=([^=/]+)$/.exec(entry) ?? []
    if (share === undefined) return { path }
    if (!(Number(share) > 0 && Number(share) < 1))
      throw new RangeError(`${entry}: a share of the tokens is between 0 and 1`)
    return { path, share: Number(share) }
  })
  const given = files.flatMap(({ share }) => share ?? [])
  if (given.length > 0 && given.length < files.length) throw new RangeError('give every file a share, or none')
  if (given.reduce((sum, share) => sum + share, 0) >= 1) throw new RangeError('the shares leave nothing to --data')
  return files
}

/** The share of the tokens that each source has: those of the files as given, the first has the rest; else by their sizes in tokens. */
export function sharesOf(sizes: readonly number[], files: readonly MixedFile[], temperature: number): number[] {
  const given = files.flatMap(({ share }) => share ?? [])
  if (given.length > 0) return [1 - given.reduce((sum, share) => sum + share, 0), ...given]
  const weights = sizes.map((size) => size ** (1 / temperature))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

/**
 * As many tokens as all sources have, each source with its share of them: what is too much of one is left out, what is too little is seen again, in
 * an order of its own each time. A source is off its share by half an example at most.
 */
export function mixed(sources: readonly (readonly Example[])[], shares: readonly number[], seed: number): Example[] {
  const total = sources.reduce((sum, source) => sum + sizeOf(source), 0)
  return sources.flatMap((source, i) => {
    const random = seededRandom(`${seed} ${i}`)
    const due = total * (shares[i] ?? 0)
    const taken: Example[] = []
    for (let tokens = 0; ; ) {
      for (const example of random.shuffle(source)) {
        const length = exampleLength(example)
        if (tokens + length / 2 > due) return taken
        taken.push(example)
        tokens += length
      }
    }
  })
}

/** In tokens. */
export const sizeOf = (source: readonly Example[]): number =>
  source.reduce((sum, example) => sum + exampleLength(example), 0)

/** @throws RationaleError `configuration` where a source would be seen more often than a person can have meant. */
export function refuseRepetition(source: string, size: number, due: number): void {
  if (due <= size * MOST_TIMES) return
  throw new RationaleError('configuration', `${source} is too small for its share`, {
    found: `${size} tokens, of which ${Math.round(due)} are due: each would be seen ${Math.round(due / size)} times an epoch`,
    remedy: `give it a smaller share or more records; ${MOST_TIMES} times is the most`,
  })
}
const MOST_TIMES = 100

import { seededRandom } from '../../src/core/statistics/random.js'

/** Sums, right and wrong by turns; every fifth is in words, of which the checks can say nothing. */
export function sums(count: number, seed: string) {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, i) => {
    const [a, b] = [10 + random.int(80), 10 + random.int(80)]
    const isRight = i % 2 === 0
    const sum = a + b + (isRight ? 0 : 3 + random.int(5))
    const question = `Anna has ${a} pens and Ben has ${b} pens. How many pens have they together in shop ${i} of ${seed}?`
    const inWords = i % 5 === 0
    const steps = inWords
      ? ['We count the pens of both.', `Together they have ${sum}.`]
      : [`Together they have ${a} + ${b} = ${sum} pens.`, `The answer is ${sum}.`]
    return { id: `${i}`, question, steps, firstError: isRight ? -1 : inWords ? 1 : 0 }
  })
}

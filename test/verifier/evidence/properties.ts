import fc from 'fast-check'
import { expect } from 'vitest'
import { differenceOf, rewritten } from '../../../benchmarks/studies/dress/compare.js'
import { rewritings } from '../../../benchmarks/studies/dress/rewritings.js'
import type { Chain, Verdict, Verifier } from '../../../src/core/records/types.js'
import { accuses } from '../../../verifier/judge/steps.js'

/* What a verdict promises, of chains that are drawn at random. */

const number = fc.integer({ min: 2, max: 400 })
const off = fc.integer({ min: 1, max: 9 })

interface Drawn {
  /** Without a slip. */
  right: string
  /** The same claim with another result. */
  wrong: string
}
const claim = (right: string, result: number, by: number): Drawn => ({
  right: `${right}${result}.`,
  wrong: `${right}${result + by}.`,
})

/** One step with one exact claim. */
const step: fc.Arbitrary<Drawn> = fc.oneof(
  fc.tuple(number, number, off).map(([a, b, by]) => claim(`Together that is ${a} + ${b} = `, a + b, by)),
  fc.tuple(number, number, off).map(([a, b, by]) => claim(`They cost ${a} * ${b} = `, a * b, by)),
  fc.tuple(number, number, off).map(([a, b, by]) => claim(`What is left: ${a + b} - ${b} = `, a, by)),
  fc
    .tuple(number, number, off)
    .map(([a, b, by]) => claim(`Each gets $${a * b} / ${b} = `, a, by))
    .map(({ right, wrong }) => ({
      right: right.replace(/\.$/, '$.'),
      wrong: wrong.replace(/\.$/, '$.'),
    })),
  fc.tuple(number, off).map(([a, by]) => claim(`50% of ${2 * a} is `, a, by)),
  fc.tuple(number, off).map(([a, by]) => claim(`The square is ${a}² = `, a * a, by)),
)
const words = fc.constantFrom(
  'We look at what is given.',
  'Now the rest follows.',
  'Das Übrige folgt daraus.',
  '接着往下算。',
)

const chain = fc
  .record({ steps: fc.array(step, { minLength: 2, maxLength: 7 }), said: words, slip: fc.nat(), answer: number })
  .map(({ steps, said, slip, answer }) => ({
    question: `There are ${answer} boxes of pens. How many are left?`,
    right: [said, ...steps.map((each) => each.right)],
    wrong: [said, ...steps.map((each, i) => (i === slip % steps.length ? each.wrong : each.right))],
    answer: String(answer),
  }))

/** No part of a verdict says the opposite of another. */
export function expectConsistent(verdict: Verdict, threshold = 0.5): void {
  const { steps, firstError, probability, reasons } = verdict
  for (const { text, wrong, reward, evidence = [] } of steps) {
    if (accuses({ reward, evidence })) expect(wrong).toBe(true)
    if (wrong) expect(reward).toBeLessThan(threshold)
    for (const { span, ok, message } of evidence) {
      expect(span[0]).toBeGreaterThanOrEqual(0)
      expect(span[1]).toBeLessThanOrEqual(text.length)
      if (!ok) expect(message).toBeTruthy()
    }
  }
  if (firstError !== null) expect(firstError).toBe(steps.findIndex(({ wrong }) => wrong))
  const rewards = steps.flatMap(({ reward }) => reward ?? [])
  if (verdict.reward !== null) expect(verdict.reward).toBe(Math.min(...rewards))
  if (verdict.verdict === 'correct') {
    expect(firstError).toBe(-1)
    expect(reasons).toEqual([])
    expect(probability).toBeGreaterThan(0.5)
  }
  if (verdict.verdict === 'incorrect') {
    expect(reasons.length).toBeGreaterThan(0)
    expect(probability ?? 0).toBeLessThanOrEqual(0.5)
  }
  if (steps.some(({ wrong }) => wrong)) expect(verdict.verdict).not.toBe('correct')
}

/** A step's text stands in it twice. */
export const saidTwice = (steps: readonly string[], which: number): string[] =>
  steps.map((step, i) => (i === which ? `${step}\n\n${step}` : step))

type Property = (verifier: Verifier, runs: number) => Promise<void>
const ofChains =
  (holds: (verifier: Verifier, drawn: { chain: Chain; slipped: Chain }) => Promise<void>): Property =>
  (verifier, numRuns) =>
    fc.assert(
      fc.asyncProperty(chain, async ({ question, right, wrong, answer }) =>
        holds(verifier, {
          chain: { id: 'drawn', question, steps: right, answer },
          slipped: { id: 'drawn', question, steps: wrong, answer },
        }),
      ),
      { numRuns },
    )

export const properties: Record<string, Property> = {
  'a verdict does not contradict itself': ofChains(async (verifier, { chain, slipped }) => {
    expectConsistent(await verifier.verify(chain))
    expectConsistent(await verifier.verify(slipped))
  }),
  'right calculations are not accused, and a wrong one is, at its step': ofChains(
    async (verifier, { chain, slipped }) => {
      expect((await verifier.verify(chain)).firstError).toBe(-1)
      const place = slipped.steps?.findIndex((each, i) => each !== chain.steps?.[i])
      expect((await verifier.verify(slipped)).firstError).toBe(place)
    },
  ),
  'a disproved step never raises the probability nor the reward': ofChains(async (verifier, { chain, slipped }) => {
    const [before, after] = [await verifier.verify(chain), await verifier.verify(slipped)]
    expect(after.probability ?? 0).toBeLessThanOrEqual((before.probability ?? 0) + 1e-9)
    expect(after.reward ?? 0).toBeLessThanOrEqual(before.reward ?? 0)
  }),
  'a passed check more never lowers the probability nor the reward': ofChains(async (verifier, { chain }) => {
    const { steps = [] } = chain
    const [before, after] = [
      await verifier.verify(chain),
      await verifier.verify({ ...chain, steps: saidTwice(steps, 1) }),
    ]
    expect(after.probability ?? 0).toBeGreaterThanOrEqual((before.probability ?? 0) - 1e-9)
    expect(after.reward ?? 0).toBeGreaterThanOrEqual(before.reward ?? 0)
  }),
  'dress changes nothing': (verifier, numRuns) =>
    fc.assert(
      fc.asyncProperty(
        chain,
        fc.constantFrom(...Object.entries(rewritings)),
        fc.boolean(),
        async ({ question, right, wrong }, [name, rewrite], slips) => {
          const drawn = { id: 'drawn', question, steps: slips ? wrong : right }
          const written = await verifier.verify(rewritten(drawn, (steps) => steps.join('\n\n')))
          expect(differenceOf(written, await verifier.verify(rewritten(drawn, rewrite))), name).toBeUndefined()
        },
      ),
      { numRuns },
    ),
}

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { differenceOf, type PlainChain, plainChains, rewritten } from '../../../benchmarks/studies/dress/compare.js'
import { rewritings } from '../../../benchmarks/studies/dress/rewritings.js'
import type { Verdict } from '../../../src/core/records/types.js'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'

/*
 * Dress changes nothing: the same steps' content, first error, verdict and probability for every rewriting.
 */

interface Fresh {
  id: string
  question: string
  steps?: string[]
  text?: string
}

const folder = new URL('../../../benchmarks/samples/fresh/', import.meta.url)
const all: Fresh[] = readFileSync(new URL('open.ndjson', folder), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line))
const plain = await plainChains([fileURLToPath(new URL('open.ndjson', folder))])

const verifier = evidenceVerifier()
afterAll(() => verifier.close())
const verdicts = new Map<string, Verdict>()
async function asWritten(chain: PlainChain): Promise<Verdict> {
  const known = verdicts.get(chain.id) ?? (await verifier.verify(rewritten(chain, (steps) => steps.join('\n\n'))))
  verdicts.set(chain.id, known)
  return known
}

/** Of so many chains each dress is tried on one. */
const EVERY = 80

it('there are chains and dresses', () => {
  expect(plain.length).toBeGreaterThan(300)
  expect(Object.keys(rewritings).length).toBeGreaterThan(70)
  // A dress beyond would be tried on no chain.
  expect(Object.keys(rewritings).length).toBeLessThanOrEqual(EVERY)
})

// Each dress on other chains than the one before; all of them on all chains are a soak test and `npm run study dress`.
it.each(Object.entries(rewritings).map(([name, rewrite], i) => ({ name, rewrite, i })))(
  '$name',
  async ({ rewrite, i }) => {
    for (const chain of plain.filter((_, j) => j % EVERY === i)) {
      const dressed = await verifier.verify(rewritten(chain, rewrite))
      expect(differenceOf(await asWritten(chain), dressed), chain.id).toBeUndefined()
    }
  },
)

it.each(['(d) 504 - 40.32 = 473.68.', '\\begin{align*} 504 - 40.32 &= 473.68 \\end{align*}'])(
  'the equation of %s is read',
  async (step) => {
    const { firstError } = await verifier.verify({ id: 'dress', question: 'How much of 504 is left?', steps: [step] })
    expect(firstError).toBe(0)
  },
)

/** They end in a check or a remark, whose last number was taken for the answer. */
const endInAnotherNumber = [
  'fourth-004',
  'fourth-081',
  'lead-023',
  'lead-027',
  'second-033',
  'third-009',
  'fourth-025',
  'fourth-067',
]

it.each(endInAnotherNumber)('a right solution is not accused where its answer is only read: %s', async (id) => {
  const { question = '', steps = [] } = all.find((chain) => chain.id === id) ?? {}
  for (const form of [{ steps }, { text: steps.join('\n\n') }]) {
    const { firstError, verdict } = await verifier.verify({ id, question, ...form })
    expect([firstError, verdict]).not.toContain('incorrect')
    expect(firstError).toBe(-1)
  }
})

it('an answer that the record states is still held against the question', async () => {
  const { question = '', steps = [] } = all.find(({ id }) => id === 'lead-027') ?? {}
  expect((await verifier.verify({ id: 'stated', question, steps, answer: 'x = 39' })).verdict).toBe('incorrect')
})

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { corrupt } from '../../../benchmarks/studies/embedded/recipe/corrupt.js'
import { generateProblem } from '../../../benchmarks/studies/embedded/recipe/problems/index.js'
import type { Verifier } from '../../../src/core/records/types.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { DEFAULT_VERIFIER, loadVerifier } from '../../../src/load-verifier.js'
import { resolveModel } from '../../../src/models/resolve.js'
import { EMBEDDED_FOLDER } from '../../../verifier/embedded/index.js'

const question = 'A bakery bakes 6 trays of 8 rolls and sells 28 of them. How many are left?'
const right = ['It bakes 6 * 8 = 48 rolls.', 'It sells 28, so 48 - 28 = 20 are left.', 'The answer is 20.']
const wrong = ['It bakes 6 * 8 = 48 rolls.', 'It sells 28, so 48 - 28 = 22 are left.', 'The answer is 22.']

let verifier: Verifier
beforeAll(async () => {
  verifier = await loadVerifier()
})
afterAll(() => verifier.close())

describe('the embedded verifier', () => {
  it('is the default, and ships in at most 12 MB', () => {
    expect(DEFAULT_VERIFIER).toBe('embedded:')
    expect(verifier.id).toBe('embedded:')
    const sizes = readdirSync(EMBEDDED_FOLDER, { recursive: true }).map((name) =>
      statSync(join(EMBEDDED_FOLDER, String(name))),
    )
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(12e6)
  })

  it('finds the wrong step, and thinks more of the right solution', async () => {
    const [good, bad] = [
      await verifier.verify({ id: 'right', question, steps: right }),
      await verifier.verify({ id: 'wrong', question, steps: wrong }),
    ]
    expect(good.firstError).toBe(-1)
    expect(bad.firstError).toBe(1)
    expect(good.probability as number).toBeGreaterThan(bad.probability as number)
    for (const step of good.steps) {
      expect(step.process).toBeGreaterThan(0)
      expect(step.process).toBeLessThan(1)
    }
    expect(good.tokens?.evaluated).toBe(good.tokens?.unique)
  })

  it('judges reasoning, not how it is set', async () => {
    const set = [
      '1. **It bakes** \\(6 \\times 8 = 48\\) rolls.',
      '- It sells 28, so `48 − 28 = 20` are left.',
      'The answer is **20**.',
    ]
    const [plain, ornate] = [
      await verifier.verify({ id: 'plain', question, steps: right }),
      await verifier.verify({ id: 'ornate', question, steps: set }),
    ]
    for (const [i, step] of ornate.steps.entries())
      expect(step.process).toBeCloseTo(plain.steps[i]?.process as number, 4)
  })

  it('says of each step as it comes what it says at the end', async () => {
    const rewards: (number | null)[] = []
    const chain = { id: 'watched', question, steps: wrong }
    const verdict = await verifier.verify(chain, {
      onEvent: (event) => event.type === 'step' && rewards.push(event.step.reward),
    })
    expect(rewards).toHaveLength(3)
    for (const [i, { reward }] of verdict.steps.entries()) expect(rewards[i]).toBeCloseTo(reward as number, 4)
  })

  it('says the same twice, and of a chain alone what it says of it among others', async () => {
    const alone = await verifier.verify({ id: 'a', question, steps: right })
    expect(await verifier.verify({ id: 'a', question, steps: right })).toEqual(alone)
    const ranking = await verifier.rerank({ id: 'set', question, candidates: [{ steps: wrong }, { steps: right }] })
    expect(ranking.best).toBe(1)
    expect(ranking.ranked[0]?.probability).toBeCloseTo(alone.probability as number, 4)
  })

  it('lowers the reward of a corrupted step in most problems that it has not seen', async () => {
    await using model = await loadVerifier('embedded:')
    let [fell, all] = [0, 0]
    for (let i = 0; i < 40; i++) {
      const problem = generateProblem('unseen', i)
      const slipped = corrupt(problem, seededRandom(i))
      if (slipped === undefined) continue
      const at = slipped.firstError
      const { id, question: asked, context } = problem
      const chain = { id, question: asked, ...(context === undefined ? {} : { context }) }
      const before = await model.verify({ ...chain, steps: problem.steps.slice(0, at + 1) })
      const after = await model.verify({ ...chain, steps: slipped.steps })
      all++
      if ((after.steps[at]?.reward as number) < (before.steps[at]?.reward as number)) fell++
    }
    expect(all).toBeGreaterThan(30)
    // Measured on real solutions: benchmarks/LOG.md. Here only that it has not been lost.
    expect(fell / all).toBeGreaterThan(0.6)
  })

  it('a chain past its window has no score, and says why', async () => {
    const verdict = await verifier.verify({ id: 'long', question: 'Is it? '.repeat(4000), steps: ['Yes.'] })
    expect(verdict).toMatchObject({ probability: null, verdict: 'abstain', reason: expect.stringContaining('tokens') })
  })

  it('both adapters are models too', async () => {
    for (const name of ['process', 'rationale']) {
      const model = await resolveModel(`embedded:${name}`)
      const [scored] = await model.score({ pairs: [{ context: `${question}\n\n`, continuation: right[0] as string }] })
      expect(scored?.tokens.every(({ logProbability }) => logProbability <= 0)).toBe(true)
      await model.close()
    }
    await expect(resolveModel('embedded:other')).rejects.toMatchObject({ code: 'configuration' })
  })
})

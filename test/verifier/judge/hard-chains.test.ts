import { describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../src/load-verifier.js'
import { scriptedModel } from '../../../src/models/scripted.js'
import type { LanguageModel } from '../../../src/models/types.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { createVerifier } from '../../../verifier/judge/verifier.js'
import { modelJudge } from '../../../verifier/reward/model-judge.js'
import { tinyLlama } from '../../helpers/tiny-llama.js'

const own = `own:${tinyLlama}`
const verifierOf = (model: LanguageModel) =>
  createVerifier({
    id: 'test:',
    judges: [modelJudge({ model }), checkEvidence],
    probability: (features) => features['process:mean'] ?? null,
    stepThreshold: 0.5,
    accept: 1,
    reject: 0,
  })

/** What goes wrong in one chain stays in its record, alone and in one pass with the others. */
describe.each(['one by one', 'in one pass'] as const)('hard chains, %s', (how) => {
  it('an empty step, no steps, 10,000 steps and a chain past the window, on a real network', async () => {
    await using verifier = await loadVerifier(own)
    const chains = {
      fine: ['2 + 2 = 4.', 'So 4.'],
      empty: ['2 + 2 = 4.', ' ', 'So 4.'],
      none: [],
      long: new Array<string>(10_000).fill('so'),
      wide: [`${'word '.repeat(3000)}.`],
      last: ['2 + 2 = 5.'],
    }
    const records = Object.entries(chains).map(([id, steps]) => ({ id, question: 'How many?', steps }))
    const verdicts =
      how === 'in one pass'
        ? (await verifier.verifyAll(records)).verdicts
        : await Promise.all(records.map((record) => verifier.verify(record)))
    const [fine, empty, none, long, wide, last] = verdicts
    expect(fine?.reason).toBe('no calibration.json beside the model: rewards only (rationale calibrate makes one)')
    expect(fine?.reward).toEqual(expect.any(Number))
    expect(empty?.steps.map(({ reason }) => reason)).toEqual([undefined, 'the step is empty', undefined])
    expect(empty?.reward).toEqual(expect.any(Number))
    expect(none?.reason).toBe('the chain has no steps')
    expect(long).toMatchObject({ reward: null, firstError: null, reason: expect.stringMatching(/the model takes \d+/) })
    expect(long?.steps).toHaveLength(10_000)
    expect(wide).toMatchObject({ reward: null, reason: expect.stringMatching(/the model takes \d+/) })
    expect(last?.steps[0]?.evidence[0]?.ok).toBe(false)
    expect(last?.reward).toEqual(expect.any(Number))
  })

  it('a model that gives NaN for one chain', async () => {
    const model = scriptedModel({ score: (_token, before) => (before.includes('poison') ? Number.NaN : -1) })
    const records = ['a', 'poison', 'b'].map((id) => ({ id, question: 'Q', steps: [id, '2 + 2 = 4.'] }))
    const verifier = verifierOf(model)
    const verdicts =
      how === 'in one pass'
        ? (await verifier.verifyAll(records)).verdicts
        : await Promise.all(records.map((record) => verifier.verify(record)))
    expect(verdicts.map(({ probability }) => probability)).toEqual([0.5, null, 0.5])
    expect(verdicts[1]?.reason).toContain('NaN')
  })

  it('a model that cannot score: the evidence still stands', async () => {
    const verifier = verifierOf(scriptedModel({ generate: { '*': 'x' } }))
    const record = { id: 'a', question: 'Q', steps: ['2 + 2 = 5.'] }
    const verdict =
      how === 'in one pass' ? (await verifier.verifyAll([record])).verdicts[0] : await verifier.verify(record)
    expect(verdict).toMatchObject({ probability: null, reason: expect.stringContaining('no scores') })
    expect(verdict?.steps[0]?.evidence[0]?.ok).toBe(false)
  })
})

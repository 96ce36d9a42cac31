import { describe, expect, it } from 'vitest'
import { runBenchmark } from '../../../benchmarks/run/index.js'
import type { StepEvent, Verdict } from '../../../src/core/records/types.js'
import { loadVerifier } from '../../../src/load-verifier.js'
import type { LanguageModel } from '../../../src/models/types.js'
import { judgeEvidence } from '../../../verifier/evidence/index.js'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'
import type { Judge, StepJudgement } from '../../../verifier/judge/judge.js'
import { createVerifier, type VerifierParts } from '../../../verifier/judge/verifier.js'
import { critiqueJudge } from '../../../verifier/reward/critique/critique-judge.js'

/* Every callback that a caller plugs in and that gets our data: what it does to them changes nothing for anybody else. */

const chain = {
  id: 'c',
  question: 'What is 2 + 2, doubled?',
  options: ['8', '9'],
  steps: ['2 + 2 = 5.', '5 * 2 = 10.', 'The answer is 10.'],
}

/** Overwrites, empties and lengthens all that it is given, as far as it is let. */
function spoil(given: unknown): void {
  if (typeof given !== 'object' || given === null) return
  for (const key of Object.keys(given)) {
    const value = Reflect.get(given, key)
    spoil(value)
    Reflect.set(given, key, typeof value === 'string' ? 'spoilt' : typeof value === 'boolean' ? !value : 0.123)
  }
  if (!Array.isArray(given)) return
  const { length } = given
  Reflect.set(given, length, 'one more')
  Reflect.set(given, 'length', 0)
}

const rules = { id: 'own', probability: () => 0.5, stepThreshold: 0.5, accept: 0.9, reject: 0.1 }
const silence: Judge = ({ steps }) => ({ steps: steps.map(() => ({ reward: null })), features: {} })
const alone = createVerifier({ ...rules, judges: [judgeEvidence] })
const expected = await alone.verify(chain)
const facts = ({ steps, firstError, verdict, probability, reasons }: Verdict) => ({
  ...{ steps: steps.map(({ text, reward, wrong, evidence }) => ({ text, reward, wrong, evidence })) },
  ...{ firstError, verdict, probability, reasons },
})

describe('a callback that spoils what it is given', () => {
  const spoiling: Judge = (given) => {
    const { length } = given.steps
    spoil(given)
    return { steps: Array.from({ length }, () => ({ reward: null })), features: {} }
  }
  const many: Judge = Object.assign((given: Parameters<Judge>[0]) => silence(given), {
    many: async (chains: readonly Parameters<Judge>[0][]) => {
      const { length } = chains
      const judgements = chains.map(({ steps }) => ({ steps: steps.map(() => ({ reward: null })), features: {} }))
      spoil(chains)
      return { judgements: judgements.slice(0, length), tokens: { evaluated: 0, unique: 0, generated: 0, calls: 0 } }
    },
  })
  const spoilt =
    <Given extends unknown[], Result>(result: (...given: Given) => Result) =>
    (...given: Given) => {
      const made = result(...given)
      spoil(given)
      return made
    }
  const lowest = (judgements: readonly StepJudgement[]) => {
    const known = judgements.flatMap(({ reward }) => reward ?? [])
    return known.length === 0 ? null : Math.min(...known)
  }
  const parts: [string, Partial<VerifierParts>][] = [
    ['a judge, before the others', { judges: [spoiling, judgeEvidence] }],
    ['a judge of many chains', { judges: [many, judgeEvidence] }],
    ['the rule of a probability', { probability: spoilt((_features, _chain) => 0.5) }],
    ['the rule of a step', { stepReward: spoilt(lowest) }],
    ['the rule of what is familiar', { unfamiliar: spoilt((_chain) => undefined) }],
  ]

  it.each(parts)('%s', async (_, part) => {
    const own = { ...chain, options: [...chain.options], steps: [...chain.steps] }
    const verifier = createVerifier({ ...rules, judges: [judgeEvidence], ...part })
    expect(facts(await verifier.verify(own))).toEqual(facts(expected))
    const { verdicts } = await verifier.verifyAll([own, { ...own, id: 'd' }])
    expect(verdicts.map(facts)).toEqual([facts(expected), facts(expected)])
    expect(own).toEqual(chain)
  })

  it('a listener of steps', async () => {
    const events: StepEvent[] = []
    const onEvent = (event: StepEvent) => {
      events.push(structuredClone(event))
      spoil(event)
    }
    expect(facts(await alone.verify(chain, { onEvent }))).toEqual(facts(expected))
    expect(events.map(({ step }) => step)).toEqual(expected.steps)
  })

  it('a listener of a benchmark', async () => {
    const measure = async (onEvent: (event: unknown) => void) => {
      const steps = { name: 'chains', records: [{ ...chain, firstError: 0 }] }
      const { metrics } = await runBenchmark({ verifier: evidenceVerifier(), steps, onEvent })
      return metrics.tasks
    }
    expect(await measure(spoil)).toEqual(await measure(() => {}))
  })

  it.each(['steps', 'yes-no'] as const)('a model that is asked in the form %s', async (format) => {
    const asked: unknown[] = []
    const model = (then: (given: unknown) => void): LanguageModel => ({
      id: 'model',
      capabilities: async () => ({ generate: true, score: false, notes: [] }),
      generate: async ({ prompt }) => {
        asked.push(structuredClone(prompt))
        then(prompt)
        return [{ text: format === 'steps' ? 'First wrong step: none' : 'Y', finish: 'stop' }]
      },
      score: async () => [],
      close: async () => {},
    })
    const verdicts = []
    for (const then of [() => {}, spoil]) {
      const judges = [critiqueJudge({ model: model(then), format }), judgeEvidence]
      verdicts.push(facts(await createVerifier({ ...rules, judges }).verify(chain)))
    }
    expect(verdicts[1]).toEqual(verdicts[0])
    expect(asked.slice(asked.length / 2)).toEqual(asked.slice(0, asked.length / 2))
  })

  it.each(['evidence:', 'embedded:'])('whoever got an earlier verdict of %s', async (uri) => {
    await using verifier = await loadVerifier(uri)
    const first = await verifier.verify(chain)
    const kept = structuredClone(first)
    spoil(first)
    expect(await verifier.verify(chain)).toEqual(kept)
  })
})

describe('a callback that throws', () => {
  it('a listener of steps: its own error comes back, and no judge is blamed', async () => {
    const fault = new Error('the screen is gone')
    const onEvent = () => {
      throw fault
    }
    await expect(alone.verify(chain, { onEvent })).rejects.toBe(fault)
    await using several = await loadVerifier(['evidence:', 'embedded:'])
    await expect(several.verify(chain, { onEvent })).rejects.toBe(fault)
  })

  it('a judge that changes a chain in strict code is told so by name', async () => {
    function pushing({ steps }: Parameters<Judge>[0]) {
      ;(steps as string[]).push('one more')
      return { steps: [], features: {} }
    }
    const verifier = createVerifier({ ...rules, judges: [pushing] })
    await expect(verifier.verify(chain)).rejects.toMatchObject({
      code: 'model',
      message: expect.stringMatching(/the judge pushing failed\n.*not extensible/),
    })
  })
})

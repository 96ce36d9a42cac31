import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at } from '../../../../src/core/absence.js'
import { readAdapter } from '../../../../verifier/network/model/adapters/files.js'
import type { Network } from '../../../../verifier/network/model/parameters.js'
import { openTrainer } from '../../../../verifier/network/model/trainer.js'
import { openRuntime } from '../../../../verifier/network/runtime/open.js'
import type { Runtime } from '../../../../verifier/network/runtime/runtime.js'
import type { Example } from '../../../../verifier/network/train/example.js'
import { evaluatePairs, packPairStep, scoreReference } from '../../../../verifier/network/train/preferences.js'
import { learningRateAt } from '../../../../verifier/network/train/schedule.js'
import { tinyNetwork } from '../../../helpers/tiny-llama.js'

/* Written by fixtures/make-dpo.py: TRL's loss, PEFT's LoRA, torch's AdamW. */

const fixtures = join(import.meta.dirname, 'fixtures')
interface Pair {
  prompt: number[]
  chosen: number[]
  rejected: number[]
}
const trace = JSON.parse(readFileSync(join(fixtures, 'dpo-trace.json'), 'utf8')) as {
  beta: number
  pairs: Pair[][]
  losses: { loss: number; gradientNorm: number }[]
}

const textOf = (prompt: readonly number[], answer: readonly number[]) => ({
  ids: [...prompt, ...answer],
  targets: answer.map((_, i) => prompt.length + i),
})
const exampleOf = ({ prompt, chosen, rejected }: Pair, weight = 1): Example => ({
  ...textOf(prompt, chosen),
  group: '',
  against: { ...textOf(prompt, rejected), weight },
})

let runtime: Runtime
let network: Network
beforeAll(async () => {
  runtime = await openRuntime('onnx-cpu')
  network = await tinyNetwork()
})
afterAll(() => runtime.dispose())

async function opened(recompute = false) {
  const adapter = await readAdapter(join(fixtures, 'peft-start'))
  const loss = { kind: 'preference', beta: trace.beta } as const
  return openTrainer(runtime, network, { adapter, loss, optimizer: { maxNorm: 1 }, recompute })
}

describe('direct preference optimisation', () => {
  it.each([false, true])('the first 20 losses are TRL’s (recompute: %s)', async (recompute) => {
    const trainer = await opened(recompute)
    const steps = trace.pairs.map((pairs) => pairs.map((pair) => exampleOf(pair)))
    await scoreReference(trainer, steps.flat(), 3)
    for (const [step, expected] of trace.losses.entries()) {
      const examples = at(steps, step % 3)
      // Two batches of two, as accumulation has them: the same step.
      const batches = step % 2 === 0 ? [examples] : [examples.slice(0, 2), examples.slice(2)]
      const learningRate = learningRateAt(step, 20, { learningRate: 1e-2, warmup: 0.1, schedule: 'cosine' })
      const found = await trainer.step(packPairStep(batches), { step: step + 1, learningRate })
      expect(Math.abs(found.loss - expected.loss)).toBeLessThan(1e-3)
      expect(Math.abs(found.gradientNorm - expected.gradientNorm)).toBeLessThan(1e-2)
    }
    const judged = await evaluatePairs(trainer, at(steps, 0), { batchSize: 2, beta: trace.beta })
    expect(judged.preferred).toBe(1)
    expect(judged.loss).toBeLessThan(at(trace.losses, 0).loss)
    await trainer.dispose()
  })

  it('a pair of weight 2 is the pair twice', async () => {
    const lossOf = async (examples: Example[]) => {
      const trainer = await opened()
      for (const example of examples) Object.assign(example.against ?? {}, { reference: 1 })
      const { loss, gradientNorm } = await trainer.step(packPairStep([examples]), { step: 1, learningRate: 0 })
      await trainer.dispose()
      return [loss, gradientNorm]
    }
    const [one, other] = at(trace.pairs, 0) as [Pair, Pair]
    const twice = await lossOf([exampleOf(one), exampleOf(one), exampleOf(other)])
    const weighed = await lossOf([exampleOf(one, 2), exampleOf(other)])
    for (const [i, value] of weighed.entries()) expect(value).toBeCloseTo(at(twice, i), 4)
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readAdapter } from '../../../../verifier/network/model/adapters/files.js'
import { loraOf } from '../../../../verifier/network/model/adapters/methods.js'
import { openTrainer } from '../../../../verifier/network/model/trainer.js'
import { openRuntime } from '../../../../verifier/network/runtime/open.js'
import { packStep } from '../../../../verifier/network/train/batches.js'
import { adapterAt } from '../../../../verifier/network/train/save.js'
import { learningRateAt } from '../../../../verifier/network/train/schedule.js'
import { tinyNetwork } from '../../../helpers/tiny-llama.js'

const fixtures = join(import.meta.dirname, 'fixtures')
/** Of the same run with the base held in bfloat16, activations too (make-peft-bf16.py): up to 0.018 from those in float32. */
const { losses: bf16 } = JSON.parse(readFileSync(join(fixtures, 'peft-bf16.json'), 'utf8')) as { losses: number[] }

/** Written by make-peft-trace.py: transformers' LLaMA, PEFT's LoRA, torch's AdamW, clipping at 1, cosine schedule with 2 steps of warm-up. */
const trace = JSON.parse(readFileSync(join(fixtures, 'peft-trace.json'), 'utf8')) as {
  steps: { loss: number; gradientNorm: number; learningRate: number }[]
  batches: { ids: number[]; from: number }[][]
}

it.each([
  ['float32', undefined],
  ['the 16 bits of its file', 'stored'],
] as const)('the first 20 losses of a LoRA run are PEFT’s, the base in %s', async (_held, halves) => {
  const adapter = loraOf(await readAdapter(join(fixtures, 'peft-start')))
  const runtime = await openRuntime('onnx-cpu')
  const trainer = await openTrainer(runtime, await tinyNetwork({ halves }), {
    adapter,
    optimizer: { weightDecay: 0.01, maxNorm: 1 },
  })
  try {
    for (const [step, expected] of trace.steps.entries()) {
      const examples = (trace.batches[step % 3] ?? []).map(({ ids, from }) => ({
        ids,
        targets: ids.map((_, i) => i).slice(from),
        group: '',
      }))
      const learningRate = learningRateAt(step, 20, { learningRate: 2e-2, warmup: 0.1, schedule: 'cosine' })
      expect(learningRate).toBeCloseTo(expected.learningRate, 7)
      // Two batches of two, as accumulation has them: the same step.
      const batches = step % 2 === 0 ? [examples] : [examples.slice(0, 2), examples.slice(2)]
      const { loss, gradientNorm } = await trainer.step(packStep(batches), { step: step + 1, learningRate })
      expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-3)
      expect(Math.abs(loss - (bf16[step] as number))).toBeLessThan(0.025)
      expect(Math.abs(gradientNorm - expected.gradientNorm)).toBeLessThan(2e-3)
    }
    const ours = adapterAt(adapter, await trainer.state())
    const theirs = loraOf(await readAdapter(join(fixtures, 'peft-end')))
    for (const [path, { a, b }] of theirs.pairs) {
      const mine = ours.pairs.get(path)
      for (const [x, y] of [
        [mine?.a, a],
        [mine?.b, b],
      ] as const) {
        for (const [i, value] of y.entries()) expect(Math.abs((x?.[i] as number) - value)).toBeLessThan(2e-3)
      }
    }
  } finally {
    await trainer.dispose()
    await runtime.dispose()
  }
})

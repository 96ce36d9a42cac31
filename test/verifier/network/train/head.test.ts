import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openPrm } from '../../../../verifier/network/prm/open.js'
import { train } from '../../../../verifier/network/train/train.js'
import { temporaryFolder } from '../../../helpers/folder.js'
import { tinyLlama } from '../../../helpers/tiny-llama.js'

/* `--objective head`: what is trained loads as a process reward model, and says what it was taught. */

const folder = temporaryFolder('head')
const data = join(folder, 'chains.ndjson')
const soft = join(folder, 'soft.ndjson')

/** A step is wrong where it says `no`. */
const chain = (i: number, wrong: boolean) => ({
  question: `How many, ${i}?`,
  steps: ['yes, one', wrong ? 'no, two' : 'yes, two'],
  firstError: wrong ? 1 : -1,
})
beforeAll(() => {
  const chains = Array.from({ length: 40 }, (_, i) => chain(i, i % 2 === 0))
  writeFileSync(data, chains.map((each) => JSON.stringify(each)).join('\n'))
  const labels = chains.map(({ question, steps, firstError }) =>
    JSON.stringify({ prompt: question, completions: steps, labels: [0.9, firstError === 1 ? 0.1 : 0.8] }),
  )
  writeFileSync(soft, labels.join('\n'))
})

const options = {
  base: tinyLlama,
  objective: 'head',
  backend: 'onnx-cpu',
  targetModules: 'all-linear',
  dropout: 0,
} as const

async function rewards(adapter: string, wrong: boolean) {
  const prm = await openPrm({ path: tinyLlama, adapter })
  const { question, steps } = chain(41, wrong)
  const { steps: judged } = await prm.judge({ question, steps })
  await prm.close()
  return judged.map(({ reward }) => reward as number)
}

describe('--objective head', () => {
  it.each(['linear', 'two-layer'] as const)(
    'a %s head learns steps, is saved as a process reward model and told by F1',
    async (head) => {
      const output = join(folder, head)
      const more = { epochs: 12, learningRate: 5e-3, evaluationPart: 0.2, evaluateEvery: 10, bestBy: 'f1' as const }
      const result = await train({ ...options, ...more, data, output, head, classWeights: 'balanced' })
      expect(result.evaluation?.f1).toBe(1)
      expect(result.evaluation?.auc).toBe(1)
      expect(existsSync(join(output, 'prm.json'))).toBe(true)
      const config = JSON.parse(readFileSync(join(output, 'adapter_config.json'), 'utf8')) as { task_type: string }
      expect(config.task_type).toBe('TOKEN_CLS')
      const [[, right = 0], [, wrong = 1]] = [await rewards(output, false), await rewards(output, true)]
      expect(right).toBeGreaterThan(0.5)
      expect(wrong).toBeLessThan(0.5)
      // What it is gone on from keeps its head.
      const { targetModules: _, ...rest } = options
      const further = await train({
        ...rest,
        data,
        output: `${output}-further`,
        adapter: output,
        maxSteps: 1,
        learningRate: 1e-9,
      })
      expect(further.loss).toBeLessThan(0.5)
    },
  )

  it('soft labels are reached, not rounded', async () => {
    const output = join(folder, 'soft')
    await train({ ...options, data: soft, output, epochs: 25, learningRate: 3e-3, evaluationPart: 0 })
    const [first = 0, second = 0] = await rewards(output, true)
    expect(Math.abs(first - 0.9)).toBeLessThan(0.08)
    expect(Math.abs(second - 0.1)).toBeLessThan(0.08)
  })

  it('soft labels are evaluated as they are learned', async () => {
    const output = join(folder, 'soft evaluated')
    const more = { epochs: 25, learningRate: 3e-3, evaluationPart: 0.2 }
    const { evaluation } = await train({ ...options, ...more, data: soft, output })
    // What no head can be below: the mean entropy of the labels, each step counted once.
    const entropy = (label: number) => -label * Math.log(label) - (1 - label) * Math.log(1 - label)
    const least = (entropy(0.9) + (entropy(0.1) + entropy(0.8)) / 2) / 2
    expect(evaluation?.loss).toBeGreaterThan(least - 0.05)
    expect(evaluation?.loss).toBeLessThan(least + 0.15)
    expect(evaluation?.auc).toBe(1)
    expect(evaluation?.f1).toBe(1)
  })

  it('a class that does not count leaves out the examples that have no other', async () => {
    const once = { epochs: 1, batchSize: 1, evaluationPart: 0, data }
    const { loss, examples } = await train({ ...options, ...once, output: join(folder, 'wrong'), classWeights: '1,0' })
    expect(loss).toBeGreaterThan(0)
    expect(examples).toBe(20)
    const right = join(folder, 'right.ndjson')
    writeFileSync(right, JSON.stringify(chain(1, false)))
    const nothing = train({
      ...options,
      ...once,
      data: right,
      output: join(folder, 'none'),
      classWeights: '1,0',
    })
    await expect(nothing).rejects.toThrow(/class that counts/)
  })

  it('refuses what has no steps to learn from, and methods that cannot carry a head', async () => {
    const outcomes = join(folder, 'outcomes.ndjson')
    writeFileSync(outcomes, JSON.stringify({ question: 'q', steps: ['a'], correct: true }))
    await expect(train({ ...options, data: outcomes, output: join(folder, 'never') })).rejects.toThrow(
      /"labels" or "firstError" is missing/,
    )
    const prompt = train({
      ...options,
      targetModules: undefined,
      data,
      output: join(folder, 'never'),
      method: 'prompt',
    })
    await expect(prompt).rejects.toThrow(/a head is trained beside/)
  })
})

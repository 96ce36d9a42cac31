import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../src/load-verifier.js'
import { scriptedModel } from '../../../src/models/scripted.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { streamVerdict, type VerdictEvent } from '../../../verifier/judge/stream.js'
import { createVerifier } from '../../../verifier/judge/verifier.js'
import { modelJudge } from '../../../verifier/reward/model-judge.js'
import { temporaryFolder } from '../../helpers/folder.js'
import { tinyLlama } from '../../helpers/tiny-llama.js'

const folder = temporaryFolder('stream')

/** Real weights (random) on the package's own network, with a window that long chains fit. */
function tinyModel(): string {
  const base = join(folder, 'base')
  cpSync(tinyLlama, base, { recursive: true })
  const config = JSON.parse(readFileSync(join(base, 'config.json'), 'utf8'))
  writeFileSync(join(base, 'config.json'), JSON.stringify({ ...config, max_position_embeddings: 8000 }))
  return `own:${base}`
}

const steps = ['2 + 2 = 4.', '4 * 3 = 13.', 'So there are 13 apples.', 'The answer is 13.']
const chain = { id: 'c', question: 'How many apples?', steps }

async function collect(events: AsyncIterable<VerdictEvent>): Promise<VerdictEvent[]> {
  const all: VerdictEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

describe('a streamed verdict', () => {
  it('gives every step in order as the verdict repeats it, then the verdict, on a real network', async () => {
    await using verifier = await loadVerifier(tinyModel())
    const whole = await verifier.verify(chain)
    const events = await collect(streamVerdict(verifier, chain))
    expect(events.map(({ type }) => type)).toEqual(['step', 'step', 'step', 'step', 'verdict'])
    const last = events.at(-1)
    const streamed = last?.type === 'verdict' ? last.verdict : undefined
    for (const [i, event] of events.slice(0, -1).entries()) {
      expect(event).toMatchObject({ id: 'c', index: i, step: streamed?.steps[i] })
      expect(event).toMatchObject({ wrong: (whole.steps[i]?.reward ?? 1) < verifier.stepThreshold })
      expect(Math.abs((streamed?.steps[i]?.reward ?? 9) - (whole.steps[i]?.reward ?? -9))).toBeLessThan(1e-4)
    }
    expect(streamed?.firstError).toBe(whole.firstError)
    expect(Object.keys(whole.steps[0] ?? {}).sort()).toEqual([
      'checked',
      'evidence',
      'process',
      'reward',
      'text',
      'wrong',
    ])
    expect(streamed?.steps[1]?.evidence).toEqual(whole.steps[1]?.evidence)
  })

  it('gives the first step before the model is asked about most others, and asks no more once it is left', async () => {
    let calls = 0
    const model = scriptedModel({ score: () => -1, before: async () => void calls++ })
    const verifier = createVerifier({
      id: 'test:',
      judges: [modelJudge({ model }), checkEvidence],
      probability: () => 0.5,
      stepThreshold: 0.5,
      accept: 1,
      reject: 0,
    })
    const long = { ...chain, steps: new Array<string>(64).fill('so') }
    for await (const event of streamVerdict(verifier, long)) {
      expect(event).toMatchObject({ type: 'step', index: 0 })
      expect(calls).toBeLessThan(4)
      break
    }
    // Leaving the loop has ended the work: 64 steps in doubling calls would be seven.
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(calls).toBeLessThan(4)
  })

  it('ends with an abort, in the middle of a long chain on a real network', async () => {
    await using verifier = await loadVerifier(tinyModel())
    await verifier.verify(chain) // the session is open
    const long = {
      id: 'long',
      question: 'How many?',
      steps: Array.from({ length: 400 }, (_, i) => `${i} + 1 = ${i + 1}.`),
    }
    const controller = new AbortController()
    let seen = 0
    const running = (async () => {
      for await (const event of streamVerdict(verifier, long, { signal: controller.signal })) {
        if (event.type === 'step') seen++
        if (seen === 3) controller.abort()
      }
    })()
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
    // Steps are judged in calls of doubling size: only what was judged by then has come.
    expect(seen).toBeLessThan(16)
    // The verifier serves the next chain.
    expect((await verifier.verify(chain)).steps).toHaveLength(4)
  })

  it('passes an error on', async () => {
    const failing = { verify: () => Promise.reject(new Error('no')) }
    await expect(collect(streamVerdict(failing, chain))).rejects.toThrow('no')
  })
})

describe('many chains at once', () => {
  it('has the verdicts of one by one, and reads what candidates share once', async () => {
    await using verifier = await loadVerifier(tinyModel())
    const question = 'A farmer has six cows and each cow gives ten litres of milk. '.repeat(6)
    const chains = [steps, steps.slice(0, 2), ['2 + 2 = 4.', 'The answer is 4.'], []].map((own, i) => ({
      id: `${i}`,
      question,
      steps: own,
    }))
    const { verdicts, tokens } = await verifier.verifyAll(chains)
    let alone = 0
    for (const [i, each] of chains.entries()) {
      const { tokens: spent, ...verdict } = await verifier.verify(each)
      alone += spent?.evaluated ?? 0
      expect(verdicts[i]?.firstError).toBe(verdict.firstError)
      expect(verdicts[i]?.reason).toBe(verdict.reason)
      for (const [s, step] of verdict.steps.entries())
        expect(Math.abs((step.reward ?? 0) - (verdicts[i]?.steps[s]?.reward ?? 9))).toBeLessThan(1e-4)
    }
    expect(tokens.evaluated / tokens.unique).toBeLessThanOrEqual(1.05)
    expect(tokens.evaluated).toBeLessThan(alone / 2)
  })
})

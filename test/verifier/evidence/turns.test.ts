import { describe, expect, it } from 'vitest'
import type { Pieces } from '../../../src/core/pieces.js'
import { checkEvidence, judgeEvidence } from '../../../verifier/evidence/index.js'
import type { PreparedChain } from '../../../verifier/judge/judge.js'
import { preparing } from '../../../verifier/judge/prepare.js'
import { deciding } from '../../../verifier/judge/verdict.js'
import { createVerifier } from '../../../verifier/judge/verifier.js'

const steps = Array.from({ length: 400 }, (_, i) => `${i} + 7 = ${i + 7}.`)
const chain = { question: 'What?', steps, answer: '5' }

describe('judgeEvidence', () => {
  it('finds what checkEvidence finds', async () => {
    const few = { ...chain, steps: steps.slice(0, 20) }
    expect(await judgeEvidence(few)).toEqual(checkEvidence(few))
  })

  it('lets others have a turn before it ends', async () => {
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await judgeEvidence(chain)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(2)
  })

  it('tells each step once it is checked, and what it tells is what it finds', async () => {
    const told: unknown[] = []
    let early: Promise<number> | undefined // in the turn after the first step was told
    const { steps: found } = await judgeEvidence(chain, undefined, (step) => {
      told.push(step)
      early ??= new Promise((resolve) => setImmediate(() => resolve(told.length)))
    })
    expect(told).toEqual(found)
    expect(await early).toBeLessThan(steps.length)
  })

  it('hears an abort at its next turn', async () => {
    const controller = new AbortController()
    const judged = judgeEvidence(chain, controller.signal)
    controller.abort()
    await expect(judged).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('after an abort', () => {
  const parts = { id: 'test:', probability: () => 0.5, stepThreshold: 0.5, accept: 0.9, reject: 0.1 }
  const verifier = createVerifier({ ...parts, judges: [judgeEvidence] })

  it('a verification tells of no further step', async () => {
    const controller = new AbortController()
    const told: unknown[] = []
    const judged = verifier.verify(
      { id: 'long', ...chain },
      {
        signal: controller.signal,
        onEvent: (event) => {
          told.push(event)
          controller.abort()
        },
      },
    )
    await expect(judged).rejects.toMatchObject({ code: 'aborted' })
    expect(told).toHaveLength(1)
  })

  it('no further candidate is split into steps', async () => {
    const controller = new AbortController()
    const begun = new Set<number>()
    const chains = steps.map((_, i) => ({
      id: String(i),
      question: 'What?',
      get text() {
        begun.add(i)
        if (i === 3) controller.abort()
        return 'So it is 5.'
      },
    }))
    await expect(verifier.verifyAll(chains, { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' })
    expect(Math.max(...begun)).toBe(3)
  })

  it('no further candidate is judged', async () => {
    const controller = new AbortController()
    let asked = 0
    const judges = [
      async (prepared: PreparedChain) => {
        if (++asked === 3) controller.abort()
        return judgeEvidence(prepared)
      },
    ]
    const set = { id: 'set', question: 'What?', candidates: steps.map(() => ({ text: 'So it is 5.' })) }
    const ranked = createVerifier({ ...parts, judges }).rerank(set, { signal: controller.signal })
    await expect(ranked).rejects.toMatchObject({ code: 'aborted' })
    expect(asked).toBe(3)
  })
})

/** The pieces of a work, and its result. */
function piecesOf<Result>(work: Pieces<Result>): { count: number; result: Result } {
  for (let count = 0; ; count++) {
    const piece = work.next()
    if (piece.done) return { count, result: piece.value }
  }
}

it('no piece of the preparation and of the verdict is longer than a line', () => {
  const text = Array.from({ length: 2000 }, (_, i) => `${i} + 7 = ${i + 7}, and $x_${i}$ is that.`).join('\n')
  const prepared = piecesOf(preparing({ id: 'long', question: 'What?', text }))
  expect(prepared.result.steps).toHaveLength(2000)
  expect(prepared.count).toBeGreaterThan(5 * 2000)
  const rules = { probability: () => 0.5, accept: 0.9, reject: 0.1, stepThreshold: 0.5 }
  const judgement = { steps: prepared.result.steps.map(() => ({ reward: 0.2 })), features: {} }
  const decided = piecesOf(deciding('long', prepared.result, [judgement], rules))
  expect(decided.result.reasons).toHaveLength(2000)
  expect(decided.count).toBeGreaterThanOrEqual(2 * 2000)
})

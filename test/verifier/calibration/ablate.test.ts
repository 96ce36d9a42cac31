import { describe, expect, it } from 'vitest'
import { ablate } from '../../../verifier/calibration/ablate.js'
import type { Judge } from '../../../verifier/judge/judge.js'

/** Sure of the right total, and of a wrong one now and then. */
const judge: Judge = ({ steps }) => ({
  steps: steps.map(() => ({ reward: null })),
  features: { sure: /right/.test(steps.join()) ? 0.9 : 0.2 },
})

/** A right and a wrong solution of each. */
const pairs = (problems: readonly { question: string; context?: string }[]) =>
  problems.flatMap((problem, i) =>
    ['right', 'wrong'].map((kind) => ({
      chain: { id: `${i} ${kind}`, ...problem, steps: [`This is the ${kind} total of ${i}.`] },
      right: kind === 'right',
    })),
  )

describe('what each judge adds', () => {
  it('is measured on questions: the same words below two tables are two', async () => {
    const tables = Array.from({ length: 20 }, (_, i) => ({ question: 'What is the total?', context: `| a | ${i} |` }))
    const more = Array.from({ length: 20 }, (_, i) => ({ question: `What is ${i} + 1?` }))
    const { chains, questions, choosing, rows } = await ablate(
      { judges: [judge], names: ['judge'] },
      pairs([...tables, ...more]),
    )
    expect({ chains, questions, choosing }).toEqual({
      chains: 80,
      questions: 40,
      choosing: { questions: 40, random: 0.5 },
    })
    expect(rows[0]).toMatchObject({ auc: 1, bestOfN: 1 })
  })

  it('and one question, however it is spelled', async () => {
    const asked = Array.from({ length: 20 }, (_, i) => [
      { question: `What is ${i} + 1?` },
      { question: `what is  ${i}+1` },
    ])
    const { questions } = await ablate({ judges: [judge], names: ['judge'] }, pairs(asked.flat()))
    expect(questions).toBe(20)
  })
})

import { describe, expect, it } from 'vitest'
import { checkEvidence, judgeEvidence } from '../../../verifier/evidence/index.js'

const steps = Array.from({ length: 3000 }, (_, i) => `${i} + 7 = ${i + 7}.`)
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

  it('hears an abort at its next turn', async () => {
    const controller = new AbortController()
    const judged = judgeEvidence(chain, controller.signal)
    controller.abort()
    await expect(judged).rejects.toMatchObject({ code: 'aborted' })
  })
})

import { expect, it } from 'vitest'
import { createVerifier } from '../../../verifier/judge/verifier.js'

it('is closed once, and refuses what is asked afterwards', async () => {
  let closed = 0
  const verifier = createVerifier({
    id: 'own',
    judges: [({ steps }) => ({ steps: steps.map(() => ({ reward: 1 })), features: {} })],
    probability: () => 0.5,
    stepThreshold: 0.5,
    accept: 1,
    reject: 0,
    close: async () => {
      closed++
    },
  })
  const chain = { id: 'a', question: 'What is 1 + 1?', steps: ['2'] }
  const ask = [
    () => verifier.verify(chain),
    () => verifier.verifyAll([chain]),
    () => verifier.rerank({ id: 'a', question: chain.question, candidates: [{ steps: ['2'] }] }),
  ]
  await Promise.all([verifier.close(), verifier.close(), verifier[Symbol.asyncDispose]()])
  expect(closed).toBe(1)
  for (const each of ask) await expect(each()).rejects.toThrow('the verifier own is closed')
})

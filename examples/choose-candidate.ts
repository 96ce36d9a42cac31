/*
 * Several solutions of one question: which answer to give. Two of three agree on a wrong one.
 */
import { loadVerifier } from 'rationale-verifier'

const verifier = await loadVerifier()
try {
  const ranking = await verifier.rerank({
    question: 'A jacket costs $80. It is reduced by 25%. How much does it cost now?',
    candidates: [
      '25% of 80 is 80 * 0.25 = 25. 80 - 25 = 55. The answer is 55.',
      '80 * 0.25 = 25, so it costs 80 - 25 = 55. The answer is 55.',
      '25% of 80 is 80 * 0.25 = 20. 80 - 20 = 60. The answer is 60.',
    ],
  })
  console.log(`answer ${ranking.answer}, from candidate ${ranking.best}`)
} finally {
  await verifier.close()
}
// prints answer 60, from candidate 2

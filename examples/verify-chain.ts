/*
 * One chain: which step breaks, and why.
 *
 *     npm install rationale-verifier typescript
 *     npx tsc --module nodenext --target es2022 verify-chain.ts && node verify-chain.js
 */
import { loadVerifier } from 'rationale-verifier'

const verifier = await loadVerifier()
try {
  const verdict = await verifier.verify({
    id: 'bakery',
    question: 'A bakery bakes 6 trays of 8 rolls and sells 28 of them. How many are left?',
    steps: ['It bakes 6 * 8 = 48 rolls.', 'It sells 28, so 48 - 28 = 22 are left.', 'The answer is 22.'],
  })
  for (const { text, evidence } of verdict.steps) {
    const wrong = evidence.find(({ ok }) => !ok)
    console.log(wrong ? `✗ ${text} It comes to ${wrong.computed}.` : `  ${text}`)
  }
} finally {
  await verifier.close()
}
// prints   It bakes 6 * 8 = 48 rolls.
// prints ✗ It sells 28, so 48 - 28 = 22 are left. It comes to 20.
// prints   The answer is 22.

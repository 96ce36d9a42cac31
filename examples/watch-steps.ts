/*
 * Each step as soon as it is judged: a chat that stops at the first wrong one.
 */
import { loadVerifier } from 'rationale-verifier'
import { streamVerdict } from 'rationale-verifier/verifier'

const verifier = await loadVerifier('evidence:') // the checks alone: no model
const chain = {
  id: 'pens',
  question: 'What do 2 pens at $3 and a book at $4 cost?',
  steps: ['2 * 3 = 6', '6 + 4 = 11', 'The answer is 11.'],
}
for await (const event of streamVerdict(verifier, chain)) {
  if (event.type !== 'step') continue
  console.log(`${event.index + 1}. ${event.step.text} ${event.wrong ? 'wrong' : 'fine'}`)
  if (event.wrong) break
}
await verifier.close()
// prints 1. 2 * 3 = 6 fine
// prints 2. 6 + 4 = 11 wrong

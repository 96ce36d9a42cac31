/*
 * One solution, as a model wrote it: is it right, and if not, where does it break?
 *
 *     npm init -y && npm pkg set type=module
 *     npm install rationale-verifier typescript
 *     npx tsc --module nodenext --target es2022 verify-chain.ts && node verify-chain.js
 */
import { loadVerifier } from 'rationale-verifier'

const verifier = await loadVerifier()
try {
  const { verdict, firstError, reasons, reason, steps, probability } = await verifier.verify({
    question: 'A bakery bakes 6 trays of 8 rolls and sells 28 of them. How many are left?',
    text: 'It bakes 6 * 8 = 48 rolls.\nIt sells 28, so 48 - 28 = 22 are left.\nThe answer is 22.',
  })
  switch (verdict) {
    case 'incorrect': // a check computed it, or a calibrated judge says what is wrong
      console.log(`wrong from step ${(firstError ?? 0) + 1} on: ${steps[firstError ?? 0]?.text}`)
      for (const each of reasons) console.log(each)
      break
    case 'correct': // as probable as wrong solutions hardly ever are
      console.log(`right, with probability ${probability?.toFixed(2)}`)
      break
    case 'abstain': // the verifier does not know; doubts stand in `reasons`
      console.log(`not known: ${reason}`, ...reasons)
  }
} finally {
  await verifier.close()
}
// prints wrong from step 2 on: It sells 28, so 48 - 28 = 22 are left.
// prints Step 2 is wrong: states 22, but this comes to 20.

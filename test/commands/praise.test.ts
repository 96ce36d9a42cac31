import { describe, expect, it } from 'vitest'
import { rationale } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/* `correct` is said of what was computed, not of what looks like a right solution. */

const flip =
  'Josh decides to try flipping a house. He buys a house for $80,000 and then puts in $50,000 in repairs. This increased the value of the house by 150%. How much profit did he make?'
const wrong =
  'Cost: 80,000 + 50,000 = $130,000.\nNew value: 130,000 * 2.5 = $325,000.\nProfit: 325,000 - 130,000 = $195,000.'
const pies =
  "Grandma Jones baked 5 apple pies for the fireman's luncheon. She cut each pie into 8 pieces. At the end of the evening there were 14 pieces of apple pie remaining. How many pieces were eaten?"

const verify = async (verifier: string, question: string, solution: string) =>
  JSON.parse(
    (
      await rationale(['verify', question, solution, '--verifier', verifier, '--json'], {
        cwd: temporaryFolder('praise'),
      })
    ).stdout,
  )

describe.each(['evidence:', 'embedded:'])('%s', (verifier) => {
  it.each([
    [flip, `${wrong}\n#### 195000`],
    [pies, '5 * 8 = 40 pieces.\n40 + 14 = 54 pieces.\n#### 54'],
  ])('leaves a solution open that computes well and answers wrongly: %s', async (question, solution) => {
    const { verdict, probability, reason } = await verify(verifier, question, solution)
    expect(verdict).toBe('abstain')
    expect(probability).toBeGreaterThan(0.8)
    expect(reason).toMatch(/(?:but|and) no check computes the answer from the question$/)
  })

  it('calls one correct whose answer it computed', async () => {
    expect(await verify(verifier, 'What is 17 * 3?', '17 * 3 = 51. The answer is 51.')).toMatchObject({
      verdict: 'correct',
    })
  })
})

import { describe, expect, it } from 'vitest'
import { certaintyAtBeginning, certaintyInBox } from '../../../../verifier/reward/critique/certainty.js'

const token = (text: string, likely: Record<string, number> = {}) => ({
  text,
  alternatives: Object.entries(likely).map(([each, p]) => ({ text: each, logProbability: Math.log(p) })),
})

describe('P(yes) from log-probabilities', () => {
  it('is read at the last box, with whatever stands before the word in its token', () => {
    const early = token('No', { Yes: 0.1, No: 0.9 })
    expect(
      certaintyInBox([
        token('\\boxed{'),
        early,
        token('}. \\boxed'),
        token('{Yes', { '{Yes': 0.6, '{No': 0.3, '{': 0.1 }),
        token('}'),
      ]),
    ).toBeCloseTo(2 / 3, 9)
    expect(certaintyInBox([token('\\boxed{\\text{'), token('yes', { yes: 0.2, Yes: 0.3, no: 0.5 })])).toBeCloseTo(
      0.5,
      9,
    )
  })

  it('is read at the beginning of the answer, after a thought', () => {
    const tokens = [
      token('<think>No?'),
      token('</think>'),
      token('\n\n'),
      token('Yes', { Yes: 0.4, No: 0.4 }),
      token(', it is'),
    ]
    expect(certaintyAtBeginning(tokens, 'Yes, it is')).toBeCloseTo(0.5, 9)
    expect(
      certaintyAtBeginning([token('**'), token(' N', { ' N': 0.75, ' Y': 0.25 }), token('**')], '** N**'),
    ).toBeCloseTo(0.25, 9)
  })

  it('is unknown where the place, the alternatives or the tokens are missing', () => {
    expect(certaintyInBox([])).toBeUndefined()
    expect(certaintyInBox([token('\\boxed{'), token('Yes')])).toBeUndefined()
    expect(certaintyInBox([token('\\boxed{maybe}', { maybe: 1 })])).toBeUndefined()
    expect(certaintyAtBeginning([token('Yes', { Yes: 1 })], '')).toBeUndefined()
  })

  it('is null where the log-probabilities hold neither yes nor no: the word alone is no judgement then', () => {
    expect(certaintyAtBeginning([token('Yes', { Maybe: 1 })], 'Yes')).toBeNull()
    expect(certaintyInBox([token('\\boxed{'), token('Yes', { foo: 0.9, bar: 0.1 })])).toBeNull()
  })

  it('is refused where a log-probability lies above 0', () => {
    const logits = [{ text: 'Y', alternatives: [{ text: 'Y', logProbability: 5 }] }]
    expect(() => certaintyAtBeginning(logits, 'Y')).toThrow(/above 0[\s\S]*found: {4}5 of "Y"/)
  })
})

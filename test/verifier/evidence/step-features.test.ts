import { describe, expect, it } from 'vitest'
import { checkEvidence, stepFeatureNames } from '../../../verifier/evidence/index.js'

const question = 'Tom has 16 boxes of 45 pens and works 3 hours a day. How many pens has he?'
const of = (...steps: string[]) => checkEvidence({ question, steps }).steps.map(({ features }) => features)

/** Names of the features of the last step that are not zero. */
const raised = (...steps: string[]) =>
  Object.entries(of(...steps).at(-1) ?? {}).flatMap(([name, value]) => (value === 0 ? [] : [name]))

describe('what the checks say of one step', () => {
  it('the same names for every step', () => {
    for (const features of of('', 'He has 16 * 45 = 720 pens.')) expect(Object.keys(features)).toEqual(stepFeatureNames)
  })

  it.each([
    ['a right equation', ['16 * 45 = 720'], ['passed']],
    ['a wrong equation', ['16 * 45 = 730'], ['failed']],
    ['an operand that nobody gave', ['17.3 * 45 = 778.5'], ['passed', 'unexplainedOperand']],
    ['an operand that follows from others without being computed', ['61 * 48 = 2928'], ['passed', 'derivableOperand']],
    ['a constant as an operand', ['45 * 7 = 315'], ['passed', 'constantOperand']],
    ['a number that is copied wrong', ['He has 17.3 boxes.'], ['unexplained']],
    ['a number that follows', ['In all there are 61 things.'], ['derivable']],
    ['another unit', ['He works 3 minutes a day.'], ['newUnit']],
    ['the same unit', ['He works 3 hours a day.'], []],
    ['a minus sign from nowhere', ['The result is -45.'], ['unexplained', 'newNegative']],
    ['two values of one letter', ['x = 45', 'x = 16'], ['contradiction']],
  ])('%s', (_, steps, names) => {
    expect(raised(...steps)).toEqual(names)
  })

  it('a number of the question that is given to somebody else', () => {
    const asked = 'Anna has 15 pens. She buys 4 more. Ben has 27 pens. How many have they?'
    const blamed = (step: string) => checkEvidence({ question: asked, steps: [step] }).steps[0]?.features.misattributed
    expect(['Ben has 15 pens.', 'Ben buys 4.', 'Anna has 27.'].map(blamed)).toEqual([1, 1, 1])
    expect(
      ['Anna has 15 + 4 = 19.', 'Anna and Ben have 27 more.', 'They have 15.', 'Carl has 15.'].map(blamed),
    ).toEqual([0, 0, 0, 0])
  })

  it('blames a new unit and a new sign once', () => {
    expect(raised('He works 3 minutes.', 'Minutes again.')).toEqual([])
    expect(raised('The result is -45.', 'So it is -45.')).toEqual([])
  })
})

import { expect, it } from 'vitest'
import { stepFeatureNames } from '../../../verifier/evidence/index.js'
import { weighedEvidence } from '../../../verifier/evidence/weighed.js'
import { prepare } from '../../../verifier/judge/prepare.js'

it('what a calibration weighs of a step speaks for it: a passed check above 0, doubts below', async () => {
  const question = 'Ann has 3 boxes of 4 pens. How many pens does she have?'
  const steps = ['3 * 4 = 12 pens.', '12 + 5 = 18 pens.']
  const told: unknown[] = []
  const { steps: judged, features } = await weighedEvidence(prepare({ id: '1', question, steps }), undefined, (step) =>
    told.push(step.features),
  )
  expect(Object.keys(features)).toEqual(['evidence'])
  expect(told).toEqual(judged.map((step) => step.features))
  for (const step of judged) expect(Object.keys(step.features ?? {})).toEqual([...stepFeatureNames])
  expect(judged[0]?.features).toMatchObject({ passed: 1 })
  expect(judged[1]?.features).toMatchObject({ passed: 0, failed: -1 })
  expect(judged[1]?.features?.unexplainedOperand).toBeLessThan(0)
})

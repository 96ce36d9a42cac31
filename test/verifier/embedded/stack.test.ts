import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { calibrationSchema, type Logistic } from '../../../verifier/calibration/calibration.js'
import { logOdds } from '../../../verifier/calibration/log-odds.js'
import { EMBEDDED_FOLDER } from '../../../verifier/embedded/index.js'
import {
  networkFeatures,
  stackFeatures,
  stackSign,
  stackStepFeatures,
  stackStepSign,
} from '../../../verifier/embedded/stack.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const against = (features: Logistic['features'], sign: (feature: string) => number | undefined) =>
  Object.entries(features).filter(([name, { weight }]) => (sign(name) ?? weight) * weight < 0)
const evidence = checkEvidence({ question: 'What is 2 + 3?', steps: ['2 + 3 = 5'], answer: '5' }).features
const network = Object.fromEntries(networkFeatures.map((name, i) => [name, 0.5 + i / 20]))

describe('the features of the embedded verifier', () => {
  it('count under the kind of the question only', () => {
    const stacked = stackFeatures({ ...evidence, ...network }) as Record<string, number>
    expect(stacked['number:bias']).toBe(1)
    expect(stacked['number:value:last']).toBeCloseTo(Math.log(0.75 / 0.25), 12)
    expect(stacked['choice:bias']).toBe(0)
    expect(stacked['choice:value:last']).toBe(0)
    expect(Object.keys(stacked)).toHaveLength(4 * 8)
  })

  it('a part that was not judged leaves the chain without features, unless it is not asked for', () => {
    expect(stackFeatures(evidence)).toBeUndefined()
    expect(stackFeatures({ ...evidence, ...network, 'value:min': Number.NaN })).toBeUndefined()
    expect(stackFeatures(network)).toBeUndefined()
    const alone = stackFeatures(evidence, ['evidence']) as Record<string, number>
    expect(Object.keys(alone)).toHaveLength(4 * 2)
  })

  it('of a step: log-odds of the network beside what the checks found; nothing where a judge said nothing', () => {
    const network = { process: 0.75, value: 0.5, processChange: 1, valueChange: -1 }
    const [step] = checkEvidence({ question: 'What is 2 + 3?', steps: ['2 + 3 = 6'] }).steps
    const stacked = stackStepFeatures({ ...network, ...step?.features }) as Record<string, number>
    expect(stacked.process).toBeCloseTo(Math.log(3), 12)
    expect(stacked).toMatchObject({ value: 0, valueChange: -1, passed: 0, failed: 1, unexplained: 0 })
    expect(stackStepFeatures({ process: 0.75, ...step?.features })).toBeUndefined()
    expect(stackStepFeatures(network)).toBeUndefined()
  })

  it('what the checks say weighs for what it says; the network, and style in ablations, may weigh either way', () => {
    expect(['evidence', 'choice:evidence', 'choice:process', 'choice:characters'].map(stackSign)).toEqual([
      1,
      1,
      undefined,
      undefined,
    ])
    expect(['passed', 'failed', 'newUnit', 'value'].map(stackStepSign)).toEqual([1, -1, -1, undefined])
  })

  it('with the weights that ship the checks weigh for what they say', () => {
    const { features, steps } = calibrationSchema.parse(
      JSON.parse(readFileSync(join(EMBEDDED_FOLDER, 'calibration.json'), 'utf8')),
    )
    expect(against(features, stackSign)).toEqual([])
    expect(against(steps?.features ?? {}, stackStepSign)).toEqual([])
  })

  it('certainty is bounded', () => {
    expect([logOdds(0), logOdds(0.5), logOdds(1)]).toEqual([-7, 0, 7])
  })
})

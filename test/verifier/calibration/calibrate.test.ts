import { describe, expect, it } from 'vitest'
import { RationaleError } from '../../../src/core/errors.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { expectedCalibrationError } from '../../../src/core/statistics/statistics.js'
import { upperLimit } from '../../../src/core/statistics/upper-limit.js'
import { calibrate } from '../../../verifier/calibration/calibrate.js'
import { type Calibration, calibrationSchema } from '../../../verifier/calibration/calibration.js'
import { partOf } from '../../../verifier/calibration/parts.js'
import type { GradedChain } from '../../../verifier/calibration/records.js'
import { rulesOf } from '../../../verifier/calibration/rules.js'
import type { Judge } from '../../../verifier/judge/judge.js'
import { prepare } from '../../../verifier/judge/prepare.js'
import { createVerifier } from '../../../verifier/judge/verifier.js'

/** Rewards of steps are written into them, with noise. */
const reader: Judge = ({ steps }) => {
  const judged = steps.map((step) => ({ reward: Number(/ (0\.\d+)/.exec(step)?.[1]) }))
  return { steps: judged, features: { least: Math.min(...judged.map(({ reward }) => reward)) } }
}
/** Says the opposite of what it sees. */
const liar: Judge = (chain) => {
  const { steps } = reader(chain) as Awaited<ReturnType<Judge>>
  const judged = steps.map(({ reward }) => ({ reward: 1 - (reward ?? 0) }))
  return { steps: judged, features: { opposite: Math.min(...judged.map(({ reward }) => reward)) } }
}

function graded(count: number, seed: string): GradedChain[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, i) => {
    const firstError = i % 2 === 0 ? -1 : random.int(3)
    const steps = [0, 1, 2].map((k) => {
      const reward = (k === firstError ? 0.3 : 0.7) + (random.uniform() - 0.5) * 0.58
      return `we now know that the number of the pens is ${reward.toFixed(4)} of them`
    })
    return {
      chain: { id: `${i}`, question: `How many pens ${seed} ${i}?`, steps },
      right: firstError === -1,
      firstError,
    }
  })
}
const known = Promise.resolve().then(() => calibrate([reader], graded(600, 'known'), options))
const options = { verifiers: ['test:'], data: 'a test', date: '2026-11-26' }

describe('calibrating', () => {
  it('takes thresholds that it is given, and shows the risk of these', async () => {
    const thresholds = { accept: 1, reject: 0, stepThreshold: 0 }
    const { calibration } = await calibrate([reader], graded(600, 'known'), { ...options, thresholds })
    expect(calibration).toMatchObject(thresholds)
    expect(calibration.calibrated?.risk.coverage).toEqual({ correct: 0, incorrect: 0, abstain: 1 })
    const chosen = (await known).calibration
    expect(chosen.calibrated?.risk.coverage.abstain).toBeLessThan(1)
  })

  it('shows the risk on the part of the questions that chose nothing', async () => {
    const { calibration } = await known
    const apart = graded(600, 'known').filter(({ chain }) => partOf(chain.question) === 'show')
    const verifier = createVerifier({ id: 'test:', judges: [reader], ...rulesOf(calibration) })
    const { verdicts } = await verifier.verifyAll(apart.map(({ chain }) => chain))
    const share = (wanted: string) => verdicts.filter(({ verdict }) => verdict === wanted).length / apart.length
    const right = apart.filter((each) => each.right)
    const accused = verdicts.filter(({ firstError }, i) => apart[i]?.right && firstError !== -1)
    expect(calibration.calibrated?.risk).toMatchObject({
      rightAccused: { errors: accused.length, chains: right.length },
      wrongAccepted: { chains: apart.length - right.length },
      coverage: { correct: share('correct'), incorrect: share('incorrect'), abstain: share('abstain') },
    })
  })

  it('thresholds that it is given stand where there are too few chains to choose any', async () => {
    const thresholds = { accept: 0.8, reject: 0.1, stepThreshold: 0.2 }
    const { calibration } = await calibrate([reader], graded(120, 'few'), { ...options, thresholds })
    expect(calibration.calibrated?.stepsUnshown).toBeUndefined()
    expect(rulesOf(calibration)).toMatchObject(thresholds)
  })

  it('gives all three verdicts, with both risks within their limits on chains not used', async () => {
    const { calibration, left, unproven } = await calibrate([reader], graded(1500, 'data'), options)
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(calibration)))).toEqual(calibration)
    expect([left, unproven]).toEqual([{ chains: 0 }, undefined])
    const risk = calibration.calibrated?.risk
    expect(risk?.rightAccused.limit).toBeLessThanOrEqual(0.05)
    expect(risk?.wrongAccepted.limit).toBeLessThanOrEqual(0.05)

    const verifier = createVerifier({ id: 'test:', judges: [reader], ...rulesOf(calibration) })
    const fresh = graded(1000, 'fresh')
    const { verdicts } = await verifier.verifyAll(fresh.map(({ chain }) => chain))
    const count = (right: boolean, verdict: string) =>
      verdicts.filter((each, i) => each.verdict === verdict && fresh[i]?.right === right).length
    expect(count(true, 'correct')).toBeGreaterThan(100)
    expect(count(false, 'incorrect')).toBeGreaterThan(100)
    expect(count(true, 'abstain') + count(false, 'abstain')).toBeGreaterThan(0)
    expect(count(false, 'correct') / 500).toBeLessThan(0.05)
    const accused = verdicts.filter(({ firstError }, i) => fresh[i]?.right && firstError !== -1).length
    expect(accused / 500).toBeLessThan(0.05)
  })

  it('names the step that a judge holds wrong where there are too few chains, and leaves the verdict open', async () => {
    const { calibration, unproven } = await calibrate([reader], graded(120, 'few'), options)
    expect(unproven).toMatch(/a step of low reward is named, and the verdict stays open/)
    expect(calibration.calibrated).toMatchObject({ stepsUnshown: true, risk: { rightAccused: { errors: 0 } } })
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(calibration)))).toEqual(calibration)
    const verifier = createVerifier({ id: 'test:', judges: [reader], ...rulesOf(calibration) })
    const fresh = graded(200, 'fresh')
    const { verdicts } = await verifier.verifyAll(fresh.map(({ chain }) => chain))
    const named = verdicts.filter(({ firstError }, i) => !fresh[i]?.right && firstError === fresh[i]?.firstError)
    expect(named.length).toBeGreaterThan(70)
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['abstain']))
    expect(named[0]?.reason).toMatch(
      /the reward of step \d is too low, but how often that errs is not known: the calibration had too few chains/,
    )
  })

  it('the words of a question below several tables are as many questions', async () => {
    const tables = ['a', 'b', 'c', 'd', 'e']
    const below = graded(160, 'tables').flatMap((each) =>
      tables.map((context) => ({ ...each, chain: { ...each.chain, context } })),
    )
    const { calibration, unproven } = await calibrate([reader], below, options)
    expect(calibration.fittedOn).toMatchObject({ chains: 800, problems: 800 })
    expect(calibration.calibrated?.stepsUnshown).toBeUndefined()
    expect(unproven ?? '').not.toContain('needed')
    const { rightAccused, wrongAccepted } = calibration.calibrated?.risk ?? {}
    expect(rightAccused?.limit).toBe(upperLimit(rightAccused?.errors ?? 0, rightAccused?.chains ?? 0))
    expect(wrongAccepted?.limit).toBe(upperLimit(wrongAccepted?.errors ?? 0, wrongAccepted?.chains ?? 0))
  })

  it('learns nothing from steps behind the first wrong one: they may be right or wrong', async () => {
    const chains = graded(600, 'behind')
    const upToIt = chains.map(({ chain, firstError = -1, ...each }) => {
      const steps = firstError === -1 ? chain.steps : chain.steps?.slice(0, firstError + 1)
      return { ...each, firstError, chain: { ...chain, steps } }
    })
    const weights = async (data: readonly GradedChain[]) => (await calibrate([reader], data, options)).calibration.steps
    expect(await weights(upToIt)).toEqual(await weights(chains))
    expect(Object.keys((await weights(chains))?.features ?? {})).toEqual(['judge 1'])
  })

  it('a judge that says the opposite gets no weight, rather than a negative one', async () => {
    const { calibration } = await calibrate([reader, liar], graded(600, 'data'), {
      ...options,
      verifiers: ['a:', 'b:'],
    })
    expect(Object.keys(calibration.features)).toEqual(['least'])
    expect(Object.keys(calibration.steps?.features ?? {})).toEqual(['judge 1'])
  })

  it('weighs what the last judge found in a step beside all rewards, and only as it speaks', async () => {
    const silent: Judge = ({ steps }) => ({ steps: steps.map(() => ({ reward: null })), features: {} })
    // Speaks for a step where it stands in the first one alone, and of the last step not at all.
    const finder: Judge = (chain) => {
      const { steps } = reader(chain) as Awaited<ReturnType<Judge>>
      const found = steps.map(({ reward }, i) => {
        const doubt = (reward ?? 0) < 0.45 ? -1 : 0
        return { reward: null, ...(i < 2 && { features: { doubt, praise: doubt * -1 } }) }
      })
      return { steps: found, features: {} }
    }
    const chains = graded(600, 'facts')
    const { calibration } = await calibrate([reader, finder], chains, { ...options, verifiers: ['a:', 'b:'] })
    expect(Object.keys(calibration.steps?.features ?? {}).sort()).toEqual(['doubt', 'judge 1'])
    const { stepReward } = rulesOf(calibration)
    const undecided = { reward: 0.5 }
    const reward = (doubt: number) => stepReward?.([undecided, { reward: null, features: { doubt } }]) ?? Number.NaN
    expect(reward(-1)).toBeLessThan(reward(0))
    expect(stepReward?.([undecided, { reward: null }])).toBe(reward(0))
    // Of a judge that is not the last, facts are not looked at.
    const swapped = await calibrate([finder, silent, reader], chains, { ...options, verifiers: ['a:', 'b:', 'c:'] })
    expect(Object.keys(swapped.calibration.steps?.features ?? {})).toEqual(['judge 3'])
  })

  it('the prior moves the probability and not the likelihood ratio', async () => {
    const data = graded(400, 'data')
    const even = (await calibrate([reader], data, options)).calibration
    const rare = (await calibrate([reader], data, { ...options, prior: 0.1 })).calibration
    expect(rare.features).toEqual(even.features)
    expect(even.intercept - rare.intercept).toBeCloseTo(Math.log(9), 9)
  })

  it('a kind of question with enough chains has weights of its own, so that its probabilities are right within it', async () => {
    // Under a choice the odds are said nine times too high.
    const asChoices = (chains: GradedChain[]) =>
      chains.map(({ chain, ...each }) => ({ ...each, chain: { ...chain, options: ['5', '7'] } }))
    const hopeful: Judge = async (chain) => {
      const { steps, features } = await reader(chain)
      const { least = 0.5 } = features
      return { steps, features: { least: chain.options ? 1 / (1 + (1 - least) / least / 9) : least } }
    }
    const data = [...graded(1000, 'numbers'), ...asChoices(graded(1400, 'choices'))]
    const { calibration, kinds } = await calibrate([hopeful], data, options)
    expect(Object.keys(calibration.kinds ?? {}).sort()).toEqual(['choice', 'number'])
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(calibration)))).toEqual(calibration)

    const fresh = asChoices(graded(800, 'fresh'))
    const errorOf = async (used: Calibration) => {
      const { probability } = rulesOf(used)
      const p = fresh.map(
        async ({ chain }) => probability((await hopeful(prepare(chain))).features, prepare(chain)) ?? 0,
      )
      return expectedCalibrationError(
        await Promise.all(p),
        fresh.map(({ right }) => right),
      )
    }
    const { kinds: _, ...shared } = calibration
    expect(await errorOf(calibration)).toBeLessThan((await errorOf(shared)) / 1.5)
    expect(kinds.choice?.chains).toBeGreaterThan(400)
    expect((await known).calibration.kinds).toBeUndefined()
  })

  it('says so where there are too few chains to show the risk, and calls nothing', async () => {
    const { calibration, unproven } = await calibrate([reader], graded(120, 'few'), options)
    expect(unproven).toMatch(/59 are needed.*bring 250 questions with a right chain and 250 with a wrong one/)
    expect(calibration).toMatchObject({ accept: 1, reject: 0, stepThreshold: 0 })
  })

  it('leaves out chains that a judge could not judge, and counts them', async () => {
    const picky: Judge = async (chain) => {
      const judgement = await reader(chain)
      return chain.question.endsWith('7?') ? { ...judgement, reason: 'no seven' } : judgement
    }
    const { left, calibration } = await calibrate([picky], graded(300, 'data'), options)
    expect(left).toEqual({ chains: 30, reason: 'no seven' })
    expect(calibration.fittedOn.chains).toBe(270)
  })

  it('leaves out chains at which a judge fails, the first one too, and gives up where it fails at each of the first', async () => {
    const failing =
      (when: (question: string) => boolean): Judge =>
      (chain) => {
        if (when(chain.question)) throw new RationaleError('network', 'no usable answer', { found: 'HTTP 500' })
        return reader(chain)
      }
    const seldom = failing((question) => question.endsWith('7?'))
    const { left } = await calibrate([seldom], graded(300, 'data'), options)
    expect(left).toEqual({ chains: 30, reason: 'test: could not judge it: no usable answer: HTTP 500' })
    const first = graded(300, 'data')[0]?.chain.question
    const atFirst = failing((question) => question === first)
    expect((await calibrate([atFirst], graded(300, 'data'), options)).left.chains).toBe(1)
    const always = failing(() => true)
    await expect(calibrate([always], graded(300, 'data'), options)).rejects.toMatchObject({ code: 'network' })
  })

  it('counts a chain without steps among those that could not be judged', async () => {
    const empty = { chain: { id: 'empty', question: 'What is left?', steps: [] }, right: true }
    const { left } = await calibrate([reader], [empty, ...graded(300, 'data')], options)
    expect(left).toEqual({ chains: 1, reason: 'the chain has no steps' })
  })

  it('refuses chains of one kind, with what would be enough', async () => {
    const right = graded(400, 'data').filter((each) => each.right)
    await expect(calibrate([reader], right, options)).rejects.toMatchObject({
      code: 'input',
      expected: expect.stringContaining('right and wrong chains'),
    })
  })

  it('refuses them before it asks any judge, and says of which part it speaks', async () => {
    let asked = 0
    const counting = async (...chain: Parameters<typeof reader>) => {
      asked++
      return reader(...chain)
    }
    const wrong = graded(400, 'data').filter((each) => !each.right)
    await expect(calibrate([counting], wrong, options)).rejects.toMatchObject({
      message: expect.stringContaining('there is no right chain to fit weights'),
      found: expect.stringMatching(
        /^0 right and \d+ wrong in all; of these 0 right and \d+ wrong in the part that is there to fit weights \(40 % of the questions/,
      ),
    })
    expect(asked).toBe(0)
  })

  it.each([
    ['too many steps', { steps: Array.from({ length: 4 }, () => 'it is 0.9') }, /4 steps, 3 at the most/],
    ['too long', { steps: [`the number of the pens is 0.9 ${'of them '.repeat(99)}`] }, /characters/],
    ['without numbers', { question: 'How many?', steps: ['none of them'] }, /without numbers/],
    [
      'in another language',
      { question: 'Wie viele 7?', steps: ['Zuerst rechnen wir aus, wie viele es sind: 0.9', 'Danach teilen wir sie'] },
      /in such words/,
    ],
  ])('a chain of a kind that was never seen is left open: %s', async (_, chain, reason) => {
    const { calibration } = await known
    const always = { ...rulesOf(calibration), probability: () => 0.999 }
    const verifier = createVerifier({
      id: 'test:',
      judges: [({ steps }) => ({ steps: steps.map(() => ({ reward: 0.9 })), features: {} })],
      ...always,
    })
    const verdict = await verifier.verify({ id: 'c', question: 'How many pens 1?', ...chain })
    expect(verdict).toMatchObject({ verdict: 'abstain', reason: expect.stringMatching(reason) })
  })
})

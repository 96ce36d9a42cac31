import { describe, expect, it } from 'vitest'
import { judgementOf } from '../../../../verifier/network/probe/chain-judge.js'
import type { Probe } from '../../../../verifier/network/probe/probe.js'

describe('judgementOf', () => {
  const probe: Probe = {
    format: 'rationale-probe',
    version: 1,
    layout: 1,
    base: 'sha256:0',
    width: 2,
    step: { layer: 1, weights: [1, 0], bias: 0 },
  }
  const judged = (read: Probe, states: number[]) =>
    judgementOf(read, { layers: [1], width: 2 }, { question: 'q', steps: ['s'] }, [Float32Array.from(states)]).steps[0]
      ?.process

  it('reads states as they are, or divided by their root mean square', () => {
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
    expect(judged(probe, [3, 4])).toBeCloseTo(sigmoid(3), 6)
    expect(judged({ ...probe, normalised: true }, [3, 4])).toBeCloseTo(sigmoid(3 / Math.sqrt(12.5)), 5)
    expect(judged({ ...probe, normalised: true }, [30, 40])).toBeCloseTo(sigmoid(3 / Math.sqrt(12.5)), 5)
  })

  it('states that are no numbers leave the chain unjudged, with their place', () => {
    const states = [
      [1, 2],
      [Number.NaN, 0],
      [1, 2],
    ].map((each) => Float32Array.from(each))
    const chain = { question: 'q', steps: ['a', 'b', 'c'] }
    const { steps, reason } = judgementOf(probe, { layers: [1], width: 2 }, chain, states)
    expect(reason).toBe('step 2: the score is NaN')
    expect(steps[1]?.reward).toBeNull()
  })
})

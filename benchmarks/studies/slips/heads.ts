import { at } from '../../../src/core/absence.js'
import { logit } from '../../../verifier/network/probe/probe.js'
import { fitLinear, type Linear } from '../../../verifier/network/train/probe/fit.js'
import { type FreshChain, isRight, judgedSteps } from './chains.js'

/** A chain with the states of its steps after one layer. */
export interface SeenChain {
  chain: FreshChain
  states: readonly Float32Array[]
}

/** Two linear heads after one layer: on a step's state (is it right), and on the mean of a chain's states (is all of it right). */
export interface Heads {
  step: Linear
  chain: Linear
}

/** What the heads say, in log-odds. */
export interface Said {
  steps: number[]
  chain: number
}

/** `penalty`: as of `fitLinear`. Right and wrong rows weigh the same together. */
export function fitHeads(seen: readonly SeenChain[], penalty: number): Heads {
  const steps = seen.flatMap(({ chain, states }) =>
    judgedSteps(chain).map(({ step, right }) => ({ state: at(states, step), right })),
  )
  const chains = seen.map(({ chain, states }) => ({ state: meanOf(states), right: isRight(chain) }))
  return { step: headOf(steps, penalty), chain: headOf(chains, penalty) }
}

export function ask(heads: Heads, { states }: SeenChain): Said {
  const of = (head: Linear, state: Float32Array) => logit({ layer: 0, ...head }, state)
  return { steps: states.map((state) => of(heads.step, state)), chain: of(heads.chain, meanOf(states)) }
}

function headOf(rows: readonly { state: Float32Array; right: boolean }[], penalty: number): Linear {
  const width = at(rows, 0).state.length
  const features = new Float32Array(rows.length * width)
  for (const [i, { state }] of rows.entries()) features.set(state, i * width)
  const right = rows.filter((row) => row.right).length
  const weights = rows.map((row) => 1 / (row.right ? right : rows.length - right))
  return fitLinear({ width, features, labels: rows.map((row) => row.right), weights }, { penalty })
}

function meanOf(states: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(at(states, 0).length)
  for (const state of states)
    for (const [i, value] of state.entries()) mean[i] = (mean[i] as number) + value / states.length
  return mean
}

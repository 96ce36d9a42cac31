import { at } from '../../../../src/core/absence.js'
import { areaUnderCurve } from '../../../../src/core/statistics/statistics.js'
import { type Head, logit } from '../../probe/probe.js'
import { type FeatureStore, featureKey } from './features.js'
import { fitLinear, type Rows } from './fit.js'
import { isWhole, type LabelledSequence, labelledSteps, sourceWeights, thinned } from './labelled.js'

/** `step`: is the step right. `outcome`: will the answer be right. */
export type HeadKind = 'step' | 'outcome'

/** A head and what it was worth on questions that it had not seen. */
export interface ChosenHead {
  head: Head
  penalty: number
  /** Area under the curve on the held-out part, for each layer the best of its penalties. */
  auc: number
  byLayer: { layer: number; penalty: number; auc: number }[]
}

/** Ridge penalties that are tried. */
const PENALTIES = [1e-3, 1e-2, 1e-1, 1]
/** Numbers in one fit: 160 MB of floats. */
const MOST_NUMBERS = 40e6

/** Tries every layer and penalty on the fitting part, takes what does best on the held-out part; undefined where either part has labels of one kind only. */
export function chooseHead(
  kind: HeadKind,
  store: FeatureStore,
  parts: { fit: readonly LabelledSequence[]; heldOut: readonly LabelledSequence[] },
  { layers, width }: { layers: readonly number[]; width: number },
  onTried: (tried: { kind: HeadKind; layer: number; penalty: number; auc: number }) => void = () => {},
): ChosenHead | undefined {
  let best: ChosenHead | undefined
  const byLayer: ChosenHead['byLayer'] = []
  for (const layer of layers) {
    const fit = rowsOf(kind, store, parts.fit, layer, width)
    const heldOut = rowsOf(kind, store, parts.heldOut, layer, width)
    if (![fit, heldOut].every(({ labels }) => labels.includes(true) && labels.includes(false))) return undefined
    let bestHere: ChosenHead['byLayer'][number] | undefined
    for (const penalty of PENALTIES) {
      const head = { layer, ...fitLinear(fit, { penalty }) }
      const auc = areaUnderCurve(scoresOf(head, heldOut), heldOut.labels)
      onTried({ kind, layer, penalty, auc })
      if (bestHere === undefined || auc > bestHere.auc) bestHere = { layer, penalty, auc }
      if (best === undefined || auc > best.auc) best = { head, penalty, auc, byLayer }
    }
    if (bestHere !== undefined) byLayer.push(bestHere)
  }
  return best
}

/** The chosen head once more, from all chains, and the rows of these: whole chains for an outcome, steps up to the first wrong one. */
export function refit(
  kind: HeadKind,
  store: FeatureStore,
  sequences: readonly LabelledSequence[],
  { head: { layer }, penalty }: ChosenHead,
  width: number,
): { head: Head; rows: number } {
  const rows = rowsOf(kind, store, sequences, layer, width)
  return { head: { layer, ...fitLinear(rows, { penalty }) }, rows: rows.labels.length }
}

function scoresOf(head: Head, { features, labels, width }: Rows): number[] {
  return labels.map((_, row) => logit(head, features.subarray(row * width, (row + 1) * width)))
}

/** Rows of one layer. Wrong steps weigh as much as right ones together, and no source decides alone. */
function rowsOf(
  kind: HeadKind,
  store: FeatureStore,
  sequences: readonly LabelledSequence[],
  layer: number,
  width: number,
): Rows {
  const known = sequences.filter((each) =>
    kind === 'step' ? each.firstError !== undefined : each.correct !== undefined && isWhole(each),
  )
  const weightOf = sourceWeights(known)
  const asked = known.flatMap((sequence) =>
    kind === 'step'
      ? labelledSteps(sequence).map(({ step, right }) => ({ sequence, step, right }))
      : [{ sequence, step: sequence.places.length - 1, right: sequence.correct === true }],
  )
  const size = kind === 'step' ? width : 2 * width
  const rows = thinned(asked, Math.floor(MOST_NUMBERS / size))
  const features = new Float32Array(rows.length * size)
  let held: { sequence: LabelledSequence; states: Float32Array } | undefined
  for (const [row, { sequence, step }] of rows.entries()) {
    if (held?.sequence !== sequence) {
      const states = store.read(featureKey(sequence), layer)
      if (states === undefined) throw new RangeError('the states of a chain were not computed')
      held = { sequence, states }
    }
    features.set(held.states.subarray(step * width, (step + 1) * width), row * size)
    if (kind === 'outcome') features.set(meanState(held.states, step + 1, width), row * size + width)
  }
  const plain = rows.map(({ sequence }) => weightOf(sequence.source))
  const total = (right: boolean) => rows.reduce((sum, each, i) => sum + (each.right === right ? at(plain, i) : 0), 0)
  const totals = { right: total(true), wrong: total(false) }
  return {
    width: size,
    features,
    labels: rows.map(({ right }) => right),
    weights: rows.map(({ right }, i) => at(plain, i) / (right ? totals.right : totals.wrong)),
  }
}

/** Mean of the first `count` states. */
function meanState(states: Float32Array, count: number, width: number): Float32Array {
  const mean = new Float32Array(width)
  for (let step = 0; step < count; step++)
    for (let i = 0; i < width; i++) mean[i] = (mean[i] as number) + (states[step * width + i] as number) / count
  return mean
}

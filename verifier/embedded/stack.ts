import type { Features } from '../calibration/calibration.js'
import { logOdds } from '../calibration/log-odds.js'
import { evidenceProbability } from '../evidence/calibration.js'
import { questionKinds, stepFeatureNames } from '../evidence/index.js'
import { stepSign } from '../evidence/signs.js'

/** What the network says of a chain as a whole: its process rewards and values, over the steps. */
export const networkFeatures = [
  'process:min',
  'process:mean',
  'process:last',
  'value:min',
  'value:mean',
  'value:last',
] as const

/** The judges of the embedded verifier, as its probability weighs them; ablations take fewer. */
export type StackPart = 'evidence' | 'process' | 'value'

/**
 * Features of all judges -> a handful for the calibration: the evidence's own log-odds and the network's, once for each kind of question
 * (zero under every other kind), so that the network may count for more where there is nothing to compute. Undefined where a judge
 * said nothing: such a chain has no probability.
 */
export function stackFeatures(
  features: Features,
  parts: readonly StackPart[] = ['evidence', 'process', 'value'],
): Features | undefined {
  const probability = evidenceProbability(features)
  const kind = questionKinds.find((each) => features[`${each}:bias`] === 1)
  if (probability === null || kind === undefined) return undefined
  const own: Record<string, number> = {}
  if (parts.includes('evidence')) own.evidence = logOdds(probability)
  for (const name of networkFeatures) {
    if (!parts.some((part) => name.startsWith(`${part}:`))) continue
    const value = features[name]
    if (value === undefined || !Number.isFinite(value)) return undefined
    own[name] = logOdds(value)
  }
  const stacked: Record<string, number> = {}
  for (const each of questionKinds) {
    stacked[`${each}:bias`] = each === kind ? 1 : 0
    for (const [name, value] of Object.entries(own)) stacked[`${each}:${name}`] = each === kind ? value : 0
  }
  return stacked
}

/**
 * What the checks say is never held against a solution: their weight is not below zero. The network's numbers are several readings of one solution, told by
 * how they differ, so that their weights may have either sign.
 */
export const stackSign = (feature: string): 1 | undefined => (/(?:^|:)evidence$/.test(feature) ? 1 : undefined)

/** What the network says of one step: probabilities, and by how much the step has moved their log-odds. */
const probabilities = ['process', 'value'] as const
const changes = ['processChange', 'valueChange'] as const

/** What all judges say of one step: the network's log-odds, and what the checks found. Undefined where a judge said nothing. */
export function stackStepFeatures(features: Features): Features | undefined {
  const stacked: Record<string, number> = {}
  for (const name of probabilities) stacked[name] = logOdds(features[name] ?? Number.NaN)
  for (const name of [...changes, ...stepFeatureNames]) stacked[name] = features[name] ?? Number.NaN
  return Object.values(stacked).every(Number.isFinite) ? stacked : undefined
}

/** Of a step: of the checks only a passed one speaks for it. What the network says there is several readings of one mark, whose weights may differ in sign. */
export function stackStepSign(feature: string): 1 | -1 | undefined {
  const check = stepFeatureNames.find((name) => name === feature)
  return check && stepSign(check)
}

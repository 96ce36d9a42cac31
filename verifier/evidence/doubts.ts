import type { Finding } from '../../src/core/records/types.js'
import type { PreparedChain } from '../judge/judge.js'
import { questionKind } from '../judge/question-kind.js'
import { type Facts, key } from './facts.js'

/**
 * Whether a finding is told. That the answer is not what the last equation comes to is, where the answer stands nowhere else: "2 * 3 + 1 = 7, so x = 3"
 * is right. Otherwise it is a feature alone, for it stands beside right solutions as often as beside wrong ones (benchmarks/LOG.md, "Doubts that are told").
 */
export function toldOf(chain: PreparedChain, facts: Facts): (finding: Finding) => boolean {
  const isNew = () => {
    const { answer, given, context, steps } = facts
    if (answer === null || answer.value === null || questionKind(chain) !== 'number') return false
    const stated = key(answer.value)
    const isKnown = given.some(({ forms }) => forms.includes(stated)) || context.has(stated)
    const times = steps.flatMap(({ numbers }) => numbers).filter(({ value }) => key(value) === stated).length
    return !isKnown && times <= 1
  }
  return ({ kind, ok }) => ok || kind !== 'answer' || isNew()
}

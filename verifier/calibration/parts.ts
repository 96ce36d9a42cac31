import { RationaleError } from '../../src/core/errors.js'
import { questionKey } from '../../src/core/records/split.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { prepare, whyEmpty } from '../judge/prepare.js'
import type { GradedChain } from './records.js'

/** Questions are dealt out by a hash of their words: chains of one question are never in two parts. */
export const parts = { fit: 0.4, choose: 0.3, show: 0.3 } as const
export type Part = keyof typeof parts
const partNames = ['fit', 'choose', 'show'] as const
const uses = { fit: 'fit weights', choose: 'choose thresholds', show: 'show the risk' } as const

export function partOf(question: string): Part {
  const draw = seededRandom(`calibrate:${questionKey(question)}`).uniform()
  return draw < parts.fit ? 'fit' : draw < parts.fit + parts.choose ? 'choose' : 'show'
}

interface Unjudged {
  chains: number
  reason?: string
}

/** @throws RationaleError `input` where a part has no right or no wrong chains. */
export function refuseLopsided(labels: Iterable<{ part: Part; right: boolean }>, unjudged?: Unjudged): void {
  const counts = { fit: { right: 0, wrong: 0 }, choose: { right: 0, wrong: 0 }, show: { right: 0, wrong: 0 } }
  for (const { part, right } of labels) counts[part][right ? 'right' : 'wrong']++
  for (const part of partNames) refusePart(part, counts, unjudged)
}

function refusePart(
  part: Part,
  counts: Readonly<Record<Part, { right: number; wrong: number }>>,
  unjudged: Unjudged = { chains: 0 },
): void {
  const { right, wrong } = counts[part]
  if (right > 0 && wrong > 0) return
  const { chains: left, reason } = unjudged
  const headline =
    left > right + wrong && reason !== undefined
      ? 'most chains could not be judged'
      : right + wrong > 0
        ? `there is no ${right === 0 ? 'right' : 'wrong'} chain to ${uses[part]}`
        : `there are not enough chains to ${uses[part]}`
  const all = partNames.map((name) => counts[name])
  const sum = (kind: 'right' | 'wrong') => all.reduce((total, each) => total + each[kind], 0)
  const unjudgedNote =
    left === 0 ? '' : `; ${left} more could not be judged${reason === undefined ? '' : ` (${reason})`}`
  throw new RationaleError('input', headline, {
    expected: 'right and wrong chains of many questions, at least a few hundred in all',
    found: `${sum('right')} right and ${sum('wrong')} wrong in all; of these ${right} right and ${wrong} wrong in the part that is there to ${uses[part]} (${Math.round(100 * parts[part])} % of the questions, drawn by their words)${unjudgedNote}`,
  })
}

/**
 * The same before any judge is asked: labels are known without them. Chains without steps are judged by nobody.
 *
 * @returns how many chains there are to judge.
 */
export async function refuseLopsidedLabels(
  graded: Iterable<GradedChain> | AsyncIterable<GradedChain>,
): Promise<number> {
  const labels: { part: Part; right: boolean }[] = []
  const unjudged: Unjudged = { chains: 0 }
  for await (const { chain, right } of graded) {
    const empty = whyEmpty(prepare(chain))
    if (empty === undefined) labels.push({ part: partOf(chain.question), right })
    else Object.assign(unjudged, { chains: unjudged.chains + 1, reason: unjudged.reason ?? empty })
  }
  refuseLopsided(labels, unjudged)
  return labels.length
}

import type { JudgementCounts, Verdict } from '../../src/core/records/types.js'
import type { FailedRecord, SampleRecord, Trust } from './records.js'

/* What could not be judged, and why. */

/** Why a chain could not be judged; undefined where it was. */
export const whyUnjudged = ({ firstError, reason = 'no reason was given' }: Verdict): string | undefined =>
  firstError === null ? reason : undefined

/** The samples of a run by what became of them. A failed sample is one that could not be judged. */
export function tallyOf(samples: readonly SampleRecord[]) {
  const reasons = samples.flatMap((sample) => {
    if (sample.suite === 'failed') return sample.error
    const verdicts = verdictsOf(sample)
    const [first, ...others] = verdicts.map(whyUnjudged)
    return first !== undefined && others.every((each) => each !== undefined) ? first : []
  })
  const [whyUnjudgedFirst] = reasons
  return {
    judged: samples.length - reasons.length,
    unjudged: reasons.length,
    failed: samples.filter(({ suite }) => suite === 'failed').length,
    ...(whyUnjudgedFirst !== undefined && { whyUnjudged: whyUnjudgedFirst }),
  }
}

const verdictsOf = (sample: Exclude<SampleRecord, FailedRecord>): Verdict[] =>
  sample.suite === 'steps' ? [sample.verdict] : sample.candidates.map(({ verdict }) => verdict)

/** Reasons that differ only in names, numbers and quoted text are one: the first of them stands for all. */
const MOST_REASONS = 5

export function unjudgedOf(
  verdicts: readonly Verdict[],
  failed: readonly FailedRecord[],
): Pick<Trust, 'unjudged' | 'judgements'> {
  const groups = new Map<string, { reason: string; chains: number }>()
  for (const reason of [
    ...verdicts.flatMap((verdict) => whyUnjudged(verdict) ?? []),
    ...failed.map(({ error }) => error),
  ]) {
    const kind = reason.replace(/"(?:[^"\\]|\\.)*"|\d+/g, '#')
    const group = groups.get(kind) ?? { reason, chains: 0 }
    group.chains++
    groups.set(kind, group)
  }
  const counts = verdicts.flatMap(({ judgements }) => judgements ?? [])
  return {
    ...(groups.size > 0 && {
      unjudged: [...groups.values()].sort((a, b) => b.chains - a.chains).slice(0, MOST_REASONS),
    }),
    ...(counts.length > 0 && { judgements: sumOf(counts) }),
  }
}

function sumOf(counts: readonly JudgementCounts[]): JudgementCounts {
  const sum = { asked: 0, unreadable: 0 }
  for (const { asked, unreadable } of counts) {
    sum.asked += asked
    sum.unreadable += unreadable
  }
  return sum
}

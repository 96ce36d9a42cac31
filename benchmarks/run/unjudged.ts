import { defined } from '../../src/core/absence.js'
import type { JudgementCounts, Verdict } from '../../src/core/records/types.js'
import { whyLacking, whyUnjudged } from '../../src/core/records/unjudged.js'
import type { FailedRecord, SampleRecord, Trust } from './records.js'

/* What could not be judged, and why. */

/**
 * The samples of a run by what became of them. A failed sample is one that could not be judged; one of which some judge could not judge every chain was
 * judged in part.
 */
export function tallyOf(samples: readonly SampleRecord[]) {
  const found = samples.map((sample) => {
    if (sample.suite === 'failed') return { unjudged: sample.error }
    const verdicts = verdictsOf(sample)
    const [first, ...others] = verdicts.map(whyUnjudged)
    if (first !== undefined && others.every((each) => each !== undefined)) return { unjudged: first }
    return { partly: verdicts.map(whyLacking).find((why) => why !== undefined) }
  })
  const unjudged = found.flatMap((each) => each.unjudged ?? [])
  const partly = found.flatMap((each) => each.partly ?? [])
  return {
    judged: samples.length - unjudged.length,
    unjudged: unjudged.length,
    partly: partly.length,
    failed: samples.filter(({ suite }) => suite === 'failed').length,
    ...defined({ whyUnjudged: unjudged[0] ?? partly[0] }),
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
    ...verdicts.flatMap((verdict) => whyUnjudged(verdict) ?? whyLacking(verdict) ?? []),
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

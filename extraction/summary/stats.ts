import { at } from '../../src/core/absence.js'
import type { TokenTally } from '../../src/core/records/types.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { bootstrapInterval, type Interval, mean, quantile } from '../../src/core/statistics/statistics.js'
import type { CommitRecord } from '../ledger/commit-record.js'
import type { Outcome } from '../outcome.js'

/** What `stats.json` holds. Everything but `run` is a function of the committed decisions alone, so an interrupted job ends with the same. */
export interface ExtractionStats {
  inputs: number
  outcomes: Record<Outcome, number>
  /** Why inputs were filtered, rejected or failed. Reasons that differ only in numbers are counted together, under the first of them. */
  reasons: Record<string, number>
  sources: Record<string, Record<Outcome, number>>
  rationales: {
    /** Written by the annotator and parsed. */
    proposed: number
    kept: number
    dropped: Record<string, number>
    /** Kept rationales per document that reached the annotator. */
    yield: number | null
  }
  /** Null without a scorer. */
  gain: GainStats | null
  run: {
    status: 'done' | 'stopped'
    tokens: TokenTally
    cost: number | null
    seconds: number
    stages: readonly string[]
    model: string
    scorer: string | null
    preset: string
  }
}

export interface GainStats {
  measured: number
  mean: number
  quantiles: { p05: number; p25: number; p50: number; p75: number; p95: number }
  /** Gain of a random rationale from another document in the same place. */
  control: {
    measured: number
    mean: number
    /** Mean over documents of (gain - control gain), bootstrapped over documents; no interval below ten of them: it would be too narrow. */
    difference: number
    ci95: Interval | null
    /** Share of rationales that help more than the random one, mean over documents. */
    helpsMore: number
    helpsMoreCi95: Interval | null
    /** The same among the rationales that were kept: biased upwards, since they were chosen by the gain; reported to be compared, not quoted. */
    keptHelpsMore: number | null
  } | null
}

/** Gains held for the quantiles and documents held for the intervals; past that, a seeded random sample of them. */
const SAMPLE = 20_000
const BOOTSTRAPPED = 5_000
/** Documents that an interval needs. */
const FEWEST = 10

export function summarize(
  records: Iterable<CommitRecord>,
  run: ExtractionStats['run'],
): { stats: ExtractionStats; gains: Float64Array } {
  const outcomes = emptyOutcomes()
  const reasons = countedReasons()
  const sources: Record<string, Record<Outcome, number>> = Object.create(null)
  const dropped: Record<string, number> = Object.create(null)
  let inputs = 0
  let mined = 0
  let proposed = 0
  let kept = 0
  const gains = reservoir(SAMPLE)
  const controls = { count: 0, sum: 0, gainSum: 0 }
  const perDocument = reservoir<{ difference: number; helps: number }>(BOOTSTRAPPED)
  const keptHelps: { more: number; of: number } = { more: 0, of: 0 }
  let gainCount = 0
  let gainSum = 0
  for (const record of records) {
    inputs++
    outcomes[record.outcome]++
    sources[record.source] ??= emptyOutcomes()
    at(sources, record.source)[record.outcome]++
    if (record.reason !== undefined) reasons.add(record)
    if (record.stage === 'mine') mined++
    const differences: number[] = []
    for (const decision of record.decisions) {
      proposed++
      if (decision.kept) kept++
      else add(dropped, decision.reason ?? 'unknown')
      if (decision.gain === null) continue
      gainCount++
      gainSum += decision.gain
      gains.offer(decision.gain)
      if (decision.control === null) continue
      controls.count++
      controls.sum += decision.control
      differences.push(decision.gain - decision.control)
      if (decision.kept) {
        keptHelps.of++
        if (decision.gain > decision.control) keptHelps.more++
      }
    }
    if (differences.length > 0) {
      perDocument.offer({ difference: mean(differences), helps: mean(differences.map((each) => (each > 0 ? 1 : 0))) })
    }
  }
  const sorted = Float64Array.from(gains.values).sort()
  const documents = perDocument.values
  const quantileAt = (p: number) => quantile(sorted, p)
  const stats: ExtractionStats = {
    inputs,
    outcomes,
    reasons: reasons.counts(),
    sources: { ...sources },
    rationales: { proposed, kept, dropped: { ...dropped }, yield: mined === 0 ? null : kept / mined },
    gain:
      gainCount === 0
        ? null
        : {
            measured: gainCount,
            mean: gainSum / gainCount,
            quantiles: {
              p05: quantileAt(0.05),
              p25: quantileAt(0.25),
              p50: quantileAt(0.5),
              p75: quantileAt(0.75),
              p95: quantileAt(0.95),
            },
            control:
              documents.length === 0
                ? null
                : {
                    measured: controls.count,
                    mean: controls.sum / controls.count,
                    difference: mean(documents.map(({ difference }) => difference)),
                    ci95: intervalOf(documents.map(({ difference }) => difference)),
                    helpsMore: mean(documents.map(({ helps }) => helps)),
                    helpsMoreCi95: intervalOf(documents.map(({ helps }) => helps)),
                    keptHelpsMore: keptHelps.of === 0 ? null : keptHelps.more / keptHelps.of,
                  },
          },
    run,
  }
  return { stats, gains: sorted }
}

const intervalOf = (values: readonly number[]) => (values.length < FEWEST ? null : bootstrapInterval(values))

/** Longest reason that is told: what to do about it stands at its end. */
const LONGEST_REASON = 240

/** Messages of failures and rejections differ from record to record, mostly in their numbers: the record keeps its own, here stands the first of each kind. */
function countedReasons() {
  const kinds = new Map<string, { words: string; count: number }>()
  return {
    add({ outcome, reason = '' }: CommitRecord): void {
      const plain = at(reason.split('\n'), 0).replace(/^(?:line|row) \d+: /, '')
      const isFilter = outcome === 'filtered'
      const kind = isFilter ? reason : `${outcome}: ${plain.replace(/\d+/g, 'N').slice(0, 80)}`
      const words = isFilter ? reason : `${outcome}: ${shortened(plain)}`
      const key = kinds.has(kind) || kinds.size < MOST_REASONS ? kind : OTHER
      const counted = kinds.get(key) ?? { words: key === OTHER ? OTHER : words, count: 0 }
      counted.count++
      kinds.set(key, counted)
    },
    counts(): Record<string, number> {
      const told: Record<string, number> = Object.create(null)
      for (const { words, count } of kinds.values()) told[words] = (told[words] ?? 0) + count
      return { ...told }
    },
  }
}

const shortened = (text: string) => (text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON - 1)}…` : text)

const emptyOutcomes = (): Record<Outcome, number> => ({ kept: 0, filtered: 0, rejected: 0, failed: 0 })

const OTHER = 'other'

/** Reasons come from messages: their number is bounded so that a strange server cannot fill the report. */
const MOST_REASONS = 200

function add(counts: Record<string, number>, key: string): void {
  const bounded = key in counts || Object.keys(counts).length < MOST_REASONS ? key : OTHER
  counts[bounded] = (counts[bounded] ?? 0) + 1
}

/** A uniform sample of a stream (Vitter's algorithm R), the same for the same stream. */
function reservoir<T = number>(size: number): { values: T[]; offer(value: T): void } {
  const random = seededRandom('reservoir')
  const values: T[] = []
  let offered = 0
  return {
    values,
    offer(value) {
      offered++
      if (values.length < size) values.push(value)
      else {
        const place = random.int(offered)
        if (place < size) values[place] = value
      }
    },
  }
}

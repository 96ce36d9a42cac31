/*
 * Precision and coverage of each kind of evidence finding on chains with a labelled first wrong step:
 *
 *   npm run study evidence -- --steps FILE … [--show KIND [--limit N]]
 *
 * A finding that fails is right where the chain's first wrong step is that step or an earlier one (what follows a wrong step may be wrong too).
 * Solutions that are near-duplicates repeat the same finding, so each (question, kind, claimed, computed) counts once: right where most of its
 * occurrences are. Coverage is over steps (with any finding of the kind) and over wrong chains (with a failing one).
 */

import { parseArgs } from 'node:util'
import * as z from 'zod'
import { defined } from '../../../src/core/absence.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import type { Finding, FindingKind } from '../../../src/core/records/types.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import { checkEvidence, findingReward, STEP_THRESHOLD } from '../../../verifier/evidence/index.js'
import { answerOf } from '../../answers.js'
import { publicLabelledChainSchema } from '../../public-formats.js'

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', multiple: true, default: [] },
    /** Print failing findings of this kind in steps labelled right. */
    show: { type: 'string' },
    limit: { type: 'string', default: '40' },
  },
})

interface KindCount {
  steps: number
  passed: number
  failed: number
  /** Failing findings by what they say: occurrences, and how many of them are right. */
  distinct: Map<string, { all: number; right: number }>
  exact: number
  wrongChains: number
}

interface SourceCount {
  chains: number
  wrong: number
  steps: number
  /** Steps at or after the first wrong one: where a finding at random would be right. */
  after: number
  flaggedFirst: number
  silentRight: number
  kinds: Map<FindingKind, KindCount>
}

const sources = new Map<string, SourceCount>()
let shown = 0
let judged = 0
const started = performance.now()
for (const file of options.steps) {
  for await (const { record } of readRecords(file, publicLabelledChainSchema, { uniqueIds: false })) {
    const steps = stepsOf(record)
    const answer = answerOf(record, record) ?? undefined
    const evidence = checkEvidence({
      question: record.question,
      ...defined({ context: record.context, options: record.options }),
      steps,
      ...defined({ answer }),
    })
    judged++
    const source = z.string().catch('all').parse(record.source)
    for (const name of [source, 'together'])
      count(sourceCount(name), record.question, record.firstError, steps, evidence.steps)
  }
}
for (const [name, source] of sources) print(name, source)
console.log(
  `${judged} chains, ${(judged / ((performance.now() - started) / 1000)).toFixed(0)} chains/s with reading and splitting`,
)

function sourceCount(name: string): SourceCount {
  const source = sources.get(name) ?? {
    chains: 0,
    wrong: 0,
    steps: 0,
    after: 0,
    flaggedFirst: 0,
    silentRight: 0,
    kinds: new Map(),
  }
  sources.set(name, source)
  return source
}

function count(
  source: SourceCount,
  question: string,
  firstError: number,
  steps: readonly string[],
  judgements: readonly { evidence: readonly Finding[]; reward: number | null }[],
): void {
  source.chains++
  source.steps += judgements.length
  if (firstError !== -1) source.after += Math.max(0, judgements.length - firstError)
  if (firstError !== -1) source.wrong++
  const blamed = judgements.findIndex(({ reward }) => reward !== null && reward < STEP_THRESHOLD)
  if (firstError !== -1 && blamed === firstError) source.flaggedFirst++
  if (firstError === -1 && blamed === -1) source.silentRight++
  const failing = new Set<FindingKind>()
  for (const [i, { evidence: findings }] of judgements.entries()) {
    for (const kind of new Set(findings.map((each) => each.kind))) kindCount(source, kind).steps++
    for (const finding of findings) {
      const kind = kindCount(source, finding.kind)
      if (finding.ok) {
        kind.passed++
        continue
      }
      kind.failed++
      const right = firstError !== -1 && firstError <= i
      if (firstError === i) kind.exact++
      if (firstError !== -1 && !failing.has(finding.kind)) kind.wrongChains++
      failing.add(finding.kind)
      const what = JSON.stringify([question, finding.claimed, finding.computed])
      const seen = kind.distinct.get(what) ?? { all: 0, right: 0 }
      seen.all++
      if (right) seen.right++
      kind.distinct.set(what, seen)
      if (!right && options.show === finding.kind && shown++ < Number(options.limit)) {
        console.log(
          JSON.stringify({
            step: steps[i]?.slice(0, 300),
            claimed: finding.claimed,
            computed: finding.computed,
            message: finding.message,
          }),
        )
      }
    }
  }
}

function kindCount(source: SourceCount, kind: FindingKind): KindCount {
  const found = source.kinds.get(kind) ?? {
    steps: 0,
    passed: 0,
    failed: 0,
    distinct: new Map(),
    exact: 0,
    wrongChains: 0,
  }
  source.kinds.set(kind, found)
  return found
}

function print(name: string, source: SourceCount): void {
  const share = (part: number, whole: number) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`)
  console.log(`${name}: ${source.chains} chains, ${source.wrong} wrong, ${source.steps} steps`)
  console.log(`  a finding at random would be right in ${share(source.after, source.steps)}`)
  console.log(
    `  first wrong step named ${share(source.flaggedFirst, source.wrong)}; right chains without blame ${share(source.silentRight, source.chains - source.wrong)}`,
  )
  for (const [kind, { steps, passed, failed, distinct, exact, wrongChains }] of source.kinds) {
    const right = [...distinct.values()].filter((each) => 2 * each.right > each.all).length
    console.log(
      `  ${kind}${findingReward[kind].failed === null ? ' (no reward)' : ''}: ${passed} pass, ${failed} fail, ${distinct.size} distinct of which ${right} right` +
        ` (precision ${share(right, distinct.size)}), ${exact} at the very step; covers ${share(steps, source.steps)} of steps, fails in ${share(wrongChains, source.wrong)} of wrong chains`,
    )
  }
}

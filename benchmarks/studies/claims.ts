/*
 * What each kind of claim is worth on chains whose answer (or first wrong step) is known:
 *
 *   npm run study claims -- --candidates FILE … --steps FILE … [--part development|held-aside|all] [--most N] [--show KIND [--limit N]]
 *
 * kind | chains with such a claim | right chains in which one fails | wrong chains in which one fails. A candidate is right where its answer is; a chain
 * with labelled steps where no step is wrong, and there a failing claim in a wrong chain is "at or before" if it is not earlier than the first wrong step.
 * The same finding in several answers to one question counts once a chain: shares are over chains.
 */

import { parseArgs } from 'node:util'
import { at, defined } from '../../src/core/absence.js'
import { finalAnswer } from '../../src/core/answers/answer.js'
import { accuses } from '../../src/core/records/findings.js'
import { readRecords } from '../../src/core/records/ndjson.js'
import { heldAside } from '../../src/core/records/split.js'
import type { Finding } from '../../src/core/records/types.js'
import { solutionText, stepsOf } from '../../src/core/steps/steps.js'
import { checkEvidence } from '../../verifier/evidence/index.js'
import type { PreparedChain } from '../../verifier/judge/judge.js'
import { isRight } from '../answers.js'
import { publicCandidateSetSchema, publicLabelledChainSchema } from '../public-formats.js'
import { drawCandidates } from '../selection.js'

const { values: options } = parseArgs({
  options: {
    candidates: { type: 'string', multiple: true, default: [] },
    steps: { type: 'string', multiple: true, default: [] },
    /** Which questions: those that thresholds and grammars were looked at on, or the others. */
    part: { type: 'string', default: 'all' },
    /** Candidates of a problem that are looked at, drawn by its id. */
    most: { type: 'string', default: '1000' },
    /** Print the failing findings of this kind ("any": of every kind that accuses) in right chains. */
    show: { type: 'string' },
    /** With --show: those in wrong chains instead. */
    wrong: { type: 'boolean', default: false },
    limit: { type: 'string', default: '40' },
  },
})

interface Judged extends PreparedChain {
  /** -1 right, a step where it is known, null where only the whole is known to be wrong. */
  firstError: number | null
}

interface Count {
  checked: number
  failedRight: number
  failedWrong: number
  /** Of the wrong chains with a known first wrong step in which this kind fails: the first failing one is that step. */
  located: number
  locatable: number
}

/** Chains of one file, counted by kind of claim. */
class Table {
  private readonly kinds = new Map<string, Count>()
  private readonly chains = { right: 0, wrong: 0 }
  private readonly accused = { right: 0, wrong: 0, located: 0, locatable: 0 }

  add(chain: Judged): void {
    const { steps } = checkEvidence(chain)
    const right = chain.firstError === -1
    this.chains[right ? 'right' : 'wrong']++
    const findings = steps.flatMap((step, i) => step.evidence.map((finding) => ({ finding, step: i })))
    for (const kind of new Set(findings.map(({ finding }) => finding.kind))) {
      const count = this.kinds.get(kind) ?? { checked: 0, failedRight: 0, failedWrong: 0, located: 0, locatable: 0 }
      this.kinds.set(kind, count)
      count.checked++
      const failed = findings.find(({ finding }) => finding.kind === kind && !finding.ok)
      if (failed === undefined) continue
      count[right ? 'failedRight' : 'failedWrong']++
      if (!right && chain.firstError !== null) {
        count.locatable++
        if (failed.step === chain.firstError) count.located++
      }
    }
    const first = findings.find(({ finding }) => accuses(finding))
    if (first !== undefined) this.accused[right ? 'right' : 'wrong']++
    if (first !== undefined && !right && chain.firstError !== null) {
      this.accused.locatable++
      if (first.step === chain.firstError) this.accused.located++
    }
    if (options.show !== undefined && right !== options.wrong) show(chain, findings)
  }

  print(name: string): void {
    const { right, wrong } = this.chains
    const share = (part: number, whole: number) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`)
    console.log(`${name}: ${right} right, ${wrong} wrong chains`)
    const line = (
      kind: string,
      checked: string,
      { failedRight, failedWrong, located, locatable }: Omit<Count, 'checked'>,
    ) =>
      console.log(
        `  ${kind.padEnd(16)} ${checked.padStart(7)} checked; fails in ${share(failedRight, right)} of right (${failedRight}), ${share(failedWrong, wrong)} of wrong (${failedWrong})` +
          (locatable === 0 ? '' : `; at the first wrong step ${located} of ${locatable}`),
      )
    for (const [kind, count] of [...this.kinds].sort(([a], [b]) => a.localeCompare(b)))
      line(kind, String(count.checked), count)
    const { accused } = this
    line('all that accuse', '', { ...accused, failedRight: accused.right, failedWrong: accused.wrong })
  }
}

let shown = 0

function show(chain: Judged, findings: readonly { finding: Finding; step: number }[]): void {
  const failed = findings.filter(({ finding }) =>
    options.show === 'any' ? accuses(finding) : finding.kind === options.show && !finding.ok,
  )
  for (const { finding, step } of failed) {
    if (shown++ >= Number(options.limit)) return
    const { claimed, computed, message, span } = finding
    const text = at(chain.steps, step)
    console.log(
      JSON.stringify({
        kind: finding.kind,
        text: text.slice(Math.max(0, span[0] - 100), span[1] + 60),
        claimed,
        computed,
        message,
      }),
    )
  }
}

for (const file of options.candidates) {
  const table = new Table()
  for await (const { record: set } of readRecords(file, publicCandidateSetSchema, { uniqueIds: false })) {
    if (!kept(set.question)) continue
    for (const candidate of drawCandidates(set.candidates, set.id, Number(options.most))) {
      const unwrapped = candidate.text === undefined ? undefined : solutionText(candidate.text)
      const steps = stepsOf(candidate)
      const found = finalAnswer(unwrapped?.text ?? steps.join('\n'), set)
      table.add({
        question: set.question,
        ...defined({
          context: set.context,
          options: set.options,
          answer: candidate.answer ?? unwrapped?.answer ?? (found.kind === 'unparsed' ? undefined : found.value),
        }),
        steps,
        firstError: isRight(set, candidate) ? -1 : null,
      })
    }
  }
  table.print(file)
}
for (const file of options.steps) {
  const table = new Table()
  for await (const { record } of readRecords(file, publicLabelledChainSchema, { uniqueIds: false })) {
    if (!kept(record.question)) continue
    const steps = stepsOf(record)
    const found = finalAnswer(steps.join('\n'), record)
    table.add({
      question: record.question,
      ...defined({
        context: record.context,
        options: record.options,
        answer: record.answer ?? (found.kind === 'unparsed' ? undefined : found.value),
      }),
      steps,
      firstError: record.firstError,
    })
  }
  table.print(file)
}

function kept(question: string): boolean {
  return options.part === 'all' || heldAside(question) === (options.part === 'held-aside')
}

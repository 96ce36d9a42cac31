import { join } from 'node:path'
import * as z from 'zod'
import { runBenchmark } from '../../benchmarks/run/index.js'
import type { CandidatesRecord, JudgedCandidate } from '../../benchmarks/run/records.js'
import { metricsTable } from '../../benchmarks/run/table.js'
import { packageFolder } from '../core/package-folder.js'
import { readRecords } from '../core/records/ndjson.js'
import { type CandidateSet, candidateSetSchema } from '../core/records/types.js'
import { sayProbability } from '../core/records/verdict-words.js'
import { sideBySide } from '../core/wrapped.js'
import { loadVerifier } from '../load-verifier.js'
import { colours as pc } from './colours.js'
import * as command from './command.js'
import { clip, title } from './show-verdict.js'

const samples = join(packageFolder(), 'benchmarks/samples/candidates.ndjson')

export const demoCommand = command.defineCommand({
  name: 'demo',
  summary: 'The main job on the samples that ship with the package: where each chain breaks, and which solution wins.',
  options: z.object({ verifier: command.verifierOption, json: command.jsonOption }),
  async run({ verifier: uri, json }, terminal) {
    await using verifier = await loadVerifier(uri, { signal: terminal.signal })
    const records: CandidateSet[] = []
    for await (const { record } of readRecords(samples, candidateSetSchema)) records.push(record)
    const write = (text: string) => {
      if (!json) terminal.out.write(`${text}\n`)
    }
    const { metrics, run, failed } = await runBenchmark({
      candidates: { name: 'samples', records },
      verifier,
      signal: terminal.signal,
      onEvent(event) {
        if (event.type !== 'sample') return
        const { record } = event
        if (record.suite === 'candidates') write(problemLines(record, terminal.width))
        if (record.suite === 'failed') write(`${pc.bold(record.id)}  failed: ${record.error}\n`)
      },
    })
    const { width } = terminal
    const explain = (lines: readonly (readonly string[])[]) =>
      write(`${lines.flatMap((entries) => sideBySide(entries, width).map(pc.dim)).join('\n')}\n`)
    explain(candidatesLegend)
    write(
      `${title('Choosing one of the candidates of each problem', width)}\n${metricsTable(metrics, run, { brief: true, width })}`,
    )
    explain(tableLegend)
    return { exit: command.exitForBad(failed, records.length), json: { ...metrics, seconds: run.seconds } }
  },
})

const candidatesLegend = [
  [
    '✓ right, ✗ wrong: by the answer that the samples record, which the verifier is not told. The number before is the probability that it gives the solution. Where it names a wrong step, that stands behind; a wrong step may lead to a right answer.',
  ],
]

const tableLegend = [
  [
    'random: any candidate',
    'majority: the answer most of them give',
    'best-of-n: the most probable one',
    'weighted: the answer with most probability behind it',
    'oracle: a choice that knows the truth',
  ],
  ['accuracy: problems whose chosen answer is right; [ , ]: where it lies with 95 % confidence'],
  ['over random, over majority: percentage points more than these have'],
  ['AUC: how often a right solution is more probable than a wrong one; 0.5 is chance, 1 is always'],
  ['ECE: how far the probability lies from how often it is right, on average; 0 is best'],
  ['accused: of a right solution the verifier names a step as wrong', 'at most: with 95 % confidence'],
  ['left open: solutions of which the verifier does not say whether they are right (abstain)'],
]

/** One problem: its candidates from the most to the least probable, each with the step at which it breaks. */
function problemLines({ id, question, candidates }: CandidatesRecord, width: number): string {
  const lines = [`${pc.bold(id)}  ${clip(question, width - id.length - 2)}`]
  for (const { answer, correct, verdict } of candidates.toSorted((a, b) => probability(b) - probability(a))) {
    const grade = correct ? pc.green('✓ right') : pc.red('✗ wrong')
    const chance = verdict.probability === null ? ' n/a' : sayProbability(verdict.probability)
    const said = `answer ${answer ?? 'none'}`
    const why = breakingStep(verdict)
    const room = width - '  0.00  ✓ right    '.length - said.length
    lines.push(`  ${chance}  ${grade}  ${said}${why === '' ? '' : `  ${pc.dim(clip(why, room))}`}`)
  }
  return `${lines.join('\n')}\n`
}

const probability = ({ verdict }: JudgedCandidate) => verdict.probability ?? -1

function breakingStep({ firstError, steps }: JudgedCandidate['verdict']): string {
  if (firstError === null || firstError < 0) return ''
  const step = steps[firstError]
  const finding = step?.evidence.find(({ ok }) => !ok)
  const values = finding?.computed === undefined ? undefined : `${finding.claimed} should be ${finding.computed}`
  return `breaks at step ${firstError + 1}: ${finding?.message ?? values ?? step?.reason ?? step?.text ?? ''}`
}

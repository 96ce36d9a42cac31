import { statSync } from 'node:fs'
import { basename } from 'node:path'
import * as z from 'zod'
import type { CalibrationReport } from '../../verifier/calibration/calibrate.js'
import { calibrate } from '../../verifier/calibration/calibrate.js'
import { refuseLopsidedLabels } from '../../verifier/calibration/parts.js'
import { stepRewards } from '../../verifier/reward/model-judge.js'
import { defined } from '../core/absence.js'
import { RationaleError } from '../core/errors.js'
import { refuseSameFile } from '../core/files/same-file.js'
import { DEFAULT_VERIFIER, loadPanel } from '../load-verifier.js'
import { identitiesOf } from '../verifier-identity.js'
import { parseVerifiers } from '../verifier-uri.js'
import { colours as pc } from './colours.js'
import * as command from './command.js'
import { readGraded } from './graded.js'
import { keepCalibration } from './keep-calibration.js'
import { withKept } from './with-kept.js'

export const calibrateCommand = command.defineCommand({
  name: 'calibrate',
  summary:
    'Turn what verifiers say into a probability and verdicts with a stated risk, from chains whose outcome is known.',
  options: z.object({
    verifier: z
      .string()
      .default(DEFAULT_VERIFIER)
      .meta({ description: 'verifier URI, or several separated by commas that judge together', value: 'uri' }),
    data: z.string().meta({
      description:
        'labelled chains, graded candidate sets, {prompt, completions, labels} or Math-Shepherd records: a file (.gz too), or -',
      value: 'file',
    }),
    output: z.string().meta({ description: 'calibration to write; ?calibration=FILE on a URI uses it', value: 'file' }),
    risk: z.number().gt(0).lt(0.5).default(0.05).meta({
      description: 'largest share of right chains accused, and of wrong chains called correct',
      value: 'share',
    }),
    confidence: z.number().gt(0.5).lt(1).default(0.95).meta({ description: 'of the limits of both', value: 'share' }),
    prior: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.5)
      .meta({ description: 'share of right chains that you expect', value: 'share' }),
    rewards: z
      .array(z.enum(stepRewards))
      .min(1)
      .default(['process'])
      .meta({ description: `what models are asked of each step: ${stepRewards.join(', ')}`, value: 'names' }),
    outcome: z.boolean().default(false).meta({ description: 'ask models too whether the whole solution is right' }),
    limit: command.limitOption,
    maxBad: command.maxBadOption,
    keep: command.keepOption,
    ...command.serverOptions,
    json: command.jsonOption,
  }),
  async run(
    { verifier, data, output, keep, limit, maxBad, json, rewards, outcome, retries, attemptTimeout, ...wanted },
    terminal,
  ) {
    refuseSameFile(data, [output, `${output}.new`])
    const { uris, calibration } = parseVerifiers(verifier)
    if (calibration !== undefined)
      throw new RationaleError('configuration', `${verifier} names a calibration already`, {
        remedy: 'leave ?calibration= out: this command writes one',
      })
    return withKept({ keep, verifier, input: data, output }, terminal, async (kept) => {
      const panel = await loadPanel(uris, {
        signal: terminal.signal,
        ...command.serverLimits({ retries, attemptTimeout }),
        rewards,
        outcome,
        weighed: true,
        keep: kept,
      })
      const { chains, counts, rejections } = readGraded(data, limit, terminal.say)
      let progress: ReturnType<typeof terminal.progress> | undefined
      try {
        // Labels are known before any judge is asked, and paid for. What comes in by a pipe can be read once.
        const isFile = data !== '-' && statSync(data, { throwIfNoEntry: false })?.isFile() === true
        const total = isFile ? await countLabels(data, limit, terminal.say) : undefined
        progress = terminal.progress('judging', total)
        const report = await calibrate(panel.judges, chains, {
          ...wanted,
          verifiers: uris,
          identities: await identitiesOf(uris),
          data: basename(data),
          date: new Date().toISOString().slice(0, 10),
          signal: terminal.signal,
          onJudged: () => progress?.advance(),
        })
        progress.stop() // before anything is shown: on a terminal the bar would share its line
        const { written, change } = keepCalibration(output, report.calibration)
        rejections.rest()
        if (!json) terminal.out.write(describe(report, written))
        if (change !== undefined) terminal.say(change)
        const { read, rejected } = counts
        const exit = command.exitForBad(rejected + report.left.chains, rejected + read, maxBad)
        // What was asked for is not at its place.
        return {
          exit: written === output ? exit : command.EXIT.failed,
          json: { ...report, output: written, rejected, ...defined({ change }) },
        }
      } finally {
        progress?.stop()
        await panel.close()
      }
    })
  },
})

/** Which records could not be used is told here only where the labels are refused: else the reading that follows tells it. */
async function countLabels(data: string, limit: number | undefined, say: (line: string) => void): Promise<number> {
  const lines: string[] = []
  const { chains, rejections } = readGraded(data, limit, (line) => lines.push(line))
  try {
    return await refuseLopsidedLabels(chains)
  } catch (error) {
    rejections.rest()
    for (const line of lines) say(line)
    throw error
  }
}

function describe({ calibration, left, kinds, unproven }: CalibrationReport, output: string): string {
  const { calibrated, fittedOn, accept, reject, stepThreshold } = calibration
  if (calibrated === undefined) return ''
  const { risk, auc, verifiers } = calibrated
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const rate = (what: string, { errors, chains, questions = chains, limit }: typeof risk.rightAccused) =>
    `  ${what}: ${errors} of ${chains}${questions === chains ? '' : `, of ${questions} questions`}, at most ${percent(limit)} with ${percent(risk.confidence)} confidence`
  const { correct, incorrect, abstain } = risk.coverage
  const byKind = Object.entries(kinds).map(([kind, { chains, ece }]) => `${kind} ${ece.toFixed(3)} (${chains} chains)`)
  const lines = [
    `${verifiers.join(', ')}: ${fittedOn.chains} chains of ${fittedOn.problems} questions`,
    ...(left.chains === 0 ? [] : [`${left.chains} chains could not be judged and are left out: ${left.reason}`]),
    'on the questions that neither weights nor thresholds have seen:',
    rate('right chains that are accused or called incorrect', risk.rightAccused),
    rate('wrong chains that are called correct', risk.wrongAccepted),
    `  called correct ${percent(correct)}, incorrect ${percent(incorrect)}, left open ${percent(abstain)}; AUC ${auc === null ? 'not to be had' : auc.toFixed(3)}`,
    ...(byKind.length === 0 ? [] : [`  calibration error (ECE) by kind of question: ${byKind.join(', ')}`]),
    'from now on a solution is called',
    accept >= 1
      ? '  correct: never, since no probability of these chains was shown to be high enough'
      : `  correct: from a probability of ${accept.toFixed(3)}`,
    `  incorrect: where a check finds a wrong step${reject <= 0 ? '' : `, or a judge objects and the probability is ${reject.toFixed(3)} or less`}`,
    calibrated.stepsUnshown
      ? '  open: everything else. A step with a reward below 0.5 is shown as doubtful; that alone decides nothing'
      : `  open: everything else. A step with a reward below ${stepThreshold.toFixed(3)} is called wrong`,
    ...(unproven === undefined ? [] : notShown(percent(risk.wanted), unproven).map(pc.yellow)),
    `written to ${output}; use it with --verifier "${usedWith(verifiers, output)}"`,
  ]
  return `${lines.join('\n')}\n`
}

/** One line a reason. */
const notShown = (wanted: string, unproven: string): string[] => [
  `a risk of ${wanted} is not shown:`,
  ...unproven.split('; ').map((why) => `  ${why}`),
]

/** The calibration hangs on the last of them. */
const usedWith = (verifiers: readonly string[], output: string) => {
  const all = verifiers.join(',')
  return `${all}${(verifiers.at(-1) ?? '').includes('?') ? '&' : '?'}calibration=${output}`
}

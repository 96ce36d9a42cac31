import { type Ablation, type AblationRow, ablate } from '../../verifier/calibration/ablate.js'
import { RationaleError } from '../core/errors.js'
import { fittedTable } from '../core/fitted-table.js'
import { wrapped } from '../core/wrapped.js'
import { DEFAULT_VERIFIER, loadPanel } from '../load-verifier.js'
import { parseVerifiers } from '../verifier-uri.js'
import * as command from './command.js'
import { readGraded } from './graded.js'

export interface AblationOptions {
  verifier?: string | undefined
  /** Labelled chains or graded candidates. */
  data: string
  limit?: number | undefined
  seed: number
  json: boolean
  retries?: number | undefined
  attemptTimeout?: number | undefined
}

/** `rationale bench --ablate`: what each verifier adds to the others. */
export async function benchAblation(
  { verifier = DEFAULT_VERIFIER, data, limit, seed, json, ...server }: AblationOptions,
  terminal: command.Terminal,
): Promise<command.CommandResult> {
  const { uris, calibration } = parseVerifiers(verifier)
  if (calibration !== undefined)
    throw new RationaleError('configuration', '--ablate fits the weights of every part itself', {
      remedy: 'leave ?calibration= out',
    })
  if (uris.every((uri) => uri === 'evidence:'))
    throw new RationaleError(
      'configuration',
      'an ablation leaves one verifier out after the other, and evidence: alone is the only one',
      {
        expected:
          'several verifiers, or one beside which the checks stand: --verifier embedded: (the default), own:DIR, evidence:,judge:MODEL',
      },
    )
  const { signal } = terminal
  const panel = await loadPanel(uris, { signal, ...command.serverLimits(server), weighed: true })
  const progress = terminal.progress('judging')
  try {
    const { chains, counts, rejections } = readGraded(data, limit, terminal.say)
    const result = await ablate(panel, chains, { seed, signal, onJudged: () => progress.advance() })
    rejections.rest()
    progress.stop() // before the table: on a terminal the bar would share its line
    if (!json) terminal.out.write(ablationTable(result, command.widthOfTables(terminal)))
    const bad = counts.rejected + result.left.chains
    return { exit: command.exitForBad(bad, counts.rejected + counts.read), json: { ...result, ...counts } }
  } finally {
    progress.stop()
    await panel.close()
  }
}

function ablationTable({ chains, questions, choosing, left, rows }: Ablation, width: number): string {
  const head = ['judges', 'AUC', 'Brier', ...(choosing ? ['best of n'] : []), 'all of them have more']
  const table = fittedTable(head, [{ rows: rows.map((row) => cells(row, choosing !== undefined)) }], width)
  const notes = [
    `${chains} chains of ${questions} questions; weights fitted anew for every line, and cross-fitted by question`,
    ...(choosing
      ? [
          `${choosing.questions} questions with several solutions, of which a random one is right in ${percent(choosing.random)}`,
        ]
      : []),
    ...(left.chains > 0 ? [`${left.chains} chains could not be judged and are left out: ${left.reason}`] : []),
  ]
  return `${table}\n${notes.flatMap((note) => wrapped(note, width)).join('\n')}\n`
}

const cells = ({ judges, auc, brier, bestOfN, less }: AblationRow, choosing: boolean) => [
  judges.join(' + '),
  auc.toFixed(3),
  brier.toFixed(3),
  ...(choosing ? [bestOfN === undefined ? '–' : percent(bestOfN)] : []),
  less === undefined ? '' : `${signed(less.auc)} AUC [${less.ci95.map(signed).join(', ')}]`,
]
const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const signed = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(3)}`

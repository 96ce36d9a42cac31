import { accuses } from '../../core/records/findings.js'
import type { StepVerdict, Verdict } from '../../core/records/types.js'
import {
  conclude,
  markOf,
  passedFindings,
  saidWrong,
  sayFinding,
  stepMarks,
  whatChecked,
  whyDoubted,
} from '../../core/records/verdict-words.js'
import { make } from './dom.js'
import { rich } from './rich.js'

/** The conclusion first, then each step with its mark, what was checked in it, and what is wrong and why. */
export function showVerdict(verdict: Verdict): HTMLElement[] {
  const { wrong, notes, verdict: word, rest } = conclude(verdict)
  const steps = make('ol', 'steps', ...verdict.steps.map((step, index) => showStep(step, index, verdict)))
  return [
    ...(wrong === undefined ? [] : [make('p', 'sentence wrong', wrong)]),
    ...notes.map((note) => make('p', 'sentence', note)),
    make('p', 'sentence', 'Verdict: ', make('b', word, word), rest),
    steps,
  ]
}

function showStep(step: StepVerdict, index: number, verdict: Verdict): HTMLElement {
  const mark = markOf(step, verdict)
  const { sign, word } = stepMarks[mark]
  const shownMark = make('span', `mark ${mark}`, sign, make('span', 'hidden', ` ${word}`))
  shownMark.title = word
  const passed = passedFindings(step, verdict)
  const claims = step.evidence
    .filter((finding) => accuses(finding) || passed.includes(finding))
    .map((finding) => ({ span: finding.span, ok: finding.ok, title: finding.ok ? 'holds' : sayFinding(finding) }))
  const checked = whatChecked(step, verdict)
  const notes = [
    ...saidWrong(step).map((said) => make('div', 'note wrong', said)),
    ...whyDoubted(step, verdict).map((doubt) => make('div', mark === 'doubted' ? 'note doubted' : 'note muted', doubt)),
    ...(checked.length === 0
      ? []
      : [make('div', 'note muted', `${mark === 'part' ? 'checked only' : 'checked'}: ${checked.join('; ')}`)]),
    ...[step.explanation, step.rationale, step.reason].flatMap((said) =>
      said === undefined ? [] : [make('div', 'note muted', said)],
    ),
  ]
  const row = make(
    'li',
    index === verdict.firstError ? 'step first' : 'step',
    make('span', 'n', String(index + 1)),
    shownMark,
    make('div', '', rich(step.text, claims), ...notes),
  )
  if (index === verdict.firstError) row.id = 'first-wrong-step'
  if (step.reward !== null) row.title = `reward ${step.reward.toFixed(2)}`
  return row
}

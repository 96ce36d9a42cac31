import type { Verdict } from '../../../src/core/records/types.js'
import type { Make, PageElement, Rich } from './dom.js'

/**
 * Runs in the page (see script.ts): no imports but types. One judged chain: steps shaded by reward, findings underlined in the text and
 * written out beside it with the rationale, the first wrong step outlined.
 */
export function chainView(
  { make, rich }: { make: Make; rich: Rich },
  verdict: Verdict,
  labelledFirstError: number | undefined,
): PageElement {
  type Step = Verdict['steps'][number]
  type Finding = Step['evidence'][number]

  /** What does not hold proves a step wrong, or is a doubt about one that stands. */
  const kindOf = (step: Step, { ok }: Finding) => (ok ? '' : step.wrong ? 'bad' : 'doubt')
  const claimsOf = (step: Step) =>
    step.evidence.map((finding) => ({
      span: finding.span,
      ok: finding.ok,
      doubt: !step.wrong,
      title: sentence(finding),
    }))
  const sentence = ({ kind, ok, claimed, computed, message }: Finding) => {
    if (message !== undefined) return `${kind}: ${message}`
    if (computed !== undefined && !ok) return `${kind}: says ${claimed ?? 'something else'}, is ${computed}`
    return `${kind}: ${claimed ?? (ok ? 'holds' : 'does not hold')}`
  }
  /** Reward 0 is red, 0.5 has no colour, 1 is green; the strength is the distance from one half. */
  const shade = (reward: number) => {
    const strength = Math.round(2 * Math.abs(reward - 0.5) * 26)
    return `color-mix(in srgb, var(${reward < 0.5 ? '--bad' : '--good'}) ${strength}%, transparent)`
  }

  const chain = make('ol', 'chain')
  verdict.steps.forEach((step, index) => {
    const findings = [...step.evidence].sort((a, b) => Number(a.ok) - Number(b.ok))
    const shown = findings.slice(0, 12)
    const row = make(
      'li',
      'step',
      make('span', 'n', String(index + 1)),
      rich(step.text, claimsOf(step)),
      make(
        'div',
        'notes',
        make(
          'div',
          'reward',
          step.reward === null
            ? `not scored${step.reason === undefined ? '' : `: ${step.reason}`}`
            : `reward ${step.reward.toFixed(3)}`,
        ),
        ...shown.map((finding) => make('div', `finding ${kindOf(step, finding)}`.trim(), sentence(finding))),
        findings.length > shown.length
          ? make('div', 'muted', `and ${findings.length - shown.length} more checks`)
          : undefined,
        step.rationale === undefined ? undefined : make('div', 'rationale', step.rationale),
      ),
    )
    if (step.reward !== null) row.style.setProperty('--shade', shade(step.reward))
    if (index === verdict.firstError) {
      row.classList.add('first')
      row.id = 'first-wrong-step'
      row.tabIndex = -1
      row.querySelector('.notes')?.append(make('div', 'tag bad', 'first wrong step'))
    }
    if (index === labelledFirstError) row.classList.add('gold')
    chain.append(row)
  })
  return chain
}

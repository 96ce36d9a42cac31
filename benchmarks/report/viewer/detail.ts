import type { Verdict } from '../../../src/core/records/types.js'
import type { sayProbability } from '../../../src/core/records/verdict-words.js'
import type { CandidatesRecord, JudgedCandidate, SampleRecord } from '../../run/records.js'
import type { Make, PageElement, Rich } from './dom.js'

export interface DetailTools {
  make: Make
  rich: Rich
  chain(tools: { make: Make; rich: Rich }, verdict: Verdict, labelledFirstError: number | undefined): PageElement
  sayProbability: typeof sayProbability
  /** Called with the strip of candidates, so that keys can walk it. */
  onCandidates(count: number, at: number, choose: (index: number) => void): void
}

/** Runs in the page (see script.ts): no imports but types. One sample: the question, the candidates, why one won, and the chosen chain. */
export function sampleDetail(
  { make, rich, chain, sayProbability, onCandidates }: DetailTools,
  record: SampleRecord,
): PageElement[] {
  const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(0)} %`)
  const chance = (probability: number | null) => (probability === null ? '–' : sayProbability(probability))
  const shorten = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text)
  const tag = (kind: string, text: string) => make('span', `tag ${kind}`, text)

  if (record.suite === 'failed') {
    onCandidates(0, 0, () => {})
    return [make('h3', '', `${record.task} · ${record.id}`), make('p', 'why', `This sample failed: ${record.error}`)]
  }

  const head: PageElement[] = [make('h3', 'muted', `${record.task} · ${record.id}`)]
  if (record.context !== undefined) {
    const context = make(
      'details',
      '',
      make('summary', 'muted', 'Context'),
      make('div', 'context', rich(record.context)),
    )
    context.open = record.context.length < 400
    head.push(context)
  }
  head.push(make('div', 'question', rich(record.question)))
  if (record.options !== undefined) {
    const options = make('ol', 'options', ...record.options.map((option) => make('li', '', rich(option))))
    options.setAttribute('type', 'A')
    head.push(options)
  }
  if (record.suite === 'steps') {
    onCandidates(0, 0, () => {})
    const named = record.verdict.firstError
    const says =
      named === null
        ? 'The verifier could not judge this chain'
        : named === -1
          ? 'The verifier finds no wrong step'
          : `The verifier names step ${named + 1}`
    const label =
      record.firstError === -1 ? 'every step is right' : `step ${record.firstError + 1} is the first wrong one`
    return [
      ...head,
      make(
        'p',
        'why',
        named === record.firstError ? tag('good', 'agrees') : tag('bad', 'differs'),
        ` ${says} (probability right ${chance(record.verdict.probability)}); labelled: ${label}.`,
      ),
      chain({ make, rich }, record.verdict, record.firstError),
    ]
  }
  return [...head, ...candidatesDetail(record)]

  function candidatesDetail(record: CandidatesRecord): PageElement[] {
    // A vote's win is shared by all candidates of the answer; several answers are a tie.
    const pickedBy = (index: number) =>
      Object.entries(record.outcomes)
        .filter(([name, { chosen }]) => name !== 'random' && name !== 'oracle' && chosen.some(([at]) => at === index))
        .map(([name, { chosen }]) => {
          const answers = new Set(chosen.map(([at]) => record.candidates[at]?.key))
          return answers.size > 1 || (name === 'best-of-n' && chosen.length > 1) ? `${name} (tie)` : name
        })
    // A chain that a search wrote stands beside the candidates, under the search's name.
    const searched = Object.entries(record.searched ?? {}).map(([name, candidate]) => ({
      candidate: { ...candidate, id: name },
      index: -1,
    }))
    const order = record.candidates
      .map((candidate: JudgedCandidate, index) => ({ candidate, index }))
      .concat(searched)
      .sort((a, b) => (b.candidate.verdict.probability ?? -1) - (a.candidate.verdict.probability ?? -1))
    const strip = make('div', 'candidates')
    strip.setAttribute('role', 'listbox')
    strip.setAttribute('aria-label', 'Candidates, the most probable first')
    const shown = make('div', '')
    const buttons: PageElement[] = []
    const all = make('button', '', 'Side by side')
    all.addEventListener('click', () => {
      for (const button of buttons) button.setAttribute('aria-selected', 'false')
      all.setAttribute('aria-pressed', 'true')
      const chains = order.map(({ candidate, index }) => make('article', '', ...chainOf(candidate, index)))
      // One step of a page has the name that a key jumps to.
      let named = false
      for (const chain of chains) {
        const step = chain.querySelector('#first-wrong-step')
        if (step !== null && named) step.id = ''
        named ||= step !== null
      }
      shown.replaceChildren(make('div', 'side-by-side', ...chains))
    })
    const choose = (place: number, jump: boolean) => {
      const entry = order[place]
      if (entry === undefined) return
      all.setAttribute('aria-pressed', 'false')
      for (const [at, button] of buttons.entries()) button.setAttribute('aria-selected', String(at === place))
      shown.replaceChildren(...chainOf(entry.candidate, entry.index))
      if (jump) (shown.querySelector('#first-wrong-step') ?? shown).scrollIntoView({ block: 'nearest' })
    }
    for (const [place, { candidate, index }] of order.entries()) {
      const bar = make('i', '')
      bar.style.setProperty('width', `${100 * (candidate.verdict.probability ?? 0)}%`)
      const picks = index === -1 ? [candidate.id ?? ''] : pickedBy(index)
      const button = make(
        'button',
        'candidate',
        make(
          'div',
          'top',
          make('span', 'answer', candidate.answer === null ? 'no answer' : shorten(candidate.answer, 40)),
          make('span', 'num muted', chance(candidate.verdict.probability)),
        ),
        make('div', 'meter', bar),
        make(
          'div',
          'badges',
          candidate.correct ? tag('good', 'right') : tag('bad', 'wrong'),
          ...picks.map((name) => tag('pick', name)),
        ),
      )
      button.setAttribute('role', 'option')
      button.title = candidate.id ?? `candidate ${index + 1}`
      button.addEventListener('click', () => choose(place, true))
      buttons.push(button)
      strip.append(button)
    }
    // The chain one most wants to see: what the verifier picked; nothing jumps before a click.
    const picked = record.outcomes.weighted?.chosen[0]?.[0] ?? record.outcomes['best-of-n']?.chosen[0]?.[0]
    const start = Math.max(
      0,
      order.findIndex(({ index }) => index === picked),
    )
    choose(start, false)
    onCandidates(order.length, start, (place) => {
      choose(place, true)
      buttons[place]?.focus()
    })
    return [why(record), strip, ...(order.length > 1 ? [make('div', 'bar', all)] : []), shown]
  }

  function why({ votes, gold, outcomes, candidates }: CandidatesRecord): PageElement {
    const lines: PageElement[] = []
    if (gold !== undefined)
      lines.push(make('div', '', 'Right answer: ', make('b', '', shorten(gold.split('\u241f').join(' · '), 300))))
    const total = votes.reduce((sum, vote) => sum + vote.weight, 0)
    const byWeight = [...votes].sort((a, b) => b.weight - a.weight)
    const byVotes = [...votes].sort((a, b) => b.votes - a.votes)
    const [heaviest, runnerUp] = byWeight
    if (heaviest !== undefined && total > 0) {
      const against =
        runnerUp === undefined
          ? ''
          : `; next ${shorten(runnerUp.answer, 60)} with ${runnerUp.weight.toFixed(2)} from ${runnerUp.votes}`
      lines.push(
        make(
          'div',
          '',
          `Weighted vote: ${shorten(heaviest.answer, 60)} won with ${heaviest.weight.toFixed(2)} of a weight of ${total.toFixed(2)} from ${heaviest.votes} of ${candidates.length} candidates${against}.`,
        ),
      )
    }
    const most = byVotes[0]
    if (most !== undefined) {
      const tied = byVotes.filter((vote) => vote.votes === most.votes)
      lines.push(
        make(
          'div',
          '',
          `Majority: ${tied.map((vote) => shorten(vote.answer, 60)).join(' and ')} with ${most.votes} ${most.votes === 1 ? 'vote' : 'votes'}${tied.length > 1 ? ' each (the tie is split)' : ''}.`,
        ),
      )
    }
    const results = Object.entries(outcomes).map(([name, { correct }]) =>
      tag(
        correct >= 0.5 ? 'good' : 'bad',
        `${name} ${correct === 0 ? 'wrong' : correct === 1 ? 'right' : percent(correct)}`,
      ),
    )
    return make('div', 'why', ...lines, make('div', 'badges', ...results))
  }

  function chainOf(candidate: JudgedCandidate, index: number): PageElement[] {
    const { verdict } = candidate
    const named = verdict.firstError
    const place =
      named === null ? 'could not be judged' : named === -1 ? 'no wrong step found' : `first wrong step: ${named + 1}`
    return [
      make(
        'p',
        '',
        make('b', '', candidate.id ?? `Candidate ${index + 1}`),
        candidate.generator === undefined ? undefined : ` by ${candidate.generator}`,
        ` · probability right ${chance(verdict.probability)} · ${verdict.aggregation} of step rewards ${verdict.reward === null ? '–' : verdict.reward.toFixed(3)} · ${place}`,
        verdict.reason === undefined ? undefined : make('span', 'muted', ` · ${verdict.reason}`),
      ),
      chain({ make, rich }, verdict, undefined),
    ]
  }
}

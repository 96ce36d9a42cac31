import { at } from '../../core/absence.js'
import type { Ranking } from '../../core/records/types.js'
import { byId, make } from './dom.js'
import { examples } from './examples.js'
import { createForm } from './form.js'
import { KeyWanted, type PageJudge } from './judge.js'
import { type Entered, fromFragment, toFragment } from './link.js'
import { rich } from './rich.js'
import { showVerdict } from './show-verdict.js'
import { showVote } from './show-vote.js'

/** The page from its first moment: what is in the link is judged, then whatever is asked. */
export async function start(judge: PageJudge): Promise<void> {
  const form = createForm()
  const result = byId('result', HTMLElement)
  const said = byId('said', HTMLSpanElement)
  const verify = byId('verify', HTMLButtonElement)
  const say = (text: string) => {
    said.textContent = text
  }
  let run = 0

  const show = async (): Promise<void> => {
    const entered = form.read()
    if (entered.question.trim() === '' || entered.solutions.every(isEmpty))
      return say('Enter a question and a solution.')
    const mine = ++run
    verify.disabled = true
    result.hidden = true // it is of other texts
    say('Checking …')
    try {
      const shown = await judged(judge, entered)
      if (mine !== run) return
      result.replaceChildren(...shown)
      say('')
    } catch (error) {
      if (mine !== run) return
      if (error instanceof KeyWanted) byId('locked', HTMLParagraphElement).hidden = false
      result.replaceChildren(make('div', 'card error', error instanceof Error ? error.message : String(error)))
      say('')
    } finally {
      verify.disabled = false
    }
    result.hidden = false
    // What is wider than the window is scrolled by the keyboard too.
    for (const text of result.querySelectorAll<HTMLElement>('.text, .katex-block'))
      if (text.scrollWidth > text.clientWidth) text.tabIndex = 0
    result.focus({ preventScroll: true })
    result.scrollIntoView({ block: 'start', behavior: 'smooth' })
  }

  for (const example of examples) {
    const button = make('button', 'small', example.name)
    button.type = 'button'
    button.addEventListener('click', () => {
      // What a link held is no longer what is shown.
      history.replaceState(null, '', ' ')
      form.fill(example)
      void show()
    })
    byId('examples', HTMLDivElement).append(button)
  }
  byId('form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    void show()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void show()
  })
  byId('share', HTMLButtonElement).addEventListener('click', async () => {
    history.replaceState(null, '', `#${await toFragment(form.read())}`)
    try {
      await navigator.clipboard.writeText(location.href)
      say('The link is copied. It holds the texts; nothing was sent.')
    } catch {
      say('The link is in the address bar. It holds the texts; nothing was sent.')
    }
  })
  const open = async () => {
    const linked = await fromFragment(location.hash)
    if (linked === undefined) {
      if (location.hash.length > 1) say('This link is damaged: nothing could be read from it.')
      return
    }
    form.fill(linked)
    await show()
  }
  window.addEventListener('hashchange', () => void open())

  byId('about', HTMLParagraphElement).textContent = await judge.about()
  await open()
  document.body.dataset.ready = 'true'
}

/** One solution: its verdict. Several: the vote, then the verdicts side by side, the chosen one marked. */
async function judged(judge: PageJudge, { question, context, solutions: boxes }: Entered): Promise<HTMLElement[]> {
  // An empty box is passed over; the others keep the numbers that stand over them.
  const filled = boxes.flatMap((text, box) => (isEmpty(text) ? [] : [{ text, box }]))
  const asked = context.trim() === '' ? { id: 'page', question } : { id: 'page', question, context }
  const verdicts = await Promise.all(
    filled.map(async ({ text, box }) => ({ box, verdict: await judge.verify({ ...asked, text }) })),
  )
  const ranking =
    filled.length > 1
      ? inBoxes(await judge.rerank({ ...asked, candidates: filled.map(({ text }) => ({ text })) }), filled)
      : undefined
  const cards = verdicts.map(({ box, verdict }) =>
    make(
      'article',
      box === ranking?.best ? 'card best' : 'card',
      make('h2', '', boxes.length > 1 ? `Solution ${box + 1}` : 'Verdict'),
      ...showVerdict(verdict),
      raw(verdict),
    ),
  )
  const drawn = rich(question)
  drawn.classList.add('question')
  return [drawn, ...(ranking === undefined ? [] : [showVote(ranking)]), make('div', 'candidates', ...cards)]
}

const isEmpty = (text: string) => text.trim() === ''

/** A ranking of the filled boxes, its candidates numbered as all boxes are. */
function inBoxes(ranking: Ranking, filled: readonly { box: number }[]): Ranking {
  const placed = <T extends { index: number }>(each: T): T => ({ ...each, index: at(filled, each.index).box })
  return {
    ...ranking,
    best: ranking.best === null ? null : at(filled, ranking.best).box,
    ranked: ranking.ranked.map(placed),
    votes: ranking.votes.map((vote) => ({ ...vote, candidates: vote.candidates.map(placed) })),
  }
}

const raw = (value: unknown) =>
  make('details', '', make('summary', '', 'As JSON'), make('pre', '', JSON.stringify(value, null, 2)))

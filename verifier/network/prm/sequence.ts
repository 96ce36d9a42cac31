import { at } from '../../../src/core/absence.js'
import { RationaleError } from '../../../src/core/errors.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { ChatMessage } from '../../../src/models/types.js'
import type { PreparedChain, Prompt } from '../../judge/judge.js'
import { markedOpening } from '../../judge/layout.js'
import type { ObservedSequence } from '../model/place-reader.js'
import { markToken } from '../tokenizer/mark-token.js'
import type { PrmLayout } from './layout.js'

/*
 * A chain as the tokens that a process reward model reads, and the place of each step where its answer stands.
 */

/**
 * @returns a sentence where this chain cannot be laid out: it holds the layout's own marks or the tokenizer's special tokens.
 * @throws RationaleError `unsupported` where the tokenizer cannot express the layout, whatever the chain.
 */
export function sequenceOf(
  layout: PrmLayout,
  tokenizer: TextTokenizer,
  chain: PreparedChain,
): ObservedSequence | string {
  const { question, steps, marked } = writtenOf(layout, chain)
  const special = [question, ...steps].find((text) => holdsSpecial(tokenizer, text))
  if (special !== undefined)
    return `the text holds a special token of the model: ${JSON.stringify(special.slice(0, 80))}`
  if (layout.turns === 'chat-per-step') return turnByTurn(layout, tokenizer, question, steps)
  if (layout.tokens === 'apart') return apart(layout, tokenizer, question, steps)
  if (layout.turns === 'text') return placed(layout, tokenizer, question + layout.questionEnd, marked, steps, '')
  const whole = tokenizer.renderChat(chatOf(layout, question, marked), { complete: true })
  const start = whole.lastIndexOf(marked)
  if (start === -1) throw notExpressed('its chat template does not show the steps as they are')
  return placed(layout, tokenizer, whole.slice(0, start), marked, steps, whole.slice(start + marked.length))
}

/** The chain's parts as the layout writes them: the question, each step, and all steps with their marks. */
export function writtenOf(
  layout: PrmLayout,
  chain: PreparedChain,
): { question: string; steps: string[]; marked: string } {
  const question = markedOpening(chain).trimEnd()
  const steps = chain.steps.map((step, i) => labelled(layout, step.trim(), i))
  return { question, steps, marked: steps.map((step) => step + layout.mark).join(layout.stepJoin) }
}

/** Question and marked steps as a conversation. */
export const chatOf = (layout: PrmLayout, question: string, marked: string): ChatMessage[] => [
  ...systemOf(layout),
  { role: 'user', content: question },
  { role: 'assistant', content: marked },
]

/** A turn of the user for each step, answered by the mark. */
function turnsOf(layout: PrmLayout, question: string, steps: readonly string[]): ChatMessage[] {
  const turns = steps.flatMap((step, i): ChatMessage[] => {
    const content = (i === 0 ? question + layout.questionEnd : '') + step + (layout.ask === '' ? '' : ` ${layout.ask}`)
    return [
      { role: 'user', content },
      { role: 'assistant', content: layout.mark },
    ]
  })
  return [...systemOf(layout), ...turns]
}

/** What a model of the layout reads, for a person to see. */
export function promptOf(layout: PrmLayout, chain: PreparedChain): Prompt {
  const { question, steps, marked } = writtenOf(layout, chain)
  if (layout.turns === 'chat-per-step') return turnsOf(layout, question, steps)
  return layout.turns === 'chat' ? chatOf(layout, question, marked) : question + layout.questionEnd + marked
}

const systemOf = ({ system }: PrmLayout): ChatMessage[] =>
  system === undefined ? [] : [{ role: 'system', content: system }]

function labelled({ stepStart }: PrmLayout, step: string, index: number): string {
  const label = stepStart.replace('{n}', String(index + 1))
  return label === '' || step.toLowerCase().startsWith(label.trimEnd().toLowerCase()) ? step : label + step
}

const holdsSpecial = (tokenizer: TextTokenizer, text: string): boolean =>
  tokenizer.encode(text, { addSpecial: false, parseSpecial: true }).some((id) => tokenizer.isSpecial(id))

/** Marks stand in one text: each is found by where it must be. */
function placed(
  layout: PrmLayout,
  tokenizer: TextTokenizer,
  before: string,
  marked: string,
  steps: readonly string[],
  after: string,
): ObservedSequence {
  const chat = layout.turns === 'chat'
  const { ids, starts, ends } = tokenizer.encodeWithOffsets(before + marked + after, {
    addSpecial: !chat,
    // Marks may be special tokens (<extra_0>); what the chain itself holds was looked at.
    parseSpecial: true,
  })
  const places: number[] = []
  let offset = before.length
  for (const step of steps) {
    const mark = { start: offset + step.length, end: offset + step.length + layout.mark.length }
    places.push(
      layout.read.at === 'mark' ? tokenOf(ids, starts, ends, mark, layout.mark) : tokenBefore(ids, ends, mark.start),
    )
    offset = mark.end + layout.stepJoin.length
  }
  return { tokens: ids, places }
}

/** The mark's token: one for all of it, but for a space before. */
function tokenOf(
  ids: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  mark: { start: number; end: number },
  text: string,
): number {
  const inner = text.trim() === '' ? mark.start : mark.start + text.length - text.trimStart().length
  let index = ids.length - 1
  while (index >= 0 && at(ends, index) > mark.end) index--
  const start = starts[index]
  if (index >= 0 && ends[index] === mark.end && (start === mark.start || start === inner)) return index
  throw notExpressed(`the mark ${JSON.stringify(text)} is no token of its own there`)
}

/** The token that ends where the mark is due. */
function tokenBefore(ids: readonly number[], ends: readonly number[], start: number): number {
  for (let i = ids.length - 1; i >= 0; i--) {
    if (at(ends, i) > start) continue
    if (at(ends, i) === start) return i
    break
  }
  throw notExpressed('the mark grows together with the end of the step before it')
}

/** A turn for each step, answered as if right; what is due at each answer is read at the token before it. */
function turnByTurn(
  layout: PrmLayout,
  tokenizer: TextTokenizer,
  question: string,
  steps: readonly string[],
): ObservedSequence {
  const messages = turnsOf(layout, question, steps)
  const due = messages.flatMap(({ role }, i) =>
    role === 'assistant' ? tokenizer.renderChat(messages.slice(0, i)).length : [],
  )
  const whole = tokenizer.renderChat(messages, { complete: true })
  for (const offset of due)
    if (!whole.startsWith(layout.mark, offset)) throw notExpressed('its chat template writes earlier turns otherwise')
  const { ids, ends } = tokenizer.encodeWithOffsets(whole, { addSpecial: false, parseSpecial: true })
  return { tokens: ids, places: due.map((offset) => tokenBefore(ids, ends, offset)) }
}

/** Question and steps each by itself, as Skywork's and TRL's own code does; the mark's last token ends each step. */
function apart(
  layout: PrmLayout,
  tokenizer: TextTokenizer,
  question: string,
  steps: readonly string[],
): ObservedSequence {
  const encode = (text: string) => (text === '' ? [] : tokenizer.encode(text, { addSpecial: false }))
  const tokens = [...(tokenizer.bosId === undefined ? [] : [tokenizer.bosId]), ...encode(question + layout.questionEnd)]
  const mark = encode(layout.mark)
  const places: number[] = []
  for (const step of steps) {
    tokens.push(...encode(step), ...mark)
    places.push(tokens.length - 1)
  }
  return { tokens, places }
}

/** A token by its text or id. @throws RationaleError `unsupported` where the tokenizer makes more than one of the text. */
export function singleToken(tokenizer: TextTokenizer, text: string | number): number {
  if (typeof text === 'number') {
    if (text < tokenizer.vocabularySize) return text
    throw notExpressed(`it has no token ${text}`)
  }
  const [token, ...more] = tokenizer.encode(text, { addSpecial: false, parseSpecial: true })
  if (token !== undefined && more.length === 0) return token
  const behind = markToken(tokenizer, text)
  if (behind !== undefined) return behind
  throw notExpressed(`${JSON.stringify(text)} is not one token`)
}

const notExpressed = (why: string) =>
  new RationaleError('unsupported', `this tokenizer cannot express the layout: ${why}`, {
    remedy: 'name the layout that the model was trained with (?prm=…), or write one beside it (prm.json)',
  })

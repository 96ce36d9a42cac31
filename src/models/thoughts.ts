import { defined } from '../core/absence.js'
import { RationaleError } from '../core/errors.js'
import type { Completion, GenerateRequest } from './types.js'

/** What a thinking model wrote, apart: the thought, and the answer after it. */
export interface Thoughtful {
  text: string
  thought?: string
}

/** How published models mark their thoughts: DeepSeek-R1, Qwen3 and most others; some fine-tunes; Magistral. */
const MARKS: readonly (readonly [opening: string, closing: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['[THINK]', '[/THINK]'],
]

/**
 * Parts an answer from the thought before it. Many templates open the thought in the prompt, so that the text begins inside it; a thought that is
 * never closed (the tokens ran out) leaves no answer.
 */
export function partThought(written: string): Thoughtful {
  for (const [opening, closing] of MARKS) {
    const trimmed = written.trimStart()
    const opened = trimmed.startsWith(opening)
    const end = written.indexOf(closing)
    // A closing mark alone counts only where no opening one stands before it: then the prompt opened the thought.
    const opensLater = written.indexOf(opening)
    if (!opened && (end === -1 || (opensLater !== -1 && opensLater < end))) continue
    const from = opened ? written.indexOf(opening) + opening.length : 0
    const thought = written.slice(from, end === -1 ? undefined : end).trim()
    const text = end === -1 ? '' : written.slice(end + closing.length).trimStart()
    return { text, ...defined({ thought: thought === '' ? undefined : thought }) }
  }
  return { text: written }
}

/**
 * What a model wrote in answer to a request, its thoughts apart where a chat was asked for: a text that is continued is left as it stands.
 *
 * @throws RationaleError `model` where all of it are thoughts.
 */
export function answersOf(written: Completion[], request: GenerateRequest, id: string): Completion[] {
  if (typeof request.prompt === 'string') return written
  const answers = written.map((completion) => ({ ...completion, ...partThought(completion.text) }))
  refuseNoAnswer(answers, request, id)
  return answers
}

/**
 * One sample of several without an answer costs itself alone.
 *
 * @throws RationaleError `model` where none came to an answer: the model refused, or thought and no more, unless thoughts are read too.
 */
export function refuseNoAnswer(
  answers: readonly Completion[],
  { readsThoughts = false }: Pick<GenerateRequest, 'readsThoughts'>,
  id: string,
): void {
  const [first] = answers
  const isNone = ({ text, thought, refused }: Completion) =>
    text.trim() === '' && (refused !== undefined || (thought !== undefined && !readsThoughts))
  if (first === undefined || !answers.every(isNone)) return
  const found = answers.find(({ refused }) => refused !== undefined)?.refused
  if (found !== undefined) throw new RationaleError('model', `${id} refused to answer`, { found })
  const why = first.finish === 'length' ? 'its tokens were spent while it thought' : 'it ended within its thought'
  throw new RationaleError('model', `${id} thought, but gave no answer`, {
    found: `${why}: ${first.thought?.slice(0, 200)}`,
    remedy: 'allow more tokens, ask it to think less, or take a model that does not think',
  })
}

import { defined } from '../../src/core/absence.js'
import { type AnswerHint, finalAnswer } from '../../src/core/answers/answer.js'
import { findStatements } from '../../src/core/answers/statements.js'
import { frozen } from '../../src/core/frozen.js'
import { finish, type Pieces } from '../../src/core/pieces.js'
import type { Chain } from '../../src/core/records/types.js'
import { withBarredTables } from '../../src/core/steps/context-tables.js'
import { withoutMarks } from '../../src/core/steps/marks.js'
import { type Step, solutionText, splitting, textsOf } from '../../src/core/steps/steps.js'
import type { PreparedChain } from './judge.js'
import { isOtherAnswer } from './other-answer.js'
import { statedSoFar } from './stated-so-far.js'

/** A record as judges see it: split into steps, its answer read, everything else that it holds left out. All judges see this one: none can change it. */
export const prepare = (chain: Chain): PreparedChain => finish(preparing(chain))

/** The same in pieces. `unfinished`: the chain goes on, so that it has the answer alone that it plainly states. */
export function* preparing(
  { question, context, options, task, answer, ...chain }: Chain,
  unfinished = false,
): Pieces<PreparedChain> {
  // Where both are given the steps hold: a text beside them may say something else.
  const unwrapped = chain.steps !== undefined || chain.text === undefined ? undefined : solutionText(chain.text)
  yield
  const split = chain.steps === undefined ? yield* splitting(unwrapped?.text ?? '') : undefined
  const steps = chain.steps ?? textsOf(split ?? [])
  yield
  const stated = answer ?? unwrapped?.answer
  const hint = defined({ options, task, question })
  const text = spoken(unwrapped?.text, split, steps)
  const found = stated ?? (unfinished ? statedSoFar(text, hint) : readAnswer(text, hint))
  const goesOn = unfinished && found === undefined
  yield
  const other = answer === undefined ? undefined : otherAnswer(answer, unwrapped, text, hint)
  yield
  return frozen({
    question,
    steps,
    ...defined({
      context: context === undefined ? undefined : withBarredTables(context),
      options,
      task,
      answer: found,
      otherAnswer: other,
    }),
    ...(stated === undefined && found !== undefined && { answerRead: true as const }),
    ...(goesOn && { unfinished: true as const }),
  })
}

/** Why there is nothing to judge; undefined where there is. */
export function whyEmpty({ steps }: PreparedChain): string | undefined {
  if (steps.length === 0) return 'the chain has no steps'
  return steps.some((step) => /[^\s\p{C}]/u.test(step)) ? undefined : 'no step holds text'
}

/** What an answer is read from: the text without the marks of its steps. */
function spoken(text: string | undefined, split: readonly Step[] | undefined, steps: readonly string[]): string {
  const unmarked = withoutMarks(steps)
  if (text === undefined || split === undefined) return unmarked.join('\n')
  const gaps = split.map(({ start }, i) => text.slice(split[i - 1]?.end ?? 0, start))
  return unmarked.map((step, i) => `${gaps[i]}${step}`).join('')
}

/** What the text plainly states where that is another answer than the record's own; undefined where it states none, or the same. */
function otherAnswer(
  given: string,
  unwrapped: { answer?: string } | undefined,
  text: string,
  hint: AnswerHint,
): string | undefined {
  const stated = unwrapped?.answer ?? (findStatements(text).length > 0 ? readWithUnit(text, hint) : undefined)
  return stated !== undefined && isOtherAnswer(given, stated, hint) ? stated : undefined
}

/** A number with the word behind it, which may be its unit: 5000 km are not 5000 m. */
function readWithUnit(text: string, hint: AnswerHint): string | undefined {
  const found = finalAnswer(text, hint)
  if (found.kind === 'unparsed') return undefined
  const unit = /\d$/.test(found.value)
    ? /^\s?\p{L}{1,18}[²³]?/u.exec(text.slice(found.span[1], found.span[1] + 24))
    : null
  return `${found.value}${unit?.[0] ?? ''}`
}

function readAnswer(text: string, hint: AnswerHint): string | undefined {
  const found = finalAnswer(text, hint)
  return found.kind === 'unparsed' ? undefined : found.value
}

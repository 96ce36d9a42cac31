import { defined } from '../../src/core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../../src/core/arguments.js'
import { type Asked, checkAsked, whole } from '../../src/core/records/chat.js'
import type { Verdict, Verifier } from '../../src/core/records/types.js'
import { openFormula } from '../../src/core/steps/protected.js'
import { splitSteps } from '../../src/core/steps/steps.js'

/*
 * A solution judged while it is written. A step counts as finished when the next one has begun, outside a formula that is still
 * open; then all that is finished is judged. What comes later is not waited for: it may take a step back that stopped the stream.
 */

/** Takes a text as it comes. */
export interface Guard {
  /** The verdict on the finished steps, where one has just been finished. */
  push(piece: string): Promise<Verdict | undefined>
  /** The verdict on the whole. `isCut`: it was cut off at its longest, so that its last word or number may be a part of one. */
  end(isCut?: boolean): Promise<Verdict>
  /** How much of the text the last verdict of `push` is about: up to the end of a step. */
  readonly judged: number
}

export interface GuardOptions {
  signal?: AbortSignal | undefined
}

export function createGuard(verifier: Pick<Verifier, 'verify'>, asked: Asked, options: GuardOptions = {}): Guard {
  checkArguments('createGuard', { verifier: [verifier, 'verifier'], options: [options, 'options'] })
  checkAsked('createGuard', asked)
  refuseUnknownOptions('createGuard', options, { signal: true })
  const { signal } = options
  let text = ''
  let judged = 0
  const judge = (solution: string, unfinished = false) =>
    verifier.verify({ id: 'stream', ...defined(asked), text: solution }, { signal, ...(unfinished && { unfinished }) })
  return {
    async push(piece) {
      // Bytes would be judged by their numbers.
      checkArguments('guard', { 'a piece': [piece, 'text'] })
      text += piece
      // A step begins after white space or a full stop of Chinese: nothing else needs a look at the whole.
      if (!/[\s。！？]/.test(text.slice(-piece.length - 1, -1))) return undefined
      const known = openFormula(text)
      const finished =
        splitSteps(text)
          .slice(0, -1)
          .findLast(({ end }) => end <= known)?.end ?? 0
      if (finished <= judged) return undefined
      judged = finished
      return judge(text.slice(0, finished), true)
    },
    end: (isCut = false) => judge(whole(text, isCut)),
    get judged() {
      return judged
    },
  }
}

export type GuardEvent =
  /** Text that may be shown. */
  | { type: 'text'; text: string }
  /** What is known now that a step is finished. */
  | { type: 'step'; verdict: Verdict }
  /** The last one: on all that was read. `stopped`: a wrong step kept text back, the rest or (with `hold`) the last step. */
  | { type: 'verdict'; verdict: Verdict; stopped: boolean }

export interface GuardStreamOptions extends GuardOptions {
  /** End the stream at the first wrong step (default true). Its source is told, so that the model stops writing. */
  stop?: boolean
  /** Pass the text of a step on only when the step is judged (default false: at once). One found wrong is kept back, unless `stop` is false. */
  hold?: boolean
  /** Asked when the source has ended: whether the model was cut off at its longest (`finish_reason` is `length`), in the middle of a number maybe. */
  wasCut?: () => boolean
}

/**
 * A stream of text pieces, judged step by step as it comes. While a step is judged the source waits.
 *
 * ```ts
 * for await (const event of guardStream(verifier, { question }, pieces)) {
 *   if (event.type === 'text') process.stdout.write(event.text)
 *   if (event.type === 'verdict' && event.stopped) console.log(event.verdict.reasons[0])
 * }
 * ```
 *
 * @throws what the source and `verify` throw.
 */
export async function* guardStream(
  verifier: Pick<Verifier, 'verify'>,
  asked: Asked,
  pieces: AsyncIterable<string>,
  options: GuardStreamOptions = {},
): AsyncGenerator<GuardEvent, Verdict> {
  checkArguments('guardStream', { pieces: [pieces, 'sequence'], options: [options, 'options'] })
  refuseUnknownOptions('guardStream', options, { signal: true, stop: true, hold: true, wasCut: true })
  checkArguments('guardStream', { stop: [options.stop, 'switch'], hold: [options.hold, 'switch'] })
  const { stop = true, hold = false, wasCut = () => false, signal } = options
  const guard = createGuard(verifier, asked, { signal })
  let held = ''
  /** All that came before `held`. */
  let passed = 0
  for await (const piece of pieces) {
    held += piece
    const verdict = await guard.push(piece)
    if (verdict !== undefined) {
      yield { type: 'step', verdict }
      if (stop && isWrong(verdict)) {
        yield { type: 'verdict', verdict, stopped: true }
        return verdict
      }
    }
    const text = hold ? held.slice(0, Math.max(0, guard.judged - passed)) : held
    if (text !== '') yield { type: 'text', text }
    held = held.slice(text.length)
    passed += text.length
  }
  const verdict = await guard.end(wasCut())
  const stopped = stop && hold && isWrong(verdict)
  if (held !== '' && !stopped) yield { type: 'text', text: held }
  yield { type: 'verdict', verdict, stopped }
  return verdict
}

/** A step was found wrong. */
export const isWrong = ({ firstError }: Verdict): boolean => firstError !== null && firstError >= 0

import { RationaleError } from './errors.js'

/** Work that may be left between its pieces: it yields after each, and returns its result. */
export type Pieces<Result> = Generator<void, Result>

/** Work on each place of a list that is done when it is first asked for. */
export function once<Result>(work: (place: number) => Pieces<Result>): (place: number) => Pieces<Result> {
  const done = new Map<number, Result>()
  return function* (place) {
    const known = done.get(place)
    if (known !== undefined) return known
    const result = yield* work(place)
    done.set(place, result)
    return result
  }
}

/** All pieces at once. */
export function finish<Result>(work: Pieces<Result>): Result {
  for (;;) {
    const piece = work.next()
    if (piece.done) return piece.value
  }
}

/** After so many milliseconds others get a turn. */
const SLICE = 5

/** When the work in this turn of the event loop began; undefined where none has. All works share it: a hundred short ones in a row, each awaited, are one turn. */
let turn: number | undefined

function beginTurn(): number {
  turn = performance.now()
  soon(() => {
    turn = undefined
  })
  return turn
}

const isOver = () => performance.now() - (turn ?? beginTurn()) >= SLICE

/** Those that wait for their turn, the first first. */
const waiting: (() => void)[] = []

/** Goes on in a later turn of the event loop, one at a time: of eight at work at once, eight slices in one turn would be a long pause. */
function letOthers(goOn: () => void): void {
  if (waiting.push(goOn) === 1) soon(nextTurn)
}

function nextTurn(): void {
  beginTurn()
  waiting.shift()?.()
  if (waiting.length > 0) soon(nextTurn)
}

/** A browser has no setImmediate. */
const soon = (work: () => void) => (typeof setImmediate === 'function' ? setImmediate(work) : setTimeout(work))

/**
 * The pieces with a turn for others in between: the event loop is not held for longer than a slice and one piece.
 *
 * @throws RationaleError 'aborted' before the next piece after the signal.
 */
export async function finishInTurns<Result>(work: Pieces<Result>, signal?: AbortSignal): Promise<Result> {
  for (;;) {
    if (isOver()) await new Promise<void>(letOthers)
    if (signal?.aborted) throw new RationaleError('aborted', 'verification was aborted', { cause: signal.reason })
    const piece = work.next()
    if (piece.done) return piece.value
  }
}

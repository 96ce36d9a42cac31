import { Refusal } from './failures.js'

/**
 * How many requests are worked on at once. The others wait in line; past the end of the line a request is refused before its body is read, so that a
 * flood costs neither memory nor time.
 */
export interface Admission {
  readonly running: number
  readonly waiting: number
  /** Takes a place. @throws Refusal 503 where there is none. @returns gives the place back. */
  admit(): () => void
  /** Waits for one's turn. @throws what the signal was aborted with. @returns ends the turn. */
  turn(signal: AbortSignal): Promise<() => void>
}

export function createAdmission({ concurrency, queue }: { concurrency: number; queue: number }): Admission {
  let places = concurrency + queue
  let running = 0
  const line: (() => void)[] = []

  /** Given back once, however often it is called. */
  const once = (give: () => void) => {
    let given = false
    return () => {
      if (given) return
      given = true
      give()
    }
  }
  const endTurn = () =>
    once(() => {
      // Handed on, so that nobody who comes just then steps in between.
      const next = line.shift()
      if (next === undefined) running--
      else next()
    })

  return {
    get running() {
      return running
    },
    get waiting() {
      return line.length
    },
    admit() {
      if (places === 0) {
        throw new Refusal('the server is busy\n  to do:    ask again in a second, or start it with a larger --queue', {
          status: 503,
          code: 'busy',
          headers: { 'Retry-After': '1' },
        })
      }
      places--
      return once(() => {
        places++
      })
    },
    async turn(signal) {
      signal.throwIfAborted()
      if (running < concurrency) running++
      else await inLine(line, signal)
      return endTurn()
    },
  }
}

function inLine(line: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const called = () => {
      signal.removeEventListener('abort', leave)
      resolve()
    }
    const leave = () => {
      line.splice(line.indexOf(called), 1)
      reject(signal.reason)
    }
    line.push(called)
    signal.addEventListener('abort', leave, { once: true })
  })
}

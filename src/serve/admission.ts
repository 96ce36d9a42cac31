import { at } from '../core/absence.js'
import { Refusal } from './failures.js'

/** Bodies that are read at once. Those that come in whole are read in no time, so that only slow ones ever meet this number. */
const READERS = 256

/**
 * How many requests are worked on at once. The others wait in line; past the end of the line a request is refused before its body is read, so that a
 * flood costs neither memory nor time. A body that is still on its way holds none of these places.
 */
export interface Admission {
  readonly running: number
  readonly waiting: number
  /** Reads a body. @throws Refusal 503 where there is no place, 408 where too many others came meanwhile: the oldest makes way. */
  read<T>(body: () => Promise<T>): Promise<T>
  /** Takes a place. @throws Refusal 503 where there is none. @returns gives the place back. */
  admit(): () => void
  /** Waits for one's turn. @throws what the signal was aborted with. @returns ends the turn. */
  turn(signal: AbortSignal): Promise<() => void>
}

export function createAdmission({ concurrency, queue }: { concurrency: number; queue: number }): Admission {
  let places = concurrency + queue
  let running = 0
  const line: (() => void)[] = []
  /** Oldest first: what lets each of them go. */
  const readers = new Set<() => void>()
  const refuseWhereFull = () => {
    if (places === 0) throw busy()
  }

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
    async read(body) {
      refuseWhereFull()
      if (readers.size === READERS) at([...readers], 0)()
      let letGo = () => {}
      const late = new Promise<never>((_, reject) => {
        letGo = () => {
          readers.delete(letGo)
          reject(tooSlow())
        }
      })
      readers.add(letGo)
      try {
        return await Promise.race([body(), late])
      } finally {
        readers.delete(letGo)
      }
    },
    admit() {
      refuseWhereFull()
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

const busy = () =>
  new Refusal('the server is busy\n  to do:    ask again in a second, or start it with a larger --queue', {
    status: 503,
    code: 'busy',
    headers: { 'Retry-After': '1' },
  })

/** With what is missing of the body, nothing else can come over this connection. */
const tooSlow = () =>
  new Refusal('the body came too slowly, and others waited\n  to do:    ask again', {
    status: 408,
    code: 'body_too_slow',
    headers: { Connection: 'close' },
  })

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

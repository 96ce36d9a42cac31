import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import pLimit from 'p-limit'
import { RationaleError } from '../../src/core/errors.js'
import { mayPass, retryAfterOf, statusOf } from '../../src/core/passing.js'
import type { TokenTally } from '../../src/core/records/types.js'
import { addTally, emptyTally } from '../../src/core/tally.js'

/** Money per million tokens, in whatever currency the user counts in. */
export interface Price {
  input: number
  output: number
}

export interface Budget {
  calls?: number | undefined
  /** Read and generated together. */
  tokens?: number | undefined
  cost?: number | undefined
}

/** What a whole job has used: all its governors, and all its earlier runs. */
export interface Spent {
  tally: TokenTally
  /** Null without prices. */
  cost: number | null
}

export function costOf({ evaluated, generated }: TokenTally, price: Price | undefined): number | null {
  return price === undefined ? null : (evaluated * price.input + generated * price.output) / 1_000_000
}

export interface GovernorOptions {
  /** Most calls in flight. */
  concurrency: number
  /** Attempts after the first of a call that may pass (default 3). */
  retries?: number | undefined
  /** First wait between attempts; it doubles (default 500 ms). */
  backoffMs?: number | undefined
  /** One attempt is given up after this long (default 10 min: a local model may be slow). */
  attemptTimeoutMs?: number | undefined
  budget?: Budget | undefined
  price?: Price | undefined
  /** Shared by all governors of a job; the budget is held against it. */
  spent?: Spent | undefined
  /** Called when the limit changes, for progress and tests. */
  onLimit?: ((limit: number, why: string) => void) | undefined
}

export interface Governor {
  /** Runs one call within the limits; what it adds to the tally is counted. @throws BudgetSpent, or the call's own last error. */
  run<T>(call: (signal: AbortSignal, tally: TokenTally) => Promise<T>): Promise<T>
  readonly spent: Spent
  readonly limit: number
  /** Ends all waiting and running calls. */
  abort(reason: unknown): void
}

/** The budget is spent: the job stops before the next document and can be resumed with a larger one. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent'
}

const COOL_DOWN_MS = 5000
const LONGEST_WAIT_MS = 120_000

/**
 * Adaptive concurrency as inspect_ai does it: doubled after every `limit` successes until the first 429, one more after that; x 0.8 once per episode
 * of 429s, with a cool-down in which further ones do not count; 5xx and time-outs pause growth. Retry-After holds back every new call.
 */
export function createGovernor(options: GovernorOptions): Governor {
  const { concurrency, retries = 3, backoffMs = 500, attemptTimeoutMs = 600_000, budget = {}, price } = options
  const onLimit = options.onLimit ?? (() => {})
  const spent = options.spent ?? { tally: emptyTally(), cost: costOf(emptyTally(), price) }
  let inFlight = 0
  const limiter = pLimit(Math.max(1, Math.min(concurrency, 4)))
  const ended = new AbortController()
  setMaxListeners(0, ended.signal) // every waiting call listens
  const running = new Set<(reason: unknown) => void>()
  let doubling = true
  let successes = 0
  let coolUntil = 0
  let holdUntil = 0

  function checkBudget(): void {
    const { tally, cost } = spent
    const tokens = tally.evaluated + tally.generated
    if (budget.calls !== undefined && tally.calls + inFlight >= budget.calls)
      throw new BudgetSpent(`${budget.calls} calls`)
    if (budget.tokens !== undefined && tokens >= budget.tokens) throw new BudgetSpent(`${budget.tokens} tokens`)
    if (budget.cost !== undefined && cost !== null && cost >= budget.cost)
      throw new BudgetSpent(`a cost of ${budget.cost}`)
  }

  function setLimit(limit: number, why: string): void {
    const next = Math.max(1, Math.min(concurrency, Math.floor(limit)))
    successes = 0
    if (next === limiter.concurrency) return
    limiter.concurrency = next
    onLimit(next, why)
  }

  function succeeded(): void {
    if (performance.now() < coolUntil || ++successes < limiter.concurrency) return
    setLimit(doubling ? limiter.concurrency * 2 : limiter.concurrency + 1, 'success')
  }

  function refused(error: unknown): void {
    const now = performance.now()
    const status = statusOf(error)
    const after = retryAfterOf(error)
    if (after !== undefined) holdUntil = Math.max(holdUntil, now + Math.min(after, LONGEST_WAIT_MS))
    if (status === 429 && now >= coolUntil) {
      doubling = false
      setLimit(limiter.concurrency * 0.8, 'HTTP 429')
    }
    successes = 0
    coolUntil = Math.max(coolUntil, now + COOL_DOWN_MS, holdUntil)
  }

  async function attempt<T>(call: (signal: AbortSignal, tally: TokenTally) => Promise<T>): Promise<T> {
    const held = holdUntil - performance.now()
    if (held > 0) await wait(held, undefined, { signal: ended.signal })
    if (ended.signal.aborted) throw ended.signal.reason
    checkBudget()
    inFlight++
    const tally = emptyTally()
    // One controller a call: AbortSignal.any costs ten times as much.
    const own = new AbortController()
    let giveUp: (reason: unknown) => void = () => {}
    let timer: NodeJS.Timeout | undefined
    try {
      const result = await new Promise<T>((resolve, reject) => {
        // A call that ignores its signal must not hold the job for ever.
        giveUp = (reason) => {
          own.abort(reason)
          reject(reason)
        }
        running.add(giveUp)
        timer = setTimeout(
          () => giveUp(new RationaleError('network', `no answer within ${attemptTimeoutMs} ms`)),
          attemptTimeoutMs,
        )
        call(own.signal, tally).then(resolve, reject)
      })
      succeeded()
      return result
    } catch (error) {
      if (ended.signal.aborted) throw ended.signal.reason
      // A provider may wrap the reason it was aborted for: that reason says more.
      throw own.signal.aborted ? own.signal.reason : error
    } finally {
      clearTimeout(timer)
      running.delete(giveUp)
      inFlight--
      tally.calls ||= 1
      addTally(spent.tally, tally)
      if (spent.cost !== null) spent.cost += costOf(tally, price) ?? 0
    }
  }

  return {
    spent,
    get limit() {
      return limiter.concurrency
    },
    abort(reason) {
      ended.abort(reason)
      for (const giveUp of running) giveUp(reason)
    },
    async run(call) {
      for (let failures = 0; ; failures++) {
        try {
          return await limiter(() => attempt(call))
        } catch (error) {
          if (ended.signal.aborted || error instanceof BudgetSpent || !mayPass(error)) throw error
          refused(error)
          if (failures >= retries) throw error
          await wait(Math.min(backoffMs * 2 ** failures, LONGEST_WAIT_MS), undefined, { signal: ended.signal })
        }
      }
    },
  }
}

import { defined } from './absence.js'
import { RationaleError } from './errors.js'

/** An answer that may be different next time: 408, 429, 5xx, a time-out, a broken connection, broken JSON. */
export class Passing extends Error {
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  constructor(message: string, status?: number, retryAfterMs?: number) {
    super(message)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

/** Too slow, too many, or the server's own fault. */
export const isPassingStatus = (status: number) => status === 408 || status === 429 || status >= 500

/**
 * What another attempt of a whole call may cure, now or a minute later: rate limits, server errors, broken connections, a network that is away. Never a
 * wrong key, request or configuration. Within one call a server that is not there at all is told at once (src/models/http/unreachable.ts).
 */
export function mayPass(thrown: unknown): boolean {
  const status = statusOf(thrown)
  if (status !== undefined) return isPassingStatus(status)
  if (thrown instanceof Passing) return true
  if (thrown instanceof RationaleError) return thrown.code === 'network'
  return /ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|fetch failed|socket|timed? ?out|terminated|other side closed/i.test(
    causesOf(thrown)
      .map((error) => `${error.message} ${'code' in error ? String(error.code) : ''}`)
      .join(' '),
  )
}

/** The HTTP status that an error or one of its causes carries. */
export const statusOf = (thrown: unknown) => numberOf(thrown, 'status')

/** How long the server asks to wait, where an error or one of its causes says so. */
export const retryAfterOf = (thrown: unknown) => numberOf(thrown, 'retryAfterMs')

function numberOf(thrown: unknown, name: 'status' | 'retryAfterMs'): number | undefined {
  const values = causesOf(thrown).map((error) => Object.entries(error).find(([key]) => key === name)?.[1])
  return values.find((value): value is number => typeof value === 'number' && Number.isFinite(value))
}

/** An error, its cause, the cause of that, …; no deeper than anybody wraps. */
function causesOf(thrown: unknown): Error[] {
  const found: Error[] = []
  for (let at = thrown; at instanceof Error && found.length < 5; at = at.cause) found.push(at)
  return found
}

/** Of an error that a call ended with because the server has too much to do (429): how long it asks to wait, where it says so. */
export function tooBusy(error: RationaleError): { retryAfterMs?: number } | undefined {
  const { cause } = error
  return cause instanceof Passing && cause.status === 429 ? defined({ retryAfterMs: cause.retryAfterMs }) : undefined
}

import { defined } from './absence.js'
import type { RationaleError } from './errors.js'

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

/** Of an error that a call ended with because the server has too much to do (429): how long it asks to wait, where it says so. */
export function tooBusy(error: RationaleError): { retryAfterMs?: number } | undefined {
  const { cause } = error
  return cause instanceof Passing && cause.status === 429 ? defined({ retryAfterMs: cause.retryAfterMs }) : undefined
}

import { setTimeout as wait } from 'node:timers/promises'
import { fieldOf, Passing } from '../core/passing.js'

/*
 * How long a server asks to wait before it is asked again, and how long it is waited for: the same over http and through LangChain.
 */

/** All attempts and waits of one call together, where nobody says otherwise. */
export const TOTAL_TIMEOUT_MS = 600_000

/** A `retry-after` header, in seconds or as an HTTP date (RFC 9110, 10.2.3) -> milliseconds from now. */
export function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined
  const ms = /^\s*\d+(?:\.\d+)?\s*$/.test(header) ? 1000 * Number(header) : Date.parse(header) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}

/** The same of an error of a provider's client: where it keeps the headers of the answer differs from client to client. */
export function retryAfterIn(error: unknown): number | undefined {
  for (const holder of [error, fieldOf(error, 'response'), fieldOf(error, '$response')]) {
    const headers = fieldOf(holder, 'headers')
    const said = headers instanceof Headers ? headers.get('retry-after') : fieldOf(headers, 'retry-after')
    if (typeof said === 'string' || typeof said === 'number') return retryAfter(String(said))
  }
  return undefined
}

/**
 * Waits as the server asks. One that asks for more than what is left of the call's time will not be served by trying again earlier.
 *
 * @throws Passing where that is so.
 */
export async function waitAsAsked(
  { message, status, retryAfterMs }: Passing,
  leftMs: number,
  signal?: AbortSignal,
): Promise<void> {
  if (retryAfterMs === undefined) return
  if (retryAfterMs > leftMs)
    throw new Passing(`${message}; it asks to wait ${Math.ceil(retryAfterMs / 1000)} s`, status, retryAfterMs)
  await wait(retryAfterMs, undefined, signal === undefined ? {} : { signal })
}

import type { ZodError } from 'zod'
import { defined } from '../core/absence.js'
import { describeIssues, type ErrorCode, RationaleError } from '../core/errors.js'
import { tooBusy } from '../core/passing.js'

/*
 * Why a request was not answered, in the form that OpenAI's clients read: {error: {message, type, param, code}}.
 */

interface RefusalDetails {
  status: number
  code: string
  /** Sent with the answer (`Retry-After`, `WWW-Authenticate`, …). */
  headers?: Readonly<Record<string, string>>
}

/** A request that HTTP itself refuses: too large, no key, no such path. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(message: string, { status, code, headers = {} }: RefusalDetails) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** The body is JSON, but not what this route takes. */
export function badRequest(message: string, code = 'invalid_request'): Refusal {
  return new Refusal(message, { status: 400, code })
}

/** As OpenAI tells it. */
export const unknownModel = (name: string, known: readonly string[]): Refusal =>
  new Refusal(
    known.length === 0
      ? `there is no model ${JSON.stringify(name)} here, nor any other\n  to do:    start the server with --generator URI`
      : `there is no model ${JSON.stringify(name)} here\n  expected: ${known.join(' or ')}`,
    { status: 404, code: 'model_not_found' },
  )

export function refuseBody(error: ZodError, expected: string): Refusal {
  // A wrong choice says already what could be chosen.
  const isChoice = error.issues.every(({ code }) => code === 'invalid_value')
  const layout = isChoice ? '' : `\n  expected: ${expected}`
  return badRequest(`${describeIssues(error, 'body')}${layout}\n  to do:    see /openapi.json`)
}

/**
 * Whose fault each kind of error is. What a model server does wrong is a bad gateway to whoever asked us; so is what it does not let us do, such as
 * a key of ours that it refuses. Only that it has too much to do (429) is passed on. What is wrong with a request itself is a Refusal.
 */
const statuses: Record<ErrorCode, number> = {
  configuration: 502,
  input: 400,
  unsupported: 400,
  'missing-package': 500,
  'model-file': 500,
  model: 502,
  network: 502,
  quota: 502,
  numeric: 500,
  io: 500,
  aborted: 503,
}

export interface Failure {
  status: number
  headers: Readonly<Record<string, string>>
  body: { error: { message: string; type: string; param: null; code: string } }
  /** For the log: what a client is not told. */
  cause?: string
}

/** Anything thrown -> what the client is told. Faults of ours are told by the request's id alone. */
export function failureOf(thrown: unknown, id: string): Failure {
  if (thrown instanceof Refusal) return failure(thrown.status, thrown.code, thrown.message, thrown.headers)
  const busy = thrown instanceof RationaleError ? tooBusy(thrown) : undefined
  if (thrown instanceof RationaleError && busy !== undefined) {
    const { retryAfterMs } = busy
    const headers = defined({
      'retry-after': retryAfterMs === undefined ? undefined : String(Math.ceil(retryAfterMs / 1000)),
    })
    return failure(429, 'rate_limit_exceeded', thrown.message, headers)
  }
  if (thrown instanceof RationaleError) return failure(statuses[thrown.code], thrown.code, thrown.message)
  return {
    ...failure(500, 'internal', `the server failed; its log has the reason under ${id}`),
    cause: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
  }
}

function failure(status: number, code: string, message: string, headers: Failure['headers'] = {}): Failure {
  const type = status >= 500 ? 'server_error' : status === 401 ? 'authentication_error' : 'invalid_request_error'
  return defined({ status, headers, body: { error: { message, type, param: null, code } } })
}

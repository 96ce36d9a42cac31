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

/**
 * The HTTP status that an error or one of its causes carries: in a field, whose name differs from client to client, or in its words ("HTTP 503").
 */
export function statusOf(thrown: unknown): number | undefined {
  const causes = causesOf(thrown)
  return first(causes, statusIn) ?? first(causes, statusSaid)
}

/** How long the server asks to wait, where an error or one of its causes says so. */
export const retryAfterOf = (thrown: unknown): number | undefined =>
  first(causesOf(thrown), (error) => {
    const value = fieldOf(error, 'retryAfterMs')
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  })

/** `status` of OpenAI's and Anthropic's clients, `statusCode` of Mistral's, `$metadata` of Bedrock's, `response` of axios, `code` of Google's. */
function statusIn(error: Error): number | undefined {
  const response = fieldOf(error, 'response')
  const values = [
    fieldOf(error, 'status'),
    fieldOf(error, 'statusCode'),
    fieldOf(fieldOf(error, '$metadata'), 'httpStatusCode'),
    fieldOf(response, 'status'),
    fieldOf(response, 'statusCode'),
    fieldOf(error, 'code'),
  ]
  return values.map(statusFrom).find((status) => status !== undefined)
}

/** Digits in a text too; a `code` may also be that of a system call or of gRPC, which are no numbers of this size. */
function statusFrom(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status < 600 ? status : undefined
}

/** "HTTP 503", "HTTP/1.1 503", "HTTP error 503", "status code: 429", "Error code: 429", "429 Too Many Requests". */
const worded =
  /\b(?:HTTP(?:\/\d(?:\.\d)?)?(?: error)?|status(?: code)?|error code)[ :=]{1,2}([45]\d\d)\b|^([45]\d\d) [a-z]/i

/** Ours say it in their code, and in words what a server said to somebody. */
function statusSaid(error: Error): number | undefined {
  if (error instanceof RationaleError || error instanceof Passing) return undefined
  const [, within, before] = worded.exec(error.message) ?? []
  const said = within ?? before
  return said === undefined ? undefined : Number(said)
}

/** A field of what may be no object at all, its own or of its class. */
export function fieldOf(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null && name in holder
    ? (holder as Record<string, unknown>)[name] // it is there
    : undefined
}

function first<Value>(errors: readonly Error[], read: (error: Error) => Value | undefined): Value | undefined {
  return errors.map(read).find((value) => value !== undefined)
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

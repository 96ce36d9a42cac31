import pRetry from 'p-retry'
import { defined } from '../../core/absence.js'
import { RationaleError } from '../../core/errors.js'
import { Passing } from '../../core/passing.js'
import { printable } from '../../core/printable.js'
import { keepSecret, redact, redactedStart, withoutSecrets } from '../../core/secrets.js'
import { warn } from '../../core/warnings.js'
import { refusal, type Server } from '../refusal.js'
import { retryAfter, TOTAL_TIMEOUT_MS, waitAsAsked } from '../waiting.js'
import { joinEvents } from './events.js'
import { describeFailure, unreachable } from './unreachable.js'

export interface TransportOptions {
  /** `https://host/v1`, without a trailing slash. */
  baseUrl: string
  /** Sent to that host as a bearer token, and nowhere else. */
  apiKey?: string | undefined
  /** A single attempt is given up after this long (default 120 s). */
  attemptTimeoutMs?: number | undefined
  /** All attempts and waits of one call together (default 10 min). */
  totalTimeoutMs?: number | undefined
  /** Attempts after the first (default 5). */
  retries?: number | undefined
  /** The same for the questions that find out what a server can do (default: as `retries`). */
  probeRetries?: number | undefined
  /** First wait between attempts; it doubles, with jitter (default 500 ms). */
  backoffMs?: number | undefined
  /** A larger answer is refused (default 64 MiB). */
  maxResponseBytes?: number | undefined
}

export interface Transport {
  /** POSTs JSON to a path below the base URL and gives the JSON answer. */
  post(path: string, body: unknown, call?: CallOptions): Promise<unknown>
}

export interface CallOptions {
  signal?: AbortSignal | undefined
  /** One of the questions that find out what a server can do. */
  probe?: boolean
}

const MAX_REDIRECTS = 3

/**
 * Retries what may pass (the server answered so, or the connection broke), within a number of attempts and a total time; honours Retry-After. A
 * server that was never reached is told at once. Never follows a redirect to another host. An
 * error that stands in an answer with HTTP 200 is one all the same.
 *
 * @throws RationaleError `network` when the budget is spent, `configuration` for a refused key, `quota` for a spent account, `unsupported` for an unknown path
 * or model, `model` for a refused request, `aborted`.
 */
export function createTransport(options: TransportOptions): Transport {
  const { baseUrl, apiKey, attemptTimeoutMs = 120_000, totalTimeoutMs = TOTAL_TIMEOUT_MS, retries = 5 } = options
  const { backoffMs = 500, maxResponseBytes = 64 * 1024 * 1024 } = options
  // A server may echo the request's headers into an error.
  keepSecret(apiKey)
  /** A server that has answered may be starting again where it refuses a connection. */
  let hasAnswered = false

  async function attempt(url: string, body: string, signal: AbortSignal, redirects = 0): Promise<unknown> {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        ...defined({ authorization: apiKey ? `Bearer ${apiKey}` : undefined }),
      },
      body,
      signal,
    })
    hasAnswered = true
    if (response.status >= 300 && response.status < 400) {
      const target = response.headers.get('location')
      await response.body?.cancel()
      const next = target === null ? undefined : new URL(target, url)
      if (next?.host !== new URL(url).host || next.protocol !== new URL(url).protocol || redirects >= MAX_REDIRECTS) {
        throw new RationaleError('network', `${new URL(url).host} redirects elsewhere: refused`, {
          found: redact(`HTTP ${response.status} to ${next?.host ?? 'nowhere'}`),
          remedy: 'give the final address of the server in the URI',
        })
      }
      return attempt(next.href, body, signal, redirects + 1)
    }
    const text = await readText(response, maxResponseBytes)
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? 'no content type'
    if (response.ok) {
      if (isPage(type, text)) throw pageInstead(url, type, text)
      // Whatever a server says goes on into records, caches, pages and to clients.
      const answer = withoutSecrets(parseAnswer(text, type))
      const fault = errorWithin(answer)
      if (fault === undefined) return answer
      throw refusal(askedAt(url), fault.status, redactedStart(fault.said, 500))
    }
    const said = isPage(type, text) ? `a page: ${firstWords(text)}` : redactedStart(text, 500)
    throw refusal(askedAt(url), response.status, said, retryAfter(response.headers.get('retry-after')))
  }

  return {
    async post(path, body, { signal, probe = false } = {}) {
      const url = `${baseUrl}${path}`
      const deadline = AbortSignal.timeout(totalTimeoutMs)
      const ended = AbortSignal.any(signal ? [signal, deadline] : [deadline])
      const json = JSON.stringify(body)
      const started = performance.now()
      let attempts = 0
      try {
        return await pRetry(
          async () => {
            attempts++
            const limit = AbortSignal.timeout(attemptTimeoutMs)
            try {
              return await attempt(url, json, AbortSignal.any([ended, limit]))
            } catch (error) {
              if (error instanceof RationaleError || error instanceof Passing || ended.aborted) throw error
              if (limit.aborted) throw new Passing(`no answer within ${attemptTimeoutMs} ms`)
              throw (hasAnswered ? undefined : unreachable(url, error)) ?? new Passing(describeFailure(error))
            }
          },
          {
            retries: probe ? (options.probeRetries ?? retries) : retries,
            minTimeout: backoffMs,
            randomize: true,
            signal: ended,
            shouldRetry: ({ error }) => error instanceof Passing,
            async onFailedAttempt({ error, retriesLeft }) {
              if (!(error instanceof Passing) || retriesLeft === 0) return
              const left = totalTimeoutMs - (performance.now() - started)
              // Nothing is tried again where it asks for more than there is.
              if ((error.retryAfterMs ?? 0) <= left) warnOfRetry(url, error, retriesLeft)
              await waitAsAsked(error, left, ended)
            },
          },
        )
      } catch (error) {
        if (signal?.aborted)
          throw new RationaleError('aborted', `call to ${new URL(url).host} was aborted`, { cause: signal.reason })
        if (error instanceof RationaleError) throw error
        throw new RationaleError('network', `${new URL(url).host} gave no usable answer`, {
          found: redact(
            `${deadline.aborted ? `${totalTimeoutMs} ms were spent` : describeFailure(error)} (attempts: ${attempts})`,
          ),
          remedy: 'check that the server runs and is reachable, or allow more time and attempts',
          // `tooBusy` reads status and Retry-After from it; its words are redacted already.
          ...defined({ cause: error instanceof Passing ? error : undefined }),
        })
      }
    },
  }
}

/** Once for a server: silence looks like work. */
function warnOfRetry(url: string, error: Passing, retriesLeft: number): void {
  const { host } = new URL(url)
  warn({
    about: `retries at ${host}`,
    text: `${host}: ${redact(error.message)}; trying again, ${retriesLeft} more at the most`,
  })
}

function askedAt(url: string): Server {
  const { host, pathname } = new URL(url)
  return { host, address: `${host}${pathname}`, key: 'RATIONALE_API_KEY or OPENAI_API_KEY' }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of response.body ?? []) {
    bytes += piece.length
    if (bytes > maxBytes) {
      throw new RationaleError(
        'network',
        `${new URL(response.url).host} answered with more than ${maxBytes} bytes: refused`,
      )
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** The JSON of an answer, or of the events that a server streamed unasked. */
function parseAnswer(text: string, type: string): unknown {
  try {
    const joined = joinEvents(text)
    if (joined !== undefined) return joined
    return JSON.parse(text)
  } catch {
    throw new Passing(`the answer is not complete JSON (${type}): ${firstWords(text)}`)
  }
}

const isPage = (type: string, text: string) =>
  type === 'text/html' || type === 'application/xhtml+xml' || /^\s*<(?:!doctype|html)\b/i.test(text)

/** A login page or a proxy's: it will be there at the next attempt too. */
function pageInstead(url: string, type: string, text: string): RationaleError {
  const { host, pathname } = new URL(url)
  return new RationaleError('network', `${host}${pathname} answered with a page where JSON was due`, {
    expected: 'the JSON of an OpenAI-compatible server (application/json)',
    found: `${printable(redact(type)).slice(0, 100)}: ${firstWords(text)}`,
    remedy: 'check the address (does it end in /v1?), and whether a proxy or a login stands in between',
  })
}

/** How a body begins, on one line: without keys, markup and what a terminal obeys. */
function firstWords(body: string): string {
  const words = redactedStart(body, 20_000)
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return words === '' ? 'nothing to read' : JSON.stringify(printable(words).slice(0, 200))
}

/** An error in an answer: `{error: …}` as OpenAI has it, `{choices: [{error: …}]}` as gateways do, `{object: "error", …}` as vLLM did. */
function errorWithin(answer: unknown): { status: number | undefined; said: string } | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  const { error, choices, object } = answer as Record<string, unknown>
  const inChoice = Array.isArray(choices) ? choices.find((each) => each?.error)?.error : undefined
  const found = error || inChoice || (object === 'error' ? answer : undefined)
  if (!found) return undefined
  const status = Number((found as { code?: unknown }).code)
  // The whole of it: the type and the parameter that it names say as much as its sentence.
  const said = typeof found === 'string' ? found : JSON.stringify(found)
  return { status: status >= 400 && status < 600 ? status : undefined, said }
}

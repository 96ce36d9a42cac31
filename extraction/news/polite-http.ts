import { setTimeout as wait } from 'node:timers/promises'
import { defined } from '../../src/core/absence.js'
import { messageOf, RationaleError } from '../../src/core/errors.js'
import { missingPackage } from '../../src/core/missing-package.js'

const MAX_BYTES = 32 * 1024 * 1024
const TRIES = 3
/** Seconds. Who asks for more is asked again by the next run. */
const LONGEST_WAIT = 60

export interface PoliteOptions {
  /** Who asks, with an address to write to: SEC and others refuse whoever does not say. */
  agent: string
  /** Requests a second to one host. */
  rate: number
  timeoutMs?: number
  signal?: AbortSignal | undefined
}

/** What the last run saw of a page, so that an unchanged one is not sent again. */
export interface Seen {
  etag?: string
  modified?: string
}

export type Fetched = { unchanged: true } | { unchanged: false; body: Buffer; type: string; seen: Seen }

export interface PoliteHttp {
  /** @throws RationaleError `network`: refused by robots.txt, another host, too large, or failing until the tries are spent. */
  get(url: string, seen?: Seen): Promise<Fetched>
}

/** Asks robots.txt of each host once, keeps to the rate, waits as long as it is told to, and follows no redirect to another host. */
export function politeHttp({ agent, rate, timeoutMs = 30_000, signal }: PoliteOptions): PoliteHttp {
  const lastAt = new Map<string, number>()
  const rules = new Map<string, Promise<(url: string) => boolean>>()
  /** Seconds between requests that a host asks for in its robots.txt. */
  const delays = new Map<string, number>()

  async function once(url: URL, headers: Record<string, string>): Promise<Response> {
    // Of a clock that nobody sets: set back by a day, the other one would have us wait for a day.
    const gap = 1000 * Math.max(1 / rate, delays.get(url.host) ?? 0)
    const due = Math.max(performance.now(), (lastAt.get(url.host) ?? -gap) + gap)
    lastAt.set(url.host, due)
    await wait(due - performance.now(), undefined, defined({ signal }))
    const limits = [AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]
    return fetch(url, {
      headers: { 'user-agent': agent, ...headers },
      redirect: 'manual',
      signal: AbortSignal.any(limits),
    })
  }

  async function withinHost(
    url: URL,
    headers: Record<string, string>,
    isAllowed: (url: URL) => Promise<boolean>,
  ): Promise<Response> {
    let target = url
    for (let hops = 0; hops < 5; hops++) {
      const answer = await once(target, headers)
      const location = answer.headers.get('location')
      if (answer.status < 300 || answer.status === 304 || answer.status >= 400 || location === null) return answer
      const next = new URL(location, target)
      if (next.host !== url.host) throw failure(url, `a redirect to another host, ${next.host}`)
      if (!(await isAllowed(next))) throw failure(url, `a redirect to ${next.pathname}, which its robots.txt forbids`)
      target = next
    }
    throw failure(url, 'redirects without end')
  }

  async function mayFetch(url: URL): Promise<boolean> {
    const known = rules.get(url.origin) ?? readRules(url)
    rules.set(url.origin, known)
    return (await known)(url.href)
  }

  async function readRules(url: URL): Promise<(href: string) => boolean> {
    const address = new URL('/robots.txt', url)
    const answer = await withinHost(address, {}, async () => true)
    // Without rules everything may be read; where the server fails, nothing (RFC 9309, section 2.3.1).
    if (answer.status >= 500) return () => false
    if (answer.status >= 400) return () => true
    const { default: loaded } = await import('robots-parser').catch(missingPackage('robots-parser', 'fetching news'))
    // Its types describe an ES module; what is installed is CommonJS, whose whole export Node gives as `default`.
    const robotsParser = loaded as unknown as typeof loaded.default
    const parsed = robotsParser(address.href, (await bodyOf(answer, address)).toString())
    delays.set(url.host, Math.min(parsed.getCrawlDelay(agent) ?? 0, LONGEST_WAIT))
    return (href) => parsed.isAllowed(href, agent) !== false
  }

  return {
    async get(text, seen = {}) {
      const url = new URL(text)
      if (!(await mayFetch(url))) throw failure(url, 'its robots.txt forbids it')
      const headers = defined({ 'if-none-match': seen.etag, 'if-modified-since': seen.modified }) as Record<
        string,
        string
      > // none is undefined
      for (let attempt = 1; ; attempt++) {
        const answer = await withinHost(url, headers, mayFetch)
        if (answer.status === 304) return { unchanged: true }
        if (answer.ok) {
          const { headers: given } = answer
          const next = defined({
            etag: given.get('etag') ?? undefined,
            modified: given.get('last-modified') ?? undefined,
          })
          return {
            unchanged: false,
            body: await bodyOf(answer, url),
            type: given.get('content-type') ?? '',
            seen: next,
          }
        }
        const mayPass = answer.status === 429 || answer.status >= 500
        if (!mayPass || attempt === TRIES) throw failure(url, `status ${answer.status}`)
        const asked = Number(answer.headers.get('retry-after') ?? attempt)
        const seconds = Number.isFinite(asked) ? asked : attempt
        if (seconds > LONGEST_WAIT) throw failure(url, `status ${answer.status}, to be asked again in ${seconds} s`)
        await wait(1000 * seconds, undefined, defined({ signal }))
      }
    },
  }
}

async function bodyOf(answer: Response, url: URL): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body ?? []) {
    size += part.length
    if (size > MAX_BYTES) throw failure(url, `more than ${MAX_BYTES / 1024 / 1024} MB`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function failure(url: URL, found: unknown): RationaleError {
  return new RationaleError('network', `cannot fetch ${url.origin}${url.pathname}`, { found: messageOf(found) })
}

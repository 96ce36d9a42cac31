import { once, setMaxListeners } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { checkArguments, MOST_SECONDS, refuseUnknownOptions } from '../core/arguments.js'
import { RationaleError } from '../core/errors.js'
import type { Verifier } from '../core/records/types.js'
import { packageVersion } from '../core/version.js'
import type { LanguageModel } from '../models/types.js'
import { createAdmission } from './admission.js'
import { createApp } from './app.js'
import { chatRoute, namesOf } from './chat.js'
import { createDoorkeeper } from './keys.js'
import { createMetrics } from './metrics.js'
import type { LogEntry } from './observe.js'
import { poolingRoute } from './pooling.js'
import { rerankRoute } from './rerank.js'
import { verifyRoute } from './verify.js'
import { withoutFolders } from './without-folders.js'

export interface ServeOptions {
  verifier: Verifier
  /** Writes the answers of `/v1/chat/completions`; left out, there are none. */
  generator?: LanguageModel | undefined
  /** Answers that the generator is asked for (default 4). */
  candidates?: number | undefined
  /** Default 127.0.0.1. Any address that others can reach needs a key. */
  host?: string | undefined
  /** Default 8080; 0 takes a free one. */
  port?: number | undefined
  /** One of them is sent with each request: `Authorization: Bearer KEY`. */
  keys?: readonly string[] | undefined
  /** Largest body in bytes (default 1 MiB). */
  maxBody?: number | undefined
  /** Requests that are worked on at once (default 8), and that may wait (default 256). */
  concurrency?: number | undefined
  queue?: number | undefined
  /** Seconds until a request is given up (default 120, at most 2,000,000). */
  timeout?: number | undefined
  /** Called for every request that is over. */
  log?: ((entry: LogEntry) => void) | undefined
  /** Bodies go into the log too. */
  logTexts?: boolean | undefined
}

/** A server that listens. */
export interface RunningServer {
  url: string
  /** Takes no more requests, finishes those that run, ends what still runs after `grace` seconds (default 30). Verifier and generator stay open. */
  close(grace?: number): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Slow clients: time to send the headers, and the whole request. */
const HEADERS_MS = 10_000
const REQUEST_MS = 30_000
/** Sockets are cheap, but not free. */
const MOST_CONNECTIONS = 2048

/**
 * HTTP in front of a verifier, and of a model where there is one.
 *
 * @throws RationaleError `configuration` for an address that is taken or needs a key.
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  checkArguments('serve', { options: [options, 'object'], verifier: [options?.verifier, 'verifier'] })
  refuseUnknownOptions('serve', options, {
    verifier: true,
    generator: true,
    candidates: true,
    host: true,
    port: true,
    keys: true,
    maxBody: true,
    concurrency: true,
    queue: true,
    timeout: true,
    log: true,
    logTexts: true,
  })
  // No number of requests at once is no server, and a timer that is given too much ends at once.
  checkArguments('serve', {
    candidates: [options.candidates, 'count'],
    maxBody: [options.maxBody, 'count'],
    concurrency: [options.concurrency, 'count'],
    queue: [options.queue, 'count from 0'],
    timeout: [options.timeout, 'seconds'],
  })
  const { verifier, generator, candidates = 4, host = '127.0.0.1', port = 8080, keys = [] } = options
  const { maxBody = 2 ** 20, concurrency = 8, queue = 256, timeout = 120, log, logTexts = false } = options
  const metrics = createMetrics()
  const asked = new AbortController()
  const now = new AbortController()
  setMaxListeners(0, now.signal) // every request that runs listens
  const app = createApp({
    routes: [
      verifyRoute(verifier),
      rerankRoute(verifier),
      chatRoute({ verifier, generator, candidates }),
      poolingRoute(verifier),
    ],
    models: generator === undefined ? [] : namesOf(generator),
    about: { version: packageVersion(), verifier: withoutFolders(verifier.id), keys: keys.length > 0 },
    doorkeeper: createDoorkeeper(host, keys),
    admission: createAdmission({ concurrency, queue }),
    metrics,
    limits: { maxBody, timeout },
    log,
    logTexts,
    stop: { asked: asked.signal, now: now.signal },
  })
  // Without HTTP/2 it is always Node's own HTTP server.
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    serverOptions: { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, connectionsCheckingInterval: 1000 },
  }) as Server
  server.maxConnections = MOST_CONNECTIONS
  // A connection on which nothing moves for longer than any work may take: nobody reads its answer.
  server.timeout = timeout * 1000 + REQUEST_MS
  const address = await listen(server, host, port)
  let closing: Promise<void> | undefined

  async function finish(grace: number): Promise<void> {
    asked.abort()
    const closed = once(server, 'close')
    server.close()
    const timer = setTimeout(() => {
      now.abort()
      // Whoever does not take his answer by then has had his time.
      setTimeout(() => server.closeAllConnections(), 1000).unref()
    }, Math.min(grace, MOST_SECONDS) * 1000)
    await closed
    clearTimeout(timer)
    metrics.close()
  }
  const close = (grace = 30) => {
    closing ??= finish(grace)
    return closing
  }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close,
    [Symbol.asyncDispose]: () => close(),
  }
}

async function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException // of `listen`: always the system's
    throw new RationaleError('configuration', `cannot listen on ${host}, port ${port}`, {
      found: code === 'EADDRINUSE' ? 'another program listens there' : code,
      remedy: 'take another --port (0 takes a free one) or --host',
      cause: error,
    })
  }
  return server.address() as AddressInfo // of a server that listens on a port
}

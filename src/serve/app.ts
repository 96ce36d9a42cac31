import { type Context, Hono } from 'hono'
import { defined } from '../core/absence.js'
import { isNestedDeeper } from '../core/records/json.js'
import type { Admission } from './admission.js'
import { readJson } from './body.js'
import { createDeadline } from './deadline.js'
import { eventStream } from './events.js'
import { failureOf, Refusal, unknownModel } from './failures.js'
import type { Doorkeeper } from './keys.js'
import type { Metrics } from './metrics.js'
import { type LogEntry, type Observation, observe } from './observe.js'
import { openApi } from './openapi.js'
import { pageFiles } from './page.js'
import type { Route } from './route.js'

export interface AppParts {
  routes: readonly Route[]
  /** Names of the models that chat completions may ask for. */
  models: readonly string[]
  about: { version: string; verifier: string; keys: boolean }
  doorkeeper: Doorkeeper
  admission: Admission
  metrics: Metrics
  /** The largest body in bytes, the longest work in seconds. */
  limits: { maxBody: number; timeout: number }
  log?: ((entry: LogEntry) => void) | undefined
  logTexts: boolean
  /** `asked`: answers no longer keep their connection. `now`: what still runs is ended. */
  stop: { asked: AbortSignal; now: AbortSignal }
}

type App = Hono<{ Variables: { seen: Observation } }>
type Asked = Context<{ Variables: { seen: Observation } }>

/** Everything that is answered, in the order in which a request meets it. */
export function createApp(parts: AppParts): App {
  const { routes, about, doorkeeper, admission, metrics } = parts
  const app: App = new Hono()
  const files = pageFiles()
  const paths = new Set([
    ...files.keys(),
    '/health',
    '/metrics',
    '/openapi.json',
    '/v1/models',
    ...routes.map(({ path }) => path),
  ])

  /** Of no more labels than there are routes. */
  const labelOf = (path: string) =>
    paths.has(path) ? path : path.startsWith('/v1/models/') ? '/v1/models/{id}' : 'other'

  app.use(async (c, next) => {
    const seen = observe(c.req.raw, labelOf(c.req.path), parts)
    c.set('seen', seen)
    await next()
    c.header('X-Request-Id', seen.id)
    c.header('X-Content-Type-Options', 'nosniff')
    if (parts.stop.asked.aborted) c.header('Connection', 'close')
    if (!seen.streams) seen.done(c.res.status)
  })

  app.get('/health', (c) => c.json({ status: 'ok', ...about }))
  // Made once: it needs no key, and making it takes milliseconds.
  let document: object | undefined
  app.get('/openapi.json', (c) => {
    document ??= openApi(routes, about)
    return c.json(document)
  })
  for (const [path, { type, content, policy }] of files)
    app.get(path, (c) => c.body(content, 200, { 'Content-Type': type, 'Content-Security-Policy': policy }))

  app.use(async (c, next) => {
    doorkeeper(c.req.raw)
    await next()
  })

  app.get('/metrics', (c) => c.text(metrics.text(admission), 200, { 'Content-Type': 'text/plain; version=0.0.4' }))
  const models = parts.models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'rationale-verifier' }))
  app.get('/v1/models', (c) => c.json({ object: 'list', data: models }))
  // A name may hold slashes, as those of the hub do.
  app.get('/v1/models/:id{.+}', (c) => {
    const model = models.find(({ id }) => id === c.req.param('id'))
    if (model === undefined) throw unknownModel(c.req.param('id'), parts.models)
    return c.json(model)
  })
  for (const route of routes) app.post(route.path, (c) => work(route, c, parts))

  app.all('*', ({ req }) => {
    if (!paths.has(req.path)) throw unknownPath(req.path, paths)
    const remedy =
      req.method === 'OPTIONS'
        ? 'pages of other sites are not let in (no CORS): ask from a server of yours, or put both behind one address'
        : 'see /openapi.json'
    throw new Refusal(`${req.path} is not asked by ${req.method}\n  to do:    ${remedy}`, {
      status: 405,
      code: 'method_not_allowed',
    })
  })
  app.onError((error, c) => {
    const { id } = c.get('seen')
    const { status, headers, body, cause } = failureOf(error, id)
    c.get('seen').note(defined({ code: body.error.code, cause }))
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })
  })
  return app
}

/** Clients of OpenAI's paths are told of the one that is here, and where their base URL is wrong. */
function unknownPath(path: string, paths: ReadonlySet<string>): Refusal {
  const meant = [`/v1${path}`, path.replace('/v1/v1/', '/v1/')].find((each) => paths.has(each))
  const said = /^\/v1\/(?:completions|responses|embeddings)\b/.test(path)
    ? 'expected: POST /v1/chat/completions, the one of OpenAI’s routes that write which is here'
    : `expected: one of ${[...paths].sort().join(', ')}`
  const remedy = meant === undefined ? '' : `\n  to do:    ask ${meant}: a base URL ends in /v1, once`
  return new Refusal(`there is nothing at ${path}\n  ${said}${remedy}`, { status: 404, code: 'not_found' })
}

/** JSON is written by recursion, which ends with the stack. */
const LOGGED_LEVELS = 500

/** One request that has a body: the body, a place, a turn, the answer. */
async function work(route: Route, c: Asked, { admission, limits, stop, logTexts }: AppParts): Promise<Response> {
  const seen = c.get('seen')
  const deadline = createDeadline({ client: c.req.raw.signal, stop: stop.now, seconds: limits.timeout })
  let leave = () => {}
  let endTurn = () => {}
  const end = () => {
    endTurn()
    leave()
    deadline.clear()
  }
  /** Where the request was ended early, why that was says more than what broke. */
  const why = (error: unknown) => (deadline.signal.aborted ? deadline.signal.reason : error)
  try {
    const body = await admission.read(() => readJson(c.req.raw, limits.maxBody))
    leave = admission.admit()
    if (logTexts) seen.note({ body: isNestedDeeper(body, LOGGED_LEVELS) ? 'nested too deep to be logged' : body })
    endTurn = await admission.turn(deadline.signal)
    const reply = await route.run(body, {
      id: seen.id,
      signal: deadline.signal,
      wantsEvents: /\btext\/event-stream\b/.test(c.req.header('accept') ?? ''),
      note: seen.note,
    })
    if ('json' in reply) {
      end()
      return c.json(reply.json)
    }
    const response = await eventStream(reply.events, {
      signal: deadline.signal,
      ended() {
        end()
        seen.done(200)
      },
      failed(error) {
        const { body: told, cause } = failureOf(why(error), seen.id)
        seen.note(defined({ code: told.error.code, cause }))
        return { event: 'error', data: JSON.stringify(told) }
      },
    })
    seen.streams = true
    return response
  } catch (error) {
    end()
    throw why(error)
  }
}

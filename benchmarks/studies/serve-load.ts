import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { at } from '../../src/core/absence.js'
import { packageFolder } from '../../src/core/package-folder.js'
import { readRecords } from '../../src/core/records/ndjson.js'
import { candidateSetSchema } from '../../src/core/records/types.js'

/*
 * `rationale serve` under load, beside a bare Node server that reads a body and answers with a constant. Servers and clients are processes of their own
 * on one machine, so that clients take processor time from the server.
 *
 *     npm run study serve-load -- [--seconds 600] [--clients 64] [--verifier embedded:] [--concurrency 8] [--bare-seconds 30] [--json]
 *
 * Errors are answers other than 200 and broken connections. Memory is the server's resident size; flat is the last quarter beside the second. Pauses are
 * the longest of the event loop between two readings of /metrics, every ten seconds.
 */

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    'bare-seconds': { type: 'string', default: '30' },
    clients: { type: 'string', default: '64' },
    concurrency: { type: 'string', default: '8' },
    verifier: { type: 'string', default: 'embedded:' },
    json: { type: 'boolean', default: false },
  },
})

const READ_EVERY_MS = 10_000

interface Reading {
  megabytes: number
  pauseMs: number
  cpuSeconds: number
}

interface Outcome {
  server: string
  clients: number
  seconds: number
  requests: number
  errors: number
  perSecond: number
  /** Milliseconds. */
  median: number
  p99: number
  longest: number
  /** Processor time of the server for each request, in milliseconds: what other work on the machine changes little. */
  cpuMs: number
  readings: Reading[]
}

/** It tells of itself what ours does: a pause that it has too is the machine's. */
const bare = `
  const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: 2 })
  delay.enable()
  const metrics = () => {
    const { user, system } = process.cpuUsage()
    const pause = delay.max / 1e9
    delay.reset()
    return ['process_resident_memory_bytes ' + process.memoryUsage.rss(), 'process_cpu_seconds_total ' + (user + system) / 1e6,
      'rationale_event_loop_pause_seconds ' + pause, ''].join('\\n')
  }
  const server = require('node:http').createServer((request, response) => {
    if (request.url === '/metrics') return response.end(metrics())
    request.resume()
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"verdict":"abstain"}'))
  })
  server.listen(0, '127.0.0.1', () => console.log('bare listens on http://127.0.0.1:' + server.address().port))`

const bodies: Buffer[] = []
const samples = join(packageFolder(), 'benchmarks/samples/candidates.ndjson')
for await (const { record } of readRecords(samples, candidateSetSchema)) {
  const { question, context, candidates } = record
  for (const { text } of candidates) bodies.push(Buffer.from(JSON.stringify({ question, context, text })))
}

const cli = join(packageFolder(), 'dist/src/cli.js')
const outcomes = [
  await load('a bare Node server', ['--eval', bare], Number(options['bare-seconds'])),
  await load(
    `rationale serve, ${options.verifier}, ${options.concurrency} at work at once`,
    [
      ...[cli, 'serve', '--port', '0', '--log', 'none'],
      ...['--verifier', options.verifier, '--concurrency', options.concurrency],
    ],
    Number(options.seconds),
  ),
]

if (options.json) console.log(JSON.stringify({ outcomes, loadavg: loadavg() }))
else {
  for (const outcome of outcomes) console.log(shown(outcome))
  console.log(
    `load average ${loadavg()
      .map((each) => each.toFixed(1))
      .join(', ')}`,
  )
}

async function load(name: string, args: string[], seconds: number): Promise<Outcome> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await addressOf(child)
  const agent = new Agent({ keepAlive: true, maxSockets: Number(options.clients) })
  const times: number[] = []
  const readings: Reading[] = []
  let errors = 0
  const before = await read(url)
  const started = performance.now()
  const isOver = () => performance.now() - started > seconds * 1000
  const reading = setInterval(() => {
    read(url).then(
      (each) => readings.push(each),
      () => errors++,
    )
  }, READ_EVERY_MS)

  const client = async (first: number) => {
    for (let i = first; !isOver(); i++) {
      const asked = performance.now()
      const status = await post(`${url}/v1/verify`, at(bodies, i % bodies.length), agent).catch(() => 0)
      if (status === 200) times.push(performance.now() - asked)
      else errors++
    }
  }
  await Promise.all(Array.from({ length: Number(options.clients) }, (_, i) => client(i)))
  clearInterval(reading)
  const took = (performance.now() - started) / 1000
  const after = await read(url)
  agent.destroy()
  child.kill('SIGTERM')
  await once(child, 'exit')
  const sorted = times.toSorted((a, b) => a - b)
  const quantile = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
  return {
    server: name,
    clients: Number(options.clients),
    seconds: took,
    requests: times.length,
    errors,
    perSecond: times.length / took,
    median: quantile(0.5),
    p99: quantile(0.99),
    longest: quantile(1),
    cpuMs: (1000 * (after.cpuSeconds - before.cpuSeconds)) / times.length,
    readings,
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no output')
  for await (const line of createInterface({ input: child.stdout })) {
    const url = / listens on (http:\S+)$/.exec(line)?.[1]
    if (url !== undefined) return url
  }
  throw new Error('the server did not start')
}

/** @returns the status, once the whole answer is there. */
function post(url: string, body: Buffer, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      response.on('error', reject)
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.resume()
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

async function read(url: string): Promise<Reading> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  return {
    megabytes: value('process_resident_memory_bytes') / 2 ** 20,
    pauseMs: 1000 * value('rationale_event_loop_pause_seconds'),
    cpuSeconds: value('process_cpu_seconds_total'),
  }
}

function shown({
  server,
  clients,
  seconds,
  requests,
  errors,
  perSecond,
  median,
  p99,
  longest,
  cpuMs,
  readings,
}: Outcome): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`
  const quarter = (n: number) =>
    readings.slice(Math.floor((n * readings.length) / 4), Math.floor(((n + 1) * readings.length) / 4))
  const mean = (part: readonly Reading[]) => part.reduce((sum, { megabytes }) => sum + megabytes, 0) / part.length
  const lines = [
    `${server}: ${clients} clients for ${seconds.toFixed(0)} s`,
    `  ${requests} requests, ${perSecond.toFixed(0)} a second, ${errors} errors`,
    `  time of a request: median ${ms(median)}, 99 % within ${ms(p99)}, longest ${ms(longest)}`,
  ]
  lines.push(`  processor time of the server: ${ms(cpuMs)} a request`)
  const pauses = readings.slice(1).map(({ pauseMs }) => pauseMs)
  if (pauses.length > 0) {
    const median = at(
      pauses.toSorted((a, b) => a - b),
      Math.floor(pauses.length / 2),
    )
    lines.push(
      `  longest pause of the event loop in ten seconds: median ${ms(median)}, longest ${ms(Math.max(...pauses))}`,
    )
  }
  if (readings.length >= 8)
    lines.push(
      `  memory: ${mean(quarter(1)).toFixed(0)} MiB in the second quarter, ${mean(quarter(3)).toFixed(0)} MiB in the last`,
    )
  return lines.join('\n')
}

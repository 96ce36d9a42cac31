import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Random } from '../../src/core/statistics/random.js'
import { temporaryFolder } from '../helpers/folder.js'
import { committed, ended, start } from './killing.js'
import { madeUpDocuments } from './models.js'

/** A redis-server of our own, on a free port and without a file of its own. */
export interface QueueSetting {
  folder: string
  queue: string
  input: string
  documents: ReturnType<typeof madeUpDocuments>
  /** What one process writes. */
  expected: Buffer
  /** Kills Redis and starts an empty one at the same address. */
  restart(): Promise<void>
  /** What `redis-cli config set` would do. */
  configure(name: string, value: string): Promise<void>
  close(): Promise<void>
}

/** Fails where redis-server is missing. */
export async function prepareQueue(count: number): Promise<QueueSetting> {
  const folder = temporaryFolder('extraction-queue')
  const port = await freePort()
  let redis = await startRedis(folder, port)
  const input = join(folder, 'input.ndjson')
  const documents = madeUpDocuments(count)
  writeFileSync(input, documents.map((each) => `${JSON.stringify(each)}\n`).join(''))
  const whole = { kind: 'job', log: join(folder, 'whole.log'), input, output: join(folder, 'whole'), concurrency: 64 }
  const { code } = await ended(start(whole))
  if (code !== 0) throw new Error(`the undisturbed run failed with exit code ${code}`)
  return {
    folder,
    queue: `redis://127.0.0.1:${port}`,
    input,
    documents,
    expected: readFileSync(join(folder, 'whole/rationales.ndjson')),
    async restart() {
      redis.kill('SIGKILL')
      await ended(redis)
      redis = await startRedis(folder, port)
    },
    async configure(name, value) {
      execFileSync('redis-cli', ['-p', String(port), 'config', 'set', name, value])
    },
    async close() {
      redis.kill()
      await ended(redis)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface QueueTrial {
  /** Who was killed, in order. */
  killed: string[]
  /** Documents whose annotation was asked for again after they were committed. */
  repeated: string[]
  sameBytes: boolean
}

/** Two workers and a coordinator; one worker and the coordinator are killed after random batches, and the job is started again. */
export async function queueTrial(setting: QueueSetting, random: Random, name: string): Promise<QueueTrial> {
  const { folder, queue, input, documents, expected } = setting
  const output = join(folder, name)
  const log = (who: string) => join(folder, `${name}-${who}.log`)
  const job = (who: string) => start({ kind: 'job', log: log(who), input, output, concurrency: 64, queue })
  const worker = (who: string) => start({ kind: 'worker', queue, log: log(who), slow: 20, lockMs: 1500 })

  const victims = { worker: 1 + random.int(6), coordinator: 1 + random.int(8) }
  const killed: string[] = []
  const kill = (who: string, child: ChildProcess) => {
    const alive = child.exitCode === null && child.signalCode === null && !killed.includes(who)
    if (alive && child.kill('SIGKILL')) killed.push(who)
  }
  const [doomed, steady, first] = [worker('doomed'), worker('steady'), job('first')]
  let batches = 0
  const count = () => {
    batches++
    if (batches === victims.worker) kill('worker', doomed)
    if (batches === victims.coordinator) kill('coordinator', first)
  }
  for (const each of [doomed, steady]) each.on('message', (message) => message === 'batch' && count())
  await ended(first)
  // A coordinator that dies first, or gets through, leaves the worker its end.
  kill('worker', doomed)
  await ended(doomed)

  // From here on nobody is killed, and nothing that was committed may be asked for again.
  const before = new Set(committed(output))
  const asked = askedFor(log('steady')).length
  await ended(job('second'))
  const byText = new Map(documents.map(({ id, text }) => [text.slice(0, 60), id]))
  const repeated = [...askedFor(log('steady')).slice(asked), ...askedFor(log('second'))].flatMap((text) => {
    const id = byText.get(text)
    return id !== undefined && before.has(id) ? [id] : []
  })
  steady.kill('SIGKILL')
  await ended(steady)
  const sameBytes = readFileSync(join(output, 'rationales.ndjson')).equals(expected)
  return { killed, repeated, sameBytes }
}

function askedFor(log: string): string[] {
  try {
    return readFileSync(log, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as string)
  } catch {
    // Nothing was asked for.
    return []
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

async function startRedis(folder: string, port: number): Promise<ChildProcess> {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  const redis = spawn('redis-server', options)
  await new Promise<void>((resolve, reject) => {
    redis.once('error', (error) => reject(new Error(`redis-server is needed for this test: ${error.message}`)))
    redis.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)))
    redis.stdout?.on('data', (chunk) => {
      if (/Ready to accept connections/.test(String(chunk))) resolve()
    })
  })
  return redis
}

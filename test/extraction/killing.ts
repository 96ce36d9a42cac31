import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { CommitRecord } from '../../extraction/ledger/commit-record.js'
import type { Random } from '../../src/core/statistics/random.js'
import { temporaryFolder } from '../helpers/folder.js'
import { madeUpDocuments } from './models.js'

export const jobScript = join(import.meta.dirname, '../fixtures/extraction/job.mjs')

export function start(options: Record<string, unknown>, stderr: 'inherit' | 'pipe' = 'inherit'): ChildProcess {
  return fork(jobScript, [JSON.stringify(options)], { stdio: ['ignore', 'ignore', stderr, 'ipc'] })
}

export const ended = (child: ChildProcess) =>
  new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null)
      resolve({ code: child.exitCode, signal: child.signalCode })
    else child.once('exit', (code, signal) => resolve({ code, signal }))
  })

/** Inputs that count as decided: those of whole batches. */
export function committed(output: string): string[] {
  const path = join(output, 'commits.ndjson')
  if (!existsSync(path)) return []
  const ids: string[] = []
  const batch: string[] = []
  for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const record = JSON.parse(line) as CommitRecord
    batch.push(record.id)
    if (record.end) ids.push(...batch.splice(0))
  }
  return ids
}

export interface Trial {
  kills: number
  /** Documents whose annotation was asked for again after they were committed. */
  repeated: string[]
  sameBytes: boolean
  documents: number
}

export interface KillSetting {
  folder: string
  input: string
  documents: ReturnType<typeof madeUpDocuments>
  expected: Buffer
}

export async function prepare(count: number): Promise<KillSetting> {
  const folder = temporaryFolder('extraction-kill')
  const input = join(folder, 'input.ndjson')
  const documents = madeUpDocuments(count)
  writeFileSync(input, documents.map((each) => `${JSON.stringify(each)}\n`).join(''))
  const output = join(folder, 'whole')
  const { code } = await ended(start({ kind: 'job', log: join(folder, 'whole.log'), input, output, slow: 2 }))
  if (code !== 0) throw new Error(`the undisturbed run failed with exit code ${code}`)
  return {
    folder,
    input,
    documents,
    expected: readFileSync(join(output, 'rationales.ndjson')),
  }
}

function killAfter(child: ChildProcess, calls: number, delayMs: number): void {
  let begun = 0
  child.on('message', async (message) => {
    if (message !== 'call' || ++begun !== calls) return
    await wait(delayMs)
    child.kill('SIGKILL')
  })
}

/** Kills a job again and again at random moments until a run gets through. */
export async function killTrial(setting: KillSetting, random: Random, name: string): Promise<Trial> {
  const output = join(setting.folder, name)
  const byText = new Map(setting.documents.map(({ id, text }) => [text.slice(0, 60), id]))
  const repeated: string[] = []
  let kills = 0
  for (let run = 0; run < 20; run++) {
    const before = new Set(committed(output))
    const log = join(setting.folder, `${name}-${run}.log`)
    const child = start({ kind: 'job', log, input: setting.input, output, slow: 2 })
    // Killed a moment after one of its first calls; the last tries are left alone, so that every trial ends.
    if (run < 8) killAfter(child, 1 + random.int(setting.documents.length / 2), random.uniform() * 20)
    const { signal } = await ended(child)
    if (existsSync(log)) {
      for (const line of readFileSync(log, 'utf8').split('\n').slice(0, -1)) {
        const id = byText.get(JSON.parse(line))
        if (id !== undefined && before.has(id)) repeated.push(id)
      }
    }
    rmSync(log, { force: true })
    if (signal === null) break
    kills++
  }
  const path = join(output, 'rationales.ndjson')
  return {
    kills,
    repeated,
    sameBytes: existsSync(path) && readFileSync(path).equals(setting.expected),
    documents: committed(output).length,
  }
}

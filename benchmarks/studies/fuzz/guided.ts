import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../../../src/core/errors.js'
import { isRefusal, type Target } from './targets.js'

/*
 * Jazzer.js (libFuzzer) mutates further what took branches that no input before it took. It runs in a process of its own, which ends at a finding.
 */

const { resolve } = createRequire(import.meta.url)
const [own, built] = ['./jazzer-target.js', '../../..'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
) as [string, string]

export interface Guided {
  /** Inputs that were read. */
  inputs: number
  /** Edges of our own code that some input took. */
  edges: number
  finding?: { input: Buffer; fault: string }
}

/** Why Jazzer.js does not run on this machine; nothing where it does. */
export function whyNotGuided(): string | undefined {
  try {
    createRequire(import.meta.url)('@jazzer.js/fuzzer')
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

export async function runGuided(
  name: string,
  target: Target,
  inputs: readonly Buffer[],
  { seconds, seed, longestMs, largest }: { seconds: number; seed: number; longestMs: number; largest: number },
): Promise<Guided> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  try {
    const [seeds, found] = [join(folder, 'seeds'), join(folder, 'found')]
    for (const each of [seeds, found]) mkdirSync(each)
    for (const [index, input] of inputs.entries()) writeFileSync(join(seeds, `${index}`), input)
    const ofJazzer = [
      own,
      seeds,
      '--includes',
      built,
      '--timeout',
      `${longestMs}`,
      '--disable_bug_detectors',
      'path-traversal',
    ]
    const ofLibFuzzer = [
      `-max_total_time=${seconds}`,
      `-seed=${seed}`,
      `-max_len=${largest}`,
      `-artifact_prefix=${found}/`,
    ]
    const log = await output(name, [resolve('@jazzer.js/core/dist/cli.js'), ...ofJazzer, '--', ...ofLibFuzzer])
    const [kept] = readdirSync(found)
    const counted = { inputs: lastNumber(log, /#(\d+)/g), edges: lastNumber(log, /cov: (\d+)/g) }
    if (kept === undefined) {
      if (!/done/i.test(log)) throw new Error(`Jazzer.js ended early: ${log.slice(-2000)}`)
      return counted
    }
    const input = readFileSync(join(found, kept))
    const hangs = kept.startsWith('timeout-')
    return { ...counted, finding: hangs ? { input, fault: 'hangs' } : await smallest(target, input) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** All that it prints. */
function output(name: string, args: string[]): Promise<string> {
  const child = spawn(process.execPath, args, { env: { ...process.env, FUZZ_TARGET: name } })
  const pieces: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => pieces.push(piece))
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('close', () => done(Buffer.concat(pieces).toString()))
  })
}

function lastNumber(text: string, pattern: RegExp): number {
  return Number([...text.matchAll(pattern)].at(-1)?.[1] ?? 0)
}

/** Pieces are taken out, ever smaller ones, as long as the fault stays the same. */
async function smallest(target: Target, found: Buffer): Promise<{ input: Buffer; fault: string }> {
  const fault = await faultOf(target, found)
  if (fault === undefined) return { input: found, fault: 'only after other inputs' }
  let input = found
  for (let length = input.length >> 1; length > 0; length >>= 1) {
    for (let at = 0; at < input.length; ) {
      const without = Buffer.concat([input.subarray(0, at), input.subarray(at + length)])
      if ((await faultOf(target, without)) === fault) input = without
      else at += length
    }
  }
  return { input, fault }
}

async function faultOf(target: Target, input: Buffer): Promise<string | undefined> {
  try {
    await target.read(input)
    return undefined
  } catch (error) {
    return isRefusal(error) ? undefined : String(error)
  }
}

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'

export const root = join(import.meta.dirname, '../..')

/** The built command line (`npm run build`). */
export const cli = join(root, 'dist/src/cli.js')

export interface Ended {
  /** Null where a signal ended it. */
  code: number | null
  stdout: string
  stderr: string
}

/** `rationale ARGS` in a process of its own, run to its end: for what pipes, signals, variables and the end of a process are about. */
export function rationaleProcess(
  args: readonly string[],
  { input = '', ...options }: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, ...args], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    )
    child.stdin?.end(input)
  })
}

/**
 * Several commands, one after the other, in one process of the built command line. For tests that need a process of its own, but not a start for each
 * command. A module of another query is another module; what it imports is shared.
 */
export async function rationaleInOneProcess(
  commands: readonly (readonly string[])[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv },
): Promise<Ended[]> {
  const script = `
    const collect = (stream) => {
      const pieces = []
      const write = stream.write
      stream.write = (piece, encoding, done = encoding) => {
        pieces.push(String(piece))
        if (typeof done === 'function') done()
        return true
      }
      return () => ((stream.write = write), pieces.join(''))
    }
    const ended = []
    for (const [i, args] of ${JSON.stringify(commands)}.entries()) {
      const [stdout, stderr] = [collect(process.stdout), collect(process.stderr)]
      process.argv = [process.execPath, 'rationale', ...args]
      process.exitCode = undefined
      await import(${JSON.stringify(pathToFileURL(cli).href)} + '?' + i)
      // What is written last, a warning for one, is on its way yet.
      await new Promise(setImmediate)
      ended.push({ code: process.exitCode, stdout: stdout(), stderr: stderr() })
    }
    process.exitCode = 0
    process.stdout.write(JSON.stringify(ended))`
  return new Promise((resolve, reject) => {
    const args = ['--input-type=module', '--eval', script]
    execFile(process.execPath, args, { ...options, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      error === null ? resolve(JSON.parse(stdout)) : reject(new Error(`${error.message}\n${stderr}`)),
    )
  })
}

/** The built command line within this process, without the second that a cold process costs. */
const commandLine: Promise<typeof import('../../src/commands/command-line.js')> = import(
  pathToFileURL(join(root, 'dist/src/commands/command-line.js')).href
)

/** The current folder is the process's: one command after the other. */
let turn: Promise<unknown> = Promise.resolve()

/** `rationale ARGS` in a folder, run to its end within this process; with `columns`, stdout and stderr are terminals of this width. `both` gets what either shows, in order. */
export function rationale(
  args: readonly string[],
  { cwd, columns, both = [] }: { cwd: string; columns?: number; both?: string[] },
): Promise<Ended> {
  const ended = turn.then(() => runIn(cwd, args, columns, both))
  turn = ended.catch(() => {})
  return ended
}

async function runIn(
  cwd: string,
  args: readonly string[],
  columns: number | undefined,
  both: string[],
): Promise<Ended> {
  const { runCommandLine } = await commandLine
  const [stdout, stderr] = [collector(both), collector(both)]
  const isTTY = columns !== undefined
  const before = process.cwd()
  process.chdir(cwd)
  try {
    const code = await runCommandLine(args, {
      stdout: Object.assign(stdout.stream, isTTY ? { isTTY, columns } : {}),
      stderr: Object.assign(stderr.stream, isTTY ? { isTTY, columns } : {}),
    })
    // What is written last is on its way yet.
    await new Promise(setImmediate)
    return { code, stdout: stdout.text(), stderr: stderr.text() }
  } finally {
    process.chdir(before)
  }
}

function collector(both: string[]) {
  const pieces: string[] = []
  const stream = new Writable({
    decodeStrings: false,
    write(piece, _encoding, done) {
      pieces.push(String(piece))
      both.push(String(piece))
      done()
    },
  })
  return { stream, text: () => pieces.join('') }
}

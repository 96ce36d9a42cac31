import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { runCommandLine } from '../../../src/commands/command-line.js'
import { keepSecret } from '../../../src/core/secrets.js'

/** One thing that was tried; it throws what it found. */
export interface Attack {
  name: string
  run(week: Week): Promise<void>
}

export interface Ended {
  /** Null where a signal ended it. */
  code: number | null
  stdout: string
  stderr: string
}

export interface Given {
  input?: string | Buffer
  env?: NodeJS.ProcessEnv
  /** Shell words in front, such as `ulimit -n 64;` */
  shell?: string
  cwd?: string
  /** Called with the process as soon as it runs. */
  while?: (child: ReturnType<typeof spawn>) => unknown
}

export const cli = fileURLToPath(new URL('../../../src/cli.js', import.meta.url))
export const root = fileURLToPath(new URL('../../../..', import.meta.url))
/** What no output may hold, in any form. */
export const key = 'sk-Hostile+/week=98765'

const LONGEST_MS = 180_000
keepSecret(key) // as the environment of a process makes it known
const CODES = new Set([0, 1, 2, 3, 129, 130, 143])
const raw = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u
const stack =
  /^ +at .+(node:|file:|\.js:\d)|\(node:\d+\)|\[object Object\]|(Type|Range|Reference)Error\b|UnhandledPromise/m
const forms = [
  key,
  encodeURIComponent(key),
  JSON.stringify(key).slice(1, -1).replaceAll('/', '\\/'),
  Buffer.from(key).toString('hex'),
  Buffer.from(`:${key}`).toString('base64').slice(2, -4),
]

/** A folder of its own for one attack, and what is asked of every run in it. */
export class Week {
  readonly folder = mkdtempSync(join(tmpdir(), 'hostile-'))
  readonly #opened: (() => unknown)[] = []

  path(name: string): string {
    return join(this.folder, name)
  }

  write(name: string, content: string | Buffer): string {
    const path = this.path(name)
    writeFileSync(path, content)
    return path
  }

  /** The built command line, run to its end. Whatever was tried: it ends, says why in plain words, shows nothing raw and no key. */
  async rationale(args: readonly string[], given: Given = {}): Promise<Ended> {
    return this.#checked(await this.run(args, given))
  }

  /**
   * The same within this process, without the second that a process takes: for what neither signals nor streams are about. One at a time: the folder is
   * the process's.
   */
  async within(args: readonly string[]): Promise<Ended> {
    const said = { stdout: '', stderr: '' }
    const into = (name: 'stdout' | 'stderr') =>
      new Writable({
        decodeStrings: false,
        write(piece, _encoding, done) {
          said[name] += String(piece)
          done()
        },
      })
    const before = process.cwd()
    const late = setTimeout(() => console.log(JSON.stringify({ late: args })), LONGEST_MS)
    process.chdir(this.folder)
    try {
      const code = await runCommandLine(args, { stdout: into('stdout'), stderr: into('stderr') })
      await new Promise(setImmediate) // what is written last is on its way yet
      return this.#checked({ code, ...said })
    } finally {
      clearTimeout(late)
      process.chdir(before)
    }
  }

  #checked(ended: Ended): Ended {
    const said = `${ended.stdout}\n${ended.stderr}`
    expect(ended.code !== null && CODES.has(ended.code), 'an exit code of ours', ended)
    expect(!raw.test(said), 'nothing that a terminal obeys', raw.exec(said)?.[0])
    expect(!stack.test(said), 'no stack and no library’s words', ended)
    for (const form of forms) expect(!said.includes(form), 'no key', said)
    if (ended.code !== 0) expect(said.trim() !== '', 'a reason', ended)
    for (const name of readdirSync(this.folder)) {
      expect(!/\.(partial|lock)$/.test(name), 'nothing left behind', name)
      if (/^out.*ndjson$/.test(name)) this.lines(name)
    }
    return ended
  }

  run(args: readonly string[], given: Given = {}): Promise<Ended> {
    const argv = [cli, ...args]
    const options = {
      cwd: given.cwd ?? this.folder,
      env: { ...process.env, LD_PRELOAD: '', RATIONALE_API_KEY: key, ...given.env },
    }
    const child = given.shell
      ? spawn('bash', ['-c', `${given.shell} exec "$0" "$@"`, process.execPath, ...argv], options)
      : spawn(process.execPath, argv, options)
    return new Promise((resolve, reject) => {
      const pieces: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] }
      for (const name of ['stdout', 'stderr'] as const)
        child[name].on('data', (piece: Buffer) => pieces[name].push(piece))
      const text = (name: 'stdout' | 'stderr') => Buffer.concat(pieces[name]).toString()
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        reject(new Error(`did not end within ${LONGEST_MS / 1000} s: ${text('stderr').slice(-500)}`))
      }, LONGEST_MS)
      child.on('error', reject)
      child.on('close', (code) => {
        clearTimeout(timer)
        resolve({ code, stdout: text('stdout'), stderr: text('stderr') })
      })
      child.stdin.on('error', () => {})
      given.while?.(child)
      child.stdin.end(given.input ?? '')
    })
  }

  /** Records of a file that a run wrote; everything written can be read. */
  lines(name: string): Record<string, unknown>[] {
    if (!statSync(this.path(name), { throwIfNoEntry: false })?.isFile()) return []
    const text = readFileSync(this.path(name), 'utf8')
    expect(text === '' || text.endsWith('\n'), 'whole lines', name)
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  }

  /** A server on a free port of this machine. */
  async server(listener: RequestListener): Promise<string> {
    const server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    this.#opened.push(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server's address
  }

  /** What is to be closed when the attack is over. */
  closing(close: () => unknown): void {
    this.#opened.push(close)
  }

  isAbsent(name: string): boolean {
    return !existsSync(this.path(name))
  }

  close(): void {
    for (const close of this.#opened) close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export function expect(holds: boolean, what: string, found: unknown): asserts holds {
  if (holds) return
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? String(found))
  throw new Error(`expected: ${what}; found: ${text.slice(0, 1500)}`)
}

export const chain = (id: string, step = '1 + 1 = 2') =>
  JSON.stringify({ id, question: 'What is 1 + 1?', steps: [step] })
export const verify = (...more: string[]) => ['verify', '--verifier', 'evidence:', ...more]

import { setMaxListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import { Transform } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { RationaleError } from '../core/errors.js'
import { printable } from '../core/printable.js'
import { keepSecret, keepSecretsOfAddress, redact } from '../core/secrets.js'
import { areColoursOn } from './colours.js'
import type { Terminal } from './command.js'
import { EXIT } from './exit.js'
import { createProgress, type ErrorOutput } from './progress.js'

/*
 * All that a command shows goes through here: keys are taken out, and what a terminal would obey is shown as U+FFFD. Our own colours stay.
 */

/** Bold, dim, underlined, red, green, yellow, cyan and their ends: what picocolors writes for our commands, where it writes any. */
const colours = new RegExp(`(${String.fromCharCode(27)}\\[(?:1|2|4|22|24|31|32|33|36|39)m)`)

/** Text as it may be shown. */
export function shown(text: string): string {
  const safe = redact(text)
  if (!areColoursOn) return printable(safe)
  return safe
    .split(colours)
    .map((part, i) => (i % 2 === 1 ? part : printable(part)))
    .join('')
}

/** Signals that ask the run to end; the exit status that shells expect is 128 and their number. */
const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const
let received: keyof typeof signals | undefined

/** What the process ends with where it was interrupted. */
export const interruptedExit = () => (received === undefined ? EXIT.interrupted : 128 + signals[received])

/** Where a command shows what it has to show: the process's two streams, or others. */
export interface Outputs {
  stdout: NodeJS.WritableStream & { columns?: number; isTTY?: boolean }
  stderr: ErrorOutput
}

/** The first signal asks the command to finish and save, the second one stops. Disposed of, it listens to none. */
export function openTerminal(outputs: Outputs): Terminal & Disposable {
  const { stdout, stderr } = outputs
  const interrupt = new AbortController()
  setMaxListeners(0, interrupt.signal) // every record in flight listens
  const onSignal = (name: keyof typeof signals) => {
    if (interrupt.signal.aborted) process.exit(interruptedExit())
    received = name
    say(outputs, 'finishing what is in flight; a second signal stops at once')
    interrupt.abort(new RationaleError('aborted', 'interrupted'))
  }
  const heard = (Object.keys(signals) as (keyof typeof signals)[]).filter(
    (name) => name !== 'SIGHUP' || !hangupIsIgnored(),
  )
  for (const name of heard) process.on(name, onSignal)
  return {
    out: shownOn(stdout),
    say: (message) => say(outputs, message),
    progress: (label, total) => createProgress(stderr, label, total),
    signal: interrupt.signal,
    // 0 where a terminal does not know.
    width: stdout.columns || 100,
    isRead: stdout.isTTY === true,
    [Symbol.dispose]() {
      for (const name of heard) process.off(name, onSignal)
    },
  }
}

/** A message on stderr. */
export function say({ stderr }: Pick<Outputs, 'stderr'>, message: string): void {
  stderr.write(`${shown(message)}\n`)
}

const SHORTEST_KEY = 8

/** Keys that the environment or an address among the arguments holds are never shown. */
export function keepSecretsOf(argv: readonly string[], environment: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(environment)) {
    // `HAS_TOKEN=true` is no key, and "true" is a word of every record.
    if (/(?:KEY|TOKEN|SECRET|PASSWORD)$/i.test(name) && (value?.length ?? 0) >= SHORTEST_KEY) keepSecret(value)
  }
  for (const argument of argv) keepSecretsOfAddress(argument)
}

/** Nobody reads any more: a full or closed output ends the run, and says so where it can. */
export function watchOutputs(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) ends the run quietly.
    if (error.code === 'EPIPE') process.exit(EXIT.done)
    say(
      process,
      `cannot write standard output\n  found:    ${error.message}\n  to do:    check free space, or give --output`,
    )
    process.exit(EXIT.failed)
  })
  // A terminal that has gone away: the work goes on.
  process.stderr.on('error', () => {})
}

function shownOn(stream: NodeJS.WritableStream): Transform {
  const decoder = new StringDecoder('utf8')
  const text = new Transform({
    transform: (chunk, _encoding, done) => done(null, shown(decoder.write(chunk))),
    flush: (done) => done(null, shown(decoder.end())),
  })
  text.pipe(stream, { end: false })
  return text
}

/** `nohup` has it so: the run shall outlive its terminal, and a handler of ours would end that. */
function hangupIsIgnored(): boolean {
  try {
    const mask = /^SigIgn:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
    return (BigInt(`0x${mask}`) & 1n) === 1n
  } catch {
    return !process.stderr.isTTY // no /proc: a run without a terminal is nobody's foreground job
  }
}

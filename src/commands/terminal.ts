import { setMaxListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { RationaleError } from '../core/errors.js'
import { printable } from '../core/printable.js'
import { keepSecret, keepSecretsOfAddresses, redact } from '../core/secrets.js'
import { withColours } from './colours.js'
import type { Terminal } from './command.js'
import { EXIT } from './exit.js'
import { createProgress, type ErrorOutput } from './progress.js'

/*
 * All that a command shows goes through here: keys are taken out, and what a terminal would obey is shown as U+FFFD. Our own colours stay.
 */

/** Text as it may be shown. */
export const shown = (text: string): string => withColours(redact(text), printable)

/** Signals that ask the run to end; the exit status that shells expect is 128 and their number. */
const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const
type Signal = keyof typeof signals
let received: Signal | undefined

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
  const onSignal = (name: Signal) => {
    if (interrupt.signal.aborted) process.exit(interruptedExit())
    received = name
    say(outputs, 'finishing what is in flight; a second signal stops at once')
    interrupt.abort(new RationaleError('aborted', 'interrupted'))
  }
  const stopListening = listenForSignals(onSignal)
  let bars = 0
  return {
    out: shownOn(stdout),
    say(message) {
      // The bar is drawn anew below.
      if (bars > 0 && stderr.isTTY) stderr.write(CLEAR_LINE)
      say(outputs, message)
    },
    progress(label, total) {
      const { advance, stop } = createProgress(stderr, label, total)
      bars++
      let isStopped = false
      return {
        advance,
        stop() {
          if (isStopped) return
          isStopped = true
          bars--
          stop()
        },
      }
    },
    signal: interrupt.signal,
    // 0 where a terminal does not know.
    width: stdout.columns || 100,
    isRead: stdout.isTTY === true,
    [Symbol.dispose]: stopListening,
  }
}

/** Of all runs that go on in this process: it listens once for them. */
const listeners = new Set<(name: Signal) => void>()
const tellAll = (name: Signal) => {
  for (const listener of listeners) listener(name)
}

function listenForSignals(listener: (name: Signal) => void): () => void {
  const names = (Object.keys(signals) as Signal[]).filter((name) => name !== 'SIGHUP' || !hangupIsIgnored())
  if (listeners.size === 0) for (const name of names) process.on(name, tellAll)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) for (const name of names) process.off(name, tellAll)
  }
}

const CLEAR_LINE = '\r\u001b[K'

/** A message on stderr. */
export function say({ stderr }: Pick<Outputs, 'stderr'>, message: string): void {
  stderr.write(`${shown(message)}\n`)
}

const SHORTEST_KEY = 8

/** Keys that the environment holds and passwords of addresses among the arguments are never shown. */
export function keepSecretsOf(argv: readonly string[], environment: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(environment)) {
    // `HAS_TOKEN=true` is no key, and "true" is a word of every record.
    if (/(?:KEY|TOKEN|SECRET|PASSWORD)$/i.test(name) && (value?.length ?? 0) >= SHORTEST_KEY) keepSecret(value)
  }
  for (const argument of argv) keepSecretsOfAddresses(argument)
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

/** What is written goes on at the speed of the stream, which is not listened to: many runs may share it. */
function shownOn(stream: NodeJS.WritableStream): Writable {
  const decoder = new StringDecoder('utf8')
  return new Writable({
    write(chunk, _encoding, done) {
      if (stream.write(shown(decoder.write(chunk)))) done()
      else stream.write('', () => done())
    },
    final(done) {
      stream.write(shown(decoder.end()))
      done()
    },
  })
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

import { defined } from '../core/absence.js'
import { printable } from '../core/printable.js'
import { encodeRecord } from '../core/records/encode.js'
import { redact } from '../core/secrets.js'

/** Counts what is done. `note` may carry counters that change (kept, dropped, …). */
export interface Progress {
  advance(by?: number, note?: Record<string, number | string>): void
  stop(): void
}

/** Where a person reads how far a run is. */
export type ErrorOutput = NodeJS.WritableStream & { isTTY?: boolean }

const EVENT_INTERVAL_MS = 3000

/** A bar where stderr is a terminal; else one NDJSON event every few seconds, and one at the end. */
export function createProgress(stream: ErrorOutput, label: string, total?: number): Progress {
  const shown = printable(redact(label))
  return stream.isTTY ? createBar(stream, shown, total) : createEvents(stream, shown, total)
}

function createBar(stream: ErrorOutput, label: string, total?: number): Progress {
  const started = performance.now()
  let done = 0
  let notes: Record<string, number | string> = {}
  let stopped = false
  // Loaded when the first bar is drawn: most library users never see one.
  const loading = import('cli-progress').then(({ default: { SingleBar } }) => {
    const bar = new SingleBar({
      stream: staying(stream),
      clearOnComplete: true,
      hideCursor: true,
      format: total === undefined ? `${label} {value}{notes}` : `${label} {bar} {value}/{total} {eta_formatted}{notes}`,
    })
    if (!stopped) bar.start(total ?? 0, done, { notes: '' })
    return bar
  })
  let bar: Awaited<typeof loading> | undefined
  loading.then((loaded) => {
    bar = loaded
  })
  return {
    advance(by = 1, note = {}) {
      done += by
      notes = { ...notes, ...note }
      const text = Object.entries(notes).map(([name, value]) => `  ${name} ${printable(redact(String(value)))}`)
      const rate = (done / (performance.now() - started)) * 1000
      bar?.update(done, { notes: `  ${rate.toFixed(rate < 10 ? 1 : 0)}/s${text.join('')}` })
    },
    stop() {
      if (stopped) return
      stopped = true
      bar?.stop()
    },
  }
}

/**
 * The bar's library saves the place of the cursor at its start and returns there at its end: over what was said meanwhile, which a prompt then
 * overwrites. It may stay on its own line instead.
 */
function staying(stream: ErrorOutput): ErrorOutput {
  return new Proxy(stream, {
    get(target, name) {
      if (name === 'write') return (text: string) => text === SAVE || text === RESTORE || target.write(text)
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const SAVE = '\u001b7'
const RESTORE = '\u001b8'

function createEvents(stream: ErrorOutput, label: string, total?: number): Progress {
  const started = performance.now()
  let last = started
  let done = 0
  let notes: Record<string, number | string> = {}
  let isTold = true
  const emit = () => {
    isTold = true
    const seconds = Math.round((performance.now() - started) / 100) / 10
    stream.write(redact(encodeRecord({ event: 'progress', label, done, ...defined({ total }), seconds, ...notes })))
  }
  return {
    advance(by = 1, note = {}) {
      done += by
      notes = { ...notes, ...note }
      isTold = false
      if (performance.now() - last < EVENT_INTERVAL_MS) return
      last = performance.now()
      emit()
    },
    stop() {
      // Short runs stay silent: their result says it all.
      if (last !== started && !isTold) emit()
    },
  }
}

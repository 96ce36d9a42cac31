import { printable } from './printable.js'
import { redact } from './secrets.js'

/* What a person should know although nothing fails. A program hears it by Node's own event (`process.on('warning')`), the command line says it in its own way. */

export interface Warning {
  /** What it is about: of each matter a person is told once. */
  about: string
  text: string
}

type Listener = (warning: Warning) => void

const once = (listener: Listener): Listener => {
  const told = new Set<string>()
  return (warning) => {
    if (told.has(warning.about)) return
    told.add(warning.about)
    listener(warning)
  }
}

/** Where nobody else listens. The text may hold names out of files. */
const toProcess = once(({ text }) => process.emitWarning(redact(printable(text)), 'RationaleWarning'))
const listeners: Listener[] = []

export function warn(warning: Warning): void {
  const listener = listeners.at(-1) ?? toProcess
  listener(warning)
}

/** Until it is disposed of, what is warned of goes to this listener alone, each matter once. */
export function hearWarnings(listener: Listener): Disposable {
  const heard = once(listener)
  listeners.push(heard)
  return { [Symbol.dispose]: () => void listeners.splice(listeners.lastIndexOf(heard), 1) }
}

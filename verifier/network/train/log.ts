import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, RationaleError } from '../../../src/core/errors.js'
import { produceWhole } from '../../../src/core/files/whole-file.js'
import type { Progress } from './checkpoint.js'
import type { Evaluation } from './events.js'
import { openEventFile } from './tensorboard.js'

/** A line of train.ndjson. */
export type LogLine =
  | { type: 'step'; step: number; loss: number; gradientNorm: number; learningRate: number; tokensPerSecond: number }
  | ({ type: 'evaluation'; step: number } & Evaluation)

export interface TrainLog {
  readonly lines: readonly LogLine[]
  append(line: LogLine): void
}

/**
 * train.ndjson in the output folder, a line a step. Lines of what the checkpoint does not know (of a run that went on past it and was killed) are
 * dropped: the resumed run writes them anew. With `tensorboard`, the same figures in an event file beside it.
 */
export async function openLog(folder: string, known: Known, { tensorboard = false } = {}): Promise<TrainLog> {
  const path = join(folder, 'train.ndjson')
  const lines = known.step > 0 && existsSync(path) ? earlier(path, known) : []
  await produceWhole(path, (write) =>
    write(new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))),
  )
  const events = tensorboard ? openEventFile(folder) : undefined
  return {
    lines,
    append(line) {
      lines.push(line)
      try {
        appendFileSync(path, `${JSON.stringify(line)}\n`)
        events?.append(line.step, figuresOf(line))
      } catch (error) {
        throw new RationaleError('io', `cannot write ${path}`, {
          found: messageOf(error),
          remedy: 'make room, then run again with --resume',
          cause: error,
        })
      }
    },
  }
}

/** By TensorBoard's tags: what belongs together has one beginning. */
function figuresOf({ type, step: _, ...figures }: LogLine): Record<string, number> {
  const part = type === 'step' ? 'train' : 'evaluation'
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${part}/${name}`, value]))
}

type Known = Pick<Progress, 'step' | 'evaluated'>

/** Checkpoints of earlier versions do not say what was evaluated: it may be evaluated twice then, and is told once. */
function earlier(path: string, { step, evaluated = step - 1 }: Known): LogLine[] {
  const lines: LogLine[] = []
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    if (text === '') continue
    try {
      const line = JSON.parse(text) as LogLine
      if (line.step <= (line.type === 'step' ? step : evaluated)) lines.push(line)
    } catch {
      // The line that was being written when the process died.
    }
  }
  return lines
}

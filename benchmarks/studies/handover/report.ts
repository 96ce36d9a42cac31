import Table from 'cli-table3'
import { at } from '../../../src/core/absence.js'
import type { Name } from './cases.js'

const LOGITS_LIMIT = 1e-4
const LOG_P_LIMIT = 1e-3
/** Less than this, relative to the largest logit, and training changed nothing worth comparing. */
const LEAST_CHANGE = 1e-2

/** What was trained, where it lies, and what came of it: differences of logits are relative to the largest one, those of engines are of log p. */
export interface Handover {
  network: Name
  trained: string
  base: string
  /** PEFT adapter beside `base`; undefined where the weights themselves were trained. */
  adapter?: string
  /** Logits here: [tokens, vocabulary]. */
  here: Float32Array
  /** How far training moved the logits. */
  change: number
  found: Partial<Record<'peft' | 'transformers' | 'gguf' | 'gguf+lora' | 'onnx', number>>
}

/** Greatest difference between two lists of numbers. */
export function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length === 0) throw new Error(`${a.length} numbers against ${b.length}`)
  return Math.max(...Array.from(a, (x, i) => Math.abs(x - at(b, i))))
}

/** The same, relative to the largest number. */
export function relative(a: Float32Array, b: Float32Array): number {
  return furthest(a, b) / Math.max(...b.map(Math.abs))
}

/** llama.cpp reads GELU off a table of float16. */
const GELU_LIMIT = 1e-2
const withGelu: readonly Name[] = ['gemma3', 'gpt2']

export function holds({ network, change, found }: Handover): boolean {
  const { peft = 0, transformers = 0, ...engines } = found
  const limit = withGelu.includes(network) ? GELU_LIMIT : LOG_P_LIMIT
  return (
    change > LEAST_CHANGE &&
    peft < LOGITS_LIMIT &&
    transformers < LOGITS_LIMIT &&
    Object.values(engines).every((d) => d < limit)
  )
}

export function report(rows: readonly Handover[], versions: Record<string, string>, json: boolean): void {
  if (json) {
    const shown = rows.map(({ network, trained, change, found }) => ({ network, trained, change, ...found }))
    console.log(JSON.stringify({ versions, limits: { logits: LOGITS_LIMIT, logP: LOG_P_LIMIT }, rows: shown }))
    return
  }
  const columns = ['peft', 'transformers', 'gguf', 'gguf+lora', 'onnx'] as const
  const table = new Table({ head: ['network', 'trained', 'moved by', ...columns, ''], style: { head: [], border: [] } })
  for (const row of rows) {
    const cells = columns.map((column) => row.found[column]?.toExponential(1) ?? '')
    table.push([row.network, row.trained, row.change.toFixed(2), ...cells, holds(row) ? 'ok' : 'TOO FAR'])
  }
  console.log(
    Object.entries(versions)
      .map((version) => version.join(' '))
      .join(', '),
  )
  console.log(table.toString())
}

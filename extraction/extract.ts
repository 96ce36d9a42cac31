import { defined } from '../src/core/absence.js'
import { mapConcurrent, untilStopped } from '../src/core/concurrency.js'
import { IdSet } from '../src/core/records/id-set.js'
import type { Prior } from './ledger/ledger.js'
import { type Candidate, settle } from './mine-batch.js'
import { type Item, type Result, sourceOf } from './outcome.js'
import type { Prefilter } from './prefilter/prefilter.js'

/** Documents that are mined together: each is the others' control, and a batch is committed whole. */
export const BATCH_DOCUMENTS = 16
/** So that a batch ends although nothing passes the pre-filter. */
const BATCH_ITEMS = 256

export interface Flow {
  prefilter: Prefilter
  /** Called when every input is in a batch: a stop from then on leaves nothing out. */
  onEnd?(): void
  /** Annotate, parse and fidelity, gain: here or on a worker elsewhere. */
  mine(batch: readonly Candidate[]): Promise<Result[]>
  /** Batches in flight; the calls inside are limited on their own. */
  batches: number
  /** What an earlier run decided; failed inputs are tried again. */
  prior?(position: number, id: string, text: string | undefined): Prior | undefined
  /** Ids of rationales that are already written. */
  written?: Iterable<string>
  /** Fires to read no further: what is in flight is finished. */
  stop?: AbortSignal | undefined
}

/**
 * The whole of extraction: documents -> pre-filter -> annotate -> parse and fidelity -> gain filter -> deduplicate -> (the caller) write.
 * Results come in input order, one batch at a time, in bounded memory.
 */
export async function* mineItems(items: AsyncIterable<Item>, flow: Flow): AsyncGenerator<Result[]> {
  const screened = screen(items, flow)
  const batches = batched(screened, flow)
  const open = fresh(batches)
  const mined = mapConcurrent(open, { concurrency: flow.batches, window: 2 * flow.batches }, (batch) =>
    mineOpen(batch, flow),
  )
  yield* deduplicated(mined, flow.written ?? [])
}

/** An input after the pre-filter: decided now, decided in an earlier run, or a document to mine. */
interface Screened {
  result?: Result
  decided?: Prior
  candidate?: Candidate
}

async function* screen(items: AsyncIterable<Item>, { prefilter, prior, stop }: Flow): AsyncGenerator<Screened> {
  const texts = prefilter.run(untilStopped(items, stop), (item) =>
    'rejected' in item
      ? prior?.(item.position, item.rejected.id, undefined)
      : prior?.(item.position, item.document.id, item.document.text),
  )
  for await (const { item, decided, reason, stage } of texts) {
    const { position } = item
    if ('rejected' in item) {
      const { id, source, reason: why } = item.rejected
      const result: Result = { position, id, source, outcome: 'rejected', stage: 'source', reason: why, decisions: [] }
      yield decided ? { decided } : { result }
    } else if (reason !== undefined) {
      const { id } = item.document
      const result: Result = {
        position,
        id,
        source: sourceOf(item.document),
        outcome: 'filtered',
        stage,
        reason,
        decisions: [],
        document: item.document,
      }
      yield decided ? { decided } : { result }
    } else {
      yield { candidate: { position, document: item.document }, ...defined({ decided }) }
    }
  }
}

/** The same batches in every run: they depend on the order of the input and the pre-filter only. A batch that a stop cut short is left to the next run. */
async function* batched(screened: AsyncIterable<Screened>, { stop, onEnd }: Flow): AsyncGenerator<Screened[]> {
  let batch: Screened[] = []
  let documents = 0
  for await (const each of screened) {
    batch.push(each)
    if (each.candidate) documents++
    if (documents < BATCH_DOCUMENTS && batch.length < BATCH_ITEMS) continue
    yield batch
    batch = []
    documents = 0
  }
  if (stop?.aborted) return
  onEnd?.()
  if (batch.length > 0) yield batch
}

/** Batches with something left to do. */
async function* fresh(batches: AsyncIterable<Screened[]>): AsyncGenerator<Screened[]> {
  for await (const batch of batches) {
    if (batch.some(({ decided }) => decided === undefined || decided.outcome === 'failed')) yield batch
  }
}

/** A batch with a failure is mined again whole (the other answers are remembered), so that its controls are the same; only what failed is given out. */
async function mineOpen(batch: readonly Screened[], flow: Flow): Promise<Result[]> {
  const candidates = batch.flatMap(({ candidate }) => candidate ?? [])
  const mined = candidates.length === 0 ? [] : await flow.mine(candidates)
  const settled = new Set(
    batch.filter(({ decided }) => decided && decided.outcome !== 'failed').map(({ candidate }) => candidate?.position),
  )
  const results = [
    ...batch.flatMap(({ result }) => result ?? []),
    ...mined.filter(({ position }) => !settled.has(position)),
  ]
  return results.sort((a, b) => a.position - b.position)
}

async function* deduplicated(batches: AsyncIterable<Result[]>, written: Iterable<string>): AsyncGenerator<Result[]> {
  const seen = new IdSet()
  for (const id of written) seen.add(id)
  for await (const batch of batches) {
    yield batch.map((result) => {
      let repeated = false
      const decisions = result.decisions.map((decision) => {
        if (!decision.kept || seen.add(decision.rationale.id)) return decision
        repeated = true
        return { ...decision, kept: false, reason: 'duplicate rationale' }
      })
      return repeated ? settle({ ...result, decisions }) : result
    })
  }
}

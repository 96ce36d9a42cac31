import { join } from 'node:path'
import { defined } from '../src/core/absence.js'
import { checkArguments } from '../src/core/arguments.js'
import { RationaleError } from '../src/core/errors.js'
import { makeFolder } from '../src/core/files/folder.js'
import { lockFolder } from '../src/core/files/lock.js'
import { refuseOthersFiles } from '../src/core/files/others-files.js'
import { openRequestCache, type RequestCache } from '../src/core/files/request-cache.js'
import { refuseInside, refuseSameFile } from '../src/core/files/same-file.js'
import type { Document, Rationale } from '../src/core/records/types.js'
import type { Embedder, LanguageModel } from '../src/models/types.js'
import { PROMPT_VERSION } from './annotate/demonstrations.js'
import { checkOptions } from './check-options.js'
import { writeExport } from './exports.js'
import { BATCH_DOCUMENTS, type Flow, mineItems } from './extract.js'
import { JOB_FILES, writeRationales, writeStats } from './job-files.js'
import { holdConfiguration } from './ledger/configuration.js'
import { type Ledger, openLedger } from './ledger/ledger.js'
import { BudgetSpent } from './limits/governor.js'
import { mergeShards, shardFolder } from './merge-shards.js'
import { type OpenMethod, openMethod } from './method.js'
import { mineBatch } from './mine-batch.js'
import type { ExtractionOptions, ParsedExtractionOptions } from './options.js'
import { openPrefilter } from './prefilter/from-options.js'
import { type ExtractionProgress, reportProgress } from './progress.js'
import { fromDocuments, openSource, parseShard, toItems } from './sources/items.js'
import { type ExtractionStats, summarize } from './summary/stats.js'

export interface ExtractionSetting {
  /** Writes the rationales; `rules:` needs no model. */
  model: LanguageModel | 'rules:'
  /** Measures gains (default: the model itself). */
  scorer?: LanguageModel | undefined
  /** For `reference`. */
  embedder?: Embedder | undefined
  /** First: finish what is in flight, save, return. */
  signal?: AbortSignal | undefined
  onEvent?: ((event: ExtractionProgress) => void) | undefined
}

export type ExtractionJob = ExtractionOptions &
  ExtractionSetting & {
    /** Instead of reading `input`, which then only names them. Resuming needs the same documents in the same order. */
    documents?: AsyncIterable<Partial<Document>> | Iterable<Partial<Document>>
  }

export interface ExtractionReport {
  /** `stopped`: by the signal or a spent budget; the same call goes on from there. */
  status: 'done' | 'stopped'
  why?: string
  output: string
  stats: ExtractionStats
  /** Of all shards together, where this one ended last and merged them into the job's folder. */
  merged?: ExtractionStats
}

/**
 * The durable job: reads, mines and writes into a folder; killed at any point, the same call goes on where it was and ends with the same bytes.
 * With `shard` the folder is one of its own below `output`; the shard that ends last merges them all into `output`.
 * In the folder: rationales.ndjson (the output), stats.json (written last), summary.html, and the ledger (commits.ndjson, segments/, requests.ndjson).
 *
 * @throws RationaleError `configuration` (with all problems, or the difference to the job in the folder), `io`, `input`, `network`.
 */
export async function runExtraction(job: ExtractionJob): Promise<ExtractionReport> {
  checkArguments('runExtraction', { job: [job, 'object'] })
  const { model, scorer, embedder, signal, onEvent, documents, ...given } = job
  const options = checkOptions(given, { hasEmbedder: embedder !== undefined, readsInput: documents === undefined })
  const started = performance.now()
  const shard = parseShard(options.shard)
  const folder = shard ? shardFolder(options.output, shard.index, shard.of) : options.output
  if (documents === undefined) refuseOwnFiles(options.input, options.output)
  refuseOthersFiles(options.output, WRITTEN, (present) => present.some((name) => OURS.test(name)))
  makeFolder(folder)
  const unlock = lockFolder(folder)
  let cache: RequestCache | undefined
  let ledger: Ledger | undefined
  let close = async () => {}
  try {
    const requests = openRequestCache(join(folder, JOB_FILES.requests))
    cache = requests
    const method = await openMethod({ model, scorer }, options, requests)
    ledger = openLedger(folder, { beforeSync: () => requests.sync() })
    holdConfiguration(folder, configurationOf(options, method, embedder), { mayReplace: ledger.size === 0 })
    const read = () =>
      toItems(documents ? fromDocuments(documents) : openSource(options.input, fieldsOf(options)), {
        ...options,
        shard,
      })
    const prefilter = await openPrefilter(options, { embedder, folder, again: read })
    const { mine, end } = await miner(options, method)
    close = async () => {
      prefilter.close()
      await end()
    }

    const open = ledger
    const canReadAgain = documents === undefined && options.input !== '-'
    const progress = reportProgress({ method, ledger, again: canReadAgain ? read : undefined, onEvent })
    let why: string | undefined
    let allTaken = false
    let met = 0
    try {
      const flow: Flow = {
        prefilter,
        mine,
        batches: batchesFor(options.concurrency),
        prior(...item) {
          met++
          return open.prior(...item)
        },
        written: open.keptIds,
        stop: signal,
        onEnd: () => {
          allTaken = true
        },
      }
      for await (const batch of mineItems(read(), flow)) {
        open.commit(batch)
        progress.batch(batch)
      }
      if (signal?.aborted && !allTaken) why = 'interrupted'
      if (allTaken && options.limit === undefined && met < open.size) throw fewer(met, open.size)
      progress.end()
    } catch (error) {
      progress.end()
      open.flush() // what came before stands
      if (!(error instanceof BudgetSpent)) throw error
      why = `the budget is spent: ${error.message}`
    }
    open.flush()
    writeRationales(folder, open)
    writeExport(options.export, folder, open)
    const { stats, gains } = summarize(open.records(), {
      status: why === undefined ? 'done' : 'stopped',
      tokens: { ...method.annotatorLimits.spent.tally },
      cost: method.annotatorLimits.spent.cost,
      seconds: Math.round(performance.now() - started) / 1000,
      stages: [
        ...prefilter.stages,
        method.annotator.id,
        ...(method.scores ? [`gain (${method.preset.name})`] : []),
        'duplicate rationales',
      ],
      model: method.annotator.id,
      scorer: method.scorer?.id ?? null,
      preset: method.preset.name,
    })
    const { writeSummary } = await import('./summary/html.js')
    await writeSummary(join(folder, JOB_FILES.summary), stats, gains, open)
    writeStats(folder, stats)
    const merged = shard && (await mergeShards(options.output, shard.of, options))
    return {
      status: why === undefined ? 'done' : 'stopped',
      ...defined({ why }),
      output: folder,
      stats,
      ...defined({ merged }),
    }
  } finally {
    await close()
    ledger?.close()
    cache?.close()
    unlock()
  }
}

export interface RationaleStream extends ExtractionSetting, Omit<ExtractionOptions, 'input' | 'output'> {
  documents: AsyncIterable<Partial<Document>> | Iterable<Partial<Document>>
}

/** The same flow in memory: kept rationales as they are found, in input order. Nothing is written and nothing survives. */
export async function* extractRationales(stream: RationaleStream): AsyncGenerator<Rationale> {
  checkArguments('extractRationales', { stream: [stream, 'object'], documents: [stream?.documents, 'sequence'] })
  const { documents, model, scorer, embedder, signal, onEvent, ...given } = stream
  const { mkdtempSync, rmSync } = await import('node:fs')
  const { tmpdir } = await import('node:os')
  const options = checkOptions(
    { ...given, input: 'memory', output: 'memory' },
    { hasEmbedder: embedder !== undefined, readsInput: false },
  )
  const folder = mkdtempSync(join(tmpdir(), 'rationale-')) // for the MinHash index alone
  const method = await openMethod({ model, scorer }, options)
  const read = () => toItems(fromDocuments(documents), { maxCharacters: options.maxCharacters, limit: options.limit })
  const prefilter = await openPrefilter(options, { embedder, folder, again: read })
  const progress = reportProgress({ method, onEvent })
  try {
    const flow: Flow = {
      prefilter,
      mine: (batch) => mineBatch(batch, method),
      batches: batchesFor(options.concurrency),
      stop: signal,
    }
    for await (const batch of mineItems(read(), flow)) {
      progress.batch(batch)
      for (const { decisions, outcome, reason } of batch) {
        if (outcome === 'failed') throw new RationaleError('model', `a document failed: ${reason}`)
        for (const { kept, rationale } of decisions) if (kept) yield rationale
      }
    }
  } finally {
    progress.end()
    prefilter.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Everything the output depends on; how fast, how far and at what cost may change between runs. */
function configurationOf(
  options: ParsedExtractionOptions,
  method: OpenMethod,
  embedder: Embedder | undefined,
): Record<string, unknown> {
  const {
    output,
    concurrency,
    retries,
    attemptTimeout,
    maxCalls,
    maxTokensTotal,
    maxCost,
    prices,
    limit,
    maxBad,
    queue,
    dryRun,
    calibration,
    mode,
    perDocument,
    thoughts,
    export: _export,
    ...rest
  } = options
  return {
    version: 6,
    prompts: PROMPT_VERSION,
    batch: BATCH_DOCUMENTS,
    ...rest,
    ...method.identity,
    embedder: embedder?.id ?? null,
  }
}

const fieldsOf = ({ text, idField, sourceName }: ParsedExtractionOptions) => ({ text, id: idField, sourceName })

const fewer = (found: number, decided: number) =>
  new RationaleError('input', 'the input changed since this job began: documents at its end are gone', {
    expected: `${decided} or more`,
    found: String(found),
    remedy: 'give the same input in the same order, or another --output',
  })

/** Enough documents in flight to fill the calls, and one batch more so that the gain stage of one overlaps the annotation of the next. */
const batchesFor = (concurrency: number) => Math.ceil(concurrency / BATCH_DOCUMENTS) + 1

async function miner(
  options: ParsedExtractionOptions,
  method: OpenMethod,
): Promise<{ mine: Flow['mine']; end(): Promise<void> }> {
  if (options.queue === undefined) return { mine: (batch) => mineBatch(batch, method), async end() {} }
  const { queueMiner } = await import('./queue/coordinator.js')
  return queueMiner(options.queue, method.identity)
}

/** A cache of answers may be brought along. */
const WRITTEN = Object.values(JOB_FILES).filter((name) => name !== JOB_FILES.requests)
/** What a job writes first: its configuration, or the folders of its shards. */
const OURS = /^(?:job\.json|shard-\d+-of-\d+)$/

/** A job's own folder is not its input: it would mine its ledger when it goes on. */
function refuseOwnFiles(input: string, output: string): void {
  refuseInside(input, output)
  refuseSameFile(
    input,
    Object.values(JOB_FILES).map((name) => join(output, name)),
  )
}

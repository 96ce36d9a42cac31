import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defined } from '../../src/core/absence.js'
import { checkArguments } from '../../src/core/arguments.js'
import { RationaleError } from '../../src/core/errors.js'
import type { Exchange } from '../annotate/annotator.js'
import { PROMPT_VERSION } from '../annotate/demonstrations.js'
import { promptOf } from '../annotate/prompts.js'
import { type CommitRecord, parseTrace, type Trace } from '../ledger/commit-record.js'
import { readConfiguration } from '../ledger/configuration.js'
import { openLedger } from '../ledger/ledger.js'

/** All that is known of one input of a job. */
export interface Explanation {
  id: string
  source: string
  outcome: CommitRecord['outcome']
  /** Where it was decided: source (not a document), prefilter, duplicates, or mine (annotation and gain). */
  stage: CommitRecord['stage']
  reason?: string
  text?: string
  fidelity: number | null
  /** Prompt and raw answer of every call. */
  exchanges: { prompt: string; answer: string }[]
  decisions: Trace['decisions']
}

/**
 * Prompt, raw answer, parse and decision of one input (`rationale explain ID`), by its id or by the id of one of its rationales.
 *
 * @throws RationaleError `input` where the job in `output` has no such id.
 */
export function explain(output: string, id: string): Explanation {
  checkArguments('explain', { output: [output, 'text'], id: [id, 'text'] })
  let parts = 0
  for (const folder of jobFolders(output)) {
    const ledger = openLedger(folder, { readOnly: true })
    try {
      for (const record of ledger.records()) {
        if (record.id.startsWith(`${id}#`)) parts++
        if (record.id !== id && !record.decisions.some((decision) => decision.id === id)) continue
        const { trace } = ledger.read(record)
        const { outcome, stage, source } = record
        const base = {
          id: record.id,
          source,
          outcome,
          stage,
          ...defined({ reason: record.reason }),
        }
        if (trace.length === 0) return { ...base, fidelity: null, exchanges: [], decisions: [] }
        const { text, fidelity, exchanges, decisions } = parseTrace(trace)
        const shown = exchanges.map((each) => ({
          prompt: promptIn(folder, text ?? '', each),
          answer: each.answer,
        }))
        return { ...base, ...defined({ text }), fidelity, exchanges: shown, decisions }
      }
    } finally {
      ledger.close()
    }
  }
  throw new RationaleError('input', `no input or rationale ${JSON.stringify(id)} in ${output}`, {
    remedy:
      parts > 0
        ? `it was long and split: ask for ${id}#1 … ${id}#${parts}`
        : 'ids stand in rationales.ndjson (documentId, id), and of every input in commits.ndjson',
  })
}

/** Prompts are not stored, they are made again: by another version of this package they would be others. */
function promptIn(folder: string, text: string, exchange: Exchange): string {
  const { prompts } = readConfiguration(folder)
  return prompts === PROMPT_VERSION
    ? promptOf(text, exchange)
    : `(made by version ${prompts} of the prompts; this package has version ${PROMPT_VERSION})`
}

/** The folder itself, or its shards. */
function jobFolders(output: string): string[] {
  const shards = existsSync(output)
    ? readdirSync(output)
        .filter((name) => /^shard-\d+-of-\d+$/.test(name))
        .sort()
        .map((name) => join(output, name))
    : []
  const folders = [output, ...shards].filter((folder) => existsSync(join(folder, 'commits.ndjson')))
  if (folders.length > 0) return folders
  throw new RationaleError('input', `${output} is no folder of an extraction job`, {
    expected: 'the folder given to rationale extract --output',
  })
}

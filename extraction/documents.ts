import { join } from 'node:path'
import { encodeRecord } from '../src/core/records/encode.js'
import { sentenceBoundaries } from './annotate/positions.js'
import { withRationale } from './filters/gain.js'
import { JOB_FILES, writeParts } from './job-files.js'
import { parseTrace, type Trace } from './ledger/commit-record.js'
import type { Decided } from './ledger/ledger.js'

/**
 * `documents.ndjson`: one line for each document of which something was kept, with the rationales in their places, as thinking-augmented
 * pre-training takes them (arXiv 2509.20186): `{id, source, text, rationales}`. Of several thoughts for one place it takes the one that helps most.
 */
export function writeDocuments(folder: string, ledger: Decided): void {
  writeParts(join(folder, JOB_FILES.documents), documentLines(ledger))
}

function* documentLines(ledger: Decided): Generator<Uint8Array> {
  for (const record of ledger.records()) {
    if (record.length === 0) continue
    const { id, source, text = '', decisions, exchanges } = parseTrace(ledger.read(record).trace)
    const best = bestAtEachPlace(decisions)
    // A model was asked for a thought where it stands. `rules:` asks none: its calculations stand before a clause, for the number that follows there.
    const placed = exchanges.length > 0 ? best : betweenSentences(text, best)
    const line = { id, source, text: withAll(text, placed), rationales: best.length }
    yield Buffer.from(encodeRecord(line))
  }
}

/** Of several thoughts for one place the one that helps most, in the order of the text. */
export function bestAtEachPlace(decisions: Trace['decisions']): Trace['decisions'] {
  const best = new Map<number, Trace['decisions'][number]>()
  for (const each of decisions.filter(({ kept }) => kept)) {
    const before = best.get(each.offset)
    if (before === undefined || (each.gain ?? 0) > (before.gain ?? 0)) best.set(each.offset, each)
  }
  return [...best.values()].sort((a, b) => a.offset - b.offset)
}

/** What stands within a sentence goes to its end: before it, its own numbers would be said too early. */
function betweenSentences(text: string, rationales: Trace['decisions']): Trace['decisions'] {
  const ends = [...sentenceBoundaries(text), text.trimEnd().length]
  return rationales.map((each) => ({ ...each, offset: ends.find((end) => end >= each.offset) ?? each.offset }))
}

/** From the last place to the first, so that the offsets of the others stay true. */
function withAll(text: string, rationales: Trace['decisions']): string {
  return rationales.reduceRight((so, { offset, rationale }) => {
    const pair = withRationale({ preceding: so.slice(0, offset), rationale, following: so.slice(offset) }, rationale)
    return pair.context + pair.continuation
  }, text)
}

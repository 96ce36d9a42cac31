import { createHash } from 'node:crypto'
import { checkArguments } from '../../src/core/arguments.js'
import { IdSet } from '../../src/core/records/id-set.js'
import type { Document } from '../../src/core/records/types.js'
import type { Item } from '../outcome.js'
import { fileDocuments } from './files.js'
import { hubDocuments } from './hub.js'
import { contentId, type Sourced, type SourceFields } from './source.js'
import { splitDocument } from './split.js'

/** All that `--input` can name. */
export function openSource(input: string, fields: SourceFields): AsyncIterable<Sourced> {
  return input.startsWith('hf://') ? hubDocuments(input, fields) : fileDocuments(input, fields)
}

/**
 * Documents that are in memory, with ids where they have none.
 *
 * @throws RationaleError `configuration` where one has no text: it would be filtered as too short, and nobody told.
 */
export async function* fromDocuments(
  documents: AsyncIterable<Partial<Document>> | Iterable<Partial<Document>>,
): AsyncGenerator<Sourced> {
  let place = 0
  for await (const each of documents) {
    checkArguments('documents', { [`document ${++place}`]: [each, 'document'] })
    const { text = '', source = 'unknown', id } = each
    yield { document: { text, source, id: id ?? contentId(source, text) }, madeId: id === undefined }
  }
}

export interface Shard {
  index: number
  of: number
}

/** `i/n`, as the options give it. */
export function parseShard(shard: string | undefined): Shard | undefined {
  if (shard === undefined) return undefined
  const [index = 0, of = 1] = shard.split('/').map(Number)
  return { index, of }
}

export interface ItemOptions {
  maxCharacters: number
  shard?: Shard | undefined
  limit?: number | undefined
}

/** Sourced -> numbered inputs: long documents split, repeated ids rejected, other shards' left out. Positions are the same in every shard. */
export async function* toItems(
  sourced: AsyncIterable<Sourced>,
  { maxCharacters, shard, limit }: ItemOptions,
): AsyncGenerator<Item> {
  const seen = new IdSet()
  let position = 0
  const numbered = function* (each: Sourced): Generator<Item> {
    if ('rejected' in each) {
      yield { position: position++, rejected: each.rejected }
      return
    }
    for (const document of splitDocument(each.document, maxCharacters)) {
      const { id, source = 'unknown' } = document
      // The same text under an id made from it is no error of the input: the pre-filter drops it as a duplicate.
      if (seen.add(id) || each.madeId) yield { position: position++, document }
      else yield { position: position++, rejected: { id, source, reason: 'duplicate id' } }
    }
  }
  for await (const each of sourced) {
    for (const item of numbered(each)) {
      if (limit !== undefined && item.position >= limit) return
      if (shard === undefined || shardOf(item, shard.of) === shard.index) yield item
    }
  }
}

/** Parts of one document stay together. */
function shardOf(item: Item, of: number): number {
  const id = 'rejected' in item ? item.rejected.id : item.document.id
  return createHash('sha256').update(id.replace(/#\d+$/, '')).digest().readUInt32LE(0) % of
}

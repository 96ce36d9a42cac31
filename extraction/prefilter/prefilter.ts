import { join } from 'node:path'
import { at } from '../../src/core/absence.js'
import type { ContaminationIndex } from '../../src/core/records/contamination.js'
import { IdSet } from '../../src/core/records/id-set.js'
import type { Document } from '../../src/core/records/types.js'
import type { Embedder } from '../../src/models/types.js'
import type { Prior } from '../ledger/ledger.js'
import type { Item } from '../outcome.js'
import { cosine, embeddedForm } from './centroid.js'
import { createNearDuplicates, type NearDuplicates } from './minhash.js'
import { ruleAgainst, type TextRules } from './rules.js'

export interface PrefilterParts {
  rules: TextRules
  /** Benchmarks that no document may share 13 words in a row with. */
  contamination?: ContaminationIndex | undefined
  similarity?: { embedder: Embedder; centroid: Float32Array; atLeast: number } | undefined
  exactDuplicates: boolean
  /** Folder for the MinHash index; left out: near duplicates stay. */
  nearDuplicates?: string | undefined
}

/** An input, and why it goes no further (undefined: it does). `decided`: an earlier run already settled it. */
export interface Passed {
  item: Item
  decided: Prior | undefined
  reason: string | undefined
  stage: 'prefilter' | 'duplicates'
}

export interface Prefilter {
  /** Names of the enabled stages, in order. */
  readonly stages: readonly string[]
  run(items: AsyncIterable<Item>, priorOf: (item: Item) => Prior | undefined): AsyncGenerator<Passed>
  close(): void
}

/** Texts a call of the embedder. */
const EMBEDDED_TOGETHER = 64

/**
 * In input order: rules, benchmarks, similarity, exact and near duplicates. Inputs that an earlier run decided are not judged again; those that
 * came as far as the duplicate tables are put into them again, so that a resumed run drops what an undisturbed one drops.
 */
export function createPrefilter({
  rules,
  contamination,
  similarity,
  exactDuplicates,
  nearDuplicates,
}: PrefilterParts): Prefilter {
  const texts = exactDuplicates ? new IdSet() : undefined
  let near: NearDuplicates | undefined
  const seenBefore = (text: string): string | undefined => {
    if (texts && !texts.add(plainSpaces(text))) return 'exact duplicate'
    if (nearDuplicates === undefined) return undefined
    near ??= createNearDuplicates(join(nearDuplicates, 'minhash.index'))
    return near.seen(text) ? 'near duplicate' : undefined
  }
  const judge = ({ text }: Document): string | undefined =>
    ruleAgainst(text, rules) ??
    (contamination && contamination.find(text) !== -1 ? 'shares text with a benchmark' : undefined)

  return {
    stages: [
      'length',
      ...(rules.languages.length > 0 ? ['language'] : []),
      ...(rules.quality ? ['quality'] : []),
      ...(contamination ? ['decontamination'] : []),
      ...(similarity ? ['similarity'] : []),
      ...(exactDuplicates ? ['exact duplicates'] : []),
      ...(nearDuplicates === undefined ? [] : ['near duplicates']),
    ],
    async *run(items, priorOf) {
      for await (const group of inGroups(items, similarity ? EMBEDDED_TOGETHER : 1)) {
        const passed = group.map((item): Passed => {
          const decided = priorOf(item)
          const stage = 'prefilter'
          if ('rejected' in item) return { item, decided, reason: undefined, stage }
          if (decided) return { item, decided, reason: decided.stage === 'prefilter' ? 'decided' : undefined, stage }
          return { item, decided, reason: judge(item.document), stage }
        })
        if (similarity) await compare(passed, similarity)
        for (const each of passed) {
          if (!('rejected' in each.item) && each.reason === undefined) {
            each.reason = seenBefore(each.item.document.text)
            each.stage = 'duplicates'
          }
          yield each
        }
      }
    },
    close() {
      near?.close()
    },
  }
}

/** White space as single spaces; most texts are written so, and looking costs less than replacing. */
function plainSpaces(text: string): string {
  return (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text).trim()
}

async function compare(
  passed: Passed[],
  { embedder, centroid, atLeast }: NonNullable<PrefilterParts['similarity']>,
): Promise<void> {
  const open = passed.filter(({ item, decided, reason }) => !('rejected' in item) && !decided && reason === undefined)
  if (open.length === 0) return
  const texts = open.map(({ item }) => embeddedForm((item as { document: Document }).document.text))
  const vectors = await embedder.embed(texts)
  open.forEach((each, i) => {
    if (cosine(at(vectors, i), centroid) < atLeast) each.reason = 'unlike the reference questions'
  })
}

async function* inGroups(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let group: Item[] = []
  for await (const item of items) {
    group.push(item)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

/*
 * What `torch_probe.py` needs on a machine with a GPU, in one small folder: the labelled chains as token ids, and the base as its file has it, cut after
 * a layer, with the embeddings of the tokens that occur. A large base is written in parts, `base-0.bin` and so on, which travel one by one.
 *
 *     npm run study probe-pack -- --base MODEL.gguf --chains LABELS_DIR --output DIR [--layers 12] [--part-megabytes 55] [--fresh FILE …] [--unread FILE …]
 *       [--natural DATA]
 *
 * LABELS_DIR is what the study `labels` wrote. `--fresh` and `--unread` name chains with labelled steps, whose ids begin with their hand: they are judged, and
 * learned from by `--slips` alone, which is told what hands it must not learn from. Nobody who writes checks has read the unread ones. `--natural` adds the
 * candidates that the study `embedded` chooses among, as many right ones as there are.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { at, defined } from '../../../src/core/absence.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { type LabelledChain, labelledChainSchema } from '../../../src/core/records/types.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import { plainStep } from '../../../verifier/judge/plain.js'
import { probedSequence } from '../../../verifier/network/probe/layout.js'
import { loadTokenizer } from '../../../verifier/network/tokenizer/load.js'
import { openModel } from '../../../verifier/network/weights/model.js'
import type { LabelledRecord } from '../labels/chains.js'
import { keyOf } from '../remembered.js'
import { naturalCandidates } from './natural.js'

const { values: options } = parseArgs({
  options: {
    base: { type: 'string' },
    chains: { type: 'string' },
    output: { type: 'string' },
    layers: { type: 'string' },
    'part-megabytes': { type: 'string' },
    fresh: { type: 'string', multiple: true, default: [] },
    unread: { type: 'string', multiple: true, default: [] },
    natural: { type: 'string' },
  },
})
const { base, chains, output } = options
if (base === undefined || chains === undefined || output === undefined) {
  console.error('usage: npm run study probe-pack -- --base MODEL.gguf --chains LABELS_DIR --output DIR [--layers 12]')
  process.exit(2)
}
/** Longer chains are few and would make every batch wide. */
const LONGEST = 1536
mkdirSync(output, { recursive: true })

const tokenizer = await loadTokenizer(base)
const tokens: number[] = []
const records: object[] = []
let left = 0
for await (const { part, record, key, hand } of allChains(chains)) {
  const { question, source, kind, firstError, correct, unseen, steps } = record
  const encoded = probedSequence(record, tokenizer, Number.POSITIVE_INFINITY)
  if (encoded.tokens.length > LONGEST) {
    left++
    continue
  }
  tokens.push(...encoded.tokens)
  records.push({
    part,
    source,
    kind,
    question,
    firstError,
    correct,
    unseen,
    key,
    hand,
    length: encoded.tokens.length,
    places: encoded.places,
    characters: steps.join('\n').length,
  })
}
console.log(`${records.length} chains, ${tokens.length} tokens; ${left} of more than ${LONGEST} tokens left out`)

const used = [...new Set(tokens)].sort((a, b) => a - b)
const newId = new Map(used.map((id, i) => [id, i]))
const compact = Uint16Array.from(tokens, (id) => newId.get(id) ?? 0)
// High and low bytes apart compress better.
const planes = new Uint8Array(2 * compact.length)
for (const [i, id] of compact.entries()) {
  planes[i] = id & 255
  planes[compact.length + i] = id >> 8
}
writeFileSync(join(output, 'tokens.gz'), gzipSync(planes, { level: 9 }))
writeFileSync(join(output, 'chains.json.gz'), gzipSync(JSON.stringify(numbered(records)), { level: 9 }))

const files = openModel(base)
const depth = Number(options.layers ?? files.config.num_hidden_layers)
const index: Record<string, { type: string; shape: readonly number[]; part: number; offset: number; bytes: number }> =
  {}
const partBytes = Number(options['part-megabytes'] ?? Number.POSITIVE_INFINITY) * 2 ** 20
let part = 0
let pieces: Uint8Array[] = []
let offset = 0
const writePart = () => writeFileSync(join(output, `base-${part}.bin`), Buffer.concat(pieces))
for (const info of files.tensors.values()) {
  const layer = /^model\.layers\.(\d+)\./.exec(info.name)?.[1]
  if (info.name === 'lm_head.weight' || (layer !== undefined && Number(layer) >= depth)) continue
  const whole = await files.bytes(info.name)
  const embeddings = info.name === 'model.embed_tokens.weight'
  const row = whole.length / at(info.shape, 0)
  const kept = embeddings ? Buffer.concat(used.map((id) => whole.subarray(id * row, (id + 1) * row))) : whole
  const shape = embeddings ? [used.length, ...info.shape.slice(1)] : info.shape
  if (offset > 0 && offset + kept.length > partBytes) {
    writePart()
    part++
    pieces = []
    offset = 0
  }
  index[info.name] = { type: info.type, shape, part, offset, bytes: kept.length }
  pieces.push(kept)
  offset += kept.length
}
const { hidden_size, intermediate_size, num_attention_heads, num_key_value_heads, head_dim, rope_theta, rms_norm_eps } =
  files.config
await files.close()
writePart()
const config = {
  hidden_size,
  intermediate_size,
  num_attention_heads,
  num_key_value_heads,
  head_dim,
  rope_theta,
  rms_norm_eps,
  attention_bias: files.config.attention_bias,
  num_hidden_layers: depth,
  vocab_size: used.length,
}
writeFileSync(join(output, 'base.json'), JSON.stringify({ config, tensors: index }))
const bytes = Object.values(index).reduce((sum, each) => sum + each.bytes, 0)
console.log(
  `${depth} layers, ${used.length} tokens of the vocabulary: ${(bytes / 2 ** 20).toFixed(1)} MiB in ${part + 1} parts`,
)

/** Questions as numbers: the script needs to know only which chains share one. */
function numbered(list: readonly object[]): object[] {
  const numbers = new Map<unknown, number>()
  return list.map((record) => {
    const { question } = record as { question: string } // set above
    if (!numbers.has(question)) numbers.set(question, numbers.size)
    return { ...record, question: numbers.get(question) }
  })
}

interface Packed {
  part: string
  record: LabelledRecord
  /** By which what is said of a natural candidate is found again. */
  key?: string
  /** Who wrote a fresh chain. */
  hand?: string
}

/** The chains of the labels, the fresh ones without their layout, as the judge will see them, and the natural candidates. */
async function* allChains(folder: string): AsyncGenerator<Packed> {
  for (const part of ['train', 'dev', 'test'])
    for (const line of readFileSync(join(folder, `${part}.ndjson`), 'utf8').split('\n'))
      if (line !== '') yield { part, record: JSON.parse(line) as LabelledRecord } // written by the study `labels`
  for (const part of ['fresh', 'unread'] as const)
    for (const file of options[part])
      for await (const { record } of readRecords<LabelledChain>(file, labelledChainSchema)) {
        const { id, question, context, options: choices, firstError } = record
        const seen = { id, question, ...defined({ context, options: choices }), steps: stepsOf(record).map(plainStep) }
        const labels = { source: 'fresh', kind: 'step', firstError, correct: firstError === -1 } as const
        yield { part, hand: id.replace(/-?\d+\w?$/, ''), record: { ...seen, ...labels } }
      }
  if (options.natural === undefined) return
  for await (const chain of naturalCandidates(options.natural)) {
    const { question, context, options: choices, steps } = chain
    const seen = { question, ...defined({ context, options: choices && [...choices] }), steps: steps.map(plainStep) }
    yield { part: 'natural', key: keyOf(chain), record: { ...seen, id: '', source: 'natural', kind: 'outcome' } }
  }
}

/*
 * Does what is trained here compute the same wherever it is handed over? Tiny random networks of each family are trained for a few steps with
 * several options, exported, and opened by those that people use:
 *
 *     PEFT            the adapter beside its base           logits within 1e-4 of the largest one
 *     transformers    the merged safetensors                logits within 1e-4 of the largest one, and the same tokens of a text
 *     llama.cpp       the merged GGUF; GGUF and LoRA        log p of each token within 1e-3 (1e-2 where GELU is: a table of float16 there)
 *     transformers.js the merged ONNX                       log p of each token within 1e-3
 *
 * (mT5 goes to PEFT and transformers alone) and adapters that PEFT writes are read here. Fails (exit code 1) where one is further away, or where training changed so little that
 * nothing would be shown.
 *
 *     npm run study handover -- --python PYTHON-WITH-TORCH-TRANSFORMERS-PEFT [--families] [--json]
 */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { at, defined } from '../../../src/core/absence.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { resolveModel } from '../../../src/models/resolve.js'
import { type ExportOptions, exportAdapter } from '../../../verifier/network/export/export.js'
import { readAdapter } from '../../../verifier/network/model/adapters/files.js'
import { networkFor } from '../../../verifier/network/model/adapters/fit.js'
import { batchFeeds, packBatch } from '../../../verifier/network/model/batch.js'
import { logitsGraph } from '../../../verifier/network/model/graphs.js'
import { loadNetwork } from '../../../verifier/network/model/parameters.js'
import { openOnnx } from '../../../verifier/network/runtime/onnx.js'
import { integers } from '../../../verifier/network/runtime/runtime.js'
import { trainBpe } from '../../../verifier/network/tokenizer/bpe-trainer.js'
import { createTokenizer } from '../../../verifier/network/tokenizer/tokenizer.js'
import type { TrainOptions } from '../../../verifier/network/train/options.js'
import { train } from '../../../verifier/network/train/train.js'
import { inFileNames } from '../../../verifier/network/weights/file-names.js'
import { openModel } from '../../../verifier/network/weights/model.js'
import { parseModelConfig, toConfigJson } from '../../../verifier/network/weights/model-config.js'
import { writeSafetensors } from '../../../verifier/network/weights/safetensors.js'
import { parameterShapes } from '../../../verifier/network/weights/shapes.js'
import {
  families,
  isEncoderDecoder,
  type Name,
  networks,
  ofFamilies,
  shape,
  theirs,
  theirsOfFamilies,
  trainings,
} from './cases.js'
import { furthest, type Handover, holds, relative, report } from './report.js'

const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    families: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
if (options.python === undefined) {
  console.error('needs --python PYTHON, one that has torch, transformers and peft')
  process.exit(2)
}
const python = options.python
const all = { ...networks, ...families }

const words = ['Ann', 'Ben', 'has', 'gets', 'gives', 'apples', 'pens', 'and', 'so', '12', '7', '305', 'more', 'é', '+']
const random = seededRandom(11)
const sentence = () => `${Array.from({ length: 12 }, () => words[random.int(words.length)]).join(' ')}.`
const texts = Array.from({ length: 40 }, sentence)
const probe = texts.slice(0, 3).join(' ')
const tokenizer = await createTokenizer(await trainBpe(texts, { vocabularySize: shape.vocab_size }))
const ids = tokenizer.encode(probe)
/** What the decoder of an encoder-decoder has written, from its start on; the encoder reads the probe. */
const answer = [0, ...ids.slice(0, 12)]

const folder = mkdtempSync(join(tmpdir(), 'handover-'))
const runtime = await openOnnx()
try {
  const names = (Object.keys(all) as Name[]).filter((name) => !options.families || name in families)
  const bases = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await writeNetwork(name)])),
  ) as Record<Name, string>
  const ours: (Handover & { merged: string })[] = []
  for (const [name, base] of Object.entries(bases) as [Name, string][])
    for (const [trained, given] of Object.entries(trainings))
      if (name in networks || ofFamilies.includes(trained)) ours.push(await handOver(name, base, trained, given))

  const asked = Object.entries(bases).flatMap(([name, base]) =>
    Object.entries(name in networks ? theirs : theirsOfFamilies).map(([trained, lora]) => ({
      network: name as Name,
      trained: `PEFT's: ${trained}`,
      base,
      adapter: folderOf(name, trained),
      lora,
      ids,
      ...defined({ answer: isEncoderDecoder(name as Name) ? answer : undefined }),
    })),
  )
  const reference = askReference({
    ours: ours.map(({ network, base, adapter, merged }) => ({
      ...{ base, adapter, merged, text: probe, ids },
      ...defined({ answer: isEncoderDecoder(network) ? answer : undefined }),
    })),
    theirs: asked,
  })
  for (const [i, row] of ours.entries()) {
    const { transformers, peft, ids: tokens } = at(reference.ours, i)
    if (tokens.join() !== ids.join())
      throw new Error(`${row.merged}: transformers reads other tokens, ${tokens} for ${ids}`)
    row.found.transformers = relative(floatsOf(transformers), row.here)
    if (peft !== undefined) row.found.peft = relative(floatsOf(peft), row.here)
  }
  const rows: Handover[] = [...ours]
  for (const [i, { network, trained, base, adapter }] of asked.entries()) {
    const here = await logits(network, base, adapter)
    const found = { peft: relative(floatsOf(at(reference.theirs, i)), here) }
    rows.push({ network, trained, base, adapter, here, change: relative(await logits(network, base), here), found })
  }
  report(rows, reference.versions, options.json)
  if (!rows.every(holds)) process.exitCode = 1
} finally {
  await runtime.dispose()
  rmSync(folder, { recursive: true })
}

/** A random network whose every part matters, as a model folder. */
async function writeNetwork(name: Name): Promise<string> {
  const config = parseModelConfig({ ...all[name], max_position_embeddings: 128, bos_token_id: 0, eos_token_id: 0 })
  const noise = seededRandom(`${name} noise`)
  const path = folderOf(name, 'base')
  const tensors = [...parameterShapes(config)].map(([tensor, size]) => {
    // Gemma's norms multiply by 1 + w.
    const [mean, spread] = tensor.endsWith('norm.weight') ? [name === 'gemma3' ? 0 : 1, 0.2] : [0, 0.15]
    const data = Float32Array.from({ length: size.reduce((a, b) => a * b, 1) }, () => mean + spread * noise.normal())
    return { name: tensor, shape: size, type: 'F32' as const, data }
  })
  await writeSafetensors(join(path, 'model.safetensors'), inFileNames(config, tensors))
  const { files } = tokenizer
  const described = { config: toConfigJson(config), tokenizer: files.tokenizer, tokenizer_config: files.config }
  for (const [file, value] of Object.entries(described))
    writeFileSync(join(path, `${file}.json`), JSON.stringify(value))
  return path
}

function folderOf(...parts: string[]): string {
  const path = join(folder, ...parts.map((part) => part.replace(/\W+/g, '-')))
  mkdirSync(path, { recursive: true })
  return path
}

/** Trains, exports in every form, and scores a text in every engine. */
async function handOver(
  network: Name,
  base: string,
  trained: string,
  given: Partial<TrainOptions>,
): Promise<Handover & { merged: string }> {
  console.error(`${network}: ${trained}`)
  const [at, data] = [folderOf(network, trained), join(folder, 'texts.ndjson')]
  const records = isEncoderDecoder(network)
    ? texts.map((input) => ({ instruction: 'Who?', input, output: input.slice(0, 20) }))
    : texts.map((text) => ({ text }))
  writeFileSync(data, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  const output = join(at, 'trained')
  const learningRate = given.method === undefined ? 2e-2 : 3e-3
  await train({
    data,
    base,
    output,
    task: isEncoderDecoder(network) ? 'instruct' : 'pretrain',
    maxSteps: 8,
    warmup: 0,
    dropout: 0,
    learningRate,
    backend: 'onnx-cpu',
    ...given,
  })
  const adapted = given.method === undefined
  const written = async (format: ExportOptions['format'], name: string, more: Partial<ExportOptions> = {}) => {
    const path = join(at, name)
    await exportAdapter({
      adapter: output,
      format,
      output: path,
      ...defined({ base: adapted ? base : undefined }),
      ...more,
    })
    return path
  }
  const merged = await written('safetensors', 'merged', { type: 'F32' })
  const here = adapted ? await logits(network, base, output) : await logits(network, output)
  const peft = adapted ? { adapter: await written('peft', 'peft') } : {}
  const row = { network, trained, base, ...peft, merged, here, change: relative(await logits(network, base), here) }
  if (isEncoderDecoder(network)) return { ...row, found: {} }
  const own = await score(adapted ? `own:${base}?adapter=${output}` : `own:${output}`)
  const against = async (uri: string) => furthest(own, await score(uri))
  const found: Handover['found'] = {
    gguf: await against(`gguf:${await written('gguf', 'merged.gguf', { type: 'F32' })}`),
    onnx: await against(`onnx:${await written('onnx', 'onnx')}`),
  }
  if (adapted && given.modulesToSave === undefined) {
    const plain = join(at, 'plain.gguf')
    await exportAdapter({ adapter: base, format: 'gguf', type: 'F32', output: plain })
    found['gguf+lora'] = await against(`gguf:${plain}?lora=${await written('gguf-lora', 'lora.gguf')}`)
  }
  return { ...row, found }
}

/** Logits of the probe, or of the answer to it, on our network: [tokens, vocabulary]. */
async function logits(name: Name, path: string, adapterPath?: string): Promise<Float32Array> {
  const files = openModel(path, { encoder: true })
  const base = await loadNetwork(files, files.config)
  await files.close()
  const adapter = adapterPath === undefined ? undefined : await readAdapter(adapterPath)
  const network = adapter === undefined ? base : networkFor(base, adapter)
  const program = await runtime.compile(logitsGraph(network, { adapter }))
  const tokens = isEncoderDecoder(name) ? answer : ids
  const sequence = { tokens, weights: 1, ...defined({ source: isEncoderDecoder(name) ? ids : undefined }) }
  const { expected: _, weights: __, ...feeds } = batchFeeds(packBatch([sequence], ids.length))
  const { logits: found } = await program.run({ ...feeds, rows: integers([...tokens.keys()], [tokens.length]) })
  const values = (await found?.read()) as Float32Array
  await program.dispose()
  return values.slice()
}

/** log p of every token of the probe but its first word's. */
async function score(uri: string): Promise<number[]> {
  const model = await resolveModel(uri)
  const cut = probe.indexOf(' ')
  const scored = await model.score({ pairs: [{ context: probe.slice(0, cut), continuation: probe.slice(cut) }] })
  await model.close()
  return scored.flatMap(({ tokens, reason }) => {
    if (reason !== undefined) throw new Error(`${uri}: ${reason}`)
    return tokens.map(({ logProbability }) => logProbability)
  })
}

interface OfOurs {
  transformers: string
  peft?: string
  ids: number[]
}

/** What the script beside this one finds. Logits are base64. */
function askReference(asked: { ours: object[]; theirs: object[] }) {
  const script = fileURLToPath(new URL('../../../../benchmarks/studies/reference/handover_logits.py', import.meta.url))
  const found = execFileSync(python, [script], { input: JSON.stringify(asked), encoding: 'utf8', maxBuffer: 2 ** 28 })
  return JSON.parse(found) as { versions: Record<string, string>; ours: OfOurs[]; theirs: string[] }
}

function floatsOf(base64: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'))
  return new Float32Array(bytes.buffer)
}

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RationaleError } from '../../../../src/core/errors.js'
import { type Random, seededRandom } from '../../../../src/core/statistics/random.js'
import { exportAdapter } from '../../../../verifier/network/export/export.js'
import { readAdapter } from '../../../../verifier/network/model/adapters/files.js'
import { loadTokenizer } from '../../../../verifier/network/tokenizer/load.js'
import { openModel } from '../../../../verifier/network/weights/model.js'
import { openSafetensors } from '../../../../verifier/network/weights/safetensors.js'
import type { TensorSource } from '../../../../verifier/network/weights/types.js'
import { temporaryFolder } from '../../../helpers/folder.js'
import { tinyLlama } from '../../../helpers/tiny-llama.js'

const adapter = join(import.meta.dirname, '../train/fixtures/peft-end')

export interface Outcome {
  tried: number
  /** Files that were read in spite of the mutation. */
  taken: number
  codes: Record<string, number>
  slowestMs: number
  largestRss: number
}

async function readAll(source: TensorSource): Promise<void> {
  try {
    for (const name of source.tensors.keys()) await source.floats(name)
  } finally {
    await source.close()
  }
}

/**
 * Mutates model files of each kind in turn and reads them whole. Whatever is not a RationaleError about the file is thrown.
 */
export async function readMutatedFiles(count: number, seed: number): Promise<Outcome> {
  const folder = temporaryFolder('mutations')
  try {
    const gguf = join(folder, 'good.gguf')
    await exportAdapter({ adapter: tinyLlama, format: 'gguf', type: 'Q8_0', output: gguf })
    const config = join(folder, 'adapter')
    cpSync(adapter, config, { recursive: true })
    const tokenizerFolder = join(folder, 'tokenizer')
    mkdirSync(tokenizerFolder)
    const kinds = [
      {
        bytes: readFileSync(join(adapter, 'adapter_model.safetensors')),
        path: join(folder, 'bad.safetensors'),
        headerBytes: 1100,
        read: async (path: string) => readAll(openSafetensors(path)),
      },
      {
        bytes: readFileSync(gguf),
        path: join(folder, 'bad.gguf'),
        headerBytes: 9000,
        read: async (path: string) => {
          await readAll(openModel(path))
          const tokenizer = await loadTokenizer(path)
          tokenizer.encode('Ann has 12 apples, it is.')
        },
      },
      {
        bytes: readFileSync(join(tinyLlama, 'tokenizer.json')),
        path: join(tokenizerFolder, 'tokenizer.json'),
        headerBytes: Number.POSITIVE_INFINITY,
        read: async () => {
          const tokenizer = await loadTokenizer(tokenizerFolder)
          const { ids } = tokenizer.encodeWithOffsets('Ann has 12 apples, it is. <|endoftext|>')
          tokenizer.decode(ids)
        },
      },
      {
        bytes: readFileSync(join(adapter, 'adapter_config.json')),
        path: join(config, 'adapter_config.json'),
        headerBytes: Number.POSITIVE_INFINITY,
        read: async () => {
          await readAdapter(config)
        },
      },
    ]
    const outcome: Outcome = { tried: 0, taken: 0, codes: {}, slowestMs: 0, largestRss: 0 }
    for (let i = 0; i < count; i++) {
      const random = seededRandom(`${seed} mutation ${i}`)
      const kind = kinds[i % kinds.length] as (typeof kinds)[number]
      writeFileSync(kind.path, mutated(kind.bytes, Math.min(kind.headerBytes, kind.bytes.length), random))
      const started = process.cpuUsage()
      outcome.tried++
      try {
        await kind.read(kind.path)
        outcome.taken++
      } catch (error) {
        if (!(error instanceof RationaleError)) {
          throw new Error(`mutation ${i} of seed ${seed} (${kind.path}): untyped error`, { cause: error })
        }
        outcome.codes[error.code] = (outcome.codes[error.code] ?? 0) + 1
      }
      const { user, system } = process.cpuUsage(started)
      outcome.slowestMs = Math.max(outcome.slowestMs, (user + system) / 1000)
      if (i % 50 === 0) outcome.largestRss = Math.max(outcome.largestRss, process.memoryUsage.rss())
    }
    return outcome
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const NUMBERS = ['-1', '0', '1e308', '9007199254740993', '18446744073709551615', '4294967296', '0.5', '2147483648']
const VALUES = ['null', 'true', '[]', '{}', '""', '"__proto__"', '[[[[[[[[[[]]]]]]]]]]', '"../../x"', '[1,[2]]']

/** One to four changes of the kinds that a bad disk, a bad network or a bad person makes. Most fall into the header. */
function mutated(bytes: Buffer, headerBytes: number, random: Random): Buffer {
  let result: Buffer = Buffer.from(bytes)
  for (let changes = 1 + random.int(4); changes > 0 && result.length > 0; changes--) {
    const at = random.int(Math.max(1, Math.min(result.length, random.uniform() < 0.9 ? headerBytes : result.length)))
    const span = Math.min(result.length - at, 1 + random.int(16))
    const splice = (replacement: Buffer, cut = span) =>
      Buffer.concat([result.subarray(0, at), replacement, result.subarray(at + cut)])
    switch (random.int(9)) {
      case 0:
        result[at] = (result[at] as number) ^ (1 << random.int(8))
        break
      case 1:
        for (let i = 0; i < span; i++) result[at + i] = random.int(256)
        break
      case 2:
        result = Buffer.from(result.subarray(0, at))
        break
      case 3:
        result = splice(Buffer.alloc(0))
        break
      case 4:
        result = splice(Buffer.concat([result.subarray(at, at + span), result.subarray(at, at + span)]))
        break
      case 5: {
        // A whole field of the extreme kind.
        const extremes = [0n, 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n]
        if (at + 8 <= result.length) result.writeBigUInt64LE(random.pick(extremes), at - (at % 4))
        break
      }
      case 6:
        result = replaceNear(result, at, /-?\d+(\.\d+)?/g, random.pick(NUMBERS))
        break
      case 7:
        result = replaceNear(result, at, /"[^"]*"|\d+|true|false|null/g, random.pick(VALUES))
        break
      default: {
        const from = random.int(result.length)
        result = splice(Buffer.from(result.subarray(from, from + 64)))
      }
    }
  }
  return result
}

/** Replaces the first match of a pattern after `at`, within a window. */
function replaceNear(bytes: Buffer, at: number, pattern: RegExp, replacement: string): Buffer {
  const window = bytes.subarray(at, at + 400).toString('latin1')
  const match = [...window.matchAll(pattern)][0]
  if (!match) return bytes
  const start = at + match.index
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(replacement), bytes.subarray(start + match[0].length)])
}

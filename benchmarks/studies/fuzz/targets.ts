import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import * as z from 'zod'
import { tableRecords } from '../../../extraction/sources/table.js'
import { finalAnswer } from '../../../src/core/answers/answer.js'
import { answersEqual } from '../../../src/core/answers/equivalence.js'
import { expressionKey } from '../../../src/core/answers/equivalence-expression.js'
import { normalLatex } from '../../../src/core/answers/normal.js'
import { readEquations } from '../../../src/core/arithmetic/index.js'
import { encodeRecord } from '../../../src/core/records/encode.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { splitSteps } from '../../../src/core/steps/steps.js'
import { readChat, readText } from '../../../src/models/http/answers.js'
import { joinEvents } from '../../../src/models/http/events.js'
import { readProgram } from '../../../verifier/evidence/program.js'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'
import { readAdapterConfig } from '../../../verifier/network/model/adapters/config.js'
import { checkTokenizerJson } from '../../../verifier/network/tokenizer/tokenizer-json.js'
import type { ReadableFile } from '../../../verifier/network/weights/files.js'
import { readGgufHeader } from '../../../verifier/network/weights/gguf-header.js'
import { readSafetensorsHeader } from '../../../verifier/network/weights/safetensors-header.js'

/** Something that reads bytes from elsewhere. Anything it throws but a RationaleError is a fault, and so is not ending. */
export interface Target {
  seeds: readonly (string | Buffer)[]
  read(bytes: Buffer): unknown
}

const verifier = evidenceVerifier()
const solution = [
  'In the morning the bakery bakes 6 * 8 = 48 rolls.\nThen 3 × 7 = 21 more.\n\nTogether 48 + 21 = 69, so 69 - 28 = **41**.\nThe answer is 41.',
  '<think>wait, no</think>\n## Step 1: Add\n$$\\frac{1}{2} + \\frac{1}{3} = \\boxed{\\tfrac{5}{6}}$$\n1. a\n2. b\n```python\nans = 3\n```',
  'Half of $1,250.50 is $625.25, which is 12.5% of 5,002; 3 km/h for 2 hours is 6 km. On 3/4/2024 it is Monday.',
]
const program =
  'sales_2018 = 1_200.5\nsales_2019 = 1500\nchange = (sales_2019 - sales_2018) / sales_2018 * 100\nans = round(change, 2)\n'
const chain = JSON.stringify({
  id: 'a',
  question: 'What is 2 + 3?',
  steps: ['2 + 3 = 5'],
  x: '\ud800',
}).replace('"a"', '"a","n":9007199254740993')
const tokenizer = JSON.stringify({
  version: '1.0',
  added_tokens: [{ id: 0, content: '</s>', special: true }],
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
  post_processor: null,
  decoder: { type: 'ByteLevel' },
  model: { type: 'BPE', vocab: { '</s>': 0, a: 1, b: 2, ab: 3 }, merges: [['a', 'b']] },
})
const adapter = JSON.stringify({
  peft_type: 'LORA',
  r: 4,
  lora_alpha: 8,
  target_modules: ['q_proj'],
  rank_pattern: { '^x.*': 2 },
  bias: 'none',
  modules_to_save: null,
})
const answer = {
  choices: [{ index: 0, message: { content: 'So 5.', reasoning_content: 'hm' }, text: 'So 5.', finish_reason: 'stop' }],
  usage: { prompt_tokens: 5, completion_tokens: 3 },
}

export const targets: Readonly<Record<string, Target>> = {
  ndjson: {
    seeds: [
      `${chain}\n${chain}\n`,
      '\ufeff{"id":"b"}\r\n\r\n[1,{"a":null}]\n"x"\n-0.5e-7\n',
      Buffer.from(chain, 'utf16le'),
    ],
    read: roundTrip,
  },
  gzip: {
    seeds: [gzipSync(`${chain}\n`), Buffer.concat([gzipSync('{"id":"a"}\n'), gzipSync('{"id":"b"}'), Buffer.alloc(9)])],
    read: roundTrip,
  },
  csv: {
    seeds: [
      'id,text\r\n1,"a ""b""\r\nc"\r\n2,d\r\n',
      'id,text\n1,one\n\n2,"two\n',
      'text\ra\rb\r',
      '\ufeffid,text\n1,é\n',
    ],
    read: (bytes) =>
      inFile(bytes, async (path) => {
        for await (const row of tableRecords(path, ',')) JSON.stringify(row)
      }),
  },
  steps: {
    seeds: solution,
    read(bytes) {
      const text = String(bytes)
      let before = 0
      for (const { start, end, text: step } of splitSteps(text)) {
        const gap = text.slice(before, start)
        if (start < before || gap.trim() !== '' || step !== text.slice(start, end))
          throw new Error('steps do not make up the text')
        before = end
      }
      if (text.slice(before).trim() !== '') throw new Error('the end belongs to no step')
    },
  },
  answers: {
    seeds: [
      ...solution,
      'x = 3, y = -1/2',
      '\\boxed{[0, \\infty) \\cup \\{-1\\}}',
      '1.234.567,89 €',
      '(C) 3√2',
      'ninety-nine',
    ],
    read(bytes) {
      const text = String(bytes)
      const half = text.length >> 1
      finalAnswer(text)
      const [a, b] = [text.slice(0, half), text.slice(half)]
      if (answersEqual(a, b) !== answersEqual(b, a)) throw new Error('equality has a direction')
    },
  },
  latex: {
    seeds: [
      '\\frac{1}{2^{3}} + \\sqrt[3]{8} \\cdot \\binom{5}{2} = 10.5',
      '\\left(\\dfrac{a}{b}\\right)^2',
      '5! + (-3)^{-2}',
      '2^{2^{2^{2}}}',
    ],
    read(bytes) {
      const text = String(bytes)
      normalLatex(text)
      expressionKey(text)
      readEquations(text)
    },
  },
  claims: {
    seeds: solution,
    async read(bytes) {
      const text = String(bytes)
      encodeRecord(await verifier.verify({ id: 'a', question: text.slice(0, 200), text }))
    },
  },
  programmes: { seeds: [program], read: (bytes) => readProgram(String(bytes)) },
  safetensors: { seeds: [safetensors()], read: (bytes) => readSafetensorsHeader(inMemory(bytes)) },
  gguf: { seeds: [gguf()], read: (bytes) => readGgufHeader(inMemory(bytes)) },
  tokenizer: { seeds: [tokenizer], read: (bytes) => withJson(bytes, (value) => checkTokenizerJson(value)) },
  adapter: { seeds: [adapter], read: (bytes) => inFile(bytes, readAdapterConfig) },
  server: {
    seeds: [
      JSON.stringify(answer),
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'So', role: 'assistant' } }] })}\n\ndata: [DONE]\n\n`,
    ],
    read(bytes) {
      const streamed = streamOf(String(bytes))
      withJson(bytes, (value) => {
        for (const each of [value, streamed]) {
          attempt(() => readChat(each, ['\n'], 'model'))
          attempt(() => readText(each, ['\n'], 'model'))
        }
      })
      attempt(() => readChat(streamed, ['\n'], 'model'))
    },
  },
}

/** What was read can be written, and what was written is read as the same. */
async function roundTrip(bytes: Buffer): Promise<void> {
  const lines: string[] = []
  for await (const { record } of readRecords(Readable.from([bytes]), z.unknown(), {
    uniqueIds: false,
    maxLineBytes: 1 << 20,
  }))
    lines.push(encodeRecord(record))
  const again: string[] = []
  const onReject = ({ reason }: { reason: string }) => {
    throw new Error(`what was written is refused: ${reason}`)
  }
  for await (const { record } of readRecords(Readable.from([Buffer.from(lines.join(''))]), z.unknown(), {
    onReject,
    uniqueIds: false,
  }))
    again.push(encodeRecord(record))
  if (lines.join('') !== again.join('')) throw new Error('what was written is read as something else')
}

/** Each reader is asked, whatever the one before it said. */
function attempt(action: () => unknown): void {
  try {
    action()
  } catch (error) {
    if (!isRefusal(error)) throw error
  }
}

export const isRefusal = (error: unknown) => error instanceof Error && error.name === 'RationaleError'

/** Text that is no JSON is refused before any of ours reads it. */
function withJson(bytes: Buffer, read: (value: unknown) => unknown): void {
  const value = ofJson(() => JSON.parse(String(bytes)))
  if (value !== undefined) read(value)
}

function ofJson(parse: () => unknown): unknown {
  try {
    return parse()
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Whatever a stream breaks on is an answer that is not complete, to whoever asked. */
function streamOf(text: string): unknown {
  try {
    return joinEvents(text)
  } catch {
    return undefined
  }
}

let folder: string | undefined

/** Removed with the process. */
async function inFile(bytes: Buffer, read: (path: string) => unknown): Promise<void> {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'fuzz-'))
    process.on('exit', () => rmSync(made, { recursive: true, force: true }))
    folder = made
  }
  const path = join(folder, 'input')
  writeFileSync(path, bytes)
  await read(path)
}

function inMemory(bytes: Buffer): ReadableFile {
  const readNow = (target: Uint8Array, position: number) => {
    if (position + target.length > bytes.length) throw new Error('read past the end')
    target.set(bytes.subarray(position, position + target.length))
  }
  return { path: 'input', size: bytes.length, readNow, read: async (...given) => readNow(...given), close() {} }
}

function safetensors(): Buffer {
  const header = JSON.stringify({
    __metadata__: { format: 'pt' },
    a: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] },
    b: { dtype: 'BF16', shape: [4], data_offsets: [16, 24] },
  })
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(24)])
}

function gguf(): Buffer {
  const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer)
  const u64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer)
  const text = (value: string) => Buffer.concat([u64(value.length), Buffer.from(value)])
  const head = Buffer.concat([
    ...[Buffer.from('GGUF'), u32(3), u64(1), u64(3)],
    ...[text('general.architecture'), u32(8), text('llama')],
    ...[text('general.alignment'), u32(4), u32(32)],
    ...[text('tokenizer.ggml.tokens'), u32(9), u32(8), u64(2), text('a'), text('b')],
    ...[text('token_embd.weight'), u32(2), u64(4), u64(2), u32(0), u64(0)],
  ])
  return Buffer.concat([head, Buffer.alloc((32 - (head.length % 32)) % 32), Buffer.alloc(64)])
}

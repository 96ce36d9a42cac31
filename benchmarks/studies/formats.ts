/*
 * Do models, adapters and process reward models of others compute the same here? Tiny random ones of each kind, with what PyTorch, transformers and
 * PEFT computed (the scripts make.py beside them in test/fixtures wrote both). Prints a table a kind: the largest difference, or how it is refused.
 *
 *     npm run study formats
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { at } from '../../src/core/absence.js'
import { messageOf } from '../../src/core/errors.js'
import { readAdapter } from '../../verifier/network/model/adapters/files.js'
import { networkFor } from '../../verifier/network/model/adapters/fit.js'
import type { Adapter } from '../../verifier/network/model/adapters/methods.js'
import { batchFeeds, packBatch } from '../../verifier/network/model/batch.js'
import { logitsGraph } from '../../verifier/network/model/graphs.js'
import { loadNetwork, type Network } from '../../verifier/network/model/parameters.js'
import { openPrm } from '../../verifier/network/prm/open.js'
import { openRuntime } from '../../verifier/network/runtime/open.js'
import { integers } from '../../verifier/network/runtime/runtime.js'
import { openModel } from '../../verifier/network/weights/model.js'

const fixtures = fileURLToPath(new URL('../../../test/fixtures/', import.meta.url))
const read = <T>(path: string) => JSON.parse(readFileSync(join(fixtures, path), 'utf8')) as T
const runtime = await openRuntime('onnx-cpu')
try {
  const models = read<Record<string, { tokens: number[]; logits: string }>>('parity/expected.json')
  await table('model (transformers)', Object.keys(models), async (name) => {
    const { tokens, logits } = at(models, name)
    return difference(await logitsOf(await load(`parity/${name}`), tokens, [...tokens.keys()]), numbers(logits))
  })

  const adapters = read<{ tokens: number[]; logits: Record<string, string> }>('adapters/expected.json')
  const base = await load('parity/qwen2')
  await table('adapter (PEFT)', Object.keys(adapters.logits), async (name) => {
    const adapter = await readAdapter(join(fixtures, 'adapters', name))
    const { tokens, logits } = adapters
    const found = await logitsOf(networkFor(base, adapter), tokens, [tokens.length - 1], adapter)
    return difference(found, numbers(at(logits, name)))
  })

  const prms = read<{ chains: { question: string; steps: string[] }[]; rewards: Record<string, number[][]> }>(
    'rewards/expected.json',
  )
  await table('process reward model (its own code)', Object.keys(prms.rewards), async (name) => {
    const named = ['math-shepherd', 'versa', 'rlhflow', 'granite'].includes(name) ? { prm: name } : {}
    const path = join(fixtures, 'rewards', name === 'lora' ? 'versa' : name)
    const prm = await openPrm({
      path,
      ...(name === 'lora' ? { adapter: join(fixtures, 'rewards/lora'), prm: 'trl' } : named),
    })
    try {
      const { judgements } = await prm.judge.many(prms.chains)
      const rewards = judgements.flatMap(({ steps }) => steps.map(({ reward }) => reward ?? Number.NaN))
      return difference(rewards, at(prms.rewards, name).flat())
    } finally {
      await prm.close()
    }
  })
} finally {
  await runtime.dispose()
}

async function load(path: string): Promise<Network> {
  const files = openModel(join(fixtures, path))
  try {
    return await loadNetwork(files, files.config)
  } finally {
    await files.close()
  }
}

async function logitsOf(network: Network, tokens: readonly number[], rows: number[], adapter?: Adapter) {
  const program = await runtime.compile(logitsGraph(network, { adapter }))
  const { expected: _, weights: __, ...feeds } = batchFeeds(packBatch([{ tokens, weights: 1 }], tokens.length))
  const { logits } = await program.run({ ...feeds, rows: integers(rows, [rows.length]) })
  const found = [...((await logits?.read()) ?? [])].map(Number)
  await program.dispose()
  return found
}

/** Float32 numbers in base64. */
function numbers(text: string): number[] {
  const bytes = Buffer.from(text, 'base64')
  return [...new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))]
}

function difference(found: readonly number[], wanted: readonly number[]): number {
  if (found.length !== wanted.length) throw new RangeError(`${found.length} numbers for ${wanted.length}`)
  return Math.max(...wanted.map((value, i) => Math.abs(value - at(found, i))))
}

async function table(kind: string, names: readonly string[], measure: (name: string) => Promise<number>) {
  console.log(`\n| ${kind} | largest difference |\n|---|---|`)
  for (const name of names) {
    const cell = await measure(name).then(
      (value) => value.toExponential(1),
      (error: unknown) => `refused: ${(messageOf(error).split('\n')[0] ?? '').replace(/^.*\.json: /, '')}`,
    )
    console.log(`| ${name} | ${cell} |`)
  }
}

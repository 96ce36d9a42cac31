import { createHash, type Hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describeIssues, messageOf, RationaleError } from '../../../src/core/errors.js'
import { readSmallTextFile } from '../../../src/core/files/small-file.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { type Adapter, methodOf } from '../model/adapters/methods.js'
import type { ModelFiles } from '../weights/model.js'
import type { ModelConfig } from '../weights/model-config.js'
import { LAYOUT_VERSION } from './layout.js'
import { type Probe, probeSchema } from './probe.js'

export const PROBE_FILE = 'probe.json'

/**
 * Reads a probe from its folder.
 *
 * @throws RationaleError `io` where there is none, `configuration` where the file is no probe or of another layout.
 */
export function readProbe(folder: string): Probe {
  const file = join(folder, PROBE_FILE)
  if (!existsSync(file))
    throw new RationaleError('model-file', `there is no ${PROBE_FILE} in ${folder}`, {
      expected: 'what `rationale train --method probe` left in its --output',
    })
  let contents: unknown
  try {
    contents = JSON.parse(readSmallTextFile(file))
  } catch (error) {
    throw new RationaleError('configuration', `${file} cannot be read as JSON`, {
      found: messageOf(error),
      cause: error,
    })
  }
  const parsed = probeSchema.safeParse(contents)
  const remedy = 'train it again (rationale train --method probe)'
  if (!parsed.success)
    throw new RationaleError('configuration', `${file} is not a probe`, { found: describeIssues(parsed.error), remedy })
  const probe = parsed.data
  const wrong: string[] = []
  if (probe.layout !== LAYOUT_VERSION) wrong.push(`layout ${probe.layout}, this version reads ${LAYOUT_VERSION}`)
  if (probe.step === undefined && probe.outcome === undefined) wrong.push('no head')
  if (probe.step !== undefined && probe.step.weights.length !== probe.width) wrong.push('a step head of another width')
  if (probe.outcome !== undefined && probe.outcome.weights.length !== 2 * probe.width)
    wrong.push('an outcome head of another width')
  if (wrong.length > 0)
    throw new RationaleError('configuration', `${file} does not fit`, { found: wrong.join('; '), remedy })
  return probe
}

/**
 * What a base is told by: the numbers by which its layers compute, its tensors up to a layer as the file has them, what its tokens stand for, and the adapter
 * where one is run with it. A base that was trained further, merged, quantised otherwise or damaged has another.
 */
export async function fingerprint(
  files: ModelFiles,
  layers: number,
  tokenizer: TextTokenizer,
  adapter?: Adapter,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(computedBy(files.config)))
  for (const { name, type } of [...files.tensors.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const layer = /^model\.layers\.(\d+)\./.exec(name)?.[1]
    const read = name === 'model.embed_tokens.weight' || (layer !== undefined && Number(layer) < layers)
    if (!read) continue
    const bytes = await files.bytes(name)
    hash.update(`${name} ${type} ${bytes.length}`).update(bytes)
  }
  for (let id = 0; id < tokenizer.vocabularySize; id++) hash.update(`${id} `).update(tokenizer.tokenBytes(id))
  if (adapter !== undefined) updateWithAdapter(hash, adapter)
  return `sha256:${hash.digest('hex')}`
}

function updateWithAdapter(hash: Hash, adapter: Adapter): void {
  if (adapter.method === 'lora' && !adapter.options.dora) {
    for (const [path, { rank, alpha, a, b }] of [...adapter.pairs].sort(([one], [other]) => (one < other ? -1 : 1)))
      hash.update(`${path} ${rank} ${alpha} ${adapter.options.rsLora}`).update(a).update(b)
  } else {
    const { config, tensors } = methodOf(adapter).file(adapter, undefined)
    hash.update(JSON.stringify(config))
    for (const [name, { data }] of tensors) hash.update(name).update(data)
  }
  for (const [name, { data }] of adapter.saved) hash.update(name).update(data)
}

/** Named one by one: what else a configuration says, and what later versions read of it, does not change a state. */
function computedBy(config: ModelConfig) {
  const { model_type, hidden_size, intermediate_size, num_attention_heads, num_key_value_heads, head_dim } = config
  const { rms_norm_eps, rope_theta, rope_scaling, attention_bias, mlp_bias, sliding_window, layer_types } = config
  return [
    ...[model_type, hidden_size, intermediate_size, num_attention_heads, num_key_value_heads, head_dim],
    ...[rms_norm_eps, rope_theta, rope_scaling, attention_bias, mlp_bias, sliding_window, layer_types],
  ]
}

import { join } from 'node:path'
import { RationaleError } from '../../../src/core/errors.js'
import { readSmallTextFile } from '../../../src/core/files/small-file.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { readAdapter } from '../model/adapters/files.js'
import { networkFor } from '../model/adapters/fit.js'
import type { Adapter } from '../model/adapters/methods.js'
import { loadNetwork, type Network } from '../model/parameters.js'
import { openStates } from '../model/states.js'
import { openRuntime } from '../runtime/open.js'
import type { Backend } from '../runtime/runtime.js'
import { loadTokenizer } from '../tokenizer/load.js'
import { openModel } from '../weights/model.js'
import { contextLength, type ModelConfig } from '../weights/model-config.js'
import { type JudgeOfMany, probeJudge } from './chain-judge.js'
import { layersOf, type Probe } from './probe.js'
import { fingerprint, readProbe } from './probe-file.js'

/** A probe on a base that it was not trained on. */
export class WrongBaseError extends RationaleError {}

export interface ProbeJudge {
  judge: JudgeOfMany
  close(): Promise<void>
}

/** A base as far up as its probe reads, with the adapter that the states are read with. */
export interface Probed {
  probe: Probe
  /** Layers whose states are read. */
  layers: number[]
  network: Network
  adapter: Adapter | undefined
  tokenizer: TextTokenizer
}

interface ProbedPaths {
  path: string
  /** A folder with the PEFT adapter that the states were read with. */
  adapter?: string | undefined
  probe: string
}

/**
 * A base and the probe that was trained on it, as a judge: `process` (is the step right) and `value` (will the answer be right) of every step, in the
 * names that a model's own rewards have. The layers above the probe's are not run.
 *
 * @throws RationaleError `configuration` where the probe was trained on another base; what opening model and probe throws.
 */
export async function openProbeJudge({
  backend = 'onnx-cpu',
  ...paths
}: ProbedPaths & { backend?: Backend | 'auto' }): Promise<ProbeJudge> {
  const { probe, layers, network, adapter, tokenizer } = await loadProbed(paths)
  const runtime = await openRuntime(backend)
  const reader = await openStates(runtime, network, { layers, adapter })
  return {
    judge: probeJudge({ probe, reader, tokenizer, maxTokens: contextLength(network.config) }),
    async close() {
      await reader.dispose()
      await runtime.dispose()
    },
  }
}

/** Its name, where the run that left the probe says it. */
function trainedOn(folder: string): string {
  try {
    const { base } = JSON.parse(readSmallTextFile(join(folder, 'training.json'))) as { base?: unknown }
    return typeof base === 'string' ? ` (${base})` : ''
  } catch {
    return '' // of a probe that was handed on alone
  }
}

/** Reads base, adapter and probe. @throws as `openProbeJudge`. */
export async function loadProbed({ path, adapter: adapterPath, probe: folder }: ProbedPaths): Promise<Probed> {
  const probe = readProbe(folder)
  const layers = layersOf(probe)
  const files = openModel(path)
  try {
    const adapter = adapterPath === undefined ? undefined : await readAdapter(adapterPath)
    const tokenizer = await loadTokenizer(path)
    const found = await fingerprint(files, Math.max(...layers), tokenizer, adapter)
    if (found !== probe.base)
      throw new WrongBaseError('configuration', `the probe ${folder} was not trained on ${path}`, {
        expected: `the base of its training${trainedOn(folder)}: weights, tokens and adapter with ${probe.base}`,
        found: `${path}${adapterPath === undefined ? '' : ` with the adapter ${adapterPath}`}: ${found}`,
        remedy: 'name the base (and the adapter) that it was trained on, or train a probe on this one',
      })
    const cut = { ...files.config, num_hidden_layers: depthOf(files.config, layers, adapter) }
    const base = await loadNetwork(files, cut, { format: 'stored', headless: true })
    const network = adapter === undefined ? base : networkFor(base, adapter)
    return { probe, layers, network, adapter, tokenizer }
  } finally {
    await files.close()
  }
}

/** Layers that are loaded: those that are run, and those that the adapter changes, since all of it has to fit. */
function depthOf({ num_hidden_layers: depth }: ModelConfig, layers: readonly number[], adapter?: Adapter): number {
  if (adapter === undefined) return Math.max(...layers)
  if (adapter.method !== 'lora' || adapter.saved.size > 0) return depth
  const changed = [...adapter.pairs.keys()].map((path) => Number(/\blayers\.(\d+)\./.exec(path)?.[1] ?? -1) + 1)
  return Math.min(depth, Math.max(...layers, ...changed))
}

/*
 * What `torch_probe.py` trained (LoRA and heads) -> a folder that the product loads as `own:BASE?adapter=DIR&probe=DIR`, held against the scores that PyTorch gave:
 *
 *     npm run study probe-unpack -- --base MODEL.gguf --trained OUT --chains LABELS_DIR --pack PACK --output DIR [--limit 20]
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { at } from '../../../src/core/absence.js'
import { prepare } from '../../../verifier/judge/prepare.js'
import { readAdapter } from '../../../verifier/network/model/adapters/files.js'
import { openProbeJudge } from '../../../verifier/network/probe/judge.js'
import { LAYOUT_VERSION } from '../../../verifier/network/probe/layout.js'
import type { Probe } from '../../../verifier/network/probe/probe.js'
import { fingerprint, PROBE_FILE } from '../../../verifier/network/probe/probe-file.js'
import { loadTokenizer } from '../../../verifier/network/tokenizer/load.js'
import { openModel } from '../../../verifier/network/weights/model.js'
import { recordedChains } from './recorded.js'

const { values: options } = parseArgs({
  options: {
    base: { type: 'string' },
    trained: { type: 'string' },
    chains: { type: 'string' },
    pack: { type: 'string' },
    output: { type: 'string' },
    limit: { type: 'string', default: '20' },
  },
})
const { base, trained, chains, pack, output, limit } = options
if (!base || !trained || !chains || !pack || !output) {
  console.error('usage: npm run study probe-unpack -- --base MODEL --trained OUT --chains DIR --pack DIR --output DIR')
  process.exit(2)
}
const row = z.array(z.number())
const heads = z
  .object({
    top: z.int(),
    rank: z.int(),
    alpha: z.int(),
    'step.weight': z.tuple([row]),
    'step.bias': z.tuple([z.number()]),
    'outcome.weight': z.tuple([row]),
    'outcome.bias': z.tuple([z.number()]),
  })
  .parse(JSON.parse(readFileSync(join(trained, 'heads-lora.json'), 'utf8')))

mkdirSync(output, { recursive: true })
cpSync(join(trained, 'lora/adapter_model.safetensors'), join(output, 'adapter_model.safetensors'))
const { top, rank, alpha } = heads
const config = {
  peft_type: 'LORA',
  task_type: 'CAUSAL_LM',
  r: rank,
  lora_alpha: alpha,
  lora_dropout: 0,
  bias: 'none',
  target_modules: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
  layers_to_transform: Array.from({ length: top }, (_, layer) => layer),
}
writeFileSync(join(output, 'adapter_config.json'), `${JSON.stringify(config, null, 2)}\n`)
const files = openModel(base)
const probe: Probe = {
  format: 'rationale-probe',
  version: 1,
  layout: LAYOUT_VERSION,
  base: await fingerprint(files, top, await loadTokenizer(base), await readAdapter(output)),
  width: files.config.hidden_size,
  normalised: true,
  step: { layer: top, weights: heads['step.weight'][0], bias: heads['step.bias'][0] },
  outcome: { layer: top, weights: heads['outcome.weight'][0], bias: heads['outcome.bias'][0] },
}
await files.close()
writeFileSync(join(output, PROBE_FILE), `${JSON.stringify(probe)}\n`)

// The chains of the measuring part, as PyTorch scored them.
const { judge, close } = await openProbeJudge({ path: base, adapter: output, probe: output })
const logOdds = (p: number | undefined) => (p === undefined ? Number.NaN : Math.log(p / (1 - p)))
let [compared, steps, outcomes, furthest] = [0, 0, 0, 0]
for (const { record, ...theirs } of recordedChains({ trained, chains, pack }, 'test')) {
  if (compared === Number(limit)) break
  compared++
  const ours = await judge(prepare({ ...record, id: String(compared) }))
  for (const [i, step] of ours.steps.entries()) {
    steps++
    furthest = Math.max(furthest, Math.abs(logOdds(step.features?.process) - at(theirs.steps, i)))
  }
  outcomes = Math.max(outcomes, Math.abs(logOdds(ours.steps.at(-1)?.features?.value) - theirs.outcome))
}
await close()
console.log(
  `${compared} chains, ${steps} steps: log-odds of a step at most ${furthest.toFixed(3)} apart, of an outcome ${outcomes.toFixed(3)}`,
)

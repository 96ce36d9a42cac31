import * as z from 'zod'
import { calibrationSchema } from '../../calibration/calibration.js'
import { probeSchema } from '../../network/probe/probe.js'

/*
 * A verifier as a folder that a browser loads: `verifier.json` (below), `network.onnx` (the graph with its weights) and `tokenizer.json`. `write.ts` makes it
 * in Node, `open.ts` opens it anywhere.
 */

export const webFiles = { verifier: 'verifier.json', network: 'network.onnx', tokenizer: 'tokenizer.json' } as const

const network = z.discriminatedUnion('kind', [
  /** Marks of steps by their log-probabilities: a `cachedScoringGraph`. */
  z.strictObject({
    kind: z.literal('marks'),
    cache: z.strictObject({ num_hidden_layers: z.int(), num_key_value_heads: z.int(), head_dim: z.int() }),
  }),
  /** A probe on states: a `stateGraph`. */
  z.strictObject({ kind: z.literal('probe'), probe: probeSchema, layers: z.array(z.int()).min(1) }),
])

export const webVerifierSchema = z.strictObject({
  format: z.literal('rationale-web-verifier'),
  version: z.literal(1),
  id: z.string(),
  /** The longest text that the network reads, in tokens. */
  window: z.int().positive(),
  network,
  calibration: calibrationSchema,
  /** Size of `network.onnx`, for a bar. */
  bytes: z.int().positive(),
  /** What the network said of a chain in Node: what opens the folder asks for the same before it judges anything. */
  proof: z.strictObject({
    question: z.string(),
    steps: z.array(z.string()).min(1),
    /** Probabilities of each step. */
    features: z.array(z.strictObject({ process: z.number(), value: z.number() })).min(1),
  }),
})
export type WebVerifier = z.infer<typeof webVerifierSchema>

export const webTokenizerSchema = z.strictObject({
  tokenizer: z.record(z.string(), z.unknown()),
  config: z.record(z.string(), z.unknown()),
})

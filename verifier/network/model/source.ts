import { add, type Dim, input, less, mul, reshape, sub, type Tensor, where } from '../graph/index.js'
import { encoderOf, type ModelConfig } from '../weights/model-config.js'
import { decoderLayer, embed, norm, type Pass, type Source } from './decoder.js'
import type { Placement } from './placement.js'
import { relativeBias } from './relative-positions.js'

/*
 * What the encoder of an encoder-decoder makes of the texts that it reads, and which of it each token of the decoder sees:
 *
 *     h = embed(source);  for each layer:  h = h + attend(norm(h)), in both directions;  h = h + mlp(norm(h));  states = norm(h)
 *
 * Several texts share a row, as in the decoder: `sourceStarts` says where the text of each token begins, `starts` where the text begins that a
 * token of the decoder belongs to. Tokens see each other where these are the same.
 */

/** The source as inputs of a graph; undefined where the family has no encoder. */
export function sourceOf(config: ModelConfig, weights: Placement, batch: Dim, seq: Dim): Source | undefined {
  if (encoderOf(config) === undefined) return undefined
  const starts = input('sourceStarts', [batch, 'source'], 'int32')
  const states = encode(config, weights, batch, starts)
  return { seq: 'source', states, bias: sameText(input('starts', [batch, seq], 'int32'), starts) }
}

/** Inputs `sourceTokens` and `sourceStarts` [batch, source] -> states [batch * source, hidden]. */
export function encode(config: ModelConfig, weights: Placement, batch: Dim, starts: Tensor): Tensor {
  const layers = encoderOf(config)?.layers ?? 0
  const tokens = input('sourceTokens', [batch, 'source'], 'int32')
  const bias = add(sameText(starts, starts), relativeBias(config, weights, 'encoder', { seq: 'source' }))
  const pass: Pass = { batch, seq: 'source', bias: { full: bias, windowed: bias } }
  let h = embed(config, weights, tokens, pass)
  for (let layer = 0; layer < layers; layer++) h = decoderLayer(config, weights, layer, h, pass, { stack: 'encoder' }).h
  return norm(config, weights, 'encoder.norm', h)
}

const HIDDEN = -1e9

/** 0 where both tokens are of one text: starts [batch, queries] and [batch, keys] -> [batch, 1, queries, keys]. */
function sameText(queries: Tensor, keys: Tensor): Tensor {
  const [batch, seq] = queries.shape as readonly [Dim, Dim]
  const [, total] = keys.shape as readonly [Dim, Dim]
  const apart = sub(reshape(queries, [batch, 1, seq, 1]), reshape(keys, [batch, 1, 1, total]))
  return where(less(mul(apart, apart), 1), 0, HIDDEN)
}

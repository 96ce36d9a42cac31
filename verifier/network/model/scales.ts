import { familyOf } from '../weights/families.js'
import type { ModelConfig } from '../weights/model-config.js'

/* The factors that some families have at fixed places. */

/** What the embeddings of tokens are multiplied by: Granite's factor; Gemma's sqrt(hidden). */
export function embeddingScale({
  embedding_multiplier: given,
  model_type: type,
  hidden_size: hidden,
}: ModelConfig): number {
  return given ?? (type === 'gemma3_text' ? Math.sqrt(hidden) : 1)
}

/** What scores are multiplied by: 1 / sqrt(head_dim) but for Gemma and Granite, and where scores carry positions (T5). */
export function attentionScale(config: ModelConfig): number {
  if (familyOf(config).positions === 'relative') return 1
  const { attention_multiplier: given, query_pre_attn_scalar: scalar, head_dim: d } = config
  return given ?? 1 / Math.sqrt(scalar ?? d)
}

/** What logits are multiplied by. */
export const logitScale = ({ logits_scaling: divisor = 1 }: ModelConfig): number => 1 / divisor

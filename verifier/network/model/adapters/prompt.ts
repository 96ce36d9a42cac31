import type { AdapterParts, Method, SavedTensor } from './adapter.js'
import { type Encoder, encoded, encodedRows, withEncoderValues } from './encoder.js'
import { withoutWindow } from './names.js'

/*
 * Prompt tuning (Lester et al. 2021) and P-tuning (Liu et al. 2021): learned embeddings in front of the text.
 *
 *     virtual tokens [length, hidden]    embeddings of the text [n, hidden]     frozen
 *        trained, or made by an encoder         |
 *        |                                      |
 *        +----- keys and values of layer ------>+      every token of the text sees all of them, they see no token of it,
 *        |                                      |      so one pass over them serves all texts of a batch
 *       ...                                    ...
 */

export interface PromptAdapter extends AdapterParts {
  method: 'prompt'
  kind: 'prompt' | 'p-tuning'
  length: number
  /** [length, hidden]; with an encoder, what it made of its table last. */
  embeddings: SavedTensor
  /** P-tuning, while it is trained. */
  encoder?: Encoder
}

const NAME = 'prompt_embeddings'

export const prompt: Method<PromptAdapter> = {
  trained: ({ embeddings, encoder }) => encoder?.tensors ?? new Map([[NAME, embeddings]]),

  withValues(adapter, values) {
    if (adapter.encoder === undefined)
      return { ...adapter, embeddings: { shape: adapter.embeddings.shape, data: values(NAME) } }
    const encoder = withEncoderValues(adapter.encoder, values)
    return { ...adapter, encoder, embeddings: encodedRows(encoder) }
  },

  enter: ({ embeddings, encoder }, place) => ({
    prompt: encoder === undefined ? place.value(NAME, embeddings) : encoded(encoder, place),
  }),

  misfits({ embeddings }, { config }) {
    const [, width] = embeddings.shape
    return [
      ...(width === config.hidden_size
        ? []
        : [`${NAME}: the adapter is for states of ${width}, the model has ${config.hidden_size}`]),
      ...withoutWindow(config),
    ]
  },

  file({ kind, length, embeddings, encoder }, base) {
    return {
      config: {
        peft_type: kind === 'prompt' ? 'PROMPT_TUNING' : 'P_TUNING',
        task_type: 'CAUSAL_LM',
        base_model_name_or_path: base ?? null,
        revision: null,
        inference_mode: true,
        num_virtual_tokens: length,
        token_dim: embeddings.shape[1],
        num_transformer_submodules: 1,
        modules_to_save: null,
        ...(kind === 'prompt'
          ? { prompt_tuning_init: 'RANDOM', prompt_tuning_init_text: null, tokenizer_name_or_path: null }
          : { encoder_reparameterization_type: 'MLP', encoder_hidden_size: hiddenOf(encoder) ?? embeddings.shape[1] }),
      },
      tensors: new Map([[NAME, embeddings]]),
    }
  },
}

const hiddenOf = (encoder: Encoder | undefined) => encoder?.tensors.get('prompt_encoder.mlp_head.0.weight')?.shape[0]

import type { ChatMessage } from './types.js'

export interface EncodeOptions {
  /** Put in what the tokenizer's own template adds, such as a beginning-of-text token (default true). */
  addSpecial?: boolean
  /** Read the text of a special token as that token (default false: in data it is ordinary text, so nobody can inject one). */
  parseSpecial?: boolean
}

export interface OffsetEncoding {
  ids: number[]
  /**
   * UTF-16 offset in the text at which each token begins; a token that begins inside a character has that character's
   * offset, one that the template added the offset where it stands.
   */
  starts: number[]
  /** Likewise where each ends (exclusive): the end of the last character it has a part in. */
  ends: number[]
}

export interface JointEncoding extends OffsetEncoding {
  /** Index of the first token that ends inside the continuation; `ids.length` where there is none. */
  firstTarget: number
}

export interface TextTokenizer {
  /** One more than the largest token id. */
  readonly vocabularySize: number
  readonly bosId: number | undefined
  /** Tokens that end a generation. */
  readonly eosIds: readonly number[]
  readonly padId: number | undefined
  /** The chat template (Jinja), where the model has one. */
  readonly chatTemplate: string | undefined
  /** @throws RationaleError `model-file` where the tokenizer's own patterns exceed their time budget. */
  encode(text: string, options?: EncodeOptions): number[]
  encodeWithOffsets(text: string, options?: EncodeOptions): OffsetEncoding
  /** Tokens of context + continuation together (BPE merges across the boundary); offsets count from the start of the context. */
  encodeJoint(context: string, continuation: string, options?: EncodeOptions): JointEncoding
  /** Special tokens are left out unless asked for. */
  decode(ids: readonly number[], options?: { keepSpecial?: boolean }): string
  /** The bytes that a token stands for (empty for a special token): a streaming decoder joins them before decoding UTF-8. */
  tokenBytes(id: number): Uint8Array
  /** Id of a token by its text (as in the vocabulary, or of an added token), undefined where there is none. */
  tokenId(content: string): number | undefined
  isSpecial(id: number): boolean
  /**
   * The prompt of a conversation, ending where the assistant's answer begins; with `complete`, the conversation as it stands. Without a template,
   * a plain layout `role: content`.
   */
  renderChat(messages: readonly ChatMessage[], options?: { complete?: boolean }): string
  /**
   * The same in tokens. Special tokens are those of the template alone: what a message spells is ordinary text, and opens no turn.
   *
   * @throws RationaleError `input` where the template makes one of what a message holds.
   */
  encodeChat(messages: readonly ChatMessage[], options?: { complete?: boolean }): number[]
  /** Contents of tokenizer.json and tokenizer_config.json, to be written beside an exported model. */
  readonly files: { tokenizer: Record<string, unknown>; config: Record<string, unknown> }
}

import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { withinTime } from '../weights/time-limit.js'
import { buildTokenizer, type TokenizerFiles } from './build-tokenizer.js'

export type { TokenizerFiles }

/** A tokenizer from the contents of files from anywhere, under Node's limit of time. @throws RationaleError `model-file`, `unsupported`. */
export const createTokenizer = (files: TokenizerFiles): Promise<TextTokenizer> => buildTokenizer(files, withinTime)

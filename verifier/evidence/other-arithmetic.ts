/* Whether a question reckons in another way than ordinary numbers do: "in Z_7", "in base 8". */
import { asksOtherArithmetic } from '../../src/core/arithmetic/equations.js'
import { remembering } from './recent.js'

const read = remembering((question: string) => ({ asks: asksOtherArithmetic(question) }))

/** `asksOtherArithmetic`, once for all that ask of a question. */
export const isOfOtherArithmetic = (question: string): boolean => read(question).asks

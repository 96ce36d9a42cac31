import { RationaleError } from '../../../src/core/errors.js'
import type { GeneratedToken } from '../../../src/models/types.js'

const YES = new Set(['yes', 'y'])
const NO = new Set(['no', 'n'])

/** What comes before a yes or no in a box, as GenPRM writes it: the last one counts. */
const BOX = /\\boxed\{\s*(?:\\text\{\s*)?(?=yes\b|no\b)/gi

/** P(Yes) at the last box; undefined where log-probabilities of its token are missing, null where they hold neither yes nor no. */
export function certaintyInBox(tokens: readonly GeneratedToken[]): number | null | undefined {
  const written = tokens.map(({ text }) => text).join('')
  const box = [...written.matchAll(BOX)].at(-1)
  return box && certaintyAt(tokens, box.index + box[0].length)
}

/** P(Yes) at the beginning of an answer, which is the end of what was written: thoughts come before it. As `certaintyInBox` where there is none. */
export function certaintyAtBeginning(tokens: readonly GeneratedToken[], answer: string): number | null | undefined {
  const written = tokens.map(({ text }) => text).join('')
  const begin = /^[\s*_"'`(]*/.exec(answer)?.[0].length ?? 0
  const start = written.lastIndexOf(answer.trimEnd())
  return answer.trim() === '' || start === -1 ? undefined : certaintyAt(tokens, start + begin)
}

/** p(yes) / (p(yes) + p(no)) of the token that begins a word at `offset`, or holds its beginning: the two-way softmax over what the server tells. */
function certaintyAt(tokens: readonly GeneratedToken[], offset: number): number | null | undefined {
  let start = 0
  for (const { text, alternatives } of tokens) {
    if (offset >= start + text.length) {
      start += text.length
      continue
    }
    refuseNoLogarithms(alternatives)
    // A token may hold the bracket before its word; spaces before a word are the tokenizer's.
    const before = text.slice(0, offset - start)
    const wordOf = (token: string) => /^\s*(\p{L}+)/u.exec(token.slice(before.length))?.[1]?.toLowerCase() ?? ''
    const massOf = (words: ReadonlySet<string>) =>
      alternatives
        .filter((each) => each.text.startsWith(before) && words.has(wordOf(each.text)))
        .reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0)
    const [yes, no] = [massOf(YES), massOf(NO)]
    if (yes + no > 0) return yes / (yes + no)
    return alternatives.length > 0 ? null : undefined
  }
  return undefined
}

/** What rounding may leave above 0. */
const ROUNDING = 1e-3

function refuseNoLogarithms(alternatives: GeneratedToken['alternatives']): void {
  const wrong = alternatives.find(({ logProbability }) => logProbability > ROUNDING)
  if (wrong === undefined) return
  throw new RationaleError('model', 'the model tells a log-probability above 0', {
    expected: 'numbers up to 0, as logarithms of probabilities are',
    found: `${wrong.logProbability} of ${JSON.stringify(wrong.text)}`,
    remedy: 'let the server tell log-probabilities, and not logits, or none at all',
  })
}

import type { GeneratedToken } from '../../../src/models/types.js'

const YES = new Set(['yes', 'y'])
const NO = new Set(['no', 'n'])

/** What comes before a yes or no in a box, as GenPRM writes it: the last one counts. */
const BOX = /\\boxed\{\s*(?:\\text\{\s*)?(?=yes\b|no\b)/gi

/** P(Yes) at the last box; undefined where log-probabilities of its token are missing. */
export function certaintyInBox(tokens: readonly GeneratedToken[]): number | undefined {
  const written = tokens.map(({ text }) => text).join('')
  const box = [...written.matchAll(BOX)].at(-1)
  return box && certaintyAt(tokens, box.index + box[0].length)
}

/** P(Yes) at the beginning of an answer, which is the end of what was written: thoughts come before it. */
export function certaintyAtBeginning(tokens: readonly GeneratedToken[], answer: string): number | undefined {
  const written = tokens.map(({ text }) => text).join('')
  const begin = /^[\s*_"'`(]*/.exec(answer)?.[0].length ?? 0
  const start = written.lastIndexOf(answer.trimEnd())
  return answer.trim() === '' || start === -1 ? undefined : certaintyAt(tokens, start + begin)
}

/** p(yes) / (p(yes) + p(no)) of the token that begins a word at `offset`, or holds its beginning: the two-way softmax over what the server tells. */
function certaintyAt(tokens: readonly GeneratedToken[], offset: number): number | undefined {
  let start = 0
  for (const { text, alternatives } of tokens) {
    if (offset >= start + text.length) {
      start += text.length
      continue
    }
    // A token may hold the bracket before its word; spaces before a word are the tokenizer's.
    const before = text.slice(0, offset - start)
    const massOf = (words: ReadonlySet<string>) =>
      alternatives
        .filter(
          (each) => each.text.startsWith(before) && words.has(each.text.slice(before.length).trim().toLowerCase()),
        )
        .reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0)
    const [yes, no] = [massOf(YES), massOf(NO)]
    return yes + no > 0 ? yes / (yes + no) : undefined
  }
  return undefined
}

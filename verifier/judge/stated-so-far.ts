import { type AnswerHint, finalAnswer } from '../../src/core/answers/answer.js'
import { findStatements, type Statement } from '../../src/core/answers/statements.js'
import { lean } from '../../src/core/lean-patterns.js'
import { plainCharacters } from '../../src/core/plain-characters.js'
import { withoutThoughts } from '../../src/core/steps/thoughts.js'

/*
 * The answer of a solution that goes on. What a whole text states last is its answer; of a text on the way that may be the answer of a part, a guess, or a
 * sentence whose number comes later ("The answer is found in two parts. First, 10 * 3 = 30."). So only what plainly is the final statement counts here.
 */

/** The answer that an unfinished text plainly states as its final one; undefined where what comes later may state it. */
export function statedSoFar(raw: string, hint: AnswerHint): string | undefined {
  // As long as the text was: places hold.
  const text = withoutThoughts(plainCharacters(raw))
  const last = findStatements(text).at(-1)
  if (last === undefined || !isFinal(text, last)) return undefined
  const found = finalAnswer(raw, hint)
  return found.kind === 'unparsed' || found.span[0] < last.at ? undefined : found.value
}

/** How far before a statement its sentence is looked for. */
const SENTENCE = 200

/** A statement whose sentence says nothing else: "So the answer is 51.", a box, "#### 51". */
function isFinal(text: string, { kind, at, content, end }: Statement): boolean {
  const before = text.slice(Math.max(0, at - SENTENCE), at)
  const sentence = before.slice(before.search(/[^\n.!?;。！？；]*$/))
  if (kind === 'boxed' && end !== undefined) return !ofPart.test(sentence)
  const after = text.slice(content, content + SENTENCE)
  if (kind === 'marked') return isWhole(after)
  return opens.test(sentence) && !ofPart.test(text.slice(at, content)) && isWhole(after)
}

/** What may stand before "the answer" in a sentence that states it; "if the answer is 30" and "a first answer is 30" state none. */
const opens = lean(
  /^(?:[\s*_#>$"'(-]|,|，|(?<!\p{L})(?:so|thus|hence|therefore|then|finally|and|now|in conclusion|this means|that means|which means|we conclude|that|the|our|my|final|correct|right|best|die|das|also|daher|damit|somit|folglich|la|le|el|l['’]|donc|ainsi|por lo tanto|entonces|così|quindi|de|het|因此|所以|故|最终|正确)(?!\p{Script=Latin}))*$/iu,
)
/** An answer of less than the whole: "the answer to part a", "for now the answer", "this intermediate answer". */
const ofPart = lean(
  /(?<!\p{L})(?:parts?|steps?|first|second|third|next|intermediate|partial|sub\p{L}*|guess|estimate|check|if|suppose|assume|teil\p{L}*|erste\p{L}*|zwischen\p{L}*|partie|premi\p{L}+|étape|parte|primer\p{L}*|paso|part[aeo]s?)(?!\p{L})|第|步/iu,
)
/** A value as it may stand behind "is": a formula, a number or what is reckoned, a letter, yes or no. */
const value = lean(
  /^[\s*_`:：~≈]{0,12}(?:\$[^$\n]{1,120}\$|\\\([^\n]{1,120}?\\\)|\\\[[^\n]{1,120}?\\\]|(?:[a-zA-Z]\s?=\s?)?[-−+]?[$€£¥]?\d(?:[\d\s.,/:^·×*+()=−-]{0,60}[\d)])?|[([]?[A-J][)\]]?(?![\p{L}\d])|(?:yes|no|true|false|ja|nein|oui|non|sí|是|否)(?!\p{L}))/iu,
)
/** Behind it a unit or a few words, and the end of the sentence: "30 in the first case" and "30, but that is not all" say more. */
const nothingMore = lean(
  /^[*_`]{0,3}(?:\s?\\?[%°€£¥$])?(?:[\s-]?[\p{L}²³/]{1,18}){0,3}[*_`\s]{0,6}(?:[.!。！][*_`)]{0,4}(?=\s|$|\p{Script=Han})|$)/u,
)

function isWhole(content: string): boolean {
  const [line = ''] = content.trimStart().split('\n')
  const found = value.exec(line)?.[0]
  if (found === undefined) return false
  const said = nothingMore.exec(line.slice(found.length))?.[0]
  return said !== undefined && !ofPart.test(said)
}

import { lean } from '../lean-patterns.js'
import type { Span } from '../records/types.js'

/** A place where a solution states its answer. `content` is where the answer starts; boxes know where it ends. What is chosen is one of several options. */
export interface Statement {
  kind: 'boxed' | 'marked' | 'phrase' | 'chosen'
  at: number
  content: number
  end?: number
}

/** More statements than this are no solution; the last ones count. */
const MAX_STATEMENTS = 200

const opener = lean(
  /\\f?boxed\s?\{|(?<![^\n])[ \t]{0,4}#{4}[ \t]|(?<![#\n])#{4}[ \t](?=[-−$\\(]{0,2}[\dA-J])|<(?:final[_ ]?)?answer>|\b(?:antwort|(?:end)?ergebnis|respuesta|resultado|risposta|resposta|antwoord|jawaban(?:nya)?|cevap)\b|\bans\.?(?=\s?[:=])|(?<!\p{L})(?:odpowiedź|ответ|đáp\s(?:án|số)|उत्तर|الجواب|الإجابة)(?!\p{L})|réponse\b|résultat\b|(?:(?:final|correct|right|best|closest|appropriate|my)\s{1,2})?\b(?:answers?|option|choice)\b|\bclosest(?=\s(?:one\s)?is\b)|答案|故选|应选|因此选|(?<!\p{L})答(?=\s?[:：])|答え(?:は|[:：])|(?<!\p{L})정?답(?:은|[:：])|(?:(?<!\p{L})|(?<=所以|因而|应该))选(?=\s?[A-J](?![A-Za-z]))/giu,
)

/** What may stand between "answer" and the verb: "the answer to the question, rounded to cents, is". */
const verb =
  /^["'*_)`]{0,4}(?:\s{0,2}\((?:in|to|as|rounded)[^()\n]{0,60}\)["'*_]{0,3})?(?:\s{0,3}(?:[:：=]|->|→|=>)|(?:,?\s(?![^.:\n]{0,80}\bnot\b)[^.:;\n=]{0,80}?)??\s(?:is|are|was|be|becomes|equals|ist|lautet|beträgt|est|es|è|é|là|adalah|هو|هي|है)(?:\s(?:therefore|thus|then|simply|hence|indeed|as follows|approximately|about))?(?:\b|(?<=[^a-zA-Z\s])(?=\s))["'*_]{0,3}\s{0,2}:?)/i
const chineseVerb = /^(?:应该|应)?(?:是|为|选|选择)?\s?[:：]?/
/** "(B) is the correct answer", "option B is correct", "B is the answer". */
const isRight =
  /(?<![A-Za-z0-9])(?:[Oo]ption\s|[Cc]hoice\s|[Aa]nswer\s)?[([]?([A-Z])[)\]]?(?:\s\([^()\n]{1,40}\))?\s(?:is|must be)\s(?:therefore\s)?(?:(?:the\s)?(?:correct|right|best)|the\sanswer)(?![A-Za-z])/g
/** "I would choose option D.", "So I pick (C)." */
const chosen =
  /\bI(?:'d|\swould|\swill|'ll)?\s(?:therefore\s)?(?:choose|select|pick|go\swith)\s(?:the\s)?(?:[Oo]ption\s|[Cc]hoice\s|[Aa]nswer\s)?[*("[]{0,3}([A-Z])(?=[*)"\]]{0,3}(?:[.,;:\s]|$))/g

/** Where a model went on with another problem after its answer. */
const nextProblem =
  /\n[ \t]{0,4}(?:#{1,4}[ \t]|\*\*)?(?:Question|Q|Problem|Exercise|User|Human|问题)(?:[ \t]?\d{1,4})?\*{0,2}[ \t]?[:：]/g

/** Where a model went on with another turn of a chat. */
const nextTurn =
  /<\|(?:im_start|im_end|eot_id|start_header_id|endoftext|end_of_text|end|user)\|>|<(?:start|end)_of_turn>/

/** Every place where the answer is stated explicitly, in order. Linear time. */
export function findStatements(text: string): Statement[] {
  const found: Statement[] = []
  const ends = braceEnds(text)
  for (const { 0: mark, index } of text.matchAll(opener)) {
    const after = index + mark.length
    const statement = readStatement(text, mark, index, after, ends)
    if (statement !== null) found.push(statement)
    if (found.length > 2 * MAX_STATEMENTS) found.splice(0, MAX_STATEMENTS)
  }
  let count = 0
  for (const { 0: phrase, 1: letter, index } of text.matchAll(isRight)) {
    if (++count > MAX_STATEMENTS) break
    const content = index + phrase.indexOf(letter as string)
    found.push({ kind: 'boxed', at: index, content, end: content + 1 })
  }
  count = 0
  for (const { 0: phrase, 1: letter, index } of text.matchAll(chosen)) {
    if (++count > MAX_STATEMENTS) break
    const content = index + phrase.lastIndexOf(letter as string)
    found.push({ kind: 'chosen', at: index, content, end: content + 1 })
  }
  return found.sort((a, b) => a.at - b.at).slice(-MAX_STATEMENTS)
}

function readStatement(
  text: string,
  mark: string,
  at: number,
  after: number,
  ends: (open: number) => number | undefined,
): Statement | null {
  if (mark.startsWith('\\')) {
    // A box that was cut off holds no answer.
    const end = ends(after - 1)
    return end === undefined ? null : { kind: 'boxed', at, content: after, end }
  }
  if (mark.startsWith('<')) {
    const close = text.slice(after, after + 2000).search(/<\/(?:final[_ ]?)?answer>/i)
    return close < 0 ? null : { kind: 'boxed', at, content: after, end: after + close }
  }
  if (mark.includes('####')) return { kind: 'marked', at, content: after }
  const rest = text.slice(after, after + 220)
  if (/[答选답]/.test(mark)) {
    const length = chineseVerb.exec(rest)?.[0].length ?? 0
    return length === 0 && mark === '答案' ? null : { kind: 'phrase', at, content: after + length }
  }
  const option = /option|choice/i.test(mark)
  if (option && !/\s/.test(mark)) return null
  const match = verb.exec(rest)
  if (match !== null) return { kind: 'phrase', at, content: after + match[0].length }
  // "#### Final Answer" and "**Answer**" as headings.
  const heading = /^["'*_]{0,4}[ \t]{0,4}\n/.exec(rest)
  return heading !== null && /(?:^|\n)[\s#*_]{0,8}(?:the\s)?$/i.test(text.slice(Math.max(0, at - 12), at))
    ? { kind: 'phrase', at, content: after + heading[0].length }
    : null
}

/** Tells where the brace that opens at an offset closes (the offset of the closing one), for ascending offsets. */
function braceEnds(text: string): (open: number) => number | undefined {
  let matches: Map<number, number> | undefined
  return (open) => {
    matches ??= matchBraces(text)
    return matches.get(open)
  }
}

function matchBraces(text: string): Map<number, number> {
  const matches = new Map<number, number>()
  const open: number[] = []
  for (let at = text.indexOf('\\'); at >= 0 && at < text.length; at++) {
    const char = text[at]
    if (char === '\\' && '{}'.includes(text[at + 1] ?? ' ')) at++
    else if (char === '{') open.push(at)
    else if (char === '}') {
      const start = open.pop()
      if (start !== undefined) matches.set(start, at)
    }
  }
  return matches
}

/**
 * Where the solution itself ends: before another question that follows its stated answer, else at the end of the text.
 * Base models go on with the next example of their prompt.
 */
export function solutionEnd(text: string): number {
  const turn = nextTurn.exec(text)
  if (turn !== null && text.slice(0, turn.index).trim() !== '') return solutionEnd(text.slice(0, turn.index))
  let seen = 0
  for (const { index } of text.matchAll(nextProblem)) {
    // What lies before the last heading held no answer.
    if (findStatements(text.slice(Math.max(seen, index - 4000), index)).length > 0) return index
    seen = index
    // Only a few headings are worth a look.
    if (index > 200_000) break
  }
  return text.length
}

/** The part of a text that a statement's answer can stand in: to the end of its line or formula, at most 1,000 characters. */
export function contentSpan(text: string, { content, end }: Statement): Span {
  if (end !== undefined) return [content, end]
  let start = content
  while (start < text.length && start - content < 40 && /[\s*_`:]/.test(text[start] as string)) start++
  return [start, Math.min(text.length, start + 1000)]
}

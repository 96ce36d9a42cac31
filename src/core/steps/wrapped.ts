import { defined } from '../absence.js'
import { solutionEnd } from '../answers/statements.js'
import { assistantLabel, userLabel } from '../records/transcript.js'
import { withPlainDisplays } from './displays.js'
import { withoutEnvelope } from './envelope.js'
import { withoutHtml } from './html.js'
import { withoutStepTables } from './step-tables.js'
import { spokenText } from './thoughts.js'

/** What a solution consists of, once its wrapping is taken off. */
export interface Solution {
  text: string
  /** The answer that the wrapping states beside the reasoning. */
  answer?: string
}

const reasoningKeys = new Set(['reasoning', 'rationale', 'explanation', 'solution', 'steps', 'thought', 'thoughts'])
const answerKeys = new Set(['answer', 'final_answer', 'finalanswer', 'final answer'])
const objectStart =
  /\{\s{0,400}"(?:reasoning|rationale|explanation|solution|steps|thoughts?|answer|final_answer)"\s{0,20}:/gi
const endTokens =
  /(?:\s|<\/s>|<\|(?:eot_id|im_end|end|endoftext|end_of_text|return|end_of_solution)\|>|<end_of_turn>|<eos>)+$/

/** Text around the wrapping that is longer than this is part of the solution, not chat. */
const CHAT_MAX = 160

/**
 * The reasoning, and the stated answer, of `{"reasoning": "…", "answer": "…"}`: fenced or not, inside chat, with raw line breaks,
 * unescaped quotes or LaTeX backslashes, or cut off. Any other text comes back as it is, without the end tokens of chat templates and
 * without another problem that a model went on with after its answer.
 * Where a whole solution stands before the wrapping, it is kept and the reasoning follows it.
 */
export function solutionText(written: string): Solution {
  const { text, answer } = unwrapped(written.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/^\ufeff/, ''))
  return { text: withPlainDisplays(withoutStepTables(withoutHtml(withoutEnvelope(text)))), ...defined({ answer }) }
}

function unwrapped(written: string): Solution {
  const raw = unfenced(unquoted(lastAnswer(spoken(written))))
  const list = listed(raw)
  if (list !== null) return { text: list }
  objectStart.lastIndex = 0
  const first = objectStart.exec(raw)
  if (first === null) return { text: withoutEndTokens(raw.slice(0, solutionEnd(raw))) }
  let { entries, end } = readObject(raw, first.index)
  // Where a model corrected itself, its last object counts.
  for (let match = nextObject(raw, end); match !== null; match = nextObject(raw, end)) {
    const next = readObject(raw, match.index)
    end = next.end
    if (next.entries.some(([key]) => answerKeys.has(key))) entries = next.entries
  }
  const reasoning = entries.find(([key]) => reasoningKeys.has(key))?.[1]
  const answer = entries.find(([key]) => answerKeys.has(key))?.[1]
  const before = withoutAnnouncement(withoutFence(raw.slice(0, first.index)))
  const after = withoutFence(withoutEndTokens(raw.slice(end)))
  const parts = [
    ...(before.length > CHAT_MAX ? [before] : []),
    ...(reasoning === undefined ? [] : [reasoning.trim()]),
    ...(after.length > CHAT_MAX ? [after] : []),
  ]
  const text = parts.length > 0 ? parts.join('\n\n') : before
  return answer === undefined || answer.trim() === '' ? { text } : { text, answer: answer.trim() }
}

/** Without what was only thought, unless there is nothing else. */
function spoken(text: string): string {
  const said = spokenText(text)
  return said === text || said.trim() === '' ? text : said.trim()
}

const answersLine = new RegExp(assistantLabel, 'gim')

/** The last answer of a conversation that was pasted as text: "User: How much …", "Assistant: 10% of 240 is 24. …". What the user says is no step. */
function lastAnswer(text: string): string {
  const labels = [...text.matchAll(answersLine)]
  const last = labels.at(-1)
  if (last === undefined) return text
  // Without a user before it, a label stands at the beginning or is a word of the solution.
  if (!userLabel.test(text.trimStart()) && (labels.length > 1 || text.slice(0, last.index).trim() !== '')) return text
  const said = text.slice(last.index + last[0].length)
  return said.trim() === '' ? text : said
}

/** A solution that is quoted from beginning to end. */
function unquoted(text: string): string {
  if (!text.startsWith('>') || /^(?!>)[^\n]*\S/m.test(text)) return text
  return text.replace(/^(?:>[ \t]?)+/gm, '')
}

/** A solution that is nothing but blocks of text or Markdown; a programme stays as it is. */
function unfenced(text: string): string {
  const trimmed = text.trim()
  if (!trimmed.startsWith('```') || !trimmed.endsWith('```')) return text
  const blocks = trimmed.split(/^[ \t]*```/m)
  const outside = blocks.filter((_, i) => i % 2 === 0).join('')
  if (blocks.length % 2 === 0 || outside.trim() !== '') return text
  const bodies = blocks
    .filter((_, i) => i % 2 === 1)
    .map((block) => /^(?:markdown|md|text|txt|latex|tex)?[ \t]*\n([\s\S]*)\n$/.exec(block)?.[1])
  if (bodies.includes(undefined)) return text
  const inside = bodies.join('\n\n')
  const lines = inside.split('\n').filter((line) => line.trim() !== '')
  const code = lines.filter((line) => codeLine.test(line)).length
  return 2 * code >= lines.length || /^[ \t]*(?:import\s\w+|def\s\w+|print)\b|^[ \t]*[[{]\s*(?:["[{]|$)/m.test(inside)
    ? text
    : inside
}

const codeLine = /^[ \t]*(?:import|from|def|print|return|class|for|while|if)\b|^[ \t]*\w+[ \t]?=[^=]|^[ \t]*[#)\]}]/

/** The steps of a JSON array of strings or objects, a paragraph each; null where the text is none. */
function listed(raw: string): string | null {
  const trimmed = withoutFence(raw).replace(/^json\s*/, '')
  return trimmed.startsWith('[') && trimmed.endsWith(']') ? paragraphs(trimmed) : null
}

function paragraphs(source: string): string | null {
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch {
    return null
  }
  if (!Array.isArray(value) || value.length === 0) return null
  const texts = value.map(textOf)
  if (!texts.every((text) => text !== null)) return null
  return texts.filter((text) => text !== '').join('\n\n')
}

/** A step that is a string, or an object whose strings tell it: {"explanation", "output"}. */
function textOf(item: unknown): string | null {
  if (typeof item === 'string') return oneParagraph(item)
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return null
  const texts = Object.values(item).filter((value) => typeof value === 'string')
  return texts.length === 0 ? null : oneParagraph([...new Set(texts.map((text) => text.trim()))].join(' '))
}

const oneParagraph = (text: string) => text.trim().replace(/\n\s*\n/g, '\n')

function nextObject(raw: string, from: number): RegExpExecArray | null {
  objectStart.lastIndex = from
  return objectStart.exec(raw)
}

/** Top-level keys and values of an object that is only nearly JSON. Always ends; never throws. */
function readObject(raw: string, open: number): { entries: [string, string][]; end: number } {
  const entries: [string, string][] = []
  let at = open + 1
  for (;;) {
    at = skip(raw, at, /[\s,]/)
    if (raw[at] !== '"') break
    const key = readString(raw, at, true)
    at = skip(raw, key.end, /\s/)
    if (raw[at] !== ':') break
    at = skip(raw, at + 1, /\s/)
    const value = readValue(raw, at)
    entries.push([key.value.toLowerCase(), value.value])
    at = value.end
  }
  return { entries, end: raw[at] === '}' ? at + 1 : at }
}

function readValue(raw: string, at: number): { value: string; end: number } {
  if (raw[at] === '"') return readString(raw, at)
  if (raw[at] === '[' || raw[at] === '{') {
    const end = closingBracket(raw, at)
    return { value: flatten(raw.slice(at, end)), end }
  }
  let end = at
  while (end < raw.length && !/[,}\n]/.test(raw[end] as string)) end++
  return { value: raw.slice(at, end).trim(), end }
}

/** An array of steps becomes lines; anything else stays as it is written. */
function flatten(source: string): string {
  // Not JSON: it stays as it is written.
  return paragraphs(source) ?? source
}

function closingBracket(raw: string, open: number): number {
  let depth = 0
  for (let at = open; at < raw.length; at++) {
    const char = raw[at]
    if (char === '"') {
      at = readString(raw, at).end - 1
    } else if (char === '[' || char === '{') depth++
    else if ((char === ']' || char === '}') && --depth === 0) return at + 1
  }
  return raw.length
}

/** The answer on a line of its own ends a string whose closing quote was forgotten. */
const answerLine = /^\n\s{0,20}"(?:final_)?answer"\s{0,4}:/i

/**
 * A string from its opening quote. A quote inside that was not escaped is told from the closing one by what follows: the closing one
 * stands before `,` and a new key, before `:`, before a closing bracket, or at the end.
 */
function readString(raw: string, open: number, isKey = false): { value: string; end: number } {
  let value = ''
  let plain = open + 1
  for (let at = open + 1; at < raw.length; at++) {
    const char = raw[at]
    if (char === '\\') {
      const decoded = readEscape(raw, at)
      value += raw.slice(plain, at) + decoded.value
      at = decoded.end - 1
      plain = decoded.end
    } else if (char === '"' && closes(raw, at + 1, isKey)) {
      return { value: value + raw.slice(plain, at), end: at + 1 }
    } else if (char === '\n' && answerLine.test(raw.slice(at, at + 60))) {
      return { value: value + raw.slice(plain, at), end: at }
    }
  }
  return { value: value + raw.slice(plain), end: raw.length }
}

function closes(raw: string, at: number, isKey: boolean): boolean {
  const next = skip(raw, at, /\s/)
  const char = raw[next]
  if (char === undefined || char === '}' || char === ']') return true
  if (char === ':') return isKey
  // The comma before the next key, or the closing bracket before a fence, was forgotten.
  if (char === '"' && raw.slice(at, next).includes('\n') && /^"[\w ]{1,30}"\s{0,8}:/.test(raw.slice(next, next + 44)))
    return true
  if (raw.startsWith('```', next)) return true
  if (char !== ',') return false
  const following = raw[skip(raw, next + 1, /\s/)]
  return following === '"' || following === '}' || following === ']' || following === undefined
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\', '/': '/' }
/** Commands whose first letter makes them look like `\n`, `\t` or `\r`. */
const latexCommand =
  /\\(?:neq|nabla|not|notin|ne(?=[\s\d])|times|text|textbf|theta|tan|tau|tfrac|triangle|therefore|to(?=\s)|right|rightarrow|rho|rangle|rfloor|rceil|root)(?![a-z])/y

/** One escape. What JSON does not know, and LaTeX whose backslash was not doubled, stays as it is written. */
function readEscape(raw: string, at: number): { value: string; end: number } {
  const char = raw[at + 1]
  if (char === undefined) return { value: '', end: at + 1 }
  if (char === 'u') {
    const hex = raw.slice(at + 2, at + 6)
    if (/^[0-9a-fA-F]{4}$/.test(hex)) return { value: String.fromCharCode(Number.parseInt(hex, 16)), end: at + 6 }
  }
  latexCommand.lastIndex = at
  const known = latexCommand.test(raw) ? undefined : escapes[char]
  return known === undefined ? { value: `\\${char}`, end: at + 2 } : { value: known, end: at + 2 }
}

function skip(raw: string, at: number, what: RegExp): number {
  while (at < raw.length && what.test(raw[at] as string)) at++
  return at
}

/** Without the mark that opens or closes a fence around the object; the text before and after is looked at, not searched. */
function withoutFence(text: string): string {
  const content = text.trim().replace(/^```/, '')
  return content.slice(0, content.length - (/``` ?(?:json)?$/i.exec(content.slice(-8))?.[0].length ?? 0)).trim()
}

/** Without a last line such as "The final answer is:", whose other half is the object. */
function withoutAnnouncement(text: string): string {
  const lastLine = text.lastIndexOf('\n') + 1
  return text.endsWith(':') && text.length - lastLine < 120 ? text.slice(0, lastLine).trimEnd() : text
}

/** Only a tail of this length is looked at, so that the search stays linear. */
const TAIL = 4096
function withoutEndTokens(text: string): string {
  let cut = text
  for (;;) {
    const head = cut.slice(0, -TAIL)
    const tail = cut.slice(-TAIL).replace(endTokens, '')
    if (head.length + tail.length === cut.length) return cut
    cut = head + tail
  }
}

/*
 * What people and models put before a step: "Step 2:", "第二步：", "2.", "(b)", "iv)", a bullet. One place knows them all: where a text is cut into steps,
 * where a step is read without its mark, and where an answer is looked for.
 */

import { lean } from '../lean-patterns.js'

/**
 * - `step`: says that it is one ("Step 2:", "2. Schritt:", "步骤2").
 * - `number`: "2.", "(2)", "[2]", "②".
 * - `letter`: "(b)", "B.", "iv)".
 * - `bullet`: any sign of a list.
 */
export interface Mark {
  kind: 'step' | 'number' | 'letter' | 'bullet'
  /** Characters from the beginning of the content, with the emphasis and heading signs around the mark. */
  length: number
  /** Of steps and numbers. */
  number?: number
  /** Of letters, in lower case: "b", "iv". */
  label?: string
  /** Marks of one list look alike: "step", "(1)", "a.". */
  style: string
}

/** The emphasis and heading signs before a mark. */
const before = String.raw`^(?:#{1,6}[ \t]+)?[*_]{0,3}`
const after = '[*_]{0,3}'
/** "(12) * 3" computes. */
const goesOn = String.raw`(?=\s(?!\s?(?:[=<>≤≥≈×÷^]|[-+*/]\s))|$)`
const words = `(?:step|schritt|[ée]tape|paso|passo|passaggio|stap|krok|шаг)`
const digits = String.raw`(\d{1,3})`
const han = String.raw`(\d{1,3}|[一二三四五六七八九十]{1,3})`

const stepMarks = [
  // "Step 2", "Step #2:", "[Step 2]", "STEP 2 –"
  String.raw`[([]?\s?${words}\s{0,3}#?${digits}(?=[\s:：.,，、)\]*_–—-]|$)[)\]]?(?:[ \t]?[:：.,，、)]|[ \t]?[–—-](?=\s))?`,
  // "2. Schritt:"
  String.raw`${digits}\.\s?${words}\b(?:[ \t]?[:：.,)]|[ \t]?[–—-](?=\s))?`,
  String.raw`(?:第${han}步|步骤\s?${han}(?!\d))(?:[ \t]?[:：，,、.。)）])?`,
].map((source) => new RegExp(`${before}${source}${after}`, 'iu'))

const numberMarks = [
  String.raw`(?:([#([]?)${digits}([.)\]]|:(?!\s?\d)))${after}${goesOn}`,
  String.raw`(?:${digits}\ufe0f?\u20e3|([①-⑳❶-❿]))${after}`,
  `([一二三四五六七八九十]{1,3})[、．.]${after}`,
  `[（(]([一二三四五六七八九十]{1,3})[）)]${after}`,
].map((source) => new RegExp(`${before}${source}`, 'u'))

const roman = `(?:x{0,3}(?:ix|iv|v?i{1,3}|v|x))`
const letterMark = lean(
  new RegExp(String.raw`${before}(?:(\()?([a-z]|${roman})\)|([a-h]|${roman})[.])${after}${goesOn}`, 'iu'),
)
const bulletMark = /^(?:[-*+•‣◦⁃∙●○■□▪▫◆◇➤➜▶►✓✔✗✘☐☑–](?:\s\[[ xX]\])?)(?=\s)/u

/** The mark that a content begins with; null where there is none. The content has no white space before it. */
export function readMark(content: string): Mark | null {
  const head = content.slice(0, 60)
  for (const pattern of stepMarks) {
    const match = pattern.exec(head)
    if (match !== null)
      return { kind: 'step', length: match[0].length, number: numberOf(match[1] ?? match[2] ?? ''), style: 'step' }
  }
  return readNumber(head) ?? readLetter(head) ?? readBullet(head)
}

function readNumber(head: string): Mark | null {
  const [listed, circled, counted, bracketed] = numberMarks.map((pattern) => pattern.exec(head))
  if (listed) {
    const [all, open = '', number = '', close = ''] = listed
    return { kind: 'number', length: all.length, number: Number(number), style: `${open}1${close}` }
  }
  const other = circled ?? counted ?? bracketed
  if (!other) return null
  const style = circled ? '①' : counted ? '一、' : '（一）'
  return { kind: 'number', length: other[0].length, number: numberOf(other[1] ?? other[2] ?? ''), style }
}

function readLetter(head: string): Mark | null {
  const match = letterMark.exec(head)
  if (match === null) return null
  const [all, open = '', bracketed, dotted] = match
  const letters = bracketed ?? dotted ?? ''
  // "iV" is neither.
  if (letters !== letters.toLowerCase() && letters !== letters.toUpperCase()) return null
  const style = `${open}${letters === letters.toLowerCase() ? 'a' : 'A'}${bracketed === undefined ? '.' : ')'}`
  return { kind: 'letter', length: all.length, label: letters.toLowerCase(), style }
}

function readBullet(head: string): Mark | null {
  const match = bulletMark.exec(head)
  return match === null ? null : { kind: 'bullet', length: match[0].length, style: '-' }
}

/** One step without its mark. A capital may be an option that was chosen: it stays. */
export function withoutMark(step: string): string {
  const mark = readMark(step)
  const rest = mark === null || /^A|\(A/.test(mark.style) ? '' : step.slice(mark.length)
  return rest.trim() === '' ? step : rest
}

/**
 * The steps without their marks. A letter counts as a mark only where the letters of all steps follow one
 * another: "B) 5 km" alone is an answer.
 */
export function withoutMarks(steps: readonly string[]): string[] {
  const marks = steps.map((step) => {
    const start = step.length - step.trimStart().length
    const mark = readMark(step.slice(start))
    return mark === null || step.slice(start + mark.length).trim() === '' ? null : { ...mark, end: start + mark.length }
  })
  const listed = new Map<string, string[]>()
  for (const { label, style } of marks.filter((mark) => mark !== null))
    if (label !== undefined) listed.set(style, [...(listed.get(style) ?? []), label])
  return steps.map((step, i) => {
    const mark = marks[i]
    if (!mark || (mark.label !== undefined && !follow(listed.get(mark.style) ?? []))) return step
    return step.slice(mark.end).trimStart()
  })
}

/** "a", "b", "c" or "i", "ii", "iii": at least two. */
const follow = (labels: readonly string[]) =>
  labels.length > 1 &&
  (labels.every((label, i) => label === letters.charAt(i)) || labels.every((label, i) => label === romanNumber(i + 1)))

const letters = 'abcdefghijklmnopqrstuvwxyz'
const romanTens = ['', 'x', 'xx', 'xxx']
const romanOnes = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix']
const romanNumber = (n: number) => `${romanTens[Math.floor(n / 10)] ?? ''}${romanOnes[n % 10]}`

const hanDigits = '一二三四五六七八九'

/** Digits, circled digits, Chinese numbers to 99. */
function numberOf(text: string): number {
  if (/^\d/.test(text)) return Number(text)
  const code = text.codePointAt(0) ?? 0
  if (code >= 0x2460 && code <= 0x2473) return code - 0x245f
  if (code >= 0x2776 && code <= 0x277f) return code - 0x2775
  const [tens = '', ones = ''] = text.includes('十') ? text.split('十') : ['', text]
  const ten = text.includes('十') ? (tens === '' ? 10 : 10 * (hanDigits.indexOf(tens) + 1)) : 0
  return ten + (ones === '' ? 0 : hanDigits.indexOf(ones) + 1)
}

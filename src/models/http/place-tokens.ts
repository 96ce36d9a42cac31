import { at } from '../../core/absence.js'
/*
 * A server's tokens, placed in the prompt. Their texts do not simply add up to it: a character may be spread over several tokens (shown as U+FFFD,
 * as nothing, or as "bytes:\xf0"), spaces may be shown as ▁ or Ġ, a begin-of-text token has no text in the prompt, generated tokens follow, and
 * `text_offset` counts code points on some servers and drifts on others. What cannot be placed for certain is not placed.
 */

export interface PlacedToken {
  /** UTF-16 offsets in the prompt. Tokens of one spread character have that character's. */
  start: number
  end: number
}

/** Places of the prompt's tokens (generated ones are left out), or undefined where they do not fit the prompt. */
export function placeTokens(
  prompt: string,
  texts: readonly string[],
  offsets: readonly number[] | undefined,
): PlacedToken[] | undefined {
  const marked = texts.map((text) => text.replace(/[▁Ġ]/g, ' ').replace(/Ċ/g, '\n'))
  return (
    join(prompt, texts) ??
    join(prompt, marked) ??
    byOffsets(prompt, marked, offsets) ??
    byOffsets(prompt, marked, utf16Offsets(prompt, offsets))
  )
}

/** Texts end to end. The first may be a token without text of its own (begin-of-text), or one whose text the server left out. */
function join(prompt: string, texts: readonly string[]): PlacedToken[] | undefined {
  const [first, ...rest] = texts
  if (first === undefined) return undefined
  if (first !== '' && (isPart(first) || prompt.startsWith(first))) return joinFrom(prompt, texts, 0, [])
  const withoutText = joinFrom(prompt, rest, 0, [{ start: 0, end: 0 }])
  if (withoutText !== undefined || first !== '') return withoutText
  const leftOut = prompt.length - rest.reduce((length, text) => length + text.length, 0)
  return leftOut > 0 ? joinFrom(prompt, rest, leftOut, [{ start: 0, end: leftOut }]) : undefined
}

function joinFrom(
  prompt: string,
  texts: readonly string[],
  start: number,
  before: PlacedToken[],
): PlacedToken[] | undefined {
  const placed = [...before]
  let end = start
  for (let i = 0; i < texts.length; ) {
    if (end >= prompt.length) break // the rest was generated
    const text = at(texts, i)
    if (!isPart(text)) {
      if (!prompt.startsWith(text, end)) return undefined
      placed.push({ start: end, end: end + text.length })
      end += text.length
      i++
      continue
    }
    let next = i
    while (next < texts.length && isPart(at(texts, next))) next++
    const spread = endOfSpread(prompt, end, texts[next])
    if (spread === undefined) return undefined
    for (; i < next; i++) placed.push({ start: end, end: spread.to })
    end = spread.next
  }
  return end === prompt.length ? placed : undefined
}

/** A token that is a part of a character. */
export const isPart = (text: string) => text === '' || text.includes('\uFFFD') || text.startsWith('bytes:')

/**
 * Where the character(s) that parts belong to end, and where the next whole token begins: behind them, or, where a server shows the
 * character with its last part, at them.
 */
function endOfSpread(
  prompt: string,
  start: number,
  next: string | undefined,
): { to: number; next: number } | undefined {
  const character = String.fromCodePoint(prompt.codePointAt(start) as number)
  if (character < '\u0080') return undefined
  if (next?.startsWith(character) && prompt.startsWith(next, start))
    return { to: start + character.length, next: start }
  for (let end = start + character.length; end <= prompt.length; end++) {
    if (end === prompt.length || (next !== undefined && prompt.startsWith(next, end))) return { to: end, next: end }
    if (prompt.charCodeAt(end) < 0x80) return undefined
  }
  return undefined
}

/** From offsets, believed only where the texts agree with them but for the space before a word. */
function byOffsets(
  prompt: string,
  texts: readonly string[],
  offsets: readonly number[] | undefined,
): PlacedToken[] | undefined {
  if (offsets === undefined || offsets.length !== texts.length) return undefined
  const count = offsets.findIndex((offset) => offset >= prompt.length)
  const inside = count === -1 ? [...offsets] : offsets.slice(0, count)
  if (inside[0] !== 0 || inside.some((offset, i) => offset < (inside[i - 1] ?? 0))) return undefined
  const placed = inside.map((start, i) => ({ start, end: inside[i + 1] ?? prompt.length }))
  const agrees = placed.every(({ start, end }, i) => prompt.slice(start, end).trimStart() === at(texts, i).trimStart())
  return agrees ? placed : undefined
}

/** Offsets in code points (as Python counts) -> offsets in UTF-16. */
function utf16Offsets(prompt: string, offsets: readonly number[] | undefined): number[] | undefined {
  const starts: number[] = []
  let at = 0
  for (const character of prompt) {
    starts.push(at)
    at += character.length
  }
  return offsets?.map((offset) => starts[offset] ?? prompt.length)
}

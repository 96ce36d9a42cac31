import type { Span } from '../records/types.js'

const tag = /<(\/?)(?:think|thinking|thought|thoughts|reasoning_content)>/gi

/** Where a model thought aloud: `<think>…</think>`, a thought that was begun before the text ("…</think>"), and one that was never ended. */
function thoughtSpans(text: string): Span[] {
  const spans: Span[] = []
  let open: number | undefined
  for (const { 0: mark, 1: slash, index } of text.matchAll(tag)) {
    if (slash === '') open ??= index
    else {
      const start = open ?? (spans.length === 0 ? 0 : index)
      spans.push([start, index + mark.length])
      open = undefined
    }
  }
  if (open !== undefined) spans.push([open, text.length])
  return spans
}

/** The text with blanks in place of thoughts: what is left stands where it stood. */
export const withoutThoughts = (text: string): string => replaced(text, (length) => ' '.repeat(length))

/** Only what is said. */
export const spokenText = (text: string): string => replaced(text, () => '')

/** In one piece: a text put together anew for every thought would take time that grows with its square. */
function replaced(text: string, instead: (length: number) => string): string {
  const spans = thoughtSpans(text)
  if (spans.length === 0) return text
  const parts: string[] = []
  let from = 0
  for (const [start, end] of spans) {
    parts.push(text.slice(from, start), instead(end - start))
    from = end
  }
  parts.push(text.slice(from))
  return parts.join('')
}

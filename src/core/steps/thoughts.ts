import type { Span } from '../records/types.js'

const tag = /<(\/?)(?:think|thinking|thought|thoughts|reasoning_content)>/gi

/** Where a model thought aloud: `<think>…</think>`, a thought that was begun before the text ("…</think>"), and one that was never ended. */
export function thoughtSpans(text: string): Span[] {
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
export function withoutThoughts(text: string): string {
  let plain = text
  for (const [start, end] of thoughtSpans(text))
    plain = plain.slice(0, start) + ' '.repeat(end - start) + plain.slice(end)
  return plain
}

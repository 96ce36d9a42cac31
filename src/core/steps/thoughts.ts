import type { Span } from '../records/types.js'

/*
 * How published models mark their thoughts: DeepSeek-R1, Qwen3 and most others by tags; Seed-OSS; Magistral; Kimi; the OpenThoughts data and what was trained on them;
 * Gemma's; gpt-oss by channels, of which only `final` is said, and whose names run into the text where the special tokens were left out.
 */
const marks: readonly (readonly [opening: string, closing: string])[] = [
  [
    '<(?:seed:)?(?:think|thinking|thought|thoughts|reasoning_content)>',
    '</(?:seed:)?(?:think|thinking|thought|thoughts|reasoning_content)>',
  ],
  ['\\[THINK\\]', '\\[/THINK\\]'],
  ['◁think▷', '◁/think▷'],
  ['<\\|begin_of_thought\\|>', '<\\|end_of_thought\\|>(?:\\s{0,8}<\\|begin_of_solution\\|>)?'],
  ['<unused94>(?:thought(?=\\s))?', '<unused95>'],
  [
    '(?:<\\|start\\|>assistant)?<\\|channel\\|>(?:analysis|commentary)(?![a-z])[^<\\n]{0,80}<\\|message\\|>',
    '(?:<\\|end\\|>)?(?:<\\|start\\|>assistant)?<\\|channel\\|>final(?![a-z])[^<\\n]{0,80}<\\|message\\|>|assistantfinal(?=\\S)',
  ],
]
const either = (side: 0 | 1) => marks.map((pair) => pair[side]).join('|')
const mark = new RegExp(`(?:${either(0)})|(${either(1)})`, 'gi')

/** Where a model thought aloud: `<think>…</think>`, a thought that was begun before the text ("…</think>"), and one that was never ended. */
function thoughtSpans(text: string): Span[] {
  const spans: Span[] = []
  let open: number | undefined
  for (const { 0: found, 1: closing, index } of text.matchAll(mark)) {
    if (closing === undefined) open ??= index
    else {
      const start = open ?? (spans.length === 0 ? 0 : index)
      spans.push([start, index + found.length])
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

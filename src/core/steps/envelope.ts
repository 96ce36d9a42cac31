/*
 * The tags that models are asked to put around what they say, `<reasoning>…</reasoning><answer>…</answer>`, `<step>…</step>`, and line ends that were written as two characters on
 * their way through JSON or a table.
 */

const around =
  /[ \t]*<\/?(?:(?:reasoning|solution|explanation|rationale|response|output|steps)|step(?:[ _-][^<>\n]{0,80}|\d{0,3}))>[ \t]*/gi
const answer = /\s{0,8}<(answer|final_answer)>\s{0,8}([^<]{1,2000}?)\s{0,8}<\/\1>/gi
const anyTag = /<\/?(?:reasoning|solution|explanation|rationale|response|output|steps?)[ _\->\d]/i

/** `\n` that begins no command of LaTeX: `\neq`, `\nu`. */
const writtenEnd = /\\r?\\n(?![a-z])|\\n(?![a-z])/g

/** The text with a paragraph for each step, and the answer as one of its own; any other text, and one that holds code, comes back as it is. */
export function withoutEnvelope(text: string): string {
  const lines = text.includes('\n') ? text : text.replace(writtenEnd, '\n')
  if (!anyTag.test(lines) || lines.includes('```')) return lines
  return lines.replace(answer, '\n\nAnswer: $2').replace(around, '\n\n').trim()
}

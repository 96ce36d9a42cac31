import type { Message } from './chat.js'

/*
 * A conversation or an exercise that stands in a plain text: "User: How much is …?" with "Assistant: 10% of 240 is 24. …" below it, or "Question: …" with "Solution: …".
 */

/** Who speaks, at the beginning of a line, bold or not: `**User:** …`. */
export const userLabel = /^[ \t]*(?:\*\*)?(?:user|human|you)(?:\*\*)?:(?:\*\*)?[ \t]*/i
export const assistantLabel =
  /^[ \t]*(?:\*\*)?(?:assistant|ai|chatgpt|gpt(?:-?[\w.]+)?|claude|gemini|model|bot)(?:\*\*)?:(?:\*\*)?[ \t]*/i
const systemLabel = /^[ \t]*(?:\*\*)?system(?:\*\*)?:(?:\*\*)?[ \t]*/i
const questionLabel = /^[ \t]*(?:\*\*)?(?:q|question|problem|exercise|task)(?:\*\*)?:(?:\*\*)?[ \t]*/i
const solutionLabel = /^[ \t]*(?:\*\*)?(?:answer|solution|response)(?:\*\*)?:(?:\*\*)?[ \t]*/i
/** With "A:" too, behind "Q:" alone: elsewhere it is the first of several options. */
const shortLabel = /^[ \t]*(?:\*\*)?(?:a|answer|solution|response)(?:\*\*)?:(?:\*\*)?[ \t]*/i
const shortQuestion = /^[ \t]*(?:\*\*)?q(?:\*\*)?:/i
const secondOption = /^[ \t]*(?:\*\*)?b(?:\*\*)?:/i

/** Its messages; undefined where the text is none: it has to begin with one who asks, and somebody has to answer. */
export function transcriptMessages(text: string): Message[] | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const first = lines.find((line) => line.trim() !== '') ?? ''
  const messages = questionLabel.test(first) ? exercise(lines) : conversation(lines)
  const roles = messages.filter(({ content }) => content.trim() !== '').map(({ role }) => role)
  return roles.includes('user') && roles.at(-1) === 'assistant' && roles[0] !== 'assistant' ? messages : undefined
}

type Said = Message & { content: string }

function conversation(lines: readonly string[]): Said[] {
  const messages: Said[] = []
  const labels = [
    ['user', userLabel],
    ['assistant', assistantLabel],
    ['system', systemLabel],
  ] as const
  for (const line of lines) {
    const [role, label] = labels.find(([, each]) => each.test(line)) ?? []
    if (role !== undefined && label !== undefined) messages.push({ role, content: line.replace(label, '') })
    else if (messages.length > 0) messages[messages.length - 1] = continued(messages.at(-1), line)
    // What stands before the first label is no conversation.
    else if (line.trim() !== '') return []
  }
  return messages
}

/** All after the first label of a solution is one: a last line "Answer: 5" belongs to it. */
function exercise(lines: readonly string[]): Said[] {
  const isShort = lines.some((line) => shortQuestion.test(line)) && !lines.some((line) => secondOption.test(line))
  const label = isShort ? shortLabel : solutionLabel
  const begins = lines.findIndex((line) => label.test(line))
  if (begins < 0) return []
  const said = (part: readonly string[], before: RegExp) => part.join('\n').trim().replace(before, '')
  return [
    { role: 'user', content: said(lines.slice(0, begins), questionLabel) },
    { role: 'assistant', content: said(lines.slice(begins), label) },
  ]
}

const continued = (message: Said | undefined, line: string): Said => ({
  role: message?.role ?? 'user',
  content: `${message?.content ?? ''}\n${line}`,
})

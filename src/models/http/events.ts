/*
 * Some servers and gateways stream, though nobody asked them to: lines `data: {…}` whose pieces are one answer.
 */

interface Choice {
  text?: unknown
  delta?: Record<string, unknown>
  message?: Record<string, unknown>
  [field: string]: unknown
}

/** The pieces of a stream of events as one answer; undefined where the text is no such stream or breaks off before its end. */
export function joinEvents(text: string): unknown {
  if (!/^\s*(?::|data:|event:|id:)/.test(text)) return undefined
  const events = text
    .split(/\r?\n\r?\n/)
    .map((event) => event.split(/\r?\n/).flatMap((line) => (/^data:/.test(line) ? [line.slice(5).trim()] : [])))
    .map((lines) => lines.join('\n'))
    .filter((data) => data !== '')
  const answer: Record<string, unknown> = {}
  const choices = new Map<number, Choice>()
  let ended = false
  for (const data of events) {
    if (data === '[DONE]') {
      ended = true
      break
    }
    const piece = JSON.parse(data) as { choices?: Choice[] } & Record<string, unknown>
    for (const [key, value] of Object.entries(piece)) if (key !== 'choices' && value !== null) answer[key] = value
    for (const choice of piece.choices ?? []) {
      const index = Number(choice.index ?? 0)
      choices.set(index, joined(choices.get(index) ?? {}, choice))
    }
  }
  if (choices.size > 0) answer.choices = [...choices.values()]
  ended ||= [...choices.values()].some(({ finish_reason: reason }) => reason !== undefined && reason !== null)
  return ended || 'error' in answer ? answer : undefined
}

function joined(before: Choice, { delta, ...piece }: Choice): Choice {
  const after: Choice = { ...before }
  for (const [key, value] of Object.entries(piece)) {
    if (value === null || value === undefined) continue
    after[key] = key === 'text' ? `${before.text ?? ''}${value}` : value
  }
  if (delta) {
    const message = { ...before.message }
    for (const [key, value] of Object.entries(delta))
      if (typeof value === 'string') message[key] = key === 'role' ? value : `${message[key] ?? ''}${value}`
    after.message = message
  }
  return after
}

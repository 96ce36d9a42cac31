/*
 * Some servers and gateways stream, though nobody asked them to: events whose data (`data: {…}`) are the pieces of one answer.
 */

type Piece = Record<string, unknown>

/**
 * The pieces of a stream of events as one answer; undefined where the text is no such stream or breaks off before the end of a choice.
 *
 * @throws SyntaxError where the data of an event are no JSON.
 */
export function joinEvents(text: string): unknown {
  const stream = text.replace(/^\uFEFF/, '')
  if (!/^\s*(?::|data:|event:|id:|retry:)/.test(stream)) return undefined
  const answer: Piece = {}
  const choices = new Map<number, Piece>()
  let isDone = false
  for (const { kind, data } of eventsOf(stream)) {
    if (data === '[DONE]') {
      isDone = true
      break
    }
    for (const piece of piecesIn(data)) {
      if (kind === 'error' && !('error' in piece)) answer.error = piece
      for (const [key, value] of Object.entries(piece)) if (key !== 'choices' && value !== null) answer[key] = value
      if (!Array.isArray(piece.choices)) continue
      for (const choice of piece.choices.filter(isObject)) {
        const index = Number(choice.index ?? 0)
        choices.set(index, joined(choices.get(index) ?? {}, choice))
      }
    }
  }
  const inOrder = [...choices].sort(([a], [b]) => a - b).map(([, choice]) => choice)
  if (inOrder.length > 0) answer.choices = inOrder
  const isFailed = 'error' in answer || answer.object === 'error'
  // One sample of several may end before the others.
  const areWhole = inOrder.length > 0 && inOrder.every(({ finish_reason: reason }) => reason !== undefined)
  return isDone || isFailed || areWhole ? answer : undefined
}

const isObject = (value: unknown): value is Piece =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Events are parted by blank lines; comments and fields of other names say nothing of the answer. */
function* eventsOf(stream: string): Generator<{ kind: string | undefined; data: string }> {
  let kind: string | undefined
  let lines: string[] = []
  for (const line of [...stream.split(/\r\n|\r|\n/), '']) {
    const [, field, value = ''] = /^(data|event):[ ]?(.*)$/s.exec(line) ?? []
    if (field === 'event') kind = value.trim()
    else if (field === 'data') lines.push(value)
    if (line !== '') continue
    const data = lines.join('\n').trim()
    if (data !== '') yield { kind, data }
    kind = undefined
    lines = []
  }
}

/** Servers that leave the blank lines out send several pieces in what is one event by the rules. */
function piecesIn(data: string): Piece[] {
  try {
    return [JSON.parse(data)].filter(isObject)
  } catch (error) {
    const lines = data.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '[DONE]')
    if (lines.length < 2) throw error
    return lines.map((line): unknown => JSON.parse(line)).filter(isObject)
  }
}

/** A choice and its next piece: texts go on, lists (of what each token had for alternatives) grow, anything else is what was said last. */
function joined(before: Piece, { delta, ...piece }: Piece): Piece {
  const after: Piece = { ...before }
  for (const [key, value] of Object.entries(piece)) {
    if (value === null || value === undefined) continue
    if (key === 'text') after.text = `${before.text ?? ''}${value}`
    else if (key === 'logprobs') after.logprobs = grown(before.logprobs, value)
    else after[key] = value
  }
  if (!isObject(delta)) return after
  const message: Piece = { ...(isObject(before.message) && before.message) }
  for (const [key, value] of Object.entries(delta)) {
    if (value === null || value === undefined) continue
    if (key === 'content') message.content = longer(message.content, value)
    // Calls of tools and the like come in pieces of their own kinds, of which nothing is read.
    else if (typeof value === 'string') message[key] = key === 'role' ? value : `${message[key] ?? ''}${value}`
  }
  after.message = message
  return after
}

/**
 * Content comes as text or as a list of parts, and from one server as both: its thoughts in parts, its answer as text. What is neither is left to the schema.
 * Lists grow in place, here and below: each comes from an event of its own and is nobody else's, and a copy for each piece would take the square of their number.
 */
function longer(before: unknown, more: unknown): unknown {
  if (before === undefined || before === '') return more
  if (typeof before === 'string' && typeof more === 'string') return before + more
  const parts = [before, more].map((each) => (typeof each === 'string' ? [{ type: 'text', text: each }] : each))
  const [earlier, later] = parts
  return Array.isArray(earlier) && Array.isArray(later) ? lengthened(earlier, later) : more
}

/** Log-probabilities: each piece has those of its own tokens, in lists. */
function grown(before: unknown, more: unknown): unknown {
  if (!isObject(before) || !isObject(more)) return more
  for (const [key, value] of Object.entries(more)) {
    const earlier = before[key]
    before[key] = Array.isArray(earlier) && Array.isArray(value) ? lengthened(earlier, value) : (value ?? earlier)
  }
  return before
}

function lengthened(list: unknown[], more: readonly unknown[]): unknown[] {
  for (const each of more) list.push(each)
  return list
}

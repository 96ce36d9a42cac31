import { candidatesFrom, chatSchema, fromChat } from './chat.js'

/*
 * Records as people have them. A Chain passes as it is; a chat, and rows with a question and a solution under common names, become one.
 */

const questionNames = ['question', 'problem', 'prompt', 'input', 'query', 'instruction']
const solutionNames = ['solution', 'answer', 'response', 'completion', 'output', 'prediction', 'generation']

export interface ColumnNames {
  /** The field that holds the question, where its name is none of the common ones. */
  question?: string | undefined
  solution?: string | undefined
}

/**
 * Anything read from a file -> what the schema of a Chain is asked to accept. What is not recognised passes unchanged, so that the schema says what
 * is missing. `place` becomes the id of a record that has none.
 */
export function asChain(value: unknown, place: string, names: ColumnNames = {}): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const record = value as Record<string, unknown> // fields of unknown types
  const id =
    typeof record.id === 'string' && record.id !== ''
      ? record.id
      : typeof record.id === 'number'
        ? String(record.id)
        : place
  const isChain = typeof record.question === 'string' && (record.steps !== undefined || record.text !== undefined)
  if (isChain && names.question === undefined && names.solution === undefined) return { ...record, id }
  const chat = chatSchema.safeParse(record)
  if (chat.success) return { ...omit(record, ['messages']), ...fromChat(chat.data.messages, { id }) }
  const question = names.question ?? questionNames.find((name) => typeof record[name] === 'string')
  if (question === undefined || typeof record[question] !== 'string') return { ...record, id }
  if (isResponse(record.response)) {
    const [first] = candidatesFrom(record.response, { question: record[question] }).candidates
    return { ...omit(record, ['response', question]), id, question: record[question], ...first }
  }
  const solution = names.solution ?? solutionNames.find((name) => name !== question && typeof record[name] === 'string')
  if (solution === undefined || typeof record[solution] !== 'string')
    return { ...record, id, question: record[question] }
  return { ...omit(record, [question, solution]), id, question: record[question], text: record[solution] }
}

const isResponse = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)

function omit(record: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)))
}

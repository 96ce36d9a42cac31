import { defined } from '../absence.js'
import { RationaleError } from '../errors.js'
import { nearestName } from '../nearest-name.js'
import { fromChat, onlyChoice, responseFields, responseIn } from './chat.js'
import { chatFields, messagesIn } from './chat-exports.js'
import { exchangeFields, exchangeIn } from './exchange.js'
import { idOr } from './id-or.js'
import { publishedChain, STEP_TAG } from './published-chain.js'

/*
 * Records as people have them. A Chain passes as it is; a chat, an exported conversation, a request with its response, and rows with a question and a solution under
 * common names, become one.
 */

export const questionNames = ['question', 'problem', 'prompt', 'input', 'query', 'instruction']
export const solutionNames = ['solution', 'answer', 'response', 'completion', 'output', 'prediction', 'generation']

export interface ColumnNames {
  /** The field that holds the question, where its name is none of the common ones. */
  question?: string | undefined
  solution?: string | undefined
}

/**
 * Anything read from a file -> what the schema of a Chain is asked to accept. What is not recognised passes unchanged, so that the schema says what
 * is missing. `place` becomes the id of a record that has none. `severalRemedy` says what takes a response with several choices.
 *
 * @throws RationaleError `input` where a field that `names` asks for is not there or holds no text; where a chat or a response holds no solution, or a response several.
 */
export function asChain(
  value: unknown,
  place: string,
  names: ColumnNames = {},
  severalRemedy = 'choose among them: rerank',
): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const given = value as Record<string, unknown> // fields of unknown types
  const record = isPublished(given) ? { ...publishedChain(given) } : given
  const id = idOr(place, record.id ?? record.custom_id)
  for (const name of [names.question, names.solution]) if (name !== undefined) refuseMissing(record, name)
  const isChain = typeof record.question === 'string' && (record.steps !== undefined || record.text !== undefined)
  if (isChain && names.question === undefined && names.solution === undefined) return { ...record, id }
  const question = names.question ?? questionNames.find((name) => typeof record[name] === 'string')
  const isText = question !== undefined && typeof record[question] === 'string'
  const exchange = isText ? undefined : exchangeIn(underKnownNames(record, names), severalRemedy)
  if (exchange !== undefined) return { ...omit(record, exchangeFields), ...fromChat(exchange, { id }) }
  const messages = messagesIn(record)
  if (messages !== undefined) return { ...omit(record, chatFields), ...fromChat(messages, { id }) }
  if (question === undefined || typeof record[question] !== 'string') return { ...record, id }
  const response = responseIn(record)
  if (response !== undefined && !Array.isArray(response)) {
    const { text } = onlyChoice(response, severalRemedy)
    return { ...omit(record, [...responseFields, question]), id, question: record[question], text }
  }
  // Beside candidates, a field such as "answer" is the right one.
  if (names.solution === undefined && Array.isArray(record.candidates))
    throw new RationaleError('input', 'this record holds candidates, of which none is the solution', {
      expected: 'one solution: "steps" or "text"',
      found: `"candidates": ${record.candidates.length}`,
      remedy: severalRemedy,
    })
  const solution = names.solution ?? solutionNames.find((name) => name !== question && typeof record[name] === 'string')
  if (solution === undefined) return { ...record, id, question: record[question] }
  const said = typeof record[solution] === 'string' ? { text: record[solution] } : { steps: record[solution] }
  return { ...omit(record, [question, solution, 'text', 'steps']), id, question: record[question], ...said }
}

/** TRL's and Math-Shepherd's records, whose steps stand under names of their own. */
const isPublished = ({ completions, labels, input, label }: Record<string, unknown>) =>
  (Array.isArray(completions) && Array.isArray(labels)) ||
  (typeof input === 'string' && typeof label === 'string' && input.includes(STEP_TAG))

/** A misspelt name must not be passed over: other fields would be judged in its place. */
function refuseMissing(record: Record<string, unknown>, name: string): void {
  const value = record[name]
  if (typeof value === 'string' || Array.isArray(value)) return
  const fields = Object.keys(record)
  const near = nearestName(name, fields)
  throw new RationaleError('input', `there is no text in the field ${JSON.stringify(name)}`, {
    found: value === undefined ? `fields ${fields.join(', ') || 'none'}` : JSON.stringify(value),
    ...defined({ remedy: value === undefined && near !== undefined ? `did you mean ${near}?` : undefined }),
  })
}

/** Messages may stand in the fields that somebody names, too. */
const underKnownNames = (record: Readonly<Record<string, unknown>>, { question, solution }: ColumnNames) => ({
  ...record,
  ...(question !== undefined && { prompt: record[question] }),
  ...(solution !== undefined && { completion: record[solution] }),
})

function omit(record: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)))
}

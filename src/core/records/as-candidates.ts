import { RationaleError } from '../errors.js'
import { candidatesFrom, responseIn } from './chat.js'
import { idOr } from './id-or.js'
import { asCandidate } from './types.js'

/**
 * Anything that holds several solutions of one question -> what the schema of a CandidateSet is asked to accept: `{question, candidates}` with texts in
 * place of candidates, or `{question, response}` with what a model server sent (a list of several, too). `place` becomes the id of a record that has none.
 * `oneRemedy` says what takes a record that holds one solution.
 *
 * @throws RationaleError `input` where a response holds none, or the record one and no candidates.
 */
export function asCandidates(value: unknown, place: string, oneRemedy = 'verify it'): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { response, responses = response, ...record } = value as Record<string, unknown> // fields of unknown types
  const id = idOr(place, record.id ?? record.custom_id)
  const single = responses ?? responseIn(record)
  if (Array.isArray(record.candidates) && single !== record) {
    const candidates = record.candidates.map(asCandidate)
    return { ...record, id, candidates }
  }
  if (typeof record.question === 'string' && typeof single === 'object' && single !== null)
    return { ...record, ...candidatesFrom(single, { question: record.question, id }) }
  if (record.candidates === undefined && (record.steps !== undefined || record.text !== undefined))
    throw new RationaleError('input', 'this record holds one solution: there is nothing to choose from', {
      expected: '"candidates": a list of solutions',
      found: record.steps === undefined ? '"text"' : '"steps"',
      remedy: oneRemedy,
    })
  return { ...record, id }
}

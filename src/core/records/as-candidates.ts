import { defined } from '../absence.js'
import { RationaleError } from '../errors.js'
import { questionNames } from './as-chain.js'
import { askedIn, candidatesFrom, responseIn } from './chat.js'
import { sentIn } from './exchange.js'
import { idOr } from './id-or.js'
import { asCandidate } from './types.js'

/** "answers" is not among them: that is mostly a list of right ones. */
const candidateNames = ['candidates', 'solutions', 'completions', 'responses', 'generations', 'outputs', 'samples']

/**
 * Anything that holds several solutions of one question -> what the schema of a CandidateSet is asked to accept: `{question, candidates}` with texts in
 * place of candidates, or `{question, response}` with what a model server sent (a list of several, too). The question and the list may have other common names,
 * and the question may stand in the `request`. `place` becomes the id of a record that has none. `oneRemedy` says what takes a record that holds one solution.
 *
 * @throws RationaleError `input` where a response holds none, or the record one and no candidates.
 */
export function asCandidates(value: unknown, place: string, oneRemedy = 'verify it'): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const given = value as Record<string, unknown> // fields of unknown types
  const { response, responses = response, ...record } = given
  const id = idOr(place, record.id ?? record.custom_id)
  const asked = questionOf(given)
  const single = responses ?? responseIn(record)
  const list = single === record ? undefined : candidatesIn(given)
  if (list !== undefined) return { ...record, ...asked, id, candidates: list.map(asCandidate) }
  if (asked !== undefined && typeof single === 'object' && single !== null)
    return { ...record, ...candidatesFrom(single, { ...asked, id }) }
  if (record.candidates === undefined && (record.steps !== undefined || record.text !== undefined))
    throw new RationaleError('input', 'this record holds one solution: there is nothing to choose from', {
      expected: '"candidates": a list of solutions',
      found: record.steps === undefined ? '"text"' : '"steps"',
      remedy: oneRemedy,
    })
  return { ...record, id, ...asked }
}

function questionOf(record: Readonly<Record<string, unknown>>): { question: string; context?: string } | undefined {
  for (const name of questionNames) {
    const question = record[name]
    if (typeof question === 'string') return { question }
  }
  const sent = sentIn(record)
  const asked = sent && askedIn(sent)
  return asked && { question: asked.question, ...defined({ context: asked.context }) }
}

/** `completions` beside `labels` are the steps of one solution (TRL). */
function candidatesIn(record: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  for (const name of candidateNames) {
    const list = record[name]
    if (!Array.isArray(list) || (name === 'completions' && Array.isArray(record.labels))) continue
    if (name === 'candidates' || (list.length > 0 && list.every(isSolution))) return list
  }
  return undefined
}

const isSolution = (value: unknown): boolean =>
  typeof value === 'string' ||
  (typeof value === 'object' && value !== null && ('text' in value || 'steps' in value) && !('choices' in value))

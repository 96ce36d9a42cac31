import { z } from 'zod'
import {
  type CandidateSet,
  candidateSetSchema,
  type LabelledChain,
  labelledChainSchema,
} from '../src/core/records/types.js'

/*
 * Files as they are published, read as our records. A mapping only renames fields; nothing is dropped.
 */

/** The id of a chain that came without one; whoever reads the file names it by its line. */
export const UNNAMED = 'unnamed'

const record = z.looseObject({})

/** CandidateSet, MMLU-Pro outputs ({"question_id", "answer": gold letter, "candidates": [{"pred"}]}) and sets without an id. */
export const publicCandidateSetSchema: z.ZodType<CandidateSet> = z.preprocess((value) => {
  const given = record.safeParse(value)
  if (!given.success) return value
  const { question_id: questionId, answer, ...rest } = given.data
  return {
    ...rest,
    id: rest.id ?? (questionId === undefined ? undefined : String(questionId)),
    gold: rest.gold ?? answer,
    candidates: Array.isArray(rest.candidates) ? rest.candidates.map(renameCandidate) : rest.candidates,
  }
}, candidateSetSchema)

function renameCandidate(value: unknown): unknown {
  const given = record.safeParse(value)
  if (!given.success) return value
  const { pred, ...rest } = given.data
  const answer = rest.answer ?? pred
  return answer === undefined || answer === null ? withoutKey(rest, 'answer') : { ...rest, answer: String(answer) }
}

function withoutKey(value: Record<string, unknown>, key: string): Record<string, unknown> {
  const { [key]: _dropped, ...rest } = value
  return rest
}

/**
 * LabelledChain, ProcessBench ({"problem", "steps", "label"}), {"question", "steps", "first_error"} and candidate sets whose
 * candidates carry "firstError" are all lists of labelled chains; this schema reads one chain.
 */
export const publicLabelledChainSchema: z.ZodType<LabelledChain> = z.preprocess((value) => {
  const given = record.safeParse(value)
  if (!given.success) return value
  const { problem, label, first_error: firstErrorSnake, ...rest } = given.data
  const question = rest.question ?? problem
  return {
    ...rest,
    question,
    firstError: rest.firstError ?? firstErrorSnake ?? label,
    id: rest.id ?? UNNAMED,
  }
}, labelledChainSchema)

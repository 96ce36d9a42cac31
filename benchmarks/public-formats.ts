import * as z from 'zod'
import { published } from '../src/core/records/published-chain.js'
import {
  type CandidateSet,
  candidateSetSchema,
  type LabelledChain,
  labelledChainSchema,
} from '../src/core/records/types.js'

/*
 * Files as they are published, read as our records. A mapping only renames fields; nothing is dropped.
 */

/** The id of a record that came without one; whoever reads the file names it by its line. */
export const UNNAMED = 'unnamed'

const record = z.looseObject({})

/** CandidateSet, MMLU-Pro outputs ({"question_id", "answer": gold letter, "candidates": [{"pred"}]}) and sets without an id. */
export const publicCandidateSetSchema: z.ZodType<CandidateSet> = z.preprocess((value) => {
  const given = record.safeParse(value)
  if (!given.success) return value
  const { question_id: questionId, answer, ...rest } = given.data
  return {
    ...rest,
    id: rest.id ?? (questionId === undefined ? UNNAMED : String(questionId)),
    gold: asText(rest.gold ?? answer),
    candidates: Array.isArray(rest.candidates) ? rest.candidates.map(renameCandidate) : rest.candidates,
  }
}, candidateSetSchema)

/** Numbers are answers too. */
const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value)

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
 * LabelledChain and what is published as such (`publishedChain`), and candidate sets whose candidates carry "firstError", are all lists of labelled chains;
 * this schema reads one chain. Fin-PRM's records (`prm_train.py` of DianJin-PRM) are such chains
 * with a label for each step.
 */
export const publicLabelledChainSchema: z.ZodType<LabelledChain> = z.preprocess((value, context) => {
  const finPrm = finPrmSchema.safeParse(value)
  if (finPrm.success) {
    const problem = labelProblem(finPrm.data)
    if (problem !== undefined) context.addIssue({ code: 'custom', path: ['step_labels'], message: problem })
    return finPrmChain(finPrm.data)
  }
  const given = record.safeParse(value)
  return given.success ? { ...given.data, id: given.data.id ?? UNNAMED } : value
}, published(labelledChainSchema))

/** A step's and a trajectory's label is 1 where it is right, 0 where it is wrong. */
const finPrmSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String).optional(),
  question: z.string(),
  /** Written into the prompt as they are. */
  choices: z.unknown(),
  /** Steps, divided by blank lines. */
  trace: z.string(),
  final_answer: z.union([z.string(), z.number()]).transform(String),
  step_labels: z.array(z.union([z.literal(0), z.literal(1)])),
  trajectory_label: z.union([z.literal(0), z.literal(1)]).optional(),
})

type FinPrm = z.infer<typeof finPrmSchema>
const finPrmSteps = ({ trace }: FinPrm) => trace.split('\n\n')

function labelProblem(row: FinPrm): string | undefined {
  const [labels, steps] = [row.step_labels.length, finPrmSteps(row).length]
  if (labels !== steps) return `names ${labels} labels for ${steps} steps of "trace"`
  if (row.trajectory_label === 0 && !row.step_labels.includes(0)) return 'calls every step right of a wrong trajectory'
  return undefined
}

function finPrmChain(row: FinPrm): unknown {
  const { question, choices, trace: _trace, final_answer: answer, step_labels: labels, id = UNNAMED, ...rest } = row
  const options = Array.isArray(choices) && choices.every((each) => typeof each === 'string') ? choices : undefined
  const asked = typeof choices === 'string' && choices.trim() !== '' ? `${question}\n${choices}` : question
  const chain = { ...rest, id, question: asked, steps: finPrmSteps(row), answer, firstError: labels.indexOf(0) }
  return options ? { ...chain, options } : chain
}

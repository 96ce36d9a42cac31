import { publicCandidateSetSchema } from '../public-formats.js'
import { subjectOf } from '../selection.js'
import { partOf, recordedLayout } from './layout.js'

/** Our own records, ZeroEval's and MMLU-Pro's outputs; MMLU-Pro's subjects in two groups. */
export const candidateSets = recordedLayout('candidates', publicCandidateSetSchema, (set, file) => ({
  set: partOf(file, subjectOf(set)),
  record: set,
}))

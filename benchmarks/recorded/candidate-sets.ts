import { publicCandidateSetSchema, UNNAMED } from '../public-formats.js'
import { subjectOf } from '../selection.js'
import { partOf, recordedLayout } from './layout.js'

/** Our own records, ZeroEval's and MMLU-Pro's outputs; MMLU-Pro's subjects in two groups. */
export const candidateSets = recordedLayout('candidates', publicCandidateSetSchema, (set, file, position) => ({
  set: partOf(file, subjectOf(set)),
  // Of several files without ids each line is a question of its own.
  record: set.id === UNNAMED ? { ...set, id: `line-${position}` } : set,
}))

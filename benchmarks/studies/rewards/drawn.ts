import type { Candidate, CandidateSet } from '../../../src/core/records/types.js'
import { isRight } from '../../answers.js'
import { drawCandidates } from '../../selection.js'

/** A candidate of a problem, by the name that it has in a journal. */
export interface DrawnCandidate {
  set: CandidateSet
  candidate: Candidate
  key: string
}

export function drawNumbered(set: CandidateSet, count: number): DrawnCandidate[] {
  const numbered = set.candidates.map((candidate, index) => ({ set, candidate, key: `${set.id}#${index}` }))
  return drawCandidates(numbered, set.id, count)
}

/** Some are right and some are wrong: only there can a choice be better than another. */
export function isContested(candidates: readonly DrawnCandidate[]): boolean {
  const right = candidates.filter(({ set, candidate }) => isRight(set, candidate)).length
  return right > 0 && right < candidates.length
}

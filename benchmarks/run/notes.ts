import { type Recipe, sizesOf } from './recipe.js'
import type { CandidatesRecord, SampleRecord } from './records.js'
import { drawn } from './strategies.js'

/** What was asked for and came out otherwise, a sentence each. */
export function notesOf(samples: readonly SampleRecord[], recipe: Recipe): string[] {
  const records = samples.filter((record): record is CandidatesRecord => record.suite === 'candidates')
  const notes: string[] = []
  for (const size of sizesOf(recipe)) {
    if (size === Number.POSITIVE_INFINITY) continue
    for (const task of new Set(records.map((record) => record.task))) {
      const counts = records.filter((record) => record.task === task).map((record) => drawn(record, size))
      const fewer = counts.filter((count) => count < size)
      if (fewer.length === 0) continue
      const [least, most] = [Math.min(...fewer), Math.max(...fewer)]
      const has = least === most ? String(least) : `${least} to ${most}`
      notes.push(
        `${task}: ${size} candidates a problem were asked for; ${fewer.length} of ${counts.length} have ${has}`,
      )
    }
  }
  if (recipe.draws > 1 && recipe.candidatesPerProblem === undefined && records.length > 0) {
    notes.push(`${recipe.draws} draws of all candidates are one: say how many candidates each draw takes`)
  }
  const isDrawn = recipe.draws > 1 || recipe.candidatesPerProblem !== undefined || recipe.generatorsBelow !== undefined
  if (isDrawn && records.length === 0) notes.push('labelled chains have no candidates: nothing is drawn or left out')
  if (recipe.subjects && samples.every(({ group }) => group === undefined)) {
    notes.push('no sample names its subject in a field "category": there are no subjects to part')
  }
  return notes
}

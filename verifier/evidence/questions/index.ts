/* Questions of known forms, solved: each reader in turn, and only where nothing of the question is left over. */

import { at } from '../../../src/core/absence.js'
import { finish, type Pieces } from '../../../src/core/pieces.js'
import { choosing } from '../../../src/core/triggers.js'
import { Recent } from '../recent.js'
import { algebraReaders } from './algebra.js'
import { calculusReaders } from './calculus.js'
import { calendarReaders } from './calendar.js'
import { arrangements, binomialForms, chanceReaders } from './chance.js'
import { plainComputation } from './computation.js'
import { conversion } from './conversion.js'
import { countedQuestion } from './counting/index.js'
import { derivativeReaders } from './derivative.js'
import { expressionReaders } from './expressions.js'
import { type QuestionReader, readAsked, type Solved } from './form.js'
import { implications } from './implications.js'
import { inequalityReaders } from './inequality.js'
import { integerReaders } from './integers.js'
import { leavesOver } from './left-over.js'
import { listReaders } from './lists.js'
import { logicReaders, syllogism } from './logic.js'
import { measureForms } from './measures.js'
import { momentReaders } from './moments.js'
import { moneyForms } from './money.js'
import { hasOwnUnit, hasTwoCurrencies } from './own-unit.js'
import { hasParts } from './parts.js'
import { roundingReaders } from './rounding.js'
import { schoolForms } from './school.js'
import { shortForms } from './short.js'
import { changeStories } from './stories/changes.js'
import { clockStories } from './stories/clock.js'
import { comparingStories } from './stories/comparing.js'
import { figureStories } from './stories/figures.js'
import { germanStories } from './stories/german.js'
import { groupStories } from './stories/groups.js'
import { shoppingStories } from './stories/shopping.js'
import { wordStories } from './stories/words.js'
import { systemReaders } from './systems.js'
import { tableReaders } from './tables.js'
import { textbookForms } from './textbook.js'
import { valueReaders } from './value.js'

export type { Solved } from './form.js'

/** Short stories, matched from their first word to their last. */
const stories: readonly QuestionReader[] = [
  ...groupStories,
  ...shoppingStories,
  ...comparingStories,
  ...figureStories,
  ...clockStories,
  ...wordStories,
  ...germanStories,
  changeStories,
]

const readers: readonly QuestionReader[] = [
  plainComputation,
  conversion,
  countedQuestion,
  ...integerReaders,
  ...binomialForms,
  arrangements,
  ...chanceReaders,
  ...listReaders,
  ...moneyForms,
  ...schoolForms,
  ...textbookForms,
  ...shortForms,
  ...tableReaders,
  ...measureForms,
  ...calendarReaders,
  ...logicReaders,
  ...algebraReaders,
  ...calculusReaders,
  ...expressionReaders,
  ...systemReaders,
  ...roundingReaders,
  ...stories,
  ...momentReaders,
  ...inequalityReaders,
  ...valueReaders,
  ...derivativeReaders,
]

/** These take a question apart word by word themselves. */
const readsAll = new Set<QuestionReader>([
  plainComputation,
  conversion,
  countedQuestion,
  implications,
  syllogism,
  ...calculusReaders,
  ...expressionReaders,
  ...systemReaders,
  ...roundingReaders,
  ...stories,
  ...momentReaders,
  ...inequalityReaders,
  ...valueReaders,
  ...derivativeReaders,
])

const mayBeAsked = choosing(readers.map(({ source = '' }) => source))

/** The answer to a question of a known form, computed from what the question says; null for every other question. */
export const solveQuestion = (question: string, context?: string): Solved | null => finish(solving(question, context))

/** The same in pieces. What was found lately is kept: the candidates of a question share it. */
export function* solving(question: string, context?: string): Pieces<Solved | null> {
  const name = JSON.stringify([question, context])
  const known = recent.get(name)
  return known === undefined ? recent.set(name, yield* searching(question, context)) : known
}

const recent = new Recent<Solved | null>()

function* searching(question: string, context?: string): Pieces<Solved | null> {
  const asked = readAsked(question, context)
  if (asked.text.length > MAX_LENGTH || hasParts(question)) return null
  yield
  // What each form needs is read out of all of them when the first question comes.
  const chosen = mayBeAsked(asked.text)
  yield
  for (const i of chosen) {
    const reader = at(readers, i)
    const solved = reader(asked)
    if (solved !== null && (readsAll.has(reader) || !(yield* leavesOver(asked, reader, solved))))
      return inOwnUnit(reader, solved, asked.question)
    yield
  }
  return null
}

/** A story of two currencies is not solved; the answer to any other is read with its unit. */
function inOwnUnit(reader: QuestionReader, solved: Solved, question: string): Solved | null {
  const isStory =
    areStories.has(reader) ||
    (reader === conversion && /^how many (?:minutes|hours|days|seconds|weeks|months)\b/i.test(question)) ||
    hasOwnUnit.has(solved.what) ||
    solved.what.startsWith('the probability')
  if (!isStory) return solved
  if (hasTwoCurrencies(question)) return null
  return solved.values.length === 1 && solved.reads === undefined ? { ...solved, inOwnUnit: true } : solved
}

const areStories = new Set(stories)

/** Longer questions are of no known form. */
const MAX_LENGTH = 1200

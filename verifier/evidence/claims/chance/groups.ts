/* Two groups that overlap: "18 play football, 15 tennis, 7 both". Those in neither, in one alone and in any are reckoned from the question. */

import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'

/** Two groups of one whole that overlap, as a question tells them. */
interface Groups {
  all: number
  first: number
  second: number
  both: number
}

const numbers = lean(/(?<![\d.,])\d{1,4}(?![\d%]|[.,]\d)/g)
const overlaps = lean(/(\d{1,4})\s(?:of\sthem\s)?(?:\p{L}+\s){0,4}?both\b/iu)

/** "In a class of 30, 18 play football, 15 play tennis and 7 play both." Null where the question has other numbers too. */
function groupsOf(question: string): Groups | null {
  const found = (question.match(numbers) ?? []).map(Number)
  const both = Number(overlaps.exec(question)?.[1])
  const [all = 0, first = 0, second = 0] = found
  const isWhole =
    /\b(?:class|group|survey|team|village|office|club|of)\b[^.?!\d]{0,30}\d|^\D{0,40}\d+\s\p{L}+[,:]/iu.test(question)
  if (found.length !== 4 || found[3] !== both || !isWhole || /%|at least|exactly one|only/i.test(question)) return null
  const fits = all >= Math.max(first, second) && both <= Math.min(first, second) && first + second - both <= all
  return fits ? { all, first, second, both } : null
}

const parts: readonly (readonly [says: RegExp, of: (groups: Groups) => readonly number[]])[] = [
  [
    /\bneither\b|\bnone of\b|\bno(?:t any)? (?:sport|subject|language|instrument)\b/i,
    ({ all, first, second, both }) => [all - (first + second - both)],
  ],
  [/\bexactly one\b|\bjust one of\b|\bonly one of\b/i, ({ first, second, both }) => [first + second - 2 * both]],
  [/\bat least one\b|\bone or both\b|\beither or both\b/i, ({ first, second, both }) => [first + second - both]],
]
const value = lean(/(?<![\d.,])\d{1,4}(?![\d%]|[.,]\d)/g)

/** What a step says of those in none, in exactly one and in at least one of the groups; the last number of the sentence is meant, or the only one. */
export function groupReader(question: string): (claim: ClaimText) => Finding[] {
  const groups = groupsOf(question.slice(0, 2000))
  if (groups === null) return () => []
  return ({ plain }) =>
    [...plain.matchAll(/[^.;!?\n]+/g)].flatMap(({ index, 0: sentence }) => {
      const meant = parts.filter(([says]) => says.test(sentence))
      const [only, another] = meant
      if (only === undefined || another !== undefined) return []
      const all = matchesOf(value, sentence)
      const last = sentence.includes('=') ? all.at(-1) : all.length === 1 ? all[0] : undefined
      const said = last === undefined ? null : Number(last[0])
      if (last === undefined || said === null || /[-+−]\s?$/.test(sentence.slice(0, last.index))) return []
      const [right = 0] = only[1](groups)
      const span = [index + last.index, index + last.index + last[0].length] as const
      const isGiven = Object.values(groups).includes(said) && said !== right
      const plainly =
        plain.slice(0, index) + sentence.replace(/\bneither\b/gi, '       ') + plain.slice(index + sentence.length)
      if ((said !== right && hedged(plainly, span)) || (isGiven && !sentence.includes('='))) return []
      return [
        finding('counting', span, last[0], String(right), said === right, `of the ${groups.all} that are ${right}`),
      ]
    })
}

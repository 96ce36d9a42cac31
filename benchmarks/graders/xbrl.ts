import { at } from '../../src/core/absence.js'
import { type Grader, graded, statedAnswer, unparsed } from './grader.js'

/**
 * XBRL tags and formulas of tags, one or a list divided by commas, place by place (FinLoRA's tasks: FiNER, FNXL, tag and formula extraction). Strict: as
 * written. Flexible: but for case, white space and the prefix `us-gaap:`. Score: the share of places that are right; one that is missing is wrong. FinLoRA's own
 * script takes the first gold tag of the whole set that stands anywhere in the output, which calls `Revenues` right in "RevenuesNet".
 */
export const xbrl: Grader = {
  name: 'xbrl',
  grade(prediction, gold) {
    const stated = statedAnswer(prediction, { task: 'text' })
    if (stated === null) return unparsed
    const [said, right] = [placesOf(stated.value), placesOf(gold)]
    const same = right.filter((tag, place) => said[place] === tag).length
    const all = same === right.length && said.length === right.length
    return graded(stated.value, stated.value.trim() === gold.trim(), all, same / Math.max(right.length, said.length))
  },
}

const placesOf = (list: string) => list.split(',').map(keyOf)

/** Operators and brackets stay: `a - b` is not `a + b`. A stop ends the sentence, not the tag. */
const keyOf = (tag: string) =>
  at(
    tag
      .toLowerCase()
      .replace(/us-gaap:|\s+|["'`]/g, '')
      .split(/\.$/),
    0,
  )

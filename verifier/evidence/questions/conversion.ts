/* "How many minutes are 2.5 hours?": one amount in another unit. */
import { unitSize } from '../claims/amounts/measure.js'
import type { Asked, QuestionReader, Solved } from './form.js'

const NUMBER = String.raw`(\d{1,9}(?:\.\d{1,6})?)`
const UNIT = String.raw`((?:(?:square|cubic)\s)?\p{L}{1,18}[²³]?)`
const forms = [
  new RegExp(
    String.raw`^(?:how many|wie ?viele?)\s${UNIT}\s(?:are|is|sind|ist)(?:\s(?:there\s)?in)?\s${NUMBER}\s?${UNIT}\s?\?$`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?:convert|express|write|change)\s${NUMBER}\s?${UNIT}\s(?:in|into|to|as)\s${UNIT}\s?[.?]?$`,
    'iu',
  ),
] as const

/** "How many minutes are 2.5 hours?", "Convert 3 km to metres.": one amount in another unit, and nothing else. Months, which have no certain length, are left out. */
export const conversion: QuestionReader = ({ question, context }: Asked): Solved | null => {
  if (context.trim() !== '') return null
  const asked = question.trim()
  const [, to = '', amount = '', from = ''] = forms[0].exec(asked) ?? []
  const [, number = amount, unit = from, target = to] = forms[1].exec(asked) ?? []
  const [size, wanted] = [unitSize(unit), unitSize(target)]
  if (size === null || wanted === null || size.dimension !== wanted.dimension || size.size === wanted.size) return null
  if ([unit, target].some((each) => /month|Monat|year|Jahr/i.test(each))) return null
  return {
    what: `${number} ${unit} in ${target}`,
    values: [[(Number(number) * size.size) / wanted.size]],
    fits: (answer) => isIn(wanted, answer),
  }
}

/** Whether the unit behind the number of an answer is the one asked for; a bare number is taken in it. "5000 miles" are no metres. */
function isIn(wanted: { size: number; dimension: string }, answer: string): boolean {
  const behind = /\d\s?\$?\s?(?:\\(?:text|mathrm|mbox)\{\s?)?((?:(?:square|cubic)\s)?\p{L}{1,18}(?:[²³]|\^\d)?)/u.exec(
    answer,
  )?.[1]
  const unit = behind === undefined ? null : unitSize(behind)
  return unit === null || (unit.dimension === wanted.dimension && Math.abs(unit.size / wanted.size - 1) < 1e-9)
}

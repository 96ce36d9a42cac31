/* "Round 2.345 to 1 decimal place.": rounded, and the answer held against it. */
import { rare } from '../../../src/core/triggers.js'
import { roundedTo } from '../claims/numbers/rounded.js'
import type { Asked, QuestionReader, Solved } from './form.js'

/** "Round 2.345 to 1 decimal place." A half goes up in school and to the even digit in statistics: the other one is neither praised nor accused. */
export const roundingReaders: readonly QuestionReader[] = [rounding]

const asks = rare(
  /^(?:please )?round (?:the number |off )?(-?\d[\d,]*(?:\.\d+)?) (?:off )?(?:correct )?(?:up to |to )(?:the )?([a-z\d -]{3,40}?)\s?[.?]?$/i,
)

function rounding({ text }: Asked): Solved | null {
  const match = asks.exec(text)
  const values = match === null ? null : roundedTo((match[1] ?? '').replace(/,/g, ''), match[2] ?? '')
  const [first] = values ?? []
  if (values === null || first === undefined) return null
  return {
    what: `${match?.[1]} rounded to ${match?.[2]}`,
    values: [values],
    answer: values.map(String).join(' or '),
    reads(answer) {
      const said = /^[^\w−-]*([−-]?\d[\d,]*(?:\.\d+)?)\W*$/.exec(answer.replace(/^\$|\$$/g, ''))?.[1]
      const value = Number(said?.replace(/,/g, '').replace('−', '-'))
      const isTie = values.length > 1
      return said === undefined || (isTie && value !== Math.max(...values, 0) && values.includes(value))
        ? null
        : values.includes(value)
    },
  }
}

/* Resistors of a question in a row or side by side: their resistance together is reckoned, and what steps say is held against it. */

import { lean } from '../../../../src/core/lean-patterns.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { type Fact, numberOf, type Said, type Topic, VALUE } from './world.js'

/** Resistors of a question, all in parallel or all in series: "The equivalent resistance is 4.5 Ω", "in series they would make 18 Ω". */
export const circuits: Topic = (question) => {
  if (!/resist|Ω|\bohm|Widerst/i.test(question)) return []
  const told = matchesOf(resistors, question)
  const values = told.flatMap(({ groups }) => {
    const value = numberOf(groups?.n ?? '')
    // "Two resistors of 6 Ω and 3 Ω" are the two that are told.
    const count = groups?.count === undefined || told.length > 1 ? 1 : Number(groups.count)
    return value === null || count > MOST ? [] : Array.from({ length: count }, () => value)
  })
  if (
    values.length < 2 ||
    /\b(?:network|combination|then|each\sother\sand|internal|which\sis|unknown|third|series\swith|pair|joined)\b/i.test(
      question,
    )
  )
    return []
  // How they are joined is told, and where some stand side by side and others in a row, there is no one total.
  const [isBeside, isInRow] = [/parallel/i.test(question), /\bseries\b|\bReihe\b/i.test(question)]
  if (!(isBeside || isInRow) || (isBeside && isInRow && values.length > 2)) return []
  const series = values.reduce((sum, each) => sum + each, 0)
  const parallel = 1 / values.reduce((sum, each) => sum + 1 / each, 0)
  const isBoth = isBeside === isInRow
  const of = ({ sentence, rest }: Said) => {
    const [inParallel, inSeries] = [/parallel/i.test(sentence), /series/i.test(sentence)]
    if (inParallel && inSeries) return null
    const way =
      inParallel || (!inSeries && !isBoth && /parallel/i.test(question))
        ? [parallel]
        : inSeries || !isBoth
          ? [series]
          : [series, parallel]
    const isTotal = /\b(?:total|combined|equivalent|overall|resulting|effective|together)\b/i.test(sentence)
    // The total is told last.
    return isTotal && !/\d\s?(?:Ω|ohm)/i.test(rest) ? way : [...way, ...values]
  }
  const fact: Fact = {
    kind: 'statistics',
    says: new RegExp(String.raw`${VALUE}\s?(?:Ω|ohms?\b)`, 'giu'),
    of,
    what: 'the resistance',
    unless: /\b(?:sum|instead|between\s\d|if|each|smaller|larger|less|more|below|under|than)\b/i,
  }
  return [fact]
}

/** More equal ones than that nobody asks for. */
const MOST = 1000

/** The numbers of the question stand in digits here: "18 identical resistors of 90 Ω", "12 resistors, each of 40 Ω". */
const resistors = lean(
  new RegExp(
    String.raw`(?:(?<![\d.,])(?<count>\d{1,4})\s(?:equal\s|identical\s)?(?:resistors?(?:,?\seach)?\s(?:of|with)\s)?)?${VALUE}(?:\s?(?:Ω|ohms?\b)|(?=\sand\s(?:an?\s)?\d[\d.]*\s?(?:Ω|ohm)))`,
    'giu',
  ),
)

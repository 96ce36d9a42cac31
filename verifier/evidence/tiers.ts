/*
 * Scales of two rates: "0.20 a day for the first 5 days, 0.50 for every further one". A step that takes one rate for all is accused where the other
 * stands nowhere.
 */
import { countWord } from '../../src/core/quantities/words.js'
import type { Finding } from '../../src/core/records/types.js'
import { rare } from '../../src/core/triggers.js'
import { hedged, NUMBER, stated } from './claims/claim.js'
import { plainView } from './claims/text/plain-view.js'
import type { StepFacts } from './facts.js'

const N = String.raw`(?<![\d.,])(${NUMBER})(?![\d%]|\s?%)`
const GAP = String.raw`[^.;\d]{0,40}?`
const FURTHER = String.raw`(?:further|additional|extra|subsequent|following|thereafter|after that|beyond|weiteren?r?|jede[nrs]? zusätzliche[nrs]?|darüber)(?!\p{L})`
const FIRST = String.raw`(?:for|within|during|für)?\s?(?:the|die|der|den)?\s?(?:first|ersten)\s`

/** "0.20 a day for the first 5 days and 0.50 for every further day"; "the first 7 days cost 0.20 each, every further day 0.50". */
const scales = [
  { pattern: rare(new RegExp(`${N}${GAP}${FIRST}${N}${GAP}${N}${GAP}${FURTHER}`, 'giu')), order: [1, 2, 3] },
  { pattern: rare(new RegExp(`${FIRST}${N}${GAP}${N}${GAP}${FURTHER}${GAP}${N}`, 'giu')), order: [2, 1, 3] },
  { pattern: rare(new RegExp(`${FIRST}${N}${GAP}${N}${GAP}${N}${GAP}${FURTHER}`, 'giu')), order: [2, 1, 3] },
] as const

/**
 * A scale of two rates where one is taken for all: the question has 0.20 for the first 5 and 0.50 for every further one, a step multiplies 9 by 0.50, and the other rate is used
 * nowhere.
 */
export function tierReader(question: string, steps: readonly string[]): (step: StepFacts) => Finding[] {
  const scale = readScale(plainView(question.slice(0, 5000)))
  if (scale === null) return () => []
  const { rates, first } = scale
  const unused = rates.filter((rate) => {
    const written = writtenAs(rate)
    return !steps.some((step) => written.test(step))
  })
  const [other] = unused
  if (other === undefined || unused.length !== 1) return () => []
  const [rate = Number.NaN] = rates.filter((each) => each !== other)
  return ({ text, equations }) =>
    equations.flatMap(({ operations, operands, checks, span }): Finding[] => {
      const [a, b] = operands.map((each) => each.valueOf())
      const computed = checks[0]?.computedValue.valueOf()
      if (operations !== 1 || a === undefined || b === undefined || computed === undefined) return []
      const count = a === rate ? b : b === rate ? a : Number.NaN
      if (!(count > first) || Math.abs(a * b - computed) > 1e-9 * Math.abs(computed) || hedged(text, span)) return []
      return [
        {
          kind: 'percentages',
          span,
          claimed: `${rate} for all ${count}`,
          ok: false,
          message: `the first ${first} have another rate than the rest: ${rates.join(' and ')}, and ${other} is used nowhere`,
        },
      ]
    })
}

/** A number as a solution may write it: 0.20 as .2, as 20 cents; 1200 as 1,200; 3 as three. */
function writtenAs(rate: number): RegExp {
  const digits = (value: number) =>
    Number.isInteger(value)
      ? `${[...String(value)].join(',?')}(?:[.,]0+)?`
      : `${String(value).replace(/^0\./, '0?.').replace('.', '[.,]')}0*`
  const forms = [
    digits(rate),
    ...(rate < 1 ? [digits(Math.round(rate * 1e6) / 1e4)] : []),
    countWord(rate) ?? [],
  ].flat()
  return new RegExp(String.raw`(?<![\p{L}\d.,])(?:${forms.join('|')})(?![\p{L}\d]|[.,]\d)`, 'iu')
}

function readScale(text: string): { rates: readonly number[]; first: number } | null {
  for (const { pattern, order } of scales) {
    const matches = [...pattern.matchAll(text)]
    const [match] = matches
    if (match === undefined || matches.length > 1) continue
    const [rate, first, next] = order.map((group) => stated(match[group] ?? '').value)
    if (rate === undefined || first === undefined || next === undefined || rate === next || first < 1) continue
    return { rates: [rate, next], first }
  }
  return null
}

import { lean } from '../../../src/core/lean-patterns.js'
import { matchesOf } from '../../../src/core/triggers.js'
import { shown } from '../claims/claim.js'
import { normalOf } from '../claims/named/normal.js'
import { isDerivativeOf, slopeAt, valuesOf } from '../claims/named/slopes.js'
import { areEqual, type Curve, readCurve } from '../claims/named/things.js'
import { type Asked, numberOf, type QuestionReader, type Solved } from './form.js'

/*
 * "What's the derivative of cos(2x)?", "d/dx ln(5x)", "Slope of y = x/(x + 1) at x = 1?": the derivative of the one function that a question has, as a function or at one place. It is
 * compared by values; what is right is left open.
 */

const D = String.raw`(?:d\s?/\s?d[a-z]|\\[dt]?frac\s?\{\s?d\s?\}\s?\{\s?d\s?[a-z]\s?\}|derivative\s(?:of|with\srespect\sto\s[a-z]\sof)|differentiate)`
const asksFunction = lean(
  new RegExp(
    String.raw`${D}\s?(?:the\sfunction\s)?(?:with\srespect\sto\s[a-z]:?\s)?(?<f>[^?;:]{1,60}?)(?:,?\s(?:with\srespect\sto\s[a-z]|[a-z]\s?>\s?0|for\s[a-z]\s?>\s?0))?\s?[?.]?\s*$`,
    'iu',
  ),
)
const hasFunction = lean(
  /(?<![\p{L}])(?:[a-zA-Z]\s?\(\s?[a-z]\s?\)|y)\s?=\s?(?<f>[^?;:,]{1,60}?)(?=,|;|\?|\.(?:\s|$)|\s(?:at|when|for|find)\b)/iu,
)
const asksSlope = /\b(?:slope|gradient|derivative|rate\sof\schange|steep\w*)\b|[a-z]['′]\s?\(/i
const place = /\b(?:at|when|for|where)\s(?:the\spoint\s)?([a-z])\s?=\s?(-?\d+(?:\.\d+)?)/gi
const other =
  /\b(?:second|third|twice|tangent|normal|partial|maximum|minimum|increasing|decreasing|equation|where\sis|for\swhich|integral|antiderivative|degrees?)\b|°|\\circ/i

const curveOf = (written: string): Curve | null =>
  readCurve(
    (
      normalOf(written)
        .text.split(/(?<![<>])=/)
        .at(-1) ?? ''
    )
      .trim()
      .replace(/[.,\s]+$/, ''),
  )
const pieces = lean(
  /[;:,]|(?<![<>])=|\.(?!\d)|(?<!\p{L})(?:is|are|so|thus|get|gives?|result|becomes|makes|slope|as|out|which|and|derivative|with|respect|to|the)(?!\p{L})/iu,
)
const curvesIn = (step: string): Curve[] =>
  normalOf(step)
    .text.split(pieces)
    .flatMap((piece) => {
      const read = piece.trim() === '' ? null : readCurve(piece.trim())
      return read === null ? [] : [read]
    })
const says =
  /(?:\bderivative(?:\swith\srespect\sto\s[a-z])?|[a-z]['′]\s?(?:\(\s?[a-z]\s?\))?)\s?(?:is|=|equals|becomes)\s?([^=;:]{1,50}?)(?=[.;:=]|,\s|$)/giu

function derivative({ question, context }: Asked): Solved | null {
  if (question.length > 200 || context.trim() !== '' || other.test(question)) return null
  const text = normalOf(question).text.trim()
  const at = matchesOf(place, text)
  const source =
    (at.length === 0 ? asksFunction.exec(text)?.groups?.f : undefined) ??
    (asksSlope.test(text) ? hasFunction.exec(text)?.groups?.f : undefined)
  const f = source === undefined ? null : readCurve(source)
  const [name] = f?.names ?? []
  if (f === null || name === undefined || f.names.length !== 1 || at.length > 1) return null
  const isWrongly = (step: string) =>
    [...normalOf(step).text.matchAll(says)].some(([all, written = '']) => {
      const said = readCurve(written.trim())
      return (
        said !== null &&
        said.names.length > 0 &&
        !/\b(?:inner|outer|of)\b/i.test(all) &&
        isDerivativeOf(f, said) === false
      )
    })
  if (at.length === 0) {
    if (!asksFunction.test(text)) return null
    const atOne = slopeAt(valuesOf(f, name), 1)
    return {
      what: `the derivative of ${f.text}`,
      values: [],
      answer: atOne === null ? 'another function' : `a function with the value ${shown(atOne)} at ${name} = 1`,
      reads: (answer) => {
        const said = curveOf(answer)
        return said !== null && isDerivativeOf(f, said) === false ? false : null
      },
      statedBy: (step, answer) => {
        const said = curveOf(answer)
        return isWrongly(step) || (said !== null && curvesIn(step).some((each) => areEqual(each, said) === true))
      },
    }
  }
  const value = at[0]?.[1] === name ? slopeAt(valuesOf(f, name), numberOf(at[0]?.[2])) : null
  if (value === null) return null
  const numberIn = (answer: string) => {
    const said = curveOf(answer)
    return said === null || said.names.length > 0 ? null : said.at(new Map())
  }
  return {
    what: `the slope of ${f.text} at ${name} = ${at[0]?.[2]}`,
    values: [],
    answer: String(Math.round(value * 1e5) / 1e5),
    reads: (answer) => {
      const said = numberIn(answer)
      return said === null || Math.abs(said - value) <= 0.006 * Math.max(1, Math.abs(value)) ? null : false
    },
    statedBy: (step, answer) => {
      const said = numberIn(answer)
      const isNamed = (each: Curve) => {
        const at = each.names.length > 0 ? null : each.at(new Map())
        return at !== null && said !== null && Math.abs(at - said) < 1e-9
      }
      return isWrongly(step) || (asksSlope.test(step) && curvesIn(step).some(isNamed))
    },
  }
}

export const derivativeReaders: readonly QuestionReader[] = [derivative]

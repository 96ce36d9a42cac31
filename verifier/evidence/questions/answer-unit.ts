/*
 * The unit of an answer. A right number in a wrong unit answers nothing: "40 cm" is no area, "8 kg" no mean of 4, 8 and 12, "0.25%" no quarter.
 */
import { lean } from '../../../src/core/lean-patterns.js'
import { matchesOf, rare } from '../../../src/core/triggers.js'

/** Units as they stand behind an answer, with the words by which a question may have named them. */
const named: readonly (readonly [unit: string, words: RegExp])[] = [
  ['km', /kilomet|公里|千米/i],
  ['cm', /centimet|Zentimet|厘米/i],
  ['mm', /millimet|毫米/i],
  ['dm', /decimet|Dezimet|分米/i],
  ['m', /\bmet(?:re|er)|(?<!\p{L})Meter|(?<![\p{L}厘毫分千])米/iu],
  ['kg', /kilogram|Kilo|公斤|千克/i],
  ['mg', /milligram/i],
  ['g', /(?<!kilo|milli)gram|(?<![千毫])克/i],
  ['ml', /millilit|毫升/i],
  ['l', /(?<!milli)lit(?:re|er)|(?<!毫)升/i],
  ['h', /hour|Stunde|heure|hora|小时/i],
  ['min', /minute|分钟/i],
]
const measured = lean(/\d\s?(km|cm|mm|dm|kg|mg|ml|min|[mglLh])(²|³|\^\{?[23]|[23](?!\d))?(?![\p{L}\d])/gu)
const anyArea = rare(/\b(?:areas?|surface|Fläche(?:ninhalt)?|Oberfläche|aire|área)\b|面积/i)
const anyVolume = rare(/\bvolumes?\b|Volumen|Rauminhalt|体积|容积/i)

/** Whether the answer has a unit that the question neither names nor asks for, or that is no measure of what it asks. `last` is the step in which the answer may stand with its unit. */
export function isInAnotherUnit(answer: string, last: string, question: string): boolean {
  const at = last.lastIndexOf(answer)
  const stated = at < 0 ? answer : last.slice(Math.max(0, at - 1), at + answer.length + 6)
  const units = matchesOf(measured, stated)
  const [, unit, power] = units.at(-1) ?? []
  if (unit === undefined) return false
  const needed = anyArea.test(question) ? '2' : anyVolume.test(question) ? '3' : undefined
  if (unit.endsWith('m') && needed !== undefined && (power === undefined || (needed === '2') !== /[²2]/.test(power)))
    return true
  // "5 h 20 min" where the question has hours.
  return !units.some(([, each = '']) => isNamed(each, question))
}

function isNamed(unit: string, question: string): boolean {
  const words = named.find(([name]) => name === unit.toLowerCase())?.[1]
  return (
    words?.test(question) !== false || new RegExp(`(?<!\\p{L})${unit}(?:[²³]|[23])?(?!\\p{L})`, 'iu').test(question)
  )
}

/** "0.25%" where 25 % is right. */
export const isOddPercentage = (answer: string, forms: readonly number[]): boolean => {
  const value = Number(/(\d[\d.]*)\s?\\?%/.exec(answer)?.[1])
  return forms.some((form) => form !== 0 && Math.abs(form - 100 * value) <= 1e-9 * Math.abs(form))
}

/** Whether an answer is a percentage of which the question says nothing: "90 %" as the mean of scores. A share as a decimal may be told so. */
export function isUnaskedPercentage(answer: string, question: string, forms: readonly number[]): boolean {
  const value = Number(/(\d[\d.]*)\s?\\?%/.exec(answer)?.[1] ?? Number.NaN)
  if (Number.isNaN(value) || shares.test(question)) return false
  return (
    forms.some((form) => Math.abs(form - value) <= 0.006 * value) &&
    !forms.some((form) => Math.abs(form - value / 100) <= 0.006 * (value / 100))
  )
}

const shares =
  /%|percent|per cent|Prozent|％|百分|\b(?:rates?|margin|mark-?up|discount|share|change|yield|returns?|efficiency|probability|chance|likelihood|concentration|increase|decrease|growth|fraction|part)\b|Anteil|Rabatt|Wahrscheinlichkeit|率|比例/i

/* Sorted lists: "in order: 2, 5, 4, 9". All numbers of the question have to be there, by size. */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, shown } from '../claim.js'
import { sentenceAround } from '../text/sentences.js'

const NUMBER = String.raw`-?\d+(?:\.\d+)?`
const LIST = String.raw`${NUMBER}(?:(?:,\s(?:and\s)?|\sand\s|\sund\s)${NUMBER}){2,40}(?![\d]|\.\d|,\s?…|,?\s?\.\.\.)`
const lists = rare(new RegExp(String.raw`(?<![\d.,])${LIST}`, 'g'))
const sorted = rare(
  new RegExp(
    String.raw`\b(?:in\s(?:ascending\s|increasing\s|descending\s)?order|sorted|ordered|arranged|der\sGröße\snach|sortiert|geordnet)\b[^.\d]{0,40}?(${LIST})`,
    'giu',
  ),
)
/** The order of code is that of its language: JavaScript's sort takes numbers for strings, and a key may be anything. */
const inCode = /\.(?:to)?sort(?:ed)?\s?\(|\bsorted\s?\(/i
/** Not by size: "by absolute value", "as strings", "by version", "odd ones first". */
const otherOrder = lean(
  /\b(?:absolute|magnitude|strings?|text|lexic\p{L}*|alphabet\p{L}*|versions?|names?|digits?|length|frequency|distance|last|first|nach\s(?!der\sGröße))/iu,
)
const middle = rare(
  new RegExp(
    String.raw`\b(?:numbers|values|scores|data|list|items)\b[^.\d]{0,20}(${LIST})[;,]?\s(?:and\s|so\s)?the\s(?:one|number|value)\sin\sthe\smiddle\sis\s(${NUMBER})`,
    'giu',
  ),
)

const numbersOf = (list: string) => (list.match(new RegExp(NUMBER, 'g')) ?? []).map(Number)
const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)

/** A list of the question that a step sorts has to keep all its numbers, and be in order; the middle of a list that is not in order is no median. */
export function readLists({ plain, question }: ClaimText): Finding[] {
  if (!/\border|sort|middle|geordnet|Größe/i.test(plain)) return []
  const given = [...lists.matchAll(question)].map(([list]) => numbersOf(list))
  const [asked, another] = given
  const found: Finding[] = []
  for (const match of sorted.matchAll(plain)) {
    const numbers = numbersOf(match[1] ?? '')
    const span = [match.index, match.index + match[0].length] as const
    // More numbers than the question lists were found on the way.
    const fewer = asked !== undefined && another === undefined ? asked.length - numbers.length : Number.NaN
    if (inCode.test(question) || otherOrder.test(question) || otherOrder.test(sentenceAround(plain, span))) continue
    if (asked === undefined || !(fewer === 0 || fewer === 1) || hedged(plain, span)) continue
    const right = ascending(asked)
    const written =
      numbers.at(-1) !== undefined && (numbers[0] ?? 0) > (numbers.at(-1) ?? 0) ? [...right].reverse() : right
    const ok = written.join() === numbers.join()
    const computed = written.map(shown).join(', ')
    found.push(finding('statistics', span, match[1] ?? '', computed, ok, `in order the numbers are ${computed}`))
  }
  for (const match of middle.matchAll(plain)) {
    const numbers = ascending(numbersOf(match[1] ?? ''))
    if (numbers.length % 2 === 0) continue
    const right = numbers[(numbers.length - 1) / 2] ?? Number.NaN
    const span = [match.index, match.index + match[0].length] as const
    const ok = right === Number(match[2])
    if (ok || hedged(plain, span)) continue
    const message = `in order the numbers are ${numbers.map(shown).join(', ')}: the middle one is ${shown(right)}`
    found.push(finding('statistics', span, match[2] ?? '', shown(right), false, message))
  }
  return found
}

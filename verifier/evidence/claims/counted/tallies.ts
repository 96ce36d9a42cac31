/* What is listed and then counted: "The integers are −2, −1, 0, 1. That makes 5 integers." */
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { isPrime } from '../../terms/whole.js'
import { type ClaimText, finding, hedged } from '../claim.js'

const N = String.raw`(\d{1,3}|${COUNT})`
const ITEM = String.raw`(?:[-−]?\d{1,6}|[a-z])`
const LIST = String.raw`(${ITEM}(?:(?:,\s?|,?\sand\s|,?\sund\s|、)${ITEM})+)`
/** "The integers are −2, −1, 0, 1", "质数有2、3、5、7": to the end of the clause. */
const listed = rare(
  new RegExp(
    String.raw`(?<!\p{L})(\p{L}+s)(?:\s(?:in|of|from|up\sto|below|between)\s[^:;,.\n]{1,40})?(?:\sare|:)\s${LIST}(?=\s*(?:[.;\n]|$|,\s(?:which|that|so|i\.e\.)))|(质数|素数|整数|因数|约数|元音)(?:有|是|为|:|：)\s?${LIST}(?=\s*[.。,，;；\n]|$)`,
    'giu',
  ),
)
/** What counts the things that were listed just before. */
const told = lean(
  new RegExp(
    String.raw`^\s*(?:[.;,。，；]\s*)?(?:(?:so|thus|hence|therefore|and|which|in\s(?:total|all)|altogether|因此|所以)[,\s]*)*(?:(?:that|this|it|these|which|they)?\s?(?:makes?|is|are|gives)\s(?:exactly\s|a\stotal\sof\s)?${N}\s(\p{L}+(?:\sthem)?)|(?:there\sare|we\s(?:have|get))\s(?:exactly\s)?${N}\s(\p{L}+)|(?:一共|总共|共)有?\s?(\d{1,3})个)`,
    'iu',
  ),
)
const anything = /^(?:numbers|values|integers|items|elements|entries|members|candidates|of them)$/i
const itemsOf = (list: string) => list.split(/,?\s(?:and|und)\s|,\s?|、/)

/** What a step lists and the next words count: "The integers are −2, −1, 0, 1, 2. That makes 6 integers." The next words may begin the next step. */
export function tallyReader(): (claim: ClaimText) => Finding[] {
  let before: { noun: string; items: readonly string[] } | null = null
  return ({ plain }) => {
    const found: Finding[] = []
    const add = (at: number, noun: string, items: readonly string[]) => {
      const rest = plain.slice(at, at + 120)
      const match = told.exec(rest)
      if (match === null) return
      const [all, n1, noun1, n2, noun2, n3] = match
      const said = countOf(n1 ?? n2 ?? n3 ?? '')
      const counted = (noun1 ?? noun2 ?? '').toLowerCase()
      const same = n3 !== undefined || counted === noun.toLowerCase() || (n1 !== undefined && anything.test(counted))
      if (said === null || !same) return
      const span = [at, at + all.length] as const
      if (said !== items.length && hedged(plain, span)) return
      const message = `${items.length} are listed: ${items.join(', ')}`
      found.push(finding('counting', span, String(said), String(items.length), said === items.length, message))
    }
    if (before !== null) add(0, before.noun, before.items)
    before = null
    for (const match of listed.matchAll(plain)) {
      const [all, english, list1, chinese, list2] = match
      const items = itemsOf(list1 ?? list2 ?? '')
      const end = match.index + all.length
      if (items.length < 3 || /^\s*(?:…|\.\.\.|etc)/.test(plain.slice(end))) continue
      found.push(...primes(plain, match.index, end, english ?? chinese ?? '', items))
      add(end, english ?? chinese ?? '', items)
      if (/^\s*[.。]?\s*$/.test(plain.slice(end))) before = { noun: english ?? chinese ?? '', items }
    }
    for (const match of ofPrimes.matchAll(plain)) {
      const list = itemsOf(match[1] ?? '')
      found.push(...primes(plain, match.index, match.index + match[0].length, '质数', list))
    }
    return [...found, ...sortedLists(plain)]
  }
}

/** "11、13、15、17、19，共5个质数" */
const ofPrimes = rare(/((?:\d{1,6}、){1,30}\d{1,6})[，,]?\s?(?:一共|总共|共)?有?\d{1,3}个(?:质数|素数)/g)

function primes(text: string, from: number, to: number, noun: string, items: readonly string[]): Finding[] {
  if (!/^(?:质数|素数)$/.test(noun) || !items.every((each) => /^\d+$/.test(each))) return []
  const other = items.find((each) => !isPrime(Number(each)))
  if (other !== undefined && hedged(text, [from, to])) return []
  const message = `${other} is not prime`
  return [finding('whole-numbers', [from, to], items.join(', '), other ?? 'primes', other === undefined, message)]
}

const inOrder = rare(
  /(?<!\p{L})(ascending|increasing|descending|decreasing)\s(?:order|list|sequence)(?:,?\s(?:the\s(?:list|numbers|values)|it|they|this|that|we)\s(?:is|are|get|have))?(?:\sis|\sare|:|\swe\sget|\sgives)?:?\s([-−]?\d+(?:\.\d+)?(?:(?:,\s|,?\sand\s)[-−]?\d+(?:\.\d+)?)+)(?=[.;\n]|$)/giu,
)

/** "The descending list is 27, 8, 14, 3." */
function sortedLists(text: string): Finding[] {
  return inOrder.matchAll(text).flatMap(({ index, 0: all, 1: way = '', 2: list = '' }) => {
    const numbers = itemsOf(list).map((each) => Number(each.replace('−', '-')))
    const sign = /^[ai]n?[sc]/i.test(way) ? 1 : -1
    const right = [...numbers].sort((a, b) => sign * (a - b)).join(', ')
    const span = [index, index + all.length] as const
    const ok = right === numbers.join(', ')
    if (numbers.some(Number.isNaN) || (!ok && hedged(text, span))) return []
    return [finding('counting', span, list, right, ok, `in ${way.toLowerCase()} order that is ${right}`)]
  })
}

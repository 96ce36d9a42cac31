import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { readTerm } from '../../terms/reader.js'
import { gcd } from '../../terms/whole.js'
import { type ClaimText, finding, hedged } from '../claim.js'

/*
 * What divides the number that a question is about, where a sentence says "it" or nothing: "Nor can it be divided by 13", "Dividing by 7 leaves remainder 2", "8 goes into it as well"; the
 * same of numbers that are written; and when what comes round every 12 and every 18 minutes meets again.
 */

const D = String.raw`(?<d>\d{1,6}(?:,\s\d{1,6}){0,6}(?:,?\s(?:and|or|nor)\s\d{1,6})?)`
const N = String.raw`(?<n>\d{2,12})`
const IT = String.raw`(?:${N}|it|this\snumber|that\snumber|the\snumber)`
const ADVERB = String.raw`(?:\s(?:clearly|certainly|also|obviously|indeed|therefore|still))?`
const NOT = String.raw`(?<not>\snot|n['’]t)?`
const EXACTLY = String.raw`(?:\s(?:evenly|exactly|without\s(?:a\s|any\s)?remainder|as\swell|too|also|either))`
const END = String.raw`(?!\s?[-+*/×·^]\s?\d|[\d.,]*\d|\s\d|\s(?:or|and)\s\d|\stimes)`

interface Form {
  says: RegExp
  /** It divides, unless the sentence says that it does not; or it leaves so much. */
  isDenied?: true
}
const forms: readonly Form[] = [
  {
    says: new RegExp(String.raw`\bnor\s(?:can|is)\s${IT}\s(?:be\sdivided|divisible)\sby\s${D}${EXACTLY}?${END}`, 'giu'),
    isDenied: true,
  },
  {
    says: new RegExp(
      String.raw`(?<![\p{L}\d])${IT}\s(?:can(?<not>not|['’]t|\snot)?)\sbe\s(?:evenly\s)?divided\sby\s${D}${EXACTLY}?${END}`,
      'giu',
    ),
  },
  {
    says: new RegExp(
      String.raw`(?<![\p{L}\d])(?:it|this\snumber|that\snumber|the\snumber)\s(?:is${NOT}|(?<nott>cannot)\sbe)${ADVERB}\s(?:evenly\s)?divisible\sby\s${D}${EXACTLY}?${END}`,
      'giu',
    ),
  },
  {
    says: new RegExp(String.raw`(?<![\p{L}\d.,/])${N}\sis${NOT}${ADVERB}\sdivisible\sby\s${D}${EXACTLY}${END}`, 'giu'),
  },
  {
    says: new RegExp(
      String.raw`(?<![\p{L}\d.,/])${D}${ADVERB}\s(?:do(?:es)?${NOT}\s(?:go|fit)|goes|go|fits?)\sinto\s(?:it|this\snumber|that\snumber|the\snumber)${EXACTLY}?${END}`,
      'giu',
    ),
  },
  {
    says: new RegExp(
      String.raw`(?<![\p{L}\d.,/])${D}${ADVERB}\s(?:do(?:es)?${NOT}\sdivide|divides?)\s(?:it|this\snumber|that\snumber|the\snumber)${EXACTLY}?${END}`,
      'giu',
    ),
  },
  {
    says: new RegExp(String.raw`(?<![\p{L}\d.,/])${D}${ADVERB}\s(?:goes|go|fits?)\sinto\s${N}${EXACTLY}${END}`, 'giu'),
  },
  {
    says: new RegExp(
      String.raw`\bdivid(?:ing|e)\s(?:${IT}\s)?by\s${D},?\s(?:leaves|gives|has|yields|we\sget|there\sis)\s(?:an?\s|the\s)?remainder\s(?:of\s)?(?<r>\d{1,6})${END}`,
      'giu',
    ),
  },
  {
    says: new RegExp(
      String.raw`(?:^|[.;:]\s)(?:division\sby\s)?${D}\sleaves\s(?:an?\s|the\s)?remainder\s(?:of\s)?(?<r>\d{1,6})${END}`,
      'giu',
    ),
  },
  {
    says: new RegExp(
      String.raw`(?<![\d.,])${N}\s(?:after\sdivision\s|when\sdivided\s|divided\s|÷\s)?by\s${D}(?:[.:;,]|\sand)\s(?:it\s|that\s|this\s)?(?:fits|goes)(?:\sin(?:to\sit)?)?\s(?<q>\d{1,9})\stimes,?\s(?:and\s|with\s)?(?<r>\d{1,6})\s(?:is\s|are\s|remains?\s)?(?:left(?:\sover)?|over|remaining)?`,
      'giu',
    ),
  },
]
const read = forms.map(({ says, ...form }) => ({ ...form, says: rare(lean(says)) }))

/** The one number that a question asks about: "Is 91 prime?", "Check 7436 for divisibility by 11." */
function subjectOf(question: string): number | null {
  const [first, ...others] = (question.match(/(?<![\d.,/^:$€£])\d{2,12}(?![\d.,/^:%]*\d|%)/g) ?? []).map(Number)
  if (first === undefined || !/prim|divi[sd]|factor|teil|composite|remainder/i.test(question)) return null
  const by = /(?:divisib\w+|divided|dividing)\sby\s(?:\d+(?:,\s|\sand\s|,?\sor\s)?)+/i.test(question)
  return others.length === 0 || (by && others.every((each) => each < first)) ? first : null
}

export function divisibilityReader(question: string): (claim: ClaimText) => Finding[] {
  const subject = subjectOf(question)
  const rounds = roundsOf(question)
  return ({ plain }) => [
    ...(/divi|goes|\bgo\b|fits?\b|leaves/i.test(plain) ? read.flatMap((form) => divided(plain, form, subject)) : []),
    ...(rounds === null ? [] : met(plain, rounds)),
  ]
}

function divided(text: string, { says, isDenied }: (typeof read)[number], subject: number | null): Finding[] {
  return says.matchAll(text).flatMap((match): Finding[] => {
    const { n, d = '', r, q, not, nott } = match.groups ?? {}
    const number = n === undefined ? subject : Number(n)
    const divisors = (d.match(/\d+/g) ?? []).map(Number)
    if (number === null || divisors.length === 0 || divisors.some((each) => each < 2)) return []
    const span = [match.index, match.index + match[0].length] as const
    const denied = isDenied === true || (not ?? nott) !== undefined
    const plain = text.slice(0, span[0]) + match[0].replace(/\b(?:not|nor|cannot)\b|n['’]t/gi, '') + text.slice(span[1])
    const [by] = divisors
    if (by === undefined || (r !== undefined && divisors.length > 1)) return []
    const off =
      r === undefined
        ? divisors.find((each) => (number % each === 0) === denied)
        : number % by === Number(r) && (q === undefined || Math.floor(number / by) === Number(q))
          ? undefined
          : by
    if (off !== undefined && hedged(plain, span)) return []
    const shown = off ?? by
    const rest = number % shown
    const message = `${number} = ${shown} × ${Math.floor(number / shown)}${rest === 0 ? '' : ` + ${rest}`}`
    return [finding('whole-numbers', span, match[0].trim(), message, off === undefined, message)]
  })
}

const every =
  /\bevery\s(\d{1,4})\b|\bthe\s(?:other|second)\s(?:one\s)?(?:runs\s|leaves\s|comes\s)?(?:every\s)?(\d{1,4})\s(?:minutes|days|hours|seconds)/gi

/** "One rings every 6 minutes, the other every 8. When do they ring together again?" */
function roundsOf(question: string): number | null {
  if (!/\b(?:together|again|coincide|same\stime|meet|both)\b/i.test(question)) return null
  const all = matchesOf(every, question).map(([, a, b]) => Number(a ?? b))
  if (all.length < 2 || all.length > 4 || all.some((each) => each < 2)) return null
  return all.reduce((a, b) => (a / Number(gcd(BigInt(a), BigInt(b)))) * b)
}

const isLeast = rare(
  /(?:(?:smallest|first|least|lowest)\s(?:number|one|common\smultiple|multiple|time)|common\smultiple|times\stables|LCM|together(?:\sagain)?\safter|meet(?:\sagain)?\safter|coincide(?:\sagain)?\safter)(?<of>\s[^.;=\d]{0,60}?)?(?:\s(?:is|are|=|in\sboth\slists\sis)|\safter|(?<=after))\s(?:therefore\s|exactly\s)?(?=\d{1,5}(?![\d.,:]*\d|\s(?:and|or)\s\d|:))/giu,
)

const later = /\b(?:after|beyond|behind|past|above|over|from|since|greater|larger|later|next)\b/i

function met(text: string, exact: number): Finding[] {
  return isLeast.matchAll(text).flatMap((match): Finding[] => {
    // "2² · 3 · 5" whole, and nothing of "72 days" but the number.
    const at = match.index + match[0].length
    const term = readTerm(text, at, false)
    const said = term?.readings.length === 1 ? (term.readings[0]?.exact?.valueOf() ?? null) : null
    if (term === null || said === null || !Number.isInteger(said)) return []
    // "The first one beyond it is 144": of all that follow.
    if (said % exact === 0 && later.test(match.groups?.of ?? '')) return []
    const span = [match.index, term.end] as const
    if (said !== exact && hedged(text, span)) return []
    // Hours and minutes may stand for one another.
    if (said !== exact && said * 60 === exact) return []
    return [
      finding(
        'whole-numbers',
        span,
        String(said),
        String(exact),
        said === exact,
        `the least common multiple is ${exact}`,
      ),
    ]
  })
}

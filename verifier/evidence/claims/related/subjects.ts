/* The number that a clause is about: "97 is odd and …", "29/36, which is …". What is said of it is read from there. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { rare } from '../../../../src/core/triggers.js'
import { readTerm, type Term } from '../../terms/reader.js'
import { clauseStarts } from '../text/clauses.js'

/** A number of which a clause says something. */
interface Subject {
  term: Term
  /** Where it stands; for "which" and "it" that is where the number stood. */
  from: number
  /** Where what is said of it begins. */
  end: number
}

const MAX_CLAUSES = 200
/** "The fraction 7/9 is …" */
const label = /^(?:(?:the|this|a)\s)?(?:number|fraction|decimal|value|ratio|quotient|power|result)\s(?=[-−\d√])/i

/** "One of them is even": no number. */
const someone = /^\s?one$/i
/** The last number of a statement, and what "which" then says of it: "that makes 48 ways, which is …". */
const relative = rare(
  /(?:[=≈]|(?<!\p{L})(?:is|are|was|were|equals?|makes?|gives?|gets?|have|has|leaves?|yields?|becomes?|to|exactly|only))\s{0,3}([-−]?\d[\d,]*(?:\.\d+)?)(?:\s\p{L}+){0,2},\s(?:which|and\s(?:that|this))(?=\s)/giu,
)
const said = lean(
  /\s(?:is|are|was|has|have|leaves|lies|ends|divides|rounds|isn['’]t|doesn['’]t|does|can|comes|equals)\s/iy,
)
const goesOn = lean(
  /(?:[^,;:.!?()\n]|[.,](?=\d)|not\sdivisible\sby\s\d+(?:,\s\d+)+)*?(?:,?\sand(?=\s(?:is|has|leaves|ends|divides)\s)|[;,.]\s(?:and\s|so\s|but\s|hence\s)?(?:it|this\snumber|that\snumber)(?=\s))/iy,
)

let latest: { text: string; subjects: readonly (readonly Subject[])[] } = { text: '', subjects: [] }

/** The subjects of a text's clauses. `i`: the letter stands for the imaginary unit. */
export function subjectsIn(text: string, i: boolean): readonly Subject[] {
  if (latest.text !== text) latest = { text, subjects: [] }
  const known = latest.subjects[i ? 1 : 0]
  if (known !== undefined) return known
  const found = read(text, i)
  const subjects = [...latest.subjects]
  subjects[i ? 1 : 0] = found
  latest = { text, subjects }
  return found
}

function read(text: string, i: boolean): readonly Subject[] {
  const direct = clauseStarts(text)
    .slice(0, MAX_CLAUSES)
    .flatMap((from): Subject[] => {
      // "= 1947 log 2\n+ 1950 log 5": the line began before.
      if (/^\+/.test(text.slice(from, from + 1))) return []
      const at = from + (label.exec(text.slice(from, from + 40))?.[0].length ?? 0)
      const term = readTerm(text, at, i)
      return term === null || someone.test(text.slice(from, term.end)) ? [] : [{ term, from: at, end: term.end }]
    })
  return [
    ...direct,
    ...direct.flatMap((subject) => again(text, subject)),
    ...relatives(text, i),
    ...comparedAgain(text, i),
  ]
}

/** "97 is odd and is …", "4,731 isn't divisible by 9; it leaves …": the same subject once more. */
function again(text: string, { term, from, end }: Subject): Subject[] {
  said.lastIndex = end
  if (!said.test(text)) return []
  goesOn.lastIndex = end
  const length = goesOn.exec(text)?.[0].length
  return length === undefined ? [] : [{ term, from, end: end + length }]
}

/** "… = 2√10. That's slightly more than 6.4", "gives 29/36, which, fun fact, is already more than 5/6": of what stands behind the last sign or verb. */
const COMPARES = String.raw`(?=(?:['’]s|\s(?:is|lies|stays))\s(?:\p{L}+\s){0,3}(?:(?:less|smaller|lower|greater|larger|bigger|more|higher)\sthan|above|below)\s)`
const compared = rare(
  new RegExp(
    String.raw`(?:[=≈]|(?<!\p{L})(?:is|are|gives|makes|leaves|to|get|be))\s?([^\s=≈,;.][^=≈,;.()]{0,24}?)\s{0,3}(?:,\swhich(?:,\s[^,;.()]{1,30},)?|(?:,\sand|[.;]|,)\s(?:\([^.;()]{0,40}:\s)?(?:that|it|this|so\sthat)|\s\((?:which|that|it))${COMPARES}`,
    'giu',
  ),
)

const comparedAgain = (text: string, i: boolean): Subject[] =>
  compared.matchAll(text).flatMap((match) => {
    const [all, value = ''] = match
    const from = match.index + all.indexOf(value)
    const term = readTerm(text, from, i)
    const end = match.index + all.length
    return term === null || term.end !== from + value.length ? [] : [{ term, from, end }]
  })

const relatives = (text: string, i: boolean): Subject[] =>
  relative.matchAll(text).flatMap((match): Subject[] => {
    const [all, number = ''] = match
    const from = match.index + all.lastIndexOf(number)
    const term = readTerm(text, from, i)
    return term?.digits === undefined ? [] : [{ term, from, end: match.index + all.length }]
  })

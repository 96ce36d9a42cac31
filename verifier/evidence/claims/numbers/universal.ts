/*
 * What is said of all numbers of a kind, and of compound statements by the truth of their parts: "every even number is divisible by 6", "no prime is even", "p is false and q is false,
 * so the implication fails".
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { isPrime } from '../../terms/whole.js'
import { type ClaimText, finding, hedged } from '../claim.js'
import { clauseEnds } from '../text/clauses.js'

type Holds = (n: number) => boolean
const K = String.raw`(\d{1,3}|${COUNT})`
const kinds: readonly (readonly [noun: string, adjective: string, holds: (n: number, k: number) => boolean])[] = [
  ['even\\snumbers?|even\\sintegers?', 'even', (n) => n % 2 === 0],
  ['odd\\snumbers?|odd\\sintegers?', 'odd', (n) => n % 2 === 1],
  ['primes?|prime\\snumbers?', '(?:a\\s)?prime(?:\\snumber)?', isPrime],
  [
    'squares?|square\\snumbers?|perfect\\ssquares?',
    '(?:an?\\s)?(?:perfect\\s)?square',
    (n) => Number.isInteger(Math.sqrt(n)),
  ],
  [`multiples?\\sof\\s${K}`, `(?:an?\\s)?multiples?\\sof\\s${K}`, (n, k) => n % k === 0],
  [`numbers?\\s(?:that\\s(?:is|are)\\s)?divisible\\sby\\s${K}`, `divisible\\sby\\s${K}`, (n, k) => n % k === 0],
]
const capturing = (source: string, name: string) => source.replace(K, `(?<${name}>${K.slice(1, -1)})`)
const nouns = kinds.map(([noun], i) => `(?<n${i}>${capturing(noun, `nk${i}`)})`).join('|')
const adjectives = kinds.map(([, adjective], i) => `(?<a${i}>${capturing(adjective, `ak${i}`)})`).join('|')
const general = lean(
  new RegExp(
    String.raw`(?<!\p{L})(?<how>every|each|all|no|any)\s(?:${nouns})\s(?:is|are)\s(?:also\s|always\s)?(?:${adjectives})(?!\p{L})`,
    'giu',
  ),
)
const MAX_TRIED = 400

function chosen(groups: Record<string, string | undefined>, name: string): Holds | null {
  const at = kinds.findIndex((_, i) => groups[name + i] !== undefined)
  const [, , holds] = kinds[at] ?? []
  const k = countOf(groups[`${name}k${at}`] ?? '') ?? 1
  return holds === undefined || k === 0 ? null : (n) => holds(n, k)
}

function ofAll(text: string): Finding[] {
  return matchesOf(general, text).flatMap(({ index, 0: all, groups = {} }) => {
    const [of, is] = [chosen(groups, 'n'), chosen(groups, 'a')]
    const span = [index, index + all.length] as const
    const before = text.slice(Math.max(0, index - 60), index)
    // What a converse says is no claim; that it holds is one.
    const isSaid =
      /(?:^|[.;!?\n]\s*|\b(?:holds|true|well|too|so|since|because|hence|thus|therefore|indeed|fact)\b[^.;\n\d]{0,12}[:,]?\s)$/i.test(
        before,
      )
    if (of === null || is === null || !isSaid || !clauseEnds(text, span[1])) return []
    const isNone = /^no$/i.test(groups.how ?? '')
    const other = Array.from({ length: MAX_TRIED }, (_, i) => i + 1).find((n) => of(n) && is(n) === isNone)
    const plain = text.slice(0, index) + all.replace(/^no\b/i, '  ') + text.slice(span[1])
    if (other !== undefined && hedged(plain, span)) return []
    return [
      finding(
        'whole-numbers',
        span,
        all,
        String(other ?? 'holds'),
        other === undefined,
        `${other} is a counterexample`,
      ),
    ]
  })
}

const VALUE = '(true|false)'
/** "p is false and q is false, so the implication fails" */
const ofParts = lean(
  new RegExp(
    String.raw`(?<!\p{L})(?<p>[pqrAB])\sis\s(?<a>true|false)\s(?:and|,|while|but)\s(?<q>[pqrAB])\sis\s(?<b>true|false),?\s(?:so|hence|thus|therefore|and\sso|which\smeans(?:\sthat)?|then)\s(?:the\s)?(?<what>implication|conditional|if-then\sstatement|conjunction|disjunction|biconditional|[pqrAB]\s?(?:→|⇒|∧|∨|↔|⇔|and|or)\s?[pqrAB])\s(?:is\s(?<is>${VALUE})|(?<holds>holds)|(?<fails>fails))`,
    'giu',
  ),
)
const withFalsePremise = lean(
  /(?<!\p{L})(?:with|for|given|since|because)\s(?:a\sfalse\s(?:premise|antecedent|hypothesis)|the\s(?:premise|antecedent|hypothesis)\sis\sfalse),?\s(?:(?:[pqrAB]\s?(?:→|⇒)\s?[pqrAB]|the\s(?:implication|conditional)|it)\s)(?:is\s(?:also\s|always\s)?(?<is>true|false)|(?<holds>holds)|(?<fails>fails))/giu,
)
const connectives: readonly (readonly [RegExp, (a: boolean, b: boolean) => boolean])[] = [
  [/implication|conditional$|if-then|→|⇒/, (a, b) => !a || b],
  [/biconditional|↔|⇔/, (a, b) => a === b],
  [/conjunction|∧|\sand\s/, (a, b) => a && b],
  [/disjunction|∨|\sor\s/, (a, b) => a || b],
]
const order: Readonly<Record<string, number>> = { p: 0, q: 1, r: 2, a: 0, b: 1 }

function ofConnectives(text: string): Finding[] {
  const add = (index: number, all: string, said: boolean, right: boolean): Finding[] => {
    const span = [index, index + all.length] as const
    const plain = text.slice(0, index) + all.replace(/false/gi, 'so   ') + text.slice(span[1])
    if (
      (said !== right && hedged(plain, span)) ||
      (!clauseEnds(text, span[1]) && !/^\s(?:there|here|too)/.test(text.slice(span[1])))
    )
      return []
    const word = (value: boolean) => (value ? 'true' : 'false')
    return [finding('definitions', span, word(said), word(right), said === right, `it is ${word(right)} then`)]
  }
  const saidOf = (groups: Record<string, string | undefined>) =>
    groups.holds !== undefined || groups.is?.toLowerCase() === 'true'
  return [
    ...matchesOf(ofParts, text).flatMap(({ index, 0: all, groups = {} }) => {
      const { p = '', q = '', a, b, what = '' } = groups
      const letters = what.match(/(?<![\p{L}])[pqrAB](?![\p{L}])/gu)
      const connective = connectives.find(([says]) => says.test(what))?.[1]
      const isTrue = (value?: string) => value?.toLowerCase() === 'true'
      if (connective === undefined || p === q) return []
      // Which is the premise, its letters tell; else they go by the alphabet.
      const [first] = letters ?? [(order[p.toLowerCase()] ?? 0) < (order[q.toLowerCase()] ?? 0) ? p : q]
      if (letters !== null && (letters.length !== 2 || !letters.includes(p) || !letters.includes(q))) return []
      const right = first === p ? connective(isTrue(a), isTrue(b)) : connective(isTrue(b), isTrue(a))
      return add(index, all, saidOf(groups), right)
    }),
    ...matchesOf(withFalsePremise, text).flatMap(({ index, 0: all, groups = {} }) =>
      add(index, all, saidOf(groups), true),
    ),
  ]
}

const mayBe = /\b(?:every|each|all|no|any)\b[^.]{1,40}\b(?:is|are)\b|\b(?:true|false)\b/i

export const readUniversal = ({ plain }: ClaimText): Finding[] =>
  mayBe.test(plain) ? [...ofAll(plain), ...ofConnectives(plain)] : []

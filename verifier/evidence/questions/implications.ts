/* "If P and Q, then R. Q is false. Does …?": all ways to be true or false are tried. */
import { rare } from '../../../src/core/triggers.js'
import type { Asked, Solved } from './form.js'

interface Literal {
  atom: number
  holds: boolean
}

interface Rule {
  premises: readonly Literal[]
  result: Literal
}

const MAX_ATOMS = 8

/** Words that tell nothing of what a clause is about. */
const idle =
  /\b(?:the|a|an|is|are|was|were|be|been|being|will|then|it|this|that|now|right now|last night|today|yesterday|does|do|did|has|have|had|also|really|actually|in fact|at the moment|surely|at|in|on|to)\b/g
const denial = rare(/\b(?:not|never|no longer)\b|n['’]t\b/)

/** What a clause is about: the stems of its words. */
const stems = (clause: string): string[] =>
  clause
    .replace(/n['’]t\b|\b(?:not|never|no longer)\b/g, ' ')
    .replace(idle, ' ')
    .replace(/[^\p{L}\p{N} ]/gu, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/(?<=\p{L}{3})(?:ing|ed|es|s)$/u, '').replace(/(.)\1$/, '$1'))

/**
 * "If P and Q, then R", "P only if Q", what is so and what is not, and a conclusion: every way in which the clauses may be true or false is tried. A question with a sentence of
 * another kind, or with a clause that is not told again in about the same words, is left open.
 */
export function implications({ text }: Asked): Solved | null {
  if (!/\bif\b/i.test(text) || /\bif and only if\b|\bunless\b|\bor\b|\beither\b|\bprobab|\d/i.test(text)) return null
  const sentences = text
    .toLowerCase()
    .split(/(?<=[.?])\s+/)
    .map((each) => each.trim())
  const question = conclusion(sentences.pop() ?? '')
  if (question === null) return null
  const atoms: string[][] = []
  const literal = (clause: string): Literal | null => {
    const words = stems(clause)
    if (words.length < 1 || words.length > 7) return null
    const isSame = (atom: readonly string[]) =>
      words.every((word) => atom.includes(word)) || atom.every((word) => words.includes(word))
    const found = atoms.flatMap((atom, i) => (isSame(atom) ? [i] : []))
    if (found.length > 1) return null
    const holds = !denial.test(clause)
    const [atom] = found
    return { atom: atom ?? atoms.push(words) - 1, holds }
  }
  const several = (list: string): Literal[] | null => {
    const read = list.split(/,? (?:and|but) /).map(literal)
    const sure = read.filter((each) => each !== null)
    return sure.length === read.length ? sure : null
  }
  const rules: Rule[] = []
  const facts: Literal[] = []
  for (const sentence of sentences) {
    const clause = sentence.replace(/\.$/, '')
    const conditional = /^if ([^,]+), (?:then )?([^,]+)$/.exec(clause)
    const needed = /^([^,]+?) only if ([^,]+)$/.exec(clause)
    if (conditional !== null || needed !== null) {
      const premises = several(conditional?.[1] ?? needed?.[1] ?? '')
      const result = literal(conditional?.[2] ?? needed?.[2] ?? '')
      if (premises === null || result === null || / (?:and|but) /.test(conditional?.[2] ?? needed?.[2] ?? ''))
        return null
      rules.push({ premises, result })
    } else if (/\bif\b|\b(?:all|every|some|only|who)\b/.test(clause)) return null
    else {
      const told = several(clause)
      if (told === null) return null
      facts.push(...told)
    }
  }
  const known = atoms.length
  const asked = literal(question.clause)
  // Every clause of a fact and of the conclusion has to be one of a rule.
  const ruled = new Set(rules.flatMap((rule) => [...rule.premises, rule.result]).map(({ atom }) => atom))
  if (rules.length === 0 || facts.length === 0 || asked === null || atoms.length > known || known > MAX_ATOMS)
    return null
  if (![...facts, asked].every(({ atom }) => ruled.has(atom))) return null
  const worlds = Array.from({ length: 2 ** known }, (_, world) => world).filter((world) => {
    const isSo = ({ atom, holds }: Literal) => (((world >> atom) & 1) === 1) === holds
    return facts.every(isSo) && rules.every((rule) => !rule.premises.every(isSo) || isSo(rule.result))
  })
  if (worlds.length === 0) return null
  const values = new Set(worlds.map((world) => (((world >> asked.atom) & 1) === 1) === asked.holds))
  const follows = values.size === 1 && values.has(true)
  const what = follows
    ? 'in every case in which the sentences hold the conclusion does'
    : values.size === 1
      ? 'in no case in which the sentences hold the conclusion does'
      : 'there are cases in which the sentences hold and the conclusion does not, and others in which it does'
  if (question.kind === 'whether') return { what, values: [], truth: values.size === 1 }
  // "Did it rain?" has three answers.
  if (question.kind === 'open' && values.size === 2)
    return {
      what,
      values: [],
      words: ['cannot', "can't", 'undetermined', 'unknown', 'not necessarily', 'not certain', 'not follow'],
      wrong: ['yes'],
    }
  return { what, values: [], truth: follows }
}

function conclusion(sentence: string): { clause: string; kind: 'follows' | 'whether' | 'open' } | null {
  const follows =
    /^(?:so )?(?:does it (?:necessarily )?follow that|can (?:we|one) (?:conclude|infer|be sure) that|is it (?:certain|sure) that|must it be (?:true|the case) that) ([^,?]+)\?$/.exec(
      sentence,
    )
  if (follows !== null) return { clause: follows[1] ?? '', kind: 'follows' }
  const must = /^(?:so )?must ([^,?]+)\?$/.exec(sentence)
  if (must !== null) return { clause: must[1] ?? '', kind: 'follows' }
  const whether = /^(?:so )?can (?:we|one) (?:tell|say|decide|know) whether ([^,?]+)\?$/.exec(sentence)
  if (whether !== null) return { clause: whether[1] ?? '', kind: 'whether' }
  const open = /^(?:so )?(?:did|is|was|are|were|does) ([^,?]+)\?$/.exec(sentence)
  return open === null ? null : { clause: open[1] ?? '', kind: 'open' }
}

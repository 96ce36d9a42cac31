/* "Simplify …", "Factor …", "Expand …": the answer has to have the same value everywhere. */
import { rare } from '../../../src/core/triggers.js'
import { normalOf } from '../claims/named/normal.js'
import { areEqual, type Curve, readCurve } from '../claims/named/things.js'
import type { Asked, QuestionReader, Solved } from './form.js'

/** "Simplify …", "Factor …", "Expand …": whatever is answered has the same value everywhere. */
export const expressionReaders: readonly QuestionReader[] = [sameExpression]

const asks = rare(
  /^(?:please |now )?(simplif\w+|expand|factori[sz]e|factor|combine|multiply out|reduce|rewrite|write|vereinfache|faktorisiere|multipliziere)(?: and (?:simplify|expand|collect like terms))?(?: (?:completely|fully|out|aus|the (?:expression|polynomial|fraction|product|following)|:))* ([^?]{3,120}?)(?:,? (?:completely|fully|over the (?:integers|reals)|in(?:to)? (?:a single|one|lowest|simplest|factored|expanded) (?:fraction|terms?|form)|as (?:a single|one) fraction|as a product(?: of [\w ]+)?|for [a-z] ?(?:\\ne|≠|!=) ?[^?]{1,20}|where [a-z] ?(?:\\ne|≠|!=) ?[^?]{1,20}))*\s?[.?]?$/i,
)

function sameExpression({ question }: Asked): Solved | null {
  const match = asks.exec(normalOf(question.replace(/\\n(?:e|eq)(?![a-z])/g, '≠')).text.trim())
  if (match === null) return null
  const [, verb = '', source = ''] = match
  const given = readCurve(source)
  if (given === null || given.names.length === 0 || given.names.length > 3 || given.names.includes('i')) return null
  const task = /^(?:factor|faktor)/i.test(verb)
    ? 'factored'
    : /^(?:expand|multipl)/i.test(verb)
      ? 'expanded'
      : 'simpler'
  return {
    what: `an expression equal to ${source.trim()}`,
    values: [],
    answer: `equal to ${source.trim()}`,
    reads: (answer) => readsAs(answer, given, task),
  }
}

function readsAs(answer: string, given: Curve, task: string): boolean | null {
  const written = (
    normalOf(answer)
      .text.split(/(?<![<>])=/)
      .at(-1) ?? ''
  ).trim()
  const said = readCurve(written.replace(/,? (?:for|where|with|provided|if)\s.*$/, ''))
  if (said === null || said.names.some((name) => !given.names.includes(name))) return null
  const same = areEqual(given, said)
  if (same !== true) return same
  // Equal is not yet done: "simplify 2(x + 1)" is not answered by itself.
  const [from, to] = [given.text, said.text].map((text) => text.replace(/[\s*·]/g, ''))
  if (from === to) return null
  const isProduct = /\)\s?(?:\^|[²³]|\(|[a-z])|^[\d\w]+\s?\(/.test(said.text)
  if (task === 'factored') return isProduct ? true : null
  if (task === 'expanded') return /\(/.test(said.text) ? null : true
  return (to?.length ?? 0) < (from?.length ?? 0) ? true : null
}

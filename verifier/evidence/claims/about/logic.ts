/* Statements in letters: "p → q is true" where p is true and q false, "the contrapositive is …". Told by the truth of their parts. */

import { lean } from '../../../../src/core/lean-patterns.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { sentencesOf } from '../text/sentences.js'
import type { Fact } from './world.js'

const LETTER = '[pqrPQR]'
const told = lean(
  new RegExp(
    String.raw`(?<![\p{L}'’]|${LETTER}\s?(?:and|or|implies|xor|iff|[∧∨→⇒⊕↔⇔]|->)\s?(?:not\s)?|\bnot\s|¬)(${LETTER})\s(?:is|=)\s(?:therefore\s|also\s)?(true|false)\b`,
    'gu',
  ),
)
const PART = String.raw`(?:(?:not\s|¬)?${LETTER})`
const operators: readonly (readonly [RegExp, (a: boolean, b: boolean) => boolean])[] = [
  [/^(?:and|∧|&|\\land|\\wedge)$/i, (a, b) => a && b],
  [/^(?:or|∨|\\lor|\\vee)$/i, (a, b) => a || b],
  [/^(?:→|⇒|->|implies|\\to)$/i, (a, b) => !a || b],
  [/^(?:xor|⊕)$/i, (a, b) => a !== b],
  [/^(?:↔|⇔|iff|if\sand\sonly\sif)$/i, (a, b) => a === b],
]
const compound = lean(
  new RegExp(
    String.raw`(?<![\p{L}¬])(?<a>${PART})\s(?<op>and|or|∧|∨|→|⇒|->|implies|xor|⊕|↔|⇔|iff)\s(?<b>${PART})(?!\p{L})['"’”)]?\s?(?::\s?|is\s|=\s?|has\sthe\svalue\s|evaluates\sto\s)(?:also\s|therefore\s|thus\s|then\s|still\s)?(?<v>true|false)\b`,
    'giu',
  ),
)

/** "p → q: true" where p is true and q is false: compound statements by the truth of their parts, which the question or a step tells. */
export function logicReader(question: string): (step: string) => readonly Fact[] {
  const known = new Map<string, boolean | null>()
  const learn = (text: string) => {
    // "If p is true …" tells nothing.
    for (const { text: sentence } of sentencesOf(text)) {
      if (/\b(?:if|when|only|whenever|unless|suppose|case|row|rows)\b/i.test(sentence)) continue
      for (const [, letter = '', value = ''] of matchesOf(told, sentence)) {
        const [name, is] = [letter.toLowerCase(), value === 'true']
        known.set(name, known.has(name) && known.get(name) !== is ? null : is)
      }
    }
  }
  learn(question)
  return (step) => {
    learn(step)
    if (known.size < 2) return []
    const valueOfPart = (part: string): boolean | null => {
      const value = known.get(part.slice(-1).toLowerCase())
      return value === undefined || value === null ? null : /^(?:not|¬)/i.test(part) ? !value : value
    }
    return [
      {
        kind: 'definitions',
        says: compound,
        of: ({ groups }) => {
          const [a, b] = [valueOfPart(groups.a ?? ''), valueOfPart(groups.b ?? '')]
          const apply = operators.find(([sign]) => sign.test(groups.op ?? ''))?.[1]
          if (a === null || b === null || apply === undefined) return null
          const exact = apply(a, b)
          return { ok: exact === (groups.v?.toLowerCase() === 'true'), computed: String(exact) }
        },
        what: 'by the truth of its parts',
      },
    ]
  }
}

const conditional = /["“'‘]?\bif\s(.{3,60}?),\s?(?:then\s)?(.{3,60}?)["”'’]?\s?[.?!]?["”'’]?\s?$/i
const said =
  /\b(?<kind>contrapositive|converse|inverse)\b(?:\sof\s[^:,]{1,40})?\s?(?:reads|says|states|is(?:\sthat)?|:)\s?:?\s?["“'‘]?if\s(?<x>[^,]{3,60}?),\s?(?:then\s)?(?<y>[^.;"”]{3,60})/gi
const small = /^(?:if|then|n|a|an|the|it|is|are|not|no|isn't|does|doesn't|be|by|of|to|has|have|number|x|s)$/i
const wordsOf = (text: string) =>
  new Set(
    (
      text
        .toLowerCase()
        .replace(/\bodd\b/g, 'even')
        .match(/[\p{L}\d]+/gu) ?? []
    )
      .filter((each) => !small.test(each))
      .map((each) => each.replace(/(?<=\p{L}{3})(?:ing|ed|s)$/u, '')),
  )
const shared = (a: Set<string>, b: Set<string>) => [...a].filter((each) => b.has(each)).length

/** The contrapositive turns the two parts round: "if n is not divisible by 6, then n is odd" does not. */
export const implications = (question: string): readonly Fact[] => {
  const sentence = question.split(/(?<=[.?!:])\s/).find((each) => conditional.test(each)) ?? ''
  const match = conditional.exec(sentence.replace(/^.*?(?=\bif\b)/i, ''))
  if (match === null || !/contrapositive|converse|inverse/i.test(question)) return []
  const [a, b] = [wordsOf(match[1] ?? ''), wordsOf(match[2] ?? '')]
  return [
    {
      kind: 'definitions',
      says: said,
      of: ({ groups }) => {
        const x = wordsOf(groups.x ?? '')
        const [ofA, ofB] = [shared(x, a) / Math.max(1, a.size), shared(x, b) / Math.max(1, b.size)]
        if (ofA === ofB) return null
        const isTurned = ofB > ofA
        const wanted = !/^inverse/i.test(groups.kind ?? '')
        return {
          ok: isTurned === wanted,
          computed: wanted ? 'the two parts turned round' : 'both parts denied, in their order',
        }
      },
      what: `the ${/contrapositive/i.test(question) ? 'contrapositive' : 'statement'}`,
    },
  ]
}

import { lean } from '../../../src/core/lean-patterns.js'
import type { Finding, Span } from '../../../src/core/records/types.js'

/*
 * What a solution only quotes or denies ("One might think that 3 * 4 = 13", "Bob wrote 3 * 4 = 13", "it is not 3 * 4 = 13") it does not claim: such a claim that fails is a note.
 */

const SAYS = String.raw`\s(?:\p{L}+\s)?(?:thinks?|thought|believes?|believed|says?|said|writes?|wrote|claims?|claimed|argues?|argued|states?|stated|meint|glaubt|denkt|schreibt|schrieb|sagt|behauptet|pense|croit|dit|écrit|dice|piensa|cree|escribe|escribió)`
const LEADS_ON = String.raw`\s?(?:[,:]\s?)?(?:(?:that|dass|daß|que)\s)?["“'(«„]?\s*$`
/** Somebody else says it, right before it. What "we" say is claimed. */
const saysOther = [
  lean(
    new RegExp(
      String.raw`(?<!\p{L})(?:he|she|they|people|some|many|most|one|you|who|which|solution|student|pupil|friend|classmate|teacher|candidate|proposal|attempt|er|sie|man|jemand|manche|viele|wer|il|elle|on|certains|alguien|algunos)${SAYS}${LEADS_ON}`,
      'iu',
    ),
  ),
  // A name: "Bob wrote".
  lean(
    new RegExp(
      String.raw`(?<!\p{L})(?!(?:We|I|This|That|It|The|Let|So|Then|As|And|But)\s)\p{Lu}\p{Ll}+${SAYS}${LEADS_ON}`,
      'u',
    ),
  ),
  lean(
    new RegExp(
      String.raw`(?<!\p{L})(?:(?:ich dachte|I thought)(?: erst| zuerst| first)?|wer|suppose|assume|assuming|imagine|pretend|angenommen|supposons|supongamos)${LEADS_ON}`,
      'iu',
    ),
  ),
]
const saysHan = lean(/(?:以为|认为|声称|写(?:成|道|了|着)?|算成|说|称)[：:，,“"]?\s*$/u)

/** It is what people get wrong, or might think. */
const tempts = lean(
  /\b(?:(?<!\b(?:we|I) )(?:might|may|could|would) (?:be tempted|(?:wrongly |mistakenly |easily |first )?(?:think|say|believe|expect|guess|assume|argue|conclude|write))|tempt(?:ed|ing)|(?:common|typical|frequent|easy|usual|classic) (?:mistake|error|slip|misconception)s?|mistakenly|erroneously|(?:many|some|most) (?:students|people|pupils|learners)|misprint|typo|(?:könnte|kann|möchte) (?:man )?(?:meinen|glauben|denken)|(?:häufige|typische|beliebte)[rs]? (?:fehler|irrtum)|irrtümlich|fälschlich(?:erweise)?|(?:pourrait|peut) (?:croire|penser)|erreur (?:courante|fréquente|classique)|(?:podría|puede) (?:pensar|creer)(?:se)?|error (?:común|frecuente|típico))(?!\p{L})|误(?:以为|认为)|常见(?:的)?错误/iu,
)

/** It is denied: right before it, or in the rest of its sentence. */
const deniedBefore = lean(
  /(?:\b(?:not|never|rather than|instead of|nicht|keineswegs|statt|et non|no)(?: that| dass)?|confus\w+ (?:this|it) with|(?:不是|并非|并不是|而非|不等于))\s*["“'(]?\s*$/iu,
)
const deniedAfter = lean(
  /\b(?:wrong|incorrect|false|mistaken|a mistake|an error|a slip|not (?:right|correct|true)|can(?:not|['’]t) be|falsch|irrt|fehler|stimmt (?:\p{L}+ )?nicht|faux|fausse|erreur|incorrect[oa]|fals[oa]|está mal|es un error|errad[oa])(?!\p{L})|错|不(?:对|正确|成立)/iu,
)

const sentenceEnd = /[.!?;](?=\s|$)|\n|[。！？；]/g
const MAX_SENTENCE = 300

/** Findings of a step, those that fail in what it only quotes or denies as notes. */
export function withoutQuoted(findings: readonly Finding[], step: string, isOption: boolean): Finding[] {
  return findings.map((finding) =>
    !finding.ok && (isOption || isQuoted(step, finding.span)) ? { ...finding, kind: 'withdrawn' as const } : finding,
  )
}

function isQuoted(text: string, [start, end]: Span): boolean {
  const before =
    text
      .slice(Math.max(0, start - MAX_SENTENCE), start)
      .split(sentenceEnd)
      .at(-1) ?? ''
  // Words behind the last number may have been read as its unit: "3 · 4 = 13 es incorrecto".
  const numbers = /^[\s\S]*\d/.exec(text.slice(start, end))?.[0].length ?? 0
  const after = text.slice(start + numbers, end + MAX_SENTENCE).split(sentenceEnd)[0] ?? ''
  // What another equation stands between is of that one.
  const beside = before.slice(before.lastIndexOf('=') + 1)
  const next = after.slice(0, after.indexOf('=') < 0 ? undefined : after.indexOf('='))
  return (
    saysOther.some((says) => says.test(before)) ||
    saysHan.test(before) ||
    tempts.test(beside) ||
    deniedBefore.test(before) ||
    /[❌✗✘]\s*$/.test(before) ||
    deniedAfter.test(next)
  )
}

const option = /^\s*(?:[-*•]\s)?[*_]{0,2}\(?([A-H])[).:]/
const chooses = lean(
  /\b(?:option|choice|answer)\s(?:is\s)?\(?[A-H]\b|(?<![\p{L}\d])\(?[A-H]\)? (?:is|ist|est|es) (?:the )?(?:right|correct|wrong|true|false|richtig|falsch|correct[ea]?|juste|bon(?:ne)?)\b|(?:选|答案是?)\s?[A-H](?![A-Za-z])|[A-H]\s?(?:是)?(?:正确|错误|对|错)/iu,
)

/** Which steps, as written, are options that another step chooses from: "A) 3 * 4 = 13", "B) 3 * 4 = 12", "B is right." */
export function optionsAmong(steps: readonly string[]): readonly boolean[] {
  const letters = steps.map((step) => option.exec(step)?.[1])
  const isList = letters.some((letter, i) => letter === 'A' && letters[i + 1] === 'B')
  const isChosen = isList && steps.some((step, i) => letters[i] === undefined && chooses.test(step))
  return letters.map((letter) => isChosen && letter !== undefined)
}

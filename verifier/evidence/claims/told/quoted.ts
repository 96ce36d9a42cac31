/*
 * What a solution only quotes or denies ("One might think that 3 * 4 = 13", "Bob wrote 3 * 4 = 13", "it is not 3 * 4 = 13") it does not claim: such a claim that fails is a note.
 */
import { evaluateExpression } from '../../../../src/core/arithmetic/index.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding, Span } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { sentenceAfter, sentenceBefore } from '../text/sentences.js'

const SAYS = String.raw`\s(?:\p{L}+\s)?(?:thinks?|thought|believes?|believed|says?|said|writes?|wrote|claims?|claimed|argues?|argued|states?|stated|meint|glaubt|denkt|schreibt|schrieb|sagt|behauptet|pense|croit|dit|écrit|dice|piensa|cree|escribe|escribió|rechnen|schreiben|meinen|glauben|denken|sagen|behaupten|écrivent|pensent|croient|disent|escriben|piensan|creen|dicen)`
const LEADS_ON = String.raw`\s?(?:[,:]\s?)?(?:(?:that|dass|daß|que)\s)?["“'(«„]?\s*$`
/** Somebody else says it, right before it. What "we" say is claimed. */
const saysOther = [
  lean(
    new RegExp(
      String.raw`(?<!\p{L})(?:he|she|they|people|some|many|most|one|you|who|which|text|statement|article|note|solution|student|pupil|friend|classmate|teacher|candidate|proposal|attempt|er|sie|man|jemand|manche|viele|wer|il|elle|on|certains|alguien|algunos)${SAYS}${LEADS_ON}`,
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
  // What a machine or a book showed.
  lean(
    new RegExp(
      String.raw`\b(?:calculator|computer|program(?:me)?|script|textbook|book|answer key)\b[^.=\d]{0,40}\b(?:printed|showed|displayed|said|says|returned|gave)${LEADS_ON}`,
      'iu',
    ),
  ),
  lean(
    new RegExp(
      String.raw`(?<!\p{L})(?:(?:ich dachte|I thought)(?: erst| zuerst| first)?|wer|imagine|pretend)${LEADS_ON}`,
      'iu',
    ),
  ),
]
const saysHan = lean(/(?:以为|认为|声称|[写算看](?:成|道|了|着)|写|说|称)[：:，,“"]?\s*$/u)

/** It is what people get wrong, or might think. */
const tempts = lean(
  /\b(?:(?<!\b(?:we|I) )(?:might|may|could|would) (?:be tempted|(?:wrongly |mistakenly |easily |first )?(?:think|say|believe|expect|guess|assume|argue|conclude|write))|tempt(?:ed|ing)|(?:common|typical|frequent|easy|usual|classic) (?:mistake|error|slip|misconception|pitfall)s?|misprint|typo|mistakenly|erroneously|(?:many|some|most) (?:students|people|pupils|learners)|(?:beginners?|novices?|newcomers|(?:students|pupils|children|people) (?:often|sometimes|usually|tend)|(?:careless|sloppy|hasty|naive|confused) (?:student|pupil|reader|person|solver|child|calculation|approach)s?)|Anfänger|(?:könnte|kann|möchte) (?:man )?(?:meinen|glauben|denken)|(?:häufige|typische|beliebte)[rs]? (?:fehler|irrtum)|irrtümlich|fälschlich(?:erweise)?|(?:pourrait|peut) (?:croire|penser)|erreur (?:courante|fréquente|classique)|(?:podría|puede) (?:pensar|creer)(?:se)?|error (?:común|frecuente|típico))(?!\p{L})|误(?:以为|认为)|常见(?:的)?错误/iu,
)

/** It is denied: right before it, or in the rest of its sentence. */
const deniedBefore = lean(
  /(?:\b(?:not|never|rather than|instead of|nicht|keineswegs|statt|et non|no|(?:confus\w+|mix)[^.=]{0,30} with)(?: that| dass)?|[✗❌✘✖]|(?:不是|并非|并不是|而非|不等于))\s*["“'(]?\s*$/iu,
)
const deniedAfter = lean(
  /\b(?:(?:one|you|people)\s(?:might|may|could)\s(?:think|believe|say)|wrong|incorrect|false|mistaken|a mistake|an error|a slip|not (?:right|correct|true)|falsch|irrt|fehler|stimmt (?:\p{L}+ )?nicht|faux|fausse|erreur|incorrect[oa]|fals[oa]|está mal|es un error|errad[oa]|impossible|(?:cannot|can ?not|can['’]t|could not|couldn['’]t) be)(?!\p{L})|\(too \p{L}+\)|[✗❌✘✖]|错|不(?:对|正确|成立)/iu,
)

/** It is only supposed: right before it. "If we multiply, 3 * 4 = 13" claims it. */
const supposedBefore = lean(
  /(?:(?<!\p{L})(?:if|unless|suppose|supposing|assume|assuming|wenn|falls|angenommen|supposons|suppose|supongamos|si)(?: that| dass| que)?|如果|假设|假如|假定)[,:，：]?\s*$/iu,
)
/** What follows from what is supposed and false: the rest of the sentence, or all up to the contradiction. */
const supposition = lean(
  /(?<!\p{L})(?:if|unless|suppose|supposing|assume|assuming|wenn|falls|angenommen)(?: that| dass)? ([\d\s+*/×·÷().−-]{3,60})=\s?([−-]?\d+(?:\.\d+)?)(?![\d\s.]*[+*/×·÷−-]\s?\d)/giu,
)
const contradiction = rare(/\b(?:contradict\p{L}*|absurd|Widerspruch)|矛盾/iu)

/** "2 + 2 = 5" is Orwell's, a song of Radiohead's, and a word of Dostoyevsky's. */
const famous = /2\s?\+\s?2\s?=\s?5/
const ofBooks = rare(
  /\b(?:Orwell|Nineteen Eighty-Four|Winston|Big Brother|doublethink|Room 101|Radiohead|Dosto\p{L}+|Underground|novels?|songs?|slogans?|books?|phrases?|mottos?|propaganda|dystopi\p{L}+)\b|(?<!\d)1984(?!\d)/iu,
)
/** The name of a work, or words that are told of: a quotation in whose sentence that is said. */
const named = rare(
  /\b(?:slogan|motto|saying|proverb|figure of speech|synergy|phrase|title|titled|entitled|song|film|novel|album|called|meme|quote|inscription|reads|graffiti)\b/iu,
)

/** Findings of a step, those that fail in what it only quotes or denies as notes; `written` are the steps as written. */
export function quotationReader(
  written: readonly string[],
  question: string,
): (findings: Finding[], step: string, i: number) => Finding[] {
  const isOption = optionsAmong(written)
  const isChosen = written.some((step) => chooses.test(step))
  const isListed = warnedAmong(written)
  const asked = tight(question)
  const isOfBooks = [question, ...written].some((text) => ofBooks.test(text))
  return (findings, step, i) =>
    findings.every(({ ok }) => ok)
      ? findings
      : withoutQuoted(findings, step, { all: isOption[i] === true || isListed[i] === true, isChosen, isOfBooks, asked })
}

function withoutQuoted(
  findings: readonly Finding[],
  step: string,
  chain: { all: boolean; isChosen: boolean; isOfBooks: boolean; asked: string },
): Finding[] {
  const supposed = suppositionsIn(step)
  const isSupposed = ([start]: Span) => supposed.some(([from, to]) => start >= from && start < to)
  return findings.map((finding) =>
    !finding.ok && (chain.all || isSupposed(finding.span) || isQuoted(step, finding.span, chain))
      ? { ...finding, kind: 'withdrawn' as const }
      : finding,
  )
}

/** Where a text stands under something false that it only supposes. */
function suppositionsIn(text: string): Span[] {
  return [...text.matchAll(supposition)].flatMap(({ index, 0: { length }, 1: left = '', 2: right = '' }) => {
    const value = evaluateExpression(left)
    if (value === null || value.valueOf() === Number(right)) return []
    const rest = text.slice(index + length)
    const end = contradiction.exec(rest)?.index ?? sentenceAfter(rest, 0).length
    return [[index, index + length + end] as const]
  })
}

function isQuoted(
  text: string,
  [start, end]: Span,
  { isChosen, isOfBooks, asked }: { isChosen: boolean; isOfBooks: boolean; asked: string },
): boolean {
  const before = sentenceBefore(text, start)
  // Words behind the last number may have been read as its unit: "3 · 4 = 13 es incorrecto".
  const numbers = /^[\s\S]*\d/.exec(text.slice(start, end))?.[0].length ?? end - start
  const after = sentenceAfter(text, start + numbers)
  // What another equation stands between is of that one.
  const beside = before.slice(before.lastIndexOf('=') + 1)
  const next = after.slice(0, after.indexOf('=') < 0 ? undefined : after.indexOf('='))
  return (
    saysOther.some((says) => says.test(before)) ||
    saysHan.test(before) ||
    tempts.test(beside) ||
    deniedBefore.test(before) ||
    supposedBefore.test(before) ||
    (isChosen && labelled.test(before)) ||
    isWarned(text.slice(0, start)) ||
    deniedAfter.test(next) ||
    measuredOff.test(after) ||
    (supposesRight.test(before) && fails.test(after)) ||
    (ofSomebody.test(before) && isOfQuestion(text.slice(start, start + numbers), asked)) ||
    (isOfBooks && famous.test(text.slice(start, end))) ||
    (isBetweenQuotes(text, [start, start + numbers]) && named.test(`${before} ${after}`))
  )
}

/** "12 × 12 = 124 is 20 too small", "is off by 2". */
const measuredOff = /^\W{0,3}(?:is|was|ist|liegt)\s(?:off\sby|(?:by\s|um\s)?\d[\d.,]*\s?%?\s(?:too|zu)\s)/i
/** "If Tom were right, then (1 + 2)^2 = 1^2 + 2^2, that is 9 = 5, which is absurd." */
const supposesRight =
  /\b(?:if|suppos\w+|assum\w+|wenn|were)\b[^.=]{0,60}\b(?:right|true|correct|valid|holds?|held|works?|worked|the case|recht|wahr|stimmte)\b/i
const fails =
  /\b(?:absurd|contradict\w*|impossible|nonsens\w*|ridiculous|false|fails|not (?:true|so|the case)|wrong|Widerspruch|falsch)\b/i
/** "Ben's 12 × 12 = 124", where the question tells of it. */
const ofSomebody = lean(
  /(?:\p{L}['’]s|\b(?:his|her|their|the|this|that|Bens?|seine?|ihre?))\s(?:(?:equation|claim|result|answer|line|statement|sum|product|calculation)\s)?["“'(]?\s?$/u,
)
/** What the question tells with its numbers; a word of it may stand anywhere. */
const isOfQuestion = (claim: string, asked: string) => /\d/.test(claim) && asked.includes(tight(claim))
const tight = (text: string) => text.replace(/[\s$]/g, '')

/** "The song \"2 + 2 = 5\" …": nothing else stands between the quotation marks. */
const isBetweenQuotes = (text: string, [start, end]: Span) =>
  /["“«„]\s?$/.test(text.slice(Math.max(0, start - 2), start)) && /^\s?["”»“]/.test(text.slice(end, end + 2))

/** "Student A: 3 * 4 = 13. Student B: …": one of several is chosen. */
const labelled = rare(/(?<!\p{L})(?:student|pupil|child|person|friend|solution|answer|Schüler) (?:[A-H]|\d)\s?:\s*$/iu)

const item = /^\s*(?:[-*•]|\d{1,2}[.)])\s/
const warns = lean(
  /\b(?:mistakes?|errors?|pitfalls?|misconceptions?|wrong|Fehler|erreurs?|errores)\b[^\n]*:\s*$|(?:错误|误区)[^\n]*[:：]\s*$/i,
)

/** An item of a list of what goes wrong: "Common pitfalls:" over it. */
function isWarned(before: string): boolean {
  const lines = before.split('\n')
  if (!item.test(lines.at(-1) ?? '')) return false
  return warns.test(lines.findLast((line) => line.trim() !== '' && !item.test(line)) ?? '')
}

/** Which steps, as written, are items of such a list. */
function warnedAmong(steps: readonly string[]): boolean[] {
  let over = ''
  return steps.map((step) => {
    if (item.test(step)) return warns.test(over)
    over = step.split('\n').findLast((line) => line.trim() !== '' && !item.test(line)) ?? ''
    return false
  })
}

const option = /^\s*(?:[-*•]\s)?[*_]{0,2}\(?([A-H])[).:]/
const chooses = lean(
  /\b(?:option|choice|answer)\s(?:is\s)?\(?[A-H]\b|(?<![\p{L}\d])\(?[A-H]\)? (?:is|ist|est|es) (?:the )?(?:right|correct|wrong|true|false|richtig|falsch|correct[ea]?|juste|bon(?:ne)?)\b|(?:选|答案是?)\s?[A-H](?![A-Za-z])|[A-H]\s?(?:是)?(?:正确|错误|对|错)/iu,
)

/** Which steps, as written, are options that another step chooses from: "A) 3 * 4 = 13", "B) 3 * 4 = 12", "B is right." */
function optionsAmong(steps: readonly string[]): readonly boolean[] {
  const letters = steps.map((step) => option.exec(step)?.[1])
  const isList = letters.some((letter, i) => letter === 'A' && letters[i + 1] === 'B')
  const isChosen = isList && steps.some((step, i) => letters[i] === undefined && chooses.test(step))
  return letters.map((letter) => isChosen && letter !== undefined)
}

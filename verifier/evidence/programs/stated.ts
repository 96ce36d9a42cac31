/* What steps say that code gives: "len('banana') is 7", "b is -2". The expression is computed and compared with what is said. */
import { lean } from '../../../src/core/lean-patterns.js'
import { COUNT, ORDINAL, ordinalOf, timesOf } from '../../../src/core/quantities/words.js'
import type { Finding } from '../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claims/claim.js'
import { clauseEnds, clauseStarts } from '../claims/clauses.js'
import { expressionsIn, sizeOf, sizesTold, type Viewed, valuesDue } from './elliptic.js'
import { type Language, type Outcome, type Ran, ranAs, understood } from './languages.js'
import { asksOutput, givenIn, isAboutCode, languagesOf, sourcesIn } from './source.js'
import { valueAt } from './written.js'

/**
 * What a step says that code gives: "len('banana') is 7", "`7 // 2` gives 3.5", "s[-2] is the second letter from the end, 'n'", "b is -2", "it prints 2 5 8 11", "the loop runs
 * seven times". Expressions are computed by the rules of their language, with the names of the question's programme; where the language is not said, by those of each.
 */
export function codeReader(question: string, context?: string): (step: ClaimText) => Finding[] {
  const asked = `${question}\n${context ?? ''}`
  const about = isAboutCode(question)
  let programme: Programme | null | undefined
  return ({ text }) => {
    if (!mayState.test(text)) return []
    const languages = languagesOf(languageNamed.test(text) ? text : `${asked}\n${text}`)
    if (languages.length === 0) return []
    programme ??= languages.length === 0 ? null : programmeOf(asked)
    const found = expressions(text, languages, programme, about || isAboutCode(text))
    if (about || isAboutCode(text)) found.push(...ofView(text, question, languages, programme, found))
    if (programme?.isGiven === false) found.push(...ofProgramme(text, programme, found, question))
    return found
  }
}

const mayState =
  /\b(?:returns?|gives?|evaluates)\b|[()[\]`'"]|\/\/|\*\*|%|\bprints?\b|\boutputs?\b|\b(?:loop|body)\b|\b(?:is|becomes|equals|has|contains|holds)\b/
const languageNamed = /\bPython\b|\bJavaScript\b|\bJS\b/

interface Programme {
  language: Language
  source: string
  ran: Ran
  /** Only names that a sentence gives: nothing is printed, and they may be set anew. */
  isGiven: boolean
}

/** The one programme of a question. Null where there is none, or none that is understood whole. */
function programmeOf(asked: string): Programme | null {
  const languages = languagesOf(asked)
  for (const source of isAboutCode(asked) ? sourcesIn(asked) : []) {
    for (const language of languages) {
      const ran = understood(() => ranAs(language, source))
      if (ran !== null && (ran.names.length > 0 || ran.output.trim() !== ''))
        return { language, source, ran, isGiven: false }
    }
  }
  for (const language of languages) {
    const source = givenIn(asked, language)
    // "x = 5" alone may be of any sum.
    const ran =
      source === null || !(isAboutCode(asked) || /['"[]/.test(source))
        ? null
        : understood(() => ranAs(language, source))
    if (source !== null && ran !== null) return { language, source, ran, isGiven: true }
  }
  return null
}

const relation = lean(
  /\s{0,2}(?:(?:[=≈→]|->|⇒)(?!=)\s{0,2}|(?:(?:in|under)\s(?:Python|JavaScript|JS)(?:\s3)?\s)?(?:is(?:\snow)?|are|gives?|returns?|equals?|yields?|prints?|outputs?|shows?|logs?|produces?|evaluates\sto|becomes|results\sin|comes\sto|will\s(?:be|give|return|print|yield)|contains|(?:has|have|would\shave)(?=\s(?:\d|one|two|three|four|five|six|seven|eight|nine|ten)\b)|includes|excludes|has\sthe\svalue|works\sout\sto|takes|(?:runs|goes|loops|iterates)\s(?:through|over)|covers|holds)(?!\w)\s{0,2})/g,
)
const lead =
  /^(?:[Ff]or\s(?:example|instance),?\s|(?:[Ii]n|under)\s(?:Python|JavaScript|JS)(?:\s3)?,?\s|(?:[Tt]he\s|[Aa]\s|[Tt]his\s)?(?:expression|call|slice|slicing|code|statement|snippet|operation|value\sof|result\sof|output\sof|calling|evaluating|running|computing|printing|list|string|range|method)\s|[Cc]alling\s|[Hh]ere,?\s|[Ee]valuating\s)+/
const MAX_EXPRESSION = 160
const MAX_TRIED = 120

/** Signs that no sentence in words has. */
const isCode =
  /^[A-Za-z_][\w.]*\s?\(.*\)|^[fr]['"]|[)\]}'"]\[|\w\[[^\]]*\]|\]\[|['"]\s?(?:[[.*+%]|[-/]\s?['"\d])|[[\]]\s?[.+*]|[+*]\s?['"[]|\)\[|\.\w+\(|\.length\b|\/\/|\*\*|[!=]==?|&&|\|\||\btypeof\b|^!|\bnot\s|\b(?:and|or|in|is)\s['"\w[]|<<|>>|\bif\b.+\belse\b|\?.+:/
/** A string of several words, and nothing else. */
const isSentence = /^(?:'[^']*\s[^']*'|"[^"]*\s[^"]*")$/
/** "5 and 10 gives 50", "48, not (60 + 40)/2 = 50": in prose, numbers and not what Python makes of them. */
const isProse = /^[\d.,]+\s(?:and|or)\s[\d.,]+$|^not\s[\d(−-]/
/** Signs that sums have too. */
const isSum = /[-+*/%<>]/
const isPlainSum = /^[-+*/%<>=\d\s.()]+$/

function expressions(
  text: string,
  languages: readonly Language[],
  programme: Programme | null,
  about: boolean,
): Finding[] {
  const found: Finding[] = []
  let tried = 0
  let read = -1
  for (const start of clauseStarts(text)) {
    if (start < read) continue
    // A quotation mark is a string's.
    const begins = text[start - 1] === '"' ? start - 1 : start
    const from = begins + (lead.exec(text.slice(begins, begins + 80))?.[0].length ?? 0)
    for (const candidate of candidates(text, from)) {
      if (++tried > MAX_TRIED) return found
      const { source, isQuoted, relationEnd } = candidate
      // "The claim '7 is odd' is false": a sentence in quotation marks.
      if (isSentence.test(source) || (!isQuoted && isProse.test(source))) continue
      if (!isCode.test(source) && !((isQuoted || isPlainSum.test(source)) && about && isSum.test(source))) continue
      // An assignment is no claim, and a call in mathematics is none of a language.
      const outcomes = languages.flatMap((language) => {
        const outcome = outcomeOf(source, language, programme)
        return outcome === null ? outcomesOnTheWay(source, language, programme) : [outcome]
      })
      if (outcomes.length === 0) continue
      const claimed = valueAt(text, relationEnd, outcomes, candidate.how)
      if (claimed === null) continue
      const span = [from, claimed.end] as const
      const ok = outcomes.some(claimed.holds)
      read = claimed.end
      const first = outcomes.at(-1)
      if ((!ok && isHedged(text, span)) || first === undefined) break
      found.push(finding('programs', span, claimed.text, first.shown, ok, `${source} is ${first.shown}`))
      break
    }
  }
  return found
}

/** What is said of an expression of the question, or of this step, that is not named again. False is what no part of any of them comes to. */
function ofView(
  text: string,
  question: string,
  languages: readonly Language[],
  programme: Programme | null,
  told: readonly Finding[],
): Finding[] {
  const [values, sizes] = [valuesDue(text), sizesTold(text)]
  // Of a programme more may be meant than one expression.
  const placed = byPlace.matchAll(text)
  if (values.length + sizes.length + placed.length === 0 || programme?.isGiven === false) return []
  const view = (source: string): Viewed | null => {
    if (isSentence.test(source)) return null
    if (!isCode.test(source) && !(isPlainSum.test(source) && isSum.test(source))) return null
    const read = languages.flatMap((language) => {
      const [ran, outcome] = [runFor(source, language, programme), outcomeOf(source, language, programme)]
      const parts = outcome === null || ran === null ? null : understood(() => ran.partsOf(source))
      return outcome === null || parts === null ? [] : [{ outcome, parts }]
    })
    const [first] = read
    return first === undefined
      ? null
      : {
          source,
          outcome: first.outcome,
          parts: read.flatMap(({ outcome, parts }) => [...parts, ...(outcome.items ?? [])]),
        }
  }
  const here = expressionsIn(text, view)
  const asked = expressionsIn(question, view)
  const add = (from: number, to: number, claimed: string, ok: boolean, shown: string, source: string): Finding[] => {
    const isTold = told.some(({ span: [start, end] }) => start < to && from < end)
    if (isTold || (!ok && isHedged(text, [from, to]))) return []
    return [finding('programs', [from, to], claimed, shown, ok, `${source} is ${shown}`)]
  }
  if (here === null || asked === null) return []
  const [last] = [...asked, ...here].slice(-1)
  if (last === undefined) return []
  const parts = [...here, ...asked].flatMap((each) => each.parts)
  const ofPlaces = asked.length < 2 || here.length > 0 ? [] : placed
  return [
    ...ofPlaces.flatMap((match) => {
      const viewed = asked[(ordinalOf(match[1] ?? '') ?? 0) - 1]
      const claimed = viewed === undefined ? null : valueAt(text, match.index + match[0].length, [viewed.outcome])
      if (viewed === undefined || claimed === null) return []
      return add(
        match.index,
        claimed.end,
        claimed.text,
        claimed.holds(viewed.outcome),
        viewed.outcome.shown,
        viewed.source,
      )
    }),
    ...values.flatMap(({ from, at }) => {
      const claimed = valueAt(text, at, [last.outcome])
      // "(J)" is a choice.
      if (claimed === null || /^\(?[A-J]\)?$/.test(claimed.text)) return []
      return add(from, claimed.end, claimed.text, parts.some(claimed.holds), last.outcome.shown, last.source)
    }),
    ...sizes.flatMap(({ from, to, said, size }) => {
      // What is sized was named last, here or in the question.
      const nearest = here.length > 0 ? here : asked
      const all = nearest.flatMap(({ parts: those }) => those.flatMap((each) => sizeOf(each) ?? []))
      if (all.length === 0 || !clauseEnds(text, to)) return []
      return add(from, to, said, all.includes(size), String(sizeOf(last.outcome) ?? all.at(-1)), last.source)
    }),
  ]
}

/** "The third one multiplies two strings and therefore is NaN": of the expressions that the question lists. */
const byPlace = rare(
  new RegExp(
    String.raw`(?<![\p{L}-])the\s(${ORDINAL})(?:\s(?:one|expression|call|line|value|result))?(?:\s(?:is|gives|returns|yields|evaluates\sto|prints)|\s[a-z]+\s[^.;:=\d"'()[\]]{0,50}?\b(?:and|so|therefore)\s(?:therefore\s|so\s|thus\s)?(?:is|gives|returns|yields))\s`,
    'giu',
  ),
)

/** "bool('False') is False" denies nothing. */
const isHedged = (text: string, [from, to]: readonly [number, number]) =>
  hedged((text.slice(0, from) + ' '.repeat(to - from) + text.slice(to)).replace(reasons, blank), [from, to])

/** "Since 27 would be over the limit, …": a reason is no doubt. */
const reasons = /\b(?:since|as|because|for\sexample)\b[^,.;\n]*,|;\sfor\sexample\b|\bwould(?=\shave\b)/gi
const blank = (text: string) => ' '.repeat(text.length)

interface Candidate {
  how: string
  source: string
  isQuoted: boolean
  relationEnd: number
}

/** What may be an expression from a place on, up to each sign or verb that says what it gives. */
function candidates(text: string, from: number): Candidate[] {
  const quoted = /^`([^`\n]+)`/.exec(text.slice(from, from + MAX_EXPRESSION))
  const behind = from + (quoted?.[0].length ?? 0)
  const part = text.slice(behind, behind + MAX_EXPRESSION).split('\n')[0] ?? ''
  const all = matchesOf(relation, part)
  if (quoted !== null) {
    const [first] = all
    const apart = explainedBehind.exec(part)
    if (first?.index !== 0)
      return apart === null
        ? []
        : [{ source: quoted[1] ?? '', isQuoted: true, how: apart[1] ?? '', relationEnd: behind + apart[0].length }]
    return [{ source: quoted[1] ?? '', isQuoted: true, how: first[0], relationEnd: behind + first[0].length }]
  }
  const apart = explained.exec(part)
  const later =
    apart === null
      ? []
      : [{ source: apart[1] ?? '', isQuoted: false, how: apart[2] ?? '', relationEnd: behind + apart[0].length }]
  return [
    ...later,
    ...all.slice(0, 4).map((match) => ({
      source: part.slice(0, match.index).trim(),
      isQuoted: false,
      how: match[0],
      relationEnd: behind + match.index + match[0].length,
    })),
  ]
}

/** What a call does is told before what it gives: "w.rfind('a') looks from the right and gives 5", "s[::-1] turns the string round: 'nohtyp'". */
const explained =
  /^([A-Za-z_]\w*(?:\.\w+|\([^()]*\)|\[[^\][]*\])*(?<=[)\]]))\s(?!(?:and|or|in|is|are|with|times|plus|minus|not|if)\b)[a-z]+\s[^=.;:()[\]\d]{0,60}?(?:(?:\band\s|,\s(?:so\sit\s|which\s))?((?:gives|returns|yields|produces)\s)|(:\s)(?=['"[\d]))/
const explainedBehind =
  /^\s(?!(?:and|or|in|is|are|with|times|plus|minus|not|if)\b)[a-z]+\s[^=.;:()[\]\d]{0,60}?((?:gives|returns|yields|produces)\s|:\s(?=['"[\d]))/

const nameIn = /(?<![\w.'"])[A-Za-z_]\w*/g

function outcomeOf(source: string, language: Language, programme: Programme | null): Outcome | null {
  if (source === '' || /[“”’‘]/.test(source)) return null
  // Run anew each time: an expression may change what it is of.
  return understood(() => runFor(source, language, programme)?.evaluate(source) ?? null)
}

/** The programme as far as an expression needs it. Null where it is of names that change: they have no one value. */
function runFor(source: string, language: Language, programme: Programme | null): Ran | null {
  const used = usedIn(source, language, programme)
  if (used.some((name) => programme?.ran.statesOf(name)?.length !== 1)) return null
  return understood(() => ranAs(language, used.length > 0 ? (programme?.source ?? '') : ''))
}

function usedIn(source: string, language: Language, programme: Programme | null): readonly string[] {
  const names: readonly string[] = source.replace(/'[^']*'|"[^"]*"/g, "''").match(nameIn) ?? []
  return programme?.language === language ? programme.ran.names.filter((name) => names.includes(name)) : []
}

const MAX_LINES = 30

/** What an expression of names that change comes to behind each line of a programme that runs straight through. */
function outcomesOnTheWay(source: string, language: Language, programme: Programme | null): Outcome[] {
  if (programme === null || usedIn(source, language, programme).length === 0) return []
  const lines = programme.source.split('\n').filter((line) => line.trim() !== '')
  if (lines.length > MAX_LINES || lines.some((line) => /^\s|[:{]\s*$/.test(line))) return []
  return lines.flatMap((_, i) => {
    const ran = understood(() => ranAs(language, lines.slice(0, i + 1).join('\n')))
    return ran === null ? [] : (understood(() => [ran.evaluate(source)]) ?? [])
  })
}

const final =
  /\b(?:final(?:ly)?|at\sthe\send|ends?\s(?:up|with)|in\sthe\send|after\s(?:the|all)\s(?:loops?|programs?|code|calls?))\b/i

const ofName = (name: string) =>
  new RegExp(
    String.raw`^(?:the\s)?(?:(?:final\s|last\s)?value\sof\s|variable\s|list\s|array\s|final\s)?` +
      '`?' +
      name +
      '`?' +
      String.raw`\s(?:is|=|becomes|equals|holds|contains|stores|refers\sto|ends\sup\s(?:as|being)|ends\sas|will\sbe)\s(?:now\s|then\s|again\s|therefore\s|thus\s|finally\s|left\sas\s|equal\sto\s)?`,
    'i',
  )

/** What a step says of the question's programme: its names, its output, its loops. */
function ofProgramme(
  text: string,
  { ran, language, source }: Programme,
  told: readonly Finding[],
  question: string,
): Finding[] {
  const found: Finding[] = []
  const add = (from: number, to: number, claimed: string, computed: string, ok: boolean, message: string) => {
    const span = [from, to] as const
    if ((!ok && isHedged(text, span)) || told.some(({ span: [start, end] }) => start < to && from < end)) return
    found.push(finding('programs', span, claimed, computed, ok, message))
  }
  for (const start of new Set([...clauseStarts(text), ...matchesOf(subject, text).map(({ index }) => index)])) {
    const rest = text.slice(start, start + 400)
    for (const name of ran.names) {
      const opening = ofName(name.replace(/\$/g, '\\$')).exec(rest)?.[0]
      const states = opening === undefined ? null : ran.statesOf(name)
      if (opening === undefined || states === null) continue
      const claimed = valueAt(text, start + opening.length, states)
      if (claimed === null) continue
      const last = states.at(-1)
      const isFinal = final.test(opening)
      const ok = isFinal ? last !== undefined && claimed.holds(last) : states.some(claimed.holds)
      const computed =
        states.length === 1 || isFinal ? (last?.shown ?? '') : states.map(({ shown }) => shown).join(', ')
      add(start, claimed.end, claimed.text, computed, ok, `${name} is ${computed}`)
    }
    // What Python prints is compared with the answer.
    const output = language === 'Python' && asksOutput.test(question) ? null : printing.exec(rest)
    if (output !== null && ran.output.trim() !== '') {
      const said = (output[2] ?? output[1] ?? '').replace(/[`"“”]/g, '')
      const end = start + output[0].length
      const ok = said !== '' && ` ${tokens(ran.output)} `.includes(` ${tokens(said)} `)
      if (clauseEnds(text, end) && isShort(said))
        add(start, end, said, ran.output.trim(), ok, `the programme prints ${ran.output.trim().replace(/\n/g, ' ')}`)
    }
    const stop = stops.exec(rest)
    const stopped = stop === null ? null : ran.statesOf(stop[1] ?? '')
    if (stop !== null && stopped !== null && isWhile(stop[1] ?? '', source)) {
      const claimed = valueAt(text, start + stop[0].length, stopped)
      const [last] = stopped.slice(-1)
      if (claimed !== null && last !== undefined)
        add(start, claimed.end, claimed.text, last.shown, claimed.holds(last), `${stop[1]} ends as ${last.shown}`)
    }
    const turned = takes.exec(rest)
    const taken = turned === null ? null : ran.statesOf(turned[1] ?? '')
    if (turned !== null && taken !== null) {
      const foreign = (turned[2] ?? '')
        .match(/-?\d+(?:\.\d+)?/g)
        ?.find((each) => !taken.some(({ number }) => number === Number(each)))
      const all = taken.map(({ shown }) => shown).join(', ')
      add(start, start + turned[0].length, turned[2] ?? '', all, foreign === undefined, `${turned[1]} is ${all}`)
    }
    const loop = turning.exec(rest)
    const [turns] = ran.turns
    if (loop !== null && ran.turns.length === 1 && turns !== undefined) {
      const said = loop[1] ?? loop[2] ?? ''
      const times = timesOf(said)
      if (times !== null && clauseEnds(text, start + loop[0].length))
        add(start, start + loop[0].length, said, String(turns), times === turns, `the loop runs ${turns} times`)
    }
  }
  return found
}

const turning = lean(
  new RegExp(
    String.raw`^(?:the\s|this\s)?(?:(?:for|while)[-\s])?(?:loop(?:\sbody)?|body(?:\sof\sthe\sloop)?|body)\s(?:then\s|therefore\s|thus\s)?(?:runs|executes|iterates|repeats|is\s(?:executed|run|entered))\s(?:exactly\s|for\s)?(once|twice|\d{1,4}|one|${COUNT})(?:\s(?:times?|iterations))?`,
    'i',
  ),
)
/** What a programme does may stand behind any word. */
const subject =
  /(?<=[,\s])(?:the\s(?:loop|program(?:me)?|code|list\sprinted)|python|it)\s(?=stops|ends|finishes|prints|outputs|is)/gi
/** "The loop stops with x = 9." Of a `for` people may mean the bound. */
const stops = lean(
  /^(?:the\s|this\s)?(?:loop|program(?:me)?|code|it)\s(?:then\s|therefore\s|thus\s)?(?:stops|ends|finishes|exits|terminates|halts|is\sleft)\s(?:with|when|at|once|as\ssoon\sas)\s`?([A-Za-z_]\w*)`?\s?(?:=|is|being|at|equals|has\sreached|reaches)\s?/i,
)
const isWhile = (name: string, source: string) =>
  /\bwhile\b/.test(source) &&
  !/\bfor\b|\bbreak\b/.test(source) &&
  new RegExp(`\\bwhile\\b[^:{]*\\b${name}\\b`).test(source)
const takes = lean(
  /^`?([A-Za-z_]\w*)`?\s(?:takes\s(?:on\s)?the\svalues|goes\sthrough|runs\sthrough|becomes)\s(-?\d+(?:\.\d+)?(?:(?:,\s(?:and\s|then\s)?(?:finally\s)?|\sand\s(?:then\s|finally\s)?)-?\d+(?:\.\d+)?)+)/,
)
const printing = lean(
  /^(?:(?:it|this|the\s(?:program(?:me)?|code|script|snippet|console|loop)|python)\s(?:therefore\s|then\s|thus\s|finally\s|will\s)?(?:prints?|outputs?|shows?|logs?|displays?)|the\s(?:final\s|printed\s)?output\s(?:is|will\sbe)|the\s(?:printed\s(?:value|result|list|line|number)|(?:value|result|list|line|number|string)\sprinted)\sis|(?:the\s)?output:|what\s(?:is|gets)\sprinted\sis):?\s(?:[^.;'"[`]{0,60},\snamely\s)?(`[^`\n]+`|["“][^"”\n]+["”]|([-\w.'[\](),\s]{1,80}?))(?=[.;]?\s*$|[.;]\s|,\s(?:not|because|since|so|as)\s|\n)/i,
)
const tokens = (text: string) => (text.match(/-?\d+(?:\.\d+)?|[A-Za-z_]+/g) ?? []).join(' ')
/** Nothing but numbers, names and signs; words around them say more than what is printed. */
const isShort = (said: string) =>
  !/\b(?:the|an?|of|each|every|all|numbers?|times|line|lines|and|then|value|from|to|for|only|both|in|it|is|its|with|first|last|once|twice|nothing)\b/i.test(
    said,
  ) && tokens(said) !== ''

/* What steps say that code gives: "len('banana') is 7", "b is -2". The expression is computed and compared with what is said. */
import { lean } from '../../../src/core/lean-patterns.js'
import { ORDINAL, ordinalOf } from '../../../src/core/quantities/words.js'
import type { Finding } from '../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding } from '../claims/claim.js'
import { clauseEnds, clauseStarts } from '../claims/text/clauses.js'
import { expressionsIn, sizeOf, sizesTold, type Viewed, valuesDue } from './elliptic.js'
import { type Language, type Outcome, type Ran, ranAs, understood } from './languages.js'
import { isHedged, ofProgramme, type Programme } from './programme-told.js'
import { givenIn, isAboutCode, languagesOf, sourcesIn } from './source.js'
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
    const languages = languageNamed.test(text) ? languagesOf(text) : languagesOf(asked, text)
    if (languages.length === 0) return []
    programme ??= languages.length === 0 ? null : programmeOf(asked)
    const isAbout = about || isAboutCode(text)
    const found = expressions(text, languages, programme, isAbout)
    if (isAbout) found.push(...ofView(text, question, languages, programme, found))
    if (programme?.isGiven === false) found.push(...ofProgramme(text, programme, found, question))
    return found
  }
}

const mayState =
  /\b(?:returns?|gives?|evaluates)\b|[()[\]`'"]|\/\/|\*\*|%|\bprints?\b|\boutputs?\b|\b(?:loop|body)\b|\b(?:is|becomes|equals|has|contains|holds)\b/
const languageNamed = /\bPython\b|\bJavaScript\b|\bJS\b/

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

/** Words that may stand beside another in an expression. */
const joins = new Set(
  `and or not in is if else for lambda await async yield of new typeof instanceof void delete function return let const var class while do case switch throw try catch break
  continue default import export from elif with as assert def del except finally global nonlocal pass raise`.split(
    /\s+/,
  ),
)
const wordBesideWord = /[\w$]+(?=\s+([\w$]+))/g
/** What stands in quotes or behind such signs may be said in words. */
const mayHoldWords = /['"`#]|\/[/*]/

/** Two words beside one another that no language joins: a sentence, which neither has to try. */
const isInWords = (source: string): boolean =>
  !mayHoldWords.test(source) &&
  matchesOf(wordBesideWord, source).some(([word, next = '']) => !joins.has(word) && !joins.has(next))

const firstTwo = /([\w$]+)\s+([\w$]+)/y

/** The same of all that may be an expression from a place on. */
function beginsInWords(text: string, from: number): boolean {
  firstTwo.lastIndex = from
  const [, first, second] = firstTwo.exec(text) ?? []
  if (first === undefined || second === undefined || joins.has(first) || joins.has(second)) return false
  return !mayHoldWords.test(text.slice(from, from + MAX_EXPRESSION))
}

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
    if (beginsInWords(text, from)) continue
    for (const candidate of candidates(text, from)) {
      if (++tried > MAX_TRIED) return found
      const { source, isQuoted, relationEnd } = candidate
      // "The claim '7 is odd' is false": a sentence in quotation marks.
      if (isInWords(source) || isSentence.test(source) || (!isQuoted && isProse.test(source))) continue
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
      // "`s[1:-1:3]` is `s[1:7:3]`": another expression of the same value.
      const other = /^`(.+)`$/.exec(claimed.text)?.[1] ?? ''
      const others = languages.flatMap((language) => outcomeOf(other, language, programme) ?? [])
      const ok =
        outcomes.some(claimed.holds) || others.some(({ shown }) => outcomes.some((each) => each.shown === shown))
      read = claimed.end
      const first = outcomes.at(-1)
      // "`c.append(5)` changes only the copy: [1, 2, 5]": what it does, and not what it gives.
      if (!ok && candidate.how.trim() === ':' && outcomes.some(({ shown }) => isNothing.test(shown))) continue
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
    if (isInWords(source) || isSentence.test(source)) return null
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
  if (quoted !== null) {
    relation.lastIndex = 0
    const first = relation.exec(part)
    const apart = explainedBehind.exec(part)
    if (first === null || first.index !== 0)
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
    ...matchesOf(relation, part, 4).map((match) => ({
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

const isNothing = /^(?:None|undefined)$/
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

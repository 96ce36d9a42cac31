/* What steps say of the question's programme: its names, its output, its loops. */
import { COUNT, timesOf } from '../../../src/core/quantities/words.js'
import type { Finding, Span } from '../../../src/core/records/types.js'
import { matchesOf } from '../../../src/core/triggers.js'
import { blanked } from '../blanked.js'
import { finding, hedged } from '../claims/claim.js'
import { clauseEnds, clauseStarts } from '../claims/text/clauses.js'
import type { Language, Ran } from './languages.js'
import { asksOutput } from './source.js'
import { valueAt } from './written.js'

export interface Programme {
  language: Language
  source: string
  ran: Ran
  /** Only names that a sentence gives: nothing is printed, and they may be set anew. */
  isGiven: boolean
}

/** "bool('False') is False" denies nothing. */
export const isHedged = (text: string, span: Span) => hedged(blanked(text, [span]).replace(reasons, blank), span)

/** "Since 27 would be over the limit, …": a reason is no doubt. */
const reasons = /\b(?:since|as|because|for\sexample)\b[^,.;\n]*,|;\sfor\sexample\b|\bwould(?=\shave\b)/gi
const blank = (text: string) => ' '.repeat(text.length)

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
export function ofProgramme(
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

const turning = new RegExp(
  String.raw`^(?:the\s|this\s)?(?:(?:for|while)[-\s])?(?:loop(?:\sbody)?|body(?:\sof\sthe\sloop)?|body)\s(?:then\s|therefore\s|thus\s)?(?:runs|executes|iterates|repeats|is\s(?:executed|run|entered))\s(?:exactly\s|for\s)?(once|twice|\d{1,4}|one|${COUNT})(?:\s(?:times?|iterations))?`,
  'i',
)
/** What a programme does may stand behind any word. */
const subject =
  /(?<=[,\s])(?:the\s(?:loop|program(?:me)?|code|list\sprinted)|python|it)\s(?=stops|ends|finishes|prints|outputs|is)/gi
/** "The loop stops with x = 9." Of a `for` people may mean the bound. */
const stops =
  /^(?:the\s|this\s)?(?:loop|program(?:me)?|code|it)\s(?:then\s|therefore\s|thus\s)?(?:stops|ends|finishes|exits|terminates|halts|is\sleft)\s(?:with|when|at|once|as\ssoon\sas)\s`?([A-Za-z_]\w*)`?\s?(?:=|is|being|at|equals|has\sreached|reaches)\s?/i
const isWhile = (name: string, source: string) =>
  /\bwhile\b/.test(source) &&
  !/\bfor\b|\bbreak\b/.test(source) &&
  new RegExp(`\\bwhile\\b[^:{]*\\b${name}\\b`).test(source)
const takes =
  /^`?([A-Za-z_]\w*)`?\s(?:takes\s(?:on\s)?the\svalues|goes\sthrough|runs\sthrough|becomes)\s(-?\d+(?:\.\d+)?(?:(?:,\s(?:and\s|then\s)?(?:finally\s)?|\sand\s(?:then\s|finally\s)?)-?\d+(?:\.\d+)?)+)/
const printing =
  /^(?:(?:it|this|the\s(?:program(?:me)?|code|script|snippet|console|loop)|python)\s(?:therefore\s|then\s|thus\s|finally\s|will\s)?(?:prints?|outputs?|shows?|logs?|displays?)|the\s(?:final\s|printed\s)?output\s(?:is|will\sbe)|the\s(?:printed\s(?:value|result|list|line|number)|(?:value|result|list|line|number|string)\sprinted)\sis|(?:the\s)?output:|what\s(?:is|gets)\sprinted\sis):?\s(?:[^.;'"[`]{0,60},\snamely\s)?(`[^`\n]+`|["“][^"”\n]+["”]|([-\w.'[\](),\s]{1,80}?))(?=[.;]?\s*$|[.;]\s|,\s(?:not|because|since|so|as)\s|\n)/i
const tokens = (text: string) => (text.match(/-?\d+(?:\.\d+)?|[A-Za-z_]+/g) ?? []).join(' ')
/** Nothing but numbers, names and signs; words around them say more than what is printed. */
const isShort = (said: string) =>
  !/\b(?:the|an?|of|each|every|all|numbers?|times|line|lines|and|then|value|from|to|for|only|both|in|it|is|its|with|first|last|once|twice|nothing)\b/i.test(
    said,
  ) && tokens(said) !== ''

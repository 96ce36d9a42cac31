/*
 * "The median of 3, 9, 1 and 7 is 5", "A circle of radius 5 has an area of 25π", "det(A) = 7", "5 is the mean of 2 and 8": a name, what it is said of and a value,
 * in the orders in which people say them. What names there are, and what they come to, stands in tables beside this file.
 */

import { at } from '../../../../src/core/absence.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import { choosing, matchesOf, type Rare, rare } from '../../../../src/core/triggers.js'
import { algebra } from './algebra.js'
import { chances } from './chances.js'
import { derivatives } from './derivatives.js'
import { figures } from './figures.js'
import { linear } from './linear.js'
import { statistics } from './lists.js'
import type { Expected, Named } from './named.js'
import { type Claim, functionSaid, saidIn, sayingOf } from './said.js'
import { sequences } from './sequences.js'
import { withLetters } from './subjects.js'

const all: readonly Named[] = [
  ...statistics,
  ...linear,
  ...derivatives,
  ...algebra,
  ...sequences,
  ...figures,
  ...chances,
]

const LINK = '(?:of|for|von)'
const ADVERB =
  '(?:therefore|thus|then|hence|also|simply|just|now|indeed|exactly|always|clearly|given\\sby|found\\sto\\sbe)'
const IS = lean(
  new RegExp(
    String.raw`\s?(?:,?\s(?:is|are|equals?|was|were|will\sbe|must\sbe|comes?\s(?:out\s)?to|works?\sout\s(?:as|to)|gives|becomes|amounts?\sto|turns\sout\sto\sbe|tends\sto|ist|sind|beträgt|ergibt)\s(?:${ADVERB}\s)*(?:equal\sto\s|approximately\s|about\s)?:?|≈|(?<![<>!:])=|:\s)\s?`,
    'gu',
  ),
)
const HAS = String.raw`(?:has|have|had|with|having|hat|haben)\s(?:(?:an?|the|its|their|eine?n?|die|den|das)\s)?`

interface Reading {
  named: Named
  /** Its name, its verb or its sign as a function stands there at all. */
  any: Rare
  behind: RegExp
  alone: RegExp
  verb: RegExp | null
  owned: RegExp
  owner: RegExp
  called: RegExp | null
}

const wordsOf = ({ name, call, verb }: Named) => [name, call, verb].filter((each) => each !== undefined).join('|')

const readings: readonly Reading[] = all.map((named) => {
  const name = `(?<![\\p{L}\\d'-])(${named.name})(?![\\p{L}-])`
  return {
    named,
    any: rare(new RegExp(`(?<![\\p{L}\\d])(?:${wordsOf(named)})`, 'iu')),
    behind: new RegExp(String.raw`${name}\s${named.link ?? LINK}\s`, 'giu'),
    owned: new RegExp(
      String.raw`\s${HAS}(?:${ADVERB}\s)?${name}\s?(?:of\s|is\s|=\s?|equal\sto\s|von\s|:\s)?(?=[-−\d(\\√π[{.a-z])`,
      'giu',
    ),
    owner: new RegExp(
      String.raw`\s(?:is|are|ist)\s(?:${ADVERB}\s)?(?:the|die|der|das|an?)\s${name}\s${named.link ?? LINK}\s`,
      'giu',
    ),
    alone: new RegExp(
      String.raw`(?:^(?:(?:so|thus|hence|then|therefore|now|and|also)\s)?|(?:^|(?<=[\s,(]))(?:the|its|their|die|der|das)\s|(?<=[\s](?:an?|the)\s))${name}(?=\s|:|=|,\s)`,
      'giu',
    ),
    verb: named.verb === undefined ? null : new RegExp(String.raw`\s(${named.verb})\s(?=[-−\d(\\√π[{.])`, 'giu'),
    called:
      named.call === undefined ? null : new RegExp(String.raw`(?<![\p{L}\d\\])\\?(${named.call})\s?(?=[[({|])`, 'giu'),
  }
})

export const mayBeNamed = choosing(all.map(wordsOf))

/** What a chain has said so far. */
interface Known {
  /** What the question is about. */
  asked: readonly string[]
  letters: ReadonlyMap<string, string>
}

/** What is claimed of names in a sentence; `chosen` are the names that may stand in it. */
export function namedClaims(sentence: string, chosen: readonly number[], known: Known): Claim[] {
  return chosen.flatMap((i) => {
    const reading = at(readings, i)
    return reading.any.test(sentence) ? frames.flatMap((frame) => frame(reading, sentence, known)) : []
  })
}

type Frame = (reading: Reading, sentence: string, known: Known) => Claim[]

/** "twice the mean of 2 and 4 is 6", "the terms in the expansion of (x + 1)² are …": a name within a larger one. */
const isMore = (named: Named, before: string): boolean =>
  named.notBehind?.test(before) === true ||
  within.test(before) ||
  (named.kind === 'statistics' && (ranked.test(before) || leftOut.test(before)))
/** "the second largest", "the 3rd smallest", "the two largest", "the maximum norm", "the Manhattan distance": another measure. */
const ranked = lean(
  /(?<!\p{L})(?:second|third|fourth|fifth|\d{1,3}(?:st|nd|rd|th)|two|three|four|next|maximum|infinity|max|sup|taxicab|\p{Lu}\p{Ll}{4,}(?<!Euclidean|Therefore|Hence|Since|Clearly|Because)|[\d∞p])[-\s]$/u,
)
const leftOut = lean(/(?<!\p{L})(?:without|excluding|ignoring|omitting|leaving\sout|apart\sfrom|except\sfor)\s[^;]*$/iu)
const within = lean(
  /(?<!\p{L})(?:in|of|from|than|by|to|on|over|under|above|below|beyond|beside|inside|outside|past|near|around|against|minus|plus|times|twice|half|double|triple|thrice|both|squared?|root|between)\s(?:all\s)?(?:(?:the|its|their|a|an|each)\s)?$|[-+*/·×^√]\s?$/iu,
)

/** "the median of 3, 9 and 1 is 3". */
const behind: Frame = ({ named, behind: pattern }, sentence, known) =>
  rare(pattern)
    .matchAll(sentence)
    .flatMap((match) => {
      if (isMore(named, sentence.slice(0, match.index))) return []
      return told(named, match[1] ?? '', sentence, match.index, match.index + match[0].length, known)
    })

/** "det(A) = 7". */
const called: Frame = ({ named, called: pattern }, sentence, known) =>
  pattern === null
    ? []
    : rare(pattern)
        .matchAll(sentence)
        .flatMap((match) =>
          told(named, match[1] ?? '', sentence, match.index, match.index + match[0].length, known, withoutBrackets),
        )

/** From the place behind a name: what it is said of, up to a word that means "is", and what is said. */
function told(
  named: Named,
  name: string,
  sentence: string,
  start: number,
  from: number,
  { asked, letters }: Known,
  opened = (text: string) => text,
): Claim[] {
  const rest = sentence.slice(from)
  for (const is of matchesOf(IS, rest)) {
    if (is.index > 200) return []
    if (named.ofEquations === true && is[0].includes('=') && !rest.slice(0, is.index).includes('=')) continue
    const argument = opened(rest.slice(0, is.index).trim())
    const expected =
      named.of(argument, name) ??
      named.of(withLetters(argument, letters), name) ??
      (named.alone === true && isOfThese(argument, asked.join(' ')) ? ofAsked(named, name, asked) : null)
    if (expected === null) continue
    return saidAt(named, expected, sentence, start, from + is.index + is[0].length)
  }
  return []
}

const withoutBrackets = (text: string) =>
  /^\((?!.*\).*\().*\)$/.test(text) && !/^\([^()]*,[^()]*\)$/.test(text) ? text.slice(1, -1) : text

/** "the five values", "this matrix": what the question is about, by a word of its own or one that fits anything. */
function isOfThese(argument: string, question: string): boolean {
  const word = /^(?:the|these|this|its|both|all|our|those)\s(?:\d{1,2}\s)?(?:given\s)?(\p{L}+)$/u.exec(argument)?.[1]
  if (word === undefined) return false
  return (
    /^(?:numbers|values|data|list|set|scores|marks|heights|dataset|sample|matrix|vectors?|points|figure|function|sequence|series|quotient|expression|polynomial|quadratic|segment)$/.test(
      word,
    ) || new RegExp(`(?<!\\p{L})${word.replace(/s$/, '')}`, 'iu').test(question)
  )
}

/** What the question is about, where that is one thing for this name. */
function ofAsked(named: Named, name: string, asked: readonly string[]): Expected | null {
  const all = asked.flatMap((subject) => named.of(subject, name) ?? [])
  const [only] = all
  return only !== undefined && new Set(all.map(({ computed }) => computed)).size === 1 ? only : null
}

/** "The median is 7", "puts the median at 7", "Area: 48", of what the question is about. */
const alone: Frame = ({ named, alone: pattern }, sentence, { asked }) => {
  if (named.alone !== true) return []
  return rare(pattern)
    .matchAll(sentence)
    .flatMap((match) => {
      if (isMore(named, sentence.slice(0, match.index))) return []
      const from = match.index + match[0].length
      const is =
        /^\s?(?:(?:at|of)\s(?=[-−\d(√π\\])|lies\sat\s)/u.exec(sentence.slice(from)) ??
        isAtOnce.exec(sentence.slice(from))
      const ofLast = /(?:^|\s)its\s/i.test(match[0])
        ? named.of(lastThing(sentence.slice(0, match.index)), match[1] ?? '')
        : null
      const expected = is === null ? null : (ofLast ?? ofAsked(named, match[1] ?? '', asked))
      if (is === null || expected === null) return []
      // "The mean of 3 and 7 is 5" is said of the 3 and the 7.
      if (/^\s?of\s$/.test(is[0]) && matchesOf(IS, sentence.slice(from + is[0].length)).length > 0) return []
      return saidAt(named, expected, sentence, match.index, from + is[0].length)
    })
}

/** "its trace, the sum of the diagonal, is 3". */
const isAtOnce = lean(new RegExp(String.raw`^(?:,\s(?:the|that\sis)\s[^,;=\d]{3,50},(?=\s))?${IS.source}`, 'u'))

/** "M² = [[1, 2], [0, 1]], and its trace …": the matrix or the vector that was told last. */
const lastThing = (before: string): string =>
  /(\[\s?\[[^=]{3,160}?\]\s?\]|\([-\d.,\s/]{3,60}\))[^[\](){}\d=]{0,40}$/.exec(before)?.[1] ?? ''

/** Where it is told what it is made of first: "the range is the distance from 138 to 150, and that is 22". */
const afterAll = lean(
  /,?\s(?:and\s(?:that|this|so\sit)|which|so\sit)\s(?:is|are|comes\sto|makes|gives)\s|(?<=\p{L}),\s(?:(?:so|hence|thus|namely|that['’]s)\s(?=[-−\d√π])|(?=\d[\d.,]*\s?(?:square|cubic|cm|mm|km|m|ft)(?!\p{L})))/u,
)

function saidAt(named: Named, expected: Expected, sentence: string, start: number, from: number): Claim[] {
  const rest = sentence.slice(from)
  const later = afterAll.exec(rest)
  for (const [place, text] of [
    [0, rest] as const,
    ...(later === null ? [] : [[later.index + later[0].length, rest.slice(later.index + later[0].length)] as const]),
  ]) {
    const isFunction = expected.isFunction === true
    const saying = (isFunction ? functionSaid : sayingOf)(expected, text)
    if (saying === null) continue
    const { said, ok } = saying
    const mayBePlaced = isFunction && !/[a-z]/.test(said)
    return [
      { kind: named.kind, expected, said: said.trim(), ok, from: start, to: from + place + said.length, mayBePlaced },
    ]
  }
  return []
}

const LEAD =
  /^(?:.*[,:]\s)?(?:(?:so|thus|hence|therefore|then|now|since|because|if|and|that|as|note|here|for\sexample|clearly|also|but|let|consider)\s)*/iu

/** "a circle of radius 5 has an area of 25π". */
const owned: Frame = ({ named, owned: pattern }, sentence, known) =>
  rare(pattern)
    .matchAll(sentence)
    .flatMap((match) => ofSubject(named, match[1] ?? '', sentence, match, known))

/** "10, 20 and 30 add up to 60". */
const byVerb: Frame = ({ named, verb }, sentence, known) =>
  verb === null
    ? []
    : rare(verb)
        .matchAll(sentence)
        .flatMap((match) => ofSubject(named, match[1] ?? '', sentence, match, known))

function ofSubject(named: Named, name: string, sentence: string, match: RegExpExecArray, { letters }: Known): Claim[] {
  const before = sentence.slice(0, match.index)
  const lead = LEAD.exec(before)?.[0] ?? ''
  for (const subject of new Set([before, before.slice(lead.length)])) {
    if (subject.length > 200) continue
    const expected = named.of(subject.trim(), name) ?? named.of(withLetters(subject.trim(), letters), name)
    if (expected !== null)
      return saidAt(named, expected, sentence, match.index - subject.length, match.index + match[0].length)
  }
  return []
}

/** "5 is the mean of 2 and 8". */
const owner: Frame = ({ named, owner: pattern }, sentence, { letters }) =>
  rare(pattern)
    .matchAll(sentence)
    .flatMap((match) => {
      const value = /(?:^|[\s,:])((?:[-−]?[\d.]+(?:\/\d+)?|\([^()]{1,30}\)|[a-z]\s?=\s?[-−]?[\d.]+(?:\/\d+)?))$/.exec(
        sentence.slice(0, match.index),
      )?.[1]
      const name = match[1] ?? ''
      if (value === undefined || named.notBehind?.test(match[0].slice(0, match[0].indexOf(name)))) return []
      const from = match.index + match[0].length
      for (const argument of saidIn(sentence.slice(from))) {
        const expected = named.of(withLetters(argument.trim(), letters), name)
        const ok = expected?.holds(value) ?? null
        if (expected === null || ok === null) continue
        return [
          { kind: named.kind, expected, said: value, ok, from: match.index - value.length, to: from + argument.length },
        ]
      }
      return []
    })

const frames: readonly Frame[] = [behind, owned, owner, called, alone, byVerb]

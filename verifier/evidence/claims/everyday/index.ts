/* What everybody knows the number of: "a week has eight days", "an octagon has ten sides". Looked up in `things.ts`. */
import { at } from '../../../../src/core/absence.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import { singular } from '../../../../src/core/quantities/singular.js'
import { countOf, COUNT as WORD } from '../../../../src/core/quantities/words.js'
import type { Finding, Span } from '../../../../src/core/records/types.js'
import { choosing, matchesOf, rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, NUMBER, stated } from '../claim.js'
import { sayings, type Thing, things } from './things.js'

/** "seven", "thirty-one", "1,440". */
const COUNT = String.raw`(${NUMBER}|(?:one|${WORD})(?!\p{L}))`
const HOW = String.raw`(?:(?:exactly|only|always|just|precisely|a\stotal\sof|about|altogether|also|normally|usually|indeed|therefore)\s)?`
const HAS = String.raw`(?:,?\s(?:which|that))?\s(?:has|have|contains?|consists?\sof|includes?|comes?\swith|comprises?|(?:is|are)\smade\s(?:up\s)?of|(?:is|are)\s(?:divided|split)\sinto|is\scomposed\sof)`
const WORDS = String.raw`(\p{L}[\p{L}'’-]{1,18}(?:\s\p{L}[\p{L}'’-]{0,18}){0,3})`
const ALIKE = String.raw`(?:(?:whole|full)\s)?`
/** Behind these a part is told from others. */
const rest = lean(
  /^(?:[^\p{L}\d]|$)(?!\s?(?:and\s(?:a\s)?(?:half|quarter|\d)|(?:long|wide|high|apart|of|with|that|which|who|left|off|more|less|fewer|old|ago|later|earlier|before|after|longer|shorter|inside|outside|in|on|at|for|per|to|from)\b))/u,
)

const before = lean(
  new RegExp(String.raw`(?<=^|[^\p{L}\p{N}])${WORDS}${HAS}\s${HOW}${COUNT}\s${ALIKE}(?=\p{L})`, 'giu'),
)
const behind = lean(
  new RegExp(
    String.raw`(?:there\sare|with|since|as|because|,|by|the|these|all)\s(?:the\s)?${HOW}${COUNT}\s${ALIKE}${WORDS.replace('{0,3}', '{0,2}?')}\s(in|on|to|per|of|make(?:\sup)?)\s(an?|each|every|any|one|the)\s(?=\p{L})`,
    'giu',
  ),
)
const number = lean(
  new RegExp(
    String.raw`number\sof\s${WORDS.replace('{0,3}', '{0,2}?')}\s(?:of|in|on|per)\s(an?|each|every|any|one|the)\s${WORDS}\s(?:is|equals|=)\s${HOW}${COUNT}(?![\p{L}\d]|[.,]\d|\s?[-+×*/])`,
    'giu',
  ),
)
const withParts = lean(
  new RegExp(
    String.raw`(?<=(?:(?<!\p{L})an?|are|is)\s)${WORDS},?\s(?:(?:which|that)\s(?:is|are)\s(?:an?\s)?(?:polygons?|shapes?|figures?|solids?)\s)?with\s(?:its\s)?${COUNT}\s${ALIKE}(?=\p{L})`,
    'giu',
  ),
)

/** These say that a thing is like all others. */
const usual = new Set(
  'standard normal full regular ordinary usual common complete whole entire single typical fair healthy calendar poker'.split(
    ' ',
  ),
)
const general = new Set(['a', 'an', 'each', 'every', 'any', 'one', 'our', 'your'])
const certain = new Set(['the', 'this', 'that', 'its'])
const periods = new Set(['day', 'week', 'hour', 'month', 'year'])
/** A thing behind these is not what the sentence is about. */
const taking = /(?:^|\s)(?:of|for|in|at|to|by|with|on|per|from|than|half|and|or)$/i

/** "square feet" as "square foot". */
const singularOf = (name: string) => name.replace(/[\p{L}'-]+$/u, singular)

interface Named {
  thing: Thing
  isPlural: boolean
}

function thingOf(words: string): Named | null {
  const name = words.toLowerCase().replaceAll('’', "'")
  const found = things.get(name)
  if (found !== undefined) return { thing: found, isPlural: false }
  const one = things.get(singularOf(name)) ?? things.get(name.replace(/^(\p{L}+)s(?=\sof\s)/u, '$1'))
  return one === undefined ? null : { thing: one, isPlural: true }
}

/** The thing that some words end with, said in general: "a standard deck", "every octagon", "spiders", "the cube". */
function endingWith(words: string, lead: string): Named | null {
  const all = words.split(/\s/)
  for (let count = Math.min(4, all.length); count > 0; count--) {
    const named = thingOf(all.slice(-count).join(' '))
    if (named === null) continue
    const left = [...lead.split(/\s/), ...all.slice(0, -count)].filter((each) => each !== '')
    return isGeneral(named, left) ? named : null
  }
  return null
}

function isGeneral({ thing, isPlural }: Named, left: readonly string[]): boolean {
  const words = [...left]
  let isUsual = false
  while (usual.has(words.at(-1)?.toLowerCase() ?? '')) {
    isUsual = true
    words.pop()
  }
  const article = words.pop()?.toLowerCase() ?? ''
  // "Each day has 2 hours" of a timetable.
  if (article === 'each' && periods.has(thing.name)) return false
  if (taking.test(words.slice(-2).join(' '))) return false
  if (general.has(article)) return true
  if (certain.has(article)) return thing.isRigid || isUsual
  const isMonth =
    thing.parts.has('day') && /^\p{Ll}{3,9}$/u.test(thing.name) && thing.parts.size === 1 && thing.name !== 'week'
  return (isPlural || isMonth) && (article === '' || /[.,:;]$|^(?:all|that|so|because|since|as|but)$/.test(article))
}

/** The longest part of a thing that a text begins with, and where it ends. */
function partAt(thing: Thing, text: string): { counts: readonly number[]; part: string; end: number } | null {
  const words = /^\p{L}[\p{L}'’-]*(?:\s\p{L}[\p{L}'’-]*){0,2}/u.exec(text)?.[0].split(' ') ?? []
  for (let count = words.length; count > 0; count--) {
    const said = words.slice(0, count).join(' ')
    const part = singularOf(said.toLowerCase())
    const counts = thing.parts.get(part)
    if (counts !== undefined && rest.test(text.slice(said.length))) return { counts, part, end: said.length }
  }
  return null
}

interface Found {
  span: Span
  claimed: string
  counts: readonly number[]
  of: string
}

const ofThing = (part: string, { name }: Thing) => `the number of ${part}s of a ${name}`

/** How far a text is looked at behind and before a place. */
const REACH = 60

function partsIn(text: string): Found[] {
  const found: Found[] = []
  for (const pattern of [before, withParts])
    for (const match of matchesOf(pattern, text)) {
      const [all, words = '', claimed = ''] = match
      const lead = pattern === withParts ? 'a' : leadBefore(text, match.index)
      const named = endingWith(words, lead)
      const end = match.index + all.length
      const part = named === null ? null : partAt(named.thing, text.slice(end, end + REACH))
      if (named === null || part === null || (pattern === withParts && !isShape.test(part.part))) continue
      found.push({
        span: [match.index, end + part.end],
        claimed,
        counts: part.counts,
        of: ofThing(part.part, named.thing),
      })
    }
  for (const match of matchesOf(behind, text)) {
    const [all, claimed = '', noun = '', link = '', article = ''] = match
    if (link === 'of' && !/^(?:by\s)?(?:the|these|all)\s/i.test(all)) continue
    // "February has 29 days in a leap year"
    if (/\b(?:feb|month)\p{L}*\s[^.;,]{0,24}$/iu.test(text.slice(0, match.index))) continue
    const end = match.index + all.length
    const named = beginningWith(text.slice(end, end + REACH), article)
    const counts = named?.thing.parts.get(singularOf(noun.toLowerCase()))
    if (named === null || counts === undefined) continue
    found.push({ span: [match.index, end + named.end], claimed, counts, of: ofThing(singularOf(noun), named.thing) })
  }
  for (const match of matchesOf(number, text)) {
    const [all, noun = '', article = '', name = '', claimed = ''] = match
    const named = endingWith(name, article)
    const counts = named?.thing.parts.get(singularOf(noun.toLowerCase()))
    if (named === null || counts === undefined) continue
    found.push({
      span: [match.index, match.index + all.length],
      claimed,
      counts,
      of: ofThing(singularOf(noun), named.thing),
    })
  }
  return found
}

const isShape = /^(?:side|angle|interior angle|corner|vertex|face|edge)$/

/** The two words before a place, or the sign that ends a clause. */
const leadBefore = (text: string, at: number) =>
  /(?:[\p{L}\d'-]+\s){0,2}$/u.exec(text.slice(Math.max(0, at - REACH), at))?.[0].trim() ?? ''

/** The thing that a text begins with behind an article. */
function beginningWith(text: string, article: string): (Named & { end: number }) | null {
  const words = /^\p{L}[\p{L}'’-]*(?:\s\p{L}[\p{L}'’-]*){0,4}/u.exec(text)?.[0].split(' ') ?? []
  let skipped = 0
  while (usual.has(words[skipped]?.toLowerCase() ?? '')) skipped++
  for (let count = Math.min(4, words.length - skipped); count > 0; count--) {
    const named = thingOf(words.slice(skipped, skipped + count).join(' '))
    if (named === null || named.isPlural) continue
    const isSaid = general.has(article.toLowerCase()) || named.thing.isRigid || skipped > 0
    const end = words.slice(0, skipped + count).join(' ').length
    return isSaid && !/^-?\p{L}|^\s(?:of|with|for)\s/u.test(text.slice(end)) ? { ...named, end } : null
  }
  return null
}

const others: readonly { pattern: RegExp; counts: readonly number[]; of: string; about?: RegExp }[] = sayings.map(
  ({ says, counts, of, about }) => ({
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d.,])(?<!\bof\s(?:the\s)?)(?:${says.replace(/ /g, String.raw`\s`).replaceAll('#', COUNT)})(?![\p{L}\d])`,
      'giu',
    ),
    counts,
    of,
    ...(about === undefined ? {} : { about: new RegExp(about, 'is') }),
  }),
)

const mayBeSaid = choosing(others.map(({ pattern }) => pattern.source))

/** "An octagon has ten sides", "the eight days of a week": how many parts things have that everybody knows. Where the question has the number, it may be one of its own. */
export function readEveryday({ plain, question, context }: ClaimText): Finding[] {
  const asked = `${question}\n${context ?? ''}`
  const found = [
    ...(mayCount.test(plain) ? partsIn(plain) : []),
    ...mayBeSaid(plain).flatMap((i) => {
      const { pattern, counts, of, about } = at(others, i)
      return rare(pattern)
        .matchAll(plain)
        .flatMap((match): Found[] => {
          const claimed = match.slice(1).find((group) => group !== undefined)
          if (claimed === undefined || (about !== undefined && !about.test(`${asked}\n${plain}`))) return []
          return [{ span: [match.index, match.index + match[0].length], claimed, counts, of }]
        })
    }),
  ]
  return found.flatMap(({ span, claimed, counts, of }) => {
    const value = numberOf(claimed)
    if (value === null) return []
    const ok = counts.includes(value)
    if (!ok && (hedged(plain, span) || isGiven(asked, claimed, value))) return []
    const right = String(counts[0])
    return [finding('definitions', span, claimed, right, ok, `${of} is ${right}, not ${claimed}`)]
  })
}

const mayCount = rare(
  /\b(?:has|have|with|contains?|consists?|includes?|comprises?|made|divided|split|composed|there|the|these|all|number)\s/i,
)

const numberOf = (text: string): number | null => (/^[\d.]/.test(text) ? stated(text).value : countOf(text))

/** Whether the question has the number, in digits or as it is said. */
function isGiven(asked: string, claimed: string, value: number): boolean {
  const words = [claimed, String(value)].map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(String.raw`(?<![\p{L}\d.])(?:${words.join('|')})(?![\p{L}\d])`, 'iu').test(asked)
}

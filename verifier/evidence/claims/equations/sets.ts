/* Sets that are written out: "{1, 2} ∪ {2, 3} = {1, 2, 3}", "5 ∈ {1, 2}", "A has 8 subsets". They are put together and counted. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, countOf, ORDINAL, ordinalOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'
import { clauseEnds } from '../text/clauses.js'

/**
 * Sets that are written out, under their signs and in words: unions, intersections, differences, products, what lies in which, how many elements and subsets; intervals;
 * how long a list is and what stands where in it. `A = {1, 2, 3}` of the question or the step gives a letter its set.
 */
export function readSets({ plain, question }: ClaimText): Finding[] {
  if (!mayBe.test(plain)) return []
  const known = setsOf(`${question}\n${plain}`)
  return [...equalities(plain, known), ...memberships(plain, known), ...sizes(plain, known), ...places(plain)]
}

const mayBe =
  /[∪∩∖∈∉⊂⊆×]|\\(?:cup|cap|in|notin|subset|setminus|times|emptyset)|union|intersection|subset|element|member|interval|\bset\b|\blist\b|\barray\b|integers/i

/** Members by how they are written, and as numbers where they are. */
type Members = readonly string[]
interface Interval {
  from: number
  to: number
  closed: readonly [boolean, boolean]
}
type Thing = { members: Members } | { interval: Interval }

const ITEM = String.raw`[-−]?(?:\d+(?:\.\d+)?(?:\/\d+)?|[\p{L}](?:_?\d)?|\(\s?[-−]?[\p{L}\d]+\s?,\s?[-−]?[\p{L}\d]+\s?\))`
const LITERAL = String.raw`\{\s*(?:${ITEM}(?:\s*,\s*${ITEM})*)?\s*\}|∅|\\emptyset|\\varnothing`
const BOUND = String.raw`[-−]?(?:\d+(?:\.\d+)?|∞|\\infty)`
const INTERVAL = String.raw`[[(]\s?${BOUND}\s?[,;]\s?${BOUND}\s?[\])]`
const OPERAND = String.raw`(?:${LITERAL}|${INTERVAL}|(?<!\p{L})[A-Z](?![\p{L}'′_]))`
const definition = rare(
  new RegExp(
    String.raw`(?<![\p{L}]|[∪∩∖×\\]\s?)([A-Z])\s*(?:=|:=|is\sthe\sset|be\sthe\sset|be)\s*(${LITERAL}|${INTERVAL})(?!\s*[∪∩∖\\×])`,
    'gu',
  ),
)

function setsOf(text: string): ReadonlyMap<string, Thing> {
  const found = new Map<string, Thing>()
  const twice = new Set<string>()
  for (const [, name = '', written = ''] of definition.matchAll(text)) {
    const read = thingOf(written, found)
    if (read === null) continue
    const before = found.get(name)
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(read)) twice.add(name)
    found.set(name, read)
  }
  for (const name of twice) found.delete(name)
  return found
}

const split = lean(new RegExp(ITEM, 'gu'))
function thingOf(written: string, known: ReadonlyMap<string, Thing>): Thing | null {
  const text = written.trim()
  if (/^(?:∅|\\emptyset|\\varnothing|\{\s*\})$/.test(text)) return { members: [] }
  if (/^[A-Z]$/.test(text)) return known.get(text) ?? null
  if (text.startsWith('{')) return { members: unique((text.slice(1, -1).match(split) ?? []).map(normal)) }
  const match = /^([[(])\s?(.+?)\s?[,;]\s?(.+?)\s?([\])])$/.exec(text)
  if (match === null) return null
  const [, open, from = '', to = '', close] = match
  const bound = (each: string) => Number(each.replace('−', '-').replace(/∞|\\infty/, 'Infinity'))
  const interval: Interval = { from: bound(from), to: bound(to), closed: [open === '[', close === ']'] }
  return interval.from > interval.to ? null : { interval }
}
const normal = (item: string) => item.replace(/\s/g, '').replace(/−/g, '-')
const unique = (members: readonly string[]) => [...new Set(members)]

const signs: Readonly<Record<string, string>> = {
  '∪': 'u',
  '\\cup': 'u',
  '∩': 'n',
  '\\cap': 'n',
  '∖': '-',
  '\\setminus': '-',
  '\\': '-',
  '-': '-',
  '−': '-',
  '×': 'x',
  '\\times': 'x',
  '△': 'd',
  Δ: 'd',
}

function combined(a: Thing, sign: string, b: Thing): Thing | null {
  if ('members' in a && 'members' in b) {
    const [x, y] = [a.members, b.members]
    if (sign === 'u') return { members: unique([...x, ...y]) }
    if (sign === 'n') return { members: x.filter((each) => y.includes(each)) }
    if (sign === '-') return { members: x.filter((each) => !y.includes(each)) }
    if (sign === 'd')
      return { members: [...x.filter((each) => !y.includes(each)), ...y.filter((each) => !x.includes(each))] }
    if (sign === 'x' && x.length * y.length <= 400)
      return { members: x.flatMap((first) => y.map((second) => `(${first},${second})`)) }
    return null
  }
  if (!('interval' in a && 'interval' in b)) return null
  return ofIntervals(a.interval, sign, b.interval)
}

function ofIntervals(a: Interval, sign: string, b: Interval): Thing | null {
  const [first, second] = a.from < b.from || (a.from === b.from && a.closed[0]) ? [a, b] : [b, a]
  if (sign === 'n') {
    const from = second.from
    const lower = a.from === b.from ? a.closed[0] && b.closed[0] : second.closed[0]
    const to = Math.min(a.to, b.to)
    const upper = a.to === b.to ? a.closed[1] && b.closed[1] : a.to < b.to ? a.closed[1] : b.closed[1]
    if (from > to || (from === to && !(lower && upper))) return { members: [] }
    if (from === to) return { members: [String(from)] }
    return { interval: { from, to, closed: [lower, upper] } }
  }
  if (sign !== 'u' || second.from > first.to || (second.from === first.to && !(second.closed[0] || first.closed[1])))
    return null
  const end = first.to > second.to || (first.to === second.to && first.closed[1]) ? first : second
  return { interval: { from: first.from, to: end.to, closed: [first.closed[0], end.closed[1]] } }
}

function sameThing(a: Thing, b: Thing): boolean {
  if ('members' in a && 'members' in b)
    return a.members.length === b.members.length && a.members.every((each) => b.members.includes(each))
  if ('interval' in a && 'interval' in b) return JSON.stringify(a.interval) === JSON.stringify(b.interval)
  return false
}

function show(thing: Thing): string {
  if ('members' in thing) return thing.members.length === 0 ? '∅' : `{${thing.members.join(', ')}}`
  const { from, to, closed } = thing.interval
  const bound = (value: number) => String(value).replace('Infinity', '∞')
  return `${closed[0] ? '[' : '('}${bound(from)}, ${bound(to)}${closed[1] ? ']' : ')'}`
}

const SIGN = String.raw`∪|\\cup|∩|\\cap|∖|\\setminus|\\|△|[-−](?=\s?[A-Z{])|×|\\times`
const equality = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d]|[∪∩∖×\\|=]\s?|[-+]\s)(?<a>${OPERAND})\s*(?<sign>${SIGN})\s*(?<b>${OPERAND})\s*(?:=|is|equals)\s*(?<c>${LITERAL}|${INTERVAL})`,
    'gu',
  ),
)
const inWords = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?<op>union|intersection)\s(?:of|between)\s(?:the\ssets\s|the\sintervals\s)?(?<a>${OPERAND})\s(?:and|with)\s(?<b>${OPERAND})\s(?:is|=|equals)\s(?:the\s(?:set|interval)\s)?(?<c>${LITERAL}|${INTERVAL})`,
    'giu',
  ),
)

function say(
  text: string,
  match: RegExpExecArray | RegExpMatchArray,
  claimed: string,
  computed: string,
  ok: boolean,
  message: string,
): Finding[] {
  const from = match.index ?? 0
  const span = [from, from + match[0].length] as const
  const around = text.slice(0, from) + match[0].replace(/\bnot\b/g, '   ') + text.slice(span[1])
  if (!clauseEnds(text, span[1]) || (!ok && hedged(around, span))) return []
  return [finding('counting', span, claimed.trim(), computed, ok, message)]
}

function equalities(text: string, known: ReadonlyMap<string, Thing>): Finding[] {
  return [...equality.matchAll(text), ...inWords.matchAll(text)].flatMap((match) => {
    const { a = '', b = '', c = '', sign, op } = match.groups ?? {}
    const [x, y] = [thingOf(a, known), thingOf(b, known)]
    // The right side means what it says: a set that names a member twice is the same set.
    const stated = thingOf(c, new Map())
    if (x === null || y === null || stated === null) return []
    const exact = combined(x, op === undefined ? (signs[sign ?? ''] ?? '') : /union/i.test(op) ? 'u' : 'n', y)
    if (exact === null) return []
    const computed = show(exact)
    return say(
      text,
      match,
      c,
      computed,
      sameThing(exact, stated),
      `${match[0].split(/\s*(?:=|\sis\s|\sequals\s)/)[0]} is ${computed}`,
    )
  })
}

const membership = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d,.]\s?|[-+*/^(])(?<x>[-−]?\d+(?:\.\d+)?)\s*(?<how>∈|∉|\\in(?![a-z])|\\notin|(?:is|lies)\s(?:not\s)?(?:an\selement\sof|a\smember\sof|in|inside)(?:\sthe\s(?:set|interval|open\sinterval|closed\sinterval|half-open\sinterval))?|belongs\sto)\s*(?<s>${OPERAND})`,
    'gu',
  ),
)
const inclusion = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d]|[∪∩∖×|]\s?)(?<a>${OPERAND})\s*(?<how>⊆|⊂|\\subseteq|\\subset(?![a-z])|is\s(?:not\s)?a\s(?:proper\s)?(?:subset|superset)\sof)\s*(?<b>${OPERAND})`,
    'gu',
  ),
)

function memberships(text: string, known: ReadonlyMap<string, Thing>): Finding[] {
  const elements = membership.matchAll(text).flatMap((match) => {
    const { x = '', how = '', s = '' } = match.groups ?? {}
    const thing = thingOf(s, known)
    if (thing === null) return []
    const value = Number(normal(x))
    const is =
      'members' in thing
        ? thing.members.some((each) => each === normal(x) || Number(each) === value)
        : (value > thing.interval.from || (value === thing.interval.from && thing.interval.closed[0])) &&
          (value < thing.interval.to || (value === thing.interval.to && thing.interval.closed[1]))
    const denied = /∉|notin|\bnot\b/.test(how)
    const truth = `${x} ${is ? '∈' : '∉'} ${show(thing)}`
    return say(text, match, match[0], truth, is !== denied, `${x} is ${is ? '' : 'not '}in ${show(thing)}`)
  })
  const subsets = inclusion.matchAll(text).flatMap((match) => {
    const { a = '', how = '', b = '' } = match.groups ?? {}
    const things = [thingOf(a, known), thingOf(b, known)]
    const [x, y] = /superset/.test(how) ? things.reverse() : things
    if (x === null || y === null || x === undefined || y === undefined || !('members' in x && 'members' in y)) return []
    const [small, large] = [x.members, y.members]
    const within = small.every((each) => large.includes(each))
    const is = within && !(/proper/.test(how) && small.length === large.length)
    const denied = /\bnot\b/.test(how)
    const foreign = small.find((each) => !large.includes(each))
    const message =
      foreign === undefined ? `every element of ${show(x)} is in ${show(y)}` : `${foreign} is not in ${show(y)}`
    return say(text, match, match[0], is ? 'a subset' : 'no subset', is !== denied, message)
  })
  return [...elements, ...subsets]
}

const N = String.raw`(?<n>\d{1,6}|${COUNT})`
const HAS = String.raw`\s(?:(?:therefore|thus|hence|also|now|then)\s)?(?:has|have|contains?|consists\sof)\s(?:exactly\s|only\s|a\stotal\sof\s)?`
const SIZE = String.raw`(?<what>(?:proper\s|non-empty\s|nonempty\s)?subsets|elements|members|items|entries|values|numbers)`
const THING = String.raw`(?<a>${OPERAND})(?:\s*(?<sign>${SIGN})\s*(?<b>${OPERAND}))?`
const counts: readonly { pattern: RegExp; kind: 'thing' | 'list' | 'number' | 'bars' }[] = [
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d]|[∪∩∖×\\]\s?)(?:[Tt]he\sset\s|[Tt]he\sintersection\s|[Tt]he\sunion\s)?${THING}${HAS}${N}\s(?:different\s|distinct\s)?${SIZE}`,
      'gu',
    ),
    kind: 'thing',
  },
  {
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?<op>union|intersection)\sof\s(?<a>${OPERAND})\sand\s(?<b>${OPERAND})${HAS}${N}\s${SIZE}`,
      'giu',
    ),
    kind: 'thing',
  },
  {
    pattern: new RegExp(
      String.raw`(?<!\p{L})power\sset\sof\s(?<a>${OPERAND})${HAS}${N}\s(?<what>elements|members|subsets)`,
      'giu',
    ),
    kind: 'thing',
  },
  { pattern: new RegExp(String.raw`\|\s?${THING}\s?\|\s*=\s*(?<n>\d{1,6})`, 'gu'), kind: 'bars' },
  {
    pattern: new RegExp(
      String.raw`(?<!\p{L})an?\s(?:\d{1,2}-element\s)?set\s(?:with|of|that\shas|containing)\s(?<size>\d{1,2}|${COUNT})\selements${HAS}(?:2\s?(?:\^\s?\{?\d+\}?|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)\s?=\s?)?${N}\s(?<what>(?:proper\s|non-empty\s|nonempty\s)?subsets)`,
      'giu',
    ),
    kind: 'number',
  },
  {
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?:list|array|tuple|sequence)\s(?<list>\[[^\][\n]{1,200}\]|\([^()\n]{1,200}\)|${ITEM}(?:,\s${ITEM}){1,40})${HAS}${N}\s(?<what>elements|members|items|entries|values|numbers|terms)`,
      'giu',
    ),
    kind: 'list',
  },
].map(({ pattern, kind }) => ({ pattern: lean(pattern), kind: kind as 'thing' | 'list' | 'number' | 'bars' }))

function sizes(text: string, known: ReadonlyMap<string, Thing>): Finding[] {
  return counts.flatMap(({ pattern, kind }) =>
    rare(pattern)
      .matchAll(text)
      .flatMap((match) => {
        const { a = '', b, sign, op, n = '', what = '', size, list } = match.groups ?? {}
        const said = countOf(n)
        if (said === null) return []
        let count: number
        if (kind === 'list') {
          const items = (list ?? '').replace(/^[[(]|[\])]$/g, '').split(',')
          if (
            items.some(
              (each) => !lean(new RegExp(`^\\s?["']?${ITEM}["']?\\s?$|^\\s?["'][^"']*["']\\s?$`, 'u')).test(each),
            )
          )
            return []
          count = items.length
        } else if (kind === 'number') count = countOf(size ?? '') ?? -1
        else {
          const [x, y] = [thingOf(a, known), b === undefined ? null : thingOf(b, known)]
          if (x === null || (b !== undefined && y === null)) return []
          const thing =
            y === null
              ? x
              : combined(x, op === undefined ? (signs[sign ?? ''] ?? '') : /union/i.test(op) ? 'u' : 'n', y)
          if (thing === null || !('members' in thing)) return []
          count = thing.members.length
        }
        if (count < 0 || count > 20) return []
        const isPower = /subsets/.test(what) || /power\sset/i.test(match[0])
        const exact = !isPower ? count : 2 ** count - (/proper|non-?empty/.test(what) ? 1 : 0)
        return say(text, match, n, String(exact), said === exact, `it has ${exact} ${what === '' ? 'elements' : what}`)
      }),
  )
}

const place = rare(
  new RegExp(
    String.raw`(?<!\p{L})the\s(?<place>${ORDINAL}|last)\s(?:element|entry|item|number|member|term|value)\s(?:of|in)\s(?:the\s(?:list|array|tuple)\s)?\[(?<list>[^\][\n]{1,200})\]\sis\s(?<x>[-−]?\d+(?:\.\d+)?)`,
    'giu',
  ),
)

/** "The third element of [4, 8, 15, 16] is 15." */
function places(text: string): Finding[] {
  return place.matchAll(text).flatMap((match) => {
    const { place: word = '', list = '', x = '' } = match.groups ?? {}
    const items = list.split(',').map((each) => each.trim())
    const lower = word.toLowerCase()
    const at = lower === 'last' ? items.length - 1 : (ordinalOf(lower) ?? 0) - 1
    const exact = items[at]
    if (exact === undefined || !/^-?\d+(?:\.\d+)?$/.test(exact)) return []
    return say(text, match, x, exact, Number(normal(x)) === Number(exact), `the ${word} of them is ${exact}`)
  })
}

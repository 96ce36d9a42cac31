/* Syllogisms, and puzzles of people who tell the truth or lie: all cases are gone through. */
import { rare } from '../../../src/core/triggers.js'
import type { Asked, QuestionReader, Solved } from './form.js'
import { implications } from './implications.js'

/** Whether a conclusion follows, and puzzles of people who tell the truth or lie, by going through all cases. */
export const logicReaders: readonly QuestionReader[] = [implications, syllogism, knights, oneTruth]

/** A clause without its article, tense and punctuation: "the light is on" as "light on". */
const stem = (clause: string) =>
  clause
    .toLowerCase()
    .replace(/\b(?:the|a|an|is|are|was|were|must|be|right|now|then|it|last|night|today|does|do)\b/g, ' ')
    .replace(/[^\p{L}\p{N} ]/gu, ' ')
    .replace(/(?<=\p{L}{3})s\b/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

const noun = (text: string) =>
  stem(text)
    .replace(/\bmember of\b/g, '')
    .trim()

/** Two premises with "all", "some" and "no" of three terms, and a conclusion: every way to fill the eight regions is tried. */
export function syllogism({ text }: Asked): Solved | null {
  const read = /\bdoes it follow that\b/i.test(text) ? statements(text) : null
  if (read === null) return null
  if (!valid(read, true)) return said(false, 'there are cases in which both premises hold and the conclusion does not')
  return valid(read, false) ? said(true, 'in every case in which the premises hold the conclusion does') : null
}

/** A world says which of the regions (in or out of each term) have someone in them. `someone`: of whom all is said, there are some. */
function valid(
  [first, second, conclusion]: readonly [Categorical, Categorical, Categorical],
  someone: boolean,
): boolean {
  const terms = [...new Set([first, second, conclusion].flatMap(({ a, b }) => [a, b]))]
  for (let world = 0; world < 256; world++) {
    const regions = [0, 1, 2, 3, 4, 5, 6, 7].filter((region) => (world >> region) & 1)
    const inside = (region: number, term: string) => ((region >> terms.indexOf(term)) & 1) === 1
    const holds = ({ how, a, b }: Categorical) => {
      const as = regions.filter((region) => inside(region, a))
      if (how === 'all') return (as.length > 0 || !someone) && as.every((region) => inside(region, b))
      const both = as.some((region) => inside(region, b))
      return how === 'some' ? both : !both
    }
    if (holds(first) && holds(second) && !holds(conclusion)) return false
  }
  return true
}

interface Categorical {
  how: string
  a: string
  b: string
}

/** "Some members of the maths club play the violin": the verb goes with the term. */
function statements(text: string): [Categorical, Categorical, Categorical] | null {
  const sentences = text
    .split(/[.?]/)
    .map((each) => each.trim().replace(/^does it follow that /i, ''))
    .filter((each) => each !== '')
  const read = sentences.map((sentence) => {
    const match =
      /^(all|some|no) (.{3,60}?) (?:are|is) (?:in )?(.{3,60})$/i.exec(sentence) ??
      /^(all|some|no) (.{3,60}?) ((?:play|like|own|have|speak|sing|drive|wear|read|study|know)s? .{3,40})$/i.exec(
        sentence,
      )
    return match === null
      ? null
      : { how: (match[1] ?? '').toLowerCase(), a: noun(match[2] ?? ''), b: noun(match[3] ?? '') }
  })
  const [first, second, third, more] = read
  if (!first || !second || !third || more !== undefined) return null
  return new Set([first, second, third].flatMap(({ a, b }) => [a, b])).size === 3 ? [first, second, third] : null
}

function said(truth: boolean, what: string): Solved {
  return { what, values: [], truth }
}

type World = ReadonlyMap<string, boolean>
type Test = (world: World) => boolean

/** What a quoted statement of an islander says of who is a knight; null where it is of another kind. */
function statementOf(speaker: string, words: string, people: readonly string[]): Test | null {
  const sentence = words.trim().replace(/[.!]$/, '')
  const who = (name: string) => (/^(?:I|me)$/i.test(name) ? speaker : people.includes(name) ? name : null)
  const kind = /^(\w+) (?:is|am) (not )?an? (knight|knave)$/i.exec(sentence)
  if (kind !== null) {
    const name = who(kind[1] ?? '')
    const knight = /knight/i.test(kind[3] ?? '') === (kind[2] === undefined)
    return name === null ? null : (world) => world.get(name) === knight
  }
  const alike = /^(\w+) and (\w+) are (?:both )?of (?:the )?(same|different) (?:kind|type)s?$/i.exec(sentence)
  if (alike !== null) {
    const [a, b] = [who(alike[1] ?? ''), who(alike[2] ?? '')]
    const equal = /same/i.test(alike[3] ?? '')
    return a === null || b === null ? null : (world) => (world.get(a) === world.get(b)) === equal
  }
  const both =
    /^(?:(\w+) and (\w+)|we) are both (knights|knaves)$/i.exec(sentence) ??
    /^(?:we are) ()()?both (knights|knaves)$/i.exec(sentence)
  if (both !== null) {
    const names = both[1] === undefined ? people : [who(both[1]), who(both[2] ?? '')]
    const knight = /knights/i.test(both[3] ?? '')
    if (names.length !== 2 || names.some((name) => name === null)) return null
    return (world) => names.every((name) => world.get(name ?? '') === knight)
  }
  const least = /^at least (?:one|1) of us is an? (knight|knave)$/i.exec(sentence)
  if (least !== null) {
    const knight = /knight/i.test(least[1] ?? '')
    return (world) => people.some((name) => world.get(name) === knight)
  }
  return null
}

const quoted = rare(/\b([A-Z]|[A-Z][a-z]+) (?:says|claims|states)[:,]? ?["“]([^"”]{3,80})["”]/g)

/** "Knights always tell the truth, knaves always lie": the worlds in which each sentence is true exactly if its speaker is a knight. */
function knights({ text }: Asked): Solved | null {
  if (
    !/knights? (?:always )?tells? the truth/i.test(text) ||
    !/knaves? (?:always )?lies?/i.test(text) ||
    /spy|normal|alternat/i.test(text)
  )
    return null
  const said = [...quoted.matchAll(text)]
  const people = [
    ...new Set([
      ...said.map(([, speaker = '']) => speaker),
      ...said.flatMap(([, , words = '']) => words.match(/\b[A-Z]\b/g) ?? []).filter((name) => name !== 'I'),
    ]),
  ]
  if (people.length === 0 || people.length > 5) return null
  const tests = said.map(([, speaker = '', words = '']) => ({ speaker, test: statementOf(speaker, words, people) }))
  const worlds: World[] = []
  for (let mask = 0; mask < 2 ** people.length; mask++) {
    const world = new Map(people.map((name, i) => [name, ((mask >> i) & 1) === 1]))
    if (tests.some(({ test }) => test === null)) return null
    if (tests.every(({ speaker, test }) => test?.(world) === world.get(speaker))) worlds.push(world)
  }
  if (worlds.length === 0) return null
  const counted = /\bhow many [^?]*?\b(knights|knaves)\b[^?]*\?/i.exec(text)?.[1]
  if (counted !== undefined) {
    const counts = new Set(
      worlds.map((world) => [...world.values()].filter((each) => each === /knights/i.test(counted)).length),
    )
    const [count, another] = counts
    return count === undefined || another !== undefined ? null : { what: `the number of ${counted}`, values: [[count]] }
  }
  const asked =
    /[Ww]hat (?:is|are|kind (?:is|of person is)|type is) ((?:[A-Z](?:, | and |, and )?)+)\?/
      .exec(text)?.[1]
      ?.match(/[A-Z]/g) ?? people
  const kinds = asked.map((name) => ({ name, known: new Set(worlds.map((world) => world.get(name))) }))
  if (kinds.some(({ known }) => known.size > 1)) return null
  const names = kinds.map(({ name, known }) => ({ name, kind: known.has(true) ? 'knight' : 'knave' }))
  return {
    what: names.map(({ name, kind }) => `${name} is a ${kind}`).join(', '),
    values: [],
    words:
      names.length === 1
        ? [names[0]?.kind ?? '']
        : names.every(({ kind }) => kind === names[0]?.kind)
          ? [names[0]?.kind ?? '']
          : ['knight', 'knave'],
    wrong: [
      'cannot be determined',
      'undetermined',
      'no solution',
      'no consistent',
      ...(names.length === 1 ? [names[0]?.kind === 'knight' ? 'knave' : 'knight'] : []),
    ],
  }
}

/** "Exactly one of the three statements is true. Who broke it?" */
function oneTruth({ text }: Asked): Solved | null {
  const number = /exactly (one|1|2) of (?:the )?(?:\d+ |these )?statements is (true|false)/i.exec(text)
  const doer = /exactly (?:one|1) of ((?:[A-Z](?:, | and |, and )?)+) (\w+)/i.exec(text)
  if (number === null || doer === null || !/\bwho\b[^?]*\?\s*$/i.test(text)) return null
  const people = doer[1]?.match(/[A-Z]/g) ?? []
  const said = [...quoted.matchAll(text)].map(([, speaker = '', words = '']) => {
    const self = /^I did (not )?(?:do it|it)\.?$/i.exec(words)
    const other = /^([A-Z]) did (not )?(?:do it|it)\.?$/i.exec(words)
    if (self !== null) return { name: speaker, denies: self[1] !== undefined }
    return other === null ? null : { name: other[1] ?? '', denies: other[2] !== undefined }
  })
  if (said.length < 2 || said.some((each) => each === null)) return null
  const count = number[1] === '2' ? 2 : 1
  const wanted = /true/i.test(number[2] ?? '') ? count : said.length - count
  const possible = people.filter(
    (guilty) => said.filter((each) => each !== null && (each.name === guilty) !== each.denies).length === wanted,
  )
  const [only] = possible
  if (possible.length !== 1 || only === undefined) return null
  return { what: `it was ${only}`, values: [], words: [only], wrong: people.filter((name) => name !== only) }
}

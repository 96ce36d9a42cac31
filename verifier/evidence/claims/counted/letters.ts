/* Words as rows of letters: "there are 2 r's in strawberry", "'level' is a palindrome". Counted in the word itself. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, countOf, ORDINAL, ordinalOf, TIMES, timesOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'
import { clauseEnds } from '../text/clauses.js'

/**
 * What is said of words as rows of letters: how many there are of one, how long a word is, its vowels, what it is backwards, its third letter, palindromes and anagrams,
 * places in the alphabet, words in their order, the words of a sentence.
 */
export function readLetters({ plain, question }: ClaimText): Finding[] {
  if (!mayBe.test(plain)) return []
  const word = contextWord(plain) ?? contextWord(question)
  return statements.flatMap(({ pattern, check, isOpen }) =>
    rare(pattern)
      .matchAll(plain)
      .flatMap((match) => {
        const checked = check(match.groups ?? {}, word, question)
        const span = [match.index, match.index + match[0].length] as const
        if (checked === null || (isOpen !== true && !clauseEnds(plain, span[1]))) return []
        const { claimed, computed, ok, message } = checked
        const around = plain.slice(0, span[0]) + match[0].replace(/\b(?:not|no)\b/g, '') + plain.slice(span[1])
        if (!ok && hedged(around, [span[0], Math.min(around.length, span[1])])) return []
        return [finding('counting', span, claimed, computed, ok, message)]
      }),
  )
}

const mayBe = rare(
  /letter|vowel|consonant|\bword|there (?:is|are)|it goes|the (?:\w+ )?(?:order|list) |occurs|backward|revers|palindrom|anagram|alphabet|dictionary|["”'’]s?\s(?:has|have|contains)|\p{L}['’]?s\sin\s|times\sin\s|twice|precedes/iu,
)

interface Checked {
  claimed: string
  computed: string
  ok: boolean
  message: string
}

const N = String.raw`(?<count>\d{1,3}|zero|one|${COUNT}|no|a single)`
const PLACE = `(?<place>second[- ]to[- ]last|${ORDINAL}|last|middle)`
const Q = `["“”'‘’]`
/** A word in quotes, or behind "the word". */
const marked = (name: string) =>
  String.raw`(?:(?:the\s)?(?:word|name|string)\s${Q}?(?<${name}a>(?!(?:has|have|had|is|was|contains|with|of|that|which|in|itself|and|or|starts|ends|begins|counts|are|for|to)\s)\p{L}{2,40})${Q}?|${Q}(?<${name}b>\p{L}{2,40})${Q})`
/** The same, or a bare word. */
const word = (name: string) =>
  String.raw`(?:(?:(?:the\s)?(?:word|name|string)\s)?${Q}?(?<${name}c>(?!(?:the|has|have|it|this|that|word|each|which|one|both|what|there|a|an|my|your|its|his|her)\s|(?:total|all|full)(?!\p{L}))\p{L}{2,40})${Q}?)`
const LETTER = String.raw`(?:letters?\s)?${Q}?(?<letter>\p{L})${Q}?`
const HAS = String.raw`\s(?:has|have|contains?|is|counts)\s(?:exactly\s|only\s|just\s|a\stotal\sof\s)?`
const start = String.raw`(?<!\p{L})`

const numberOf = (text: string): number | null => ({ no: 0, 'a single': 1 })[text.toLowerCase()] ?? timesOf(text)
const of = (groups: Record<string, string>, name: string): string =>
  groups[`${name}a`] ?? groups[`${name}b`] ?? groups[`${name}c`] ?? ''
const occurrences = (text: string, letter: string) =>
  [...text.toLowerCase()].filter((each) => each === letter.toLowerCase()).length
const reversed = (text: string) => [...text].reverse().join('')

function placeOf(place: string, length: number): number {
  const lower = place.toLowerCase()
  if (lower === 'last') return length - 1
  if (lower.startsWith('second') && lower.includes('last')) return length - 2
  if (lower === 'middle') return length % 2 === 1 ? (length - 1) / 2 : -1
  return (ordinalOf(lower) ?? 0) - 1
}

/** The one word that a text speaks of as a word. */
function contextWord(text: string): string | null {
  const found = new Set(
    matchesOf(mentioned, text).map(
      ({ groups }) => of(groups ?? {}, 'w').toLowerCase() || (groups?.in ?? '').toLowerCase(),
    ),
  )
  const [only, another] = found
  return only === undefined || another !== undefined ? null : only
}
const mentioned = lean(
  new RegExp(
    String.raw`${start}${marked('w')}|(?:['’]?s|letters?|vowels?|consonants?)\s(?:are\s(?:there\s)?)?in\s(?<in>\p{L}{3,40})(?=\s?[?.,])`,
    'giu',
  ),
)

function counted(what: string, text: string, claimed: string, exact: readonly number[]): Checked | null {
  const said = numberOf(claimed)
  if (said === null || text === '') return null
  const computed = [...new Set(exact)].join(' or ')
  return { claimed, computed, ok: exact.includes(said), message: `"${text}" has ${computed} ${what}` }
}
/** With y as either. */
const vowelsIn = (text: string): number[] => {
  const sure = [...text.toLowerCase()].filter((each) => 'aeiouäöü'.includes(each)).length
  return [sure, sure + occurrences(text, 'y')]
}
function ofKind(kind: string, text: string, count = ''): Checked | null {
  const letters = [...text].length
  const exact = /vowel/i.test(kind)
    ? vowelsIn(text)
    : /consonant/i.test(kind)
      ? vowelsIn(text).map((each) => letters - each)
      : [letters]
  return counted(kind.toLowerCase(), text, count, exact)
}
const isBefore = (a: string, b: string) => a.toLowerCase().localeCompare(b.toLowerCase(), 'en') < 0

const KIND = `(?<kind>letters|characters|vowels|consonants)`
type Check = (groups: Record<string, string>, word: string | null, question: string) => Checked | null
const letterCount: Check = (groups, context) => {
  const text = of(groups, 'w') || (context ?? '')
  const { letter = '', count } = groups
  return counted(`times the letter ${letter}`, text, count ?? '', [occurrences(text, letter)])
}

const sources: readonly { says: string; check: Check; isOpen?: true }[] = [
  // There are 2 r's in strawberry; 2 r's in the word "strawberry"
  {
    says: String.raw`${start}${N}\s(?:letter\s)?(?!(?:is|as|us)\s)${Q}?(?<letter>\p{L})(?:${Q}?['’]?s|${Q})\sin\s${word('w')}`,
    check: letterCount,
  },
  // The word strawberry contains 2 r's
  {
    says: String.raw`${start}${word('w')}${HAS}${N}\s(?:letter\s)?${Q}?(?<letter>\p{L})(?:${Q}?['’]s|s(?!\p{L}))`,
    check: letterCount,
  },
  {
    says: String.raw`${start}${marked('w')}${HAS}${N}\s(?:letter\s)(?<letter>\p{L})${Q}?(?:['’]?s)?`,
    check: letterCount,
  },
  // the letter r appears twice in strawberry; r occurs 2 times
  {
    says: String.raw`${start}(?:the\s)?${LETTER}\s(?:appears|occurs|comes\sup|shows\sup|is\sused)\s(?:exactly\s|only\s)?(?<count>${TIMES})\sin\s${word('w')}`,
    check: letterCount,
  },
  {
    says: String.raw`${start}(?:the\s(?:letter\s)?)${Q}?(?<letter>\p{L})${Q}?\s(?:appears|occurs)\s(?:exactly\s|only\s)?(?<count>${TIMES})(?!\sin)`,
    check: letterCount,
  },
  {
    says: String.raw`(?<=\b(?:appears|occurs)\s[^.;:]{1,60}(?:,\s|\sand\s))${Q}?(?<letter>\p{L})${Q}?\s(?<count>${TIMES})`,
    check: letterCount,
  },
  {
    says: String.raw`${start}${word('w')}\scontains\s(?:the\s)?${LETTER}\s(?:exactly\s|only\s)?(?<count>${TIMES})`,
    check: letterCount,
  },
  // There are three p; the word has two p's altogether
  {
    says: String.raw`${start}(?:there\s(?:is|are)|(?:it|the\sword)\s(?:has|contains))\s(?:exactly\s|only\s)?${N}\s(?:letters?\s)?${Q}?(?<letter>\p{L})${Q}?(?:['’]?s)?(?:\saltogether|\sin\s(?:all|total))?(?!\s?[=<>+*\d])`,
    check: (groups, context, question) =>
      /letter|\bword|vowel|spell|\p{L}['’]s(?!\p{L})/iu.test(question) ? letterCount(groups, context, question) : null,
  },
  // The word elephant has 7 letters; "whisper", with eight letters
  {
    says: String.raw`${start}${marked('w')}(?:${HAS}|,\swith\s)${N}\s(?:different\s(?<other>))?${KIND}(?:\slong)?`,
    check: (groups) => (groups.other === undefined ? ofKind(groups.kind ?? '', of(groups, 'w'), groups.count) : null),
  },
  {
    says: String.raw`${start}${N}\s${KIND}\sin\s${marked('w')}`,
    check: (groups) => ofKind(groups.kind ?? '', of(groups, 'w'), groups.count),
  },
  // It has twelve letters; that makes six vowels
  {
    says: String.raw`${start}(?:it\s(?:has|contains|is)|the\sword\s(?:has|contains))\s(?:exactly\s)?${N}\s${KIND}(?:\slong)?`,
    check: ({ kind = '', count }, context) => ofKind(kind, context ?? '', count),
  },
  {
    says: String.raw`${start}(?:that\smakes|(?:so\s)?there\sare|in\s(?:all|total),?)\s${N}\s${KIND}`,
    check: ({ kind = '', count }, context, question) =>
      new RegExp(`how many ${kind.slice(0, -1)}`, 'i').test(question) ? ofKind(kind, context ?? '', count) : null,
    isOpen: true,
  },
  // "banana" is a palindrome
  {
    says: String.raw`${start}(?:${marked('w')}|(?<number>\d{2,15}))\sis\s(?:also\s)?(?<not>not\s)?a\spalindrome`,
    check: (groups) => {
      const text = (of(groups, 'w') || groups.number || '').toLowerCase()
      const [is, denied] = [text === reversed(text), groups.not !== undefined]
      const truth = is ? 'a palindrome' : 'no palindrome'
      return {
        claimed: denied ? 'no palindrome' : 'a palindrome',
        computed: truth,
        ok: is !== denied,
        message: `"${text}" backwards is "${reversed(text)}": it is ${truth}`,
      }
    },
  },
  // banana backwards is banana; the reverse of "stressed" is "deserts"
  ...[
    String.raw`${start}${word('w')},?\s(?:(?:spelled|written|read)\s)?(?:backwards?|reversed|in\sreverse)\s(?:is|gives|reads|spells|becomes)\s(?:also\s|again\s|just\s)?${word('v')}(?:\stoo|\sagain|\sas\swell)?`,
    String.raw`${start}(?:backwards?|reversed|in\sreverse),?\s${marked('w')},?\s(?:is|gives|reads|spells|becomes)\s${marked('v')}`,
    String.raw`${start}the\sreverse\sof\s${word('w')}\sis\s${marked('v')}`,
    String.raw`${start}reversing\s${marked('w')}\s(?:gives|yields)\s${marked('v')}`,
  ].map((says) => ({
    says,
    check: (groups: Record<string, string>) => {
      const [text, said] = [of(groups, 'w'), of(groups, 'v')]
      if (
        /^(?:the|not|a|an|also|still|exactly|itself|different|identical)$/i.test(said) ||
        /^(?:reading|going|counting|it|and|that)$/i.test(text)
      )
        return null
      const exact = reversed(text)
      const ok = exact.toLowerCase() === said.toLowerCase()
      return { claimed: said, computed: exact, ok, message: `"${text}" backwards is "${exact}"` }
    },
  })),
  // the third letter of "apple" is "l"
  {
    says: String.raw`${start}(?:the\s)?${PLACE}\sletter\s(?:of|in)\s${word('w')}\sis\s(?:an?\s|the\sletter\s)?${LETTER}`,
    check: (groups) => {
      const text = of(groups, 'w')
      const letters = [...text.toLowerCase()]
      const exact = letters[placeOf(groups.place ?? '', letters.length)]
      const { letter = '' } = groups
      if (exact === undefined) return null
      return {
        claimed: letter,
        computed: exact,
        ok: exact === letter.toLowerCase(),
        message: `the ${groups.place} letter of "${text}" is ${exact}`,
      }
    },
  },
  {
    says: String.raw`${start}${marked('w')}\s(?<end>starts|begins|ends)\s(?:with|in)\s(?:an?\s|the\s)?${LETTER}`,
    check: (groups) => {
      const letters = [...of(groups, 'w').toLowerCase()]
      const exact = (groups.end === 'ends' ? letters.at(-1) : letters[0]) ?? ''
      const { letter = '' } = groups
      return {
        claimed: letter,
        computed: exact,
        ok: exact === letter.toLowerCase(),
        message: `"${of(groups, 'w')}" ${groups.end} with ${exact}`,
      }
    },
  },
  // "cat" and "cut" are anagrams
  ...[
    String.raw`${start}${marked('w')}\sand\s${marked('v')}\sare\s(?:both\s)?(?<not>not\s)?anagrams(?:\sof\seach\sother)?`,
    String.raw`${start}${marked('w')}\sis\s(?<not>not\s)?an\sanagram\sof\s${marked('v')}`,
  ].map((says) => ({
    says,
    check: (groups: Record<string, string>) => {
      const sorted = (text: string) => [...text.toLowerCase()].sort().join('')
      const is = sorted(of(groups, 'w')) === sorted(of(groups, 'v'))
      const denied = groups.not !== undefined
      const truth = is ? 'anagrams' : 'no anagrams'
      return {
        claimed: denied ? 'no anagrams' : 'anagrams',
        computed: truth,
        ok: is !== denied,
        message: `"${of(groups, 'w')}" and "${of(groups, 'v')}" are ${truth}`,
      }
    },
  })),
  // The sentence "The cat sat" has 4 words
  {
    says: String.raw`(?:${start}(?:the\s)?(?:sentence|phrase|title|line)\s)?["“](?<text>[\p{L}'’,;-]+(?:\s[\p{L}'’,;-]+)+[.!?]?)["”]${HAS}${N}\swords(?:\slong)?`,
    check: ({ text = '', count }) => counted('words', text, count ?? '', [text.trim().split(/\s+/).length]),
  },
  // There are 26 letters in the alphabet
  {
    says: String.raw`${start}(?:there\sare\s${N}\sletters\sin\sthe\s(?:English|Latin|modern\sEnglish)\salphabet)`,
    check: ({ count = '' }) => ({
      claimed: count,
      computed: '26',
      ok: countOf(count) === 26,
      message: 'the alphabet has 26 letters',
    }),
  },
  // The 10th letter of the alphabet is K; M is the 12th letter of the alphabet
  ...[
    String.raw`${start}(?:the\s)?${PLACE}\sletter\s(?:of|in)\sthe\s(?:English\s|Latin\s)?alphabet\sis\s(?:the\sletter\s)?${Q}?(?<letter>[A-Za-z])${Q}?`,
    String.raw`${start}(?:the\s)?${LETTER}\sis\sthe\s${PLACE}\sletter\s(?:of|in)\sthe\s(?:English\s|Latin\s)?alphabet`,
  ].map((says) => ({
    says,
    check: ({ place = '', letter = '' }: Record<string, string>) => {
      if (!/^[a-z]$/i.test(letter)) return null
      const exact = String.fromCharCode(97 + placeOf(place, 26)).toUpperCase()
      const ok = exact === letter.toUpperCase()
      return { claimed: letter, computed: exact, ok, message: `the ${place} letter of the alphabet is ${exact}` }
    },
  })),
  // r precedes k; m comes before k in the alphabet
  {
    says: String.raw`${start}(?:the\sletter\s)?${Q}?(?<a>[A-Za-z])${Q}?\s(?:comes|stands|is)\s(?<way>before|after)\s(?:the\sletter\s)?${Q}?(?<b>[A-Za-z])${Q}?\s(?:in\sthe\salphabet|alphabetically)`,
    check: ({ a = '', b = '', way = '' }) => ofOrder(a, b, way),
  },
  {
    says: String.raw`(?<=letters?\b[^.;]{0,20})\s${Q}?(?<a>[a-z])${Q}?\s(?<way>precedes|follows)\s${Q}?(?<b>[a-z])${Q}?`,
    check: ({ a = '', b = '', way = '' }) => ofOrder(a, b, /precedes/i.test(way) ? 'before' : 'after'),
    isOpen: true,
  },
  {
    says: String.raw`(?<=\balphabetically,?\s|\balphabetical\sorder,?\s)${Q}?(?<a>\p{L}{2,30})${Q}?\s(?:comes|goes|stands|is)\s(?<way>before|after)\s${Q}?(?<b>\p{L}{2,30})${Q}?`,
    check: ({ a = '', b = '', way = '' }) => ofOrder(a, b, way),
  },
  {
    says: String.raw`${start}${Q}?(?<a>\p{L}{2,30})${Q}?\s(?:comes|goes|stands|is)\s(?<way>before|after)\s${Q}?(?<b>\p{L}{2,30})${Q}?\s(?:alphabetically|in\s(?:the\sdictionary|a\sdictionary|alphabetical\sorder|the\salphabet))`,
    check: ({ a = '', b = '', way = '' }) => ofOrder(a, b, way),
  },
  // In alphabetical order: apple, cherry, banana
  {
    says: String.raw`(?:in\salphabetical\sorder|(?:sorted|ordered|listed)\salphabetically)(?::\s|,?\s(?:the\s(?:words|names)\s(?:are|is)|they\sare|this\sis|we\sget|that\sis|it\sis|the\sorder\sis)[:\s]\s?)(?<list>${Q}?\p{L}{2,30}${Q}?(?:,\s(?:and\s)?${Q}?\p{L}{2,30}${Q}?)+(?:\sand\s${Q}?\p{L}{2,30}${Q}?)?)`,
    check: ({ list = '' }) => inAlphabet(list),
  },
  // So it goes apple, banana, pear, peach, plum
  {
    says: String.raw`${start}(?:it\sgoes|the\s(?:sorted\s|alphabetical\s|correct\s|final\s|right\s)?(?:order|list)\s(?:is|becomes))[:\s]\s?(?<list>${Q}?\p{L}{2,30}${Q}?(?:,\s(?:and\s)?${Q}?\p{L}{2,30}${Q}?){2,}(?:\sand\s${Q}?\p{L}{2,30}${Q}?)?)`,
    check: ({ list = '' }, _, question) =>
      /alphabet|dictionary/i.test(question) && !/revers|backward|last letter/i.test(question) ? inAlphabet(list) : null,
  },
]

function inAlphabet(list: string): Checked {
  const words = list.split(/,\s(?:and\s)?|\sand\s/).map((each) => each.replace(/["“”'‘’]/g, ''))
  const sorted = [...words].sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0))
  const ok = words.every((each, i) => each.toLowerCase() === sorted[i]?.toLowerCase())
  const right = sorted.join(', ')
  return { claimed: list, computed: right, ok, message: `in alphabetical order the words are ${right}` }
}

function ofOrder(a: string, b: string, way: string): Checked | null {
  if (a.toLowerCase() === b.toLowerCase()) return null
  const right = isBefore(a, b) ? 'before' : 'after'
  return { claimed: way, computed: right, ok: right === way.toLowerCase(), message: `"${a}" comes ${right} "${b}"` }
}

const statements = sources.map(({ says, ...rest }) => ({ pattern: lean(new RegExp(says, 'giu')), ...rest }))

/*
 * What other languages say of numbers, in plain English: "Ein Sechseck hat sieben Seiten" as "a hexagon has 7 sides". The readers of claims have one grammar then. A sentence
 * is put over word by word; what is not known stays, and what holds such a word is not understood and so not read.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import { rare } from '../../../../src/core/triggers.js'
import { sentencesOf } from '../text/sentences.js'
import { pointedThousands } from '../text/separators.js'
import { capital, monthNames } from '../time/calendar.js'
import { orders as chinese, words as chineseWords, withDigits } from './chinese.js'
import { french } from './french.js'
import { german } from './german.js'
import { spanish } from './spanish.js'
import type { Language } from './words.js'

interface Translated {
  /** More than one where a point may part thousands: what is said is false where it is so in each. */
  english: readonly string[]
  /** Where the sentence stands in the text. */
  span: readonly [number, number]
}

const languages: readonly Language[] = [german, french, spanish]
const english = lean(/(?<!\p{L})(?:the|is|are|of|and|to|in|a|that|so|we|by|for|with|has|have)(?!\p{L})/giu)
const MAX_SENTENCE = 300
const MAX_SENTENCES = 60

const count = (pattern: RegExp, text: string) => text.match(pattern)?.length ?? 0

/** The language that a text is in, as far as it is one of those that are read; null for English too. */
function languageOf(text: string): Language | null {
  // Most steps are English, which their beginnings show.
  if (count(lean(english), text.slice(0, 200)) > 4) return null
  const others = count(lean(english), text)
  const own = languages.map(
    (language) => count(lean(language.own), text) + (others === 0 ? wordsOf(language, text) : 0),
  )
  const most = Math.max(...own)
  return most >= 2 && most > others ? (languages[own.indexOf(most)] ?? null) : null
}

/** Known words that English has not. */
const wordsOf = (language: Language, text: string) =>
  (text.match(patternOf(language)) ?? []).filter(
    (word) => word.length > 2 && language.words.get(word.toLowerCase()) !== word.toLowerCase(),
  ).length

const han = /\p{Script=Han}/u

/** "The square root of $16$ is $5$" has blanks where the dollars were. */
const spaced = /\S {2,}\S/

/** Sentences of a step that are in another language, in English; and those that a dress left full of blanks, without them. */
export function translated(text: string, question: string, isDressed = false): Translated[] {
  const isHan = han.test(text)
  const language = isHan ? null : languageOf(`${text.slice(0, 4000)}\n${question.slice(0, 2000)}`)
  const isSpaced = isDressed && !isHan && language === null && spaced.test(text)
  if (!isHan && language === null && !isSpaced) return []
  return sentencesOf(text)
    .slice(0, MAX_SENTENCES)
    .flatMap(({ from: index, text: all }) => {
      // What stands with signs is read as it is.
      if (all.length > MAX_SENTENCE || !mayCount.test(all) || all.includes('=')) return []
      const lead = all.length - all.trimStart().length
      const span = [index + lead, index + all.trimEnd().length] as const
      if (isSpaced) {
        const english = all.trim().replace(/\s+/g, ' ')
        return spaced.test(all.trim()) ? [{ english: [english], span }] : []
      }
      if (isHan) return fromChinese(all).map((each) => ({ english: [each], span }))
      return language === null ? [] : [{ english: bothWays(inEnglish(all.trim(), language)), span }]
    })
}

/** "1.200" is 1,200 or 1.2. */
const bothWays = (text: string): string[] => [
  ...new Set([text, text.replace(pointedThousands, (number) => number.replaceAll('.', ','))]),
]

const mayCount = lean(/\d|\p{L}{3}/u)

const patterns = new WeakMap<Language, RegExp>()

/** A sentence with its known words replaced, the longest phrases first. */
function inEnglish(text: string, language: Language): string {
  const ordered = language.orders.reduce((all, [pattern, to]) => all.replace(lean(pattern), to), text)
  return ordered
    .replace(patternOf(language), (word) => language.words.get(word.toLowerCase()) ?? word)
    .replace(/\s+/g, ' ')
}

function patternOf(language: Language): RegExp {
  const known = patterns.get(language)
  if (known !== undefined) return known
  const all = [...language.words.keys()]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const made = lean(new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${all.join('|')})(?![\p{L}\p{N}])`, 'giu'))
  patterns.set(language, made)
  return made
}

/** Orders that have to be a whole clause. */
const clauseOrders = chinese.map(
  ([{ source, flags }, to]) =>
    [rare(new RegExp(`^(?:也就是|即|那么|又|则)?${source}$`, flags.replace('g', ''))), to] as const,
)

const supposed = /如果|假设|假如|若|不是|不能|不等|错|吗|是否/

/** Each clause that has a known order, alone. */
function fromChinese(text: string): string[] {
  if (supposed.test(text)) return []
  return withDigits(text)
    .split(/[，,：:]|所以|因此|因为|而/u)
    .flatMap((clause) => {
      const said = clause.trim()
      for (const [pattern, to] of clauseOrders) {
        const match = pattern.exec(said)
        if (match === null) continue
        const words = to.replace(
          /\$(\d)/g,
          (_, i: string) => ` ${chineseWords[match[Number(i)] ?? ''] ?? match[Number(i)] ?? ''} `,
        )
        return [
          monthsIn(words)
            .replace(/\s+/g, ' ')
            .replace(/ %/g, '%')
            .replace(/ ?\/ ?/g, '/')
            .trim(),
        ]
      }
      return []
    })
}

const monthsIn = (text: string) =>
  text.replace(/# ?(\d+) ?#/, (_, month: string) => capital(monthNames[Number(month) - 1] ?? ''))

/*
 * "Determine 16^{3/4}", "2^10 · 2^5 as one power?", "Write 5/(1 + 2i) in the form a + bi": a question that holds one expression and no word that could make it another one. The answer
 * has to have its value. What is right is left open: how it is to be written is not read.
 */

import { lean } from '../../../src/core/lean-patterns.js'
import { matchesOf } from '../../../src/core/triggers.js'
import { plainView } from '../claims/text/plain-view.js'
import { readTerm, type Term } from '../terms/reader.js'
import type { Num } from '../terms/value.js'
import type { Asked, QuestionReader, Solved } from './form.js'

/** Words that ask, and ways to write what comes out. */
const harmless = lean(
  /(?<!\p{L})(?:what(?:['’]?s| is| does)?|how (?:do|would|can) (?:i|we|you)(?: (?:do|get|write|work out|find))?|(?:can|could) you|please|hi|hello|hey|thanks?|just|me|us|tell|give|show|work(?:ing)? out|find|compute|calculate|evaluate|determine|simplify|express|write|reduce|expand|bring|the|value|exact|exactly|result|of|as (?:a|one|a single|an?) (?:(?:single|simple|mixed|exact|reduced|improper|proper|decimal|power|fraction|number|integer|whole number)\s?)+|in (?:the (?:standard )?form|standard form|lowest terms|simplest (?:radical )?form|full|its simplest form|radicals?)|a ?\+ ?bi|with real a,? (?:and )?b|to|is|as|and|again|by hand|(?:without|no) (?:a )?calculator|quick (?:one|question)|exact value please|exactly|equal|equals|completely|fully|step by step|solve|do|out|answer|only|berechne|bestimme|vereinfache|was|ist|wie viel|den wert von|calcule[rz]?|calcula|simplifie[rz]?|simplifica|combien|fait|font|cuánto|es|计算|等于多少|的值|是多少)(?!\p{L})/giu,
)
const operator =
  /[-−+*/×·÷^√!⁰-⁹²³¹]|\\[cdt]?frac|\\sqrt|\\(?:cdot|times|div)|\b(?:root|power|squared|cubed)\b|(?:log|ln|lg|sin|cos|tan)(?![a-z])|mod/i

const offered =
  /,?\s(?:is|does) (?:it|that|this)(?: give| make| equal| come to)? [-−]?[\d./√π]+ or [-−]?[\d./√π]+\s?\?*\s*$/i
const startsHere = lean(
  /(?<![\p{L}\d.,)\]}^_])[-−(|√\d\\[]|(?<!\p{L})(?:sin|cos|tan|log|ln|lg|root|the|square|cube|fourth|i)(?!\p{L})/giu,
)

function askedValue({ question, context }: Asked): Solved | null {
  if (question.length > 160 || context.trim() !== '' || /[=<>≤≥≈]|\bmod\b|\bbase\b|binary|hex|\d:\d/i.test(question))
    return null
  // "2 ÷ 0.5, is that 1 or 4?"
  const text = plainView(question).replace(offered, '?')
  const i = /\d\s?i\b|\bi\s?\^|\bi\)/.test(text)
  const terms = matchesOf(startsHere, text).flatMap(({ index }): { term: Term; from: number }[] => {
    const term = readTerm(text, index, i)
    return term === null ? [] : [{ term, from: index }]
  })
  const longest = terms.sort((a, b) => b.term.end - b.from - (a.term.end - a.from))[0]
  if (longest === undefined) return null
  const { term, from } = longest
  const [value, another] = term.readings
  const source = text.slice(from, term.end).trim()
  if (value === undefined || another !== undefined || term.list !== undefined || term.isAngle) return null
  if (!operator.test(source.replace(/^[-−]/, '')) || term.digits !== undefined || value.tower !== undefined) return null
  // A point that may part thousands, a telephone number, a fraction behind a whole one that may multiply.
  if (/\d\.\d{3}(?!\d)|\d[-−]\d|\d\s?\\[cdt]?frac|[\p{L}]\(/u.test(source)) return null
  const rest = `${text.slice(0, from)} ; ${text.slice(term.end)}`.replace(harmless, ' ')
  if (/[\p{L}\p{N}%$€£°^+*/=]/u.test(rest)) return null
  const read = (written: string): Term | null => {
    const plain = plainView(written).trim()
    const bare = (plain.split(/[=≈]/).at(-1) ?? '').trim()
    const said = readTerm(bare, 0, i)
    return said !== null && /^[\s.]*$/.test(bare.slice(said.end)) && said.list === undefined ? said : null
  }
  return {
    what: `the value of ${source}`,
    values: [],
    answer: shownNum(value),
    reads: (answer) => {
      if (/\d\(\d/.test(answer)) return null
      const said = read(answer)
      const [number, second] = said?.readings ?? []
      if (said === null || number === undefined || second !== undefined || said.isAngle) return null
      const size = Math.max(1e-9, Math.hypot(value.re, value.im))
      const gap = Math.hypot(number.re - value.re, number.im - value.im)
      const rounded = said.digits === undefined ? 1e-6 * size : Math.max(0.006 * size, 0.6 * 10 ** -said.digits)
      return gap > rounded ? false : null
    },
    statedBy: (step, answer) => {
      const said = read(answer)?.readings[0]
      const plain = plainView(step)
      return (
        said !== undefined &&
        matchesOf(startsHere, plain).some(({ index }) => {
          const each = readTerm(plain, index, i)?.readings[0]
          return each !== undefined && Math.hypot(each.re - said.re, each.im - said.im) < 1e-9
        })
      )
    },
  }
}

function shownNum({ re, im }: Num): string {
  const shown = (value: number) => String(Math.round(value * 1e6) / 1e6)
  return im === 0 ? shown(re) : `${shown(re)} ${im < 0 ? '-' : '+'} ${shown(Math.abs(im))}i`
}

export const valueReaders: readonly QuestionReader[] = [askedValue]

/* A step against an earlier one: "x = 5" and later "x = 7", a sentence and its denial. A note: cases and trials look alike. */
import { evaluateExpression } from '../../src/core/arithmetic/index.js'
import type { Finding } from '../../src/core/records/types.js'
import { rare } from '../../src/core/triggers.js'
import { sentencesOf } from './claims/text/sentences.js'
import { key } from './facts.js'

/** `x = 5`, `$n_1=5$`: a letter, perhaps with a subscript, that is given a plain number and nothing more. */
const assignment = rare(
  /(?<![\w\\^_{}()+*/=<>-]\s{0,2})([A-Za-z](?:_\{?\w{1,8}\}?)?)\s?=\s?(-?\$?\d{1,12}(?:\.\d{1,8})?)(?=\s*(?:\$|\\\)|[.,;]?(?:\s|$)))(?!\s*[-+*/^=<>×÷(\\])/g,
)

/** "x = x * 2", "x += 1", "x++": a program gives the letter a new value. */
const reassignment = rare(
  /(?<![\w\\^_{}()+*/=<>-])([A-Za-z])(?:\s?(?:[-+*/]|\/\/|\*\*)=(?!=)|\s?=\s?\1(?=\s?[-+*/×%])|\+\+|--(?!\d))/g,
)

const denial = rare(/not|n['’]t/i)

/** Words under which one letter may take several values: cases, trials, lists of solutions. */
const severalValues = rare(
  /\b(?:or|if|when|case|cases|try|trying|let|suppose|assume|plug|plugging|test|for|now|new|then|instead|consider|start|starting|set|either|both|solutions?|roots?|values?|gives?|get|wrong|not|until|each|pm)\b|\\pm|±/i,
)

/**
 * What a step says against an earlier one, steps read in order: the same letter is found to be two numbers, neither of them a case that is tried; the
 * same sentence is denied.
 */
export function contradictionReader(): (step: string) => Finding[] {
  let step = -1
  const values = new Map<string, { value: number; text: string; step: number }>()
  const statements = new Map<string, { negated: boolean; step: number; text: string }>()
  // Nothing is denied before the first "not": only then it is read what was said.
  let unread: { text: string; step: number }[] | null = []
  return (text) => {
    step++
    const found: Finding[] = []
    const short = text.slice(0, 4000)
    for (const match of reassignment.matchAll(short)) values.delete(match[1] as string)
    const given = [...assignment.matchAll(short)]
    if (given.length > 0 && !severalValues.test(short)) {
      for (const match of given) {
        const [, name = '', stated = ''] = match
        const value = evaluateExpression(stated)
        if (value === null) continue
        const earlier = values.get(name)
        if (earlier === undefined) values.set(name, { value: key(value), text: stated, step })
        else if (earlier.value !== key(value)) {
          found.push({
            kind: 'contradiction',
            span: [match.index, match.index + match[0].length],
            claimed: `${name} = ${stated}`,
            computed: `${name} = ${earlier.text}`,
            ok: false,
            message: `step ${earlier.step + 1} has ${name} = ${earlier.text}`,
          })
        }
      }
    } else if (short.length < 4000) {
      // Under cases a letter starts afresh.
      for (const match of given) values.delete(match[1] as string)
    }
    unread?.push({ text: short, step })
    if (unread !== null && !denial.test(short)) return found
    for (const each of unread ?? [{ text: short, step }]) found.push(...negations(each.text, each.step, statements))
    unread = null
    return found
  }
}

/** "Tom is late." and later "Tom is not late.": the same words but for the negation. */
function negations(
  text: string,
  step: number,
  statements: Map<string, { negated: boolean; step: number; text: string }>,
): Finding[] {
  const found: Finding[] = []
  for (const { from, text: sentence, asks } of sentencesOf(text)) {
    if (asks || sentence.length < 12 || sentence.length > 160) continue
    const words = sentence
      .toLowerCase()
      .replace(/n't\b|n’t\b/g, ' not')
      .replace(/[^\p{L}\p{N}.%\s-]/gu, ' ')
      .trim()
      .split(/\s+/)
    if (/^(?:if|suppose|assume|either|let)$/.test(words[0] ?? '') || words.includes('if') || words.includes('or'))
      continue
    const stripped = words.filter((word) => word !== 'not' && !opening.has(word))
    const count = words.filter((word) => word === 'not').length
    if (stripped.length < 3 || count > 1) continue
    const form = stripped.join(' ')
    const earlier = statements.get(form)
    if (earlier === undefined) statements.set(form, { negated: count === 1, step, text: sentence.trim() })
    else if (earlier.negated !== (count === 1) && earlier.step < step) {
      found.push({
        kind: 'contradiction',
        span: [from, from + sentence.length],
        claimed: sentence.trim(),
        computed: earlier.text,
        ok: false,
        message: `step ${earlier.step + 1} says the opposite`,
      })
    }
  }
  return found
}

const opening = new Set([
  'so',
  'therefore',
  'thus',
  'hence',
  'and',
  'but',
  'we',
  'know',
  'that',
  'since',
  'because',
  'then',
  'it',
  'follows',
  'does',
  'do',
  'did',
])

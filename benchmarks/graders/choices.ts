import { at } from '../../src/core/absence.js'
import { answerKey } from '../../src/core/answers/equivalence.js'
import { optionIndex, readBoolean, readLetters } from '../../src/core/answers/forms.js'
import { normalText } from '../../src/core/answers/normal.js'
import { RationaleError } from '../../src/core/errors.js'
import { type GradeHint, type Grader, graded, statedAnswer, unparsed } from './grader.js'

/** Multiple choice. Strict: the letter is stated. Flexible: the letter, or the text of the option. The gold is a letter or an option's text. */
export const letter: Grader = choice('letter')

/** Several right options: all of them and no other. Score: 1 or 0, as the tasks count. */
export const letters: Grader = choice('letters')

function choice(task: 'letter' | 'letters'): Grader {
  return {
    name: task,
    grade(prediction, gold, hint = {}) {
      const asked = { task, options: hint.options }
      const right = answerKey(gold, asked)
      if (right === null) throw badGold(gold, 'a letter, or the text of an option')
      const stated = statedAnswer(prediction, asked)
      if (stated === null) return unparsed
      const same = answerKey(stated.value, asked) === right
      return graded(stated.value, same && statesLetter(prediction, asked, task), same)
    },
  }
}

/** Whether the answer reads as a letter without knowing the options. */
function statesLetter(prediction: string, hint: GradeHint, task: 'letter' | 'letters'): boolean {
  const count = hint.options?.length ?? 10
  return statedAnswer(prediction, { task, options: new Array<string>(count).fill('') }) !== null
}

/** Yes / no, true / false, and unknown. Strict: the word alone, in the gold's vocabulary. Flexible: any word for it, with a reason behind it. */
export const boolean: Grader = {
  name: 'boolean',
  grade(prediction, gold, hint = {}) {
    const right = readBoolean(gold)
    if (right === null) throw badGold(gold, 'yes, no, true, false, unknown or uncertain')
    const stated = statedAnswer(prediction, { task: 'boolean' }) ?? optionText(prediction, hint)
    if (stated === null) return unparsed
    const said = readBoolean(stated.value)
    if (said === null) return unparsed
    // The value is the canonical truth; as written it stands in the prediction.
    const vocabulary = /^(?:true|false)/i.test(gold)
      ? /\b(?:true|false|unknown|uncertain)\b/i
      : /\b(?:yes|no|unknown|uncertain)\b/i
    return graded(said, said === right && vocabulary.test(lastWords(prediction)), said === right)
  },
}

/** "(B)" where the options are True, False, Unknown. */
function optionText(prediction: string, hint: GradeHint) {
  if (hint.options === undefined) return null
  const stated = statedAnswer(prediction, { task: 'letter', options: hint.options })
  const value = stated === null ? undefined : hint.options[stated.value.charCodeAt(0) - 65]
  return stated === null || value === undefined ? null : { ...stated, value }
}

const lastWords = (prediction: string) => prediction.slice(-400)

const synonyms: Record<string, string> = {
  positive: 'positive',
  pos: 'positive',
  bullish: 'positive',
  optimistic: 'positive',
  favorable: 'positive',
  favourable: 'positive',
  积极: 'positive',
  正面: 'positive',
  negative: 'negative',
  neg: 'negative',
  bearish: 'negative',
  pessimistic: 'negative',
  unfavorable: 'negative',
  unfavourable: 'negative',
  消极: 'negative',
  负面: 'negative',
  neutral: 'neutral',
  mixed: 'neutral',
  中性: 'neutral',
}

/**
 * One label of a few: sentiment, or whatever `options` lists. Strict: nothing but the label. Flexible: the one label that the stated answer
 * names, in its own words or a synonym. Several labels, or none, are unparsed: never "neutral".
 */
export const sentiment: Grader = {
  name: 'sentiment',
  grade(prediction, gold, hint = {}) {
    const stated = statedAnswer(prediction, { task: 'sentiment' })
    if (stated === null) return unparsed
    const said = labelIn(stated.value, hint.options)
    if (said === null) return unparsed
    const right = labelIn(gold, hint.options) ?? normalText(gold)
    return graded(said, normalText(stated.value) === normalText(gold), said === right)
  },
}

function labelIn(answer: string, options: readonly string[] | undefined): string | null {
  // "not positive" names no label.
  if (/\bnot\b|n't\b/.test(answer.toLowerCase())) return null
  const plain = normalText(answer)
  if (options !== undefined) {
    const exact = options.find((option) => normalText(option) === plain)
    if (exact !== undefined) return normalText(exact)
    const stated = readLetters(answer, { options })
    const index = stated === null ? optionIndex(answer, options) : stated.charCodeAt(0) - 65
    if (index !== null) return normalText(at(options, index))
  }
  const named = new Set(
    Object.keys(synonyms).filter((word) =>
      /[a-z]/.test(word) ? ` ${plain} `.includes(` ${word} `) : answer.includes(word),
    ),
  )
  const labels = new Set([...named].map((word) => at(synonyms, word)))
  if (labels.size !== 1) return null
  const [label] = labels as Set<string>
  const known = options?.map(normalText)
  return label !== undefined && (known === undefined || known.includes(label)) ? label : null
}

/** A set of labels, divided by commas, semicolons or lines. Strict: the same set as written. Flexible: in other spelling. Score: F1 of the sets. */
export const labels: Grader = {
  name: 'labels',
  grade(prediction, gold) {
    const stated = statedAnswer(prediction, { task: 'labels' })
    if (stated === null) return unparsed
    const split = (list: string) =>
      list
        .split(/[,;、，；\n|]/)
        .map((label) => label.trim())
        .filter((label) => label !== '')
    const [said, right] = [new Set(split(stated.value)), new Set(split(gold))]
    const [plainSaid, plainRight] = [new Set([...said].map(normalText)), new Set([...right].map(normalText))]
    const common = [...plainSaid].filter((label) => plainRight.has(label)).length
    const score = common === 0 ? 0 : (2 * common) / (plainSaid.size + plainRight.size)
    return graded(
      stated.value,
      said.size === right.size && [...said].every((label) => right.has(label)),
      score === 1,
      score,
    )
  },
}

const badGold = (gold: string, expected: string) =>
  new RationaleError('input', 'the gold answer does not fit its task', {
    expected,
    found: JSON.stringify(gold.slice(0, 200)),
  })

import { byWord } from '../absence.js'
import { parseQuantity } from '../quantities/quantity.js'
import { normalText } from './normal.js'

/** What is known of a question before its answer is read. A record (a chain, a candidate set) can be passed as it is. */
export interface AnswerHint {
  /** Without their letters: the first is A. */
  options?: readonly string[] | undefined
  /** What is asked: a last sentence that repeats it states the answer ("15% of 80 is 12."). */
  question?: string | undefined
  /** The kind of answer, or the grader: number, letter, letters, boolean, expression, text, label, percent, … */
  task?: string | undefined
}

/** What an answer has to look like; `any` where nothing is known. */
export type AnswerForm = 'number' | 'letter' | 'letters' | 'boolean' | 'expression' | 'text' | 'label' | 'any'

const forms = byWord<AnswerForm>({
  number: 'number',
  percent: 'number',
  finance: 'number',
  finqa: 'number',
  letter: 'letter',
  letters: 'letters',
  boolean: 'boolean',
  expression: 'expression',
  text: 'text',
  tatqa: 'text',
  label: 'label',
  labels: 'text',
  sentiment: 'label',
})

/** The task decides; without one, options ask for a letter. */
export function answerForm({ options, task }: AnswerHint): AnswerForm {
  const form = task === undefined ? undefined : forms[task]
  return form ?? (options !== undefined && options.length > 0 ? 'letter' : 'any')
}

export type Truth = 'yes' | 'no' | 'unknown'

const truths = byWord<Truth>({
  yes: 'yes',
  true: 'yes',
  correct: 'yes',
  entailment: 'yes',
  entailed: 'yes',
  no: 'no',
  false: 'no',
  incorrect: 'no',
  contradiction: 'no',
  unknown: 'unknown',
  uncertain: 'unknown',
  undetermined: 'unknown',
  indeterminate: 'unknown',
  neutral: 'unknown',
  unclear: 'unknown',
  是: 'yes',
  对: 'yes',
  正确: 'yes',
  否: 'no',
  错: 'no',
  错误: 'no',
  不是: 'no',
  ja: 'yes',
  wahr: 'yes',
  richtig: 'yes',
  nein: 'no',
  falsch: 'no',
  oui: 'yes',
  vrai: 'yes',
  non: 'no',
  faux: 'no',
  sí: 'yes',
  si: 'yes',
  verdadero: 'yes',
  falso: 'no',
})
const undetermined =
  /^(?:(?:it )?(?:can ?not|can't|could not) be (?:determined|known|inferred|concluded)|(?:not enough|insufficient) information|(?:it is )?(?:not known|impossible to (?:tell|determine|know)))/i

/**
 * The truth value a text is or, unless `alone`, starts with ("No, because …"): yes, no or unknown, else null.
 * Alone, only plain words count: "correct" and "neutral" may be labels of something else.
 */
export function readBoolean(text: string, alone = false): Truth | null {
  const content = text.trim().replace(/^[^\p{L}]{0,6}(?:option\s|it is\s|it's\s|that is\s)?/iu, '')
  if (undetermined.test(content)) return 'unknown'
  const word = /^[\p{L}]{1,14}/u.exec(content)?.[0] ?? ''
  const rest = content.slice(word.length)
  if (/^-\p{L}/u.test(rest)) return null
  // "no solution" and "true north" are something else: a sentence goes on with punctuation or a conjunction.
  const ends = /^[^\p{L}\p{N}]*$/u.test(rest.slice(0, 200))
  const goesOn =
    /^(?:\s?[.,;:!)\]}"'*—-]|\s(?:because|since|as|for|and|so|but|it|they|he|she|based|given|the|this)\b)/iu.test(rest)
  if (!(ends || (!alone && goesOn))) return null
  const truth = truths[word.toLowerCase()]
  return alone && !/^(?:yes|no|true|false|unknown|uncertain)$/i.test(word) ? null : (truth ?? null)
}

const lastLetter = (options: readonly string[] | undefined) =>
  String.fromCharCode(64 + Math.min(26, options === undefined || options.length === 0 ? 10 : options.length))

/**
 * The letter (with `several`, the letters, sorted) that a text starts with: "B", "(b)", "B) 20 hp", "option B because …". With
 * options, letters beyond the last one are none. Null where there is none, or where it is a word ("A cat", "I think").
 */
export function readLetters(text: string, hint: AnswerHint, several = false): string | null {
  const last = lastLetter(hint.options)
  const content = text
    .trim()
    .slice(0, 600)
    .replace(/^(?:the\s)?(?:options?|choices?|answers?|letters?)\s(?=[\s(*"[]{0,4}[A-Za-z]\b)/i, '')
    .replace(
      /^(?:(?:la|el|le|die|der|das|a|o)\s)?(?:opci[oó]n|opção|opzione|réponse|letra|lettre|buchstabe|alternativa|antwort)\s(?=[\s(*"[]{0,4}[A-Z](?!\p{L}))/iu,
      '',
    )
    .replace(/^(?:la|el|le|die|der|das)\s(?=[\s(*"[]{0,4}[A-Z]\b)/i, '')
  if (several) {
    const joined = /^[\s("'[*$]{0,4}([A-Z]{2,26})(?![A-Za-z0-9])/.exec(content)?.[1]
    if (
      joined !== undefined &&
      [...joined].every((letter) => letter <= last) &&
      new Set(joined).size === joined.length
    ) {
      return [...joined].sort().join('')
    }
    const list =
      /^[\s("'[*]{0,4}[A-Za-z][\s)"'\]*]{0,4}(?:(?:[,;、/&+]|\sand\b|,\sand\b){1,2}[\s("'[*]{0,4}[A-Z][\s)"'\]*.]{0,4}){1,25}(?=$|[\s.,;:])/.exec(
        `${content} `,
      )?.[0]
    if (list !== undefined) {
      const letters = [...new Set(list.replace(/\band\b/g, '').match(/[A-Za-z]/g) ?? [])].map((letter) =>
        letter.toUpperCase(),
      )
      return letters.every((letter) => letter <= last) ? letters.sort().join('') : null
    }
  }
  const match = /^([\s"'*$_]{0,4}(?:\\(?:text|mathrm|mathbf|textbf)\s?\{)?)([([{]?)\s?([A-Za-z])(?:\s?([)\]}]))?/.exec(
    content,
  )
  if (match === null) return null
  const [whole, , open = '', raw = '', close = ''] = match
  const letter = raw.toUpperCase()
  const rest = content.slice(whole.length)
  if (letter > last) return null
  const enclosed = open !== '' && close !== ''
  if (!enclosed && raw !== letter && !(/^[).:]/.test(close + rest) && hint.options !== undefined)) {
    if (!(hint.options !== undefined && content.trim().length === 1)) return null
  }
  if (enclosed) return /^[\p{L}\p{N}]/u.test(rest) ? null : letter
  if (rest === '' || /^[\s]?[.,;:)\]}"'*—_$-]*$/.test(rest)) return letter
  if (close !== '' || /^\s?(?:[.:)*]|[,;—–]\s|-\s)/.test(rest)) return letter
  if (/^\s+(?:because|since|as|is|and not|which|\()/i.test(rest)) return letter
  // "B 20 hp": the letter and its option.
  const option = hint.options?.[letter.charCodeAt(0) - 65]
  return option !== undefined && option !== '' && normalText(rest).startsWith(normalText(option)) ? letter : null
}

/**
 * The option that a text states: the same words, the same quantity, or the one option whose words it contains.
 * Null where there is none or several.
 */
export function optionIndex(text: string, options: readonly string[]): number | null {
  const said = normalText(text)
  if (said === '') return null
  const spelled = options.map((option) => normalText(withoutLetter(option)))
  const same = indicesOf(spelled, (option) => option === said)
  if (same.length > 0) return same.length === 1 ? (same[0] as number) : null
  const quantity = parseQuantity(text)
  if (quantity !== null) {
    const equal = indicesOf(options, (option) => {
      const other = parseQuantity(withoutLetter(option))
      return (
        other?.value.equals(quantity.value) === true && (other.unit ?? quantity.unit) === (quantity.unit ?? other.unit)
      )
    })
    return equal.length === 1 ? (equal[0] as number) : null
  }
  // "the hot dog stand" holds "hot dog"; an option inside a longer one that is also there does not count.
  const padded = ` ${said} `
  const held = indicesOf(spelled, (option) => /\p{L}{2}/u.test(option) && padded.includes(` ${option} `))
  const widest = held.filter(
    (index) => !held.some((other) => other !== index && (spelled[other] as string).includes(spelled[index] as string)),
  )
  return widest.length === 1 ? (widest[0] as number) : null
}

const withoutLetter = (option: string) => option.replace(/^\s{0,4}\(?[A-Z]\s?[).:：．、]\s{0,4}/, '')

function indicesOf<T>(items: readonly T[], holds: (item: T) => boolean): number[] {
  return items.flatMap((item, index) => (holds(item) ? [index] : []))
}

import { defined } from './absence.js'
import { RationaleError } from './errors.js'
import { nearestName } from './nearest-name.js'

/*
 * Callers in JavaScript may hand over anything. Every exported function looks at what it is given before it begins, so that a wrong argument is named
 * where it is wrong, and is no `TypeError` from somewhere within.
 */

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isListOf = (value: unknown, fits: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(fits)
/** Of an object or a function, with one of these methods. */
const can = (value: unknown, ...methods: string[]): boolean =>
  (isObject(value) || typeof value === 'function') &&
  methods.some((method) => typeof Reflect.get(value, method) === 'function')

/** Timers of Node end at once where they are given more than 2 ** 31 - 1 ms. */
export const MOST_SECONDS = 2_000_000

const forms = {
  text: { fits: isText, said: 'a text' },
  object: { fits: isObject, said: 'an object' },
  options: { fits: (value) => value === undefined || isObject(value), said: 'an object of options, or nothing' },
  count: {
    fits: (value) => value === undefined || (Number.isSafeInteger(value) && Number(value) >= 1),
    said: 'a whole number from 1, or nothing',
  },
  'count from 0': {
    fits: (value) => value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0),
    said: 'a whole number from 0, or nothing',
  },
  milliseconds: {
    fits: (value) =>
      value === undefined || (Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) < 2 ** 31),
    said: 'a whole number of milliseconds from 1 to 2147483647, or nothing',
  },
  seconds: {
    fits: (value) => value === undefined || (typeof value === 'number' && value > 0 && value <= MOST_SECONDS),
    said: `a number of seconds above 0 and up to ${MOST_SECONDS}, or nothing`,
  },
  'yes or no': {
    fits: (value) => value === undefined || typeof value === 'boolean',
    said: 'true or false, or nothing',
  },
  switch: { fits: (value) => value === undefined || typeof value === 'boolean', said: 'true or false, or nothing' },
  signal: {
    fits: (value) => value === undefined || (can(value, 'addEventListener') && 'aborted' in Object(value)),
    said: 'an AbortSignal, or nothing',
  },
  list: { fits: Array.isArray, said: 'a list' },
  'list of objects': { fits: (value) => isListOf(value, isObject), said: 'a list of objects' },
  'list of texts': { fits: (value) => isListOf(value, isText), said: 'a list of texts' },
  'list of functions': {
    fits: (value) => isListOf(value, (each) => typeof each === 'function'),
    said: 'a list of functions',
  },
  sequence: {
    fits: (value) =>
      value !== null && typeof value === 'object' && (Symbol.iterator in value || Symbol.asyncIterator in value),
    said: 'a list, or another sequence',
  },
  document: { fits: (value) => isObject(value) && isText(value.text), said: '{ text: "…" }, an id where wanted' },
  question: { fits: (value) => isObject(value) && isText(value.question), said: '{ question: "…" }' },
  'prepared chain': {
    fits: (value) => isObject(value) && isText(value.question) && isListOf(value.steps, isText),
    said: '{ question: "…", steps: ["…", "…"] }',
  },
  verifier: {
    fits: (value) => can(value, 'verify', 'verifyAll'),
    said: 'a verifier, as loadVerifier() and createVerifier() make them',
  },
  'file or kept judgements': {
    fits: (value) => value === undefined || (isText(value) && value !== '') || can(value, 'keeping'),
    said: 'the path of a file, what openKept() opened, or nothing',
  },
  verdict: {
    fits: (value) => isObject(value) && Array.isArray(value.steps),
    said: 'a verdict, as verify() gives it',
  },
  'chat model': { fits: (value) => can(value, '_llmType'), said: 'a chat model of LangChain' },
  model: { fits: (value) => can(value, 'capabilities'), said: 'a language model, as resolveModel() opens it' },
  'model or rules:': {
    fits: (value) => value === 'rules:' || can(value, 'capabilities'),
    said: '"rules:", or a language model: await resolveModel(URI)',
  },
  'model, or nothing': {
    fits: (value) => value === undefined || can(value, 'capabilities'),
    said: 'a language model: await resolveModel(URI), or nothing',
  },
} satisfies Record<string, { fits(value: unknown): boolean; said: string }>

type Form = keyof typeof forms

/**
 * Looks at the arguments of a function.
 *
 * @param name of the function.
 * @param given each argument by its name, with what it has to be.
 * @throws RationaleError `configuration` that names the first wrong one, what it is and what was expected.
 */
export function checkArguments(
  name: string,
  given: Readonly<Record<string, readonly [value: unknown, form: Form]>>,
): void {
  for (const argument in given) {
    const [value, form] = given[argument] as readonly [unknown, Form] // a name of its own
    const { fits, said } = forms[form]
    if (fits(value)) continue
    throw new RationaleError('configuration', `${name}: ${argument} is ${shown(value)}`, { expected: said })
  }
}

/** Every option of a function: the type sees to it that none is left out. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>

/**
 * An option that is not known would have no effect, and nobody would be told.
 *
 * @param name of the function.
 * @throws RationaleError `configuration` that names the first unknown one, and the nearest known.
 */
export function refuseUnknownOptions<Options extends object>(
  name: string,
  options: Options | undefined,
  known: OptionNames<Options>,
): void {
  if (options === undefined) return
  const given = Object.keys(options) as (keyof Options & string)[] // its own names are strings
  const unknown = given.find((option) => options[option] !== undefined && !Object.hasOwn(known, option))
  if (unknown === undefined) return
  const names = Object.keys(known)
  const near = nearestName(unknown, names)
  throw new RationaleError('configuration', `${name}: there is no option ${JSON.stringify(unknown)}`, {
    expected: names.join(', '),
    ...defined({ remedy: near === undefined ? undefined : `did you mean ${near}?` }),
  })
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 40))}`
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'another list'
  if (typeof value === 'object') return 'another object'
  return typeof value === 'function' ? 'a function' : String(value)
}

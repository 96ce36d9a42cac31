/* Python and JavaScript behind one door: run a programme, evaluate an expression, show a value as the language does. */
import { parseExpression } from './expressions.js'
import * as javascript from './javascript/parse.js'
import { JavaScript } from './javascript/run.js'
import type { Js } from './javascript/syntax.js'
import * as shownJs from './javascript/values.js'
import { parseProgram } from './parse.js'
import { run } from './run.js'
import { Refused } from './tokens.js'
import { asNumber, Dict, display, Group, iterate, List, represent, Tuple, type Value } from './values.js'

/** What an expression comes to, whatever language it is of. */
export interface Outcome {
  /** As the language writes it. */
  shown: string
  /** As it is printed. */
  printed: string
  number: number | null
  /** Of a list, a tuple, a set, a range. */
  items: readonly Outcome[] | null
  isSet: boolean
}

/** A programme that ran. */
export interface Ran {
  output: string
  /** What each name stood for in order. Null where that is too much. */
  statesOf(name: string): readonly Outcome[] | null
  names: readonly string[]
  /** How often the bodies of its loops ran. */
  turns: readonly number[]
  /** @throws Refused */
  evaluate(source: string): Outcome
  /**
   * What an expression comes to, and what its parts do that are no literals.
   *
   * @throws Refused
   */
  partsOf(source: string): readonly Outcome[]
}

export type Language = 'Python' | 'JavaScript'

/**
 * A programme run by its language's rules; of an empty one only `evaluate` is of use.
 *
 * @throws Refused where it is not understood whole.
 */
export const ranAs = (language: Language, source: string): Ran =>
  language === 'Python' ? python(source) : javaScript(source)

/** What `work` gives, or null where a programme or expression is not of the small language that is understood. */
export function understood<Result>(work: () => Result): Result | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refused || error instanceof RangeError) return null
    throw error
  }
}

const MAX_STATES = 150
const MAX_ITEMS = 200
const printedOnly = (output: string): Outcome => ({
  shown: output.trim(),
  printed: output.trim(),
  number: /^-?\d+(?:\.\d+)?$/.test(output.trim()) ? Number(output) : null,
  items: null,
  isSet: false,
})

function python(source: string): Ran {
  const done = run(parseProgram(source))
  return {
    output: done.output,
    names: [...done.history.keys()],
    turns: [...done.turns.values()],
    statesOf: (name) => {
      const values = done.history.get(name)
      if (values === undefined || values.length >= MAX_STATES) return null
      const states = done.states.get(name)
      if (states === undefined) return values.every(isPlain) ? values.map(ofPython) : null
      return states.length >= MAX_STATES
        ? null
        : states.map((each) => ofPython(run([]).evaluate(parseExpression(each))))
    },
    evaluate: (text) => {
      const expression = parseExpression(text)
      if (/^print\s?\(/.test(text)) return printedOnly(done.printing(expression))
      return ofPython(done.evaluate(expression))
    },
    partsOf: (text) =>
      nodesOf(parseExpression(text)).flatMap((each) => understood(() => ofPython(done.evaluate(each))) ?? []),
  }
}

const isPlain = (value: Value) => value === null || typeof value !== 'object' || value instanceof Tuple

function ofPython(value: Value): Outcome {
  const number = asNumber(value)
  const isSet = value instanceof Group
  const isRow = value instanceof List || value instanceof Tuple || isSet
  const items = isRow && iterate(value).length <= MAX_ITEMS ? iterate(value).map(ofPython) : null
  // The order of a set's items is nobody's.
  const shown = isSet && value.entries.size !== 1 ? setOf(items ?? []) : represent(value)
  return {
    shown,
    printed: isSet ? shown : display(value),
    number: number === null || typeof value === 'boolean' ? null : Number(number),
    items: value instanceof Dict ? null : items,
    isSet,
  }
}

const MAX_PARTS = 40

const literals: ReadonlySet<string> = new Set(['number', 'string', 'value', 'list', 'array', 'tuple'])

/** An expression and what in it is reckoned. */
function nodesOf<Node extends { kind: string }>(expression: Node): Node[] {
  const found: Node[] = [expression]
  const visit = (value: unknown): void => {
    if (found.length >= MAX_PARTS || typeof value !== 'object' || value === null) return
    // What has a kind inside an expression is one of its language.
    if ('kind' in value && value !== expression && !literals.has((value as Node).kind)) found.push(value as Node)
    for (const each of Object.values(value)) visit(each)
  }
  visit(expression)
  return found
}

const setOf = (items: readonly Outcome[]) =>
  items.length === 0 ? 'set()' : `{${items.map(({ shown }) => shown).join(', ')}}`

function javaScript(source: string): Ran {
  const states = new Map<string, Js[]>()
  const written = new Map<string, string>()
  const machine = new JavaScript(() => {
    for (const [name, value] of machine.top.names) {
      if (typeof value === 'symbol' || value === undefined || shownJs.typeOf(value) === 'function') continue
      const now = shownJs.represent(value)
      const all = states.get(name) ?? []
      if (written.get(name) === now || all.length > MAX_STATES) continue
      written.set(name, now)
      all.push(Array.isArray(value) ? [...value] : value)
      states.set(name, all)
    }
  })
  machine.run(javascript.parseProgram(source))
  return {
    output: machine.output,
    names: [...states.keys()],
    turns: [...machine.turns.values()],
    statesOf: (name) => {
      const values = states.get(name)
      return values === undefined || values.length > MAX_STATES ? null : values.map(ofJavaScript)
    },
    evaluate: (text) => {
      const before = machine.output.length
      const value = machine.value(javascript.parseExpression(text), machine.top)
      return /^console\.log\s?\(/.test(text) ? printedOnly(machine.output.slice(before)) : ofJavaScript(value)
    },
    partsOf: (text) =>
      nodesOf(javascript.parseExpression(text)).flatMap(
        (each) => understood(() => ofJavaScript(machine.value(each, machine.top))) ?? [],
      ),
  }
}

function ofJavaScript(value: Js): Outcome {
  return {
    shown: shownJs.represent(value),
    printed: shownJs.display(value),
    number: typeof value === 'number' ? value : null,
    items: Array.isArray(value) && value.length <= MAX_ITEMS ? value.map(ofJavaScript) : null,
    isSet: false,
  }
}

const bare = (text: string) =>
  text
    .replace(/[\s`"'‘’“”]/g, '')
    .replace(/^(?:range|list|tuple|set|array)?[([{](.*)[)\]}]$/i, '$1')
    .replace(/,$/, '')
    .replace(/\b(?:True|False|None)\b/g, (all) => all.toLowerCase())
const sorted = (text: string) => bare(text).split(',').sort().join(',')

/** Whether what is claimed is that outcome, however it is written. */
export function isOutcome(claimed: string, outcome: Outcome): boolean {
  const plain = claimed.trim().replace(/^`(.*)`$/, '$1')
  if (outcome.number !== null && /^[-−]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(plain)) {
    const value = Number(plain.replace('−', '-'))
    const digits = /\.(\d+)$/.exec(plain)?.[1]?.length ?? 0
    return (
      value === outcome.number ||
      (digits > 0 && Math.abs(value - outcome.number) <= 0.5 * 10 ** -digits * (1 + 1e-9)) ||
      (digits > 0 && Math.trunc(outcome.number * 10 ** digits) === Math.round(value * 10 ** digits))
    )
  }
  if (/^(?:\[\s*\]|\{\s*\}|\(\s*\))$/.test(plain))
    return outcome.shown.replace(/\s/g, '') === plain.replace(/\s/g, '') || outcome.items?.length === 0
  if (outcome.isSet) return [outcome.shown, outcome.printed].some((each) => sorted(each) === sorted(plain))
  return [outcome.shown, outcome.printed].some((each) => bare(each) === bare(plain))
}

/* Questions about a programme: "What does this print?". It is run by the interpreter here, and what it prints is held against the answer. */
import type { Pieces } from '../../../src/core/pieces.js'
import { rare } from '../../../src/core/triggers.js'
import { type Facts, key, type StepFacts } from '../facts.js'
import type { Compared } from '../questions/answer.js'
import { parseExpression } from './expressions.js'
import { parseProgram } from './parse.js'
import { type Run, running } from './run.js'
import { asksOutput, codeIn } from './source.js'
import { codeReader } from './stated.js'
import { Refused } from './tokens.js'
import { represent } from './values.js'

/**
 * What a small Python programme of the question prints or returns, against the answer; the programme is run by an interpreter of our own. A slip is in the first step
 * that says of the programme what is not so, else in that before the first that names the wrong answer. Null where there is no programme that is understood whole, or something else is asked.
 */
export function* programReader({ question, answer }: Facts, context: string): Pieces<Compared | null> {
  const text = answer?.text
  if (text === undefined || answer?.letter !== null) return null
  const asked = yield* runAsked(question, context)
  if (asked === null) return null
  const { what, expected } = asked
  const message = `the programme ${what} ${expected.trim()}, not ${text.trim()}`
  const wrong = (text.match(/\d+(?:\.\d+)?/g) ?? []).map((each) => key(Number(each)))
  const slipIn = (steps: readonly StepFacts[]) => {
    const says = codeReader(question, context)
    const untrue = steps.findIndex(({ text: plain }) => says({ plain, text: plain, question }).some(({ ok }) => !ok))
    if (untrue >= 0) return untrue
    const named = steps.findIndex(({ numbers }) =>
      wrong.every((each) => numbers.some(({ value }) => key(value) === each)),
    )
    return Math.max(0, (named >= 0 && wrong.length > 0 ? named : steps.length - 1) - 1)
  }
  return {
    kind: 'programs',
    ok: names(text, expected),
    claimed: text,
    computed: expected.trim(),
    message,
    slipIn,
    isNamedIn: (step) => names(step.replace(groupMark, ''), expected),
  }
}

/** Between thousands: "10,000", and with a backslash before the comma in LaTeX. */
const groupMark = /(?<=\d)\\?,(?=\d{3}(?!\d))/g

interface Asked {
  run: Run
  what: string
  expected: string
}

const asksCall = rare(
  /\b([A-Za-z_]\w*\([^?\n]*?\))`?\s*(?:return|give|yield|evaluate|zurück|的值|返回)|(?:value of|result of|what is|compute|returns?(?: for)?)\s`?([A-Za-z_]\w*\([^?\n]*\))`?\s*[?.]?\s*$/im,
)
const asksName = rare(
  /(?:value|content|contents|Wert) (?:of|von) (?:the variable )?`?([A-Za-z_]\w*)`?|\b`?([A-Za-z_]\w*)`? (?:at the end|after (?:this|the) (?:program|code|loop))/i,
)

/** Something else than what is printed is asked of it: how many lines, the sum of all, what a changed line would give. */
const asksOf =
  /\b(?:how\s(?:many|often|long)|number\sof|count|sum|total|product|average|mean|largest|smallest|greatest|maximum|minimum|double|twice|half|square|first|second|third|last|lines?|characters?|digits?|length|chang\w*|replac\w*|instead|swap\w*|remov\w*|add(?:ed|ing)?|if|want|expect\w*|should|both|these|each|why|bugs?|fix\w*|wrong|type|raises?|errors?|times)\b/i
/** Two programmes stand in a question. */
const isOfTwo = (question: string) => (question.match(/```/g) ?? []).length > 2

function* runAsked(question: string, context: string): Pieces<Asked | null> {
  const source = codeIn(question) ?? codeIn(context)
  if (source === null) return null
  const prose = question.replace(source, '\n')
  // A variable may be called `count`.
  const names = new Set(source.match(/[A-Za-z_]\w*/g))
  const withoutNames = prose.replace(/[A-Za-z_]\w*/g, (word) => (names.has(word) ? '' : word))
  if (asksOf.test(withoutNames) || isOfTwo(question)) return null
  try {
    const done = yield* running(parseProgram(source))
    if (asksOutput.test(prose))
      return done.output.trim() === '' ? null : { run: done, what: 'prints', expected: done.output }
    const call = asksCall.exec(prose)
    const called = call?.[1] ?? call?.[2]
    if (called !== undefined)
      return {
        run: done,
        what: `returns for ${called}`,
        expected: represent(yield* done.evaluating(parseExpression(called))),
      }
    const name = asksName.exec(prose)
    const named = name?.[1] ?? name?.[2]
    if (named === undefined || !done.history.has(named)) return null
    return {
      run: done,
      what: `ends with ${named} =`,
      expected: represent(done.evaluate({ kind: 'name', text: named })),
    }
  } catch (error) {
    if (error instanceof Refused || error instanceof RangeError) return null
    throw error
  }
}

const token = /-?\d+(?:\.\d+)?|[A-Za-z_]+/g

/** Whether an answer says what a programme prints, however it is set. */
function names(answer: string, expected: string): boolean {
  const wanted: readonly string[] = expected.match(token) ?? []
  const all: readonly string[] = answer.match(token) ?? []
  const said = all.filter((each) => /\d/.test(each) || wanted.includes(each) || /^(?:True|False|None)$/.test(each))
  if (wanted.length === 0) return answer.replace(/[\s`'"]/g, '') === expected.replace(/\s/g, '')
  const bare = said.length === all.length
  if (bare) return said.join(' ') === wanted.join(' ')
  return ` ${said.join(' ')} `.includes(` ${wanted.join(' ')} `)
}

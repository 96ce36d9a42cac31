/*
 * On how many public cases of Math-Verify ("are these two answers equal?") do our answers agree?
 *
 *   npm run study math-verify -- --checkout FOLDER [--show]
 *
 * FOLDER is a checkout of github.com/huggingface/Math-Verify (MIT); its tests are read, nothing of them is kept here. A case is (gold, answer, equal or
 * not). What one side calls equal that is not is credited wrongly; what is equal and not seen is missed.
 */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { finalAnswer } from '../../src/core/answers/answer.js'
import { answersEqual, plainSeparators } from '../../src/core/answers/equivalence.js'
import { RationaleError } from '../../src/core/errors.js'
import { readQuantities } from '../../src/core/quantities/quantity.js'

const { values: options } = parseArgs({
  options: { checkout: { type: 'string' }, show: { type: 'boolean', default: false } },
})
if (options.checkout === undefined)
  throw new RationaleError('configuration', '--checkout is needed: the folder of a checkout of Math-Verify')

const LITERAL = String.raw`(r?)("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`
/** A number of decimals may follow; options of that library of its own may not. */
const testCase = new RegExp(
  String.raw`\(\s*${LITERAL}\s*,\s*${LITERAL}\s*,\s*(0|1|True|False)\s*(?:(?<=[01]\s*),\s*\d+\s*)?,?\s*\)`,
  'g',
)

const formula = /\$\$[^$]+\$\$|\$[^$\n]+\$|\\\[[\s\S]+?\\\]|\\\([^\n]+?\\\)/g
const hint = { task: 'expression' }
const counts = { agreed: 0, missed: 0, credited: 0 }
const folder = join(options.checkout, 'tests')
for (const name of (await readdir(folder)).filter((each) => each.endsWith('.py')).sort()) {
  const source = await readFile(join(folder, name), 'utf8')
  for (const [, goldRaw, gold = '', answerRaw, answer = '', equal] of source.matchAll(testCase)) {
    const [a, b] = [literal(gold, goldRaw === 'r'), literal(answer, answerRaw === 'r')]
    const expected = equal === '1' || equal === 'True'
    const found = answersEqual(answerOf(b), answerOf(a), hint)
    const outcome = found === expected ? 'agreed' : expected ? 'missed' : 'credited'
    counts[outcome]++
    if (options.show && outcome !== 'agreed') console.log(JSON.stringify({ outcome, gold: a, answer: b.slice(-300) }))
  }
}
const all = counts.agreed + counts.missed + counts.credited
console.log(`${counts.agreed} of ${all} agreed, ${counts.missed} missed, ${counts.credited} credited wrongly`)

/** The answer that a text states, else, as the cases mean it, its last formula, its last amount, or the text. */
function answerOf(text: string): string {
  const found = finalAnswer(text, hint)
  if (found.kind !== 'unparsed') return found.value
  // "$21,16$ or $11$"
  if (/^(?:\$[^$]{1,80}\$(?:\s(?:and|or)\s)?){2,6}$/.test(text)) return text
  const marked = text.match(formula)?.at(-1)
  if (marked !== undefined || !/\s/.test(text) || /\n|\\[([]/.test(text)) return marked ?? text
  const amount = readQuantities(plainSeparators(text)).at(-1)
  return amount === undefined ? text : plainSeparators(text).slice(...amount.span)
}

/** A Python literal without its quotes and, unless it is raw, its escapes. */
function literal(quoted: string, raw: boolean): string {
  const inside = quoted.slice(1, -1)
  return raw
    ? inside
    : inside.replace(
        /\\(.)/g,
        (all, char: string) => ({ n: '\n', t: '\t', '\\': '\\', '"': '"', "'": "'" })[char] ?? all,
      )
}

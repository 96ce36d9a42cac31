import Fraction from 'fraction.js'
import { readBoolean } from '../../src/core/answers/forms.js'
import { RationaleError } from '../../src/core/errors.js'
import { compareFigures } from './finance.js'
import { looksLikeProgram, type ProgramResult, runProgram, type Table } from './finqa-program.js'
import { type Grade, type GradeHint, type Grader, graded, statedAnswer, unparsed } from './grader.js'
import { readGoldNumber, readStating, type Stating } from './quantities.js'

/**
 * FinQA and ConvFinQA. The gold is the executed value, or a program that is run here; the prediction is a solution, an answer, or a program.
 * Strict: FinQA's execution accuracy (equal to five decimals), or for an answer in words the finance grader's strict. Flexible: the
 * finance grader's. `details.table` may hold the table as JSON, for programs that name its rows.
 */
export const finqa: Grader = {
  name: 'finqa',
  grade(prediction, gold, hint = {}) {
    const table = tableOf(hint)
    const right = looksLikeProgram(gold) ? String(runProgram(gold, table)) : gold
    const truth = readBoolean(right, true)
    if (looksLikeProgram(prediction)) return gradeProgram(prediction, right, table)
    if (truth !== null) {
      const stated = statedAnswer(prediction, { task: 'boolean' })
      if (stated === null) return unparsed
      const said = readBoolean(stated.value)
      return graded(stated.value, said === truth, said === truth)
    }
    const stated = statedAnswer(prediction, { task: 'number' })
    if (stated === null) return unparsed
    const executed = compareFigures(stated, executedValue(right), hint)
    if (executed === null) return unparsed
    // The written answer is rounded as people round it.
    const written = readStating(hint.details?.written ?? '')
    const alsoWritten = written !== null && compareFigures(stated, written, hint)?.flexible === true
    return graded(stated.value, executed.strict, executed.flexible || alsoWritten)
  },
}

/** Executed values come rounded to five decimals: 0.25 is 0.25000. */
function executedValue(gold: string): Stating {
  const stating = readGoldNumber(gold)
  return { ...stating, decimals: 5, tolerance: new Fraction(1, 200_000) }
}

function gradeProgram(prediction: string, gold: string, table: Table): Grade {
  let result: ProgramResult
  try {
    result = runProgram(prediction.trim(), table)
  } catch (error) {
    if (error instanceof RationaleError) return unparsed
    throw error
  }
  const right = typeof result === 'string' ? result === readBoolean(gold) : Math.abs(result - Number(gold)) < 1.5e-5
  return graded(String(result), right, right)
}

function tableOf(hint: GradeHint): Table {
  if (hint.details?.table === undefined) return []
  try {
    const table: unknown = JSON.parse(hint.details.table)
    if (Array.isArray(table) && table.every(Array.isArray)) return table as Table
  } catch {
    // Falls through to the error below.
  }
  throw new RationaleError('input', 'details.table is no table', {
    expected: 'JSON: an array of rows, each an array of cells',
  })
}

import { at } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'

/**
 * FinQA's programs (Chen et al., EMNLP 2021): `subtract(5829, 5735), divide(#0, 5735)`; also nested calls. Read by a grammar, never
 * evaluated as code:
 *
 *     program   = call { "," call } [ "," "EOF" ]
 *     call      = operation "(" argument "," argument ")"
 *     operation = "add" | "subtract" | "multiply" | "divide" | "exp" | "greater" | "table_max" | "table_min" | "table_sum" | "table_average"
 *     argument  = call | "#" digits | "const_" ["m"] digits | number ["%"] | row name | "none"
 */
export type ProgramResult = number | 'yes' | 'no'
export type Table = readonly (readonly (string | number | null)[])[]

const MAX_LENGTH = 4000
const MAX_CALLS = 64
const MAX_DEPTH = 16

const operations: Record<string, (a: number, b: number) => ProgramResult> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  exp: (a, b) => a ** b,
  greater: (a, b) => (a > b ? 'yes' : 'no'),
}
const tableOperations: Record<string, (row: readonly number[]) => number> = {
  table_max: (row) => Math.max(...row),
  table_min: (row) => Math.min(...row),
  table_sum: (row) => row.reduce((sum, cell) => sum + cell, 0),
  table_average: (row) => row.reduce((sum, cell) => sum + cell, 0) / row.length,
}

/**
 * Runs a program; numbers are rounded to five decimals, as FinQA's own script does.
 * @throws RationaleError `input`: where the program is malformed, names a row the table lacks, or has no finite result.
 */
export function runProgram(source: string, table: Table = []): ProgramResult {
  if (source.length > MAX_LENGTH) throw malformed(source.slice(0, 80), `a program of at most ${MAX_LENGTH} characters`)
  const runner = new Runner(source, table)
  const result = runner.program()
  return typeof result === 'number' ? Math.round(result * 1e5) / 1e5 : result
}

/** Whether a text has the form of a program. */
export function looksLikeProgram(text: string): boolean {
  return /^\s{0,20}(?:add|subtract|multiply|divide|exp|greater|table_(?:max|min|sum|average))\s?\(/.test(text)
}

class Runner {
  private at = 0
  private calls = 0
  private readonly results: ProgramResult[] = []
  private readonly source: string
  private readonly table: Table

  constructor(source: string, table: Table) {
    this.source = source
    this.table = table
  }

  program(): ProgramResult {
    let last: ProgramResult
    do {
      if (this.word('EOF')) break
      last = this.call(0)
      this.results.push(last)
    } while (this.take(','))
    this.space()
    if (this.at < this.source.length || this.results.length === 0) throw this.unexpected('"," or the end')
    return this.results.at(-1) as ProgramResult
  }

  private call(depth: number): ProgramResult {
    if (depth > MAX_DEPTH || ++this.calls > MAX_CALLS)
      throw this.unexpected(`at most ${MAX_CALLS} calls, ${MAX_DEPTH} deep`)
    const name = this.operation()
    this.expect('(')
    // Published programs are also written token by token: "divide(, 1, 2, )".
    this.take(',')
    const rowOperation = tableOperations[name]
    const result = rowOperation === undefined ? this.binary(name, depth) : rowOperation(this.row())
    this.take(',')
    this.expect(')')
    if (typeof result === 'number' && !Number.isFinite(result)) throw this.unexpected(`a finite result of ${name}`)
    return result
  }

  private binary(name: string, depth: number): ProgramResult {
    const apply = at(operations, name)
    const first = this.argument(depth)
    this.expect(',')
    return apply(first, this.argument(depth))
  }

  private operation(): string {
    this.space()
    const name = /^[a-z_]{1,16}/.exec(this.source.slice(this.at, this.at + 16))?.[0] ?? ''
    if (!Object.hasOwn(operations, name) && !Object.hasOwn(tableOperations, name)) throw this.unexpected('an operation')
    this.at += name.length
    return name
  }

  private argument(depth: number): number {
    this.space()
    const rest = this.source.slice(this.at, this.at + 60)
    const reference = /^#(\d{1,3})/.exec(rest)
    if (reference !== null) {
      this.at += reference[0].length
      const value = this.results[Number(reference[1])]
      if (typeof value !== 'number') throw this.unexpected('a reference to an earlier number')
      return value
    }
    const constant = /^const_(m?)(\d{1,15})/.exec(rest)
    if (constant !== null) {
      this.at += constant[0].length
      return Number(constant[2]) * (constant[1] === 'm' ? -1 : 1)
    }
    const literal = /^(-?\$?\s?(?:\d{1,20}(?:,\d{3}){0,6}(?:\.\d{0,20})?|\.\d{1,20})(?:e[-+]?\d{1,3})?)\s?(%?)/.exec(
      rest,
    )
    if (literal !== null) {
      this.at += literal[0].length
      return Number(at(literal, 1).replace(/[$,\s]/g, '')) / (literal[2] === '%' ? 100 : 1)
    }
    const nested = this.call(depth + 1)
    if (typeof nested !== 'number') throw this.unexpected('a number')
    return nested
  }

  /** A row name may hold commas and parentheses: it ends at ", none)" or, without that, at the closing parenthesis. */
  private row(): readonly number[] {
    const rest = this.source.slice(this.at)
    const end = /,\s{0,4}none\s{0,4},?\s{0,4}\)/.exec(rest) ?? /\)\s{0,4}(?:,|$)/.exec(rest)
    if (end === null) throw this.unexpected('", none)"')
    const name = rest.slice(0, end.index).trim()
    this.at += end.index
    if (this.take(',')) this.word('none')
    const row = this.table.find((cells) => sameName(String(cells[0] ?? ''), name))
    if (row === undefined) throw malformed(name, 'the name of a row of the table')
    const cells = row.slice(1).map(cellNumber)
    if (cells.length === 0 || cells.some((cell) => cell === null)) throw malformed(name, 'a row of numbers')
    return cells as number[]
  }

  private expect(token: string): void {
    if (!this.take(token)) throw this.unexpected(JSON.stringify(token))
  }

  private take(token: string): boolean {
    this.space()
    const there = this.source.startsWith(token, this.at)
    if (there) this.at += token.length
    return there
  }

  private word(token: string): boolean {
    return this.take(token)
  }

  private space(): void {
    while (/\s/.test(this.source[this.at] ?? '')) this.at++
  }

  private unexpected(expected: string): RationaleError {
    return malformed(this.source.slice(this.at, this.at + 40) || 'the end', expected)
  }
}

const malformed = (found: string, expected: string) =>
  new RationaleError('input', 'this is no FinQA program', { expected, found: JSON.stringify(found) })
const sameName = (a: string, b: string) =>
  a.trim().toLowerCase().replace(/\s+/g, ' ') === b.trim().toLowerCase().replace(/\s+/g, ' ')

/** "$ 1,234 ( 1,234 )" is 1234; "( 12.5 )" is -12.5; "3.1%" is 0.031. */
function cellNumber(cell: string | number | null): number | null {
  if (typeof cell === 'number') return cell
  const text = String(cell ?? '')
    .replace(/[$,]/g, '')
    .trim()
  const match = /^(\(?)\s?(-?\s?\d{1,20}(?:\.\d{0,20})?)\s?(%?)/.exec(text)
  if (match === null) return null
  const value = Number(at(match, 2).replace(/\s/g, '')) / (match[3] === '%' ? 100 : 1)
  return match[1] === '(' ? -value : value
}

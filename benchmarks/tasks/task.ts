import * as z from 'zod'
import { describeIssues, RationaleError } from '../../src/core/errors.js'

/** One question of a benchmark, in the words of this package. */
export interface Sample {
  id: string
  question: string
  context?: string
  /** Without their letters: the first is A. */
  options?: string[]
  /** Absent where the source publishes none (hidden test labels). */
  gold?: string
  /** Where it differs from the task's: then the grader of that name judges. */
  answer?: AnswerKind
  /** Human explanation, summary or programme: what a generated rationale is compared with. */
  reference?: string
  /** Step-level tasks: the solution to judge, and its first wrong step (0-based, -1 for none). */
  steps?: string[]
  firstError?: number
  /** What a grader needs beside the gold answer (TAT-QA's scale, FinQA's programme, …). */
  details?: Record<string, string>
}

export const domains = ['mathematics', 'commonsense', 'science', 'logic', 'finance', 'steps'] as const
export type Domain = (typeof domains)[number]

/**
 * What a right answer looks like; it decides the grader and the last sentence of the prompt.
 * `letters`: several options may be right. `text`: spans or free text. `steps`: no answer is asked, the first wrong step is.
 */
export type AnswerKind =
  | 'number'
  | 'expression'
  | 'letter'
  | 'letters'
  | 'boolean'
  | 'label'
  | 'labels'
  | 'text'
  | 'steps'

/** Where the task's own people publish it. */
export interface Home {
  /** The page that a person opens. */
  page: string
  /** Files of a data set on the Hugging Face hub, `*` for what differs from upload to upload… */
  hub?: { name: string; revision?: string; files: readonly string[] }
  /** …or addresses of files elsewhere. */
  urls?: readonly string[]
  /** Why it cannot be fetched without a person (terms to accept, an archive to unpack). */
  manual?: string
}

/** A row of one published layout of the task: the first layout whose schema takes the row reads it. */
export interface Layout {
  schema: z.ZodType
  read(row: unknown, position: string): Sample[]
}

export interface Task {
  name: string
  title: string
  domain: Domain
  answer: AnswerKind
  /** Which grader of benchmarks/graders judges an answer. */
  grader: string
  split: string
  /** As the source states it; `not stated` where it does not. */
  licence: string
  home: Home
  /** What the model is told to do; the question follows. */
  instruction: string
  layouts: readonly Layout[]
  /** A file that is not JSON, CSV or Parquet -> rows. */
  parseText?: (text: string) => unknown[]
  /** Names of data files, to find the task in a folder; matched against the path below that folder. */
  files: RegExp
  /** A few rows in the published layout, written for this package (never taken from the data). */
  samples: readonly unknown[]
  /** A task whose records are made here: what stands in for the built-in rows, from a seed. */
  generate?: (seed: number) => Sample[]
  /** Left out of `all` and of its domain: measured where it is asked for by its name, which is seldom. */
  byNameOnly?: boolean
}

/** Ties a schema's type to the function that reads its rows. */
export function layout<Row>(schema: z.ZodType<Row>, read: (row: Row, position: string) => Sample | Sample[]): Layout {
  return { schema, read: (row, position) => [read(row as Row, position)].flat() }
}

/** Reads one row of a file. @throws RationaleError `input`: what each layout missed. */
export function readRow(task: Task, row: unknown, position: string): Sample[] {
  const misses: string[] = []
  for (const { schema, read } of task.layouts) {
    const parsed = schema.safeParse(row)
    if (parsed.success) return read(parsed.data, `${task.name}-${position}`)
    misses.push(describeIssues(parsed.error, 'row'))
  }
  throw new RationaleError('input', `row ${position} is not a ${task.title} record`, { found: misses.join(' | or ') })
}

const closings: Record<AnswerKind, string> = {
  number: 'End with "The answer is N." where N is the number alone.',
  expression: 'End with the final answer in \\boxed{}.',
  letter: 'End with "The answer is X." where X is the letter of one option.',
  letters: 'End with "The answer is …" and the letters of all right options.',
  boolean: 'End with "The answer is yes." or "The answer is no."',
  label: 'End with "The answer is …" and the label.',
  labels: 'End with "The answer is …" and the labels, separated by commas.',
  text: 'End with "The answer is …" and the answer as short as possible.',
  steps: 'Name the first wrong step, or say that every step is right.',
}

/** The prompt of one sample: instruction, context, question, options, and how to end. One step a line, so that steps can be told apart. */
export function promptFor(task: Task, sample: Sample): string {
  return [
    task.instruction,
    sample.context,
    sample.question,
    sample.options?.map((option, index) => `${letter(index)}) ${option}`).join('\n'),
    `Think step by step, one step a line. ${closings[sample.answer ?? task.answer]}`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n')
}

/** 0 -> A. */
export function letter(index: number): string {
  return String.fromCharCode(65 + index)
}

/** The letter of the option that a source names by its label or its text. @throws RationaleError `input` where it is none of them: that row has no answer. */
export function letterOf(named: string, labels: readonly string[]): string {
  const place = labels.findIndex((label) => label.trim() === named.trim())
  if (place !== -1) return letter(place)
  throw new RationaleError('input', 'the answer is none of the options', { expected: labels.join(', '), found: named })
}

/** `A)32400`, `(B) 6`, `c ) 18`, `D. x` -> the option alone. */
export function withoutLetter(option: string): string {
  return option.replace(/^\s*\(?[A-Za-z]\s?[).:：．、]\s*/, '').trim()
}

/** A table as rows of cells, one row a line. */
export function tableText(rows: readonly (readonly unknown[])[]): string {
  return rows.map((cells) => cells.map((cell) => String(cell)).join(' | ')).join('\n')
}

/** Numbers come as numbers or strings, as each file pleases. */
export const textOrNumber = z.union([z.string(), z.number()]).transform(String)

import { createInterface } from 'node:readline'
import * as z from 'zod'
import { RationaleError } from '../../src/core/errors.js'
import { openInput } from '../../src/core/files/pipe.js'
import { type ContaminationIndex, createContaminationIndex } from '../../src/core/records/contamination.js'
import { readRecords } from '../../src/core/records/ndjson.js'
import { tableRecords } from '../sources/table.js'

/** Every text in the given benchmark files, in whatever fields it stands. */
export async function loadContamination(files: readonly string[]): Promise<ContaminationIndex | undefined> {
  if (files.length === 0) return undefined
  const index = createContaminationIndex()
  for (const file of files)
    for await (const record of recordsOf(file)) for (const text of textsIn(record)) index.add(text)
  return index
}

const questionFields = ['question', 'problem', 'prompt', 'query', 'instruction', 'text'] as const

/** One question a record: the first of the usual fields that it has. At most 20,000: a centroid needs no more. */
export async function loadQuestions(files: readonly string[]): Promise<string[]> {
  const questions: string[] = []
  for (const file of files) {
    for await (const record of recordsOf(file)) {
      const field =
        typeof record === 'object' && record !== null
          ? questionFields.find((name) => typeof (record as Record<string, unknown>)[name] === 'string')
          : undefined
      const text = typeof record === 'string' ? record : field && (record as Record<string, string>)[field]
      if (text && questions.length < 20_000) questions.push(text)
    }
  }
  if (questions.length === 0) {
    throw new RationaleError('input', 'the reference files hold no question', {
      expected: `records with one of ${questionFields.join(', ')}, or a text file with a question a line`,
      found: files.join(', '),
    })
  }
  return questions
}

async function* recordsOf(file: string): AsyncGenerator<unknown> {
  if (/\.(csv|tsv)(\.gz)?$/i.test(file)) {
    for await (const each of tableRecords(file, /\.tsv/i.test(file) ? '\t' : ',')) if ('row' in each) yield each.row
  } else if (/\.txt$/i.test(file)) yield* createInterface({ input: openInput(file) })
  else
    for await (const { record } of readRecords(file, z.unknown(), { uniqueIds: false }))
      yield* Array.isArray(record) ? record : [record]
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) yield* textsIn(member)
}

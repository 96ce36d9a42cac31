/*
 * Mines rationales with gains from solutions whose authors wrote down what the text leaves out, so that no large model has to write them:
 *
 *   npm run study reward-mine -- --scorer URI --output DIR [--gsm8k FILE --limit 100] [--choices FILE --explanations FILE --choiceLimit 120]
 *
 * GSM8K's training part (the calculator's notes are the rationales, and are taken out of the text) and CommonsenseQA's training part with the explanations of
 * CoS-E. They go through `rationale extract` as the answers of a model that rewrites a document: every filter applies, and the scorer measures the
 * gains. Texts are drawn by a seed. DIR/rationales.ndjson is what `rationale train` takes. Give no test part.
 */
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { runExtraction } from '../../../extraction/index.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { resolveModel } from '../../../src/models/resolve.js'
import { scriptedModel } from '../../../src/models/scripted.js'
import { choiceRow, explanationRow, gsm8kRow, quoted, type WorkedText, withExplanation, withNotes } from './workings.js'

const { values: options } = parseArgs({
  options: {
    scorer: { type: 'string' },
    output: { type: 'string' },
    gsm8k: { type: 'string' },
    limit: { type: 'string', default: '100' },
    choices: { type: 'string' },
    explanations: { type: 'string' },
    choiceLimit: { type: 'string', default: '120' },
  },
})
const { scorer: uri, output, gsm8k, choices, explanations } = options
if (uri === undefined || output === undefined)
  throw new Error('usage: npm run study reward-mine -- --scorer URI --output DIR --gsm8k FILE …')

const texts = [
  ...drawn(gsm8k === undefined ? [] : await solutions(gsm8k), options.limit),
  ...drawn(
    choices === undefined || explanations === undefined ? [] : await explained(choices, explanations),
    options.choiceLimit,
  ),
]
const answers = new Map(texts.map(({ text, annotated }) => [quoted(text), annotated]))
const scorer = await resolveModel(uri)
try {
  const author = scriptedModel({
    id: 'author:',
    generate: (prompt) => answers.get(prompt.slice(prompt.lastIndexOf('<document>'))) ?? '',
  })
  const started = process.cpuUsage()
  const { stats } = await runExtraction({
    output,
    input: 'workings',
    documents: texts.map(({ id, source, text }) => ({ id, source, text })),
    model: author,
    scorer,
    mode: 'rewrite',
  })
  const { user, system } = process.cpuUsage(started)
  console.log(JSON.stringify(stats, null, 1))
  console.log(`${texts.length} texts, ${((user + system) / 1e6).toFixed(0)} s of processor time`)
} finally {
  await scorer.close()
}

function drawn(all: WorkedText[], limit: string): WorkedText[] {
  return seededRandom('reward-mine').shuffle(all).slice(0, Number(limit))
}

async function solutions(file: string): Promise<WorkedText[]> {
  const found: WorkedText[] = []
  for (const [i, row] of (await rows(file, gsm8kRow)).entries()) found.push(...some(withNotes(row, `gsm8k-${i}`)))
  return found
}

async function explained(file: string, reasons: string): Promise<WorkedText[]> {
  const why = new Map(
    (await rows(reasons, explanationRow)).map(({ id, explanation }) => [id, explanation['open-ended']]),
  )
  return (await rows(file, choiceRow)).flatMap((row) => some(withExplanation(row, why.get(row.id) ?? '')))
}

async function rows<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const found: T[] = []
  for await (const { record } of readRecords(file, schema)) found.push(record)
  return found
}

function some<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value]
}

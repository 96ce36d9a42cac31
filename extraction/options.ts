import * as z from 'zod'
import { MOST_SECONDS } from '../src/core/arguments.js'
import { presetNames } from './filters/presets.js'
import { languages } from './prefilter/stop-words.js'

/*
 * The options of `rationale extract`, as a command line gives them: strings are coerced. `runExtraction` takes the same object, with the models and
 * the embedder as things that are already open.
 */

const count = () => z.coerce.number().int().positive()
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) =>
    (Array.isArray(value) ? value : value.split(',')).map((each) => each.trim()).filter((each) => each !== ''),
  )

/** What can be written beside the rationales. */
const exportNames = ['documents', 'questions'] as const
export type ExportName = (typeof exportNames)[number]

export const extractionOptionsSchema = z.object({
  input: z.string({ error: 'give a file, a folder, - or hf://…' }).min(1).meta({
    description:
      'documents: a file (.ndjson, .jsonl, .csv, .tsv, .txt, .md, also .gz; .parquet), a folder of them, - for NDJSON on stdin, or hf://datasets/ORG/NAME[/FILE]',
    value: 'path',
  }),
  output: z
    .string({ error: 'give the folder of the job' })
    .min(1)
    .meta({ description: 'folder of the job; the same command resumes it', value: 'dir' }),
  text: z.string().default('text').meta({ description: 'field or column that holds the text', value: 'name' }),
  idField: z.string().default('id').meta({
    description: 'field or column that holds the id (without one, the id is made from the content)',
    value: 'name',
  }),
  sourceName: z
    .string()
    .optional()
    .meta({ description: 'source of documents that name none (default: the file name)', value: 'name' }),
  mode: z.enum(['auto', 'rewrite', 'insert']).default('auto').meta({
    description:
      'rewrite: the model returns the document with rationales in it; insert: it writes each rationale alone (small models); auto: rewrite',
    value: 'mode',
  }),
  perDocument: count().default(3).meta({ description: 'rationales asked for per document in insert mode', value: 'n' }),
  thoughts: count().default(1).meta({
    description:
      'insert mode: thoughts sampled for each place, each with its gain (the first is the likeliest one); those that help are kept',
    value: 'n',
  }),
  positions: z.enum(['cue', 'entropy']).default('cue').meta({
    description:
      'insert mode: where rationales are asked for: before sentences that announce reasoning (cue), or where the model knows least how the text goes on (entropy: one more token a sentence)',
    value: 'how',
  }),
  preset: z
    .enum(presetNames)
    .default('rationalyst-paper')
    .meta({ description: `gain filter: ${presetNames.join(', ')}`, value: 'name' }),
  calibration: z
    .string()
    .optional()
    .meta({ description: 'thresholds of the preset "calibrated": a file made by --calibrate', value: 'file' }),
  minCharacters: count().default(50).meta({ description: 'shorter documents are filtered', value: 'n' }),
  maxCharacters: count()
    .default(2000)
    .meta({ description: 'longer documents are split between paragraphs', value: 'n' }),
  languages: list
    .refine((each) => each.every((name) => (languages as string[]).includes(name)), {
      message: `expected some of ${languages.join(', ')}`,
    })
    .default([])
    .meta({ description: `keep only these languages: ${languages.join(',')} (default: any)`, value: 'list' }),
  quality: z
    .stringbool()
    .or(z.boolean())
    .default(true)
    .meta({ description: 'quality rules (true or false)', value: 'bool' }),
  nearDuplicates: z
    .stringbool()
    .or(z.boolean())
    .default(true)
    .meta({ description: 'drop near duplicates by MinHash (true or false)', value: 'bool' }),
  decontaminate: list.default([]).meta({
    description: 'benchmark files: documents that share 13 words in a row with one are dropped',
    value: 'files',
  }),
  reference: list.default([]).meta({
    description: 'files of reference questions: documents unlike their centroid are dropped (needs an embedder)',
    value: 'files',
  }),
  // RATIONALYST's pre-filter keeps documents from 0.3 on.
  minSimilarity: z.coerce.number().min(-1).max(1).default(0.3).meta({
    description:
      'cosine with the centroid that a document must have (0.3 suits sentence encoders; with hash: rather give --top-fraction)',
    value: 'x',
  }),
  topFraction: z.coerce.number().positive().max(1).optional().meta({
    description: 'keep this share of documents, those most like the references, instead (reads the input twice)',
    value: 'x',
  }),
  export: z.enum(exportNames).optional().meta({
    description:
      'documents: also write documents.ndjson, the documents with what was kept in its place, to train on; questions: questions.ndjson, with gold answers and what verifies them',
    value: 'what',
  }),
  concurrency: count()
    .default(16)
    .meta({ description: 'most model calls in flight; fewer while a server refuses', value: 'n' }),
  retries: z.coerce
    .number()
    .int()
    .min(0)
    .default(3)
    .meta({ description: 'attempts after the first of a call that may pass', value: 'n' }),
  attemptTimeout: z.coerce
    .number()
    .positive()
    .max(MOST_SECONDS)
    .default(600)
    .meta({ description: 'seconds after which one call is given up', value: 's' }),
  maxCalls: count()
    .optional()
    .meta({ description: 'stop after this many model calls, over all runs of the job', value: 'n' }),
  maxTokensTotal: count()
    .optional()
    .meta({ description: 'stop after this many tokens, over all runs of the job', value: 'n' }),
  maxCost: z.coerce
    .number()
    .positive()
    .optional()
    .meta({ description: 'stop at this cost (needs --prices)', value: 'x' }),
  prices: z
    .string()
    .optional()
    .meta({ description: 'JSON file {"MODEL": {"input": PER_MILLION_TOKENS, "output": …}}', value: 'file' }),
  shard: z
    .string()
    .regex(/^\d+\/\d+$/, 'expected i/n, such as 0/4')
    .refine((value) => Number(value.split('/')[0]) < Number(value.split('/')[1]), {
      message: 'i/n counts from 0: i must be below n',
    })
    .optional()
    .meta({ description: 'this process takes the inputs whose id falls into part i of n (from 0)', value: 'i/n' }),
  limit: count().optional().meta({ description: 'stop after this many inputs', value: 'n' }),
  maxBad: z
    .string()
    .regex(/^\d+(\.\d+)?%?$/, 'expected a number or a percentage, such as 10 or 0.5%')
    .optional()
    .meta({ description: 'fail when more inputs than this are rejected or fail (default: any number)', value: 'N|%' }),
  queue: z
    .string()
    .regex(/^rediss?:\/\//, 'expected redis://HOST:PORT')
    .optional()
    .meta({ description: 'give the work to workers through Redis (redis://HOST:PORT)', value: 'url' }),
  dryRun: z
    .boolean()
    .default(false)
    .meta({ description: 'mine a sample of 20 and print what the whole would cost; writes nothing' }),
})

/** What a caller gives (defaults may be left out). */
export type ExtractionOptions = z.input<typeof extractionOptionsSchema>
export type ParsedExtractionOptions = z.output<typeof extractionOptionsSchema>

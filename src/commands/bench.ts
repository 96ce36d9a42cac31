import { z } from 'zod'
import { benchCandidates } from '../../benchmarks/candidates.js'
import { publicCandidateSetSchema, publicLabelledChainSchema } from '../../benchmarks/public-formats.js'
import { benchSteps } from '../../benchmarks/steps.js'
import { RationaleError } from '../core/errors.js'
import { createRecordWriter, readRecords } from '../core/ndjson.js'
import { loadVerifier } from '../load-verifier.js'
import * as command from './command.js'
import { candidatesTable, stepsTable } from './tables.js'

const count = z.coerce.number().int().positive().optional()

export const benchCommand = command.defineCommand({
  name: 'bench',
  summary: 'Measure a verifier on recorded candidates (--candidates) or labelled steps (--steps).',
  options: z.object({
    candidates: z
      .string()
      .optional()
      .meta({ description: 'CandidateSet records with grades or gold answers', value: 'file' }),
    steps: z
      .string()
      .optional()
      .meta({ description: 'LabelledChain records; ProcessBench files are read as they are', value: 'file' }),
    verifier: command.verifierOption,
    candidatesPerProblem: count.meta({
      description: 'draw this many candidates per problem by seed (default: all)',
      value: 'k',
    }),
    draws: z.coerce
      .number()
      .int()
      .positive()
      .default(1)
      .meta({ description: 'independent draws per problem', value: 'n' }),
    generatorsBelow: z.coerce.number().positive().max(1).optional().meta({
      description: 'keep only generators (field "model") whose accuracy over the file is below this',
      value: 'share',
    }),
    limit: command.limitOption,
    seed: command.seedOption,
    output: z.string().optional().meta({ description: 'write the result there as JSON too', value: 'file' }),
    json: command.jsonOption,
  }),
  async run(options, terminal) {
    if ((options.candidates === undefined) === (options.steps === undefined)) {
      throw new RationaleError('configuration', 'rationale bench needs one of --candidates FILE and --steps FILE')
    }
    await using verifier = await loadVerifier(options.verifier, { signal: terminal.signal })
    const file = (options.candidates ?? options.steps) as string
    const progress = terminal.progress(`judging with ${verifier.id}`)
    const shared = { verifier, seed: options.seed, signal: terminal.signal, onEvent: () => progress.advance() }
    let rejected = 0
    const onReject = (line: number, reason: string) => {
      rejected++
      terminal.say(`line ${line} of ${file}: rejected: ${reason}`)
    }
    try {
      const report =
        options.candidates === undefined
          ? await benchSteps({
              ...shared,
              chains: await readAll(file, publicLabelledChainSchema, options.limit, onReject),
            })
          : await benchCandidates({
              ...shared,
              candidatesPerProblem: options.candidatesPerProblem,
              generatorsBelow: options.generatorsBelow,
              draws: options.draws,
              sets: await readAll(file, publicCandidateSetSchema, options.limit, onReject),
            })
      if (options.output !== undefined) {
        const writer = createRecordWriter(options.output)
        await writer.write(report)
        await writer.commit()
      }
      if (!options.json) terminal.out.write(report.suite === 'steps' ? stepsTable(report) : candidatesTable(report))
      return { exit: rejected > 0 ? command.EXIT.partly : command.EXIT.done, json: report }
    } finally {
      progress.stop()
    }
  },
})

async function readAll<T extends { id: string }>(
  file: string,
  schema: z.ZodType<T>,
  limit = Number.POSITIVE_INFINITY,
  onReject: (line: number, reason: string) => void,
): Promise<T[]> {
  const records: T[] = []
  const notes = { onReject: (note: { line: number; reason: string }) => onReject(note.line, note.reason) }
  for await (const { record } of readRecords(file, schema, notes)) {
    if (records.push(record) >= limit) break
  }
  return records
}

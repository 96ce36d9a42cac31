import { z } from 'zod'
import { RationaleError } from '../core/errors.js'
import { candidateSetSchema } from '../core/records/types.js'
import { loadVerifier } from '../load-verifier.js'
import * as command from './command.js'
import { runRecordJob } from './records.js'

export const rerankCommand = command.defineCommand({
  name: 'rerank',
  summary: 'Choose among candidate solutions. Reads CandidateSet records, writes Ranking records.',
  argument: '[file]',
  options: z.object({
    file: z.string().optional(),
    input: command.inputOption.optional(),
    output: command.outputOption,
    verifier: command.verifierOption,
    strategy: z
      .enum(['weighted', 'best-of-n', 'majority'])
      .default('weighted')
      .meta({ description: 'weighted, best-of-n or majority', value: 'name' }),
    limit: command.limitOption,
    maxBad: command.maxBadOption,
    ...command.serverOptions,
    json: command.jsonOption,
  }),
  async run({ verifier: uri, strategy, file, input = file, ...options }, terminal) {
    if (input === undefined)
      throw new RationaleError('configuration', 'rationale rerank: --input is needed: a file of CandidateSet records', {
        remedy: 'see rationale rerank --help',
      })
    await using verifier = await loadVerifier(uri, { signal: terminal.signal, ...command.serverLimits(options) })
    return await runRecordJob(
      {
        ...options,
        input,
        label: `ranking with ${verifier.id}`,
        schema: candidateSetSchema,
        map: (set) => verifier.rerank(set, { strategy }),
        unjudged: ({ best, reason = 'no reason was given' }) => (best === null ? reason : undefined),
        partly: ({ unjudged, reason }) => (unjudged === undefined ? undefined : reason),
      },
      terminal,
    )
  },
})

import { z } from 'zod'
import { chainSchema } from '../core/records/types.js'
import { loadVerifier } from '../load-verifier.js'
import * as command from './command.js'
import { runRecordJob } from './records.js'

export const verifyCommand = command.defineCommand({
  name: 'verify',
  summary:
    'Score every step of reasoning chains and name the first wrong one. Reads Chain records, writes Verdict records.',
  options: z.object({
    input: command.inputOption,
    output: command.outputOption,
    verifier: command.verifierOption,
    trace: z.boolean().default(false).meta({ description: 'every step as it is judged, an NDJSON event on stderr' }),
    limit: command.limitOption,
    maxBad: command.maxBadOption,
    json: command.jsonOption,
  }),
  async run({ verifier: uri, trace, ...options }, terminal) {
    await using verifier = await loadVerifier(uri, { signal: terminal.signal })
    return runRecordJob(
      {
        ...options,
        label: `verifying with ${verifier.id}`,
        schema: chainSchema,
        map: (chain) =>
          verifier.verify(chain, trace ? { onEvent: (event) => terminal.say(JSON.stringify(event)) } : {}),
        count(verdict, counts) {
          counts[verdict.verdict] = (counts[verdict.verdict] ?? 0) + 1
        },
      },
      terminal,
    )
  },
})

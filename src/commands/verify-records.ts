import { z } from 'zod'
import { defined } from '../core/absence.js'
import { messageOf } from '../core/errors.js'
import { asChain } from '../core/records/as-chain.js'
import { chainSchema, type Verifier } from '../core/records/types.js'
import { whyPartly, whyUnjudged } from '../core/records/unjudged.js'
import * as command from './command.js'
import { runRecordJob } from './records.js'
import { delimiterOf, readTable } from './table.js'
import { fails, traced } from './verdict-outcome.js'

/** The options of `verify` that a file of records uses. */
interface Given {
  input: string
  output?: string | undefined
  question?: string | undefined
  solution?: string | undefined
  failOn?: 'incorrect' | 'abstain' | undefined
  trace: boolean
  limit?: number | undefined
  maxBad?: string | undefined
  json: boolean
}

/** Records in, verdicts out, in the order of the input. */
export async function verifyRecords(
  { question, solution, failOn, trace, ...job }: Given,
  verifier: Verifier,
  terminal: command.Terminal,
): Promise<command.CommandResult> {
  const names = { question, solution }
  const delimiter = await delimiterOf(job.input, names)
  let read = 0
  let failed = 0
  const { exit, json } = await runRecordJob(
    {
      ...job,
      label: `verifying with ${verifier.id}`,
      schema: z.preprocess((value, context) => {
        try {
          return asChain(value, `record-${++read}`, names)
        } catch (error) {
          context.addIssue({ code: 'custom', message: messageOf(error).replace(/\n\s+([\w ]+:)\s+/g, '; $1 ') })
          return z.NEVER
        }
      }, chainSchema),
      read:
        delimiter &&
        ((source, schema, how) => readTable(source, schema, { ...how, file: job.input, delimiter, names })),
      map: (chain) => verifier.verify(chain, defined({ onEvent: traced(trace, terminal) })),
      count(verdict, counts) {
        counts[verdict.verdict] = (counts[verdict.verdict] ?? 0) + 1
        if (fails(verdict, failOn)) failed++
      },
      unjudged: whyUnjudged,
      partly: whyPartly,
    },
    terminal,
  )
  return { exit: failed > 0 && exit !== command.EXIT.interrupted ? command.EXIT.failed : exit, json }
}

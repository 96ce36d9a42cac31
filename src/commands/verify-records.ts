import { defined } from '../core/absence.js'
import { RationaleError } from '../core/errors.js'
import { asChain, questionNames, solutionNames } from '../core/records/as-chain.js'
import { isResponse, responseIn } from '../core/records/chat.js'
import { chainSchema, type Verifier } from '../core/records/types.js'
import { whyPartly, whyUnjudged } from '../core/records/unjudged.js'
import { wrapped } from '../core/wrapped.js'
import * as command from './command.js'
import { converted } from './converted.js'
import { formOf } from './input-form.js'
import { readInput } from './read-input.js'
import { runRecordJob } from './records.js'
import { Legend, showVerdict, title } from './show-verdict.js'
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
  const form = await formOf(job.input, names)
  const { width } = terminal
  const legend = new Legend()
  let read = 0
  let failed = 0
  const { exit, json } = await runRecordJob(
    {
      ...job,
      form,
      label: `verifying with ${verifier.id}`,
      schema: converted((value) => {
        const chain = asChain(value, `record-${++read}`, names, `rationale rerank ${job.input}`)
        refuseUnnamed(chain, job.input)
        return chain
      }, chainSchema),
      read: (source, schema, how) =>
        readInput(source, schema, { ...how, file: job.input, form, names, textRemedy: textRemedy(job.input) }),
      map: (chain) => verifier.verify(chain, defined({ onEvent: traced(trace, terminal) })),
      count(verdict, counts) {
        counts[verdict.verdict] = (counts[verdict.verdict] ?? 0) + 1
        if (fails(verdict, failOn)) failed++
      },
      show: {
        result(verdict, { id, question }) {
          legend.add(verdict)
          return `${title(`${id}: ${question}`, width)}\n${showVerdict(verdict, { width })}`
        },
        end: ({ records, correct, incorrect, abstain }) =>
          [
            ...wrapped(
              `${records} verified: ${correct ?? 0} correct, ${incorrect ?? 0} incorrect, ${abstain ?? 0} abstain`,
              width,
            ),
            legend.show(width),
          ].join('\n'),
      },
      unjudged: whyUnjudged,
      partly: whyPartly,
    },
    terminal,
  )
  return { exit: failed > 0 && exit !== command.EXIT.interrupted ? command.EXIT.failed : exit, json }
}

const textRemedy = (file: string) =>
  file === '-' ? 'rationale verify "QUESTION" -' : `rationale verify "QUESTION" ${file}`

/** An object that names neither a question nor a solution; what lacks only one, the schema tells of. */
function refuseUnnamed(chain: unknown, file: string): void {
  if (typeof chain !== 'object' || chain === null || Array.isArray(chain)) return
  const record = chain as Record<string, unknown> // fields of unknown types
  if (record.question !== undefined || record.steps !== undefined || record.text !== undefined) return
  const fields = Object.keys(record).filter((name) => name !== 'id')
  if (isResponse(record) || isResponse(responseIn(record)))
    throw new RationaleError('input', 'a response does not say what was asked', {
      expected: '{"question": …, "response": …}, or {"request": …, "response": …}',
      found: fields.join(', '),
      remedy: `put the question beside it; of one response alone: rationale verify "QUESTION" ${file}`,
    })
  const lists = fields.filter((name) => Array.isArray(record[name]))
  throw new RationaleError('input', 'no field holds the question', {
    expected: `${questionNames.join(', ')}; and for the solution ${solutionNames.join(', ')}`,
    found: fields.join(', ') || 'none',
    remedy:
      fields.length > 0 && lists.length === 1
        ? `where ${lists[0]} holds the records: jq -c '.${lists[0]}[]' ${file} > records.ndjson`
        : 'name them: --question NAME --solution NAME',
  })
}

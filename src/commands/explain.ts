import { z } from 'zod'
import { explain } from '../../extraction/summary/explain.js'
import * as command from './command.js'

export const explainCommand = command.defineCommand({
  name: 'explain',
  summary: 'What an extraction job did with one document: prompts, raw answers, parse and decision.',
  argument: '[ids...]',
  options: z.object({
    ids: z.array(z.string()).min(1, 'give the id of a document or a rationale'),
    output: z.string().meta({ description: 'folder of the job', value: 'dir' }),
    json: command.jsonOption,
  }),
  async run({ ids, output, json }, terminal) {
    const explanations = ids.map((id) => explain(output, id))
    // JSON escapes what a document may carry, terminal escapes among it.
    if (!json) for (const each of explanations) terminal.out.write(`${JSON.stringify(each, null, 2)}\n`)
    return { exit: command.EXIT.done, json: explanations }
  },
})

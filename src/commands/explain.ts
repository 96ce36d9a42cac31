import * as z from 'zod'
import { type Explanation, explain } from '../../extraction/summary/explain.js'
import { printable } from '../core/printable.js'
import * as command from './command.js'

const NO_ID = 'give the id of a document or a rationale: rationale explain ID --output DIR'

export const explainCommand = command.defineCommand({
  name: 'explain',
  summary: 'What an extraction job did with one document: prompts, raw answers, parse and decision.',
  argument: '[ids...]',
  options: z.object({
    ids: z.array(z.string(), NO_ID).min(1, NO_ID),
    output: z.string('give the folder of the job').meta({ description: 'folder of the job', value: 'dir' }),
    json: command.jsonOption,
  }),
  async run({ ids, output, json }, terminal) {
    const explanations = ids.map((id) => explain(output, id))
    if (!json) terminal.out.write(explanations.map(describe).join('\n'))
    return { exit: command.EXIT.done, json: explanations }
  },
})

function describe(explanation: Explanation): string {
  const { id, source, outcome, stage, reason, text, fidelity, exchanges, decisions } = explanation
  const sections: [string, string][] = [
    [id, `${outcome} at the stage "${stage}"${reason === undefined ? '' : `: ${reason}`} (source ${source})`],
    ...(text === undefined ? [] : [['text', text] as [string, string]]),
    ...exchanges.flatMap(({ prompt, answer }, i): [string, string][] => [
      [`prompt ${i + 1}`, prompt],
      [`answer ${i + 1}`, answer],
    ]),
    ...(fidelity === null ? [] : [['fidelity', fidelity.toFixed(4)] as [string, string]]),
    ...decisions.map(({ offset, rationale, gain, control, kept, reason: why }): [string, string] => [
      `rationale at character ${offset}: ${kept ? 'kept' : `dropped, ${why}`}`,
      [
        rationale,
        gain === null ? 'gain: not measured' : `gain: ${gain.toFixed(3)} nats`,
        ...(control === null ? [] : [`gain of another document's rationale there: ${control.toFixed(3)}`]),
      ].join('\n'),
    ]),
  ]
  return sections.map(([title, body]) => `== ${printable(title)}\n${printable(body)}\n`).join('\n')
}

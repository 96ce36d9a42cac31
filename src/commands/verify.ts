import { existsSync } from 'node:fs'
import * as z from 'zod'
import { defined } from '../core/absence.js'
import { RationaleError } from '../core/errors.js'
import type { Chain, Prompt, Verifier } from '../core/records/types.js'
import { whyPartly, whyUnjudged } from '../core/records/unjudged.js'
import { loadVerifier } from '../load-verifier.js'
import * as command from './command.js'
import { namedText } from './named-text.js'
import { Legend, showVerdict } from './show-verdict.js'
import { remedyOf } from './unjudged.js'
import { fails, traced } from './verdict-outcome.js'
import { withKept } from './with-kept.js'

const options = z.object({
  words: z.array(z.string()).max(2, 'give a QUESTION and a SOLUTION in quotes, or one FILE').default([]),
  input: command.inputOption.optional(),
  output: command.outputOption,
  verifier: command.verifierOption,
  context: z
    .string()
    .optional()
    .meta({ description: 'text or table that the QUESTION is about, or a file that holds it', value: 'text' }),
  question: z.string().optional().meta({ description: 'field that holds the question', value: 'name' }),
  solution: z.string().optional().meta({ description: 'field that holds the solution', value: 'name' }),
  failOn: z.enum(['incorrect', 'abstain']).optional().meta({
    description: 'exit 1 where a verdict is incorrect (or, with abstain, anything but correct)',
    value: 'verdict',
  }),
  showPrompt: z.boolean().default(false).meta({
    description:
      'write what the verifier’s models would be asked about a QUESTION and a SOLUTION (of no file), and judge nothing',
  }),
  trace: z.boolean().default(false).meta({ description: 'every step as it is judged, an NDJSON event on stderr' }),
  limit: command.limitOption,
  maxBad: command.maxBadOption,
  keep: command.keepOption,
  ...command.serverOptions,
  json: command.recordsJsonOption,
})
type Options = z.infer<typeof options>

export const verifyCommand = command.defineCommand({
  name: 'verify',
  summary:
    'Score every step of a solution and name the first wrong one: of one solution for a person, of records for programs.',
  argument: '[words...]',
  usage: '"QUESTION" "SOLUTION" | FILE (each of the two: the text, or a file that holds it; - is stdin)',
  options,
  async run(given, terminal) {
    const { words, verifier: uri } = given
    const input = inputOf(given)
    const { context, showPrompt, output, question, solution, limit, maxBad } = given
    const idle = input === undefined ? { output, question, solution, limit, maxBad } : { context, showPrompt }
    command.refuseIdle('verify', idle, input)
    return withKept({ ...given, input }, terminal, async (keep) => {
      const limits = command.serverLimits(given)
      await using verifier = await loadVerifier(uri, { signal: terminal.signal, ...limits, ...defined({ keep }) })
      if (input === undefined) return await verifyOne(words, given, verifier, terminal)
      const { verifyRecords } = await import('./verify-records.js')
      return await verifyRecords({ ...given, input }, verifier, terminal)
    })
  },
})

/** A file of records; undefined where a question and a solution stand on the command line. */
function inputOf({ words, input }: Options): string | undefined {
  const [first, second] = words
  if (input !== undefined && words.length === 0) return input
  if (input === undefined && second !== undefined) return undefined
  if (input === undefined && first !== undefined && (first === '-' || existsSync(first))) return first
  throw new RationaleError('configuration', 'rationale verify: there is nothing to verify', {
    expected:
      'rationale verify "QUESTION" "SOLUTION" (the texts, or files that hold them; - is stdin), or rationale verify FILE (of records)',
    found:
      input !== undefined
        ? '--input FILE beside other words'
        : first === undefined
          ? 'neither'
          : `${JSON.stringify(first)}, which is no file, and no solution after it`,
    remedy: 'see rationale verify --help',
  })
}

async function verifyOne(
  [question = '', solution = '']: string[],
  { context, failOn, trace, showPrompt, json }: Options,
  verifier: Verifier,
  terminal: command.Terminal,
): Promise<command.CommandResult> {
  const chain: Chain = {
    id: 'solution',
    question: await namedText(question, 'question', terminal),
    text: await namedText(solution, 'solution', terminal),
    ...(context === undefined ? {} : { context: await namedText(context, 'context', terminal) }),
  }
  if (chain.question.trim() === '')
    terminal.say('the question is empty: what the solution computes is checked, not whether it answers anything')
  if (showPrompt) {
    const prompts = verifier.prompts?.(chain) ?? []
    if (prompts.length === 0) terminal.say(`${verifier.id} asks no model in words: there is no prompt to show`)
    if (!json) terminal.out.write(prompts.map((prompt) => `${showPromptText(prompt)}\n`).join(''))
    return { exit: command.EXIT.done, json: prompts }
  }
  const verdict = await verifier.verify(chain, {
    signal: terminal.signal,
    ...defined({ onEvent: traced(trace, terminal) }),
  })
  if (verdict.steps.length === 0) terminal.say('nothing could be judged: the solution is empty')
  else if (!json) {
    const shown = showVerdict(verdict, { width: terminal.width })
    terminal.out.write(`${shown}\n\n${new Legend().add(verdict).show(terminal.width)}\n`)
  }
  const remedy = remedyOf(whyUnjudged(verdict) ?? whyPartly(verdict) ?? '').trim()
  if (remedy !== '') terminal.say(remedy)
  const failed = fails(verdict, failOn) || whyUnjudged(verdict) !== undefined
  const exit = failed ? command.EXIT.failed : whyPartly(verdict) === undefined ? command.EXIT.done : command.EXIT.partly
  return { exit, json: verdict }
}

/** A conversation with the name of each speaker above what he says; plain text as it stands. */
const showPromptText = (prompt: Prompt) =>
  typeof prompt === 'string' ? prompt : prompt.map(({ role, content }) => `[${role}]\n${content}\n`).join('\n')

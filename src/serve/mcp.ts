import { once } from 'node:events'
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js'
import * as z from 'zod'
import { defined } from '../core/absence.js'
import { describeIssues, messageOf, RationaleError, reasonOf } from '../core/errors.js'
import { missingPackage } from '../core/missing-package.js'
import { nearestName } from '../core/nearest-name.js'
import { printable } from '../core/printable.js'
import { claimKinds } from '../core/records/findings.js'
import { describe, reasoningSchema } from '../core/records/reasoning.js'
import type { Ranking, Verdict, Verifier } from '../core/records/types.js'
import { explainVote } from '../core/records/vote-words.js'
import { packageVersion } from '../core/version.js'
import { LineTransport } from './mcp-lines.js'
import { rankingSchema, strategySchema, verdictSchema } from './schemas.js'

/*
 * The verifier as tools of the Model Context Protocol, over stdin and stdout: an agent hands over reasoning and reads where it breaks.
 */

export interface McpOptions {
  /** Of a large network it takes seconds: the client is greeted meanwhile, for it waits no longer than that for a server. */
  verifier: Promise<Verifier>
  /** `evidence:`, for check_arithmetic: opened when it is first asked for. */
  checks: () => Promise<Verifier>
  /** Ends the server. */
  signal: AbortSignal
  /** Where a person reads what was wrong with a message. */
  say(message: string): void
}

const { question, context, steps, answer } = reasoningSchema.shape
const solution = z.string().max(100_000)

const verifyInput = z.strictObject({
  question,
  context,
  steps: steps.optional().describe('The reasoning, one step an entry; or give solution'),
  solution: solution.optional().describe('The reasoning as one text; it is split into steps'),
  answer,
})
const rerankInput = z.strictObject({
  question,
  context,
  candidates: z.array(solution).min(1).max(64).describe('Whole solutions, each with its answer'),
  strategy: strategySchema.optional(),
})
const arithmeticInput = z.strictObject({ text: solution.describe('Any text that computes or claims something') })
const arithmeticOutput = z.object({
  claims: z.array(
    z.object({
      kind: z.enum(claimKinds),
      said: z.string(),
      holds: z.boolean(),
      claimed: z.string().exactOptional(),
      computed: z.string().exactOptional(),
      message: z.string().exactOptional(),
    }),
  ),
})

/** What an agent may call. */
interface McpTool<Input extends z.ZodObject = z.ZodObject> {
  name: string
  title: string
  description: string
  /** In one line, for whoever gave something else. */
  takes: string
  input: Input
  output: z.ZodObject
  run(given: z.infer<Input>, signal: AbortSignal): Promise<Answer>
}

interface Answer {
  said: string
  structured: object
}

const tool = <Input extends z.ZodObject>(given: McpTool<Input>): McpTool => ({
  ...given,
  run: (arguments_, signal) => given.run(parsed(given, arguments_), signal),
})

function parsed<Input extends z.ZodObject>({ name, takes, input }: McpTool<Input>, given: unknown): z.infer<Input> {
  const { data, error } = input.safeParse(given, { reportInput: true })
  if (error === undefined) return data
  throw new RationaleError('input', `${name} cannot be called so`, {
    expected: takes,
    found: describeIssues(error, 'arguments'),
    remedy: 'call it again with these arguments',
  })
}

const toolsOf = ({ verifier, checks }: McpOptions): readonly McpTool[] => [
  tool({
    name: 'verify',
    title: 'Verify reasoning',
    description:
      'Checks a solution step by step: arithmetic, where numbers come from, contradictions, whether the answer follows. Names the first wrong step and why.',
    takes: 'question (text), and solution (text) or steps (a list of texts); also context and answer (texts)',
    input: verifyInput,
    output: verdictSchema,
    async run({ solution: text, ...chain }, signal) {
      if ((chain.steps === undefined) === (text === undefined)) {
        throw new RationaleError('input', 'verify needs the reasoning once', {
          expected: 'solution (one text) or steps (a list of texts)',
          found: text === undefined ? 'neither' : 'both',
          remedy: text === undefined ? 'give one of them' : 'leave one of them out',
        })
      }
      const verdict = await (await verifier).verify({ id: 'mcp', ...defined({ ...chain, text }) }, { signal })
      return { said: describe(verdict), structured: verdict }
    },
  }),
  tool({
    name: 'rerank',
    title: 'Choose a solution',
    description: 'Chooses among several solutions of one question: each is verified by itself, then they vote.',
    takes: 'question (text) and candidates (a list of whole solutions, each a text); also context and strategy',
    input: rerankInput,
    output: rankingSchema,
    async run({ candidates, strategy, ...asked }, signal) {
      const set = { id: 'mcp', ...defined(asked), candidates: candidates.map((text) => ({ text })) }
      const ranking = await (await verifier).rerank(set, { signal, ...defined({ strategy }) })
      return { said: describeRanking(ranking), structured: ranking }
    },
  }),
  tool({
    name: 'check_arithmetic',
    title: 'Check computations',
    description:
      'Recomputes what a text computes or claims exactly: sums, units, percentages, dates, equations, statistics. Needs no question and no model.',
    takes: 'text (a text)',
    input: arithmeticInput,
    output: arithmeticOutput,
    async run({ text }, signal) {
      const claims = claimsOf(await (await checks()).verify({ id: 'mcp', question: '', text }, { signal }))
      return { said: describeClaims(claims), structured: { claims } }
    },
  }),
]

/**
 * Serves until stdin has ended and all is answered, or the signal fires. The SDK's lower server is used: its upper one answers wrong arguments with what
 * its schema library prints.
 *
 * @returns how many lines were no message.
 * @throws RationaleError `missing-package`; what the verifier fails to load with.
 */
export async function serveMcp(options: McpOptions): Promise<number> {
  const { signal, say } = options
  const missing = missingPackage('@modelcontextprotocol/sdk', 'rationale mcp')
  const { Server } = await import('@modelcontextprotocol/sdk/server/index.js').catch(missing)
  const { CallToolRequestSchema, JSONRPCMessageSchema, ListToolsRequestSchema } = await import(
    '@modelcontextprotocol/sdk/types.js'
  ).catch(missing)
  const tools = toolsOf(options)
  const server = new Server({ name: 'rationale-verifier', version: packageVersion() }, { capabilities: { tools: {} } })
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(listed) }))
  server.setRequestHandler(CallToolRequestSchema, ({ params: { name, arguments: given = {} } }, { signal }) =>
    result(() => named(tools, name).run(given, signal)),
  )
  const ended = new Promise<void>((resolve) => {
    server.onclose = resolve
  })
  server.onerror = (error) => say(messageOf(error))
  const lines = new LineTransport({ input: process.stdin, output: process.stdout, schema: JSONRPCMessageSchema, say })
  await server.connect(lines)
  const failed = options.verifier.then(() => new Promise<never>(() => {}))
  try {
    await Promise.race([ended, aborted(signal), failed])
  } finally {
    await server.close()
  }
  return lines.refused
}

const listed = ({ name, title, description, input, output }: McpTool): Tool => ({
  name,
  title,
  description,
  // Of objects: their JSON schemas are of the type "object". The SDK's clients check with draft 7.
  inputSchema: z.toJSONSchema(input, { io: 'input', target: 'draft-7' }) as Tool['inputSchema'],
  outputSchema: z.toJSONSchema(output, { io: 'output', target: 'draft-7' }) as Tool['outputSchema'],
  annotations: { readOnlyHint: true, openWorldHint: false },
})

function named(tools: readonly McpTool[], name: string): McpTool {
  const found = tools.find((each) => each.name === name)
  if (found !== undefined) return found
  const names = tools.map((each) => each.name)
  const near = nearestName(name, names)
  throw new RationaleError('input', `there is no tool ${JSON.stringify(name)}`, {
    expected: names.join(', '),
    ...defined({ remedy: near === undefined ? undefined : `did you mean ${near}?` }),
  })
}

/** What failed is an answer that an agent can read, not an end of the session. */
async function result(run: () => Promise<Answer>): Promise<CallToolResult> {
  try {
    const { said, structured } = await run()
    return { content: [{ type: 'text', text: printable(said) }], structuredContent: { ...structured } }
  } catch (error) {
    return { content: [{ type: 'text', text: printable(reasonOf(error)) }], isError: true }
  }
}

type Claim = z.infer<typeof arithmeticOutput>['claims'][number]

/** What was computed anew; notes on where numbers come from need a question. What one kind of check disproves, another that passes it does not save. */
function claimsOf({ steps }: Verdict): Claim[] {
  return steps.flatMap(({ text, evidence }) => {
    const claims = evidence.flatMap(({ kind, span, ok, claimed, computed, message }): Claim[] => {
      const claim = claimKinds.find((each) => each === kind)
      return claim === undefined
        ? []
        : [{ kind: claim, said: text.slice(...span), holds: ok, ...defined({ claimed, computed, message }) }]
    })
    const wrong = new Set(claims.filter(({ holds }) => !holds).map(({ said }) => said))
    return claims.filter(({ said, holds }) => !holds || !wrong.has(said))
  })
}

function describeClaims(claims: readonly Claim[]): string {
  if (claims.length === 0) return 'Nothing in this text could be recomputed.'
  const lines = claims.map(({ said, holds, claimed, computed, message }) =>
    holds
      ? `holds: ${said}`
      : `WRONG: ${said}: ${message ?? (computed === undefined ? 'does not hold' : `${claimed ?? 'this'} should be ${computed}`)}`,
  )
  // Two kinds of checks may say the same of one claim.
  return [...new Set(lines)].join('\n')
}

function describeRanking(ranking: Ranking): string {
  const { chosen, why, rule } = explainVote(ranking)
  return [chosen, ...why, rule].join('\n')
}

function aborted(signal: AbortSignal): Promise<unknown> {
  return signal.aborted ? Promise.resolve() : once(signal, 'abort')
}

import { once } from 'node:events'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import { defined } from '../core/absence.js'
import { messageOf, reasonOf } from '../core/errors.js'
import { missingPackage } from '../core/missing-package.js'
import { claimKinds } from '../core/records/findings.js'
import { describe, reasoningSchema } from '../core/records/reasoning.js'
import type { Ranking, Verdict, Verifier } from '../core/records/types.js'
import { explainVote } from '../core/records/vote-words.js'
import { packageVersion } from '../core/version.js'
import { rankingSchema, strategySchema, verdictSchema } from './schemas.js'

/*
 * The verifier as tools of the Model Context Protocol, over stdin and stdout: an agent hands over reasoning and reads where it breaks.
 */

export interface McpOptions {
  verifier: Verifier
  /** `evidence:`, for check_arithmetic. */
  checks: Verifier
  /** Ends the server. */
  signal: AbortSignal
}

const { question, context, steps, answer } = reasoningSchema.shape
const solution = z.string().max(100_000)

const verifyInput = z.object({
  question,
  context,
  steps: steps.optional().describe('The reasoning, one step an entry; or give solution'),
  solution: solution.optional().describe('The reasoning as one text; it is split into steps'),
  answer,
})
const rerankInput = z.object({
  question,
  context,
  candidates: z.array(solution).min(1).max(64).describe('Whole solutions, each with its answer'),
  strategy: strategySchema.optional(),
})
const arithmeticInput = z.object({ text: solution.describe('Any text that computes or claims something') })
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

/**
 * Serves until stdin ends or the signal fires.
 *
 * @throws RationaleError `missing-package`
 */
export async function serveMcp({ verifier, checks, signal }: McpOptions): Promise<void> {
  const missing = missingPackage('@modelcontextprotocol/sdk', 'rationale mcp')
  const { McpServer } = await import('@modelcontextprotocol/sdk/server/mcp.js').catch(missing)
  const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js').catch(missing)
  const server = new McpServer({ name: 'rationale-verifier', version: packageVersion() })
  const annotations = { readOnlyHint: true, openWorldHint: false }

  server.registerTool(
    'verify',
    {
      title: 'Verify reasoning',
      description:
        'Checks a solution step by step: arithmetic, where numbers come from, contradictions, whether the answer follows. Names the first wrong step and why.',
      inputSchema: verifyInput.shape,
      outputSchema: verdictSchema.shape,
      annotations,
    },
    (given, { signal }) =>
      result(async () => {
        if ((given.steps === undefined) === (given.solution === undefined))
          throw new Error(given.steps === undefined ? 'give steps or solution' : 'give steps or solution, not both')
        const { solution: text, ...chain } = given
        const verdict = await verifier.verify({ id: 'mcp', ...defined({ ...chain, text }) }, { signal })
        return { said: describe(verdict), structured: verdict }
      }),
  )
  server.registerTool(
    'rerank',
    {
      title: 'Choose a solution',
      description: 'Chooses among several solutions of one question: each is verified by itself, then they vote.',
      inputSchema: rerankInput.shape,
      outputSchema: rankingSchema.shape,
      annotations,
    },
    ({ candidates, strategy, ...asked }, { signal }) =>
      result(async () => {
        const set = { id: 'mcp', ...defined(asked), candidates: candidates.map((text) => ({ text })) }
        const ranking = await verifier.rerank(set, { signal, ...defined({ strategy }) })
        return { said: describeRanking(ranking), structured: ranking }
      }),
  )
  server.registerTool(
    'check_arithmetic',
    {
      title: 'Check computations',
      description:
        'Recomputes what a text computes or claims exactly: sums, units, percentages, dates, equations, statistics. Needs no question and no model.',
      inputSchema: arithmeticInput.shape,
      outputSchema: arithmeticOutput.shape,
      annotations,
    },
    ({ text }, { signal }) =>
      result(async () => {
        const claims = claimsOf(await checks.verify({ id: 'mcp', question: '', text }, { signal }))
        return { said: describeClaims(claims), structured: { claims } }
      }),
  )

  const ended = new Promise<void>((resolve) => {
    server.server.onclose = resolve
  })
  await server.connect(new StdioServerTransport())
  await Promise.race([ended, once(process.stdin, 'end'), once(process.stdin, 'close'), aborted(signal)])
  await server.close()
}

/** What failed is an answer that an agent can read, not an end of the session. */
async function result(run: () => Promise<{ said: string; structured: object }>): Promise<CallToolResult> {
  try {
    const { said, structured } = await run()
    return { content: [{ type: 'text', text: said }], structuredContent: { ...structured } }
  } catch (error) {
    return { content: [{ type: 'text', text: reasonOf(messageOf(error)) }], isError: true }
  }
}

type Claim = z.infer<typeof arithmeticOutput>['claims'][number]

/** What was computed anew; notes on where numbers come from need a question. */
function claimsOf({ steps }: Verdict): Claim[] {
  return steps.flatMap(({ text, evidence }) =>
    evidence.flatMap(({ kind, span, ok, claimed, computed, message }) => {
      const claim = claimKinds.find((each) => each === kind)
      return claim === undefined
        ? []
        : [{ kind: claim, said: text.slice(...span), holds: ok, ...defined({ claimed, computed, message }) }]
    }),
  )
}

function describeClaims(claims: readonly Claim[]): string {
  if (claims.length === 0) return 'Nothing in this text could be recomputed.'
  return claims
    .map(({ said, holds, claimed, computed, message }) =>
      holds
        ? `holds: ${said}`
        : `WRONG: ${said}: ${message ?? (computed === undefined ? 'does not hold' : `${claimed ?? 'this'} should be ${computed}`)}`,
    )
    .join('\n')
}

function describeRanking(ranking: Ranking): string {
  const { chosen, why, rule } = explainVote(ranking)
  return [chosen, ...why, rule].join('\n')
}

function aborted(signal: AbortSignal): Promise<unknown> {
  return signal.aborted ? Promise.resolve() : once(signal, 'abort')
}

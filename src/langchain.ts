import type { RunnableLambda } from '@langchain/core/runnables'
import type { DynamicStructuredTool } from '@langchain/core/tools'
import { z } from 'zod'
import { defined } from './core/absence.js'
import { missingPackage } from './core/missing-package.js'
import type { Chain, Verdict, Verifier } from './core/records/types.js'

export { fromLangChain } from './models/langchain.js'

/** What an agent passes to check its own reasoning. Caps keep a model from sending a book. */
export const reasoningSchema = z.object({
  question: z.string().max(20_000).describe('The question that is being answered'),
  context: z.string().max(100_000).optional().describe('Text or tables that belong to the question'),
  steps: z.array(z.string().max(20_000)).min(1).max(500).describe('The reasoning so far, one step an entry'),
  answer: z.string().max(2000).optional().describe('The final answer, once there is one'),
})
export type Reasoning = z.infer<typeof reasoningSchema>

/** The verifier as a Runnable: Chain -> Verdict. `signal` of the call's configuration aborts it; `batch` and pipes work as ever. */
export async function verifierRunnable(verifier: Verifier): Promise<RunnableLambda<Chain, Verdict>> {
  const { RunnableLambda } = await import('@langchain/core/runnables').catch(
    missingPackage('@langchain/core', 'verifierRunnable'),
  )
  return RunnableLambda.from((chain: Chain, { signal } = {}) => verifier.verify(chain, { signal }))
}

/**
 * The verifier as a tool: an agent hands over its steps and reads where they break. The answer is text for the model; the full Verdict is the
 * message's artifact.
 */
export async function verifierTool(verifier: Verifier, name = 'check_reasoning'): Promise<DynamicStructuredTool> {
  const { tool } = await import('@langchain/core/tools').catch(missingPackage('@langchain/core', 'verifierTool'))
  const check = async (given: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<[string, Verdict]> => {
    const reasoning = reasoningSchema.parse(given)
    const verdict = await verifier.verify({ id: name, ...defined(reasoning) }, { signal })
    return [describe(verdict), verdict]
  }
  return tool(check, {
    name,
    description:
      'Checks a chain of reasoning step by step: arithmetic, where numbers come from, contradictions, and whether the answer follows. Tells which step is wrong first, if any.',
    schema: reasoningSchema,
    responseFormat: 'content_and_artifact',
  })
}

/** The verdict in sentences that a model can act on. */
export function describe({ steps, firstError, probability, verdict, reason }: Verdict): string {
  const lines = [
    firstError === null
      ? `The reasoning could not be judged: ${reason ?? 'no reason given'}.`
      : firstError === -1
        ? 'No step was found wrong.'
        : `Step ${firstError + 1} is wrong: ${JSON.stringify(steps[firstError]?.text ?? '')}`,
  ]
  for (const [index, step] of steps.entries()) {
    for (const { ok, kind, span, claimed, computed, message } of step.evidence) {
      if (ok) continue
      const said = JSON.stringify(step.text.slice(...span))
      const found =
        message ??
        (computed === undefined ? `${claimed ?? said} does not hold` : `${claimed ?? said} should be ${computed}`)
      lines.push(`Step ${index + 1}, ${kind}, ${said}: ${found}`)
    }
  }
  if (probability !== null) lines.push(`Probability that the answer is right: ${probability.toFixed(2)} (${verdict}).`)
  return lines.join('\n')
}

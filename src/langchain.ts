import type { RunnableLambda } from '@langchain/core/runnables'
import type { DynamicStructuredTool } from '@langchain/core/tools'
import { defined } from './core/absence.js'
import { missingPackage } from './core/missing-package.js'
import { describe, reasoningSchema } from './core/records/reasoning.js'
import type { Chain, Verdict, Verifier } from './core/records/types.js'

export { describe, type Reasoning, reasoningSchema } from './core/records/reasoning.js'
export { fromLangChain } from './models/langchain.js'

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

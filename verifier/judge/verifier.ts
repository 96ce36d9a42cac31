import { at } from '../../src/core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../../src/core/arguments.js'
import { RationaleError } from '../../src/core/errors.js'
import { finishInTurns, type Pieces } from '../../src/core/pieces.js'
import type {
  Chain,
  ChainInput,
  StepEvent,
  TokenTally,
  Verdict,
  Verifier,
  VerifyOptions,
} from '../../src/core/records/types.js'
import { emptyTally } from '../../src/core/tally.js'
import { ask, throwIfAborted } from './ask.js'
import { checkedChain, checkedSet, checkParts, idsFor } from './checked.js'
import type { Judge, Judgement, PreparedChain } from './judge.js'
import { judgeEach } from './panel.js'
import { prepare, preparing, whyEmpty } from './prepare.js'
import { rank } from './ranking.js'
import { stepsInOrder } from './step-events.js'
import { deciding, unjudged, type VerdictRules } from './verdict.js'

export interface VerifierParts extends VerdictRules {
  id: string
  judges: readonly Judge[]
  close?(): Promise<void>
}

/**
 * Judges + calibration -> a Verifier: where an own judge is plugged in. A judge is a function that says something of every step; what it returns as
 * features is what `probability` weighs. The flow of a verification reads top to bottom in `verify` below.
 *
 * ```ts
 * import { checkEvidence, createVerifier, type Judge } from 'rationale-verifier/verifier'
 *
 * // Says no to a step that rests on a guess.
 * const noGuessing: Judge = ({ steps }) => {
 *   const judged = steps.map((step) =>
 *     /\b(guess|probably|maybe)\b/i.test(step) ? { reward: 0.2, reason: 'the step is a guess' } : { reward: null },
 *   )
 *   return { steps: judged, features: { guesses: judged.filter(({ reward }) => reward !== null).length } }
 * }
 *
 * await using verifier = createVerifier({
 *   id: 'no-guessing',
 *   judges: [noGuessing, checkEvidence],
 *   probability: ({ guesses = 0 }) => 0.8 * 0.3 ** guesses,
 *   stepThreshold: 0.5,
 *   accept: 0.7,
 *   reject: 0.3,
 * })
 * const { firstError, verdict } = await verifier.verify({
 *   question: 'Three boxes hold 12 pens each. How many pens are there?',
 *   steps: ['3 * 12 = 36 pens.', 'Maybe some are lost, so 30.'],
 * })
 * console.log(firstError, verdict) // 1 incorrect
 * ```
 *
 * @throws RationaleError `configuration` that names what is wrong with the parts.
 */
export function createVerifier(parts: VerifierParts): Verifier {
  checkParts(parts)
  const { id, stepThreshold } = parts
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= Promise.resolve(parts.close?.())
    return closing
  }
  const checkOpen = () => {
    if (closing) throw new RationaleError('unsupported', `the verifier ${id} is closed`, { remedy: 'load it again' })
  }

  async function verify(given: ChainInput, options: VerifyOptions = {}): Promise<Verdict> {
    checkOpen()
    refuseUnknownOptions('verify', options, { signal: true, onEvent: true, unfinished: true })
    const { signal, onEvent, unfinished } = options
    throwIfAborted(signal)
    const chain = checkedChain(given)
    const prepared = await finishInTurns(preparing(chain, unfinished), signal)
    const empty = whyEmpty(prepared)
    if (empty !== undefined) return unjudged(chain.id, parts, empty)
    // What a listener throws is its own fault, no judge's.
    const faults: unknown[] = []
    const tell = (event: StepEvent) => {
      try {
        if (faults.length === 0) onEvent?.(event)
      } catch (fault) {
        faults.push(fault)
      }
    }
    const reported = onEvent && stepsInOrder(chain.id, prepared.steps, parts, tell)
    const judgements = await Promise.all(
      parts.judges.map(async (judge, j) => {
        const judgement = await ask(judge, j, prepared, signal, reported?.[j]?.step)
        reported?.[j]?.all(judgement)
        return judgement
      }),
    )
    throwIfAborted(signal)
    if (faults.length > 0) throw faults[0]
    return finishInTurns(deciding(chain.id, prepared, judgements, parts), signal)
  }

  async function verifyAll(
    given: readonly ChainInput[],
    options: Pick<VerifyOptions, 'signal' | 'unfinished'> = {},
  ): Promise<{ verdicts: Verdict[]; tokens: TokenTally }> {
    checkOpen()
    checkArguments('verifyAll', { chains: [given, 'list'] })
    refuseUnknownOptions('verifyAll', options, { signal: true, unfinished: true })
    const { signal, unfinished } = options
    throwIfAborted(signal)
    const tokens = emptyTally()
    const { chains, prepared } = await finishInTurns(preparingAll(given, unfinished), signal)
    const judged = prepared.filter((chain) => whyEmpty(chain) === undefined)
    const byJudge = await Promise.all(parts.judges.map((judge, j) => judgeEach(judge, j, judged, tokens, signal)))
    throwIfAborted(signal)
    const verdicts = await finishInTurns(decidingAll(chains, prepared, byJudge), signal)
    return { verdicts, tokens }
  }

  function* decidingAll(
    chains: readonly Chain[],
    prepared: readonly PreparedChain[],
    byJudge: readonly (readonly Judgement[])[],
  ): Pieces<Verdict[]> {
    const verdicts: Verdict[] = []
    let judged = 0
    for (const [i, chain] of prepared.entries()) {
      const { id: chainId } = at(chains, i)
      const empty = whyEmpty(chain)
      if (empty !== undefined) {
        verdicts.push(unjudged(chainId, parts, empty))
        continue
      }
      const place = judged++
      const judgements = byJudge.map((each) => at(each, place))
      verdicts.push(yield* deciding(chainId, chain, judgements, parts))
    }
    return verdicts
  }

  return {
    id,
    stepThreshold,
    verify,
    verifyAll,
    rerank: async (set, options = {}) => {
      refuseUnknownOptions('rerank', options, { strategy: true, signal: true })
      return (await rank(checkedSet(set), verifyAll, options)).ranking
    },
    prompts: (chain) => parts.judges.flatMap((judge) => judge.prompts?.(prepare(checkedChain(chain))) ?? []),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function* preparingAll(
  given: readonly ChainInput[],
  unfinished: boolean | undefined,
): Pieces<{ chains: Chain[]; prepared: PreparedChain[] }> {
  const idOf = idsFor(given)
  const chains: Chain[] = []
  const prepared: PreparedChain[] = []
  for (const [i, each] of given.entries()) {
    const chain = checkedChain(each, idOf(i))
    chains.push(chain)
    prepared.push(yield* preparing(chain, unfinished))
    yield
  }
  return { chains, prepared }
}

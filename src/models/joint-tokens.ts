import { at } from '../core/absence.js'
import type { TokenTally } from '../core/records/types.js'
import { addNaive } from '../core/tally.js'
import { type PrefixEdge, prefixEdges } from './prefix-edges.js'
import type { TextTokenizer } from './tokenizer.js'
import type { ScoredContinuation, ScorePair } from './types.js'

/** A pair's joint tokenisation, and why it cannot be scored where it cannot. */
interface JointTokens {
  ids: readonly number[]
  starts: readonly number[]
  ends: readonly number[]
  /** Index of the first token that ends inside the continuation. */
  first: number
  reason: string | undefined
}

/**
 * Scores pairs over the prefix tree of their joint tokenisations: `evaluate` sees every shared token once and fills in the
 * log-probabilities of the targets.
 */
export async function scoreJointly(
  tokenizer: TextTokenizer,
  contextWindow: number,
  pairs: readonly ScorePair[],
  evaluate: (edges: PrefixEdge[]) => Promise<void>,
  tally?: TokenTally,
): Promise<ScoredContinuation[]> {
  const asked = pairs.map((pair) => encode(tokenizer, contextWindow, pair))
  const fitting = asked.filter(({ reason, first, ids }) => reason === undefined && first < ids.length)
  if (tally) addPairs(tally, fitting)
  const { edges, paths } = prefixEdges(fitting)
  if (edges.length > 0) await evaluate(edges)
  const pathOf = new Map(fitting.map((joint, i) => [joint, paths[i] ?? []]))

  return pairs.map(({ context, continuation }, i) => {
    const { first, starts, ends, reason, ...joint } = at(asked, i)
    if (reason !== undefined) return { tokens: [], reason }
    const path = pathOf.get(at(asked, i)) ?? []
    const text = context + continuation
    const tokens = path.slice(first, joint.ids.length).map(({ logProbability }, t) => {
      const [start, end] = [starts[first + t] as number, ends[first + t] as number]
      return { text: text.slice(start, end), offset: start - context.length, logProbability }
    })
    const broken = tokens.find(({ logProbability }) => !Number.isFinite(logProbability))
    if (broken === undefined) return { tokens }
    return { tokens: [], reason: `the log-probability of ${JSON.stringify(broken.text)} is not finite` }
  })
}

/** A loop over pairs reads all tokens of each but the last, which is predicted only. */
export function addPairs(tally: TokenTally, sequences: readonly { ids: readonly number[] }[]): void {
  addNaive(
    tally,
    sequences.reduce((sum, { ids }) => sum + ids.length - 1, 0),
  )
}

function encode(tokenizer: TextTokenizer, contextWindow: number, { context, continuation }: ScorePair): JointTokens {
  const { ids, starts, ends, firstTarget: first } = tokenizer.encodeJoint(context, continuation)
  let reason: string | undefined
  if (ids.length > contextWindow)
    reason = `the text is too long for the model: it has ${ids.length} tokens, and the model takes ${contextWindow}`
  else if (first === 0 && ids.length > 0)
    reason = 'nothing precedes the first token (the context is empty and the model has no beginning-of-text token)'
  return { ids, starts, ends, first, reason }
}

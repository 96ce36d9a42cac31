import * as z from 'zod'
import { most } from '../../src/core/statistics/extremes.js'
import { quantile } from '../../src/core/statistics/statistics.js'
import type { PreparedChain } from '../judge/judge.js'

/**
 * The kind of chains that a calibration was fitted on. What it says holds for such chains alone; of any other it must not be believed.
 */
export const familiarSchema = z.strictObject({
  /** Of the longest chain. */
  steps: z.int(),
  characters: z.int(),
  /** Some chains had no number in them. */
  numberless: z.boolean(),
  /** The most frequent words, and half of the share that they have in the median chain: hardly any of them are words of another language. */
  words: z.array(z.string()),
  leastShare: z.number().min(0).max(1),
})
export type Familiar = z.infer<typeof familiarSchema>

const FREQUENT = 300
/** Chains with fewer words say nothing about their language. */
const FEWEST_WORDS = 8

/** What the chains of a calibration have in common. */
export function describeFamiliar(chains: readonly PreparedChain[]): Familiar {
  const counts = new Map<string, number>()
  for (const chain of chains) for (const word of wordsOf(chain)) counts.set(word, (counts.get(word) ?? 0) + 1)
  const words = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, FREQUENT)
    .map(([word]) => word)
  const known = new Set(words)
  const shares = chains.flatMap((chain) => shareKnown(chain, known) ?? []).sort((a, b) => a - b)
  return {
    steps: most(
      chains.map(({ steps }) => steps.length),
      0,
    ),
    characters: most(chains.map(charactersOf), 0),
    numberless: chains.some((chain) => !hasNumber(chain)),
    words,
    leastShare: shares.length === 0 ? 0 : quantile(shares, 0.5) / 2,
  }
}

/** Why a chain is of another kind; undefined where it is not. */
export function whyUnfamiliar(chain: PreparedChain, familiar: Familiar): string | undefined {
  const { steps, characters, numberless, words, leastShare } = familiar
  const than = 'the calibration never saw'
  if (chain.steps.length > steps) return `${than} a chain of ${chain.steps.length} steps, ${steps} at the most`
  const length = charactersOf(chain)
  if (length > characters) return `${than} a chain of ${length} characters, ${characters} at the most`
  if (!numberless && !hasNumber(chain)) return `${than} a chain without numbers`
  const share = shareKnown(chain, new Set(words))
  if (share !== undefined && share < leastShare)
    return `${than} a chain in such words: ${Math.round(100 * share)} % are frequent ones, ${Math.round(100 * leastShare)} % at the least`
  return undefined
}

const charactersOf = ({ steps }: PreparedChain) => steps.reduce((sum, step) => sum + step.length, 0)
const hasNumber = ({ question, steps }: PreparedChain) => [question, ...steps].some((text) => /\p{N}/u.test(text))

function* wordsOf({ question, steps }: PreparedChain): Generator<string> {
  for (const text of [question, ...steps]) for (const [word] of text.toLowerCase().matchAll(/\p{L}{2,}/gu)) yield word
}

function shareKnown(chain: PreparedChain, known: ReadonlySet<string>): number | undefined {
  const words = [...wordsOf(chain)]
  return words.length < FEWEST_WORDS ? undefined : words.filter((word) => known.has(word)).length / words.length
}

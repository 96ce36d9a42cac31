import { at } from '../../src/core/absence.js'
import { sha256 } from '../../src/core/records/sha256.js'
import { emptyTally } from '../../src/core/tally.js'
import type { Judge, Judgement, PreparedChain } from '../../verifier/judge/judge.js'
import { Journal } from '../journal.js'

type JudgeOfMany = Judge & Required<Pick<Judge, 'many'>>

/** What a judge said of a chain, by the digest of what it saw. */
export interface RememberedLine {
  key: string
  judgement: Pick<Judgement, 'steps' | 'features'>
}

/**
 * The same judge, with what it said kept in a file: a study that was killed goes on with the next chain, and checks may change without asking the network
 * again. The file's name has to tell the judge.
 */
export async function remembered(judge: JudgeOfMany, path: string): Promise<JudgeOfMany> {
  const journal = await Journal.open<RememberedLine>(path)
  const known = new Map(journal.lines.map(({ key, judgement }) => [key, judgement]))
  const many = async (...[chains, signal]: Parameters<JudgeOfMany['many']>) => {
    const missing = [...new Map(chains.map((chain) => [keyOf(chain), chain])).values()].filter(
      (chain) => !known.has(keyOf(chain)),
    )
    const { judgements, tokens } =
      missing.length === 0 ? { judgements: [], tokens: emptyTally() } : await judge.many(missing, signal)
    for (const [i, chain] of missing.entries()) {
      const { steps, features } = at(judgements, i)
      const line = { key: keyOf(chain), judgement: { steps, features } }
      await journal.append(line)
      known.set(line.key, line.judgement)
    }
    return { judgements: chains.map((chain) => known.get(keyOf(chain)) as Judgement), tokens } // all of them are known now
  }
  return Object.assign(
    async (...[chain, signal]: Parameters<Judge>) => at((await many([chain], signal)).judgements, 0),
    {
      many,
    },
  )
}

/** By what a judge sees of it. */
export const keyOf = ({ question, context, options, steps }: PreparedChain) =>
  sha256(JSON.stringify([question, context, options, steps])).slice(0, 24)

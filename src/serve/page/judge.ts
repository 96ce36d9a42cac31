import type { CandidateSet, Chain, Ranking, Verdict } from '../../core/records/types.js'

/** Who judges for the page: a server, or the visitor's own machine. */
export interface PageJudge {
  /** One sentence: what judges, and where the texts go. */
  about(): Promise<string>
  verify(chain: Chain): Promise<Verdict>
  rerank(set: CandidateSet): Promise<Ranking>
}

/** The server wants a key, or another one. */
export class KeyWanted extends Error {}

import type { CandidateSet, Chain } from '../../core/records/types.js'

/** What the page asks its worker. */
export type Asked = { id: number } & (
  | { ask: 'about' }
  | { ask: 'verify'; chain: Chain }
  | { ask: 'rerank'; set: CandidateSet }
)

/** What comes back under the same number. */
export type Answer = { id: number } & ({ value: unknown; error?: never } | { error: string; value?: never })

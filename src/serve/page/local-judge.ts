import { evidenceVerifier } from '../../../verifier/evidence-entry.js'
import type { PageJudge } from './judge.js'

/** Judges in the browser: the checks alone, which need no model. */
export function localJudge(): PageJudge {
  const verifier = evidenceVerifier()
  return {
    about: async () => 'Judged by exact checks in this browser. The texts stay on this machine.',
    verify: (chain) => verifier.verify(chain),
    rerank: (set) => verifier.rerank(set),
  }
}

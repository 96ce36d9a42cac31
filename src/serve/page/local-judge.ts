import { evidenceVerifier } from '../../../verifier/evidence-entry.js'
import type { PageJudge } from './judge.js'

/** Judges in the browser: the checks alone, which need no model. `why` there is no more, where more was to be had. */
export function localJudge(why?: string): PageJudge {
  const verifier = evidenceVerifier()
  const about =
    why === undefined
      ? 'Judged by exact checks in this browser. The texts stay on this machine.'
      : `Judged by exact checks alone, in this browser: ${why}. The texts stay on this machine.`
  return {
    about: async () => about,
    verify: (chain) => verifier.verify(chain),
    rerank: (set) => verifier.rerank(set),
  }
}

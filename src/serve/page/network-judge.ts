import { messageOf } from '../../core/errors.js'
import type { PageJudge } from './judge.js'
import { localJudge } from './local-judge.js'
import { workerJudge } from './worker-judge.js'

/** The network in a worker; where the browser starts none, the checks within the page, which says why. */
export function networkJudge(script: string): PageJudge {
  const opened = workerJudge(script).catch((error: unknown) => localJudge(whyNot(error)))
  return {
    about: async () => (await opened).about(),
    verify: async (chain) => (await opened).verify(chain),
    rerank: async (set) => (await opened).rerank(set),
  }
}

const whyNot = (error: unknown) =>
  location.protocol === 'file:'
    ? 'a browser loads no network from a file. To have it, type “npx http-server” in the folder of this page, and open the address that it prints'
    : `the network did not start (${messageOf(error)})`

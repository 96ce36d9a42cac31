import type { Ranking, Verdict } from '../../core/records/types.js'
import type { PageJudge } from './judge.js'
import type { Answer, Asked } from './worker-messages.js'

/**
 * A worker of this page as its judge, when it has said who judges.
 *
 * @throws Error where the browser starts none.
 */
export async function workerJudge(script: string): Promise<PageJudge> {
  const worker = new Worker(script, { type: 'module' })
  const waiting = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>()
  let broken: Error | undefined
  let last = 0
  worker.addEventListener('message', ({ data: { id, value, error } }: MessageEvent<Answer>) => {
    const asker = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) asker?.resolve(value)
    else asker?.reject(new Error(error))
  })
  worker.addEventListener('error', () => {
    broken = new Error(`${script} does not run`)
    for (const { reject } of waiting.values()) reject(broken)
    waiting.clear()
  })
  const ask = (question: { [Each in Asked as Each['ask']]: Omit<Each, 'id'> }[Asked['ask']]) =>
    new Promise<unknown>((resolve, reject) => {
      if (broken !== undefined) return reject(broken)
      const id = ++last
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, ...question })
    })
  // The worker is of our own, and answers what was asked.
  const about = (await ask({ ask: 'about' })) as string
  return {
    about: async () => about,
    verify: async (chain) => (await ask({ ask: 'verify', chain })) as Verdict,
    rerank: async (set) => (await ask({ ask: 'rerank', set })) as Ranking,
  }
}

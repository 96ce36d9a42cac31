import type { Ranking, Verdict } from '../../core/records/types.js'
import type { PageJudge } from './judge.js'
import type { Answer, Asked } from './worker-messages.js'

/** Asks a worker of this page. */
export function workerJudge(script: string): PageJudge {
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
    broken = new Error(
      `${script} did not start. Put the folder on a web server: a browser starts no worker from a file.`,
    )
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
  return {
    // The worker is of our own, and answers what was asked.
    about: async () => (await ask({ ask: 'about' })) as string,
    verify: async (chain) => (await ask({ ask: 'verify', chain })) as Verdict,
    rerank: async (set) => (await ask({ ask: 'rerank', set })) as Ranking,
  }
}

import type { Ranking, Verdict } from '../../core/records/types.js'
import { KeyWanted, type PageJudge } from './judge.js'

/** Asks the server that the page came from. `key` is asked for at each request. */
export function servedJudge(key: () => string): PageJudge {
  const ask = async (path: string, body: unknown): Promise<unknown> => {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' }
    if (key() !== '') headers.Authorization = `Bearer ${key()}`
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await response.text()
    if (response.ok) return JSON.parse(text)
    if (response.status === 401)
      throw new KeyWanted(
        key() === ''
          ? 'This server wants a key. Enter it above, under “Key of this server”, and verify again.'
          : 'The server does not know this key. Look at it again, and verify again.',
      )
    throw new Error(messageIn(text) ?? `the server answered ${response.status}`)
  }
  return {
    async about() {
      const { verifier } = (await (await fetch('health')).json()) as { verifier: string }
      return `Judged by ${verifier} on this server. The texts go there and nowhere else.`
    },
    // What our own server sends has the shape of its document.
    verify: async (chain) => (await ask('v1/verify', chain)) as Verdict,
    rerank: async (set) => (await ask('v1/rerank', set)) as Ranking,
  }
}

/** What an error body says, where it is one of ours. */
function messageIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { error?: { message?: string } }).error?.message
  } catch {
    return undefined
  }
}

import type { Chain, StepEvent, Verdict, Verifier } from '../../src/core/records/types.js'

export type VerdictEvent = StepEvent | { type: 'verdict'; id: string; verdict: Verdict }

/**
 * A verification as it happens: every step in order as soon as it is judged, then the verdict. Leaving the loop early ends the work.
 *
 * @throws what `verify` throws; RationaleError `aborted` once the signal fires.
 */
export async function* streamVerdict(
  verifier: Pick<Verifier, 'verify'>,
  chain: Chain,
  { signal }: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<VerdictEvent, Verdict> {
  const left = new AbortController()
  const waiting: StepEvent[] = []
  let wake = () => {}
  const running = verifier
    .verify(chain, {
      signal: signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]),
      onEvent(event) {
        waiting.push(event)
        wake()
      },
    })
    .finally(() => wake())
  let ended = false
  const ending = running.then(
    () => {
      ended = true
    },
    () => {
      ended = true
    },
  )
  try {
    while (!ended) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      if (waiting.length === 0) await Promise.race([woken, ending])
      yield* waiting.splice(0)
    }
    yield* waiting.splice(0)
    const verdict = await running
    yield { type: 'verdict', id: chain.id, verdict }
    return verdict
  } finally {
    left.abort()
    running.catch(() => {}) // an abort of our own is no news
  }
}

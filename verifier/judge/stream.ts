import { checkArguments, refuseUnknownOptions } from '../../src/core/arguments.js'
import { RationaleError } from '../../src/core/errors.js'
import type { ChainInput, StepEvent, Verdict, Verifier } from '../../src/core/records/types.js'

export type VerdictEvent = StepEvent | { type: 'verdict'; id: string; verdict: Verdict }

/**
 * A verification as it happens: every step in order as soon as it is judged, then the verdict. Leaving the loop early ends the work.
 *
 * @throws what `verify` throws; RationaleError `aborted` once the signal fires.
 */
export async function* streamVerdict(
  verifier: Pick<Verifier, 'verify'>,
  chain: ChainInput,
  options: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<VerdictEvent, Verdict> {
  checkArguments('streamVerdict', { verifier: [verifier, 'verifier'], options: [options, 'options'] })
  refuseUnknownOptions('streamVerdict', options, { signal: true })
  const { signal } = options
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
  /** What has come, up to an abort: many steps may come at once. */
  function* heard() {
    for (const event of waiting.splice(0)) {
      if (signal?.aborted) return
      yield event
    }
  }
  try {
    while (!ended) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      if (waiting.length === 0) await Promise.race([woken, ending])
      yield* heard()
    }
    yield* heard()
    const verdict = await running
    if (signal?.aborted) throw new RationaleError('aborted', 'verification was aborted', { cause: signal.reason })
    yield { type: 'verdict', id: verdict.id, verdict }
    return verdict
  } finally {
    left.abort()
    running.catch(() => {}) // an abort of our own is no news
  }
}

import { RationaleError } from '../../core/errors.js'

/*
 * Some hosted models refuse parameters that all others take: `max_tokens` (they want `max_completion_tokens`), a temperature that is not 1, `stop`,
 * `seed`, `logprobs`, several samples. What was refused is remembered, and the request goes out again without it.
 */

type Body = Readonly<Record<string, unknown>>

/** What can be left out, and what that changes, for a person; stop strings are cut here, samples asked for again. */
const LEFT_OUT: Readonly<Record<string, string | undefined>> = {
  temperature: 'it takes no temperature: its own is used, so that greedy answers may differ from call to call',
  top_p: 'it takes no top_p',
  seed: 'it takes no seed: samples cannot be repeated',
  logprobs: 'it tells no log-probabilities: a judgement of yes or no has no shades',
  top_logprobs: undefined,
  stop: undefined,
  n: undefined,
}

export interface Parameters {
  /** Sends a request, again without what the server says it does not take. */
  send(body: Body, post: (body: Body) => Promise<unknown>): Promise<unknown>
  /** What is missing, in words. */
  readonly notes: string[]
}

export function createParameters(): Parameters {
  const refused = new Set<string>()
  const suited = (body: Body): Body =>
    Object.fromEntries(
      Object.entries(body).flatMap(([key, value]) => {
        if (!refused.has(key)) return [[key, value]]
        return key === 'max_tokens' ? [['max_completion_tokens', value]] : []
      }),
    )
  return {
    get notes() {
      return [...refused].flatMap((key) => LEFT_OUT[key] ?? [])
    },
    async send(body, post) {
      for (;;) {
        const sent = suited(body)
        try {
          return await post(sent)
        } catch (error) {
          // Another request may have learned it meanwhile; this one had sent it, so it goes out again too.
          const key = refusedParameter(error, sent)
          if (key === undefined) throw error
          refused.add(key)
        }
      }
    },
  }
}

/** The parameter of this request that an error names as one that is not taken. */
function refusedParameter(error: unknown, sent: Body): string | undefined {
  if (!(error instanceof RationaleError) || error.code !== 'model') return undefined
  const said = error.found ?? ''
  if (
    !/unsupported|not supported|does not support|unrecognized|unknown|unexpected|extra|not permitted|only|at most/i.test(
      said,
    )
  )
    return undefined
  const named = [...Object.keys(LEFT_OUT), 'max_tokens'].filter(
    // No word of ordinary language: it need not stand in quotes.
    (key) => key in sent && new RegExp(key.endsWith('logprobs') ? `\\b${key}\\b` : `["'\`]${key}["'\`]`).test(said),
  )
  // "Use 'max_completion_tokens' instead of 'max_tokens'" and the like name one parameter of the request.
  return named[0]
}

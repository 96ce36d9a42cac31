import { RationaleError } from '../../src/core/errors.js'
import { type RequestCache, requestKey } from '../../src/core/files/request-cache.js'
import { readableText } from '../../src/core/records/encode.js'
import type { ChatMessage, Completion, GenerateRequest, LanguageModel, ScorePair } from '../../src/models/types.js'
import type { Generate } from '../annotate/annotator.js'
import { type Discount, discountedSum } from '../filters/gain.js'
import type { Governor } from './governor.js'

/** Every call of a model in the job: looked up first, then made within the limits, then written down. */
export interface Requests {
  generate: Generate
  /** Discounted sums of many pairs in one call; null where a pair could not be scored. */
  sums(pairs: readonly ScorePair[], discount: Discount): Promise<(number | null)[]>
}

export interface RequestsOptions {
  annotator?: LanguageModel | undefined
  scorer?: LanguageModel | undefined
  annotatorLimits: Governor
  scorerLimits: Governor
  /** Left out: nothing is remembered. */
  cache?: RequestCache | undefined
}

export function createRequests({ annotator, scorer, annotatorLimits, scorerLimits, cache }: RequestsOptions): Requests {
  async function remembered<T>(
    keyOf: () => string,
    limits: Governor,
    call: Parameters<Governor['run']>[0],
  ): Promise<T> {
    if (cache === undefined) return (await limits.run(call)) as T
    const key = keyOf()
    const known = cache.get(key)
    if (known !== undefined) return known as T
    return (await limits.run(async (signal, tally) => {
      const answer = await call(signal, tally)
      await cache.put(key, answer, { ...tally, calls: tally.calls || 1 })
      return answer
    })) as T
  }

  return {
    async generate(request) {
      const model = required(annotator, 'an annotator')
      const completion = await remembered<Completion>(
        () => generateKey(model.id, request),
        annotatorLimits,
        async (signal, tally) => {
          const [completion] = await model.generate({ ...request, signal, tally })
          if (completion === undefined) throw new RationaleError('model', `${model.id} gave no completion`)
          return completion
        },
      )
      // What is mined from it is read again: no reader takes a lone surrogate or NUL.
      return { ...completion, text: readableText(completion.text) }
    },
    async sums(pairs, discount) {
      if (pairs.length === 0) return []
      const model = required(scorer, 'a scorer')
      return remembered<(number | null)[]>(
        () =>
          requestKey(
            'sums',
            model.id,
            `${discount.decay} ${discount.start}`,
            ...pairs.flatMap(({ context, continuation }) => [context, continuation]),
          ),
        scorerLimits,
        async (signal, tally) => {
          const scored = await model.score({ pairs, signal, tally })
          if (scored.length !== pairs.length) {
            throw new RationaleError('model', `${model.id} scored another number of pairs`, {
              expected: String(pairs.length),
              found: String(scored.length),
            })
          }
          return scored.map((each) => discountedSum(each, discount))
        },
      )
    },
  }
}

const digests = new WeakMap<ChatMessage, string>()

/** The demonstrations are the same objects in every prompt of a domain: each is hashed once. */
function generateKey(model: string, { prompt, signal, tally, ...parameters }: GenerateRequest): string {
  const head = ['generate', model, JSON.stringify(parameters)]
  if (typeof prompt === 'string') return requestKey(...head, 'text', prompt)
  const messages = prompt.map((message) => {
    const known = digests.get(message) ?? requestKey(message.role, message.content)
    digests.set(message, known)
    return known
  })
  return requestKey(...head, 'messages', ...messages)
}

function required(model: LanguageModel | undefined, what: string): LanguageModel {
  if (model === undefined) throw new RationaleError('configuration', `this job has no ${what.replace(/^an? /, '')}`)
  return model
}

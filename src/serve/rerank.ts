import * as z from 'zod'
import { asCandidates } from '../core/records/as-candidates.js'
import { candidateSchema, candidateSetSchema, type Verifier } from '../core/records/types.js'
import { refuseBody } from './failures.js'
import type { Route } from './route.js'
import { rankingSchema, strategySchema } from './schemas.js'

const asked = { strategy: strategySchema.default('weighted') }

/** `POST /v1/rerank`: a CandidateSet to a Ranking. */
export function rerankRoute(verifier: Verifier): Route {
  return {
    path: '/v1/rerank',
    summary: 'Which of several solutions to one question to take.',
    body: z.union([
      z.looseObject({
        ...candidateSetSchema.shape,
        id: z.string().optional(),
        candidates: z.array(z.union([z.string(), candidateSchema])).min(1),
        ...asked,
      }),
      z.looseObject({ question: z.string(), response: z.looseObject({}), ...asked }),
    ]),
    answer: rankingSchema,
    async run(body, { id, signal, note }) {
      const parsed = z
        .intersection(candidateSetSchema, z.looseObject(asked))
        .safeParse(asCandidates(body, id, 'POST /v1/verify takes the same body'), { reportInput: true })
      if (!parsed.success) {
        throw refuseBody(
          parsed.error,
          '{question, candidates: ["…", {text} or {steps}, …], strategy?}; or {question, response} with what a model server sent',
        )
      }
      const { strategy, ...set } = parsed.data
      const ranking = await verifier.rerank(set, { strategy, signal })
      note({ candidates: set.candidates.length })
      return { json: ranking }
    },
  }
}

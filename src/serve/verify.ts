import * as z from 'zod'
import { streamVerdict } from '../../verifier/judge/stream.js'
import { asChain } from '../core/records/as-chain.js'
import { chatSchema } from '../core/records/chat.js'
import { type Chain, chainSchema, type Verifier } from '../core/records/types.js'
import { refuseBody } from './failures.js'
import type { Route, ServerEvent, Work } from './route.js'
import { verdictSchema } from './schemas.js'

const stream = z.boolean().optional().meta({ description: 'answer with an event for each step, then the verdict' })

/** `POST /v1/verify`: a Chain, or anything that a file of records may hold, to a Verdict; as events where they are asked for. */
export function verifyRoute(verifier: Verifier): Route {
  return {
    path: '/v1/verify',
    summary: 'Which step of a solution is wrong, and why.',
    body: z.union([
      z.looseObject({ ...chainSchema.shape, id: z.string().optional(), stream }),
      z.looseObject({ ...chatSchema.shape, stream }),
      z.looseObject({ question: z.string(), response: z.looseObject({}), stream }),
    ]),
    answer: verdictSchema,
    async run(body, work) {
      const chain = readChain(body, work.id)
      if (work.wantsEvents || isStreamed(body)) return { events: eventsOf(verifier, chain, work) }
      const verdict = await verifier.verify(chain, { signal: work.signal })
      work.note({ verdict: verdict.verdict, steps: verdict.steps.length })
      return { json: verdict }
    },
  }
}

function readChain(body: unknown, id: string): Chain {
  const parsed = chainSchema.safeParse(
    asChain(body, id, {}, 'POST /v1/rerank takes the same body and all of them; or send one'),
  )
  if (parsed.success) return parsed.data
  throw refuseBody(
    parsed.error,
    '{question, steps} or {question, text}; a chat {messages}; {question, response} with what a model server sent; or a row such as {problem, solution}',
  )
}

async function* eventsOf(verifier: Verifier, chain: Chain, { signal, note }: Work): AsyncGenerator<ServerEvent> {
  for await (const event of streamVerdict(verifier, chain, { signal })) {
    if (event.type === 'verdict') note({ verdict: event.verdict.verdict, steps: event.verdict.steps.length })
    yield { event: event.type, data: JSON.stringify(event) }
  }
}

const isStreamed = (body: unknown) =>
  typeof body === 'object' && body !== null && 'stream' in body && body.stream === true

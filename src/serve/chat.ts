import * as z from 'zod'
import { type Choice, choose } from '../../verifier/judge/choose.js'
import { at, defined } from '../core/absence.js'
import { askedIn, whole } from '../core/records/chat.js'
import type { CandidateSet, Verifier } from '../core/records/types.js'
import { splitSteps } from '../core/steps/steps.js'
import { emptyTally } from '../core/tally.js'
import type { Completion, LanguageModel } from '../models/types.js'
import { type ChatRequest, chatRequestSchema, readChatRequest } from './chat-request.js'
import { badRequest, Refusal, unknownModel } from './failures.js'
import type { Reply, Route, ServerEvent, Work } from './route.js'
import { rankingSchema, verdictSchema } from './schemas.js'
import { withoutFolders } from './without-folders.js'

/*
 * `POST /v1/chat/completions`: the model behind is asked for several answers; the best one goes back with its verdict (`x_rationale`), so that any
 * client gains a verifier by another base URL.
 */

const usageSchema = z.object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() })

const answerSchema = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.int(),
      message: z.object({
        role: z.literal('assistant'),
        content: z.string(),
        reasoning_content: z.string().exactOptional(),
      }),
      finish_reason: z.enum(['stop', 'length']),
      x_rationale: verdictSchema,
    }),
  ),
  usage: usageSchema.meta({ description: 'of all candidates' }),
  x_rationale: z.object({ verdict: verdictSchema, ranking: rankingSchema }),
})
type ChatAnswer = z.infer<typeof answerSchema>

export interface Gateway {
  verifier: Verifier
  /** Undefined where the server was started without one. */
  generator: LanguageModel | undefined
  /** Answers that the model is asked for, unless a request says otherwise. */
  candidates: number
}

export function chatRoute(gateway: Gateway): Route {
  return {
    path: '/v1/chat/completions',
    summary: 'The best of several answers of the model behind, with its verdict; as OpenAI’s chat completions.',
    body: chatRequestSchema,
    answer: answerSchema,
    async run(body, work): Promise<Reply> {
      const generator = generatorOf(gateway)
      const request = readChatRequest(body, gateway.candidates)
      const names = namesOf(generator)
      if (!names.includes(request.model)) throw unknownModel(request.model, names)
      const answering = () => answer(request, generator, gateway.verifier, work)
      return request.stream ? { events: eventsOf(answering, request) } : { json: await answering() }
    },
  }
}

/** The names that clients may ask for: the model's own, without the folders of this machine, and `default` for whoever does not care. */
export const namesOf = ({ id }: LanguageModel): string[] => [
  /^https?:.*#(.+)$/.exec(id)?.[1] ?? withoutFolders(id),
  'default',
]

function generatorOf({ generator }: Gateway): LanguageModel {
  if (generator !== undefined) return generator
  throw new Refusal(
    'this server has no model that writes\n  to do:    start it with --generator URI, or POST a solution to /v1/verify',
    {
      status: 404,
      code: 'no_generator',
    },
  )
}

async function answer(
  request: ChatRequest,
  generator: LanguageModel,
  verifier: Verifier,
  work: Work,
): Promise<ChatAnswer> {
  const { signal } = work
  const tally = emptyTally()
  const written = await generator.generate({
    prompt: request.messages,
    n: request.candidates,
    ...request.sampling,
    signal,
    tally,
  })
  const { ranking, verdicts, best } = await choose(verifier, setOf(request, written, work.id), {
    strategy: request.strategy,
    signal,
  })
  const order = [best, ...ranking.ranked.map(({ index }) => index).filter((index) => index !== best)]
  const verdict = at(verdicts, best)
  work.note({ candidates: written.length, verdict: verdict.verdict })
  return {
    id: `chatcmpl-${work.id}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: at(namesOf(generator), 0),
    choices: order
      .slice(0, request.answers)
      .map((index, place) => choice(at(written, index), at(verdicts, index), place)),
    usage: {
      prompt_tokens: tally.evaluated,
      completion_tokens: tally.generated,
      total_tokens: tally.evaluated + tally.generated,
    },
    x_rationale: { verdict, ranking },
  }
}

function choice(
  { text, thought, finish }: Completion,
  verdict: Choice['verdicts'][number],
  index: number,
): ChatAnswer['choices'][number] {
  return {
    index,
    message: { role: 'assistant', content: text, ...defined({ reasoning_content: thought }) },
    finish_reason: finish,
    x_rationale: verdict,
  }
}

function setOf({ messages }: ChatRequest, written: readonly Completion[], id: string): CandidateSet {
  const asked = askedIn(messages)
  if (asked === undefined) throw badRequest('messages: no user has asked anything')
  return { id, ...asked, candidates: written.map(({ text, finish }) => ({ text: whole(text, finish === 'length') })) }
}

/** The answer is chosen before its first word goes out: a step a chunk, then the verdict. */
async function* eventsOf(
  answering: () => Promise<ChatAnswer>,
  { includeUsage }: ChatRequest,
): AsyncGenerator<ServerEvent> {
  const { choices, usage, x_rationale, ...head } = await answering()
  const chunk = (fields: object): ServerEvent => ({
    data: JSON.stringify({ ...head, object: 'chat.completion.chunk', ...fields }),
  })
  for (const { index, message, finish_reason, x_rationale: verdict } of choices) {
    const delta = (fields: object) => chunk({ choices: [{ index, delta: fields, finish_reason: null }] })
    const { content, ...beside } = message
    yield delta({ ...beside, content: '' })
    for (const piece of piecesOf(content)) yield delta({ content: piece })
    yield chunk({
      choices: [{ index, delta: {}, finish_reason, x_rationale: verdict }],
      ...(index === choices.length - 1 ? { x_rationale } : {}),
    })
  }
  if (includeUsage) yield chunk({ choices: [], usage })
  yield { data: '[DONE]' }
}

/** Each step with the white space before it; all together are the text. */
function piecesOf(text: string): string[] {
  const ends = splitSteps(text).map(({ end }) => end)
  const bounds = [0, ...ends.slice(0, -1), text.length]
  return bounds.slice(1).flatMap((end, i) => (end > at(bounds, i) ? [text.slice(bounds[i], end)] : []))
}

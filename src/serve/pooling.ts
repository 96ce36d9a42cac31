import * as z from 'zod'
import { at, defined } from '../core/absence.js'
import type { Chain, Verifier } from '../core/records/types.js'
import { badRequest, Refusal, refuseBody } from './failures.js'
import type { Route, Work } from './route.js'

/*
 * `POST /pooling` as vLLM answers it for a process reward model, so that searches which ask one can ask us. They write a chain as Qwen2.5-Math-PRM's card
 * has it: a conversation whose assistant ends each step with `<extra_0>`, as messages or as the text that its chat template makes of them.
 */

const MARK = '<extra_0>'

const messages = z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1)
const bodySchema = z
  .looseObject({
    model: z.string().optional(),
    input: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    messages: messages.optional(),
    task: z.enum(['token_classify', 'encode']).default('token_classify'),
  })
  .refine(({ input, messages }) => (input === undefined) !== (messages === undefined), 'needs "input" or "messages"')

const answerSchema = z.object({
  id: z.string(),
  object: z.literal('list'),
  created: z.int(),
  model: z.string(),
  data: z.array(
    z.object({
      index: z.int(),
      object: z.literal('pooling'),
      data: z
        .array(z.array(z.number()))
        .meta({ description: 'for each step: how far it is wrong, how far it is right' }),
    }),
  ),
  usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
})

export function poolingRoute(verifier: Verifier): Route {
  return {
    path: '/pooling',
    summary:
      'The reward of every step in vLLM’s form (layout qwen-prm): two numbers a step that make 1, the second for the step.',
    body: bodySchema,
    answer: answerSchema,
    async run(body, work) {
      const parsed = bodySchema.safeParse(body)
      const expected = `{messages} or {input} in the layout of Qwen2.5-Math-PRM, each step followed by ${MARK}`
      if (!parsed.success) throw refuseBody(parsed.error, expected)
      const { input, messages: chat } = parsed.data
      const conversations = chat === undefined ? [input ?? []].flat().map(messagesOf) : [chat]
      const chains = conversations.map((conversation, i) => chainOf(conversation, `${work.id}#${i}`))
      return { json: await pool(verifier, chains, work) }
    },
  }
}

async function pool(
  verifier: Verifier,
  chains: readonly Chain[],
  { id, signal, note }: Work,
): Promise<z.infer<typeof answerSchema>> {
  const { verdicts, tokens } = await verifier.verifyAll(chains, { signal })
  const data = verdicts.map(({ steps, firstError, reason }, index) => {
    if (firstError === null) {
      throw new Refusal(`chain ${index} could not be judged: ${reason ?? 'no reason was given'}`, {
        status: 422,
        code: 'unjudged',
      })
    }
    // A step of which nobody has anything to say stands between right and wrong, as in a vote.
    const rows = steps.map(({ reward }) => [1 - (reward ?? 0.5), reward ?? 0.5])
    return { index, object: 'pooling' as const, data: rows }
  })
  note({ candidates: chains.length })
  return {
    id: `pool-${id}`,
    object: 'list',
    created: Math.floor(Date.now() / 1000),
    model: verifier.id,
    data,
    usage: { prompt_tokens: tokens.evaluated, total_tokens: tokens.evaluated },
  }
}

/** A text that ChatML's template made (Qwen's), as the messages it was made of; any other text is refused, not guessed at. */
function messagesOf(text: string): z.infer<typeof messages> {
  const turns = [...text.matchAll(/<\|im_start\|>(\w+)\n([\s\S]*?)(?:<\|im_end\|>|$)/g)]
  if (turns.length === 0) {
    throw badRequest(
      `this input is in no known layout\n  expected: Qwen's chat template, <|im_start|>user …, each step followed by ${MARK}\n  to do:    send messages, or POST /v1/verify`,
    )
  }
  return turns.map(([, role = '', content = '']) => ({ role, content }))
}

function chainOf(conversation: z.infer<typeof messages>, id: string): Chain {
  const solution = conversation.findLast(({ role }) => role === 'assistant')?.content
  const question = conversation.findLast(({ role }) => role === 'user')?.content
  if (question === undefined || solution === undefined || !solution.includes(MARK)) {
    throw badRequest(
      `this chain has no marked steps\n  expected: a user message, and an assistant message in which ${MARK} follows each step`,
    )
  }
  const pieces = solution.split(MARK)
  const rest = at(pieces, pieces.length - 1).trim()
  if (rest !== '')
    throw badRequest(`after the last ${MARK} there is more text\n  found:    ${JSON.stringify(rest.slice(0, 80))}`)
  return defined({ id, question, steps: pieces.slice(0, -1).map((step) => step.trim()) })
}

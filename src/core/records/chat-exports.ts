import * as z from 'zod'
import { RationaleError } from '../errors.js'
import { chatSchema, type Message } from './chat.js'
import { joinParts } from './text-parts.js'

/*
 * Conversations as programs write them out. ChatGPT's export is a tree of messages (a message that was edited has several answers) with the node that
 * was seen last; Claude's is a list of chat_messages; ShareGPT's rows, on which many data sets are built, are conversations; Gemini's are contents.
 */

const treeSchema = z.looseObject({
  current_node: z.string().nullish(),
  mapping: z.record(
    z.string(),
    z.looseObject({
      parent: z.string().nullish(),
      message: z
        .looseObject({
          author: z.looseObject({ role: z.string() }),
          content: z.looseObject({ parts: z.array(z.unknown()).optional() }),
        })
        .nullish(),
    }),
  ),
})
const claudeSchema = z.looseObject({
  chat_messages: z.array(z.looseObject({ sender: z.string(), text: z.string() })).min(1),
})
const shareSchema = z.looseObject({
  conversations: z.array(z.looseObject({ from: z.string(), value: z.string() })).min(1),
})

/** A turn without a role is the user's. */
const geminiSchema = z
  .array(
    z.looseObject({
      role: z.string().optional(),
      parts: z.array(z.looseObject({ text: z.string().optional(), thought: z.boolean().optional() })),
    }),
  )
  .min(1)

const roles: Record<string, string> = { human: 'user', gpt: 'assistant', model: 'assistant' }
const said = (from: string, content: string): Message => ({ role: roles[from] ?? from, content })

/** The fields that hold a conversation, one of which a record has. */
export const chatFields = ['messages', 'mapping', 'chat_messages', 'conversations', 'contents']

/** The messages of a record, oldest first, or undefined where it is no conversation. */
export function messagesIn(record: unknown): readonly Message[] | undefined {
  const chat = chatSchema.safeParse(record).data
  if (chat !== undefined) return chat.messages
  const claude = claudeSchema.safeParse(record).data
  if (claude !== undefined) return claude.chat_messages.map(({ sender, text }) => said(sender, text))
  const shared = shareSchema.safeParse(record).data
  if (shared !== undefined) return shared.conversations.map(({ from, value }) => said(from, value))
  const tree = treeSchema.safeParse(record).data
  if (tree !== undefined) return branchOf(tree)
  return typeof record === 'object' && record !== null && 'contents' in record
    ? geminiMessages(record.contents)
    : undefined
}

/** Gemini's turns as messages; undefined where a list is none of them. */
export function geminiMessages(contents: unknown): readonly Message[] | undefined {
  return geminiSchema
    .safeParse(contents)
    .data?.map(({ role = 'user', parts }) =>
      said(role, joinParts(parts.map(({ text, thought }) => ({ type: thought ? 'thought' : 'text', text })))),
    )
}

/** From the node that was seen last up to the first one. Where nothing says which that is, it is the one node that nothing follows. */
function branchOf({ mapping, current_node }: z.infer<typeof treeSchema>): Message[] {
  const branch: Message[] = []
  const met = new Set<string>()
  for (
    let id: string | null | undefined = current_node ?? onlyEnd(mapping);
    id != null && !met.has(id);
    id = mapping[id]?.parent
  ) {
    met.add(id)
    const message = Object.hasOwn(mapping, id) ? mapping[id]?.message : undefined
    const parts = message?.content.parts?.filter((part) => typeof part === 'string') ?? []
    if (message != null && parts.length > 0) branch.unshift(said(message.author.role, parts.join('\n')))
  }
  return branch
}

function onlyEnd(mapping: z.infer<typeof treeSchema>['mapping']): string {
  const parents = new Set(Object.values(mapping).flatMap(({ parent }) => parent ?? []))
  const [end, ...more] = Object.keys(mapping).filter((id) => !parents.has(id))
  if (end !== undefined && more.length === 0) return end
  throw new RationaleError(
    'input',
    'this looks like a conversation exported from ChatGPT, and it does not say which of its branches was shown',
    {
      expected: 'current_node: the key in "mapping" of the last message',
      found: `no current_node, and ${1 + more.length} messages in "mapping" that nothing follows`,
      remedy: 'name it in current_node, or export the conversation again',
    },
  )
}

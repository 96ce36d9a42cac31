/*
 * A financial assistant: questions about documents of a folder, answered by a model through the gateway, every number traced.
 *
 *     node assistant.js [--documents FOLDER] [--model URI] [--embedder URI] [QUESTION …]
 *
 * Without a model it runs offline with scripted answers.
 */
import { parseArgs } from 'node:util'
import { loadVerifier, resolveEmbedder, resolveModel, type Verdict } from 'rationale-verifier'
import { serve } from 'rationale-verifier/serve'
import { type Passage, readFolder } from './passages.js'
import { createRetriever } from './retriever.js'
import { scriptedAssistant } from './script.js'
import { type Trace, traceStep } from './trace.js'

const questions = [
  'By how much did revenue grow in 2025?',
  'What was the gross margin in 2025?',
  'What does the dividend cost in all?',
]

export interface AssistantOptions {
  documents: string
  model?: string | undefined
  embedder?: string | undefined
  questions?: readonly string[]
}

/** Documents -> passages -> retrieval -> an answer through the gateway -> every number of it traced. */
export async function assist({ documents, model: uri, embedder: embedderUri = 'hash:', ...options }: AssistantOptions) {
  const asked = options.questions ?? questions
  if (asked.some((question) => question.trim() === '')) throw new Error('a question is empty: write what to answer')
  const passages = readFolder(documents)
  const embedder = await resolveEmbedder(embedderUri)
  const retrieve = await createRetriever(passages, embedder)
  const generator = uri === undefined ? scriptedAssistant() : await resolveModel(uri)
  const verifier = await loadVerifier()
  const server = await serve({ verifier, generator, port: 0, candidates: 3 })
  try {
    const answered: { question: string; verdict: Verdict; traces: Trace[][] }[] = []
    for (const question of asked) {
      const read = await retrieve(question, 8)
      const verdict = await ask(server.url, question, read)
      const traces: Trace[][] = []
      for (const step of verdict.steps) traces.push(traceStep(step, read, traces.flat()))
      answered.push({ question, verdict, traces })
    }
    return answered
  } finally {
    await server.close()
    await verifier.close()
    await generator.close()
    await embedder.close()
  }
}

/** As any client of OpenAI's API would ask. What was read stands before the question: the verifier takes it as the context. */
async function ask(url: string, question: string, read: readonly Passage[]): Promise<Verdict> {
  const context = read.map(({ place, text }) => `${place}: ${text}`).join('\n')
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'default',
      messages: [
        {
          role: 'system',
          content: `Answer from these passages alone. Write one step a line, with its calculation.\n\n${context}`,
        },
        { role: 'user', content: question },
      ],
    }),
  })
  const body = (await response.json()) as { x_rationale: { verdict: Verdict }; error?: { message: string } }
  if (!response.ok) throw new Error(body.error?.message)
  return body.x_rationale.verdict
}

const marks = { document: ' ', computed: '=', wrong: '✗', unknown: '?' } as const

/** One answer for a person. */
export function show({ question, verdict, traces }: Awaited<ReturnType<typeof assist>>[number]): string {
  const steps = verdict.steps.flatMap(({ text }, i) => [
    `  ${text}`,
    ...(traces[i] ?? []).map(
      ({ number, source, explanation }) => `    ${marks[source]} ${number.padEnd(14)} ${explanation}`,
    ),
  ])
  const wrong = verdict.reasons[0]
  return [question, ...steps, ...(wrong === undefined ? [] : [`  ${wrong}`]), ''].join('\n')
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      documents: { type: 'string', default: 'documents' },
      model: { type: 'string' },
      embedder: { type: 'string' },
    },
  })
  const asked = positionals.length > 0 ? { questions: positionals } : {}
  for (const answer of await assist({ ...values, ...asked })) console.log(show(answer))
}

if (process.argv[1]?.endsWith('assistant.js'))
  await main().catch((error: unknown) => {
    // What is wrong, in a sentence: a stack says nothing to who typed the command.
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  })

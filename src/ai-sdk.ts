import type { LanguageModelMiddleware } from 'ai'
import { type Choice, choose } from '../verifier/judge/choose.js'
import { createGuard, isWrong } from '../verifier/judge/guard.js'
import { at, defined } from './core/absence.js'
import { checkArguments, refuseUnknownOptions } from './core/arguments.js'
import { refuseVersion } from './core/missing-package.js'
import { type Asked, askedIn, type Message, whole } from './core/records/chat.js'
import { TextParts } from './core/records/text-parts.js'
import type { RankingStrategy, Verdict, Verifier } from './core/records/types.js'

/*
 * Vercel's AI SDK: a middleware of its language models. Only types of `ai` are used.
 */

export interface VerifierMiddlewareOptions {
  verifier: Verifier
  /** Answers that the model is asked for, of which the best one goes on (default 1: the one answer is verified). At temperature 0 it is asked once: all would be the same. */
  candidates?: number
  strategy?: RankingStrategy
  /** End a stream of one answer at its first wrong step; it finishes as `other`, raw `wrong-step` (default false: the verdict alone tells). */
  stopAtWrongStep?: boolean
}

type WrapGenerate = NonNullable<LanguageModelMiddleware['wrapGenerate']>
type WrapStream = NonNullable<LanguageModelMiddleware['wrapStream']>
type Generated = Awaited<ReturnType<WrapGenerate>>
type StreamPart = Awaited<ReturnType<WrapStream>>['stream'] extends ReadableStream<infer Part> ? Part : never
type Params = Parameters<WrapGenerate>[0]['params']
type Usage = Generated['usage']
type Metadata = NonNullable<Generated['providerMetadata']>

/**
 * Verifies what a model answers, or chooses among several answers. The verdict stands in `providerMetadata.rationale.verdict`, a ranking beside it.
 * Answers without text (tool calls alone) pass as they are.
 *
 * ```ts
 * const model = wrapLanguageModel({ model: openai('gpt-5'), middleware: verifierMiddleware({ verifier, candidates: 4 }) })
 * ```
 */
export function verifierMiddleware(options: VerifierMiddlewareOptions): LanguageModelMiddleware {
  checkArguments('verifierMiddleware', {
    options: [options, 'object'],
    verifier: [options?.verifier, 'verifier'],
    candidates: [options?.candidates, 'count'],
    stopAtWrongStep: [options?.stopAtWrongStep, 'switch'],
  })
  refuseUnknownOptions('verifierMiddleware', options, {
    verifier: true,
    candidates: true,
    strategy: true,
    stopAtWrongStep: true,
  })
  const { verifier, stopAtWrongStep = false } = options
  return {
    // Of ai 6, the last that runs on Node 20. Version 7 reads the same parts and takes it as it is.
    specificationVersion: 'v3',
    wrapGenerate: ({ doGenerate, params }) => generateBest(options, doGenerate, params),
    async wrapStream({ doGenerate, doStream, params }) {
      // The best of several is known when all are written: it goes out as a stream.
      if (candidatesOf(options, params) > 1)
        return { stream: streamOf(await generateBest(options, doGenerate, params)) }
      const { stream, ...rest } = await doStream()
      const asked = askedOf(params)
      if (asked === undefined) return { stream, ...rest }
      return { stream: stream.pipeThrough(guarded(verifier, asked, stopAtWrongStep, params.abortSignal)), ...rest }
    },
  }
}

/** Models of ai 5 say their finish reason as a text and count tokens in other fields: what was cut off would be judged as if it were whole. */
function refuseOlder(finishReason: unknown): void {
  refuseVersion('ai', 'verifierMiddleware', typeof finishReason === 'object', 'ai 5, or a model made for it')
}

const candidatesOf = ({ candidates = 1 }: VerifierMiddlewareOptions, { temperature }: Params) =>
  temperature === 0 ? 1 : candidates

async function generateBest(
  options: VerifierMiddlewareOptions,
  doGenerate: Parameters<WrapGenerate>[0]['doGenerate'],
  params: Params,
): Promise<Generated> {
  const { verifier, strategy } = options
  const results = await Promise.all(Array.from({ length: candidatesOf(options, params) }, doGenerate))
  for (const { finishReason } of results) refuseOlder(finishReason)
  const usage = results.map((result) => result.usage).reduce(addUsage)
  const texts = results.map(({ content, finishReason }) => whole(textOf(content), finishReason.unified === 'length'))
  const asked = askedOf(params)
  const first = { ...at(results, 0), usage }
  if (asked === undefined || texts.every((text) => text.trim() === '')) return first
  const set = { id: 'answer', ...asked, candidates: texts.map((text) => ({ text })) }
  const choice = await choose(verifier, set, defined({ strategy, signal: params.abortSignal }))
  const best = at(results, choice.best)
  return {
    ...best,
    usage,
    providerMetadata: { ...best.providerMetadata, ...told(at(choice.verdicts, choice.best), choice) },
  }
}

/** Kinds of parts that part a text in two; sources tell where a text is from. */
const parting = /^(?:tool|reasoning|file)/

function textOf(content: Generated['content']): string {
  const parts = new TextParts()
  let text = ''
  for (const part of content) {
    if (parting.test(part.type)) parts.part()
    if (part.type !== 'text') continue
    parts.begin()
    text += parts.add(part.text)
  }
  return text
}

function askedOf({ prompt }: Params): Asked | undefined {
  const messages: Message[] = prompt.map(({ role, content }) => ({
    role,
    content:
      typeof content === 'string'
        ? content
        : content.map((part) => ({ type: part.type, ...('text' in part ? { text: part.text } : {}) })),
  }))
  return askedIn(messages)
}

/** Metadata are JSON: verdicts and rankings are. */
function told(verdict: Verdict, choice?: Choice): Metadata {
  return JSON.parse(JSON.stringify({ rationale: { verdict, ...defined({ ranking: choice?.ranking }) } }))
}

/** Passes everything on, judging the text as it comes; the verdict goes with the last part. */
function guarded(
  verifier: Verifier,
  asked: Asked,
  stop: boolean,
  signal: AbortSignal | undefined,
): TransformStream<StreamPart, StreamPart> {
  const guard = createGuard(verifier, asked, { signal })
  const parts = new TextParts()
  let open: string | undefined
  let hasText = false
  let wrong: Verdict | undefined
  return new TransformStream({
    async transform(part, controller) {
      if (parting.test(part.type)) parts.part()
      if (part.type === 'text-start') {
        open = part.id
        parts.begin()
      }
      if (part.type === 'text-end') open = undefined
      if (part.type === 'finish') {
        refuseOlder(part.finishReason)
        const verdict = wrong ?? (hasText ? await guard.end(part.finishReason.unified === 'length') : undefined)
        controller.enqueue(
          verdict === undefined ? part : { ...part, providerMetadata: { ...part.providerMetadata, ...told(verdict) } },
        )
        return
      }
      if (part.type === 'text-delta') {
        hasText = true
        const verdict = await guard.push(parts.add(part.delta))
        if (stop && verdict !== undefined && isWrong(verdict)) {
          wrong = verdict
          if (open !== undefined) controller.enqueue({ type: 'text-end', id: open })
          controller.enqueue({
            type: 'finish',
            finishReason: { unified: 'other', raw: 'wrong-step' },
            usage: noUsage,
            providerMetadata: told(verdict),
          })
          controller.terminate()
          return
        }
      }
      controller.enqueue(part)
    },
  })
}

/** A stream that was ended early never heard what it cost. */
const noUsage: Usage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
}

function addUsage(a: Usage, b: Usage): Usage {
  const sum = (x: number | undefined, y: number | undefined) => (x === undefined ? y : y === undefined ? x : x + y)
  return {
    inputTokens: {
      total: sum(a.inputTokens.total, b.inputTokens.total),
      noCache: sum(a.inputTokens.noCache, b.inputTokens.noCache),
      cacheRead: sum(a.inputTokens.cacheRead, b.inputTokens.cacheRead),
      cacheWrite: sum(a.inputTokens.cacheWrite, b.inputTokens.cacheWrite),
    },
    outputTokens: {
      total: sum(a.outputTokens.total, b.outputTokens.total),
      text: sum(a.outputTokens.text, b.outputTokens.text),
      reasoning: sum(a.outputTokens.reasoning, b.outputTokens.reasoning),
    },
  }
}

/** A whole answer as the parts that a stream of it would have. */
function streamOf({
  content,
  finishReason,
  usage,
  warnings,
  response,
  providerMetadata,
}: Generated): ReadableStream<StreamPart> {
  const parts: StreamPart[] = [
    { type: 'stream-start', warnings },
    ...(response === undefined ? [] : [{ type: 'response-metadata' as const, ...response }]),
    ...content.flatMap((part, i): StreamPart[] => {
      const id = String(i)
      if (part.type === 'text')
        return [
          { type: 'text-start', id },
          { type: 'text-delta', id, delta: part.text },
          { type: 'text-end', id },
        ]
      if (part.type === 'reasoning')
        return [
          { type: 'reasoning-start', id },
          { type: 'reasoning-delta', id, delta: part.text },
          { type: 'reasoning-end', id },
        ]
      return [part]
    }),
    { type: 'finish', finishReason, usage, ...defined({ providerMetadata }) },
  ]
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part)
      controller.close()
    },
  })
}

import pLimit from 'p-limit'
import * as z from 'zod'
import { untilAborted } from '../../core/abort.js'
import { defined } from '../../core/absence.js'
import { RationaleError } from '../../core/errors.js'
import type { TokenTally } from '../../core/records/types.js'
import { addTally } from '../../core/tally.js'
import { refuseNoAnswer } from '../thoughts.js'
import type { Capabilities, ChatMessage, Completion, GenerateRequest, LanguageModel } from '../types.js'
import { readChat, readText } from './answers.js'
import {
  NEXT_TOKEN_COUNTS,
  type NextTokens,
  nextTokenBody,
  probeNextTokens,
  readNextTokens,
  scoreByNextToken,
} from './next-token.js'
import { createParameters } from './parameters.js'
import { probeScores } from './probe.js'
import { continuationTokens, type PromptScores, type ScoringMethod, scoringMethods } from './prompt-scores.js'
import { type CallOptions, createTransport, type TransportOptions } from './transport.js'

export interface HttpModelOptions extends TransportOptions {
  /** The model's name on the server. */
  model: string
  /** Score requests in flight at once (default 8). */
  concurrency?: number | undefined
}

const usage = z.object({ usage: z.object({ prompt_tokens: z.number().nullish() }).nullish() })

/**
 * An OpenAI-compatible server: vLLM, SGLang, llama-server, Ollama, hosted ones. It scores only where a probe has shown that the
 * server's prompt log-probabilities work and are right.
 */
export function httpModel(options: HttpModelOptions): LanguageModel {
  const { model, baseUrl } = options
  const id = `${baseUrl}#${model}`
  const transport = createTransport(options)
  const limit = pLimit(options.concurrency ?? 8)
  const parameters = createParameters()
  /** Known once `/completions` was not there and `/chat/completions` was. */
  let chatOnly = false
  let probing: Promise<{ method: ScoringMethod | undefined; next?: number; notes: string[] }> | undefined

  /** Asked once, for all who wait; a failure that may pass is not remembered. Where he who asked has given up, the next asks again. */
  async function scoring(signal?: AbortSignal) {
    for (;;) {
      probing ??= findScoringMethod(signal).catch((error) => {
        probing = undefined
        throw error
      })
      const asked = probing
      try {
        return await untilAborted(() => asked, signal, `call to ${id}`)
      } catch (error) {
        const isOthers = error instanceof RationaleError && error.code === 'aborted' && !signal?.aborted
        if (!isOthers) throw error
      }
    }
  }

  async function findScoringMethod(signal?: AbortSignal) {
    const notes: string[] = []
    for (const method of scoringMethods) {
      try {
        const fault = await probeScores((prompt) => promptScores(method, prompt, { signal, probe: true }))
        if (fault === undefined) return { method, notes }
        notes.push(`scoring with ${method.name}: ${fault}`)
      } catch (error) {
        if (!(error instanceof RationaleError) || !['model', 'unsupported'].includes(error.code)) throw error
        notes.push(`scoring with ${method.name}: ${error.found ?? error.message}`)
      }
    }
    const next = await findNextTokens(notes, signal)
    return { method: undefined, ...defined({ next }), notes }
  }

  /** How many of the most likely next tokens the server tells, where it does and they are right. */
  async function findNextTokens(notes: string[], signal?: AbortSignal): Promise<number | undefined> {
    for (const count of NEXT_TOKEN_COUNTS) {
      try {
        const fault = await probeNextTokens((prompt) => nextTokens(prompt, count, { signal, probe: true }))
        if (fault === undefined) return count
        notes.push(`scoring by the next token: ${fault}`)
        return undefined
      } catch (error) {
        if (!(error instanceof RationaleError) || !['model', 'unsupported'].includes(error.code)) throw error
        // A path that is not there is not there for fewer tokens either.
        if (error.code !== 'unsupported' && count !== NEXT_TOKEN_COUNTS.at(-1)) continue
        notes.push(`scoring by the next token: ${error.found ?? error.message}`)
        return undefined
      }
    }
    return undefined
  }

  async function nextTokens(
    prompt: string,
    count: number,
    { tally, ...call }: CallOptions & { tally?: TokenTally | undefined } = {},
  ): Promise<NextTokens | string> {
    const answer = await transport.post('/completions', { model, ...nextTokenBody(prompt, count) }, call)
    const evaluated = usage.safeParse(answer).data?.usage?.prompt_tokens ?? 0
    if (tally) addTally(tally, { evaluated, unique: evaluated, generated: 1, calls: 1 })
    return readNextTokens(answer)
  }

  async function promptScores(
    method: ScoringMethod,
    prompt: string,
    { tally, ...call }: CallOptions & { tally?: TokenTally | undefined } = {},
  ): Promise<PromptScores | string> {
    const answer = await transport.post('/completions', { model, ...method.body(prompt) }, call)
    const scores = method.read(answer, prompt)
    const used = usage.safeParse(answer).data?.usage
    const evaluated = used?.prompt_tokens ?? (typeof scores === 'string' ? 0 : scores.tokens.length)
    if (tally)
      addTally(tally, {
        evaluated,
        unique: 0,
        generated: 0,
        calls: 1,
      })
    return scores
  }

  /** Some servers ignore `n`: what is missing is asked for at once, one each, under the seeds that follow. */
  async function generate(request: GenerateRequest): Promise<Completion[]> {
    const { n = 1, seed } = request
    const first = await generateOnce(request)
    const missing = Array.from({ length: Math.max(0, n - first.length) }, (_, i) => {
      const next = seed === undefined ? {} : { seed: seed + first.length + i }
      return limit(() => generateOnce({ ...request, ...next, n: 1 }))
    })
    const answers = [...first, ...(await Promise.all(missing)).flat()].slice(0, n)
    refuseNoAnswer(answers, request, id)
    return answers
  }

  async function generateOnce(request: GenerateRequest, probe = false): Promise<Completion[]> {
    const { prompt, n = 1, temperature = 0, topP, stop = [], maxTokens, seed, alternatives, signal, tally } = request
    const body = {
      model,
      n,
      temperature,
      ...defined({ top_p: topP, stop: stop.length === 0 ? undefined : stop, max_tokens: maxTokens, seed }),
    }
    const chat = async (messages: readonly ChatMessage[]) => {
      const post = (sent: object) => transport.post('/chat/completions', { ...sent, messages }, { signal, probe })
      const likely = alternatives === undefined ? {} : { logprobs: true, top_logprobs: alternatives }
      return readChat(await parameters.send({ ...body, ...likely }, post), stop, id)
    }
    const text = async (prompt: string) => {
      const post = (sent: object) => transport.post('/completions', { ...sent, prompt }, { signal, probe })
      return readText(await parameters.send(body, post), stop, id)
    }
    /** A server that only chats is asked for the continuation as an answer. */
    const textOrChat = async (prompt: string) => {
      if (chatOnly) return chat([{ role: 'user', content: prompt }])
      try {
        return await text(prompt)
      } catch (error) {
        if (!continuesNoText(error)) throw error
        const answer = await chat([{ role: 'user', content: prompt }]).catch((second: unknown) => {
          // Neither path is there: what the first said is about the model, not the path.
          throw continuesNoText(second) ? error : second
        })
        chatOnly = true
        return answer
      }
    }
    const { completions, promptTokens, generatedTokens } =
      typeof prompt === 'string' ? await textOrChat(prompt) : await chat(prompt)
    if (tally) addTally(tally, { evaluated: promptTokens, unique: promptTokens, generated: generatedTokens, calls: 1 })
    return completions
  }

  return {
    id,

    async capabilities(signal) {
      const { method, next, notes } = await scoring(signal)
      const generating = await canGenerate(signal)
      const more = chatOnly ? ['it only chats: a text to be continued goes out as one user message'] : []
      return {
        generate: generating === undefined,
        score: method !== undefined,
        ...defined({ scoresNextToken: next === undefined ? undefined : true }),
        notes: [...notes, ...more, ...parameters.notes, ...(generating === undefined ? [] : [generating])],
      } satisfies Capabilities
    },

    generate,

    async score({ pairs, signal, tally }) {
      if (signal?.aborted) throw new RationaleError('aborted', `call to ${id} was aborted`, { cause: signal.reason })
      const { method, next, notes } = await scoring(signal)
      if (method === undefined && next !== undefined) {
        const ask = (context: string) => limit(() => nextTokens(context, next, { signal, tally }).catch(refusal))
        return scoreByNextToken(pairs, ask)
      }
      if (method === undefined) {
        throw new RationaleError('unsupported', `${id} cannot score`, {
          expected: 'right log-probabilities of prompt tokens',
          found: notes.join('; '),
          remedy: 'use a server that returns them (vLLM), or score with gguf: or own:',
        })
      }
      const nodes = new Set<string>()
      const results = await Promise.all(
        pairs.map((pair) =>
          limit(async () => {
            if (pair.continuation === '') return { tokens: [] }
            const prompt = pair.context + pair.continuation
            const scores = await promptScores(method, prompt, { signal, tally }).catch(refusal)
            if (typeof scores === 'string') return { tokens: [], reason: scores }
            scores.tokens.forEach(({ end }, i) => {
              nodes.add(`${i} ${prompt.slice(0, end)}`)
            })
            return continuationTokens(scores, pair)
          }),
        ),
      )
      if (tally) tally.unique += nodes.size
      return results
    },

    async close() {},
  }

  /** What stands against generating, in words. */
  async function canGenerate(signal?: AbortSignal): Promise<string | undefined> {
    const prompts = ['One two', [{ role: 'user', content: 'One two' }] as const]
    let refused = ''
    for (const prompt of prompts) {
      try {
        await generateOnce({ prompt, maxTokens: 1, ...defined({ signal }) }, true)
        return undefined
      } catch (error) {
        if (!(error instanceof RationaleError) || !['model', 'unsupported'].includes(error.code)) throw error
        refused = error.found ?? error.message
        // The one token of this question was spent on a thought: with more there will be an answer.
        if (/output limit was reached/.test(error.message + refused)) return undefined
      }
    }
    return `generating: ${refused}`
  }
}

/** A path that is not there, or a model that only chats, as servers say it. */
function continuesNoText(error: unknown): boolean {
  if (!(error instanceof RationaleError)) return false
  if (error.code === 'unsupported') return true
  return (
    error.code === 'model' &&
    /chat model|chat[ /]?completions?|not supported in the v1\/completions/i.test(error.found ?? '')
  )
}

/** A server that refuses one prompt (it is too long, mostly) refuses that pair alone. */
function refusal(error: unknown): string {
  if (error instanceof RationaleError && error.code === 'model') return error.found ?? error.message
  throw error
}

import pLimit from 'p-limit'
import { z } from 'zod'
import { defined } from '../../core/absence.js'
import { RationaleError } from '../../core/errors.js'
import type { TokenTally } from '../../core/records/types.js'
import { addTally } from '../../core/tally.js'
import type { Capabilities, Completion, GenerateRequest, LanguageModel } from '../types.js'
import { probeScores } from './probe.js'
import { continuationTokens, type PromptScores, type ScoringMethod, scoringMethods } from './prompt-scores.js'
import { createTransport, type TransportOptions } from './transport.js'

export interface HttpModelOptions extends TransportOptions {
  /** The model's name on the server. */
  model: string
  /** Score requests in flight at once (default 8). */
  concurrency?: number | undefined
}

const usage = z.object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() }).nullish()
const choice = { finish_reason: z.string().nullish() }
const completionAnswer = z.object({ choices: z.array(z.object({ ...choice, text: z.string() })).min(1), usage })
const chatAnswer = z.object({
  choices: z.array(z.object({ ...choice, message: z.object({ content: z.string().nullable() }) })).min(1),
  usage,
})

/**
 * An OpenAI-compatible server: vLLM, SGLang, llama-server, Ollama, hosted ones. It scores only where a probe has shown that the
 * server's prompt log-probabilities work and are right.
 */
export function httpModel(options: HttpModelOptions): LanguageModel {
  const { model, baseUrl } = options
  const id = `${baseUrl}#${model}`
  const transport = createTransport(options)
  const limit = pLimit(options.concurrency ?? 8)
  let probing: Promise<{ method: ScoringMethod | undefined; notes: string[] }> | undefined

  /** Asked once; a failure that may pass is not remembered. */
  function scoring(signal?: AbortSignal) {
    probing ??= findScoringMethod(signal).catch((error) => {
      probing = undefined
      throw error
    })
    return probing
  }

  async function findScoringMethod(signal?: AbortSignal) {
    const notes: string[] = []
    for (const method of scoringMethods) {
      try {
        const fault = await probeScores((prompt) => promptScores(method, prompt, signal))
        if (fault === undefined) return { method, notes }
        notes.push(`scoring with ${method.name}: ${fault}`)
      } catch (error) {
        if (!(error instanceof RationaleError) || !['model', 'unsupported'].includes(error.code)) throw error
        notes.push(`scoring with ${method.name}: ${error.found ?? error.message}`)
      }
    }
    return { method: undefined, notes }
  }

  async function promptScores(
    method: ScoringMethod,
    prompt: string,
    signal?: AbortSignal,
    tally?: TokenTally,
  ): Promise<PromptScores | string> {
    const answer = await transport.post('/completions', { model, ...method.body(prompt) }, signal)
    const scores = method.read(answer, prompt)
    const used = z.object({ usage }).safeParse(answer).data?.usage
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

  /** Some servers ignore `n`: what is missing is asked for again, under the next seed. */
  async function generate(request: GenerateRequest): Promise<Completion[]> {
    const completions: Completion[] = []
    while (completions.length < (request.n ?? 1)) {
      const seed = request.seed === undefined ? {} : { seed: request.seed + completions.length }
      const more = await generateOnce({ ...request, ...seed, n: (request.n ?? 1) - completions.length })
      completions.push(...more)
    }
    return completions.slice(0, request.n ?? 1)
  }

  async function generateOnce(request: GenerateRequest): Promise<Completion[]> {
    const { prompt, n = 1, temperature = 0, topP, stop, maxTokens, seed, signal, tally } = request
    const body = {
      model,
      n,
      temperature,
      ...defined({ top_p: topP }),
      ...defined({ stop: stop === undefined || stop.length === 0 ? undefined : stop }),
      ...defined({ max_tokens: maxTokens, seed }),
    }
    const isText = typeof prompt === 'string'
    const answer = isText
      ? await transport.post('/completions', { ...body, prompt }, signal)
      : await transport.post('/chat/completions', { ...body, messages: prompt }, signal)
    const parsed = isText ? completionAnswer.safeParse(answer) : chatAnswer.safeParse(answer)
    if (!parsed.success) {
      throw new RationaleError('model', `${id} answered in an unknown form`, { found: z.prettifyError(parsed.error) })
    }
    const used = parsed.data.usage
    const read = used?.prompt_tokens ?? 0
    if (tally)
      addTally(tally, {
        evaluated: read,
        unique: read,
        generated: used?.completion_tokens ?? 0,
        calls: 1,
      })
    return parsed.data.choices.map((each) => {
      const text = 'text' in each ? each.text : (each.message.content ?? '')
      return cutAtStop(text, stop ?? [], each.finish_reason === 'length' ? 'length' : 'stop')
    })
  }

  return {
    id,

    async capabilities(signal) {
      const { method, notes } = await scoring(signal)
      const generating = await canGenerate(signal)
      return {
        generate: generating === undefined,
        score: method !== undefined,
        notes: generating ? [...notes, generating] : notes,
      } satisfies Capabilities
    },

    generate,

    async score({ pairs, signal, tally }) {
      if (signal?.aborted) throw new RationaleError('aborted', `call to ${id} was aborted`, { cause: signal.reason })
      const { method, notes } = await scoring(signal)
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
            const scores = await promptScores(method, prompt, signal, tally).catch(refusal)
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

  async function canGenerate(signal?: AbortSignal): Promise<string | undefined> {
    try {
      await generateOnce({ prompt: 'One two', maxTokens: 1, ...defined({ signal }) })
      return undefined
    } catch (error) {
      if (!(error instanceof RationaleError) || !['model', 'unsupported'].includes(error.code)) throw error
    }
    try {
      await generateOnce({
        prompt: [{ role: 'user', content: 'One two' }],
        maxTokens: 1,
        ...defined({ signal }),
      })
      return undefined
    } catch (error) {
      if (!(error instanceof RationaleError)) throw error
      return `generating: ${error.found ?? error.message}`
    }
  }
}

/** A server that refuses one prompt (it is too long, mostly) refuses that pair alone. */
function refusal(error: unknown): string {
  if (error instanceof RationaleError && error.code === 'model') return error.found ?? error.message
  throw error
}

/** Servers cut at stop strings themselves; those that do not are corrected here. */
function cutAtStop(text: string, stop: readonly string[], finish: Completion['finish']): Completion {
  const ends = stop.map((each) => text.indexOf(each)).filter((at) => at !== -1)
  return ends.length === 0 ? { text, finish } : { text: text.slice(0, Math.min(...ends)), finish: 'stop' }
}

import pLimit from 'p-limit'
import * as z from 'zod'
import { at, defined } from '../../../src/core/absence.js'
import { describeIssues, RationaleError } from '../../../src/core/errors.js'
import type { TokenTally } from '../../../src/core/records/types.js'
import { keepSecretsOfAddresses } from '../../../src/core/secrets.js'
import { addTally, emptyTally } from '../../../src/core/tally.js'
import { decoded, parametersOf, refuseWrongParameters } from '../../../src/core/uri-parameters.js'
import { createTransport, type TransportOptions } from '../../../src/models/http/transport.js'
import type { Judgement, PreparedChain } from '../../judge/judge.js'
import { outputsOf, type PrmLayout, readLayout } from './layout.js'
import type { Prm } from './open.js'
import { judgementOf, unjudged } from './reading.js'
import { chatOf, promptOf, writtenOf } from './sequence.js'

/*
 * A process reward model that vLLM (or a server that answers like it) serves: `POST /pooling` gives a row of numbers for each step's mark.
 */

export interface PoolingOptions extends TransportOptions {
  /** The model's name on the server. */
  model: string
  /** A preset's name or a file (default `qwen-prm`). */
  prm?: string | undefined
  /** Requests in flight at once (default 8). */
  concurrency?: number
}

/**
 * `pooling+http(s)://HOST#MODEL[?prm=NAME]`, taken apart. vLLM serves it at the root of the host, so that a `/v1` at the end is left out.
 *
 * @throws RationaleError `configuration`.
 */
export function parsePoolingUri(uri: string): { baseUrl: string; model: string; prm?: string } {
  keepSecretsOfAddresses(uri)
  const wrong = (problem: string) =>
    new RationaleError('configuration', `${problem}: ${JSON.stringify(uri)}`, {
      expected: 'pooling+http(s)://HOST#MODEL[?prm=NAME]',
    })
  const match = /^pooling\+(https?:\/\/[^#?]+)(?:#([^?]*))?(?:\?.*)?$/.exec(uri)
  if (!match) throw wrong('not the address of a served process reward model')
  const [baseUrl, model = ''] = [at(match, 1), match[2]]
  if (!URL.canParse(baseUrl) || new URL(baseUrl).username !== '') throw wrong('not an address')
  if (model === '') throw wrong('an address without #MODEL')
  refuseWrongParameters(uri, ['prm'])
  const prm = new Map(parametersOf(uri)).get('prm')
  return { baseUrl: baseUrl.replace(/(?:\/v1)?\/*$/, ''), model: decoded('#MODEL', model), ...defined({ prm }) }
}

const answerSchema = z.object({
  data: z.array(z.object({ data: z.array(z.array(z.number()).min(1)) })).length(1),
  usage: z.object({ prompt_tokens: z.number().nullish() }).nullish(),
})

/**
 * A served process reward model as a judge. The server turns text into tokens, so that only layouts that are one text or one chat can be asked.
 *
 * @throws RationaleError `configuration`, `unsupported` for a layout that a server cannot be asked in.
 */
export function openPooling({ model, prm = 'qwen-prm', concurrency = 8, ...options }: PoolingOptions): Prm {
  const layout = readLayout(prm)
  refuseLayout(layout, prm)
  const transport = createTransport(options)
  const limit = pLimit(concurrency)

  async function judgeOne(chain: PreparedChain, tally: TokenTally, signal?: AbortSignal): Promise<Judgement> {
    const { question, steps, marked } = writtenOf(layout, chain)
    const mark = layout.mark.trim()
    if (mark !== '' && [question, ...steps].some((text) => text.includes(mark)))
      return unjudged(steps, `the text holds the layout's mark ${JSON.stringify(mark)}`)
    const asked =
      layout.turns === 'chat'
        ? { messages: chatOf(layout, question, marked), add_generation_prompt: false }
        : { input: question + layout.questionEnd + marked }
    const answer = await transport.post('/pooling', { model, ...asked, task: 'token_classify' }, { signal })
    const parsed = answerSchema.safeParse(answer)
    if (!parsed.success) {
      throw new RationaleError('model', `${options.baseUrl}#${model} answered in an unknown form`, {
        expected: 'data[0].data, a row of numbers for each step',
        found: describeIssues(parsed.error, 'answer'),
      })
    }
    const rows = at(parsed.data.data, 0).data
    const read = parsed.data.usage?.prompt_tokens ?? 0
    addTally(tally, { calls: 1, evaluated: read, unique: read, generated: 0 })
    if (rows.length !== steps.length) {
      return unjudged(
        steps,
        `the server gave ${rows.length} rows for ${steps.length} steps: it must pool at the steps' marks (pooling type STEP, with the step tag's id)`,
      )
    }
    const wanted = outputsOf(layout)
    const other = rows.find(({ length }) => length !== wanted)
    if (other !== undefined)
      throw new RationaleError(
        'model',
        `${options.baseUrl}#${model} answered with other rows than those of the layout ${prm}`,
        {
          expected: `a row of ${wanted === 2 ? 'two' : wanted} numbers for each step`,
          found: `a row of ${other.length}`,
          remedy: 'serve the model that the layout is of, or name its own layout (?prm=NAME or FILE)',
        },
      )
    const given = rows.filter(areProbabilities).length
    if (given > 0 && given < rows.length)
      return unjudged(steps, 'the server gave probabilities for some steps and logits for others')
    const logits = rows.flat().map((value) => (given > 0 ? Math.log(value) : value))
    return judgementOf(layout, Float32Array.from(logits), wanted, chain.steps)
  }

  const many = async (chains: readonly PreparedChain[], signal?: AbortSignal) => {
    const tokens = emptyTally()
    const judgements = await Promise.all(chains.map((chain) => limit(() => judgeOne(chain, tokens, signal))))
    return { judgements, tokens }
  }
  const judge = async (chain: PreparedChain, signal?: AbortSignal) => {
    const { judgements, tokens } = await many([chain], signal)
    return { ...at(judgements, 0), tokens }
  }
  const prompts = (chain: PreparedChain) => [promptOf(layout, chain)]
  return { layout, judge: Object.assign(judge, { many, prompts }), close: async () => {} }
}

/** Servers give probabilities or logits, as they are set up: numbers of [0, 1] that make 1 are probabilities, whose logarithms are logits. */
function areProbabilities(row: readonly number[]): boolean {
  const sum = row.reduce((total, value) => total + value, 0)
  return row.length > 1 && Math.abs(sum - 1) < 1e-2 && row.every((value) => value >= 0 && value <= 1)
}

function refuseLayout({ turns, tokens, read }: PrmLayout, name: string): void {
  const why =
    turns === 'chat-per-step'
      ? 'it is read before marks, which a server does not pool at'
      : tokens === 'apart'
        ? 'its tokens are made apart, and a server makes them of the whole text'
        : read.at === 'before-mark'
          ? 'it is read before marks, which a server does not pool at'
          : read.activation === 'sigmoid'
            ? 'one number a step: whether it is a probability or a logit cannot be told'
            : undefined
  if (why === undefined) return
  throw new RationaleError('unsupported', `the layout ${name} cannot be asked of a server: ${why}`, {
    remedy: 'run the model here: own:DIR?prm=NAME',
  })
}

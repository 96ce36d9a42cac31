import * as z from 'zod'
import { defined } from '../src/core/absence.js'
import { checkArguments } from '../src/core/arguments.js'
import { messageOf, RationaleError } from '../src/core/errors.js'
import type { RequestCache } from '../src/core/files/request-cache.js'
import { readSmallTextFile } from '../src/core/files/small-file.js'
import { emptyTally } from '../src/core/tally.js'
import type { LanguageModel } from '../src/models/types.js'
import type { Annotator } from './annotate/annotator.js'
import { insertAnnotator } from './annotate/insert.js'
import { rewriteAnnotator } from './annotate/rewrite.js'
import { rulesAnnotator } from './annotate/rules.js'
import { loadPreset, type Preset, type PresetName } from './filters/presets.js'
import { costOf, createGovernor, type Governor, type Price } from './limits/governor.js'
import { createRequests } from './limits/requests.js'
import type { Method } from './mine-batch.js'
import type { ParsedExtractionOptions } from './options.js'

export interface Models {
  /** Writes the rationales; `rules:` is the miner that needs no model. */
  model: LanguageModel | 'rules:'
  /** Measures gains; default: the model itself, where it can score. */
  scorer?: LanguageModel | undefined
}

export type MethodOptions = Pick<
  ParsedExtractionOptions,
  | 'mode'
  | 'perDocument'
  | 'thoughts'
  | 'positions'
  | 'preset'
  | 'calibration'
  | 'concurrency'
  | 'retries'
  | 'attemptTimeout'
  | 'maxCalls'
  | 'maxTokensTotal'
  | 'maxCost'
  | 'prices'
>

/** A method with the limits its calls run under. */
export interface OpenMethod extends Method {
  scorer: LanguageModel | undefined
  annotatorLimits: Governor
  scorerLimits: Governor
  /** What makes two methods the same: it goes into the job's configuration. */
  identity: { annotator: string; scorer: string | null; preset: Preset }
}

/** @throws RationaleError `configuration` with everything that does not fit together. */
export async function openMethod(
  { model, scorer }: Models,
  options: MethodOptions,
  cache?: RequestCache,
): Promise<OpenMethod> {
  checkArguments('extraction', { model: [model, 'model or rules:'], scorer: [scorer, 'model, or nothing'] })
  const annotator = annotatorOf(model, options)
  const chosen = await scorerOf(model, scorer, options.preset)
  const preset = loadPreset(options.preset, options.calibration)
  const prices = options.prices === undefined ? {} : readPrices(options.prices)
  const used = { ...(cache?.used ?? emptyTally()) }
  const priced = (each: LanguageModel | 'rules:' | undefined) =>
    each && each !== 'rules:' ? priceOf(prices, each.id, options.prices) : undefined
  // The request cache does not know prices: what earlier runs used is charged at the annotator's.
  const spent = { tally: used, cost: costOf(used, priced(model)) }
  const limits = (price: Price | undefined) =>
    createGovernor({
      concurrency: options.concurrency,
      retries: options.retries,
      attemptTimeoutMs: options.attemptTimeout * 1000,
      budget: { calls: options.maxCalls, tokens: options.maxTokensTotal, cost: options.maxCost },
      price,
      spent,
    })
  const annotatorLimits = limits(priced(model))
  // One server, one limit; another model has limits of its own.
  const scorerLimits = chosen === undefined || chosen === model ? annotatorLimits : limits(priced(chosen))
  return {
    annotator,
    preset,
    scores: chosen !== undefined,
    scorer: chosen,
    annotatorLimits,
    scorerLimits,
    requests: createRequests({
      annotator: model === 'rules:' ? undefined : model,
      scorer: chosen,
      annotatorLimits,
      scorerLimits,
      cache,
    }),
    identity: { annotator: annotator.id, scorer: chosen?.id ?? null, preset },
  }
}

function annotatorOf(model: LanguageModel | 'rules:', options: MethodOptions): Annotator {
  if (model === 'rules:') {
    const forModels = [
      ...(options.thoughts > 1 ? ['--thoughts'] : []),
      ...(options.positions === 'entropy' ? ['--positions entropy'] : []),
    ]
    if (forModels.length === 0) return rulesAnnotator()
    throw new RationaleError('configuration', `${forModels.join(' and ')} ask a model, and rules: is none`, {
      remedy: 'give --model URI, or leave them out',
    })
  }
  return options.mode === 'insert' ? insertAnnotator(model.id, options) : rewriteAnnotator(model.id)
}

async function scorerOf(
  model: LanguageModel | 'rules:',
  scorer: LanguageModel | undefined,
  preset: PresetName,
): Promise<LanguageModel | undefined> {
  const candidate = scorer ?? (model === 'rules:' ? undefined : model)
  if (candidate === undefined) return undefined
  const { score, notes } = await candidate.capabilities()
  if (score) return candidate
  if (scorer === undefined && preset === 'unfiltered') return undefined
  throw new RationaleError('configuration', `${candidate.id} cannot score, so gains cannot be measured`, {
    ...defined({ found: notes.length > 0 ? notes.join('; ') : undefined }),
    remedy:
      'give a --scorer that can (gguf:, own:, onnx:, or a server with prompt log-probabilities), or --preset unfiltered',
  })
}

const pricesSchema = z.record(
  z.string(),
  z.object({ input: z.number().nonnegative(), output: z.number().nonnegative() }),
)

function readPrices(path: string): Record<string, Price> {
  try {
    return pricesSchema.parse(JSON.parse(readSmallTextFile(path)))
  } catch (error) {
    throw new RationaleError('configuration', `cannot use the price table ${path}`, {
      expected: '{"MODEL": {"input": 0.5, "output": 1.5}}, per million tokens',
      found: messageOf(error),
    })
  }
}

/** By the model's id, or by the name after its #. */
function priceOf(prices: Record<string, Price>, id: string, path: string | undefined): Price | undefined {
  if (path === undefined) return undefined
  const price = [id, id.slice(id.lastIndexOf('#') + 1)]
    .map((name) => (Object.hasOwn(prices, name) ? prices[name] : undefined))
    .find((each) => each !== undefined)
  if (price === undefined) {
    throw new RationaleError('configuration', `${path} has no price of ${id}`, {
      found: Object.keys(prices).join(', '),
    })
  }
  return price
}

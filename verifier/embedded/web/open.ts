import type { z } from 'zod'
import { at } from '../../../src/core/absence.js'
import { describeIssues, RationaleError } from '../../../src/core/errors.js'
import type { Verifier } from '../../../src/core/records/types.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { LanguageModel } from '../../../src/models/types.js'
import { rulesOf } from '../../calibration/rules.js'
import { weighedEvidence } from '../../evidence/weighed.js'
import type { Judge } from '../../judge/judge.js'
import { prepare } from '../../judge/prepare.js'
import { createVerifier, type VerifierParts } from '../../judge/verifier.js'
import { scorePairs } from '../../network/model/pair-scorer.js'
import { placeReader, stateNames } from '../../network/model/place-reader.js'
import { treeScorer } from '../../network/model/tree-scorer.js'
import { probeJudge } from '../../network/probe/chain-judge.js'
import type { Program } from '../../network/runtime/runtime.js'
import { openSession, type WebProvider, type WebRuntime } from '../../network/runtime/session-program.js'
import { buildTokenizer } from '../../network/tokenizer/build-tokenizer.js'
import { embeddedParts } from '../network-judge.js'
import { type WebVerifier, webFiles, webTokenizerSchema, webVerifierSchema } from './format.js'

/** How far a device may be from Node in a probability between 0 and 1. float32 in another order of sums stays well below a thousandth. */
const TOLERANCE = 0.01

export interface OpenWebOptions {
  /** onnxruntime-web in a browser. */
  ort: WebRuntime
  provider: WebProvider
  /** The bytes of a file of the folder. */
  read(name: string): Promise<Uint8Array<ArrayBuffer>>
}

/**
 * Opens a folder that `writeWebVerifier` wrote, without anything of Node. Before it judges, the network has to say of one chain what it said in Node: a
 * device that computes something else is found here.
 *
 * @throws RationaleError `model-file` where the folder is of another version or damaged, `numeric` where the device computes something else.
 */
export async function openWebVerifier({ ort, provider, read }: OpenWebOptions): Promise<Verifier> {
  const about = parsed(webVerifierSchema, webFiles.verifier, await read(webFiles.verifier))
  const files = parsed(webTokenizerSchema, webFiles.tokenizer, await read(webFiles.tokenizer))
  // Patterns come from files of this package's own, so that no limit of time is needed; a browser has none.
  const tokenizer = await buildTokenizer(files, (_milliseconds, work) => work())
  const program = await openSession(ort, provider, await read(webFiles.network))
  const { parts, judge } = partsOf(about, program, tokenizer)
  try {
    await prove(about, judge, provider)
  } catch (error) {
    await program.dispose()
    throw error
  }
  return createVerifier({ ...parts, close: () => program.dispose() })
}

function partsOf(about: WebVerifier, program: Program, tokenizer: TextTokenizer) {
  const { id, network, window, calibration } = about
  if (network.kind === 'marks') {
    const scorer = treeScorer(program, network.cache)
    const parts = embeddedParts(scoringModel(id, tokenizer, window, scorer), calibration)
    return { parts, judge: at(parts.judges, 0) }
  }
  const { probe, layers } = network
  const reader = { layers, width: probe.width, ...placeReader(program, stateNames(layers), probe.width) }
  const judge = probeJudge({ probe, reader, tokenizer, maxTokens: window })
  const parts: VerifierParts = { id, judges: [judge, weighedEvidence], asked: 1, ...rulesOf(calibration) }
  return { parts, judge }
}

/** The seam to models over a scorer alone: it scores, and writes nothing. */
function scoringModel(
  id: string,
  tokenizer: TextTokenizer,
  window: number,
  scorer: ReturnType<typeof treeScorer>,
): LanguageModel {
  const notes = ['it scores and does not generate']
  return {
    id,
    capabilities: async () => ({ generate: false, score: true, notes, contextWindow: window }),
    generate: async () => {
      throw new RationaleError('unsupported', `${id} does not generate here`)
    },
    score: (request) => scorePairs(request, { tokenizer, window, scorer }),
    close: () => scorer.dispose(),
  }
}

async function prove({ proof }: WebVerifier, judge: Judge, provider: string): Promise<void> {
  const { steps } = await judge(prepare({ id: 'proof', ...proof }))
  for (const [i, expected] of proof.features.entries())
    for (const [name, value] of Object.entries(expected)) {
      const found = steps[i]?.features?.[name] ?? Number.NaN
      if (Math.abs(found - value) <= TOLERANCE) continue
      const { reason } = at(steps, i)
      throw new RationaleError('numeric', `the network computes something else on ${provider} than in Node`, {
        expected: `${name} of step ${i + 1}: ${value.toFixed(4)}`,
        found: reason ?? found.toFixed(4),
      })
    }
}

function parsed<T>(schema: z.ZodType<T>, name: string, bytes: Uint8Array): T {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw damaged(name, 'it is not JSON', cause)
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw damaged(name, describeIssues(result.error))
}

const damaged = (name: string, found: string, cause?: unknown) =>
  new RationaleError('model-file', `${name} is damaged, or of another version`, {
    found,
    remedy: 'write the folder anew: rationale page --output FOLDER',
    cause,
  })

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Calibration } from '../verifier/calibration/calibration.js'
import { defined } from './core/absence.js'
import { RationaleError } from './core/errors.js'
import type { Verifier } from './core/records/types.js'

/** What `loadVerifier()` and every command use where no URI is given. */
export const DEFAULT_VERIFIER = 'embedded:'

export interface LoadOptions {
  signal?: AbortSignal | undefined
}

/**
 * A verifier URI -> a Verifier.
 *
 * - `embedded:` the small network that ships with the package, together with the checks; calibrated.
 * - `evidence:` the checks that need no model: exact arithmetic, provenance of numbers, agreement of the answer, contradictions.
 * - a model URI (`own:`, `gguf:`, `onnx:`, `hf:`, `http(s):`): its process reward P("+") against P("-") after each step, beside the checks. The
 *   `calibration.json` beside the adapter or the model turns both into a probability, and names the other rewards that it needs; without one
 *   the probability is null, with the reason.
 * - `own:MODEL?probe=DIR` a model's states read by a probe (`rationale train --method probe`), beside the checks.
 *
 * @throws RationaleError `configuration` for a URI that is none of these or a calibration that is malformed; `unsupported` for a model that
 * cannot score; what opening the model throws.
 */
export async function loadVerifier(uri: string = DEFAULT_VERIFIER, { signal }: LoadOptions = {}): Promise<Verifier> {
  if (uri === 'evidence:') {
    const { evidenceVerifier } = await import('../verifier/evidence-verifier.js')
    return evidenceVerifier()
  }
  if (uri === 'embedded:') {
    const { embeddedVerifier } = await import('../verifier/embedded/index.js')
    return embeddedVerifier()
  }

  const { parseModelUri, resolveModel } = await import('./models/resolve.js')
  if (/^[a-z]+:/.test(uri) === false || uri.startsWith('langchain:')) {
    throw new RationaleError('configuration', `${JSON.stringify(uri)} is no verifier`, {
      expected:
        'embedded:, evidence:, or the URI of a model that scores: own:DIR, gguf:FILE, onnx:DIR, hf:ORG/NAME, http(s)://HOST/v1#MODEL',
    })
  }
  const parsed = parseModelUri(uri)
  const calibration = await calibrationBeside(parsed)
  if (parsed.kind === 'own' && parsed.probe !== undefined) {
    const { probeVerifier } = await import('../verifier/probe-verifier.js')
    return probeVerifier({ ...parsed, probe: parsed.probe, id: uri, calibration })
  }
  const model = await resolveModel(uri)
  const { score, notes } = await model.capabilities(signal)
  if (!score) {
    await model.close()
    throw new RationaleError('unsupported', `${uri} cannot be a verifier: it cannot score`, { found: notes.join('; ') })
  }
  const { createVerifier } = await import('../verifier/judge/verifier.js')
  const { checkEvidence } = await import('../verifier/evidence/index.js')
  const { modelJudge, rewardsFor } = await import('../verifier/reward/model-judge.js')
  const { applyLogistic } = await import('../verifier/calibration/calibration.js')
  return createVerifier({
    id: uri,
    judges: [modelJudge({ model, ...rewardsFor(Object.keys(calibration?.features ?? {})) }), checkEvidence],
    probability: (features) => (calibration ? applyLogistic(calibration, features) : null),
    stepThreshold: calibration?.stepThreshold ?? 0.5,
    accept: calibration?.accept ?? 1,
    reject: calibration?.reject ?? 0,
    ...defined({ uncalibrated: calibration ? undefined : 'no calibration.json beside the model: rewards only' }),
    close: () => model.close(),
  })
}

/** Beside the adapter, else beside the model; undefined for a model without files here. */
async function calibrationBeside(
  uri: ReturnType<typeof import('./models/resolve.js').parseModelUri>,
): Promise<Calibration | undefined> {
  const places: (string | undefined)[] =
    uri.kind === 'own'
      ? [uri.probe ?? uri.adapter, uri.path.endsWith('.gguf') ? dirname(uri.path) : uri.path]
      : uri.kind === 'gguf'
        ? [uri.lora && dirname(uri.lora), dirname(uri.file)]
        : uri.kind === 'onnx'
          ? [uri.folder]
          : []
  const file = places.map((place) => place && join(place, 'calibration.json')).find((path) => path && existsSync(path))
  if (!file) return undefined
  const { readCalibration } = await import('../verifier/calibration/file.js')
  return readCalibration(file)
}

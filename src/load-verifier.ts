import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Calibration } from '../verifier/calibration/calibration.js'
import type { Panel } from '../verifier/calibration/panel.js'
import type { Judge } from '../verifier/judge/judge.js'
import type { HowKept, KeptJudgements } from '../verifier/judge/kept.js'
import type { VerdictRules } from '../verifier/judge/verdict.js'
import type { Prm } from '../verifier/network/prm/open.js'
import type { StepReward } from '../verifier/reward/model-judge.js'
import { at, defined } from './core/absence.js'
import { checkArguments, refuseUnknownOptions } from './core/arguments.js'
import { RationaleError } from './core/errors.js'
import { pretrainedOf } from './core/pretrained.js'
import type { Verifier } from './core/records/types.js'
import { packageVersion } from './core/version.js'
import type { ResolveOptions } from './models/resolve.js'
import { parseVerifiers } from './verifier-uri.js'

/** What `loadVerifier()` and every command use where no URI is given. */
export const DEFAULT_VERIFIER = 'embedded:'

export interface LoadOptions {
  signal?: AbortSignal | undefined
  /** Retries and time limits of models behind a server: `{ retries: 0, attemptTimeoutMs: 2000 }`. */
  http?: ResolveOptions['http']
  /**
   * The verifier works in a thread of its own. A network holds the thread that runs it until it has answered (`embedded:` for tens of milliseconds at a time, a base of a
   * billion parameters for seconds); in a server or an application with a window nobody else is answered meanwhile. Default: in this thread.
   */
  thread?: boolean
  /**
   * A file (or one that `openKept` has opened) in which what models say of each chain is kept as it comes: asked again of the same chain, and by a run after this one,
   * they are not asked. Closed with the verifier where its path is given. Not with `thread`.
   */
  keep?: string | KeptJudgements
}

/**
 * Verifier URIs -> a Verifier.
 *
 * - `embedded:` the small network that ships with the package, together with the checks; calibrated.
 * - `smollm2:PATH`, `qwen-0.5b:PATH`, `qwen-1.5b:PATH` a pretrained base (PATH, else a variable of the environment, else the cache folder) with the adapter and the probe that ship, beside the checks; calibrated.
 * - `evidence:` the checks that need no model: exact arithmetic, provenance of numbers, agreement of the answer, contradictions.
 * - a model URI (`own:`, `gguf:`, `onnx:`, `hf:`, `http(s):`): its process reward P("+") against P("-") after each step, beside the checks. The
 *   `calibration.json` beside the adapter or the model, where it was fitted for them, turns both into a probability, and names the other rewards
 *   that it needs; without one the probability is null, with the reason.
 * - `own:MODEL?prm=NAME` a process reward model by its layout (`qwen-prm`, `skywork`, `trl`, `math-shepherd`, …, or a `prm.json`), and
 *   `pooling+http(s)://HOST#MODEL?prm=NAME` one that vLLM serves.
 * - `judge:MODEL?samples=8&format=steps` a model that generates (chat models too) as a judge that writes its critique; judgements vote. Formats: `steps`,
 *   `boxed` (ThinkPRM), `analyze-verify` (GenPRM), `yes-no` (Granite); `prompt=FILE`, `seed=N` and `maxTokens=N` too.
 * - `own:MODEL?probe=DIR` a model's states read by a probe (`rationale train --method probe`), beside the checks.
 *
 * Several, as a list or separated by commas, all judge; a calibration for all of them weighs what they say. `?calibration=FILE` names a calibration
 * that `rationale calibrate` wrote, for any of these.
 *
 * That an adapter was trained beside another model than its URI names is a warning of the process (`RationaleWarning`), once for each pair.
 *
 * @throws RationaleError `configuration` for a URI that is none of these, or a calibration that is malformed or for other verifiers; `unsupported`
 * for a model that cannot score; what opening the model throws.
 */
export async function loadVerifier(
  uri: string | readonly string[] = DEFAULT_VERIFIER,
  options: LoadOptions = {},
): Promise<Verifier> {
  checkArguments('loadVerifier', { options: [options, 'options'] })
  refuseUnknownOptions('loadVerifier', options, { signal: true, http: true, thread: true, keep: true })
  const { signal, http, thread = false, keep } = options
  checkArguments('loadVerifier', {
    signal: [signal, 'signal'],
    thread: [thread, 'yes or no'],
    keep: [keep, 'file or kept judgements'],
  })
  if (http !== undefined) (await import('./models/resolve.js')).checkHttp('loadVerifier', http)
  const { uris, calibration: file } = parseVerifiers(uri)
  if (keep !== undefined) {
    refuseKeeping(uris, thread)
    if (typeof keep === 'string') return closingWith(keep, (kept) => loadVerifier(uri, { ...options, keep: kept }))
  }
  if (thread) return (await import('./verifier-in-thread.js')).verifierInThread(uri, { signal, http })
  const only = uris.length === 1 && file === undefined ? uris[0] : undefined
  if (only === 'evidence:') {
    const { evidenceVerifier } = await import('../verifier/evidence-verifier.js')
    return evidenceVerifier()
  }
  if (only === 'embedded:') {
    const { embeddedVerifier } = await import('../verifier/embedded/index.js')
    if (keep === undefined) return embeddedVerifier()
    const identity = await identityFor('embedded:', [{}])
    return embeddedVerifier(undefined, { keeping: (judge) => keep.keeping(judge, identity) })
  }
  const { calibration, uncalibrated } =
    file !== undefined ? { calibration: await namedCalibration(file, uris) } : await calibrationBeside(only)
  const { rewardsFor } = await import('../verifier/reward/model-judge.js')
  const { oneOfSeveral } = await import('../verifier/judge/panel.js')
  const { createVerifier } = await import('../verifier/judge/verifier.js')
  const panel = await loadPanel(uris, {
    signal,
    ...defined({ http, keep }),
    ...rewardsFor(Object.keys(calibration?.features ?? {})),
    weighed: calibration?.calibrated !== undefined,
  })
  return createVerifier({
    id: uris.join(','),
    judges: uris.length > 1 ? panel.judges.map((judge, j) => oneOfSeveral(judge, at(panel.names, j))) : panel.judges,
    asked: panel.judges.length - (uris.includes('evidence:') ? 0 : 1),
    ...(await rulesFor(calibration, uncalibrated, panel.stepThreshold)),
    close: panel.close,
  })
}

/** @throws RationaleError `configuration` where nothing could be kept. */
export function refuseKeeping(uris: readonly string[], thread = false): void {
  const why = thread
    ? 'a verifier in a thread of its own keeps no judgements'
    : uris.every((uri) => uri === 'evidence:')
      ? 'the checks ask no model: there is nothing to keep'
      : undefined
  if (why === undefined) return
  throw new RationaleError('configuration', why, {
    remedy: thread ? 'load it without thread, or without keep' : 'name a model or a judge, or keep nothing',
  })
}

/** Opens a file for one verifier, which closes it. */
async function closingWith(path: string, load: (kept: KeptJudgements) => Promise<Verifier>): Promise<Verifier> {
  const { openKept } = await import('../verifier/judge/kept.js')
  const kept = openKept(path)
  try {
    const verifier = await load(kept)
    const close = () => verifier.close().finally(kept.close)
    return { ...verifier, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    kept.close()
    throw error
  }
}

/** Of one verifier, for what is kept of it. How a network of this package reads a chain, where it shows no prompt, may change with the package. */
async function identityFor(uri: string, judges: readonly Pick<Judge, 'prompts'>[]) {
  const { askedOf } = await import('./verifier-identity.js')
  const isShown = judges.every(({ prompts }) => prompts !== undefined)
  return { ...(await askedOf(uri)), ...(!isShown && { version: packageVersion() }) }
}

export interface PanelOptions extends Pick<LoadOptions, 'signal' | 'http'> {
  keep?: KeptJudgements | undefined
  /** What models are asked of each step (default: process). */
  rewards?: readonly StepReward[]
  /** Also ask them whether the whole solution is right. */
  outcome?: boolean
  /** The checks say one thing, their own probability, in place of a hundred facts: what a calibration of several judges weighs. */
  weighed?: boolean
}

/** The judges of verifier URIs with their names, and last the checks, which sit on every panel. Features of several are told apart by their place: `2.process:min`. */
export async function loadPanel(
  uris: readonly string[],
  options: PanelOptions = {},
): Promise<Panel & { names: string[] }> {
  const { named } = await import('../verifier/calibration/panel.js')
  const { judgeEvidence } = await import('../verifier/evidence/index.js')
  const { weighedEvidence } = await import('../verifier/evidence/weighed.js')
  const opened: Panel[] = []
  const close = async () => {
    for (const panel of opened) await panel.close()
  }
  try {
    for (const uri of uris) {
      const panel = await openJudges(uri, options)
      opened.push(panel)
      if (options.keep !== undefined) await keepWhatTheySay(panel, uri, options.keep)
    }
  } catch (error) {
    await close()
    throw error
  }
  const several = opened.length > 1
  const judges = opened.flatMap((panel, i) =>
    panel.judges.map((judge) => (several ? named(judge, `${i + 1}.`) : judge)),
  )
  const [only] = several ? [] : opened
  return {
    judges: [...judges, options.weighed ? weighedEvidence : judgeEvidence],
    names: [...opened.flatMap((panel, i) => panel.judges.map(() => at(uris, i))), 'evidence:'],
    ...defined({ stepThreshold: only?.stepThreshold }),
    close,
  }
}

/** The judges of one verifier, and how what they say is kept. */
interface Opened extends Panel {
  how?: HowKept
  /** What they are asked that their URI does not tell. */
  asked?: Readonly<Record<string, unknown>>
}

/** Its judges are replaced: the names that features get among several judges are no part of what is kept. */
async function keepWhatTheySay(panel: Opened, uri: string, keep: KeptJudgements): Promise<void> {
  const { judges, how, asked } = panel
  const identity = { ...(judges.length > 0 && (await identityFor(uri, judges))), ...asked }
  panel.judges = judges.map((judge) => keep.keeping(judge, identity, how))
}

async function openJudges(uri: string, { signal, http = {}, rewards, outcome }: PanelOptions): Promise<Opened> {
  if (uri === 'evidence:') return { judges: [], close: async () => {} }
  if (uri === 'embedded:') {
    const { networkJudge, openEmbeddedModel } = await import('../verifier/embedded/index.js')
    const model = await openEmbeddedModel()
    return { judges: [networkJudge(model)], close: () => model.close() }
  }
  const pretrained = pretrainedOf(uri)
  if (pretrained !== undefined) {
    const { openPretrained } = await import('../verifier/embedded/pretrained.js')
    const { judge, close } = await openPretrained(pretrained.name, pretrained.path)
    return { judges: [judge], close }
  }
  if (uri.startsWith('judge:')) {
    const { openCritique } = await import('./load-critique.js')
    return openCritique(uri, { http })
  }
  const { keyOf, onThisMachine, parseModelUri, refuseWrongPaths, resolveModel, tellOtherBase } = await import(
    './models/resolve.js'
  )
  if (isPooling(uri)) {
    const { openPooling, parsePoolingUri } = await import('../verifier/network/prm/pooling.js')
    return { ...panelOf(openPooling({ ...http, ...parsePoolingUri(uri), apiKey: keyOf() })), how: { apart: true } }
  }
  const parsed = await onThisMachine(parseModelUri(uri))
  refuseWrongPaths(parsed)
  await tellOtherBase(uri, parsed)
  if (parsed.kind === 'own' && parsed.probe !== undefined) {
    const { openProbeJudge } = await import('../verifier/network/probe/judge.js')
    const { judge, close } = await openProbeJudge({ ...parsed, probe: parsed.probe })
    return { judges: [judge], close }
  }
  if (parsed.kind === 'own') {
    const { hasLayout, openPrm } = await import('../verifier/network/prm/open.js')
    if (hasLayout(parsed)) return panelOf(await openPrm(parsed))
  }
  const { modelJudge, saysAll } = await import('../verifier/reward/model-judge.js')
  const model = await resolveModel(uri, { http })
  const { score, scoresNextToken, notes } = await model.capabilities(signal)
  if (!score && !scoresNextToken) {
    await model.close()
    throw new RationaleError('unsupported', `${uri} cannot be a verifier: it cannot score`, { found: notes.join('; ') })
  }
  const wanted = defined({ rewards, outcome })
  return {
    judges: [modelJudge({ model, ...wanted })],
    close: () => model.close(),
    how: { apart: parsed.kind === 'http', isWhole: saysAll(wanted) },
    asked: { rewards: rewards ?? ['process'], outcome: outcome ?? false },
  }
}

const isPooling = (uri: string) => uri.startsWith('pooling+')

const panelOf = ({ judge, layout, close }: Prm): Panel => ({ judges: [judge], stepThreshold: layout.threshold, close })

async function rulesFor(
  calibration: Calibration | undefined,
  uncalibrated = withoutOne('no calibration.json beside the model'),
  stepThreshold = 0.5,
): Promise<VerdictRules> {
  if (calibration === undefined) return { probability: () => null, stepThreshold, accept: 1, reject: 0, uncalibrated }
  const { rulesOf } = await import('../verifier/calibration/rules.js')
  return rulesOf(calibration)
}

/** @throws RationaleError `configuration` where it was fitted for other verifiers, or for these in another order. */
async function namedCalibration(file: string, uris: readonly string[]): Promise<Calibration> {
  const { readCalibration } = await import('../verifier/calibration/file.js')
  const { whyOfOthers } = await import('./verifier-identity.js')
  const calibration = readCalibration(file)
  const why = await whyOfOthers(calibration.identities, uris)
  if (why === undefined) return calibration
  throw new RationaleError('configuration', `${file} is the calibration of other verifiers`, {
    expected: calibration.calibrated?.verifiers.join(',') ?? 'a calibration that says which verifiers it is of',
    found: why,
    remedy: 'name them as they were calibrated, in the same order, or calibrate anew: rationale calibrate',
  })
}

/** Why there is no probability, and how to come by one. */
const withoutOne = (why: string) => `${why}: rewards only (rationale calibrate makes one)`

/** What lies beside the adapter, else beside the model, and was fitted for them; else why there is nothing to use. */
async function calibrationBeside(
  verifier: string | undefined,
): Promise<{ calibration?: Calibration; uncalibrated?: string }> {
  if (verifier === undefined)
    return {
      uncalibrated: withoutOne('several verifiers have no calibration together'),
    }
  if (isPooling(verifier) || verifier.startsWith('judge:'))
    return { uncalibrated: withoutOne('no calibration is named (?calibration=FILE)') }
  const places = await placesBeside(verifier)
  const file = places.map((place) => place && join(place, 'calibration.json')).find((path) => path && existsSync(path))
  if (!file) return places.length > 0 ? {} : { uncalibrated: withoutOne('no calibration is named (?calibration=FILE)') }
  const { readCalibration } = await import('../verifier/calibration/file.js')
  const { whyOfOthers } = await import('./verifier-identity.js')
  const calibration = readCalibration(file)
  const why = await whyOfOthers(calibration.identities, [verifier])
  return why === undefined ? { calibration } : { uncalibrated: withoutOne(`${file} is not of this verifier (${why})`) }
}

/** The folders in which the calibration of a verifier may lie. */
async function placesBeside(verifier: string): Promise<(string | undefined)[]> {
  const pretrained = pretrainedOf(verifier)
  if (pretrained !== undefined)
    return [(await import('../verifier/embedded/pretrained.js')).PRETRAINED[pretrained.name].folder]
  const { onThisMachine, parseModelUri } = await import('./models/resolve.js')
  const uri = await onThisMachine(parseModelUri(verifier))
  switch (uri.kind) {
    case 'own':
      return [uri.probe ?? uri.adapter, uri.path.endsWith('.gguf') ? dirname(uri.path) : uri.path]
    case 'gguf':
      return [uri.lora && dirname(uri.lora), dirname(uri.file)]
    case 'onnx':
      return [uri.folder]
    default:
      return []
  }
}

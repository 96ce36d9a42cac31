import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { defined } from '../../../../src/core/absence.js'
import { RationaleError } from '../../../../src/core/errors.js'
import { refuseOthersFiles } from '../../../../src/core/files/others-files.js'
import { inFolder } from '../../../../src/core/files/work-folder.js'
import { hashedFraction, questionKey } from '../../../../src/core/records/split.js'
import { readAdapter } from '../../model/adapters/files.js'
import { networkFor } from '../../model/adapters/fit.js'
import { warnOfOtherBase } from '../../model/adapters/other-base.js'
import { loadNetwork } from '../../model/parameters.js'
import { checkLayers, openStates } from '../../model/states.js'
import { LAYOUT_VERSION } from '../../probe/layout.js'
import { layersOf, type Probe } from '../../probe/probe.js'
import { fingerprint, PROBE_FILE } from '../../probe/probe-file.js'
import { openRuntime } from '../../runtime/open.js'
import { loadTokenizer } from '../../tokenizer/load.js'
import { openModel } from '../../weights/model.js'
import { findBase } from '../base.js'
import type { TrainEvent } from '../events.js'
import { isKeptAside } from '../examples.js'
import type { TrainSettings } from '../options.js'
import { writeJson, writeRun } from '../save.js'
import { takenBy } from '../takes.js'
import { featureKey, fillFeatures, layersKept, openFeatures, refuseOtherStates } from './features.js'
import { type ChosenHead, chooseHead, refit } from './heads.js'
import { isWhole, type LabelledSequence, readLabelled } from './labelled.js'

/*
 * A probe from labelled chains: the states of a frozen base at the end of every step, computed once and kept, and logistic heads on them. The base is
 * not changed, and a killed run goes on where it was.
 */

/** Share of the questions on which layers and penalties are chosen. */
const HELD_OUT = 0.2
/** Share of the questions that heads and choice leave to a calibration. */
export const CALIBRATION_PART = 0.3
/** Of fewer chains so small a share says nothing of a risk: all are learned from. */
const FEWEST_TO_CALIBRATE = 500

export type ProbeEvent =
  | TrainEvent
  /** `done` of `chains` have their states; of the `kept` ones they were there before. */
  | { type: 'states'; done: number; chains: number; kept: number; tokensPerSecond: number }
  | { type: 'tried'; kind: 'step' | 'outcome'; layer: number; penalty: number; auc: number }

export interface ProbeResult {
  output: string
  /** Where the base lies: of a model of the hub, the folder that it was fetched to. */
  base: string
  chains: number
  heldOut: number
  /** Chains of questions left to a calibration (`isKeptAside` by CALIBRATION_PART and the seed); 0 where there are too few chains for one. */
  leftToCalibrate: number
  rejected: number
  /** Chains that were longer than `maxLength`: their last steps are missing. */
  shortened: number
  /** Chains whose states were computed now; those of the others were there. */
  computed: number
  layers: number[]
  step?: HeadReport
  outcome?: HeadReport
  seconds: number
}

/** What a head was worth on held-out questions, before it was fitted once more on all that may be learned from. */
export interface HeadReport extends Pick<ChosenHead, 'penalty' | 'auc' | 'byLayer'> {
  layer: number
  /** Of all chains that were learned from: the held-out ones too, where they are not evaluation data of their own. */
  rows: number
}

/** A quarter, two fifths, half and two thirds of the way up: what is right is told best in the middle (benchmarks/LOG.md). */
function defaultLayers(depth: number): number[] {
  return [...new Set([1 / 4, 2 / 5, 1 / 2, 2 / 3].map((part) => Math.max(1, Math.round(depth * part))))]
}

/** What a run would be, before it takes its minutes. */
export interface ProbePlan {
  chains: number
  rejected: number
  /** Chains that are longer than `maxLength`: their last steps are left out. */
  shortened: number
  /** Chains with labelled steps, and with an outcome. */
  withSteps: number
  withOutcome: number
  tokens: number
}

/** Reads the chains as `trainProbe` does, and writes nothing. @throws RationaleError `input`, `model-file`, `unsupported`, `io`. */
export async function planProbe(settings: TrainSettings, onEvent: (event: ProbeEvent) => void): Promise<ProbePlan> {
  const tokenizer = await loadTokenizer((await findBase(settings.base)).path)
  const { maxLength, limit } = settings
  const { sequences, rejected } = await readLabelled(settings.data, tokenizer, { maxLength, limit, onEvent })
  return {
    chains: sequences.length,
    rejected,
    shortened: shortenedIn(sequences),
    withSteps: sequences.filter(({ firstError }) => firstError !== undefined).length,
    withOutcome: sequences.filter(({ correct }) => correct !== undefined).length,
    tokens: sequences.reduce((total, { tokens }) => total + tokens.length, 0),
  }
}

/**
 * Trains a probe and leaves in `output` `probe.json`, `training.json`, `run.json` and the states in `states/`. `base` may be anything that `own:` loads.
 *
 * @param asked what a command was asked for beside: run.json repeats it.
 * @throws RationaleError `configuration` where `output` holds states of another base, `input` where the chains have labels of one kind only or no record can
 * be used, `aborted` with what is done on the disk; what opening a model throws.
 */
export function trainProbe(
  settings: TrainSettings,
  watched: Watched = {},
  asked: Readonly<Record<string, unknown>> = {},
): Promise<ProbeResult> {
  return inFolder(settings.output, () => trainInFolder(settings, watched, asked))
}

interface Watched {
  signal?: AbortSignal
  onEvent?: (event: ProbeEvent) => void
}

async function trainInFolder(
  settings: TrainSettings,
  { signal, onEvent = () => {} }: Watched,
  asked: Readonly<Record<string, unknown>>,
): Promise<ProbeResult> {
  const started = performance.now()
  refuseOthersFiles(settings.output, [PROBE_FILE, 'calibration.json', 'training.json', 'run.json'], (present) =>
    present.includes('states'),
  )
  onEvent({ type: 'opening' })
  const found = await findBase(settings.base, { signal })
  const { path } = found

  // The chains: which of them are fitted on, which the choice is made on, and which neither sees.
  const tokenizer = await loadTokenizer(path)
  const reading = { maxLength: settings.maxLength, limit: settings.limit, onEvent }
  const { sequences, rejected } = await readLabelled(settings.data, tokenizer, reading)
  const other = settings.evaluationData && (await readLabelled(settings.evaluationData, tokenizer, reading))
  const isHeldOut = ({ chain }: { chain: { question: string } }) =>
    hashedFraction(`${settings.seed} probe ${questionKey(chain.question)}`) < HELD_OUT
  const seen =
    sequences.length < FEWEST_TO_CALIBRATE
      ? sequences
      : sequences.filter(({ chain }) => !isKeptAside(chain.question, CALIBRATION_PART, settings.seed))
  const fit = other ? seen : seen.filter((each) => !isHeldOut(each))
  const heldOut = other ? other.sequences : seen.filter(isHeldOut)
  const all = [...fit, ...heldOut]

  // Their states.
  const files = openModel(path)
  const runtime = await openRuntime(settings.backend === 'auto' ? 'onnx-cpu' : settings.backend)
  try {
    const { num_hidden_layers: depth, hidden_size: width } = files.config
    const layers = [...new Set(settings.layers ?? defaultLayers(depth))].sort((a, b) => a - b)
    if (settings.adapter !== undefined) await warnOfOtherBase(settings.adapter, found)
    const adapter = settings.adapter === undefined ? undefined : await readAdapter(settings.adapter)
    checkLayers(layers, depth)
    // States of more layers are there from an earlier run: no state is computed twice.
    const states = join(settings.output, 'states')
    const there = layersKept(states)
    const kept = there !== undefined && layers.every((layer) => there.includes(layer)) ? there : layers
    const identityFor = async (layers: readonly number[]) => ({
      base: await fingerprint(files, Math.max(...layers), tokenizer, adapter),
      layout: LAYOUT_VERSION,
      layers,
      width,
    })
    // What a base is told by reaches up to its highest layer: other layers are held against what they would be.
    if (there !== undefined && kept !== there) refuseOtherStates(states, await identityFor(there), layers)
    const store = openFeatures(states, await identityFor(kept))
    try {
      await writeRun({ ...settings, layers }, asked)
      const missing = new Set(all.map(featureKey).filter((key) => !store.has(key))).size
      if (missing > 0) {
        const frozen = await loadNetwork(files, files.config, { format: 'stored' })
        const network = adapter === undefined ? frozen : networkFor(frozen, adapter)
        const reader = await openStates(runtime, network, { layers: kept, adapter })
        const began = performance.now()
        const distinct = new Set(all.map(featureKey)).size
        const before = distinct - missing
        let [done, tokens] = [before, 0]
        onEvent({ type: 'states', done, chains: distinct, kept: before, tokensPerSecond: 0 })
        try {
          await fillFeatures(store, reader, all, {
            signal,
            onProgress(chains, more) {
              done += chains
              tokens += more
              const tokensPerSecond = tokens / ((performance.now() - began) / 1000)
              onEvent({ type: 'states', done, chains: distinct, kept: before, tokensPerSecond })
            },
          })
        } finally {
          await reader.dispose()
        }
      }

      // The heads: chosen on the held-out part, then fitted on all, but for what was given to evaluate on.
      const learned = other ? fit : all
      const onTried = (tried: { kind: 'step' | 'outcome'; layer: number; penalty: number; auc: number }) =>
        onEvent({ type: 'tried', ...tried })
      const shape = { layers, width }
      const step = chooseHead('step', store, { fit, heldOut }, shape, onTried)
      const outcome = chooseHead('outcome', store, { fit, heldOut }, shape, onTried)
      if (step === undefined && outcome === undefined)
        throw new RationaleError('input', 'there is nothing to tell apart', {
          expected: 'right and wrong steps ("firstError"), or right and wrong chains ("correct"), of several questions',
          found: `${fit.length} chains to fit on and ${heldOut.length} held out, with labels of one kind only`,
        })
      const fitted = {
        step: step && refit('step', store, learned, step, width),
        outcome: outcome && refit('outcome', store, learned, outcome, width),
      }
      const heads = defined({ step: fitted.step?.head, outcome: fitted.outcome?.head })
      const probe: Probe = {
        format: 'rationale-probe',
        version: 1,
        layout: LAYOUT_VERSION,
        // Told by the layers that are run, which may be fewer than were tried.
        base: await fingerprint(files, Math.max(...layersOf(heads)), tokenizer, adapter),
        width,
        ...heads,
      }
      // What was calibrated before was another probe.
      await rm(join(settings.output, 'calibration.json'), { force: true })
      await writeJson(join(settings.output, PROBE_FILE), probe)
      const result: ProbeResult = {
        output: settings.output,
        base: path,
        chains: sequences.length,
        heldOut: heldOut.length,
        leftToCalibrate: sequences.length - seen.length,
        rejected: rejected + (other ? other.rejected : 0),
        shortened: shortenedIn([...sequences, ...(other ? other.sequences : [])]),
        computed: missing,
        layers,
        ...defined({
          step: step && reportOf(step, fitted.step?.rows ?? 0),
          outcome: outcome && reportOf(outcome, fitted.outcome?.rows ?? 0),
        }),
        seconds: (performance.now() - started) / 1000,
      }
      await writeJson(join(settings.output, 'training.json'), {
        method: 'probe',
        settings: takenBy({ ...settings, layers }),
        ...result,
      })
      return result
    } finally {
      store.close()
    }
  } finally {
    await files.close()
    await runtime.dispose()
  }
}

const shortenedIn = (sequences: readonly LabelledSequence[]) => sequences.filter((each) => !isWhole(each)).length

const reportOf = ({ head: { layer }, penalty, auc, byLayer }: ChosenHead, rows: number): HeadReport => ({
  layer,
  penalty,
  auc,
  byLayer,
  rows,
})

import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { TrainEvent } from './events.js'
import type { Example } from './example.js'
import { type ExampleSettings, readExamples, splitByGroup } from './examples.js'
import { mixed, parseMix, refuseRepetition, sharesOf, sizeOf } from './mix.js'
import type { TrainSettings } from './options.js'

export interface TrainingData {
  train: Example[]
  evaluation: Example[]
  /** Records that could not be used. */
  rejected: number
  /** Examples that were longer than allowed and were cut. */
  shortened: number
  digest: string
}

type DataSettings = TrainSettings & Pick<ExampleSettings, 'start'>

/** Records to train on, of several files where they are mixed, and records to evaluate on: another file, or groups kept aside. */
export async function readData(
  settings: DataSettings,
  tokenizer: TextTokenizer,
  onEvent: (event: TrainEvent) => void,
): Promise<TrainingData> {
  const files = parseMix(settings.mix)
  const sources: TrainingData[] = []
  for (const path of [settings.data, ...files.map((file) => file.path)])
    sources.push(await readSource(path, settings, tokenizer, onEvent))
  const evaluation =
    settings.evaluationData === undefined
      ? { examples: sources.flatMap((source) => source.evaluation), rejected: 0, shortened: 0, digest: '' }
      : await readExamples(settings.evaluationData, tokenizer, settings, rejecting(onEvent))
  const all = [...sources, evaluation]
  return {
    train: files.length === 0 ? sources.flatMap(({ train }) => train) : mix(sources, settings),
    evaluation: evaluation.examples,
    rejected: all.reduce((sum, { rejected }) => sum + rejected, 0),
    shortened: all.reduce((sum, { shortened }) => sum + shortened, 0),
    digest: all.map(({ digest }) => digest).join(''),
  }
}

/** Of several files the reason names the one. */
const rejecting =
  (onEvent: (event: TrainEvent) => void, path?: string) =>
  ({ line, reason }: { line: number; reason: string }) =>
    onEvent({ type: 'rejected', line, reason: path === undefined ? reason : `${path}: ${reason}` })

async function readSource(
  path: string,
  settings: DataSettings,
  tokenizer: TextTokenizer,
  onEvent: (event: TrainEvent) => void,
): Promise<TrainingData> {
  const onReject = rejecting(onEvent, settings.mix.length === 0 ? undefined : path)
  const { examples, ...about } = await readExamples(path, tokenizer, settings, onReject)
  if (settings.evaluationData !== undefined) return { train: examples, evaluation: [], ...about }
  return { ...splitByGroup(examples, settings.evaluationPart, settings.seed), ...about }
}

function mix(sources: readonly TrainingData[], settings: DataSettings): Example[] {
  const files = parseMix(settings.mix)
  const sizes = sources.map(({ train }) => sizeOf(train))
  const shares = sharesOf(sizes, files, settings.mixTemperature)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  for (const [i, path] of [settings.data, ...files.map((file) => file.path)].entries())
    refuseRepetition(path, sizes[i] ?? 0, total * (shares[i] ?? 0))
  return mixed(
    sources.map(({ train }) => train),
    shares,
    settings.seed,
  )
}

import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import type { TrainEvent } from './events.js'
import type { Example } from './example.js'
import { type ExampleSettings, readExamples, splitByGroup } from './examples.js'
import type { TrainSettings } from './options.js'

export interface TrainingData {
  train: Example[]
  evaluation: Example[]
  /** Records that could not be used. */
  rejected: number
  digest: string
}

/** Records to train on and records to evaluate on: another file, or groups kept aside. */
export async function readData(
  settings: TrainSettings & Pick<ExampleSettings, 'start'>,
  tokenizer: TextTokenizer,
  onEvent: (event: TrainEvent) => void,
): Promise<TrainingData> {
  const onReject = ({ line, reason }: { line: number; reason: string }) => onEvent({ type: 'rejected', line, reason })
  const { examples, rejected, digest } = await readExamples(settings.data, tokenizer, settings, onReject)
  if (settings.evaluationData === undefined) {
    return { ...splitByGroup(examples, settings.evaluationPart, settings.seed), rejected, digest }
  }
  const other = await readExamples(settings.evaluationData, tokenizer, settings, onReject)
  return {
    train: examples,
    evaluation: other.examples,
    rejected: rejected + other.rejected,
    digest: digest + other.digest,
  }
}

import { CONTAMINATION_WORDS, createContaminationIndex, wordHashes } from '../../src/core/records/contamination.js'
import type { Sample } from '../tasks/task.js'

export interface TrainingText {
  id: string
  text: string
}

export interface Contamination {
  task: string
  samples: number
  /** Training records that share 13 words in a row with the task (or all words of a shorter sample), and how many there are in all. */
  trainingIds: string[]
  trainingRecords: number
  /** Samples that those records give away. */
  sampleIds: string[]
}

/** Ids that are listed one by one; beyond, records are counted and samples no longer searched for. */
const MOST_LISTED = 1000

/** Which samples of which tasks stand in the training data? One pass over the data, whatever its size. */
export async function checkContamination(
  training: AsyncIterable<TrainingText> | Iterable<TrainingText>,
  tasks: readonly { task: string; samples: readonly Sample[] }[],
): Promise<Contamination[]> {
  const indexed = tasks.map(({ task, samples }) => {
    const index = createContaminationIndex()
    for (const sample of samples) index.add(sampleText(sample))
    const found: TrainingText[] = []
    return { task, samples, index, found, count: 0 }
  })
  for await (const record of training) {
    for (const entry of indexed) {
      if (entry.index.find(record.text) === -1) continue
      if (++entry.count <= MOST_LISTED) entry.found.push(record)
    }
  }
  return indexed.map(({ task, samples, found, count }) => ({
    task,
    samples: samples.length,
    trainingIds: found.map((record) => record.id),
    trainingRecords: count,
    sampleIds: samples.filter(givenAwayBy(found)).map((sample) => sample.id),
  }))
}

function givenAwayBy(found: readonly TrainingText[]): (sample: Sample) => boolean {
  const long = (text: string) => wordHashes(text).length >= CONTAMINATION_WORDS
  // One look-up a sample; only the short ones, which match whole, are searched for one by one.
  const index = createContaminationIndex()
  for (const { text } of found) if (long(text)) index.add(text)
  return (sample) => {
    const text = sampleText(sample)
    if (long(text)) return index.find(text) !== -1
    const own = createContaminationIndex()
    own.add(text)
    return found.some((record) => own.find(record.text) !== -1)
  }
}

/** Options and instructions are left out: many questions share them. */
function sampleText({ context, question }: Sample): string {
  return context === undefined ? question : `${context}\n${question}`
}

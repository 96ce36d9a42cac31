import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { defined } from '../../../src/core/absence.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import {
  type CandidateSet,
  type Chain,
  type LabelledChain,
  labelledChainSchema,
} from '../../../src/core/records/types.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import { plainStep } from '../../../verifier/judge/plain.js'
import { answerOf, isRight } from '../../answers.js'
import { publicCandidateSetSchema, publicLabelledChainSchema } from '../../public-formats.js'
import { sources } from '../embedded/recipe/sources.js'
import type { LabelledRecord } from '../labels/chains.js'
import { candidateSources } from '../labels/problems.js'

/** A labelled chain and what the heads of the PyTorch yardstick said of it, in log-odds. */
export interface RecordedChain {
  record: LabelledRecord
  /** Of each step: it is right. */
  steps: readonly number[]
  /** At its last step: the answer will be right. */
  outcome: number
}

/** What the yardstick left, the labels that it was trained on, and how they were packed for it. */
export interface RecordedFolders {
  trained: string
  chains: string
  pack: string
}

const gunzipped = (file: string) => JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'))

/** The chains of a part of the labels that were packed and scored, in their order. Chains that were too long to be packed are not among them. */
export function* recordedChains(folders: RecordedFolders, part: 'dev' | 'test'): Generator<RecordedChain> {
  const { scoreOf, packed } = scores(folders)
  let place = packed.findIndex((each) => each.part === part)
  for (const line of readFileSync(join(folders.chains, `${part}.ndjson`), 'utf8')
    .trimEnd()
    .split('\n')) {
    const record = JSON.parse(line) as LabelledRecord // written by the study `labels`
    if (packed[place]?.characters !== record.steps.join('\n').length) continue
    const { steps, outcome } = scoreOf.get(place++) ?? { steps: [], outcome: Number.NaN }
    if (steps.length === record.steps.length) yield { record, steps, outcome }
  }
}

/** A recorded chain as its writer wrote it: the labels hold it without its layout, and the checks read layout. */
export interface WrittenChain extends RecordedChain {
  chain: Chain & { steps: string[] }
}

/**
 * The fresh chains that were packed and scored: `files` are those that the pack was made of, `--fresh` and `--unread`, in their order. A chain is scored only
 * by a network that has not learned from it.
 */
export async function* freshChains(
  { trained, pack }: Pick<RecordedFolders, 'trained' | 'pack'>,
  files: readonly string[],
): AsyncGenerator<WrittenChain> {
  const { scoreOf, packed } = scores({ trained, pack })
  let place = packed.findIndex(({ part }) => part === 'fresh' || part === 'unread')
  for (const file of files)
    for await (const { record: chain } of readRecords<LabelledChain>(file, labelledChainSchema)) {
      const written = stepsOf(chain)
      const { id, question, firstError } = chain
      const record = { id, question, firstError, correct: firstError === -1, steps: written.map(plainStep) }
      // Those that were too long to be packed are not there.
      if (packed[place]?.characters !== record.steps.join('\n').length) continue
      const { steps, outcome } = scoreOf.get(place++) ?? { steps: [], outcome: Number.NaN }
      if (steps.length !== written.length) continue
      yield {
        record: { ...record, source: 'fresh', kind: 'step' },
        chain: { ...chain, steps: written },
        steps,
        outcome,
      }
    }
}

function scores({ trained, pack }: Pick<RecordedFolders, 'trained' | 'pack'>) {
  const scored: { i: number; steps: number[]; outcome: number }[] = gunzipped(join(trained, 'scores-lora.json.gz'))
  const packed: { part: string; characters: number }[] = gunzipped(join(pack, 'chains.json.gz'))
  return { scoreOf: new Map(scored.map((each) => [each.i, each])), packed }
}

/** The labels hold steps as they were made plain when they were written; today's `plainStep` may leave out more. */
const keyOf = (question: string, steps: readonly string[]) => JSON.stringify([question, steps.map(plainStep)])

/** Solutions with outcomes and chains with labelled steps of `DATA` that were scored; each score is used once. */
export async function* writtenChains(data: string, recorded: readonly RecordedChain[]): AsyncGenerator<WrittenChain> {
  const scores = new Map(
    recorded
      .filter(({ record: { kind } }) => kind === 'outcome' || kind === 'step')
      .map((each) => [keyOf(each.record.question, each.record.steps), each]),
  )
  const take = (chain: WrittenChain['chain']): WrittenChain[] => {
    const key = keyOf(chain.question, chain.steps)
    const found = scores.get(key)
    if (found === undefined) return []
    scores.delete(key)
    return [{ ...found, chain: { ...chain, id: found.record.id } }]
  }
  const written = (steps: readonly string[]) => steps.filter((step) => step.trim() !== '')
  for (const source of candidateSources)
    for await (const { record: set } of readRecords<CandidateSet>(
      join(data, sources[source].file),
      publicCandidateSetSchema,
    )) {
      const { id, question, options, candidates } = set
      for (const candidate of candidates) {
        const chain = { id, question, steps: written(stepsOf(candidate)) }
        const more = { options, answer: answerOf(set, candidate) ?? undefined }
        for (const found of take({ ...chain, ...defined(more) }))
          if (found.record.correct === isRight(set, candidate)) yield found
      }
    }
  const labelled = readRecords<LabelledChain>(join(data, sources.stepLabels.file), publicLabelledChainSchema, {
    uniqueIds: false,
  })
  for await (const { record } of labelled) {
    const { id, question, firstError } = record
    for (const found of take({ id, question, steps: stepsOf(record) }))
      if (found.record.firstError === firstError) yield found
  }
}

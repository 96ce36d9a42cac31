import { join } from 'node:path'
import { readRecords } from '../../../src/core/records/ndjson.js'
import type { CandidateSet } from '../../../src/core/records/types.js'
import type { PreparedChain } from '../../../verifier/judge/judge.js'
import { publicCandidateSetSchema } from '../../public-formats.js'
import { weakGenerators } from '../../selection.js'
import { drawnCandidates } from '../embedded/judged.js'
import { sources } from '../embedded/recipe/sources.js'
import { candidateSources } from '../labels/problems.js'

/** As the study `embedded` draws them. */
const LIMIT = 16
const GENERATORS_BELOW = 0.83

/** The candidates that the study `embedded` chooses among, on held-aside questions: of GSM8K those of generators that leave something to choose. */
export async function* naturalCandidates(data: string): AsyncGenerator<PreparedChain> {
  for (const source of candidateSources) {
    const file = join(data, sources[source].file)
    const keep = source === 'zeroevalGsm' ? weakGenerators(await collected(file), GENERATORS_BELOW) : () => true
    for await (const { drawn } of drawnCandidates({ file, keep, limit: LIMIT })) yield* drawn.map(({ chain }) => chain)
  }
}

async function collected(file: string): Promise<CandidateSet[]> {
  const sets: CandidateSet[] = []
  for await (const { record } of readRecords<CandidateSet>(file, publicCandidateSetSchema)) sets.push(record)
  return sets
}

import { createHash } from 'node:crypto'
import { defined } from '../../src/core/absence.js'
import { whole } from '../../src/core/records/chat.js'
import type { CandidateSet, TokenTally, Verifier } from '../../src/core/records/types.js'
import { emptyTally } from '../../src/core/tally.js'
import type { LanguageModel } from '../../src/models/types.js'
import { drawSet } from '../selection.js'
import { promptFor, type Sample, type Task } from '../tasks/task.js'
import { type JudgeTools, judgeCandidate, judgeCandidates } from './judge.js'
import type { Recipe } from './recipe.js'
import type { CandidatesRecord } from './records.js'

/** A search that writes its own chain (step search, beam, DVTS) instead of choosing among candidates. */
export type Search = (given: {
  problem: CandidateSet
  prompt: string
  generator: LanguageModel
  verifier: Verifier
  /** Its budget: as many samples as the choosing strategies got, and what those cost. */
  n: number
  generatedTokens: number
  maxTokens: number
  seed: number
  signal?: AbortSignal | undefined
  /** Work done is added to it. */
  tally: TokenTally
}) => Promise<string>

/** The generator writes n candidates, the strategies choose among them, and every search gets the same budget. */
export async function solveAndJudge(
  task: Task,
  sample: Sample,
  generator: LanguageModel,
  tools: JudgeTools,
  recipe: Recipe,
  searches: Record<string, Search>,
): Promise<CandidatesRecord> {
  const { n, temperature, maxTokens } = recipe
  const prompt = promptFor(task, sample)
  const seed = createHash('sha256').update(`${recipe.seed}:${sample.id}`).digest().readUInt32LE(0)
  const signal = defined({ signal: tools.signal })
  const tokens = emptyTally()
  const completions = await generator.generate({
    prompt: [{ role: 'user', content: prompt }],
    n,
    temperature,
    maxTokens,
    seed,
    tally: tokens,
    ...signal,
  })
  const generation = { ...tokens }
  const { reference, details, answer, steps: _steps, firstError: _firstError, ...problem } = sample
  const set: CandidateSet = {
    ...problem,
    task: answer ?? task.grader,
    details,
    candidates: completions.map(({ text, finish }) => ({ text: whole(text, finish === 'length') })),
  }
  const record: CandidatesRecord = {
    ...(await judgeCandidates(task.name, drawSet(set, recipe), tools, tokens)),
    generation,
  }
  if (reference !== undefined) {
    record.reference = reference
    const scores = recipe.perplexity ? await logProbabilities(generator, prompt, reference, tokens, signal) : undefined
    if (scores !== undefined) record.referenceLogProbabilities = scores
  }
  for (const [name, search] of Object.entries(searches)) {
    const tally = emptyTally()
    const text = await search({
      problem: set,
      prompt,
      generator,
      verifier: tools.verifier,
      n,
      generatedTokens: generation.generated,
      maxTokens,
      seed,
      tally,
      ...signal,
    })
    const judged = await judgeCandidate(set, { text }, set.candidates.length, tools, tally)
    record.searched = { ...record.searched, [name]: { ...judged, tokens: tally } }
    record.outcomes[name] = { chosen: [], correct: judged.correct ? 1 : 0 }
  }
  return record
}

/** Of each token of the human explanation, given the prompt; undefined where the model cannot say. */
async function logProbabilities(
  generator: LanguageModel,
  prompt: string,
  reference: string,
  tally: TokenTally,
  signal: { signal?: AbortSignal },
): Promise<number[] | undefined> {
  const [scored] = await generator.score({
    pairs: [{ context: `${prompt}\n\n`, continuation: reference }],
    tally,
    ...signal,
  })
  return scored?.reason === undefined ? scored?.tokens.map((token) => token.logProbability) : undefined
}

import { z } from 'zod'

/*
 * What a run leaves in its folder:
 *   recipe.json     what was asked; a rerun with another recipe is refused
 *   samples.ndjson  one record a sample, in the order of the input
 *   metrics.json    everything computed from the samples
 *   run.json        when, how long, on what: the only file that differs between two runs of one recipe
 */

const probability = z.number().min(0).max(1).nullable()
const tally = z.object({ evaluated: z.number(), unique: z.number(), generated: z.number(), calls: z.number() })

const finding = z.object({
  kind: z.enum(['arithmetic', 'provenance', 'answer', 'contradiction']),
  span: z.tuple([z.number(), z.number()]).readonly(),
  claimed: z.string().optional(),
  computed: z.string().optional(),
  ok: z.boolean(),
  message: z.string().optional(),
})

const judgedStep = z.object({
  text: z.string(),
  reward: probability,
  rationale: z.string().optional(),
  implicit: z.number().optional(),
  process: z.number().optional(),
  evidence: z.array(finding),
  reason: z.string().optional(),
})

/** A Verdict without the chain's id. */
const judgement = z.object({
  steps: z.array(judgedStep),
  firstError: z.number().nullable(),
  reward: probability,
  aggregation: z.string(),
  probability,
  verdict: z.enum(['correct', 'incorrect', 'abstain']),
  answer: z.string().optional(),
  reason: z.string().optional(),
  tokens: tally.optional(),
})
export type Judgement = z.infer<typeof judgement>

const judgedCandidate = z.object({
  id: z.string().optional(),
  /** Final answer as written, and the key by which votes are counted; null where none was found. */
  answer: z.string().nullable(),
  key: z.string().nullable(),
  /** The outcome that counts: a recorded grade, else `flexible`. */
  correct: z.boolean(),
  /** By the task's grader: the answer in the form that was asked for, and the answer wherever it was found. */
  strict: z.boolean().optional(),
  flexible: z.boolean().optional(),
  verdict: judgement,
})
export type JudgedCandidate = z.infer<typeof judgedCandidate>

const outcome = z.object({
  /** Index and share of the choice; ties are split. */
  chosen: z.array(z.tuple([z.number(), z.number()])),
  /** Chance that the choice is right. */
  correct: z.number(),
})
export type Outcome = z.infer<typeof outcome>

const shared = {
  task: z.string(),
  id: z.string(),
  question: z.string(),
  context: z.string().optional(),
  options: z.array(z.string()).optional(),
  tokens: tally,
}

const candidatesRecord = z.object({
  suite: z.literal('candidates'),
  ...shared,
  gold: z.string().optional(),
  /** Human explanation, and the generator's log-probability of each of its tokens. */
  reference: z.string().optional(),
  referenceLogProbabilities: z.array(z.number()).optional(),
  candidates: z.array(judgedCandidate),
  /** By strategy. */
  outcomes: z.record(z.string(), outcome),
  /** Votes and summed probability of each answer, best first: why a candidate won. */
  votes: z.array(z.object({ key: z.string(), answer: z.string(), votes: z.number(), weight: z.number() })),
  /** What writing the candidates cost, within `tokens`; absent where they were recorded. */
  generation: tally.optional(),
  /** Chains that a search wrote instead of choosing, by strategy. */
  searched: z.record(z.string(), judgedCandidate.extend({ tokens: tally })).optional(),
})
export type CandidatesRecord = z.infer<typeof candidatesRecord>

const stepsRecord = z.object({
  suite: z.literal('steps'),
  ...shared,
  /** 0-based, -1 where every step is right. */
  firstError: z.number(),
  verdict: judgement,
})
export type StepsRecord = z.infer<typeof stepsRecord>

/** A sample that could not be judged; a rerun tries it again. */
const failedRecord = z.object({ suite: z.literal('failed'), task: z.string(), id: z.string(), error: z.string() })
export type FailedRecord = z.infer<typeof failedRecord>

export const sampleRecordSchema = z.discriminatedUnion('suite', [candidatesRecord, stepsRecord, failedRecord])
export type SampleRecord = z.infer<typeof sampleRecordSchema>

const interval = z.tuple([z.number(), z.number()]).readonly()
const paired = z.object({
  difference: z.number(),
  ci95: interval,
  p: z.number(),
  /** McNemar's exact test on the same pairs. */
  mcnemar: z.object({ onlyFirst: z.number(), onlySecond: z.number(), p: z.number() }),
})
const curve = z.array(z.object({ k: z.number(), accuracy: z.number(), ci95: interval, problems: z.number() }))

const trust = {
  auc: z.number().nullable(),
  ece: z.number().nullable(),
  brier: z.number().nullable(),
  reliability: z.array(z.object({ predicted: z.number(), observed: z.number(), count: z.number() })),
  riskCoverage: z.array(z.object({ threshold: z.number(), coverage: z.number(), risk: z.number() })),
  areaUnderRisk: z.number().nullable(),
  /** Judged without a probability. */
  unscored: z.number(),
}
export type Trust = z.infer<z.ZodObject<typeof trust>>

/** Accuracies are per cent; curves and risks are shares. */
const candidatesMetrics = z.object({
  suite: z.literal('candidates'),
  task: z.string(),
  problems: z.number(),
  candidates: z.number(),
  candidatesPerProblem: z.number(),
  failed: z.number(),
  strategies: z.record(
    z.string(),
    z.object({
      accuracy: z.number(),
      ci95: interval,
      vsMajority: paired.optional(),
      /** Of the answers that were chosen, in per cent; null where no gold answer is given. */
      strict: z.number().nullable(),
      flexible: z.number().nullable(),
      /** Problems whose chosen answer could not be read; ties make it a fraction. */
      unparsed: z.number(),
      /** What this strategy needs. A vote needs no verifier; a search has its own account. */
      tokens: tally,
    }),
  ),
  /** Of single candidates; null where recorded grades leave nothing to grade. */
  strict: z.number().nullable(),
  flexible: z.number().nullable(),
  unparsed: z.number(),
  tokens: tally,
  overK: z.record(z.string(), curve),
  /** Chosen chains against human explanations: BLEU in [0, 100], ROUGE F1 in [0, 1]; the generator's perplexity of the explanations. */
  rationales: z
    .object({
      texts: z.number(),
      bleu: z.number(),
      rouge1: z.number(),
      rouge2: z.number(),
      rougeL: z.number(),
      perplexity: z.number().nullable(),
    })
    .optional(),
  ...trust,
})
export type CandidatesMetrics = z.infer<typeof candidatesMetrics>

const stepsMetrics = z.object({
  suite: z.literal('steps'),
  task: z.string(),
  chains: z.number(),
  failed: z.number(),
  /** Null with chains of one kind only: there is no harmonic mean. */
  f1: z.number().nullable(),
  f1ci95: interval.nullable(),
  errorAccuracy: z.number().nullable(),
  correctAccuracy: z.number().nullable(),
  threshold: z.number(),
  tokens: tally,
  ...trust,
})
export type StepsMetrics = z.infer<typeof stepsMetrics>

export const metricsSchema = z.object({
  format: z.literal(1),
  verifier: z.string(),
  generator: z.string().optional(),
  /** What was asked for and cannot be measured. */
  leftOut: z.array(z.object({ task: z.string(), reason: z.string(), samples: z.number().optional() })).optional(),
  tasks: z.array(z.discriminatedUnion('suite', [candidatesMetrics, stepsMetrics])),
})
export type Metrics = z.infer<typeof metricsSchema>

export const runSchema = z.object({
  startedAt: z.string(),
  finishedAt: z.string(),
  /** Working time, all sessions of a resumed run together. */
  seconds: z.number(),
  secondsByTask: z.record(z.string(), z.number()),
  sessions: z.number(),
  /** In the caller's currency, from the prices of the recipe. */
  cost: z.number().optional(),
  prices: z.object({ generated: z.number(), evaluated: z.number() }).optional(),
  node: z.string(),
  version: z.string(),
})
export type Run = z.infer<typeof runSchema>

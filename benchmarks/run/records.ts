import * as z from 'zod'
import type { TokenTally, Verdict } from '../../src/core/records/types.js'
import type { Interval, PairedDifference, ReliabilityBin } from '../../src/core/statistics/statistics.js'
import type { McNemar } from '../statistics/mcnemar.js'
import type { CurvePoint } from '../statistics/over-k.js'
import type { RiskPoint } from '../statistics/risk-coverage.js'

/*
 * What a run leaves in its folder:
 *   recipe.json     what was asked; a rerun with another recipe is refused
 *   samples.ndjson  one record a sample, in the order of the input
 *   metrics.json    everything computed from the samples
 *   run.json        when, how long, on what: the only file that differs between two runs of one recipe
 */

/** Bytes of each of the three that are one value. */
export const LARGEST_OF_A_RUN = 256 * 2 ** 20

/* Where core or the statistics have a type, the schema is held to it by its annotation: neither can drift from the other. */

const tally: z.ZodType<TokenTally> = z.object({
  evaluated: z.number(),
  unique: z.number(),
  generated: z.number(),
  calls: z.number(),
  naive: z.number().exactOptional(),
})

/** As the verifier gave it. Read back, only what the page shows of every verdict is looked at. */
const verdict = z.custom<Verdict>((value) => shownOfVerdict.safeParse(value).success, 'is no verdict')
const shownOfVerdict = z.looseObject({
  steps: z.array(
    z.looseObject({
      text: z.string(),
      reward: z.number().nullable(),
      evidence: z.array(z.looseObject({ kind: z.string(), span: z.tuple([z.number(), z.number()]), ok: z.boolean() })),
    }),
  ),
  firstError: z.number().nullable(),
  reward: z.number().nullable(),
  probability: z.number().nullable(),
  verdict: z.string(),
})

const judgedCandidate = z.object({
  id: z.string().optional(),
  /** Who wrote it, where the recorded candidate says so. */
  generator: z.string().optional(),
  /** Final answer as written, and the key by which votes are counted; null where none was found. */
  answer: z.string().nullable(),
  key: z.string().nullable(),
  /** The outcome that counts: a recorded grade, else `flexible`. */
  correct: z.boolean(),
  /** By the task's grader: the answer in the form that was asked for, and the answer wherever it was found. */
  strict: z.boolean().optional(),
  flexible: z.boolean().optional(),
  verdict,
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
  /** The part of the task that it counts for too, where parts were asked for. */
  group: z.string().optional(),
  /** What the problem is about, where its record says so. */
  category: z.string().optional(),
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
  /** Each draw as places among the candidates; absent where there is but one, of all of them. */
  draws: z.array(z.array(z.number())).optional(),
  /** By strategy; the mean over the draws. */
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
  verdict,
})
export type StepsRecord = z.infer<typeof stepsRecord>

/** A sample that could not be judged; a rerun tries it again. */
const failedRecord = z.object({
  suite: z.literal('failed'),
  task: z.string(),
  id: z.string(),
  group: z.string().optional(),
  category: z.string().optional(),
  /** The label, where there is one: a chain that could not be judged was not found wrong at that step. */
  firstError: z.number().optional(),
  error: z.string(),
})
export type FailedRecord = z.infer<typeof failedRecord>

export const sampleRecordSchema = z.discriminatedUnion('suite', [candidatesRecord, stepsRecord, failedRecord])
export type SampleRecord = z.infer<typeof sampleRecordSchema>

const interval: z.ZodType<Interval> = z.tuple([z.number(), z.number()]).readonly()
const difference = { difference: z.number(), ci95: interval, p: z.number() }
const paired: z.ZodType<PairedDifference> = z.object(difference)
const mcnemar: z.ZodType<McNemar> = z.object({ onlyFirst: z.number(), onlySecond: z.number(), p: z.number() })
const bin: z.ZodType<ReliabilityBin> = z.object({ predicted: z.number(), observed: z.number(), count: z.number() })
const risk: z.ZodType<RiskPoint> = z.object({ threshold: z.number(), coverage: z.number(), risk: z.number() })
const point: z.ZodType<CurvePoint> = z.object({
  k: z.number(),
  accuracy: z.number(),
  ci95: interval,
  problems: z.number(),
})

/** Errors among chains of one kind, and the upper limit of their rate by question with 95 % confidence (src/core/statistics/rate-by-question.ts). */
const errorRate = z.object({
  errors: z.number(),
  chains: z.number(),
  /** Absent in older runs, whose limit took each chain for a question of its own. */
  questions: z.number().optional(),
  limit: z.number(),
})

const trust = {
  /** What the verdicts are worth: the two error rates of a calibration, and the share of chains that are left open. Absent in older runs. */
  verdicts: z
    .object({
      /** Right chains that are accused (a step is held wrong) or called incorrect. */
      rightAccused: errorRate,
      /** Wrong chains that are called correct. */
      wrongAccepted: errorRate,
      open: z.number(),
    })
    .optional(),
  /** Of the probability: how often a right chain has a higher one than a wrong chain. */
  auc: z.number().nullable(),
  /** The same of the reward, which a verifier without a calibration has too. */
  rewardAuc: z.number().nullable().optional(),
  /** Why there is no `auc`. */
  aucReason: z.string().optional(),
  ece: z.number().nullable(),
  brier: z.number().nullable(),
  reliability: z.array(bin),
  riskCoverage: z.array(risk),
  areaUnderRisk: z.number().nullable(),
  /** Judged without a probability. */
  unscored: z.number(),
  /** Chains that could not be judged, failed samples among them, by their reasons, the most frequent first; absent where there are none. */
  unjudged: z.array(z.object({ reason: z.string(), chains: z.number() })).optional(),
  /** Of judges that write: judgements that were asked for, and those that could not be read. */
  judgements: z.object({ asked: z.number(), unreadable: z.number() }).optional(),
}
export type Trust = z.infer<z.ZodObject<typeof trust>>

const strategy = z.object({
  accuracy: z.number(),
  ci95: interval,
  vsRandom: paired.optional(),
  /** With McNemar's exact test on the same pairs. */
  vsMajority: z.object({ ...difference, mcnemar }).optional(),
  /** Of the answers that were chosen, in per cent; null where no gold answer is given. */
  strict: z.number().nullable(),
  flexible: z.number().nullable(),
  /** Problems whose chosen answer could not be read; ties and draws make it a fraction. */
  unparsed: z.number(),
})

/** The ways to choose, on some problems at one number of candidates. */
const choosing = {
  problems: z.number(),
  candidatesPerProblem: z.number(),
  strategies: z.record(z.string(), strategy),
}
export type Choosing = z.infer<z.ZodObject<typeof choosing>>

const rationales = z.object({
  texts: z.number(),
  bleu: z.number(),
  rouge1: z.number(),
  rouge2: z.number(),
  rougeL: z.number(),
  perplexity: z.number().nullable(),
})

/** Accuracies are per cent; curves and risks are shares. */
const candidatesMetrics = z.object({
  suite: z.literal('candidates'),
  task: z.string(),
  ...choosing,
  /** `tokens`: what this strategy needs of all that was judged. A vote needs no verifier; a search has its own account. */
  strategies: z.record(z.string(), strategy.extend({ tokens: tally })),
  /** Independent draws of candidates a problem, of which every score is the mean; absent where there is one. */
  draws: z.number().optional(),
  /** The same at other numbers of candidates, and for each group. */
  breakdown: z.array(z.object({ group: z.string().optional(), ...choosing })).optional(),
  /** Gains averaged over the groups, each weighing the same. */
  means: z
    .array(
      z.object({
        groups: z.array(z.string()),
        candidatesPerProblem: z.number(),
        bestMinusRandom: paired,
        weightedMinusMajority: paired,
      }),
    )
    .optional(),
  /** All that were judged, over all draws. */
  candidates: z.number(),
  failed: z.number(),
  /** Of single candidates; null where recorded grades leave nothing to grade. */
  strict: z.number().nullable(),
  flexible: z.number().nullable(),
  unparsed: z.number(),
  tokens: tally,
  overK: z.record(z.string(), z.array(point)),
  /** Chosen chains against human explanations: BLEU in [0, 100], ROUGE F1 in [0, 1]; the generator's perplexity of the explanations. */
  rationales: rationales.optional(),
  ...trust,
})
export type CandidatesMetrics = z.infer<typeof candidatesMetrics>

/** How often the first wrong step was found, in per cent. */
const firstErrors = {
  chains: z.number(),
  /** Null with a `reason` where there is no harmonic mean: chains of one kind only, or none. */
  f1: z.number().nullable(),
  f1ci95: interval.nullable(),
  reason: z.string().optional(),
  /** Of the wrong chains, those whose first wrong step was named exactly. */
  errorAccuracy: z.number().nullable(),
  /** Of the right chains, those of which no step was called wrong. */
  correctAccuracy: z.number().nullable(),
}
export type FirstErrors = z.infer<z.ZodObject<typeof firstErrors>>

const stepsMetrics = z.object({
  suite: z.literal('steps'),
  task: z.string(),
  ...firstErrors,
  failed: z.number(),
  /** The verifier's own: a step below it counts as wrong. Never chosen on these chains. */
  threshold: z.number(),
  breakdown: z.array(z.object({ group: z.string(), ...firstErrors })).optional(),
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
  /** What was asked for and came out otherwise, a sentence each. */
  notes: z.array(z.string()).optional(),
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

import * as z from 'zod'
import { at } from '../../src/core/absence.js'
import { describeIssues, RationaleError } from '../../src/core/errors.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { questionKinds } from '../judge/question-kind.js'
import { familiarSchema } from './familiar.js'

const logistic = {
  /** Name -> mean and scale of the fitting data, and the weight of the standardised value. */
  features: z.record(
    z.string(),
    z.strictObject({ mean: z.number(), scale: z.number().positive(), weight: z.number() }),
  ),
  intercept: z.number(),
}

/** Errors among chains of so many questions, and the upper limit of their rate with the confidence of the file (src/core/statistics/rate-by-question.ts). */
const shownRisk = z.strictObject({
  errors: z.int(),
  chains: z.int(),
  /** Absent where the limit took each chain for a question of its own. */
  questions: z.int().optional(),
  limit: z.number().min(0).max(1),
})

/**
 * A logistic model over features of one chain: p = 1 / (1 + exp(-(b + sum_j w_j (x_j - m_j) / s_j))). Stored as `calibration.json` beside
 * an adapter.
 */
export const calibrationSchema = z.strictObject({
  version: z.literal(1),
  ...logistic,
  /** Of kinds of question that had enough chains for weights of their own; those above serve every other. */
  kinds: z.partialRecord(z.enum(questionKinds), z.strictObject(logistic)).optional(),
  /** The same over the judges' rewards of one step, where a step's reward is more than the lowest of them. */
  steps: z.strictObject(logistic).optional(),
  /** At or above: correct. At or below `reject`: incorrect. Between: abstain. */
  accept: z.number().min(0).max(1),
  reject: z.number().min(0).max(1),
  /** A step whose reward is below counts as wrong. */
  stepThreshold: z.number().min(0).max(1),
  /** Of each verifier that it was fitted for, in their order, what tells it from others (src/verifier-identity.ts): it is of use for no other. */
  identities: z.array(z.record(z.string(), z.string())).min(1).optional(),
  fittedOn: z.strictObject({ data: z.string(), chains: z.int(), problems: z.int(), date: z.string() }),
  /** What `rationale calibrate` adds. The features are then log-odds of what the judges of these verifiers say. */
  calibrated: z
    .strictObject({
      verifiers: z.array(z.string()).min(1),
      /** Share of right chains that the probabilities assume. */
      prior: z.number().gt(0).lt(1),
      risk: z.strictObject({
        wanted: z.number().gt(0).lt(1),
        confidence: z.number().gt(0).lt(1),
        /** Right chains that are accused or called incorrect, on chains that chose nothing. */
        rightAccused: shownRisk,
        /** Wrong chains that are called correct, on the same. */
        wrongAccepted: shownRisk,
        /** Shares of those chains by verdict. */
        coverage: z.strictObject({ correct: z.number(), incorrect: z.number(), abstain: z.number() }),
      }),
      auc: z.number().nullable(),
      familiar: familiarSchema,
      /** There were too few chains to choose a step threshold: a step of low reward is named, and the verdict stays open, as without a calibration. */
      stepsUnshown: z.literal(true).optional(),
    })
    .optional(),
})
export type Calibration = z.infer<typeof calibrationSchema>

/** What a calibration file holds -> the calibration. @throws RationaleError `configuration` that names the file and everything that is wrong. */
export function parseCalibration(contents: unknown, file: string): Calibration {
  const parsed = calibrationSchema.safeParse(contents)
  if (parsed.success && parsed.data.accept >= parsed.data.reject) return parsed.data
  if (!parsed.success && !looksLikeOne(contents))
    throw new RationaleError('configuration', `${file} is not a calibration`, {
      expected: 'what rationale calibrate or train wrote: features, intercept, accept, reject',
      found: sayOther(contents),
    })
  throw new RationaleError('configuration', `${file} is not a calibration`, {
    found: parsed.success ? 'accept lies below reject' : describeIssues(parsed.error),
    remedy: 'fit it again',
  })
}

/** A calibration that was damaged or is of another version has most of its fields; of another file's fields it is of no use to read every one. */
function looksLikeOne(contents: unknown): boolean {
  const names = typeof contents === 'object' && contents !== null ? Object.keys(contents) : []
  return (
    ['features', 'intercept', 'accept', 'reject', 'stepThreshold', 'fittedOn'].filter((name) => names.includes(name))
      .length > 2
  )
}

function sayOther(contents: unknown): string {
  if (typeof contents !== 'object' || contents === null) return `${contents === null ? 'null' : `a ${typeof contents}`}`
  if (Array.isArray(contents)) return `a list of ${contents.length}`
  const names = Object.keys(contents).map((name) => name.slice(0, 40))
  if (names.length === 0) return 'an object without fields'
  return `an object of ${names.slice(0, 4).join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''}`
}

/** Weights alone, without thresholds. */
export type Logistic = Pick<Calibration, 'features' | 'intercept'>

export type Features = Readonly<Record<string, number>>

export interface LabelledFeatures {
  features: Features
  /** The chain is right. */
  label: boolean
  /** Chains of one group (a problem) are never split between folds. */
  group: string
}

/** Null where a feature is missing or not finite: such a chain has no probability. */
export function applyLogistic({ features: model, intercept }: Logistic, features: Features): number | null {
  let logit = intercept
  for (const [name, { mean, scale, weight }] of Object.entries(model))
    logit += (weight * ((features[name] ?? Number.NaN) - mean)) / scale
  return Number.isFinite(logit) ? 1 / (1 + Math.exp(-logit)) : null
}

export interface FitOptions {
  /** Weight of the L2 penalty, in chains (default 1). */
  l2?: number
  /**
   * On the weights of standardised features (the default), or of the features as they are. The second is for features of about unit size: a flag
   * that few chains have, once standardised, would get a large weight from them almost for nothing.
   */
  penalty?: 'standardised' | 'as they are'
  /** The side of zero on which the weight of a feature stays: 1 for what may only speak for a chain, -1 for what may only speak against it. */
  sign?: (feature: string) => 1 | -1 | undefined
  iterations?: number
}

/**
 * Maximum a-posteriori logistic regression by Newton's method (iteratively reweighted least squares), computed on standardised features. With `sign`
 * the maximum is sought where the weights have these signs: each step solves the quadratic model within the bounds by coordinate
 * ascent (proximal Newton, Lee, Sun and Saunders, SIAM J. Optim. 24, 2014; the bounds as in glmnet, Friedman, Hastie and Tibshirani, J. Stat. Softw. 33, 2010).
 *
 * @throws RationaleError `input` where only one class is present, `numeric` where a feature is not finite.
 */
export function fitLogistic(
  rows: readonly LabelledFeatures[],
  { l2 = 1, penalty = 'standardised', sign, iterations = 50 }: FitOptions = {},
): Logistic {
  if (new Set(rows.map((row) => row.label)).size < 2) {
    throw new RationaleError('input', 'a calibration needs right and wrong chains', {
      found: `${rows.length} chains of one kind`,
    })
  }
  const names = Object.keys(rows[0]?.features ?? {})
  const columns = names.map((name) => standardise(name, rows))
  const n = rows.length
  const d = names.length + 1 // the last weight is the intercept
  const weights = new Float64Array(d)
  // l2 (w / s)^2, where w / s is the weight of the feature as it is. The intercept is not drawn towards zero; a hair keeps the matrix regular.
  const penalties = columns.map(({ scale }) => (penalty === 'standardised' ? l2 : l2 / scale ** 2)).concat(1e-9)
  const signs = [...names.map((name) => sign?.(name)), undefined]
  const row = new Float64Array(d)
  for (let iteration = 0; iteration < iterations; iteration++) {
    const gradient = new Float64Array(d)
    const hessian = Array.from({ length: d }, () => new Float64Array(d))
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < d - 1; j++) row[j] = columns[j]?.values[i] as number
      row[d - 1] = 1
      let logit = 0
      for (let j = 0; j < d; j++) logit += (weights[j] as number) * (row[j] as number)
      const p = 1 / (1 + Math.exp(-logit))
      const error = (rows[i]?.label ? 1 : 0) - p
      const curvature = Math.max(p * (1 - p), 1e-9)
      for (let j = 0; j < d; j++) {
        gradient[j] = (gradient[j] as number) + error * (row[j] as number)
        const line = hessian[j] as Float64Array
        for (let k = 0; k <= j; k++) line[k] = (line[k] as number) + curvature * (row[j] as number) * (row[k] as number)
      }
    }
    for (let j = 0; j < d; j++) {
      const pull = penalties[j] as number
      gradient[j] = (gradient[j] as number) - pull * (weights[j] as number)
      const line = hessian[j] as Float64Array
      line[j] = (line[j] as number) + pull
    }
    const step = solveWithin(hessian, gradient, weights, signs)
    let largest = 0
    for (let j = 0; j < d; j++) {
      weights[j] = (weights[j] as number) + (step[j] as number)
      largest = Math.max(largest, Math.abs(step[j] as number))
    }
    if (largest < 1e-8) break
  }
  const features = names.map((name, j) => [
    name,
    { mean: columns[j]?.mean, scale: columns[j]?.scale, weight: weights[j] },
  ])
  return { features: Object.fromEntries(features), intercept: weights[d - 1] as number }
}

/**
 * Probabilities for every row from models that never saw its group: what a calibration is worth on problems it does not know.
 *
 * @throws RationaleError `input` where the groups are too few for right and wrong rows in every part.
 */
export function crossFit(
  rows: readonly LabelledFeatures[],
  folds = 5,
  options: FitOptions = {},
  fitted: (rows: readonly LabelledFeatures[], options: FitOptions) => Logistic = fitLogistic,
): (number | null)[] {
  const foldOf = (group: string) => seededRandom(`fold:${group}`).int(folds)
  const assigned = rows.map((row) => foldOf(row.group))
  const models = Array.from({ length: folds }, (_, fold) => {
    const others = rows.filter((_row, i) => assigned[i] !== fold)
    if (new Set(others.map(({ label }) => label)).size < 2)
      throw new RationaleError('input', 'there are too few questions to leave some out in turn', {
        expected: `right and wrong chains in what is left, of ${folds} parts of the questions, when any one is left out`,
        found: `${rows.length} chains of ${new Set(rows.map(({ group }) => group)).size} questions`,
        remedy: 'bring right and wrong chains of more questions',
      })
    return fitted(others, options)
  })
  return rows.map((row, i) => applyLogistic(at(models, at(assigned, i)), row.features))
}

function standardise(name: string, rows: readonly LabelledFeatures[]) {
  const values = Float64Array.from(rows, (row) => row.features[name] ?? Number.NaN)
  if (!values.every(Number.isFinite))
    throw new RationaleError('numeric', `feature ${name} is missing or not finite in some chain`)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  const scale = Math.sqrt(variance) || 1
  return { mean, scale, values: values.map((value) => (value - mean) / scale) }
}

/**
 * The step x that maximises b x - x A x / 2 while every weight plus its step keeps its sign, by coordinate ascent from the free solution; `lower` holds A's
 * lower triangle.
 */
function solveWithin(
  lower: readonly Float64Array[],
  b: Float64Array,
  weights: Float64Array,
  signs: readonly (1 | -1 | undefined)[],
): Float64Array {
  const n = b.length
  const x = solveSymmetric(
    lower.map((line) => line.slice()),
    b,
  )
  const within = (j: number, step: number) => {
    const sign = signs[j]
    const weight = weights[j] as number
    return sign === undefined || sign * (weight + step) >= 0 ? step : -weight
  }
  if (x.every((step, j) => within(j, step) === step)) return x
  const cell = (i: number, j: number) => (i < j ? lower[j]?.[i] : lower[i]?.[j]) as number
  for (let j = 0; j < n; j++) x[j] = within(j, x[j] as number)
  for (let sweep = 0; sweep < 10_000; sweep++) {
    let largest = 0
    for (let j = 0; j < n; j++) {
      let slope = b[j] as number
      for (let k = 0; k < n; k++) slope -= cell(j, k) * (x[k] as number)
      const next = within(j, (x[j] as number) + slope / cell(j, j))
      largest = Math.max(largest, Math.abs(next - (x[j] as number)))
      x[j] = next
    }
    if (largest < 1e-10) break
  }
  return x
}

/** A x = b by Cholesky; `lower` holds A's lower triangle and is overwritten by its factor. */
function solveSymmetric(lower: Float64Array[], b: Float64Array): Float64Array {
  const n = b.length
  const cell = (i: number, j: number) => (lower[i] as Float64Array)[j] as number
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = cell(i, j)
      for (let k = 0; k < j; k++) sum -= cell(i, k) * cell(j, k)
      ;(lower[i] as Float64Array)[j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / cell(j, j)
    }
  }
  const x = Float64Array.from(b)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - cell(i, k) * (x[k] as number)
    x[i] = (x[i] as number) / cell(i, i)
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] as number) - cell(k, i) * (x[k] as number)
    x[i] = (x[i] as number) / cell(i, i)
  }
  return x
}

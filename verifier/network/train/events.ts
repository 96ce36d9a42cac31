/* What a run of training tells on its way. */

export interface Evaluation {
  /** Mean negative log-probability of a target token. */
  loss: number
  /** exp(loss), where the loss is that of a text */
  perplexity?: number
  tokens: number
  /** Task `instruct` with short outputs: the part of which every token is the likeliest, those before it given (teacher-forced). */
  accuracy?: number
  /** Task `process`: how well P(right) of the marks tells right steps from wrong ones; absent where all are of one kind. */
  auc?: number
  /** The same of the values: right solutions from wrong ones, after any step. */
  valueAuc?: number
  /** Of wrong steps among those judged: harmonic mean of precision and recall where a step counts as wrong below 0.5. */
  f1?: number
  /** Objective `dpo`: the share of pairs in which what is preferred gained on the other text. */
  preferred?: number
}

export type TrainEvent =
  /** The output folder is this run's; base and records are read now, which can take a minute. */
  | { type: 'opening' }
  | {
      type: 'start'
      steps: number
      examples: number
      evaluationExamples: number
      rejected: number
      /** Examples that were longer than `maxLength`, or than the model runs, and were cut. */
      shortened: number
      trainedParameters: number
      parameters: number
      device: string
      backend: string
      resumedFrom: number
    }
  | {
      type: 'step'
      step: number
      steps: number
      epoch: number
      loss: number
      gradientNorm: number
      learningRate: number
      tokensPerSecond: number
      etaSeconds: number
    }
  | ({ type: 'evaluation'; step: number } & Evaluation)
  | { type: 'download'; url: string }
  | { type: 'checkpoint'; step: number }
  | { type: 'rejected'; line: number; reason: string }
  | { type: 'end'; step: number; reason: 'done' | 'early-stop'; seconds: number }

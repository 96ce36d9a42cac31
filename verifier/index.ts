export { type CalibrateOptions, type CalibrationReport, calibrate } from './calibration/calibrate.js'
export {
  type Calibration,
  calibrationSchema,
  type Features,
  type FitOptions,
  type LabelledFeatures,
} from './calibration/calibration.js'
export { type FitCalibrationOptions, type FittedCalibration, fitCalibration } from './calibration/fit.js'
export { type GradedChain, gradedChains } from './calibration/records.js'
export { rulesOf } from './calibration/rules.js'
export type { LabelledRewards } from './calibration/thresholds.js'
export { checkEvidence, type EvidenceJudgement, type EvidenceStep, judgeEvidence } from './evidence/index.js'
export { evidenceVerifier } from './evidence-verifier.js'
export { aggregate } from './judge/aggregate.js'
export { type Choice, choose } from './judge/choose.js'
export {
  createGuard,
  type Guard,
  type GuardEvent,
  type GuardOptions,
  type GuardStreamOptions,
  guardStream,
} from './judge/guard.js'
export type { Judge, Judgement, PreparedChain, StepJudgement, StepRewardRule } from './judge/judge.js'
export { type HowKept, type KeptJudgements, openKept } from './judge/kept.js'
export type { QuestionKind } from './judge/question-kind.js'
export type { StepRules } from './judge/steps.js'
export { streamVerdict, type VerdictEvent } from './judge/stream.js'
export type { VerdictRules } from './judge/verdict.js'
export { createVerifier, type VerifierParts } from './judge/verifier.js'
export { bestOfN, majority, type Vote, type Winners, weightedVote } from './judge/votes.js'
export type { ConsumerReport } from './network/export/consumers.js'
export { type ExportOptions, type ExportResult, exportAdapter, exportOptionsSchema } from './network/export/export.js'
export type { Efficiency } from './network/train/efficiency.js'
export type { Evaluation, TrainEvent } from './network/train/events.js'
export { type TrainOptions, trainOptionsSchema } from './network/train/options.js'
export { type TrainResult, train } from './network/train/train.js'
export type { StepQuestion, StepScorer, StepScores } from './reward/candidates.js'
export { type CritiqueJudgeOptions, critiqueJudge } from './reward/critique/critique-judge.js'
export type { CritiqueFormatName } from './reward/critique/formats.js'
export { stepRewards } from './reward/judged-steps.js'
export { type ModelJudgeOptions, modelJudge, type StepReward, streamJudgement } from './reward/model-judge.js'
export { type PresetName, presets } from './reward/presets.js'
export type { Score, Work } from './reward/scoring.js'
export type { Problem, ProblemInput } from './search/generation.js'
export { type Attempt, type Solution, type SolveEvent, type SolveOptions, solve, solveAll } from './search/solve.js'
export { type SolveStrategy, solveStrategies } from './search/solve-options.js'
export type { Turn } from './search/step-tree.js'

export type { Interval } from '../src/core/statistics/statistics.js'
export type { Annotation, Exchange } from './annotate/annotator.js'
export { type ExtractionEstimate, estimateExtraction } from './estimate.js'
export { calibrateTau, type LabelledGain } from './filters/calibrate.js'
export type { Discount } from './filters/gain.js'
export type { Insertion } from './filters/parse.js'
export {
  calibrationSchema as tauCalibrationSchema,
  type Preset,
  presetNames,
  type TauCalibration,
} from './filters/presets.js'
export {
  type ExtractionJob,
  type ExtractionReport,
  type ExtractionSetting,
  extractRationales,
  type RationaleStream,
  runExtraction,
} from './job.js'
export type { CommitRecord, Trace } from './ledger/commit-record.js'
export type { MethodOptions, Models } from './method.js'
export { type ExtractionOptions, extractionOptionsSchema, type ParsedExtractionOptions } from './options.js'
export { type Decision, type Outcome, outcomes, type Result, type Stage } from './outcome.js'
export type { ExtractionProgress } from './progress.js'
export { type ExtractionWorkerOptions, runExtractionWorker } from './queue/worker.js'
export { type Explanation, explain } from './summary/explain.js'
export type { ExtractionStats, GainStats } from './summary/stats.js'

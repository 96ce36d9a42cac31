export { type ExtractionEstimate, estimateExtraction } from './estimate.js'
export { calibrateTau, type LabelledGain } from './filters/calibrate.js'
export { type Preset, presetNames, type TauCalibration } from './filters/presets.js'
export {
  type ExtractionJob,
  type ExtractionReport,
  type ExtractionSetting,
  extractRationales,
  type RationaleStream,
  runExtraction,
} from './job.js'
export { type ExtractionOptions, extractionOptionsSchema } from './options.js'
export type { ExtractionProgress } from './progress.js'
export { type ExtractionWorkerOptions, runExtractionWorker } from './queue/worker.js'
export { type Explanation, explain } from './summary/explain.js'
export type { ExtractionStats } from './summary/stats.js'

export type { Interval, PairedDifference, ReliabilityBin } from '../src/core/statistics/statistics.js'
export type { GradeAnswer, Right } from './answers.js'
export { type ReportOptions, reportOptionsSchema, writeReport } from './report/index.js'
export { type RunOptions, type RunResult, runBenchmark } from './run/index.js'
export type { Search } from './run/live.js'
export type { Recorded, RunEvent } from './run/options.js'
export { type Recipe, recipeSchema } from './run/recipe.js'
export {
  type Metrics,
  metricsSchema,
  type Run,
  runSchema,
  type SampleRecord,
  sampleRecordSchema,
} from './run/records.js'
export { metricsTable } from './run/table.js'
export type { McNemar } from './statistics/mcnemar.js'
export type { CurvePoint } from './statistics/over-k.js'
export type { RiskPoint } from './statistics/risk-coverage.js'
export type { DownloadOptions } from './tasks/download.js'
export { findTasks, tasks } from './tasks/index.js'
export type { LoadOptions as TaskLoadOptions } from './tasks/load.js'
export { type AnswerKind, type Domain, domains, type Home, type Layout, type Sample, type Task } from './tasks/task.js'

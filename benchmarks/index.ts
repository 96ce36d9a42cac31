export { type ReportOptions, writeReport } from './report/index.js'
export { type RunOptions, type RunResult, runBenchmark } from './run/index.js'
export { findTasks, tasks } from './tasks/index.js'

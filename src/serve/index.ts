export type { LogEntry } from './observe.js'
export { type RunningServer, type ServeOptions, serve } from './server.js'

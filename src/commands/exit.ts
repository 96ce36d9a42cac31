/** What the process ends with: all done, failed, a wrong option, something was set aside, interrupted. */
export const EXIT = { done: 0, failed: 1, usage: 2, partly: 3, interrupted: 130 } as const

/** One of EXIT, or 128 and the number of the signal that ended the run. */
export type ExitCode = number

/**
 * What the process ends with, the same in every command (docs/formats-and-errors.md):
 *
 * - `done`         everything that was asked for was done, whatever the verdicts
 * - `failed`       nothing of it could be done, more was set aside than `--max-bad` allows, or `--fail-on` found what it looks for
 * - `usage`        an option, a URI, a configuration, a key or a model's file is wrong, asks for what this model or build cannot do, or needs an optional
 *                  package that is missing
 * - `partly`       done, but some records were rejected, failed or could not be judged
 * - `interrupted`  by a signal
 */
export const EXIT = { done: 0, failed: 1, usage: 2, partly: 3, interrupted: 130 } as const

/** One of EXIT, or 128 and the number of the signal that ended the run. */
export type ExitCode = number

/**
 * How a run over many records ends.
 *
 * @param bad records that were rejected, failed or could not be judged.
 * @param total all records, the bad ones among them.
 * @param maxBad `--max-bad`: a number, or a percentage of all.
 * @param partly further records, of which some judge could not say anything: something was done with them.
 */
export function exitForBad(bad: number, total: number, maxBad?: string, partly = 0): ExitCode {
  if (bad + partly === 0) return EXIT.done
  if (bad >= total) return EXIT.failed
  if (maxBad === undefined) return EXIT.partly
  const allowed = maxBad.endsWith('%') ? (total * Number.parseFloat(maxBad)) / 100 : Number(maxBad)
  return bad + partly > allowed ? EXIT.failed : EXIT.partly
}

import { inPlainWords } from './issue-words.js'
import { redact, redactedStart } from './secrets.js'

/**
 * The codes a caller can branch on.
 *
 * - `configuration`: an option, URI or configuration file is wrong (all problems are listed at once).
 * - `input`: a record or file of data is wrong.
 * - `unsupported`: the thing asked for cannot be done by this model, server or build.
 * - `missing-package`: an optional package or system library is not installed.
 * - `model-file`: a weight, tokenizer or adapter file is malformed, or not where it belongs.
 * - `model`: a model answered with something that cannot be used.
 * - `network`: a server could not be reached, or kept failing until the retry budget was spent.
 * - `quota`: a server's account is spent: asking again does not help, and nothing in the command is wrong.
 * - `numeric`: a loss, gradient, weight or score is not finite.
 * - `io`: reading or writing a local file failed.
 * - `aborted`: the caller's signal fired.
 */
export type ErrorCode =
  | 'configuration'
  | 'input'
  | 'unsupported'
  | 'missing-package'
  | 'model-file'
  | 'model'
  | 'network'
  | 'quota'
  | 'numeric'
  | 'io'
  | 'aborted'

export interface ErrorDetails {
  /** What would have been right. */
  expected?: string
  /** What was there instead. */
  found?: string
  /** What to do about it. */
  remedy?: string
  cause?: unknown
}

/** No person reads more of what was there instead: a runtime may print a whole tensor. */
const LONGEST_FOUND = 4000

/** The one error class of this package: what happened, what was expected, what was found, what to do. Keys are taken out (`keepSecret`). */
export class RationaleError extends Error {
  override readonly name = 'RationaleError'
  readonly code: ErrorCode
  readonly expected: string | undefined
  readonly found: string | undefined
  readonly remedy: string | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const lines = [message]
    const found = details.found === undefined ? undefined : redactedStart(details.found, LONGEST_FOUND)
    if (details.expected !== undefined) lines.push(`  expected: ${details.expected}`)
    if (found !== undefined) lines.push(`  found:    ${found}`)
    if (details.remedy !== undefined) lines.push(`  to do:    ${details.remedy}`)
    super(redact(lines.join('\n')), details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.expected = details.expected
    this.found = found
    this.remedy = details.remedy
  }
}

/**
 * Whether every other record of a run would meet this error too, so that the run ends: a wrong option or key, a package that is not installed, a spent account,
 * a fired signal, a Node that makes no code from strings.
 */
export function endsRun(thrown: unknown): boolean {
  if (thrown instanceof EvalError) return true
  return (
    thrown instanceof RationaleError && ['aborted', 'configuration', 'missing-package', 'quota'].includes(thrown.code)
  )
}

/**
 * The same of a job of extraction. Its documents all go through one model and into one folder, so that it also ends at a file that cannot be read or written
 * and at what the model cannot do.
 */
export function endsJob(thrown: unknown): boolean {
  return (
    endsRun(thrown) ||
    (thrown instanceof RationaleError && !['network', 'model', 'input', 'numeric'].includes(thrown.code))
  )
}

/** What anything thrown says, in words. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Why one record of many failed, for a person: without keys, and no longer than a person reads (a runtime may print a whole tensor). */
export function reasonOf(thrown: unknown): string {
  return redactedStart(messageOf(thrown), 1000)
}

/** The same on one line, as the reason in a record: what happened and what was found. */
export function brieflyOf(thrown: unknown): string {
  const [first = ''] = messageOf(thrown).split('\n')
  const found = thrown instanceof RationaleError && thrown.found !== undefined ? `: ${thrown.found}` : ''
  return redactedStart(`${first}${found}`.replace(/\s+/g, ' ').trim(), 500)
}

/** What a schema found wrong, on one line: `steps.2: expected text, found nothing; id: is empty`. `root` names the value itself. */
export function describeIssues(
  error: { issues: readonly { path: readonly PropertyKey[]; message: string; input?: unknown }[] },
  root = 'record',
): string {
  return error.issues
    .map(({ path, message, input }) => `${path.map(String).join('.') || root}: ${inPlainWords(message, input)}`)
    .join('; ')
}

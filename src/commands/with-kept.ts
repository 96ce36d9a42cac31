import type { KeptJudgements } from '../../verifier/judge/kept.js'
import { RationaleError } from '../core/errors.js'
import { targetOf } from '../core/files/whole-file.js'
import { asidePath, incompletePath } from '../core/records/output-names.js'
import { DEFAULT_VERIFIER, refuseKeeping } from '../load-verifier.js'
import { parseVerifiers } from '../verifier-uri.js'
import type { Terminal } from './command.js'

interface Given {
  keep?: string | undefined
  verifier?: string | undefined
  /** What the command reads: `-` for standard input. */
  input: string | undefined
  /** What it writes, by the name that it was given. */
  output?: string | undefined
}

/** Runs with the file of `--keep` open, where one is named, and says at the end, however that comes, how much of it was used. */
export async function withKept<Result>(
  { keep, verifier = DEFAULT_VERIFIER, input, output }: Given,
  terminal: Terminal,
  work: (kept: KeptJudgements | undefined) => Promise<Result>,
): Promise<Result> {
  if (keep === undefined) return work(undefined)
  refuseKeeping(parseVerifiers(verifier).uris)
  const others = [
    ...(input === undefined || input === '-' ? [] : [input]),
    ...(output === undefined ? [] : [output, asidePath(output), incompletePath(output), `${output}.new`]),
  ]
  const other = others.find((path) => targetOf(path) === targetOf(keep))
  if (other !== undefined)
    throw new RationaleError('configuration', '--keep names a file that the command reads or writes otherwise', {
      expected: 'a file of its own',
      found: other,
    })
  // Who keeps nothing loads nothing for it.
  const { openKept } = await import('../../verifier/judge/kept.js')
  const kept = openKept(keep)
  try {
    return await work(kept)
  } finally {
    const { taken, added } = kept
    kept.close()
    terminal.say(`${taken} ${taken === 1 ? 'judgement' : 'judgements'} taken from ${keep}, ${added} added to it`)
  }
}

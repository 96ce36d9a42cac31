import { RationaleError } from '../core/errors.js'
import { refuseAmong, refuseSameFile, refuseWithin } from '../core/files/same-file.js'
import { asidePath, incompletePath } from '../core/records/output-names.js'

/**
 * No command writes over what it reads: whatever file an option names (data, a model, a calibration, a configuration), `--output` is another one, and so
 * are the files that stand beside an output while it is written, and the file that standard output is sent to. One rule for all commands: a new option
 * needs nothing of its own.
 *
 * @param options as they were typed or configured, before any is read.
 * @throws RationaleError `configuration`.
 */
export function refuseOverwriting(options: Readonly<Record<string, unknown>>): void {
  const { output, ...read } = options
  if (typeof output !== 'string') {
    for (const path of Object.values(read).flat())
      if (typeof path === 'string') for (const part of partsOf(path)) refuseSameFile(part, ['-'])
    return
  }
  if (output === '')
    throw new RationaleError('configuration', 'cannot write --output ""', {
      expected: 'the name of a file or folder',
      found: 'an empty name',
      remedy: 'give a name; in a script, see whether its variable is set',
    })
  if (/\.(?:partial|lock)$/i.test(output))
    throw new RationaleError('configuration', `cannot write --output ${JSON.stringify(output)}`, {
      expected: 'a name that does not end in .partial or .lock: such files stand beside an output while it is written',
      remedy: 'give another --output',
    })
  const beside = [asidePath(output), incompletePath(output)]
  const outputs = [output, ...beside, ...[output, ...beside].map((path) => `${path}.partial`), `${output}.lock`]
  for (const [name, value] of Object.entries(read)) {
    for (const path of [value].flat()) {
      if (typeof path !== 'string') continue
      for (const part of partsOf(path)) refuseSameFile(part, outputs)
      refuseAmong(path, output)
      // The configuration that a run leaves beside its results reproduces it.
      if (name !== 'config') refuseWithin(path.replace(SHARE, ''), output)
    }
  }
}

/** `--mix FILE=0.3` */
const SHARE = /=[\d.]+$/

/** A path, or the paths within a list of verifiers: `own:base.gguf?adapter=a,evidence:`. */
const partsOf = (value: string) => [value, ...value.split(/[,?&=#]/).map((part) => part.replace(/^[a-z+]+:/i, ''))]

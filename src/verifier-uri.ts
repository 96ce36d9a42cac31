import { defined } from './core/absence.js'
import { RationaleError } from './core/errors.js'

/** Where one URI of a list ends and the next begins; a comma inside a path is none. */
const SEPARATOR = /,(?=(?:embedded|evidence|own|gguf|onnx|hf|(?:pooling\+)?https?|judge|langchain):)/

/**
 * A verifier URI, several separated by commas, or a list of them -> the verifiers in order, and the calibration of all.
 *
 * @throws RationaleError `configuration` where they name different calibrations.
 */
export function parseVerifiers(given: string | readonly string[]): { uris: string[]; calibration?: string } {
  const parsed = [given]
    .flat()
    .flatMap((each) => each.split(SEPARATOR))
    .map((each) => takeParameters(each, ['calibration']))
  const files = [...new Set(parsed.flatMap(({ parameters }) => parameters.calibration ?? []))]
  if (files.length > 1)
    throw new RationaleError('configuration', 'the verifiers name different calibrations', {
      expected: 'one calibration, fitted for all of them together',
      found: files.join(', '),
    })
  const [calibration] = files
  return { uris: parsed.map(({ uri }) => uri), ...defined({ calibration }) }
}

/** Takes parameters out of the query of a URI, which may stand before or after the `#MODEL` of an address. */
export function takeParameters<Name extends string>(
  uri: string,
  names: readonly Name[],
): { uri: string; parameters: Partial<Record<Name, string>> } {
  const parameters: Partial<Record<Name, string>> = {}
  const isOwn = (name: string): name is Name => names.some((each) => each === name)
  const rest = uri.replace(/\?([^#?]*)/g, (_, query: string) => {
    const kept = query.split('&').filter((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      if (isOwn(name)) parameters[name] = decodeURIComponent(value)
      return !isOwn(name)
    })
    return kept.length === 0 ? '' : `?${kept.join('&')}`
  })
  return { uri: rest, parameters }
}

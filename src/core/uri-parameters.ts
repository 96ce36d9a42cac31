import { RationaleError } from './errors.js'
import { nearestName } from './nearest-name.js'

/** The parameters in the query of a URI, which may stand before or after the `#MODEL` of an address. */
export function parametersOf(uri: string): [name: string, value: string][] {
  return [...uri.matchAll(/\?([^#?]*)/g)].flatMap(([, query = '']) =>
    query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair): [string, string] => {
        const [name = '', value = ''] = pair.split(/=(.*)/s)
        return [name, decoded(name, value)]
      }),
  )
}

/** @throws RationaleError `configuration` where a percent sign begins no code. */
export function decoded(name: string, value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw new RationaleError('configuration', `the value of ${name} in a URI cannot be read`, {
      expected: 'a percent sign written as %25',
    })
  }
}

/**
 * A parameter that is misspelt or has no value is refused, since what it asks for would be left out in silence.
 *
 * @throws RationaleError `configuration` that names it, and the nearest known one.
 */
export function refuseWrongParameters(uri: string, known: readonly string[]): void {
  const given = parametersOf(uri)
  const names = given.map(([name]) => name)
  const unknown = names.find((name) => !known.includes(name))
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  const empty = given.find(([, value]) => value === '')?.[0]
  const fault =
    unknown !== undefined
      ? `unknown parameter ${unknown}`
      : twice !== undefined
        ? `parameter ${twice} twice`
        : empty !== undefined
          ? `parameter ${empty} without a value`
          : undefined
  if (fault === undefined) return
  const nearest = unknown === undefined ? undefined : nearestName(unknown, known)
  // Neither address nor values are repeated: they may hold a key.
  throw new RationaleError('configuration', `${fault} in a URI of ${uri.split(':', 1)[0]}:`, {
    expected: known.length === 0 ? 'no parameters here (a ? in a name is written %3F)' : known.join(', '),
    ...(nearest !== undefined && { remedy: `did you mean ${nearest}?` }),
  })
}

import { RationaleError } from './core/errors.js'
import type { Verifier } from './core/types.js'

/** What `loadVerifier()` and every command use where no URI is given. */
export const DEFAULT_VERIFIER = 'evidence:'

export interface LoadOptions {
  signal?: AbortSignal | undefined
}

/**
 * A verifier URI -> a Verifier.
 *
 * - `evidence:` the checks that need no model: exact arithmetic, provenance of numbers, agreement of the answer, contradictions.
 *
 * @throws RationaleError `configuration` for a URI that is none of these.
 */
export async function loadVerifier(uri: string = DEFAULT_VERIFIER, _options: LoadOptions = {}): Promise<Verifier> {
  if (uri === 'evidence:') {
    const { evidenceVerifier } = await import('../verifier/evidence-verifier.js')
    return evidenceVerifier()
  }
  throw new RationaleError('configuration', `unknown verifier ${JSON.stringify(uri)}`, { expected: 'evidence:' })
}

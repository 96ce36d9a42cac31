import { createRequire } from 'node:module'

/** Of this package, from its package.json wherever it is installed. */
export function packageVersion(): string {
  return createRequire(import.meta.url)('rationale-verifier/package.json').version
}

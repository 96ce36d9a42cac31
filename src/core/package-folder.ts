import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { messageOf, RationaleError } from './errors.js'

let found: string | undefined

/**
 * The folder of this package, where model and samples lie. It is found by the package's name, so that code bundled into an application finds
 * it too; a bundle for CommonJS has no `import.meta.url`, but a `__filename`. Looked for only where a file of it is needed: the checks need none.
 *
 * @throws RationaleError `missing-package` where a bundle runs without the package beside or above it.
 */
export function packageFolder(): string {
  found ??= dirname(manifest())
  return found
}

function manifest(): string {
  try {
    return createRequire(import.meta.url ?? __filename).resolve('rationale-verifier/package.json')
  } catch (cause) {
    throw new RationaleError('missing-package', 'the files of rationale-verifier are not there', {
      expected:
        'the package in a folder node_modules beside or above the program: its network and its threads are files, which no bundle holds',
      found: messageOf(cause).split('\n', 1).join(''),
      remedy: 'npm install rationale-verifier where the bundle runs, or verify with evidence:, which needs no file',
      cause,
    })
  }
}

import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/**
 * The folder of this package, where model and samples lie. It is found by the package's name, so that code bundled into an application finds
 * it too; a bundle for CommonJS has no `import.meta.url`, but a `__filename`.
 */
export const PACKAGE_FOLDER = dirname(
  createRequire(import.meta.url ?? __filename).resolve('rationale-verifier/package.json'),
)

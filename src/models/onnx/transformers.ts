import { missingPackage, refuseVersion } from '../../core/missing-package.js'

/**
 * transformers.js, which goes by the name that it had first; under that name alone it is older than 4, and cannot run what is exported today.
 *
 * @throws RationaleError `missing-package`.
 */
export async function loadTransformers(user: string) {
  const transformers = await import('@xenova/transformers').catch(missingPackage('@xenova/transformers', user))
  const { version } = transformers.env
  refuseVersion('@xenova/transformers', user, Number.parseInt(version, 10) >= 4, version)
  return transformers
}

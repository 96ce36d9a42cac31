import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasWebGpuDriver } from '../../../verifier/network/runtime/vulkan.js'

describe('a driver for WebGPU', () => {
  const home = mkdtempSync(join(tmpdir(), 'vulkan-'))
  const folder = join(home, '.local/share/vulkan/icd.d')
  const manifest = join(folder, 'some_icd.json')
  const nowhere = { HOME: join(home, 'none'), XDG_CONFIG_DIRS: join(home, 'x'), XDG_DATA_DIRS: join(home, 'y') }
  mkdirSync(folder, { recursive: true })
  writeFileSync(manifest, '{}')

  it.each([
    ['a manifest by its name', { VK_DRIVER_FILES: manifest }, true],
    ['a folder of manifests', { VK_DRIVER_FILES: folder }, true],
    ['the older name of the variable', { VK_ICD_FILENAMES: manifest }, true],
    ['a name that is not there', { ...nowhere, HOME: home, VK_DRIVER_FILES: join(folder, 'no.json') }, false],
    ['the folder of the user', { ...nowhere, HOME: home }, true],
    ['one more beside the usual places', { ...nowhere, VK_ADD_DRIVER_FILES: manifest }, true],
  ] as const)('is looked for in %s', (_what, env, found) => expect(hasWebGpuDriver(env, 'linux')).toBe(found))

  it('comes with the system elsewhere', () => expect(hasWebGpuDriver(nowhere, 'darwin')).toBe(true))
})

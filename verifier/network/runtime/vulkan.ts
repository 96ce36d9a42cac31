import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/*
 * Dawn writes warnings of its own to stderr where Vulkan has no driver. So it is not asked then: drivers announce themselves by manifests,
 * in the places that Vulkan's loader reads (LoaderDriverInterface.md, "Driver Discovery on Linux").
 */

/** Whether WebGPU can have a driver here. Other platforms than Linux bring Metal or Direct3D. */
export function hasWebGpuDriver(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform) {
  if (platform !== 'linux') return true
  const named = env.VK_DRIVER_FILES ?? env.VK_ICD_FILENAMES
  if (named) return named.split(delimiter).some(holdsManifest)
  return [...(env.VK_ADD_DRIVER_FILES?.split(delimiter) ?? []), ...manifestFolders(env)].some(holdsManifest)
}

export const NO_DRIVER = 'no WebGPU adapter (no Vulkan driver is installed)'

function manifestFolders(env: NodeJS.ProcessEnv): string[] {
  const home = env.HOME ?? homedir()
  const roots = [
    env.XDG_CONFIG_HOME || join(home, '.config'),
    ...(env.XDG_CONFIG_DIRS || '/etc/xdg').split(delimiter),
    '/etc',
    env.XDG_DATA_HOME || join(home, '.local/share'),
    ...(env.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(delimiter),
  ]
  return roots.filter((root) => root !== '').map((root) => join(root, 'vulkan/icd.d'))
}

/** A manifest, or a folder that holds one. */
function holdsManifest(path: string): boolean {
  if (path.endsWith('.json')) return existsSync(path)
  try {
    return readdirSync(path).some((name) => name.endsWith('.json'))
  } catch {
    return false
  }
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RationaleError } from '../core/errors.js'

/* What becomes of an adapter: who takes it, and whether it stands beside the base that it was trained with. */

/** An adapter that an argument names: a folder itself, or beside a model (`own:BASE?adapter=DIR`), each also one of the hub. */
export interface NamedAdapter {
  folder: string
  /** The base as the argument names it; absent where it names a folder alone. */
  base?: string
}

export async function adapterOf(uri: string): Promise<NamedAdapter | undefined> {
  const [, base, named = uri] = /^own:([^?]*)\?(?:.*&)?adapter=([^&]+)/.exec(uri) ?? []
  const folder = await folderOf(named, 'adapter')
  if (!existsSync(join(folder, 'adapter_config.json'))) return undefined
  return base === undefined ? { folder } : { folder, base }
}

/** What cannot be fetched is told where the model is opened. */
async function folderOf(named: string, holds: 'model' | 'adapter'): Promise<string> {
  const { hubFolder, isHubUri } = await import('../models/hub.js')
  return isHubUri(named) ? hubFolder(named, holds).catch(() => '') : named
}

/** Which engines will take an adapter, before they fail, and whether its base is another. */
export async function checkAdapter({ folder, base }: NamedAdapter): Promise<{ ok: boolean; detail: string }> {
  const { adapterConsumers } = await import('../../verifier/network/export/consumers.js')
  const { baseNamedIn, otherBase } = await import('../../verifier/network/model/adapters/other-base.js')
  const { readAdapter } = await import('../../verifier/network/model/adapters/files.js')
  try {
    const other =
      base === undefined ? undefined : await otherBase(folder, { name: base, path: await folderOf(base, 'model') })
    const each = adapterConsumers(await readAdapter(folder), baseNamedIn(folder)).map(
      ({ consumer, takes, reasons, notes }) =>
        `${consumer} ${takes ? 'takes it' : 'refuses it'}${[...reasons, ...notes].map((note) => ` (${note})`).join('')}`,
    )
    return { ok: !other?.isOther, detail: [...(other ? [other.detail] : []), ...each].join('; ') }
  } catch (error) {
    if (!(error instanceof RationaleError)) throw error
    return { ok: false, detail: error.message.replace(/\n\s*/g, '; ') }
  }
}

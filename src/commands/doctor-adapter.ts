import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { RationaleError } from '../core/errors.js'
import { fingerprint } from '../core/files/fingerprint.js'

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
  const { baseNameOf } = await import('../../verifier/network/export/export.js')
  const { readAdapter } = await import('../../verifier/network/model/adapters/files.js')
  try {
    const named = baseNameOf({ adapter: folder })
    const other = named === undefined || base === undefined ? undefined : await otherBase(named, base)
    const each = adapterConsumers(await readAdapter(folder), named).map(
      ({ consumer, takes, reasons, notes }) =>
        `${consumer} ${takes ? 'takes it' : 'refuses it'}${[...reasons, ...notes].map((note) => ` (${note})`).join('')}`,
    )
    return { ok: other?.ok ?? true, detail: [...(other ? [other.detail] : []), ...each].join('; ') }
  } catch (error) {
    if (!(error instanceof RationaleError)) throw error
    return { ok: false, detail: error.message.replace(/\n\s*/g, '; ') }
  }
}

/**
 * A word before an adapter goes on, or goes out, beside another model than it was trained with: it may fit all the same, and computes something else. A warning, as
 * the name in the adapter is a path that may be somebody else's here.
 */
export async function tellOtherBase({ folder, base }: NamedAdapter, say: (line: string) => void): Promise<void> {
  if (base === undefined || !existsSync(join(folder, 'adapter_config.json'))) return
  // What cannot be read or opened is told by the command itself, where it needs it.
  const other = await otherBaseOf(folder, base).catch(() => undefined)
  if (other?.ok === false) say(`warning: ${folder}: ${other.detail}`)
}

async function otherBaseOf(folder: string, base: string): ReturnType<typeof otherBase> {
  const { baseNameOf } = await import('../../verifier/network/export/export.js')
  const named = baseNameOf({ adapter: folder })
  return named === undefined ? undefined : otherBase(named, base)
}

/** What speaks against the base being the one that the adapter names, as far as that can be told on this machine. */
async function otherBase(named: string, base: string): Promise<{ ok: boolean; detail: string } | undefined> {
  const { cachedHubModel } = await import('../models/hub.js')
  const trained = existsSync(named) ? named : cachedHubModel(named)
  const asked = await folderOf(base, 'model')
  if (trained === undefined) {
    // OWNER/NAME of the hub lies in a folder or file that is called so.
    if (base.includes(basename(named))) return undefined
    return {
      ok: true,
      detail: `it was trained beside ${named}, which is not here: whether ${base} is that model cannot be told`,
    }
  }
  if (!existsSync(asked) || fingerprint(trained) === fingerprint(asked)) return undefined
  const differing = await difference(trained, asked)
  if (differing !== undefined)
    return { ok: false, detail: `it was trained beside ${named}, another model than ${base}: ${differing}` }
  return {
    ok: true,
    detail: `it was trained beside ${named}, whose weights are not those of ${base}: right only where both are one model in different bits`,
  }
}

/** By what two models cannot be the same one: the first number that differs. */
async function difference(trained: string, asked: string): Promise<string | undefined> {
  const { openModel } = await import('../../verifier/network/weights/model.js')
  const [theirs, ours] = [trained, asked].map((path) => {
    const model = openModel(path, { encoder: true })
    void model.close()
    return model.config
  })
  for (const key of ['model_type', 'num_hidden_layers', 'hidden_size', 'intermediate_size'] as const)
    if (theirs?.[key] !== ours?.[key]) return `${key} ${theirs?.[key]} there, ${ours?.[key]} here`
  return undefined
}

import { RationaleError } from '../core/errors.js'
import { parseVerifiers } from '../verifier-uri.js'
import { adapterOf, tellOtherBase } from './doctor-adapter.js'

/** Options that name models and verifiers by their URIs. */
const NAMING = ['verifier', 'generator', 'scorer', 'model'] as const

/** A word before a command works with an adapter beside another base than it was trained with, whatever the command. */
export async function tellOtherBases(
  options: Readonly<Record<string, unknown>>,
  say: (line: string) => void,
): Promise<void> {
  const uris = NAMING.flatMap((name) => options[name] ?? []).flatMap((given) => urisOf(String(given)))
  for (const uri of new Set(uris)) {
    const adapter = await adapterOf(uri.replace(/^judge:/, ''))
    if (adapter !== undefined) await tellOtherBase(adapter, say)
  }
}

/** A wrong URI is told by the command itself. */
function urisOf(given: string): string[] {
  try {
    return parseVerifiers(given).uris
  } catch (error) {
    if (error instanceof RationaleError) return []
    throw error
  }
}

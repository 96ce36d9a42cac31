import { isRefusal, type Target, targets } from './targets.js'

/*
 * What Jazzer.js calls with each input. guided.ts names the reader in FUZZ_TARGET.
 */

const target = targets[process.env.FUZZ_TARGET ?? ''] as Target // checked by index.ts

export async function fuzz(bytes: Buffer): Promise<void> {
  try {
    await target.read(Buffer.from(bytes))
  } catch (error) {
    if (!isRefusal(error)) throw error
  }
}

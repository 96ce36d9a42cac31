import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { mutated } from '../../../benchmarks/studies/fuzz/mutations.js'
import { isRefusal, targets } from '../../../benchmarks/studies/fuzz/targets.js'

const corpus = join(import.meta.dirname, '../../../benchmarks/studies/fuzz/corpus')

describe.each(Object.entries(targets))('bytes from elsewhere: %s', (name, { seeds, read }) => {
  const folder = join(corpus, name)
  const found = existsSync(folder) ? readdirSync(folder) : []
  const readOrRefuse = async (bytes: Buffer) => {
    try {
      await read(bytes)
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
  }

  it.each(found)('once broke a reader: %s', async (file) => readOrRefuse(readFileSync(join(folder, file))))

  it('break no reader', async () => {
    const inputs = mutated(seeds.map((seed) => Buffer.from(seed)))
    await fc.assert(fc.asyncProperty(inputs, readOrRefuse), { seed: 1, numRuns: 60 })
  })
})

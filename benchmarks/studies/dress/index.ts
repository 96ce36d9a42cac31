import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { at } from '../../../src/core/absence.js'
import { packageFolder } from '../../../src/core/package-folder.js'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'
import { differenceOf, plainChains, rewritten } from './compare.js'
import { rewritings } from './rewritings.js'

/**
 * Every fresh chain of the open parts in every dress: how often anything that is said of it changes.
 *
 *     npm run study dress -- [--of NAME] [--every 1] [--list]
 *
 * `--of` takes one dress, `--every 5` each fifth chain; `--list` prints what changed.
 */
const { values } = parseArgs({
  options: {
    of: { type: 'string' },
    every: { type: 'string', default: '1' },
    list: { type: 'boolean', default: false },
  },
})

const files = ['open', 'batches', 'formerly-closed'].map((part) =>
  join(packageFolder(), `benchmarks/samples/fresh/${part}.ndjson`),
)
const chains = (await plainChains(files)).filter((_, i) => i % Number(values.every) === 0)
const names = Object.keys(rewritings).filter((name) => values.of === undefined || name === values.of)
const verifier = evidenceVerifier()
const changed = new Map(names.map((name) => [name, [] as string[]]))
for (const chain of chains) {
  const written = await verifier.verify(rewritten(chain, (steps) => steps.join('\n\n')))
  for (const name of names) {
    const difference = differenceOf(written, await verifier.verify(rewritten(chain, at(rewritings, name))))
    if (difference !== undefined) changed.get(name)?.push(`${chain.id}: ${difference}`)
  }
}
await verifier.close()
for (const [name, differences] of changed) {
  process.stdout.write(`${name.padEnd(40)} ${String(differences.length).padStart(4)} of ${chains.length} changed\n`)
  if (values.list) for (const each of differences) process.stdout.write(`    ${each}\n`)
}
const all = [...changed.values()].reduce((sum, { length }) => sum + length, 0)
process.stdout.write(`${all} of ${chains.length * names.length}: ${chains.length} chains, ${names.length} dresses\n`)

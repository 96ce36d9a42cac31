/*
 * Ours on a GPU, beside PyTorch on the same card. Made for machines that can be had for minutes only: everything they need is packed here into one
 * small folder, and every stage there has its own time limit. docs/gpu.md tells how it is used.
 *
 *     npm run study gpu -- pack  --output FOLDER
 *     npm run study gpu -- run   --output FOLDER [--profile tiny|smoke|full] [--scratch FOLDER]
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runStages } from './run.js'
import { type Profile, profiles, type Stage } from './stages.js'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    output: { type: 'string' },
    profile: { type: 'string', default: 'full' },
    scratch: { type: 'string', default: join(tmpdir(), 'rationale-gpu') },
    name: { type: 'string' },
  },
})

const usage = (problem: string): never => {
  console.error(
    `${problem}\nusage: pack --output FOLDER | run --output FOLDER [--profile ${Object.keys(profiles).join('|')}] `,
  )
  process.exit(2)
}
const output = () => options.output ?? usage('--output is missing')
const profile = (): Profile =>
  Object.keys(profiles).includes(options.profile)
    ? (options.profile as Profile)
    : usage(`no profile ${options.profile}`)

const [command] = positionals
if (command === 'pack') await (await import('./pack.js')).pack(output())
else if (command === 'run') await runStages(fileURLToPath(import.meta.url), profile(), output(), options.scratch)
else if (command === 'stage') {
  const stages: readonly Stage[] = profiles[profile()]
  const stage = stages.find(({ name }) => name === options.name) ?? usage(`no stage ${options.name}`)
  console.log(JSON.stringify(await stage.run(options.scratch)))
} else usage(`no command ${command ?? ''}`)

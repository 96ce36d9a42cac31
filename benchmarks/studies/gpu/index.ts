/*
 * Ours on a GPU, beside PyTorch on the same card. Made for machines that can be had for minutes only: everything they need is packed here into one
 * small folder, and every stage there has its own time limit. docs/gpu.md tells how it is used.
 *
 *     npm run study gpu -- pack  --output FOLDER [--data FOLDER [--chains N]]
 *     npm run study gpu -- assemble --output FOLDER        what a pack unpacks to, but Node and the libraries of the system
 *     npm run study gpu -- run   --output FOLDER [--profile tiny|tiny-torch|smoke|full|verifier] [--scratch FOLDER] [--seconds N]
 *     npm run study gpu -- table REPORT.json…
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { messageOf } from '../../../src/core/errors.js'
import { type Profile, profiles } from './profiles.js'
import { runStages } from './run.js'
import type { Stage } from './stages.js'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    output: { type: 'string' },
    profile: { type: 'string', default: 'full' },
    scratch: { type: 'string', default: join(tmpdir(), 'rationale-gpu') },
    /** Every stage has its own limit too. */
    seconds: { type: 'string', default: '3600' },
    name: { type: 'string' },
    data: { type: 'string' },
    chains: { type: 'string', default: '9000' },
  },
})

const usage = (problem: string): never => {
  console.error(
    `${problem}\nusage: pack --output FOLDER [--data FOLDER [--chains N]] | assemble --output FOLDER | table REPORT.json… |\n       run --output FOLDER [--profile ${Object.keys(profiles).join('|')}] [--scratch FOLDER] [--seconds N]`,
  )
  process.exit(2)
}
const positive = (name: 'seconds' | 'chains'): number =>
  Number(options[name]) > 0 ? Number(options[name]) : usage(`--${name} ${options[name]} is no number above 0`)
const output = () => options.output ?? usage('--output is missing')
const profile = (): Profile =>
  Object.keys(profiles).includes(options.profile)
    ? (options.profile as Profile)
    : usage(`no profile ${options.profile}`)

/** Stages say where in the code they failed; a person is told what is wrong. */
if (positionals[0] !== 'stage')
  process.on('uncaughtException', (error) => {
    console.error(messageOf(error))
    process.exit(1)
  })

const [command] = positionals
if (command === 'pack') {
  const { data } = options
  await (await import('./pack.js')).pack(
    output(),
    data === undefined ? undefined : { folder: data, chains: positive('chains') },
  )
} else if (command === 'assemble') await (await import('./pack.js')).assemble(output())
else if (command === 'run') {
  const { scratch } = options
  const limits = { output: output(), scratch, seconds: positive('seconds') }
  const { outcomes } = await runStages(fileURLToPath(import.meta.url), profile(), limits)
  if (outcomes.some(({ status }) => status === 'failed')) process.exitCode = 3
} else if (command === 'table') {
  const reports = positionals.slice(1)
  console.log((await import('./table.js')).tableOf(reports.length > 0 ? reports : usage('table needs a report')))
} else if (command === 'stage') {
  const stages: readonly Stage[] = profiles[profile()]
  const stage = stages.find(({ name }) => name === options.name) ?? usage(`no stage ${options.name}`)
  const print = (result: object) => console.log(JSON.stringify(result))
  print(await stage.run(options.scratch, print))
} else usage(command === undefined ? 'no command was given' : `no command ${command}`)

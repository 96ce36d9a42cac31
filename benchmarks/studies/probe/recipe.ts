/*
 * From raw data to a verifier on a pretrained base (`smollm2:`, `qwen-0.5b:`, `qwen-1.5b:`), in stages that each leave a folder and are not run again:
 *
 *     npm run study probe-recipe -- --data DATA --base MODEL.gguf --layers 16 --verifier qwen-0.5b: --output WORK [--python python3] [-- --rank 16 --epochs 2]
 *
 * What stands behind the last `--` is for the training script.
 * labels -> pack (tokens, the base cut) -> train (PyTorch, on a GPU where there is one) -> unpack (adapter and heads, held against PyTorch) -> calibrate.
 * The last two write what ships, in `verifier/embedded`. Where the GPU is another machine, carry WORK/pack and the script
 * over and bring the folder `train` back: the same command goes on from there.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { RationaleError } from '../../../src/core/errors.js'
import { packageFolder } from '../../../src/core/package-folder.js'
import { pretrainedOf } from '../../../src/core/pretrained.js'
import { PRETRAINED } from '../../../verifier/embedded/pretrained.js'

const { values: options, positionals: forTraining } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    base: { type: 'string' },
    layers: { type: 'string' },
    verifier: { type: 'string' },
    output: { type: 'string' },
    python: { type: 'string', default: 'python3' },
    limit: { type: 'string', default: '20' },
  },
})
const { data, base, layers, verifier, output: work, python, limit } = options
if (!data || !base || !layers || !verifier || !work) {
  console.error(
    'usage: npm run study probe-recipe -- --data DATA --base MODEL.gguf --layers N --verifier NAME: --output WORK',
  )
  process.exit(2)
}
const named = pretrainedOf(verifier)
if (named === undefined)
  throw new RationaleError('configuration', `${verifier} is no verifier on a pretrained base`, {
    expected: Object.keys(PRETRAINED).join(':, ').concat(':'),
    found: verifier,
  })
const ships = PRETRAINED[named.name].folder
const folder = (name: string) => join(work, name)
const [labels, pack, trained, made] = ['labels', 'pack', 'train', 'verifier'].map(folder) as [
  string,
  string,
  string,
  string,
]
const study = (name: string, ...args: string[]) => [
  process.execPath,
  join(packageFolder(), 'dist/benchmarks/studies/index.js'),
  name,
  ...args,
]
const script = join(packageFolder(), 'benchmarks/studies/probe/torch_probe.py')
const scored = ['--trained', trained, '--chains', labels, '--pack', pack]

stage(labels, (into) => study('labels', '--data', data, '--output', into))
stage(pack, (into) => study('probe-pack', '--base', base, '--chains', labels, '--output', into, '--layers', layers))
stage(trained, (into) => [
  python,
  script,
  '--pack',
  pack,
  '--output',
  into,
  '--no-frozen',
  '--runs',
  'lora',
  ...forTraining,
])
stage(made, (into) => study('probe-unpack', '--base', base, ...scored, '--output', into, '--limit', limit))
// A calibration names what it was fitted for by what ships.
cpSync(made, ships, { recursive: true })
run(study('probe-stack', '--data', data, ...scored, '--verifier', verifier, '--write', join(ships, 'calibration.json')))

/** Runs a command that fills a folder, unless it is there; an unfinished one never has the name. */
function stage(into: string, command: (into: string) => string[]): void {
  if (existsSync(into)) {
    console.log(`${into}: there`)
    return
  }
  const draft = `${into}.draft`
  rmSync(draft, { recursive: true, force: true })
  run(command(draft))
  renameSync(draft, into)
}

function run([command, ...args]: string[]): void {
  console.log(`\n${[command, ...args].join(' ')}`)
  const { status } = spawnSync(command as string, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

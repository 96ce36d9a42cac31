import { cpus, totalmem } from 'node:os'
import * as z from 'zod'
import { hearWarnings } from '../core/warnings.js'
import { loadVerifier } from '../load-verifier.js'
import { inspectModel } from '../models/inspect.js'
import { colours as pc } from './colours.js'
import * as command from './command.js'
import { adapterOf, checkAdapter } from './doctor-adapter.js'
import { checkVerifier, isVerifier, type VerifierChecks } from './doctor-verifier.js'

/** One thing that was tried: what came of it and, where it failed, what to do. */
interface Check {
  name: string
  ok: boolean
  detail: string
}

/** Packages that npm does not install by itself, and what they are for. */
const optionalPackages = {
  'node-llama-cpp': 'gguf: models (npm install node-llama-cpp)',
  '@tensorflow/tfjs-node-gpu': 'training on TensorFlow with CUDA (npm install @tensorflow/tfjs-node-gpu)',
}

export const doctorCommand = command.defineCommand({
  name: 'doctor',
  summary: 'What this machine and these models can do, and what would go wrong.',
  argument: '[uris...]',
  options: z.object({
    uris: z
      .array(z.string())
      .default([])
      .meta({ description: 'models and verifiers by URI, folders of PEFT adapters' }),
    ...command.serverOptions,
    json: command.jsonOption,
  }),
  async run({ uris, json, retries = 1, attemptTimeout = 30 }, terminal) {
    const options = { signal: terminal.signal, ...command.serverLimits({ retries, attemptTimeout }) }
    // Who asks of one model does not wait for the measuring of all that could run one.
    const general =
      uris.length === 0 ? [await defaultVerifier(), await families(), ...optional(), ...(await runtimes())] : []
    const checks: Check[] = [machine(), ...general]
    // Its own line of an adapter says so.
    using _warnings = hearWarnings(() => {})
    for (const uri of uris) {
      const adapter = await adapterOf(uri)
      if (adapter?.folder === uri) checks.push({ name: uri, ...(await checkAdapter(adapter)) })
      else
        checks.push(
          ...((await isVerifier(uri))
            ? [{ name: uri, ...(await checkVerifier(uri, options)) }]
            : await model(uri, options)),
          ...(adapter ? [{ name: `adapter ${adapter.folder}`, ...(await checkAdapter(adapter)) }] : []),
        )
    }
    if (!json) {
      for (const { name, ok, detail } of checks) {
        terminal.out.write(`${ok ? pc.green('ok') : pc.red('--')}  ${name.padEnd(28)} ${detail}\n`)
      }
    }
    if (!json && checks.some(({ ok }) => !ok))
      terminal.out.write('\nok: works   --: does not work, or is not installed\n')
    const asked = checks.filter(({ name }) => uris.includes(name) || name.startsWith('adapter '))
    return { exit: asked.every((check) => check.ok) ? command.EXIT.done : command.EXIT.failed, json: { checks } }
  },
})

function machine(): Check {
  const [first] = cpus()
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`
  return {
    name: 'machine',
    ok: true,
    detail: `Node ${process.versions.node}, ${cpus().length} x ${first?.model.trim()}, ${memory}`,
  }
}

/** Loads the default verifier and gives it a wrong step to find. */
async function defaultVerifier(): Promise<Check> {
  const started = performance.now()
  await using verifier = await loadVerifier()
  const { firstError } = await verifier.verify({ id: 'doctor', question: 'What is 6 times 7?', steps: ['6 * 7 = 43'] })
  const ms = (performance.now() - started).toFixed(0)
  const found = firstError === 0
  return {
    name: `verifier ${verifier.id}`,
    ok: found,
    detail: found ? `finds a wrong step, ${ms} ms with loading` : 'missed 6 * 7 = 43',
  }
}

/** What `own:` runs, and `train` trains on. */
async function families(): Promise<Check> {
  const { FAMILIES } = await import('../../verifier/network/weights/families.js')
  const classes = Object.values(FAMILIES).map((family) => family.classes)
  return { name: 'own: and train', ok: true, detail: `safetensors and GGUF of ${classes.join(', ')}` }
}

function optional(): Check[] {
  return Object.entries(optionalPackages).map(([name, use]) => {
    const installed = isInstalled(name)
    return { name, ok: installed, detail: installed ? 'installed' : `not installed; needed only for ${use}` }
  })
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name)
    return true
  } catch {
    return false
  }
}

/** A model is in order where it does anything; what it is worth as a verifier stands apart, counted and marked as that of any verifier. */
async function model(uri: string, checks: VerifierChecks): Promise<Check[]> {
  const found = await inspectModel(uri, { http: checks.http }, checks.signal)
  if (!found.opens) return [{ name: uri, ok: false, detail: found.reason.replace(/\n\s*/g, '; ') }]
  const { generate, score, scoresNextToken, contextWindow, notes } = found
  const can =
    [generate && 'generates', score && 'scores', scoresNextToken && 'tells two marks apart']
      .filter(Boolean)
      .join(' and ') || 'can do nothing asked of it'
  const context = contextWindow === undefined ? [] : [`context ${contextWindow}`]
  const folder = /^own:([^?]+)$/.exec(uri)?.[1]
  const { isLowRankBase } = await import('../../verifier/network/export/low-rank-base.js')
  if (isLowRankBase(folder))
    notes.push(
      'its layers are low-rank: transformers opens it with random ones, rationale export --format safetensors writes it as others read it',
    )
  const itself = { name: uri, ok: generate || score, detail: [can, ...context, ...notes].join('; ') }
  if (!score && !scoresNextToken) return [itself]
  return [itself, { name: `${uri} as a verifier`, ...(await checkVerifier(uri, checks)) }]
}

/** Where networks can run, with the measured rate of a matrix product. */
async function runtimes(): Promise<Check[]> {
  const { candidates, measureBackend } = await import('../../verifier/network/runtime/open.js')
  const reports = []
  for (const backend of [...candidates(), 'tensorflow', 'tfjs-webgpu', 'tfjs-wasm'] as const)
    reports.push(await measureBackend(backend))
  const fastest = reports
    .flatMap(({ backend, rate }) => (rate !== undefined && candidates().includes(backend) ? { backend, rate } : []))
    .sort((a, b) => b.rate - a.rate)[0]
  return reports.map(({ backend, device, rate, problem }) => {
    const chosen = backend === fastest?.backend ? '; the one that auto takes' : ''
    const detail = rate === undefined ? (problem ?? 'not usable') : `${rate.toFixed(0)} GFLOP/s on ${device}${chosen}`
    return { name: `runtime ${backend}`, ok: rate !== undefined, detail }
  })
}

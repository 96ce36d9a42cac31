/*
 * A strong judge, calibrated, on fresh chains: what a stranger gets who plugs one in. Its judgements were recorded (benchmarks/samples/fresh/README.md) and are
 * served as an OpenAI-compatible chat model, so that the commands of the package ask it as they would ask any:
 *
 *     npm run study recorded-judge
 *
 * Of seven hands every second question calibrates, the others are looked at: by the checks alone, by the judge without a calibration, with one. Last the closed chains.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { packageFolder } from '../../src/core/package-folder.js'
import { readRecords } from '../../src/core/records/ndjson.js'
import { type LabelledChain, labelledChainSchema } from '../../src/core/records/types.js'

const FRESH = join(packageFolder(), 'benchmarks/samples/fresh')
const chains: LabelledChain[] = []
const closed: LabelledChain[] = []
for await (const { record } of readRecords<LabelledChain>(join(FRESH, 'hands-2.ndjson'), labelledChainSchema))
  chains.push(record)
for await (const { record } of readRecords<LabelledChain>(join(FRESH, 'closed.ndjson'), labelledChainSchema))
  closed.push(record)
const judgements = new Map<string, string>()
const said = z.object({ id: z.string(), judgement: z.string() })
for await (const { record } of readRecords(join(FRESH, 'judgements.ndjson.gz'), said))
  judgements.set(record.id, record.judgement)

const server = createServer((request, response) => {
  let body = ''
  request.on('data', (piece: Buffer) => {
    body += piece.toString('utf8')
  })
  request.on('end', () => {
    const { messages } = asked.parse(JSON.parse(body))
    const content = judgementOf(messages.map((each) => each.content).join('\n'))
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({ choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }] }),
    )
  })
})
const asked = z.object({ messages: z.array(z.object({ content: z.string() })) })
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo // it listens on a port
const folder = mkdtempSync(join(tmpdir(), 'recorded-judge-'))
try {
  const [choosing, looking] = halves()
  const calibration = join(folder, 'calibration.json')
  const judge = `judge:http://127.0.0.1:${port}/v1#recorded`
  await run('benchmarks/studies/index.js', 'fresh', '--input', looking, '--verifier', 'evidence:')
  await run('benchmarks/studies/index.js', 'fresh', '--input', looking, '--verifier', judge)
  await run('src/cli.js', 'calibrate', '--verifier', judge, '--data', choosing, '--output', calibration)
  await run(
    'benchmarks/studies/index.js',
    'fresh',
    '--input',
    looking,
    '--verifier',
    `${judge}?calibration=${calibration}`,
  )
  await run(
    'benchmarks/studies/index.js',
    'fresh',
    '--part',
    'closed',
    '--verifier',
    `${judge}?calibration=${calibration}`,
  )
} finally {
  server.close()
  rmSync(folder, { recursive: true })
}

/** Questions in turn; the right and the wrong solution of one stand next to each other. */
function halves(): [string, string] {
  const files: [string, string] = [join(folder, 'calibrates.ndjson'), join(folder, 'looked-at.ndjson')]
  const places = new Map([...new Set(chains.map(({ question }) => question))].map((question, i) => [question, i]))
  for (const [half, file] of files.entries()) {
    const own = chains.filter(({ question }) => (places.get(question) ?? 0) % 2 === half)
    writeFileSync(file, own.map((chain) => `${JSON.stringify(chain)}\n`).join(''))
  }
  return files
}

/** Of the chain whose question and steps stand in the prompt. */
function judgementOf(prompt: string): string {
  const flat = (text: string) => text.replace(/\s+/g, ' ').trim()
  const shown = flat(prompt)
  const chain = [...chains, ...closed].find(
    ({ question, steps = [] }) => shown.includes(flat(question)) && steps.every((step) => shown.includes(flat(step))),
  )
  return judgements.get(chain?.id ?? '') ?? 'No judgement was recorded.'
}

/** A command of the build, with what it prints. @throws Error where it fails. */
async function run(script: string, ...args: string[]): Promise<void> {
  console.log(`\n${['node', join('dist', script), ...args].join(' ')}`)
  const child = spawn(process.execPath, [join(packageFolder(), 'dist', script), ...args], {
    stdio: ['ignore', 'inherit', 'ignore'],
  })
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (status !== 0) throw new Error(`${script} ${args[0]} ended with ${status}`)
}

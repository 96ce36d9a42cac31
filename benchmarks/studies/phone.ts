import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { at } from '../../src/core/absence.js'
import { packageFolder } from '../../src/core/package-folder.js'
import { readRecords } from '../../src/core/records/ndjson.js'
import { type Chain, candidateSetSchema, type Verdict } from '../../src/core/records/types.js'
import { loadVerifier } from '../../src/load-verifier.js'
import { writeNetworkPage } from '../../src/serve/write-page.js'
import { writeWebVerifier } from '../../verifier/embedded/web/write.js'

/**
 * Does a phone run the verifier? The page with its network in Chromium with a phone's window, one thread of WebAssembly: what is loaded, what memory it
 * takes, tokens a second, and rewards beside Node's on recorded chains.
 *
 *     npm run study phone -- --verifier smollm2:SmolLM2-135M-Instruct.Q4_1.gguf [--chains 24]
 *
 * CHROMIUM names the browser where it is not /usr/bin/chromium. Memory is read from /proc: Linux only.
 */
const { values } = parseArgs({
  options: { verifier: { type: 'string', default: 'embedded:' }, chains: { type: 'string', default: '24' } },
})
const { verifier: uri } = values

const folder = await mkdtemp(join(tmpdir(), 'rationale-phone-'))
await writeWebVerifier(folder, uri)
writeNetworkPage(folder)
const files = new Hono().use(serveStatic({ root: folder }))
const server = serve({ fetch: files.fetch, port: 0, hostname: '127.0.0.1' })
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

const chains: Chain[] = []
for await (const { record } of readRecords(
  join(packageFolder(), 'benchmarks/samples/candidates.ndjson'),
  candidateSetSchema,
))
  for (const { text = '' } of record.candidates) chains.push({ id: 'page', question: record.question, text })
chains.length = Math.min(chains.length, Number(values.chains))

await using node = await loadVerifier(uri)
const { chromium } = await import('playwright-core')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  const page = await browser.newPage({ viewport: { width: 360, height: 800 }, isMobile: true, hasTouch: true })
  let loaded = 0
  page.on('requestfinished', async (request) => {
    loaded += (await request.sizes()).responseBodySize
  })
  await page.goto('about:blank')
  const before = await rendererPeak()
  const started = performance.now()
  await page.goto(url)
  await page.waitForSelector('body[data-ready]', { timeout: 600_000 })
  const ready = performance.now() - started
  const about = await page.textContent('#about')

  let [tokens, milliseconds, worst, steps, otherVerdicts] = [0, 0, 0, 0, 0]
  for (const chain of chains) {
    await page.fill('#question', chain.question)
    await page.fill('#solution-1', chain.text ?? '')
    const asked = performance.now()
    await page.click('#verify')
    await page.waitForSelector('#verify:not([disabled])', { timeout: 600_000 })
    await page.waitForSelector('#result:not([hidden])')
    milliseconds += performance.now() - asked
    // What our own page wrote.
    const found = JSON.parse((await page.textContent('#result details pre')) ?? '') as Verdict
    const expected = await node.verify(chain)
    tokens += expected.tokens?.evaluated ?? 0
    if (found.verdict !== expected.verdict || found.firstError !== expected.firstError) otherVerdicts++
    for (const [i, step] of expected.steps.entries()) {
      steps++
      worst = Math.max(worst, Math.abs((step.reward ?? 0) - (at(found.steps, i).reward ?? 0)))
    }
  }
  const sizes = await Promise.all((await readdir(folder)).map((name) => stat(join(folder, name))))
  const overflow = (await page.evaluate('document.documentElement.scrollWidth')) !== 360
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
  process.stdout.write(
    [
      about,
      `the folder: ${megabytes(sizes.reduce((total, { size }) => total + size, 0))}, of which a visitor loads ${megabytes(loaded)}`,
      `memory of the page's process at its peak: ${megabytes(await rendererPeak())} (an empty page: ${megabytes(before)})`,
      `ready after ${(ready / 1000).toFixed(1)} s; ${chains.length} chains, ${(milliseconds / chains.length / 1000).toFixed(2)} s each, ${((1000 * tokens) / milliseconds).toFixed(0)} tokens a second`,
      `rewards of ${steps} steps differ from Node's by at most ${worst.toExponential(1)}; other verdicts: ${otherVerdicts}`,
      `the page fits 360 pixels: ${overflow ? 'no' : 'yes'}`,
      '',
    ].join('\n'),
  )
} finally {
  await browser.close()
  server.close()
  await rm(folder, { recursive: true })
}

/** The largest resident size that a renderer of this browser has had, in bytes. */
async function rendererPeak(): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const peaks = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) * 1024)
  return Math.max(...peaks)
}

import { rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at } from '../../src/core/absence.js'
import type { Verdict, Verifier } from '../../src/core/records/types.js'
import { embeddedVerifier } from '../../verifier/embedded/index.js'
import { launchChromium } from '../helpers/chromium.js'
import { rationale } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { type WebHost, webHost } from '../helpers/web-host.js'

/* `rationale page`: the network judges in a real Chromium, and says what it says in Node. */

const chains = [
  {
    question: 'A bakery bakes 6 trays of 8 rolls and sells 28 of them. How many are left?',
    text: 'It bakes 6 * 8 = 48 rolls.\nIt sells 28, so 48 - 28 = 22 are left.\nThe answer is 22.',
  },
  {
    question: 'What does a bank do when deposits leave?',
    text: 'Deposits are a liability of the bank.\nWhen they leave, it sells assets.\nThe answer is: it sells assets.',
  },
  {
    question: 'How many minutes are 3 hours and a quarter?',
    text: Array.from(
      { length: 12 },
      (_, i) => `Up to hour ${i + 1} that is ${i + 1} * 60 = ${(i + 1) * 60} minutes.`,
    ).join('\n'),
  },
]

const cwd = temporaryFolder('page-network')
const folder = join(cwd, 'site')
let host: WebHost
let embedded: Verifier
beforeAll(async () => {
  const { code, stdout } = await rationale(['page', '--output', 'site'], { cwd })
  expect(stdout).toContain('the page with embedded:')
  expect(code).toBe(0)
  host = await webHost(folder)
  embedded = await embeddedVerifier()
})
afterAll(async () => {
  await embedded.close()
  await host.close()
})

async function open(browser: Browser, options: Parameters<Browser['newPage']>[0] = {}, address = host.url) {
  const page = await browser.newPage({ viewport: { width: 360, height: 800 }, ...options })
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL('.', address).href) && !request.url().startsWith('data:'))
      complaints.push(request.url())
  })
  await page.goto(address)
  await page.waitForSelector('body[data-ready]', { timeout: 200_000 })
  const judge = async ({ question, text }: { question: string; text: string }): Promise<Verdict> => {
    await page.fill('#question', question)
    await page.fill('#solution-1', text)
    await page.click('#verify')
    await page.waitForSelector('#verify:not([disabled])', { timeout: 200_000 })
    await page.waitForSelector('#result:not([hidden])')
    return JSON.parse((await page.textContent('#result details pre')) ?? '')
  }
  return { page, complaints, judge, about: (await page.textContent('#about')) ?? '' }
}

it('has no barrier, dark and light, narrow and wide', async () => {
  const browser = await launchChromium()
  try {
    // The scanner is a script that the page's policy would not let in.
    const { page, judge } = await open(browser, { bypassCSP: true })
    await judge(at(chains, 0))
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const width of [360, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
        const found = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))',
        )
        expect(found, `${colorScheme}, ${width}`).toEqual([])
      }
    }
  } finally {
    await browser.close()
  }
})

describe.each([
  ['WebAssembly', [], 4],
  // SwiftShader computes in float32 like a GPU, in other orders.
  ['WebGPU', ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'], 3],
] as const)('the page with the network, on %s', (device, args, digits) => {
  it('says what embedded: says in Node, and asks nobody', async () => {
    const browser = await launchChromium(args)
    try {
      const { about, judge, complaints } = await open(browser)
      expect(about).toContain(device)
      for (const chain of chains) {
        const [found, expected] = [await judge(chain), await embedded.verify({ id: 'page', ...chain })]
        expect(found.verdict).toBe(expected.verdict)
        expect(found.probability).toBeCloseTo(expected.probability ?? Number.NaN, digits)
        for (const [i, { reward }] of expected.steps.entries())
          expect(found.steps[i]?.reward).toBeCloseTo(reward ?? Number.NaN, digits)
      }
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  })
})

it('opened from a file, it is judged by the checks, and says why and what to type for more', async () => {
  const browser = await launchChromium()
  try {
    const { about, judge, complaints } = await open(browser, {}, pathToFileURL(join(folder, 'index.html')).href)
    expect(about).toContain('exact checks alone')
    expect(about).toContain('a browser loads no network from a file. To have it, type “npx http-server”')
    expect((await judge(at(chains, 0))).firstError).toBe(1)
    expect(complaints).toEqual([])
  } finally {
    await browser.close()
  }
})

describe('a folder that is not whole', () => {
  it('is judged by the checks alone, and the page says so', async () => {
    await rm(join(folder, 'network.onnx'))
    const browser = await launchChromium()
    const { about, judge } = await open(browser)
    expect(about).toContain('exact checks alone')
    expect(about).toContain('network.onnx: the web server answers 404')
    expect((await judge(at(chains, 0))).firstError).toBe(1)
    await browser.close()
  })

  it('without its worker neither hangs', async () => {
    await rm(join(folder, 'worker.js'))
    const browser = await launchChromium()
    const { about, judge } = await open(browser)
    expect(about).toContain('exact checks alone, in this browser: the network did not start (worker.js does not run)')
    expect((await judge(at(chains, 0))).firstError).toBe(1)
    await browser.close()
  })
})

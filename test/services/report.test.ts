import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { writeReport } from '../../benchmarks/report/index.js'
import { writeMadeUpRun } from '../benchmarks/report/made-up-run.js'
import { launchChromium } from '../helpers/chromium.js'
import { temporaryFolder } from '../helpers/folder.js'
import { shareOfColour } from './pixels.js'

/* The report in a real browser. */

let folder: string
let browser: Browser
let page: Page
let complaints: string[]

beforeAll(async () => {
  folder = temporaryFolder('rationale-report')
  await writeMadeUpRun(join(folder, 'first'), 1600, 8, 1)
  await writeMadeUpRun(join(folder, 'second'), 1600, 8, 2)
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  await writeReport({ folders: [first], output: join(folder, 'one.html') })
  await writeReport({ folders: [first, second], output: join(folder, 'two.html'), compare: true })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
})

beforeEach(async () => {
  await page?.close()
  page = await browser.newPage({ viewport: { width: 1360, height: 950 } })
  complaints = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(`request to ${request.url()}`)
  })
})

/** Milliseconds, to be printed alone: how busy the machine is nobody knows. */
async function open(file: string): Promise<number> {
  const started = performance.now()
  await page.goto(pathToFileURL(join(folder, file)).href)
  await page.waitForSelector('#viewer[data-ready=true]')
  await page.waitForSelector('#list .item')
  return performance.now() - started
}

describe('the report of a 1,600-problem run', () => {
  it('opens complete, without a complaint or a request, with few of its samples laid out', async () => {
    console.info({ milliseconds: Math.round(await open('one.html')) })
    // What it costs to open hangs on the elements: each sample has some only while it is shown.
    expect(await page.locator('*').count()).toBeLessThan(4000)
    // Five strategies, the trust in them, and the labelled chains.
    expect(await page.locator('#results tbody tr').count()).toBe(7)
    expect(await page.locator('#results').textContent()).toMatch(/Strict.*Unparsed.*Tokens.*Seconds/s)
    expect(await page.locator('#charts figure').count()).toBeGreaterThanOrEqual(6)
    expect(await page.locator('#shown').textContent()).toBe('1760 of 1760')
    // Data that looks like markup stays text.
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).toBe('Benchmark report')
    expect(complaints).toEqual([])
  })

  it('shows the first wrong step of a wrong chain in two clicks', async () => {
    await open('one.html')
    await page.locator('#list .item').first().click()
    await page.locator('.candidate:has(.tag.bad)', { hasText: 'wrong' }).first().click()
    const step = page.locator('#first-wrong-step')
    await expect.poll(() => step.isVisible()).toBe(true)
    const box = (await step.boundingBox()) as { y: number; height: number }
    expect(box.y).toBeGreaterThanOrEqual(0)
    expect(box.y).toBeLessThan(950)
    expect(await step.textContent()).toMatch(/arithmetic: says \d+, is \d+/)
    expect(complaints).toEqual([])
  })

  it('draws Markdown and formulas, keeps them in the record, and takes markup for text', async () => {
    await open('one.html')
    await page.waitForSelector('#detail .step')
    const text = page.locator('#detail .step .text').first()
    expect(await text.textContent()).toMatch(/^The first item costs \$\d+, or /)
    expect(await text.locator('math mfrac').count()).toBe(1)
    expect(await text.locator('strong').textContent()).toBe('first')
    expect(await text.textContent()).not.toContain('**')
    expect(await page.textContent('#detail .question')).toContain('<img src=x')
    expect(await page.locator('#detail .chain mark').count()).toBeGreaterThan(0)
    expect(complaints).toEqual([])
  })

  it('has its first sample open, and a link to each', async () => {
    await open('one.html')
    expect(await page.locator('#list .item[aria-selected=true]').count()).toBe(1)
    expect(await page.locator('#detail .question').count()).toBe(1)
    await page.locator('#list .item').nth(5).click()
    const asked = (await page.locator('#list .item').nth(5).locator('.id').textContent()) ?? ''
    await expect.poll(() => page.locator('#detail h3').textContent()).toBe(asked)
    const link = page.url()
    await page.goto('about:blank')
    await page.goto(link)
    await page.waitForSelector('#viewer[data-ready=true]')
    await expect.poll(() => page.locator('#detail h3').textContent()).toBe(asked)
    expect(complaints).toEqual([])
  })

  it('shows all candidates side by side, and the record as it was written', async () => {
    await open('one.html')
    await page.getByRole('button', { name: 'Side by side' }).click()
    expect(await page.locator('.side-by-side article').count()).toBe(await page.locator('.candidate').count())
    expect(await page.locator('[id=first-wrong-step]').count()).toBeLessThanOrEqual(1)
    await page.locator('#detail summary', { hasText: 'As JSON' }).click()
    await expect.poll(() => page.locator('#detail pre').textContent()).toMatch(/"candidates": \[/)
    await page.locator('.candidate').first().click()
    expect(await page.locator('.side-by-side').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it.each([
    [1360, 'light'],
    [360, 'light'],
    [1360, 'dark'],
  ] as const)('is accessible, %i px wide, %s', async (width, colorScheme) => {
    await page.close()
    page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true })
    await open('two.html')
    await page.locator('#terms summary').click()
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') })
    const found = await page.evaluate(
      'axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + " " + html.slice(0, 200))))',
    )
    expect(found).toEqual([])
  })

  it('says what the badges of the list mean', async () => {
    await open('two.html')
    const titles = await page.evaluate('[...document.querySelectorAll("#list .item .tag")].map(({ title }) => title)')
    expect(titles).toContainEqual(expect.stringMatching(/^first: (?:right|wrong)$/))
    await page.locator('#terms summary').click()
    expect(await page.locator('#terms').textContent()).toMatch(/✓ ½ ✗ –.*answers tie/)
  })

  it('shows what a search wrote beside the candidates', async () => {
    await open('one.html')
    await page.locator('#list .item').first().click()
    await page.locator('.candidate', { hasText: 'step-search' }).click()
    await expect.poll(() => page.locator('#detail').textContent()).toMatch(/step-search · probability right/)
    expect(await page.locator('.candidate').count()).toBe(9)
  })

  it('shades steps by reward and paints the charts in the colours of the page', async () => {
    await open('one.html')
    await page.locator('#list .item').first().click()
    await page.locator('.candidate:has(.tag.bad)', { hasText: 'wrong' }).first().click()
    const background = (selector: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).backgroundColor`)
    expect(await background('.step.first')).not.toBe(await background('.step:not(.first)'))
    const stroke = await page.evaluate(
      `getComputedStyle(document.querySelector('#charts path[stroke="var(--c-weighted)"]')).stroke`,
    )
    expect(stroke).toBe('rgb(47, 91, 208)')
  })

  it('looks as it should: lines in the charts, a red step, a bar of probability', async () => {
    await open('one.html')
    const figure = await page.locator('#charts figure').first().screenshot()
    expect(shareOfColour(figure, [47, 91, 208])).toBeGreaterThan(0.002)
    expect(shareOfColour(figure, [141, 95, 196])).toBeGreaterThan(0.002)
    await page.locator('#list .item').first().click()
    const wrong = page.locator('.candidate:has(.tag.bad)', { hasText: 'wrong' }).first()
    await wrong.click()
    const step = await page.locator('#first-wrong-step').screenshot()
    const pale = await page.locator('.step').first().screenshot()
    const redness = (image: Buffer) => shareOfColour(image, [240, 208, 205], 16)
    expect(redness(step)).toBeGreaterThan(0.6)
    expect(redness(pale)).toBeLessThan(0.1)
    expect(shareOfColour(await page.locator('.candidate').first().screenshot(), [47, 91, 208])).toBeGreaterThan(0.005)
  })

  it('filters, searches and walks by keys', async () => {
    await open('one.html')
    await page.getByRole('button', { name: /Verifier right, majority wrong/ }).click()
    const shown = async () => Number(/^(\d+) of/.exec((await page.locator('#shown').textContent()) ?? '')?.[1])
    const filtered = await shown()
    expect(filtered).toBeGreaterThan(0)
    expect(filtered).toBeLessThan(1760)
    await page.keyboard.press('j')
    await expect.poll(() => page.locator('#detail .why').textContent()).toMatch(/majority wrong.*weighted right/s)
    await page.keyboard.press('/')
    await page.keyboard.type('no such sample')
    expect(await shown()).toBe(0)
    expect(await page.locator('#list').textContent()).toBe('No sample matches.')
    await page.locator('#search').fill('bill-1599')
    expect(await shown()).toBeLessThanOrEqual(1)
    await page.locator('#search').fill('')
    await page.getByRole('button', { name: /^All/ }).click()
    await page.getByLabel('Task').selectOption('bill-steps')
    expect(await shown()).toBe(160)
    // The tables follow: of the two tasks only this one is left in them.
    expect(await page.locator('#results tbody tr:visible').count()).toBe(1)
    expect(complaints).toEqual([])
  })

  it('keeps few elements however far one scrolls', async () => {
    await open('one.html')
    await page.evaluate(`document.getElementById('list').scrollTop = 1e6`)
    await expect.poll(() => page.locator('#list .item').last().textContent()).toMatch(/bill-steps · bill-159/)
    expect(await page.locator('#list .item').count()).toBeLessThan(40)
    await page.locator('#list .item').last().click()
    await expect.poll(() => page.locator('#detail').textContent()).toMatch(/labelled/)
  })
})

describe('two runs compared', () => {
  it.each([
    [360, 'light'],
    [480, 'light'],
    [1200, 'light'],
    [1600, 'dark'],
  ] as const)('fits a window of %i px, %s', async (width, colorScheme) => {
    await page.setViewportSize({ width, height: 950 })
    await page.emulateMedia({ colorScheme })
    await open('two.html')
    // The page never scrolls sideways; its tables do so only on a phone.
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    const sideways = await page.evaluate(
      `[...document.querySelectorAll('.scroll')].filter((table) => table.scrollWidth > table.clientWidth).length`,
    )
    if (width >= 1200) expect(sideways).toBe(0)
  })

  it('tests the difference, filters by it and shows both', async () => {
    await open('two.html')
    expect(await page.locator('#comparison').textContent()).toMatch(/McNemar/)
    await page.getByRole('button', { name: /Only the second run right/ }).click()
    await page.locator('#list .item').first().click()
    await expect.poll(() => page.locator('#detail .why').textContent()).toMatch(/weighted wrong/)
    await page.getByRole('button', { name: 'second', exact: true }).click()
    await expect.poll(() => page.locator('#detail .why').textContent()).toMatch(/weighted right/)
    expect(complaints).toEqual([])
  })

  it('is as good in the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await open('two.html')
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(20, 23, 27)')
  })
})

it('names no other host and allows none', async () => {
  const text = await readFile(join(folder, 'one.html'), 'utf8')
  // Booleans, because a failure would print the whole page.
  expect(text.includes('default-src &#39;none&#39;')).toBe(true)
  // Names of languages; and the reader of Markdown knows what an address begins with.
  const elsewhere = text.replaceAll(
    /http:\/\/www\.w3\.org\/(?:2000\/svg|1999\/xlink|1999\/xhtml|1998\/Math\/MathML)/g,
    '',
  )
  expect(/https?:\/\/\w/.exec(elsewhere)?.[0]).toBeUndefined()
  const markup = text.replace(/<script>[\s\S]*?<\/script>/, '')
  expect(/ style="/.test(markup)).toBe(false)
})

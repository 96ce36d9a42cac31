import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageFolder } from '../../src/core/package-folder.js'
import { launchChromium } from '../helpers/chromium.js'
import { builtServer } from '../serve/built-server.js'

/*
 * The page in a real Chromium: the one that `rationale serve` shows, and the one that needs no server.
 */

let browser: Browser
let server: Awaited<ReturnType<typeof builtServer>>
beforeAll(async () => {
  browser = await launchChromium()
  server = await builtServer(['--verifier', 'evidence:'])
})
afterAll(async () => {
  await server.stop()
  await browser.close()
})

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const builds = {
  served: () => `${server.url}/`,
  static: () => pathToFileURL(join(packageFolder(), 'dist/page/static/index.html')).href,
}
type Build = keyof typeof builds

/** An open page; `complaints` is all that the browser said and every request that left. */
async function open(build: Build, options: Parameters<Browser['newPage']>[0] = {}, fragment = '') {
  const page = await browser.newPage({ bypassCSP: false, ...options })
  const complaints: string[] = []
  const home = builds[build]().replace(/[^/]*$/, '')
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(home) && !request.url().startsWith('data:')) complaints.push(request.url())
  })
  await page.goto(builds[build]() + fragment)
  await page.waitForSelector('body[data-ready]')
  return { page, complaints }
}

async function verdictOf(page: Page, question: string, ...solutions: string[]) {
  await page.fill('#question', question)
  for (const [index, text] of solutions.entries()) {
    if (index > 0) await page.click('#add')
    await page.fill(`#solution-${index + 1}`, text)
  }
  await page.click('#verify')
  await settled(page)
}

/** Waits by selectors: the page's policy lets no text become a script, not even a test's. */
async function settled(page: Page) {
  await page.waitForSelector('#verify:not([disabled])')
  await page.waitForSelector('#result:not([hidden])')
}

const bakery = 'A bakery bakes 6 trays of 8 rolls and sells 28 of them. How many are left?'
const slip = 'It bakes 6 * 8 = 48 rolls.\nIt sells 28, so 48 - 28 = 22 are left.\nThe answer is 22.'

describe.each(['served', 'static'] as const)('the page, %s', (build) => {
  it('names the wrong step, underlines what is wrong and says why', async () => {
    const { page, complaints } = await open(build)
    await verdictOf(page, bakery, slip)
    expect(await page.textContent('#result')).toContain('Step 2 is wrong: states 22, but this comes to 20.')
    expect(await page.textContent('#first-wrong-step mark.bad')).toContain('48 - 28 = 22')
    // That 22 is what the steps come to speaks for nothing: only 6 * 8 = 48 is underlined as right.
    expect(await page.locator('#result mark:not(.bad)').allTextContents()).toEqual(['6 * 8 = 48 rolls'])
    expect(await page.textContent('#first-wrong-step .note.wrong')).toBe('states 22, but this comes to 20')
    expect(complaints).toEqual([])
    await page.close()
  })

  it('compares solutions and says which one is chosen', async () => {
    const { page, complaints } = await open(build)
    await verdictOf(page, bakery, slip, slip.replaceAll('22', '20'))
    expect(await page.textContent('#result')).toContain('Solution 2 is chosen, with the answer 20.')
    // Why: which weight came from which solution, and what made it small.
    expect(await page.textContent('.why')).toMatch(
      /Answer 22: weighs 0\.\d\d, from solution 1 .*step 2 is wrong: states 22/,
    )
    expect(await page.locator('article.best h2').textContent()).toBe('Solution 2')
    expect(complaints).toEqual([])
    await page.close()
  })

  it('numbers solutions by their boxes, an empty one among them', async () => {
    const { page, complaints } = await open(build)
    await verdictOf(page, bakery, slip, '', slip.replaceAll('22', '20'))
    expect(await page.textContent('#result')).toContain('Solution 3 is chosen, with the answer 20.')
    expect(await page.textContent('.why')).toMatch(/Answer 20: weighs \d\.\d\d, from solution 3 /)
    expect(await page.locator('article h2').allTextContents()).toEqual(['Solution 1', 'Solution 3'])
    expect(await page.locator('article.best h2').textContent()).toBe('Solution 3')
    expect(await page.locator('td:first-child').allTextContents()).toEqual(['1', '3, chosen'])
    await page.fill('#solution-1', '')
    await page.click('#verify')
    await page.waitForSelector('article:only-child')
    expect(await page.locator('article h2').allTextContents()).toEqual(['Solution 3'])
    expect(complaints).toEqual([])
    await page.close()
  })

  it('has examples to click, each of which finds the slip that it is about', async () => {
    const { page } = await open(build)
    const underlined: string[] = []
    for (const example of await page.locator('.examples button').all()) {
      await example.click()
      await settled(page)
      expect(await page.locator('.step.first').count(), (await example.textContent()) ?? '').toBeGreaterThan(0)
      underlined.push((await page.locator('.step.first mark.bad').first().textContent()) ?? '')
    }
    // From the number on, not from the blank before it.
    expect(underlined.at(-1)).toBe('62')
    await page.close()
  })

  it('shares by a link that holds everything, and survives a damaged one', async () => {
    const { page } = await open(build)
    await verdictOf(page, 'Wie groß ist 2 + 2? 答', '2 + 2 = 5')
    await page.click('#share')
    await page.waitForSelector('#said:text("link is")')
    const fragment = new URL(page.url()).hash
    await page.close()
    const { page: second, complaints } = await open(build, {}, fragment)
    expect(await second.inputValue('#question')).toBe('Wie groß ist 2 + 2? 答')
    expect(await second.textContent('#result')).toContain('Step 1 is wrong')
    await second.close()
    const { page: third } = await open(build, {}, `${fragment.slice(0, -9)}!`)
    expect(await third.isHidden('#result')).toBe(true)
    await third.close()
    expect(complaints).toEqual([])
  })

  it('writes formulas in reasons and in the vote so that they can be read', async () => {
    const { page, complaints } = await open(build)
    const sum = (answer: string) => `$\\frac{1}{2} + \\frac{1}{3} = ${answer}$, so \\boxed{${answer}}`
    await verdictOf(page, 'What is $\\frac{1}{2} + \\frac{1}{3}$?', sum('\\frac{2}{5}'), sum('\\frac{5}{6}'))
    expect(await page.textContent('#first-wrong-step .note.wrong')).toContain('states 2/5')
    expect(await page.textContent('.why')).toContain('Answer 5/6: weighs')
    // The answer in its box is drawn, though it stands in no formula.
    expect(await page.locator('#result menclose, #result math:has(mfrac)').count()).toBeGreaterThanOrEqual(4)
    expect(await page.locator('.sentence, .note, .why, td').filter({ hasText: '\\frac' }).count()).toBe(0)
    expect(complaints).toEqual([])
    await page.close()
  })

  it.each([
    ['in its line', '$$48 - 28 = 22$$'],
    ['on lines of its own', '$$\n48 - 28 = 22\n$$'],
    ['in brackets', '\\[ 48 - 28 = 22 \\]'],
    ['in a list', '- \\[\n48 - 28 = 22\n\\]'],
  ])('underlines a wrong displayed formula %s', async (_where, formula) => {
    const { page, complaints } = await open(build)
    await verdictOf(page, bakery, `It sells 28, so\n${formula}\nare left.`)
    // The line below the mark is drawn where the formula ends: the mark is a box that holds it.
    const mark = await page.locator('mark.bad').boundingBox()
    const drawn = await page.locator('mark.bad math').boundingBox()
    expect(mark?.height).toBeGreaterThanOrEqual(drawn?.height ?? Number.POSITIVE_INFINITY)
    expect(await page.textContent('#first-wrong-step .text')).not.toContain('$')
    expect(complaints).toEqual([])
    await page.close()
  })

  it('shows LaTeX that is broken as it stands, and a table with columns that are aligned', async () => {
    const { page, complaints } = await open(build)
    await verdictOf(page, bakery, 'So $\\frac{1}{2$ and $\\foo{3}$, 答 $5个$.\n\n| a | b |\n|--:|:--|\n| 1 | 2 |')
    expect(await page.textContent('#result .step .text')).toContain('\\frac{1}{2')
    expect(complaints).toEqual([])
    await page.close()
  })

  it('draws environments of LaTeX that stand in no dollars', async () => {
    const { page, complaints } = await open(build)
    const text = 'We have\n\\begin{align*}\n6 \\times 8 &= 48 \\\\\n48 - 28 &= 22\n\\end{align*}\nThe answer is 22.'
    await verdictOf(page, bakery, text)
    expect(await page.locator('#result .step mtable mtr').count()).toBe(2)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('says what was checked in a step, and obeys no control that reorders a line', async () => {
    const { page } = await open(build)
    await verdictOf(page, bakery, 'It bakes 6 * 8 = 48 rolls \u202eslaerif.\nSo 48 - 28 = 20.\nThe answer is 20.')
    expect(await page.textContent('.step:first-child .note')).toMatch(/^checked: 6 \* 8 = 48 rolls/)
    expect(await page.textContent('#result')).toContain('\ufffdslaerif')
    expect(await page.textContent('#result')).not.toContain('\u202e')
    await page.close()
  })

  it('says at a doubtful step why it is, where no question is solved', async () => {
    const { page } = await open(build)
    await verdictOf(page, 'How many are there?', 'First, 6 * 8 = 48.\nThe answer is 50.')
    expect(await page.textContent('.step:last-child .mark')).toContain('?')
    expect(await page.textContent('.step:last-child .note')).toContain('50')
    await page.close()
  })

  it('notes at a step of a correct solution what was doubted in it', async () => {
    const { page } = await open(build)
    await verdictOf(
      page,
      'What is 17 * 3?',
      'At first I had 17 * 3 = 41.\nThat is wrong. So 17 * 3 = 51.\nThe answer is 51.',
    )
    expect(await page.textContent('#result b.correct')).toBe('correct')
    expect(await page.textContent('.step:first-child .note')).toMatch(/^a doubt that did not decide: .*41/)
    await page.close()
  })

  it('draws Markdown and LaTeX, and runs nothing that a text brings', async () => {
    const { page, complaints } = await open(build)
    const hostile = [
      '<img src=x onerror="window.ran=1"><script>window.ran=1</script>',
      '[click](javascript:window.ran=1) ![x](https://example.com/x.png)',
      '$\\href{javascript:window.ran=1}{x} \\includegraphics{https://example.com/y.png}$',
      '**bold** and $\\frac{1}{2} + \\frac{1}{2} = 2$',
    ].join('\n\n')
    await verdictOf(page, hostile, hostile)
    expect(await page.evaluate('window.ran')).toBeUndefined()
    expect(await page.locator('#result img, #result script, #result a').count()).toBe(0)
    expect(await page.locator('#result strong').first().textContent()).toBe('bold')
    expect(await page.locator('#result mark.bad math').count()).toBe(1)
    expect(complaints).toEqual([])
    await page.close()
  })

  it.each([
    ['desktop', 1280, 'light'],
    ['phone', 360, 'light'],
    ['dark', 1280, 'dark'],
  ] as const)('is accessible and fits: %s', async (_name, width, colorScheme) => {
    const { page } = await open(build, { viewport: { width, height: 740 }, colorScheme, bypassCSP: true })
    await page.click('button:text-is("two solutions")')
    await settled(page)
    await page.click('#terms summary')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    expect(
      await page.evaluate(
        '[...document.querySelectorAll(".scroll")].every((each) => each.scrollWidth <= each.clientWidth)',
      ),
    ).toBe(true)
    await page.addScriptTag({ path: axe })
    const found = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))',
    )
    expect(found).toEqual([])
    await page.close()
  })

  it('underlines a fraction below all of it', async () => {
    const { page } = await open(build)
    await verdictOf(page, 'Sum?', '$\\frac{1}{2} + \\frac{1}{4} = \\frac{5}{6}$ is the sum.')
    const bottoms = ['.text mark.bad', '.text mark.bad mfrac'].map(async (place) => {
      const box = await page.locator(place).first().boundingBox()
      return (box?.y ?? Number.NaN) + (box?.height ?? Number.NaN)
    })
    const [mark, fraction] = await Promise.all(bottoms)
    // Its line is 2 pixels wide.
    expect(fraction).toBeLessThanOrEqual((mark ?? Number.NaN) - 2)
    await page.close()
  })

  it('lets a phone scroll to the end of a long formula, by the keyboard too', async () => {
    const { page } = await open(build, { viewport: { width: 360, height: 740 }, bypassCSP: true })
    const sum = Array.from({ length: 30 }, (_, i) => i + 1).join(' + ')
    await verdictOf(page, 'What is the sum?', `So\n\\[ ${sum} = 466 \\]\nand in the line $${sum} = 466$.`)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    const wide = await page.evaluate(
      '(each => each.scrollWidth > each.clientWidth && each.tabIndex === 0)(document.querySelector(".step .katex-block"))',
    )
    expect(wide).toBe(true)
    await page.addScriptTag({ path: axe })
    expect(await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))')).toEqual([])
    await page.close()
  })

  it('is used by the keyboard alone', async () => {
    const { page } = await open(build)
    await page.focus('#question')
    await page.keyboard.type('What is 2 + 2?')
    await page.keyboard.press('Tab') // the context's summary
    await page.keyboard.press('Tab')
    await page.keyboard.type('2 + 2 = 5')
    await page.keyboard.press('Control+Enter')
    await settled(page)
    expect(await page.textContent('#result')).toContain('Step 1 is wrong')
    expect(await page.evaluate('document.activeElement.id')).toBe('result')
    await page.close()
  })
})

describe('the served page', () => {
  it('asks for the key where the server wants one, and shows what the server says', async () => {
    const locked = await builtServer(['--verifier', 'evidence:'], { RATIONALE_SERVER_KEY: 'a-key-of-some-length' })
    const page = await browser.newPage()
    await page.goto(locked.url)
    await page.waitForSelector('body[data-ready]')
    await verdictOf(page, bakery, slip)
    expect(await page.textContent('.error')).toContain('This server wants a key. Enter it above')
    await page.fill('#key', 'another-key-of-some-length')
    await page.click('#verify')
    await page.waitForSelector('.error:text("does not know this key")')
    await page.fill('#key', 'a-key-of-some-length')
    await page.click('#verify')
    await page.waitForSelector('#first-wrong-step')
    await page.close()
    await locked.stop()
  })
})

import { type Browser, chromium } from 'playwright-core'

/** A browser without a screen or a network life of its own. CHROMIUM names the program where it is not at the usual place. */
export const launchChromium = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      // Where a test wants a GPU, it is SwiftShader's.
      ...(more.length === 0 ? ['--disable-gpu'] : more),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

import { messageOf } from '../../core/errors.js'
import { openInBrowser } from './open-in-browser.js'
import type { Answer, Asked } from './worker-messages.js'

/* Judges beside the page, so that it stays quick while the network computes. */

const opened = openInBrowser()

self.addEventListener('message', async ({ data }: MessageEvent<Asked>) => {
  const { id, ask } = data
  try {
    const { verifier, about } = await opened
    const value =
      ask === 'about' ? about : await (ask === 'verify' ? verifier.verify(data.chain) : verifier.rerank(data.set))
    self.postMessage({ id, value } satisfies Answer)
  } catch (error) {
    self.postMessage({ id, error: messageOf(error) } satisfies Answer)
  }
})

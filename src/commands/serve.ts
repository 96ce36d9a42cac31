import { once } from 'node:events'
import * as z from 'zod'
import { MOST_SECONDS } from '../core/arguments.js'
import { messageOf, RationaleError } from '../core/errors.js'
import { readSmallTextFile } from '../core/files/small-file.js'
import type { Verifier } from '../core/records/types.js'
import { loadVerifier } from '../load-verifier.js'
import { resolveModel } from '../models/resolve.js'
import { serve } from '../serve/server.js'
import * as command from './command.js'

const natural = z.int().positive().optional()

export const serveCommand = command.defineCommand({
  name: 'serve',
  summary:
    'A server in front of a verifier: POST /v1/verify, /v1/rerank, /pooling, and with --generator /v1/chat/completions. The page is at /.',
  options: z.object({
    host: z
      .string()
      .default('127.0.0.1')
      .meta({ description: 'address to listen on; any other needs a key', value: 'address' }),
    port: z.int().min(0).max(65_535).default(8080).meta({ description: 'port; 0 takes a free one', value: 'n' }),
    verifier: command.verifierOption,
    generator: z.string().optional().meta({ description: 'model URI that answers chat completions', value: 'uri' }),
    candidates: natural.meta({ description: 'answers that the generator is asked for (default 4)', value: 'n' }),
    keys: z
      .string()
      .optional()
      .meta({ description: 'file of keys, one a line (also: RATIONALE_SERVER_KEY)', value: 'file' }),
    maxBody: natural.meta({ description: 'largest body in bytes (default 1 MiB)', value: 'n' }),
    concurrency: natural.meta({ description: 'requests that are worked on at once (default 8)', value: 'n' }),
    queue: z.int().min(0).optional().meta({ description: 'requests that may wait (default 256)', value: 'n' }),
    timeout: z
      .number()
      .positive()
      .max(MOST_SECONDS)
      .optional()
      .meta({ description: 'seconds until a request is given up (default 120)', value: 's' }),
    grace: z
      .number()
      .min(0)
      .max(MOST_SECONDS)
      .default(30)
      .meta({ description: 'seconds that running requests have when it stops', value: 's' }),
    log: z
      .enum(['requests', 'texts', 'none'])
      .default('requests')
      .meta({ description: 'NDJSON on stderr, a line a request; texts: with their bodies', value: 'what' }),
    json: command.jsonOption,
  }),
  async run({ verifier: uri, generator: generatorUri, keys: keysFile, log, grace, json, ...options }, terminal) {
    const { signal } = terminal
    await using verifier = await loadVerifier(uri, { signal, thread: true })
    // Clients try again by themselves, and know how long they want to wait.
    const generator =
      generatorUri === undefined ? undefined : await resolveModel(generatorUri, { http: { retries: 0 } })
    await warmUp(verifier)
    let requests = 0
    try {
      const server = await serve({
        ...options,
        verifier,
        generator,
        keys: readKeys(keysFile),
        logTexts: log === 'texts',
        log(entry) {
          requests++
          if (log !== 'none') terminal.say(JSON.stringify(entry))
        },
      })
      if (!json) terminal.out.write(`rationale ${verifier.id} listens on ${server.url}\n`)
      if (!signal.aborted) await once(signal, 'abort')
      await server.close(grace)
      return { exit: command.EXIT.done, json: { url: server.url, requests } }
    } finally {
      await generator?.close()
    }
  },
})

/** The first chain loads what all need; the first client shall not wait for that. A model elsewhere is not asked for it. */
async function warmUp(verifier: Verifier): Promise<void> {
  if (verifier.id !== 'embedded:' && verifier.id !== 'evidence:') return
  const chain = { id: 'warm-up', question: 'What is 2 + 2?', steps: ['2 + 2 = 4', 'The answer is 4.'] }
  await verifier.verifyAll([chain])
  await verifier.verify(chain)
}

/** From the environment and a file: what stands on a command line, others can read. */
function readKeys(file: string | undefined): string[] {
  const fromEnvironment = process.env.RATIONALE_SERVER_KEY
  const keys = fromEnvironment === undefined || fromEnvironment === '' ? [] : [fromEnvironment]
  if (file === undefined) return keys
  let lines: string[]
  try {
    lines = readSmallTextFile(file).split('\n')
  } catch (error) {
    throw new RationaleError('configuration', `cannot read --keys ${file}`, { found: messageOf(error) })
  }
  const found = lines.map((line) => line.trim()).filter((line) => line !== '')
  // An empty file would open the door.
  if (found.length === 0)
    throw new RationaleError('configuration', `--keys ${file} holds no key`, { expected: 'one a line' })
  return [...keys, ...found]
}

import * as z from 'zod'
import type { Verifier } from '../core/records/types.js'
import { loadVerifier } from '../load-verifier.js'
import { serveMcp } from '../serve/mcp.js'
import * as command from './command.js'

export const mcpCommand = command.defineCommand({
  name: 'mcp',
  summary:
    'The tools verify, rerank and check_arithmetic for agents, over the Model Context Protocol on stdin and stdout.',
  options: z.object({ verifier: command.verifierOption }),
  async run({ verifier: uri }, { signal, say }) {
    const verifier = loadVerifier(uri, { signal, thread: true })
    verifier.catch(() => {}) // the server tells
    let checking: Promise<Verifier> | undefined
    const checks = () => {
      // Not at the start: the client waits for its greeting, and many never ask.
      checking ??= loadVerifier('evidence:')
      return checking
    }
    try {
      const refused = await serveMcp({ verifier, checks, signal, say })
      return { exit: refused === 0 ? command.EXIT.done : command.EXIT.partly, json: {} }
    } finally {
      await (await checking)?.close()
      await verifier.then(
        (opened) => opened.close(),
        (error) => {
          // Told to end while it was opening: there is nothing to close.
          if (!signal.aborted) throw error
        },
      )
    }
  },
})

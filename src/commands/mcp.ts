import { z } from 'zod'
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
    await using checks = await loadVerifier('evidence:')
    try {
      const refused = await serveMcp({ verifier, checks, signal, say })
      return { exit: refused === 0 ? command.EXIT.done : command.EXIT.partly, json: {} }
    } finally {
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

import * as z from 'zod'
import { onnxRuntimeWeb, refuseForeignPage, writeCheckingPage, writeNetworkPage } from '../serve/write-page.js'
import * as command from './command.js'

export const pageCommand = command.defineCommand({
  name: 'page',
  summary: 'Write the page as a folder for any web server: it judges on the machine of whoever opens it.',
  options: z.object({
    output: z.string().min(1).meta({ description: 'the folder', value: 'dir' }),
    verifier: z
      .string()
      .default('embedded:')
      .meta({ description: 'embedded:, smollm2:PATH, or evidence: (the checks alone)', value: 'uri' }),
    json: command.jsonOption,
  }),
  async run({ output, verifier, json }, terminal) {
    refuseForeignPage(output)
    const files = verifier === 'evidence:' ? writeCheckingPage(output) : await withNetwork(output, verifier)
    if (!json) terminal.out.write(`${output}: the page with ${verifier}. ${howToOpen(output, verifier)}\n`)
    return { exit: command.EXIT.done, json: { output, verifier, files } }
  },
})

async function withNetwork(output: string, verifier: string): Promise<string[]> {
  const { writeWebVerifier } = await import('../../verifier/embedded/web/write.js')
  // What is missing is told before anything is written.
  onnxRuntimeWeb()
  // The network first: a verifier that the page cannot have leaves no page behind.
  const network = await writeWebVerifier(output, verifier)
  return [...network, ...writeNetworkPage(output)]
}

const howToOpen = (output: string, verifier: string) =>
  verifier === 'evidence:'
    ? 'Open its index.html in a browser.'
    : `Put it on a web server (here: npx http-server ${JSON.stringify(output)}): a browser loads no network from a file.`

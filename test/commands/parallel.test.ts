import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { runCommandLine } from '../../src/commands/command-line.js'
import { loadVerifier } from '../../src/load-verifier.js'

/*
 * A hundred at a time, in one process, that share their streams, their signal and a server: nothing is listened to a hundred times.
 */

const MANY = 100

/** What Node warns of while `work` goes on. */
async function warnings(work: () => Promise<unknown>): Promise<string[]> {
  const said: string[] = []
  const listen = ({ name, message }: Error) => said.push(`${name}: ${message}`)
  process.on('warning', listen)
  try {
    await work()
    await new Promise(setImmediate)
  } finally {
    process.off('warning', listen)
  }
  return said
}

it('a hundred runs of the command line cause no warning, and each shows what it has to show', async () => {
  const outputs = { stdout: new PassThrough(), stderr: new PassThrough() }
  const shown = text(outputs.stdout)
  const before = process.listenerCount('SIGINT')
  const told = await warnings(async () => {
    const runs = Array.from({ length: MANY }, (_, i) =>
      runCommandLine(['verify', '--verifier', 'evidence:', `What is ${i} + 1?`, `${i} + 1 = ${i + 2}`], outputs),
    )
    expect(await Promise.all(runs)).toEqual(Array(MANY).fill(0))
  })
  outputs.stdout.end()
  expect(told).toEqual([])
  for (let i = 0; i < MANY; i++) expect(await shown).toContain(`${i} + 1 = ${i + 2}`)
  expect(process.listenerCount('SIGINT')).toBe(before)
})

it('a hundred verifications with one signal and one server cause none', async () => {
  const server = createServer((_, response) => {
    const message = { role: 'assistant', content: 'First wrong step: 1' }
    response.end(JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server's address
  const { signal } = new AbortController()
  const told = await warnings(async () => {
    await using verifier = await loadVerifier(['evidence:', `judge:http://127.0.0.1:${port}/v1#m`])
    const chains = Array.from({ length: MANY }, (_, i) => ({
      id: `${i}`,
      question: 'What is 1 + 1?',
      text: '1 + 1 = 3',
    }))
    const verdicts = await Promise.all(chains.map((chain) => verifier.verify(chain, { signal })))
    expect(verdicts.map(({ firstError }) => firstError)).toEqual(Array(MANY).fill(0))
  })
  server.close()
  expect(told).toEqual([])
})

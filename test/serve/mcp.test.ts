import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadVerifier } from '../../src/load-verifier.js'
import { judgingServer } from '../commands/judging-server.js'
import { rationaleProcess } from '../helpers/cli.js'
import { tinyLlama } from '../helpers/tiny-llama.js'
import { cli, question, right, wrong } from './built-server.js'

/* The tools of the built `rationale mcp`, called by the SDK's own client. */

const client = new Client({ name: 'test', version: '1' })
const transport = new StdioClientTransport({ command: process.execPath, args: [cli, 'mcp'], stderr: 'pipe' })
beforeAll(() => client.connect(transport))
afterAll(() => client.close())

async function call(name: string, given: Record<string, unknown>) {
  const { content, structuredContent, isError } = await client.callTool({ name, arguments: given })
  const [first] = content as { text: string }[]
  return { text: first?.text ?? '', structured: structuredContent, isError: isError ?? false }
}

describe('rationale mcp', () => {
  it('lists its tools, each with what it takes and gives', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['verify', 'rerank', 'check_arithmetic'])
    for (const { inputSchema, outputSchema, annotations } of tools) {
      expect(inputSchema.properties).toBeDefined()
      expect(outputSchema?.properties).toBeDefined()
      expect(annotations?.readOnlyHint).toBe(true)
    }
  })

  it.each([
    ['a text', { solution: wrong }],
    ['steps', { steps: wrong.split('\n') }],
  ])('verify names the wrong step of %s in words, and gives the whole verdict', async (_, given) => {
    await using verifier = await loadVerifier()
    const { text, structured } = await call('verify', { question, ...given })
    expect(text).toContain('Step 2 is wrong')
    expect(text).toContain('states 11, but this comes to 10')
    const own = await verifier.verify({ id: 'mcp', question, steps: wrong.split('\n') })
    expect(structured).toMatchObject({ firstError: 1, verdict: 'incorrect', probability: own.probability })
  })

  it('rerank chooses', async () => {
    const { text, structured } = await call('rerank', { question, candidates: [wrong, right] })
    expect(text).toContain('Solution 2 is chosen, with the answer 10.')
    expect(text).toMatch(/Answer 11: weighs .*step 2 is wrong: states 11, but this comes to 10/)
    expect(structured).toMatchObject({ best: 1, answer: '10' })
  })

  it('check_arithmetic recomputes what a text claims, without a question', async () => {
    const { text, structured } = await call('check_arithmetic', {
      text: 'It has 12 * 12 = 144 cells. Half of them is 144 / 2 = 71.',
    })
    expect(text.split('\n')).toEqual([
      'holds: 12 * 12 = 144 cells',
      expect.stringMatching(/^WRONG: 144 \/ 2 = 71: .*72/),
    ])
    expect(structured).toMatchObject({ claims: [{ holds: true }, { holds: false, claimed: '71', computed: '72' }] })
    expect((await call('check_arithmetic', { text: 'Nothing here.' })).text).toContain('Nothing')
    // The sum holds and the units do not: one claim is not told twice, once so and once so.
    const both = await call('check_arithmetic', { text: '5 km = 5 m' })
    expect(both.text).toBe('WRONG: 5 km = 5 m: 5 km is 5000 m, not 5 m')
  })

  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'verify',
      { question },
      ['verify needs the reasoning once', 'expected: solution (one text) or steps', 'found:    neither'],
    ],
    // One of them would be left unread.
    ['verify', { question, steps: [wrong], solution: wrong }, ['found:    both', 'to do:    leave one of them out']],
    [
      'verify',
      { question: 7, solution: wrong },
      ['expected: question (text)', 'question: expected text, found a number'],
    ],
    ['verify', { question, solutoin: wrong }, ['unknown: "solutoin"']],
    ['rerank', { question, candidates: [] }, ['candidates (a list of whole solutions', 'candidates: is empty']],
    ['rerank', { question, candidates: [right], strategy: 'weigted' }, ['did you mean weighted?']],
    ['check_arithmetic', {}, ['expected: text (a text)', 'text: expected text, found nothing']],
    ['check_arithmetik', { text: right }, ['there is no tool "check_arithmetik"', 'did you mean check_arithmetic?']],
  ])(
    '%s of %j says what was expected, what was found and what to do, and the next call works',
    async (name, given, said) => {
      const { text, isError } = await call(name, given)
      expect(isError).toBe(true)
      for (const each of said) expect(text).toContain(each)
      expect(text).not.toContain('invalid_type')
      expect((await call('rerank', { question, candidates: [right] })).isError).toBe(false)
    },
  )

  it('ends with 0 when it is told to', async () => {
    const child = spawn(process.execPath, [cli, 'mcp', '--verifier', 'evidence:'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: hello })}\n`)
    const [answer] = await once(child.stdout, 'data')
    expect(JSON.parse(String(answer)).result.serverInfo.name).toBe('rationale-verifier')
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
  })

  it('greets its client while the verifier is still being opened', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo // of a port, no pipe
    const args = [cli, 'mcp', '--verifier', `http://127.0.0.1:${port}/v1#m`]
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] })
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: hello })}\n`)
    const [answer] = await once(child.stdout, 'data')
    expect(JSON.parse(String(answer)).result.serverInfo.name).toBe('rationale-verifier')
    child.kill('SIGKILL')
    await once(child, 'exit')
    silent.closeAllConnections()
    silent.close()
  })

  it('ends with the reason where the verifier cannot be opened', async () => {
    const child = spawn(process.execPath, [cli, 'mcp', '--verifier', 'own:/none'], {
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    const said = once(child.stderr, 'data')
    const [code] = await once(child, 'exit')
    expect(code).toBe(2)
    expect(String((await said)[0])).toContain('there is no /none')
  })

  const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } }
  const asked = (id: unknown, text = '1 + 1 = 3') =>
    JSON.stringify({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name: 'check_arithmetic', arguments: { text } },
    })
  /** All lines at once, then the end of the input. */
  async function piped(lines: readonly string[], verifier = 'evidence:') {
    const first = JSON.stringify({ jsonrpc: '2.0', id: 'first', method: 'initialize', params: hello })
    const input = `${[first, ...lines].join('\n')}\n`
    const { code, stdout, stderr } = await rationaleProcess(['mcp', '--verifier', verifier], { input })
    const answers: { id: unknown; result?: object; error?: { code: number } }[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    return { code, stdout, stderr, answers }
  }

  /** An id that a terminal would obey. */
  const STRANGE = '\u009b2m\u202e'
  let pipedAtOnce: ReturnType<typeof piped>
  beforeAll(async () => {
    pipedAtOnce = piped([1, 2, '3', STRANGE].map((id) => asked(id)))
    await pipedAtOnce
  })

  it('answers what was asked before its input ended, and ends with 0', async () => {
    const { code, answers } = await pipedAtOnce
    expect(code).toBe(0)
    expect(answers.map(({ id }) => id).sort()).toEqual([1, 2, '3', 'first', STRANGE])
    expect(answers.every(({ result }) => result !== undefined)).toBe(true)
  })

  it.each(['own:', 'judge:'])('%s: what is right, wrong or cannot be judged is an answer', async (kind) => {
    const judging = await judgingServer({ longest: 2900 })
    const verifier = kind === 'own:' ? `own:${tinyLlama}` : `judge:${judging.url}/v1#chat`
    const asking = (id: string, steps: string[]) =>
      asked(id).replace(/"params":.*/, `"params":{"name":"verify","arguments":${JSON.stringify({ question, steps })}}}`)
    const { code, answers } = await piped(
      [asking('right', ['2 * 3 = 6']), asking('wrong', ['2 * 3 = 7']), asking('failed', ['word '.repeat(600)])],
      verifier,
    )
    await judging.close()
    const verdictOf = (id: string) => answers.find((answer) => answer.id === id)?.result
    expect(code).toBe(0)
    expect(verdictOf('right')).toMatchObject({ structuredContent: { firstError: expect.any(Number) } })
    expect(verdictOf('wrong')).toMatchObject({ structuredContent: { firstError: 0, verdict: 'incorrect' } })
    const why = expect.stringMatching(kind === 'own:' ? /too long for the model/ : /none of 1 judgements could be read/)
    expect(verdictOf('failed')).toMatchObject({
      content: [{ text: why }],
      structuredContent: { firstError: null, verdict: 'abstain', reason: why },
    })
  })

  it('answers each line that is no message, says so, and goes on', async () => {
    const bad: readonly [string, number, unknown][] = [
      ['{"jsonrpc": "2.0", "id": 5, "meth', -32700, null],
      [`"${'x'.repeat(17 * 2 ** 20)}"`, -32700, null],
      ['null', -32600, null],
      ['[]', -32600, null],
      [asked(null), -32600, null],
      [asked(1.5), -32600, null],
      [asked('BIG').replace('"BIG"', '9007199254740993'), -32600, null],
      [asked('nul', 'a\0b'), -32600, 'nul'],
      [asked('lone', 'a\ud800b'), -32600, 'lone'],
    ]
    const { code, stderr, answers } = await piped([...bad.map(([line]) => line), asked(7)])
    const refused = answers.flatMap(({ id, error }) => (error === undefined ? [] : [[error.code, id]]))
    expect(refused).toEqual(bad.map(([, code, id]) => [code, id]))
    expect(stderr.match(/^line \d+: rejected: /gm)).toHaveLength(bad.length)
    expect(answers.at(-1)).toMatchObject({ id: 7, result: { structuredContent: { claims: [{ holds: false }] } } })
    expect(code).toBe(3)
  })

  it('says nothing that a terminal obeys', async () => {
    const { text, isError } = await call('verify', { question, solution: right, 'x\u009b31m\u202e': 1 })
    expect(isError).toBe(true)
    expect(text).toContain('x\ufffd31m\ufffd')
    const { stdout } = await pipedAtOnce
    expect(stdout).toContain('\\u009b2m\\u202e')
    expect(stdout).not.toMatch(/[\u0080-\u009f\u202e]/)
  })
})

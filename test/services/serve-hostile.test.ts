import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltServer, builtServer, cli, question, right } from '../serve/built-server.js'

/* Whoever means harm, or is merely broken, is refused before he costs anything. */

let server: BuiltServer
/** A request whose headers never end; it takes ten seconds to be sent away, in which the others are tested. */
let unfinished: Promise<string>
beforeAll(async () => {
  server = await builtServer(['--verifier', 'evidence:', '--max-body', '100000', '--concurrency', '2', '--queue', '2'])
  unfinished = raw('POST /v1/verify HTTP/1.1\r\nHost: localhost\r\nContent-')
})
afterAll(() => server.stop())

const residentMegabytes = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))?.[1]) / 1024

/** What comes back for bytes as they are. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (piece) => {
      answer += piece
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
  })
}

describe('bodies', () => {
  it.each(['announced', 'chunked'])('of 100 MB get 413 and are not kept: %s', async (how) => {
    const before = residentMegabytes()
    const body = Buffer.alloc(100_000_000, 'a')
    const send = how === 'announced' ? { body } : { body: new Blob([body]).stream(), duplex: 'half' as const }
    for (let i = 0; i < 2; i++) {
      const response = await fetch(`${server.url}/v1/verify`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        ...send,
        ...(how === 'chunked' ? { body: new Blob([body]).stream() } : {}),
      })
      const { error } = JSON.parse(await response.text())
      expect([response.status, error.code]).toEqual([413, 'body_too_large'])
      expect(error.message).toContain('--max-body')
    }
    expect(residentMegabytes() - before).toBeLessThan(60)
  })

  it('of exactly the limit pass', async () => {
    const frame = JSON.stringify({ question, text: '' }).length
    const fits = await server.post('/v1/verify', { question, text: 'a'.repeat(100_000 - frame) })
    expect(fits.status).toBe(200)
    const over = await server.post('/v1/verify', { question, text: 'a'.repeat(100_001 - frame) })
    expect(over.status).toBe(413)
  })

  it.each([
    ['of another type', { 'content-type': 'text/plain' }],
    ['compressed', { 'content-encoding': 'gzip' }],
  ])('%s get 415', async (_, headers) => {
    const { status } = await server.post('/v1/verify', { question, text: right }, headers)
    expect(status).toBe(415)
  })
})

describe('paths', () => {
  it.each([
    '/../../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/package.json',
    '/v1/verify/../../../package.json',
    '//etc/passwd',
    '/package.json',
    '/v1/verify/',
    '/V1/verify',
    '/%00',
    '/constructor',
    '/__proto__',
    `/${'a'.repeat(5000)}`,
  ])('%s is nothing', async (path) => {
    const status = await new Promise<number | undefined>((resolve) => {
      const asked = request(server.url, { path, method: 'GET' }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      asked.end()
    })
    expect(status).toBe(404)
  })

  it.each([
    [
      'an absolute address of another host',
      'GET http://example.com/v1/models HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n',
    ],
    ['no host', 'GET /v1/models HTTP/1.1\r\nConnection: close\r\n\r\n'],
    [
      'two lengths',
      'POST /v1/verify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabcde',
    ],
    [
      'a length and chunks',
      'POST /v1/verify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n',
    ],
    [
      'a header too large',
      `GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(100_000)}\r\nConnection: close\r\n\r\n`,
    ],
    ['no HTTP', 'hello\r\n\r\n'],
  ])('%s opens nothing', async (_, bytes) => {
    expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 (?:400|403|431) /)
  })

  it('CONNECT is no way through', async () => {
    expect(await raw('CONNECT example.com:80 HTTP/1.1\r\nHost: example.com:80\r\n\r\n')).not.toMatch(/^HTTP\/1\.1 2/)
  })
})

describe('pages of other sites', () => {
  it('whose name was made to lead here are refused', async () => {
    const status = await new Promise((resolve) => {
      request(server.url, { path: '/v1/models', headers: { host: 'evil.example' } }, ({ statusCode }) =>
        resolve(statusCode),
      ).end()
    })
    expect(status).toBe(403)
  })

  it('get no leave to ask', async () => {
    const response = await fetch(`${server.url}/v1/verify`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([405, null])
  })
})

describe('an address that others can reach', () => {
  const start = (args: string[], key = '') =>
    spawnSync(process.execPath, [cli, 'serve', '--port', '0', '--verifier', 'evidence:', ...args], {
      encoding: 'utf8',
      env: { ...process.env, RATIONALE_SERVER_KEY: key },
    })

  it('needs a key', () => {
    const { status, stderr } = start(['--host', '0.0.0.0'])
    expect(status).toBe(2)
    expect(stderr).toContain('there is no key')
    expect(stderr).toContain('RATIONALE_SERVER_KEY')
  })

  it('needs one that cannot be guessed, and never shows it', () => {
    const { status, stderr } = start(['--host', '0.0.0.0'], 'tooshort')
    expect(status).toBe(2)
    expect(stderr).toContain('too short')
    expect(stderr).not.toContain('tooshort')
  })

  it('takes keys from a file, which must hold one', async () => {
    const file = join(tmpdir(), `keys-${process.pid}`)
    writeFileSync(file, '\n')
    expect(start(['--host', '0.0.0.0', '--keys', file]).stderr).toContain('holds no key')
    writeFileSync(file, 'first-key-of-the-file\nsecond-key-of-the-file\n')
    const open = await builtServer(['--host', '0.0.0.0', '--keys', file, '--verifier', 'evidence:'])
    open.url = open.url.replace('0.0.0.0', '127.0.0.1')
    for (const [key, status] of [
      ['second-key-of-the-file', 200],
      ['third-key-of-the-file', 401],
    ] as const) {
      const answer = await open.post('/v1/verify', { question, text: right }, { authorization: `Bearer ${key}` })
      expect(answer.status).toBe(status)
    }
    await open.stop()
  })

  it('a port that is taken is named', () => {
    const { status, stderr } = start(['--port', new URL(server.url).port])
    expect(status).toBe(2)
    expect(stderr).toContain('another program listens there')
  })
})

describe('slow clients', () => {
  it('that never finish their headers are sent away', async () => {
    expect(await unfinished).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('that never finish their bodies keep nobody out', async () => {
    const opened = Array.from({ length: 4 }, () => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
      socket.on('error', () => {})
      socket.write(
        'POST /v1/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{',
      )
      return socket
    })
    for (let asked = 0; asked < 5; asked++)
      expect((await server.post('/v1/verify', { question, text: right })).status).toBe(200)
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    for (const socket of opened) socket.destroy()
  })
})

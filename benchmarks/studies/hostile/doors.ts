import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { at } from '../../../src/core/absence.js'
import { messageOf } from '../../../src/core/errors.js'
import { type Attack, cli, expect, key, type Week } from './week.js'

/*
 * Whoever knocks at `serve` and `mcp` without manners. The server answers an honest request after each of them.
 */

const body = JSON.stringify({ question: 'What is 1 + 1?', text: '1 + 1 = 3' })
const post = (path: string, text: string | Buffer, headers = '') =>
  Buffer.concat([
    Buffer.from(
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n${headers}Connection: close\r\n\r\n`,
    ),
    Buffer.from(text),
  ])

/** Bytes on one connection. */
const knocks: Readonly<Record<string, Buffer | string>> = {
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a greeting of TLS': Buffer.from('160301020001000001fc0303', 'hex'),
  'a proxy’s greeting': 'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n',
  'two lengths': `POST /v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n${body}`,
  'a length and pieces': `POST /v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n`,
  'a negative length': 'POST /v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n',
  'a piece of endless length':
    'POST /v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n',
  'headers of 1 MB': `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n${'a: b\r\n'.repeat(170_000)}\r\n`,
  'a path of 1 MB': `GET /${'a'.repeat(1 << 20)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`,
  'a whole address as path': 'GET http://example.org/v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'a path that is none': 'GET *%00%ff/../..//\\ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'the name of another host': 'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n',
  'no host': 'GET / HTTP/1.1\r\n\r\n',
  'another method': 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n',
  'a method of no kind': 'EVIL / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  TRACE: 'TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: a=b\r\n\r\n',
  'an upgrade':
    'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n',
  'a body that is expected': `POST /v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\nContent-Type: application/json\r\n\r\n`,
  'an expectation of no kind': 'POST /v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: evil\r\n\r\n',
  'a range': 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=0-0,1-1,2-2\r\n\r\n',
  'fifty requests at once': `GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`.repeat(50),
  'a header of control characters': 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-Id: \u0001\u001b[2J\r\n\r\n',
  'an id with line ends': post('/v1/verify', body, 'X-Request-Id: a%0d%0aSet-Cookie: x=y\r\n'),
  'an id of 10 kB': post('/v1/verify', body, `X-Request-Id: ${'i'.repeat(10_000)}\r\n`),
  'a body nested deep': post('/v1/verify', '['.repeat(500_000)),
  'a body of objects nested deep': post('/v1/verify', `${'{"question":'.repeat(50_000)}1${'}'.repeat(50_000)}`),
  'a body of no UTF-8': post('/v1/verify', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
  'a body of UTF-16': post('/v1/verify', Buffer.from(body, 'utf16le')),
  'keys of every object': post(
    '/v1/verify',
    '{"__proto__":{"question":"q","text":"t"},"constructor":{"prototype":{"x":1}}}',
  ),
  'keys twice': post('/v1/verify', '{"question":"a","question":"b","text":"1","text":"2"}'),
  'lone surrogates': post('/v1/verify', '{"question":"\\ud800","text":"\\udfff \\u0000"}'),
  'many steps': post('/v1/verify', JSON.stringify({ question: 'q', steps: Array(100_000).fill('1 + 1 = 2') })),
  'many candidates': post(
    '/v1/rerank',
    JSON.stringify({
      question: 'q',
      candidates: Array.from({ length: 20_000 }, (_, i) => ({ id: `${i}`, text: '1' })),
    }),
  ),
  'a slow text': post('/v1/verify', JSON.stringify({ question: 'q', text: '('.repeat(500_000) })),
  'a path out of the page': 'GET /..%2f..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'an address in capitals': 'GET /V1/VERIFY HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'another site': post('/v1/verify', body, 'Origin: https://evil.example\r\n'),
  'a preflight of another site':
    'OPTIONS /v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n',
  'half of a body': post('/v1/verify', body).subarray(0, -10),
}

const requests: readonly (string | Buffer)[] = [
  '',
  'x',
  'null',
  '[]',
  '{}',
  '{"jsonrpc":"1.0"}',
  '{"jsonrpc":"2.0","id":{},"method":"initialize"}',
  '{"jsonrpc":"2.0","id":1}',
  '{"jsonrpc":"2.0","method":"exit"}',
  `${'['.repeat(100_000)}`,
  `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"__proto__","arguments":{}}}`,
  '{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"verify","arguments":{"__proto__":{"question":"q"}}}}',
  '{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"verify","arguments":{"question":7,"text":[]}}}',
  '{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"verify","arguments":{"question":"\\ud800","text":"\\u0000"}}}',
  `{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"check_arithmetic","arguments":{"text":"${'('.repeat(300_000)}"}}}`,
  '{"jsonrpc":"2.0","id":7,"method":"resources/read","params":{"uri":"file:///etc/passwd"}}',
  '[{"jsonrpc":"2.0","id":8,"method":"ping"},{"jsonrpc":"2.0","id":8,"method":"ping"}]',
  '{"jsonrpc":"2.0","id":9,"result":{}}',
  '{"jsonrpc":"2.0","id":1e999,"method":"ping"}',
  Buffer.from([0xff, 0xfe, 0x00]),
  '\ufeff{"jsonrpc":"2.0","id":10,"method":"ping"}',
  'x'.repeat(3 << 20),
]

interface Door {
  port: number
  child: ChildProcess
  log: string[]
}

async function opened(week: Week, args: string[] = []): Promise<Door> {
  const child = spawn(
    process.execPath,
    [cli, 'serve', '--port', '0', '--verifier', 'evidence:', '--timeout', '20', ...args],
    {
      cwd: week.folder,
      env: { ...process.env, LD_PRELOAD: '', RATIONALE_API_KEY: key },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line))
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = / listens on http:\S+:(\d+)/.exec(line)?.[1]
      if (found !== undefined) resolve(Number(found))
    })
    child.once('exit', () => reject(new Error(`serve ended: ${log.join('\n')}`)))
  })
  return { port, child, log }
}

/** What comes back within two seconds after the last byte. */
function knock(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setTimeout(2000, () => socket.destroy())
    socket.on('data', (piece) => {
      answer += piece
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
  })
}

async function isWell({ port, child, log }: Door): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/verify`, {
    method: 'POST',
    // A connection of its own: one that waits between two knocks may just be closed.
    headers: { 'content-type': 'application/json', connection: 'close' },
    body,
  })
  const text = await response.text()
  expect(response.status === 200 && text.includes('"incorrect"') && child.exitCode === null, 'an honest answer', text)
  const said = log.join('\n')
  expect(
    !/(?![\n\t])[\p{Cc}\u202a-\u202e]|^ +at .+:\d|TypeError|RangeError/mu.test(said) && !said.includes(key),
    'a clean log',
    said.slice(-1500),
  )
}

async function closed({ child }: Door): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const [code] = await ended
  expect(code === 0 || code === 143, 'a quiet end', code)
}

const says = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`

export const doors: Attack[] = [
  {
    name: `serve: ${Object.keys(knocks).length} kinds of bytes`,
    run: async (week) => {
      const door = await opened(week)
      try {
        for (const [kind, bytes] of Object.entries(knocks)) {
          const answer = await knock(door.port, bytes)
          expect(
            !/root:x:0|Set-Cookie|Access-Control-Allow-Origin: (\*|https:\/\/evil)|\n +at .+:\d/i.test(answer),
            'an answer of ours',
            { kind, answer },
          )
          await isWell(door).catch((error) => {
            const { exitCode, signalCode } = door.child
            expect(false, `an honest answer after ${kind}`, {
              error: messageOf(error),
              cause: messageOf(error.cause),
              exitCode,
              signalCode,
              log: door.log.slice(-5),
            })
          })
        }
        await closed(door)
      } finally {
        door.child.kill('SIGKILL')
      }
    },
  },
  {
    name: 'serve: 500 clients that say nothing, or go before the answer',
    run: async (week) => {
      const door = await opened(week)
      try {
        const sockets = Array.from({ length: 500 }, (_, i) => {
          const socket = connect(door.port, '127.0.0.1', () => {
            if (i % 2 === 0) socket.write(post('/v1/verify', body), () => socket.destroy())
          })
          return socket.on('error', () => {})
        })
        await isWell(door)
        for (const socket of sockets) socket.destroy()
        await isWell(door)
        await closed(door)
      } finally {
        door.child.kill('SIGKILL')
      }
    },
  },
  ...Object.entries({
    'writes events into its answer': says('data: [DONE]\n\nevent: evil\ndata: {"choices":[]}\n\n'),
    'ends within an event': 'data: {"choices":[{"index":0,"del',
    'tells the key': says(key),
    'answers an error of the key': `{"error":{"message":"no: ${key}"}}`,
    'answers no JSON': '<html>',
    'answers a script': says('</script><script>alert(1)</script>\u001b[2J'),
  }).map(([kind, answer]) => ({
    name: `serve: the generator ${kind}`,
    run: async (week: Week) => {
      const url = await week.server((_, response) =>
        response.writeHead(kind.includes('error') ? 401 : 200, { 'content-type': 'text/event-stream' }).end(answer),
      )
      const door = await opened(week, ['--generator', `${url}/v1#m`])
      try {
        for (const stream of [true, false]) {
          const request = JSON.stringify({
            model: 'm',
            stream,
            messages: [{ role: 'user', content: 'What is 1 + 1?' }],
          })
          const said = await knock(door.port, post('/v1/chat/completions', request))
          expect(!said.includes(key) && !/^event: evil/m.test(said), 'no key, no event of the generator’s', said)
        }
        await isWell(door)
        await closed(door)
      } finally {
        door.child.kill('SIGKILL')
      }
    },
  })),
  ...Object.entries({
    'a port beyond': ['--port', '70000'],
    'a port of no number': ['--port', '1e9'],
    'an address that is none': ['--host', '999.1.1.1'],
    'any address without a key': ['--host', '0.0.0.0'],
    'any address of IPv6 without a key': ['--host', '::'],
    'a file of keys that is none': ['--keys', '/nowhere'],
    'a file of keys without end': ['--keys', '/dev/zero'],
    'a file of no key': ['--keys', '/dev/null'],
    'a body of no size': ['--max-body', '-1'],
    'no work at all': ['--concurrency', '0', '--queue', '-1'],
    'no time': ['--timeout', '0', '--grace', '-1'],
  }).map(([kind, args]) => ({
    name: `serve: ${kind}`,
    run: async (week: Week) => {
      const { code } = await week.rationale(['serve', '--verifier', 'evidence:', '--port', '0', ...args], {
        while: (child) => setTimeout(() => child.kill('SIGTERM'), 20_000),
      })
      expect(code !== 0, 'a refusal', kind)
    },
  })),
  {
    name: `mcp: ${requests.length} kinds of lines`,
    run: async (week) => {
      for (let from = 0; from < requests.length; from++) {
        const input = Buffer.concat([
          Buffer.from(at(requests, from)),
          Buffer.from('\n{"jsonrpc":"2.0","id":"last","method":"ping"}\n'),
        ])
        const { stdout } = await week.rationale(['mcp', '--verifier', 'evidence:'], { input })
        // Behind the mark of UTF-16 nothing can be read, which is said.
        expect(stdout.includes('"last"') || stdout.includes('UTF-16'), 'an answer to the ping', {
          request: String(at(requests, from)).slice(0, 200),
          stdout,
        })
      }
    },
  },
]

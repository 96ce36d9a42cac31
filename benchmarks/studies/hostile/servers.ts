import type { RequestListener, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { type Attack, chain, expect, key, type Week } from './week.js'

/*
 * Servers of models that break, lie, or hand back what they were told in confidence.
 */

const json = (response: ServerResponse, body: string | Buffer, status = 200, headers: Record<string, string> = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
const says = (content: unknown, more: object = {}) =>
  JSON.stringify({
    choices: [{ index: 0, message: { role: 'assistant', content }, text: content, finish_reason: 'stop', ...more }],
  })
const always =
  (body: string | Buffer, status?: number, headers?: Record<string, string>): RequestListener =>
  (_request, response) =>
    json(response, body, status, headers)
/** The same piece again and again. */
const endless =
  (piece: string | Buffer, headers: Record<string, string> = {}, everyMs = 0): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers })
    const more = () => {
      if (response.destroyed) return
      if (everyMs > 0) response.write(piece, () => setTimeout(more, everyMs))
      else response.write(piece, () => setImmediate(more))
    }
    more()
  }

const escapes = '\u001b]0;evil\u0007\u001b[2J\u009b31m\u202e'
const spelled = [...key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
const percent = [...key].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')

const behaviours: Readonly<Record<string, RequestListener>> = {
  'resets the connection': (request) => request.socket.destroy(),
  'resets within the body': (_, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"choices"')
    setTimeout(() => response.destroy(), 50)
  },
  'never answers': () => {},
  'sends headers alone': (_, response) => response.writeHead(200).flushHeaders(),
  'drips a byte a second': endless(' ', {}, 1000),
  'says more bytes than come': (_, response) => {
    response.writeHead(200, { 'content-length': '99999' }).write(says('yes'))
    response.socket?.end()
  },
  'says fewer bytes than come': (_, response) => {
    response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n${says('yes')}`)
  },
  'answers no HTTP': (_, response) => response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'),
  'answers status 999': (_, response) => response.socket?.end('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'),
  'redirects to itself': (_, response) => response.writeHead(307, { location: '/v1/again' }).end(),
  'redirects to a file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  'redirects to nowhere': (_, response) => response.writeHead(301).end(),
  'answers HTML': always('<html><script>alert(1)</script></html>', 200, { 'content-type': 'text/html' }),
  'answers nothing': always(''),
  'answers 204': (_, response) => response.writeHead(204).end(),
  'answers null': always('null'),
  'answers a list': always('[]'),
  'answers no choices': always('{"choices":[]}'),
  'answers choices of another shape': always('{"choices":{"0":{"message":[]}},"data":{"0":1}}'),
  'answers a choice of null': always('{"choices":[null],"data":[null]}'),
  'answers content of another type': always(says({ a: 1 })),
  'answers content of null': always(says(null)),
  'answers pieces of content': always(says([{ type: 'text', text: 'First wrong step: 1' }, null, 7])),
  'answers a name of every object': always(says('__proto__')),
  'answers keys of every object': always(
    '{"__proto__":{"choices":[]},"constructor":1,"choices":[{"__proto__":{"text":"x"}}]}',
  ),
  'answers NaN': always('{"data":[{"data":[[NaN,NaN]]}],"choices":[{"logprobs":{"content":[{"logprob":NaN}]}}]}'),
  'answers numbers beyond a double': always(
    '{"data":[{"data":[[1e999,-1e999]]}],"choices":[{"message":{"content":"+"},"logprobs":{"content":[{"token":"+","logprob":1e999,"top_logprobs":[]}]}}]}',
  ),
  'answers probabilities above one': always('{"data":[{"data":[[5,-4]]}]}'),
  'answers rewards of another length': always('{"data":[{"data":[[0.1,0.9],[0.1,0.9],[0.1,0.9],[0.1]]}]}'),
  'answers positive log-probabilities': always(
    says('+', {
      logprobs: {
        content: [{ token: '+', logprob: 3, top_logprobs: [{ token: '-', logprob: 4 }] }],
        token_logprobs: [3],
        tokens: ['+'],
      },
    }),
  ),
  'answers nested 100,000 deep': always(`{"choices":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
  'answers lone surrogates and NUL': always(
    '{"choices":[{"message":{"content":"\\ud800 \\u0000 First wrong step: 1"},"finish_reason":"stop"}]}',
  ),
  'answers 5 MB of text': always(says('So '.repeat(1_700_000))),
  'answers escapes of a terminal': always(says(`${escapes} First wrong step: 1 ${escapes}`)),
  'answers an error of escapes': always(JSON.stringify({ error: { message: escapes, code: escapes } }), 400),
  'answers without end': endless(' '.repeat(1 << 16)),
  'answers a stream without end': endless('data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n', {
    'content-type': 'text/event-stream',
  }),
  'answers one line without end': endless('data: aaaaaaaa'.repeat(1000), { 'content-type': 'text/event-stream' }),
  'answers a bomb of gzip': always(gzipSync(Buffer.alloc(400 << 20, ' ')), 200, { 'content-encoding': 'gzip' }),
  'says gzip and is none': always(says('yes'), 200, { 'content-encoding': 'gzip' }),
  'says an encoding that nobody knows': always(says('yes'), 200, { 'content-encoding': 'evil' }),
  'sends 200 kB of headers': (_, response) =>
    response.socket?.end(`HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(25_000)}\r\n{}`),
  'asks to come back in a thousand years': always('{}', 429, { 'retry-after': '31536000000' }),
  'asks to come back before now': always('{}', 503, { 'retry-after': '-5' }),
  'asks to come back on no day': always('{}', 503, { 'retry-after': 'Fri, 99 Foo 9999 99:99:99 GMT' }),
  'says that the account is empty': always('{"error":{"code":"insufficient_quota","message":"x"}}', 429),
  'asks for a login': always('{"error":"no"}', 401, {
    'www-authenticate': `Bearer realm="${encodeURIComponent(escapes)}"`,
  }),
  'tells the key': always(`{"error":{"message":"bad key ${key}"}}`, 401),
  'tells the key in percent signs': always(`bad key ${encodeURIComponent(key)} ${percent}`, 400),
  'tells the key in escapes of JSON': always(`{"error":{"message":"${spelled}"}}`, 400),
  'tells the key in escapes of JSON, not as JSON': always(`error: ${spelled}`, 500),
  'tells the key in Base64': always(
    `Basic ${Buffer.from(`user:${key}`).toString('base64')} ${Buffer.from(key).toString('base64url')}`,
    500,
  ),
  'tells the key in hexadecimal': always(Buffer.from(key).toString('hex').toUpperCase(), 403),
  'tells the key where a text is cut': (_, response) =>
    json(response, `${'x'.repeat(480)}${key}${'y'.repeat(3000)}`, 400),
  'tells the key at every place': (_, response) =>
    json(response, Array.from({ length: 200 }, (_, i) => `${'.'.repeat(i % 7)}${key}`).join(''), 400),
  'tells the key as its status': (_, response) =>
    response.socket?.end(`HTTP/1.1 400 ${key}\r\ncontent-length: 0\r\n\r\n`),
  'tells the key as a model’s answer': always(says(`The key is ${key}. First wrong step: 1`)),
  'tells the key in HTML': always(`<p>${key.replaceAll('+', '&#43;').replaceAll('/', '&#x2F;')}</p>`, 502),
}

/** Every command that asks a server. */
const askers: Readonly<Record<string, (url: string, week: Week) => string[]>> = {
  'judge:': (url, week) => judged(`judge:${url}/v1#m`, week),
  'a process reward model': (url, week) => judged(`${url}/v1#m?prm=math-shepherd`, week),
  'pooling+': (url, week) => judged(`pooling+${url}#m?prm=qwen-prm`, week),
  solve: (url, week) => [
    'solve',
    '--verifier',
    'evidence:',
    '--generator',
    `${url}/v1#m`,
    '--strategy',
    'best-of-n',
    '--input',
    week.write('in.ndjson', `${chain('a')}\n`),
    '--output',
    week.path('out.ndjson'),
    ...brief,
  ],
  extract: (url, week) => [
    'extract',
    '--model',
    `${url}/v1#m`,
    '--scorer',
    'hash:',
    '--input',
    week.write('in.ndjson', `${JSON.stringify({ id: 'a', text })}\n`),
    '--output',
    week.path('job'),
    ...brief,
  ],
  doctor: (url) => ['doctor', `${url}/v1#m`, ...brief],
  'fetch-news': (url, week) => [
    'fetch-news',
    `rss:${url}/feed.xml`,
    `web:${url}/page`,
    '--contact',
    'a@example.org',
    '--rate',
    '50',
    '--output',
    week.path('out.ndjson'),
  ],
}
const text =
  'A pen costs $4, so that three pens cost 3 * 4 = $12, and a box of ten of them costs ten times $4, which is $40.'
const brief = ['--retries', '0', '--attempt-timeout', '2']

function judged(uri: string, week: Week): string[] {
  const input = week.write('in.ndjson', `${chain('a')}\n${chain('b', '1 + 1 = 3')}\n`)
  return ['verify', '--verifier', uri, '--input', input, '--output', week.path('out.ndjson'), ...brief]
}

export const servers: Attack[] = [
  ...Object.entries(askers).flatMap(([asker, argv]) =>
    Object.entries(behaviours).map(([kind, listener]) => ({
      name: `${asker}: ${kind}`,
      run: async (week: Week) => {
        await week.rationale(argv(await week.server(listener), week))
      },
    })),
  ),
  {
    name: 'a redirect does not carry the key to another host',
    run: async (week) => {
      const carried: string[] = []
      const other = await week.server((request, response) => {
        carried.push(JSON.stringify(request.headers))
        json(response, says('First wrong step: none'))
      })
      const elsewhere = other.replace('127.0.0.1', 'localhost')
      const url = await week.server((_, response) =>
        response.writeHead(307, { location: `${elsewhere}/v1/chat/completions` }).end(),
      )
      for (const uri of [`judge:${url}/v1#m`, `pooling+${url}#m?prm=qwen-prm`]) await week.rationale(judged(uri, week))
      expect(!carried.some((headers) => headers.includes(key)), 'no key in the redirected request', carried)
    },
  },
  {
    name: 'a key in the address itself',
    run: async (week) => {
      const url = (await week.server(always('{}', 500))).replace('://', `://me:${encodeURIComponent(key)}@`)
      await week.rationale(judged(`judge:${url}/v1#m`, week))
      await week.rationale(['doctor', `${url}/v1#m`, ...brief])
    },
  },
]

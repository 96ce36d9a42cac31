import type { ServerResponse } from 'node:http'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { type Attack, chain, expect, verify, type Week } from './week.js'

/*
 * Answers that were compressed: in every way that a client says it takes, well, badly, and to harm. And tables in every command that reads one.
 */

const says = (content: string) =>
  JSON.stringify({
    choices: [{ index: 0, message: { role: 'assistant', content }, text: content, finish_reason: 'stop' }],
    data: [{ data: [[0.1, 0.9]] }],
  })
const answer = says('First wrong step: none')
const bomb = Buffer.alloc(300 << 20, ' ')
/** zstd's frame of a raw block, without a library. */
const zstd = (text: string) => {
  const bytes = Buffer.from(text)
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x60, (bytes.length - 256) & 255, (bytes.length - 256) >> 8])
  const size = (bytes.length << 3) | 1
  return Buffer.concat([header, Buffer.from([size & 255, (size >> 8) & 255, size >> 16]), bytes])
}
/** A run of one byte, 128 kB a block, again and again. */
const zstdBomb = Buffer.concat([
  Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]),
  ...Array.from({ length: 8000 }, () => Buffer.from([0x02, 0x00, 0x10, 0x20])),
])

const bodies: Readonly<Record<string, { encoding: string; body: Buffer }>> = {
  'in Brotli': { encoding: 'br', body: brotliCompressSync(answer) },
  'in gzip': { encoding: 'gzip', body: gzipSync(answer) },
  'in deflate': { encoding: 'deflate', body: deflateSync(answer) },
  'in raw deflate': { encoding: 'deflate', body: deflateRawSync(answer) },
  'in gzip of Brotli': { encoding: 'br, gzip', body: gzipSync(brotliCompressSync(answer)) },
  'in zstd': { encoding: 'zstd', body: zstd(answer.padEnd(400)) },
  'in Brotli that is cut': { encoding: 'br', body: brotliCompressSync(answer).subarray(0, 20) },
  'in gzip that is cut': { encoding: 'gzip', body: gzipSync(answer).subarray(0, 40) },
  'in gzip with a wrong checksum': {
    encoding: 'gzip',
    body: Buffer.concat([gzipSync(answer).subarray(0, -8), Buffer.alloc(8)]),
  },
  'in gzip with garbage behind': { encoding: 'gzip', body: Buffer.concat([gzipSync(answer), Buffer.from('garbage')]) },
  'in two members of gzip': {
    encoding: 'gzip',
    body: Buffer.concat([gzipSync(answer.slice(0, 9)), gzipSync(answer.slice(9))]),
  },
  'in Brotli and is none': { encoding: 'br', body: Buffer.from(answer) },
  'in seven encodings': { encoding: 'gzip, gzip, gzip, gzip, gzip, gzip, gzip', body: Buffer.from(answer) },
  'as a bomb of Brotli': { encoding: 'br', body: brotliCompressSync(bomb) },
  'as a bomb of deflate': { encoding: 'deflate', body: deflateSync(bomb) },
  'as a bomb within a bomb': { encoding: 'gzip, gzip', body: gzipSync(gzipSync(bomb)) },
  'as a bomb of zstd': { encoding: 'zstd', body: zstdBomb },
  'as a bomb of zstd under no name': { encoding: 'identity', body: zstdBomb },
}

const brief = ['--retries', '0', '--attempt-timeout', '5']
const judged = (uri: string, week: Week) => [
  ...['verify', '--verifier', uri, '--input', week.write('in.ndjson', `${chain('a')}\n`)],
  ...['--output', week.path('out.ndjson'), ...brief],
]
const askers: Readonly<Record<string, (url: string, week: Week) => string[]>> = {
  'judge:': (url, week) => judged(`judge:${url}/v1#m`, week),
  'pooling+': (url, week) => judged(`pooling+${url}#m?prm=qwen-prm`, week),
  solve: (url, week) => [
    ...['solve', '--verifier', 'evidence:', '--generator', `${url}/v1#m`, '--strategy', 'best-of-n', '--n', '1'],
    ...['--input', week.write('in.ndjson', `${chain('a')}\n`), '--output', week.path('out.ndjson'), ...brief],
  ],
  doctor: (url) => ['doctor', `${url}/v1#m`, ...brief],
  'fetch-news': (url, week) => [
    ...['fetch-news', `rss:${url}/feed.xml`, `web:${url}/page`, '--contact', 'a@example.org'],
    ...['--rate', '10', '--output', week.path('out.ndjson')],
  ],
}

const good = 'What is 1 + 1?,1 + 1 = 2'
const rows: Readonly<Record<string, string | Buffer>> = {
  'a good row between bad ones': `question,solution\n"x,y\n${good}\n`,
  'CRLF and a mark': `\ufeffquestion,solution\r\n${good}\r\n`,
  'carriage returns alone': `question,solution\r${good}\r`,
  'tabs where commas are due': `question\tsolution\nWhat is 1 + 1?\t1 + 1 = 2\n`,
  semicolons: `question;solution\nWhat is 1 + 1?;1 + 1 = 2\n`,
  'names in capitals and with spaces': ` Question , SOLUTION \n${good}\n`,
  'a column twice': `question,solution,solution\n${good},1 + 1 = 3\n`,
  'a row of one cell more': `question,solution\n${good},and more\n${good}\n`,
  'quotes within': `question,solution\n"What is ""1 + 1""?","1 + 1 = 2\n\n1 + 1 = 3"\n`,
  'keys of every object': `question,solution,__proto__,constructor\n${good},1,2\n`,
  'a header alone': 'question,solution\n',
  'no line end': `question,solution\n${good}`,
  'empty cells': `question,solution\n,\n${good}\n`,
  'blank lines': `question,solution\n\n\n${good}\n\n`,
  'a formula': `question,solution\n"=HYPERLINK(""http://evil"")",1 + 1 = 2\n`,
  'escapes of a terminal': `question,solution\n\u001b[2J\u202e,\u0007 1 + 1 = 3\n`,
  'NUL in a cell': `question,solution\nWhat\u0000,1 + 1 = 2\n${good}\n`,
  'half of a character': Buffer.concat([
    Buffer.from('question,solution\n'),
    Buffer.from([0xe2, 0x82]),
    Buffer.from(`,x\n${good}\n`),
  ]),
  'UTF-16': Buffer.from(`\ufeffquestion,solution\n${good}\n`, 'utf16le'),
  '100,000 columns': `${'c,'.repeat(99_998)}question,solution\n`,
  'a cell of 20 MB': `question,solution\nq,"${'x'.repeat(20 << 20)}"\n${good}\n`,
  'a million empty rows': `question,solution\n${'\n'.repeat(1_000_000)}${good}\n`,
  '200,000 rows of commas': `question,solution\n${',\n'.repeat(200_000)}${good}\n`,
}

export const wires: Attack[] = [
  ...Object.entries(askers).flatMap(([asker, argv]) =>
    Object.entries(bodies).map(([kind, { encoding, body }]) => ({
      name: `${asker}: an answer ${kind}`,
      run: async (week: Week) => {
        const url = await week.server((_request, response: ServerResponse) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(body)
        })
        const { code, stderr } = await week.within(argv(url, week))
        if (asker !== 'judge:' || !/^in (Brotli|gzip|deflate)$/.test(kind)) return
        expect(code === 0, 'an answer that was read', stderr)
      },
    })),
  ),
  ...Object.entries(rows).flatMap(([kind, table]) =>
    (['csv', 'tsv', 'csv.gz'] as const).map((ending) => ({
      name: `a table as ${ending}: ${kind}`,
      run: async (week: Week) => {
        const { gzipSync: pack } = await import('node:zlib')
        const bytes = Buffer.from(table)
        const input = week.write(`in.${ending}`, ending.endsWith('gz') ? pack(bytes) : bytes)
        const { code, stdout, stderr } = await week.within(
          verify(
            '--input',
            input,
            '--question',
            'question',
            '--solution',
            'solution',
            '--output',
            week.path('out.ndjson'),
          ),
        )
        const isDue =
          ending !== 'tsv' &&
          ['CRLF and a mark', 'no line end', 'blank lines', 'empty cells', 'a million empty rows'].includes(kind)
        if (isDue) expect(week.lines('out.ndjson').length > 0, 'the good row', { code, stdout, stderr })
        const command =
          ending === 'tsv'
            ? ['calibrate', '--data', input, '--output', week.path('out.json')]
            : ['extract', '--input', input, '--text', 'solution', '--output', week.path('job')]
        await week.within(ending === 'tsv' ? [...command, '--verifier', 'evidence:'] : command)
      },
    })),
  ),
]

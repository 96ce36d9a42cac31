import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Attack, chain, expect, root, verify, type Week } from './week.js'

/*
 * Bytes that no honest program writes, into everything that reads a file.
 */

const escapes = '\u001b]0;evil\u0007\u001b[2J\u009b31m\u202e\u2066\u200f\r\b'
const evil = JSON.stringify(escapes)

/** Lines between two good records: those two must come through. */
const lines: Readonly<Record<string, string | Buffer>> = {
  'nested 100,000 deep': '['.repeat(100_000),
  'nested 9,000 deep beside a lone surrogate': `{"x":"\\ud800","y":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}`,
  'NUL bytes': Buffer.alloc(3000),
  'Latin-1': Buffer.from('{"id":"é","question":"ü","steps":["1 + 1 = 2"]}', 'latin1'),
  'overlong UTF-8': Buffer.from([0x22, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf5, 0x22]),
  'a second byte order mark': '\ufeff{"id":"b"}',
  'keys of every object': `{"id":"k","question":"q","steps":["1"],"__proto__":{"steps":["2"]},"constructor":{"prototype":{"polluted":1}},"toString":1,"hasOwnProperty":2}`,
  'only __proto__': '{"__proto__":{"id":"p","question":"q","steps":["1 + 1 = 2"]}}',
  'ids of every type': ['{}', '[]', 'null', 'true', '1e400', '-0', '9007199254740993', '""', evil]
    .map((id) => `{"id":${id},"question":"q","text":"1 + 1 = 2","steps":["1 + 1 = 2"],"candidates":[]}`)
    .join('\n'),
  'keys twice':
    '{"id":"twice","id":"again","question":"q","question":"r","steps":["1"],"steps":["2"],"text":"a","text":"b"}',
  'numbers at the edge': '{"id":1e999,"question":-1e999,"steps":[1e-999,123456789012345678901234567890],"text":0.1e1}',
  'a line of 17 MiB': `{"id":"long","question":"${'x'.repeat(17 << 20)}"}`,
  '20,000 keys': `{"id":"many",${Array.from({ length: 20_000 }, (_, i) => `"k${i}":${i}`).join(',')}}`,
  'another format': '<html><body>id,question</body></html>\n---\nid: a\n- b\n%YAML 1.2',
  'escapes of a terminal': `{"id":${evil},"question":${evil},"steps":[${evil}],"text":${evil},${evil}:${evil}}`,
  'types turned round':
    '{"id":["a"],"question":{"q":1},"steps":"1 + 1 = 2","text":7,"candidates":{"0":"a"},"firstError":"no"}',
  'steps without text':
    '{"id":"s","question":"q","steps":["",null," ","\\u0000","\\ufffe",{"text":"1"},["x"]],"text":"\\ud83d"}',
  'records in an array': `[${chain('x1')},${chain('x2')}]`,
  'records without line ends': chain('y1') + chain('y2'),
  'separators of other languages': `{"id":"s\u2028","question":"q\u2029\u0085","steps":["1 + 1 = 2\u000b\u000c"]}`,
}

/** A whole file. */
const files: Readonly<Record<string, Buffer>> = {
  empty: Buffer.alloc(0),
  'a byte order mark alone': Buffer.from('\ufeff'),
  'line ends alone': Buffer.from('\n\r\n\r\r\n'),
  'UTF-16 little-endian': Buffer.from(`\ufeff${chain('a')}\n`, 'utf16le'),
  'UTF-16 big-endian': Buffer.from(`\ufeff${chain('a')}\n`, 'utf16le').swap16(),
  'UTF-32': Buffer.from([0xff, 0xfe, 0, 0, ...[...chain('a')].flatMap((c) => [c.charCodeAt(0), 0, 0, 0])]),
  'UTF-16 without a mark': Buffer.from(`${chain('a')}\n`, 'utf16le'),
  'carriage returns as line ends': Buffer.from(`${chain('a')}\r${chain('b')}\r`),
  zip: Buffer.from('PK\u0003\u0004\u0014\u0000\u0000\u0000'),
  zstd: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x09, 0x00]),
  xz: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]),
  bzip2: Buffer.from('BZh91AY&SY'),
  'an ELF file': Buffer.from('\u007fELF\u0002\u0001\u0001'),
  'gzip of gzip': gzipSync(gzipSync(`${chain('a')}\n`)),
  'gzip cut in its header': gzipSync(chain('a')).subarray(0, 7),
  'gzip with a wrong checksum': gzipSync(`${chain('a')}\n`).map((byte, i, all) =>
    i === all.length - 6 ? byte ^ 255 : byte,
  ) as Buffer,
  'gzip bomb': gzipSync(Buffer.alloc(300 << 20, ' ')),
  '500 members of gzip': Buffer.concat(Array.from({ length: 500 }, () => gzipSync('\n'))),
  'every byte': Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167 + (i >> 8)) & 255)),
  braces: Buffer.from('{'.repeat(1 << 20)),
}

const sets = (id: string) =>
  JSON.stringify({
    id,
    question: 'What is 1 + 1?',
    gold: '2',
    candidates: [
      { id: '1', text: '1 + 1 = 2\nThe answer is 2.' },
      { id: '2', text: '1 + 1 = 3' },
    ],
  })
const labelled = (id: string) => JSON.stringify({ ...JSON.parse(chain(id)), firstError: -1 })

/** Every command that reads records: its words, and a good line. */
const readers: Readonly<
  Record<string, { good: (id: string) => string; argv: (input: string, output: string) => string[] }>
> = {
  verify: { good: (id) => chain(id), argv: (input, output) => verify('--input', input, '--output', output) },
  rerank: {
    good: sets,
    argv: (input, output) => ['rerank', '--verifier', 'evidence:', '--input', input, '--output', output],
  },
  extract: {
    good: (id) =>
      JSON.stringify({
        id,
        text: `One pen costs $4. Three pens cost 3 * 4 = $12. Box ${id} holds 12 pens of them and no more.`,
      }),
    argv: (input, output) => ['extract', '--input', input, '--output', output],
  },
  'bench --candidates': {
    good: sets,
    argv: (input, output) => ['bench', '--verifier', 'evidence:', '--candidates', input, '--output', output],
  },
  'bench --steps': {
    good: labelled,
    argv: (input, output) => ['bench', '--verifier', 'evidence:', '--steps', input, '--output', output],
  },
  calibrate: {
    good: labelled,
    argv: (input, output) => ['calibrate', '--verifier', 'evidence:', '--data', input, '--output', `${output}.json`],
  },
  'market-test': {
    good: (id) => JSON.stringify({ id }),
    argv: (input) => ['market-test', '--labels', input],
  },
  'extract --calibrate': {
    good: (id) => JSON.stringify({ id, gain: 1, good: true }),
    argv: (input, output) => ['extract', '--calibrate', input, '--output', `${output}.json`],
  },
}

/** Tables, in three formats of a name each. */
const tables: Readonly<Record<string, string | Buffer>> = {
  'a quote that never ends': `id,text\n1,good\n2,"${'x'.repeat(100_000)}\n3,c\n`,
  'more cells than a row may have': `id,text\n1,good\n2,${','.repeat(150_000)}\n3,good\n`,
  'a header twice': 'id,text,text,id\n1,a,b,c\n',
  'headers of every object': 'id,__proto__,constructor,text\n1,a,b,good text\n',
  'no header': '1,good text\n2,b\n',
  formulas: 'id,text\n1,"=cmd|\' /C calc\'!A0"\n2,"@SUM(1)"\n',
  'escapes of a terminal': `id,${escapes}\n${escapes},b\n`,
  'Latin-1': Buffer.from('id,text\n1,caf\u00e9 costs 3 * 4 = 12\n2,good text costs 3 * 4 = 12\n', 'latin1'),
  'NUL bytes': Buffer.from('id,text\n1,a\u0000b\n2,good\n'),
  'a table in UTF-16': Buffer.from('\ufeffid,text\n1,good\n', 'utf16le'),
}

export const inputs: Attack[] = [
  ...Object.entries(readers).flatMap(([reader, { good, argv }]) => [
    ...Object.entries(lines).map(([kind, line]) => ({
      name: `${reader}: ${kind}`,
      run: async (week: Week) => {
        const pieces = [good('first'), line, good('last'), ''].map((piece) => Buffer.from(piece))
        const input = week.write('in.ndjson', Buffer.concat(pieces.flatMap((piece) => [piece, Buffer.from('\n')])))
        const { stderr } = await week.rationale(argv(input, week.path('out.ndjson')))
        if (reader !== 'verify' && reader !== 'rerank') return
        const ids = week.lines('out.ndjson').map(({ id }) => id)
        expect(ids.includes('first') && ids.includes('last'), 'both good records', { ids, stderr })
      },
    })),
    ...Object.entries(files).map(([kind, bytes]) => ({
      name: `${reader}: ${kind}`,
      run: async (week: Week) => {
        await week.rationale(argv(week.write('in.ndjson', bytes), week.path('out.ndjson')))
      },
    })),
  ]),
  ...Object.entries(tables).map(([kind, table]) => ({
    name: `tables: ${kind}`,
    run: async (week: Week) => {
      const input = week.write('in.csv', table)
      await week.rationale(['extract', '--input', input, '--output', week.path('job')])
      await week.rationale(
        verify('--input', input, '--question', 'id', '--solution', 'text', '--output', week.path('out.ndjson')),
      )
      for (const [news, prices] of [
        [input, input],
        [input, week.write('p.csv', 'ticker,date,adj_close\nA,2024-01-02,1\n')],
      ] as const)
        await week.rationale([
          'market-labels',
          '--news',
          news,
          '--prices',
          prices,
          '--output',
          week.path('out.labels.ndjson'),
        ])
    },
  })),
  ...Object.entries({ ...files, ...lines }).map(([kind, bytes]) => ({
    name: `--config: ${kind}`,
    run: async (week: Week) => {
      const config = week.write('config.json', Buffer.from(bytes))
      await week.rationale(verify('--config', config, '--input', week.write('in.ndjson', chain('a'))))
      await week.rationale(
        verify('--input', week.path('in.ndjson')).map((word) =>
          word === 'evidence:' ? `evidence:?calibration=${config}` : word,
        ),
      )
    },
  })),
  {
    name: 'demo, doctor, explain, report: folders and words of no use',
    run: async (week) => {
      mkdirSync(week.path('run'))
      for (const [kind, bytes] of Object.entries(files)) {
        for (const name of ['metrics.json', 'recipe.json', 'samples.ndjson']) week.write(join('run', name), bytes)
        const { code } = await week.rationale(['report', week.path('run'), '--output', week.path('page.html')])
        expect(code !== 0, 'a refusal', kind)
      }
      await week.rationale(['explain', escapes, '--output', week.path('run')])
      await week.rationale([
        'doctor',
        escapes,
        'own:/nowhere',
        'gguf:/dev/zero',
        'http://127.0.0.1:1/v1#x',
        '--retries',
        '0',
      ])
      await week.rationale(['demo', '--verifier', `own:${week.path('run')}`])
      await week.rationale(['report', join(root, 'benchmarks'), '--output', week.path('page.html')])
    },
  },
]

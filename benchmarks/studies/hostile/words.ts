import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from '../../../src/commands/command-line.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { openServer, writers } from '../kills/commands.js'
import { type Attack, chain, expect, root, type Week } from './week.js'

/*
 * Every option of every command with a value that nobody means. What is checked of all runs holds: it ends, with a reason in plain words.
 */

const odd = [
  ...[
    '',
    ' ',
    '-1',
    '0',
    '0.5',
    '1e999',
    '-1e999',
    'NaN',
    'Infinity',
    '9007199254740993',
    '99999999999',
    '1e-400',
    '0x10',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    'true',
    '[]',
    '{}',
    '{"a":',
    ',',
    ',,,',
    'a,,b',
    'a,a',
    '-',
    '--',
    '*',
    '?',
  ],
  ...[
    '\u001b[2J\u202e\u0007',
    'x'.repeat(5000),
    '😀',
    'İ',
    '\ufeff',
    '٣',
    '１',
    'a\nb',
    'a\tb',
    "'; touch evil; '",
    '$(touch evil)',
  ],
  ...[
    '/dev/null',
    '/dev/zero',
    '/proc/self/mem',
    '/nowhere/at/all',
    '.',
    '..',
    'in.ndjson',
    '%00',
    '%2e%2e',
    'file:///etc/passwd',
  ],
  ...[
    'http://127.0.0.1:1/',
    'https://[::1',
    'ftp://x',
    'own:',
    'own:/dev/zero',
    'gguf:/dev/null',
    'judge:',
    'pooling+',
    'evidence:?',
  ],
  ...[
    'evidence:,',
    'evidence:,evidence:',
    'evidence:?calibration=',
    'embedded:?x=y',
    'http:///#',
    'langchain:',
    'hf:../..',
    'redis://',
  ],
  ...['0%', '101%', '-5%', '1e3%', '6GB', '0GB', '-1GB', '1e99GB', '6QB', '1.GB', 'GB', '9'.repeat(400)],
]

/** Options that end nothing, and so are stopped after a while. */
const LONG_MS = 15_000

/** Words that bring a command to its work. */
const bare: Readonly<Record<string, (week: Week) => string[]>> = {
  extract: (week) => ['extract', '--input', documents(week), '--output', week.path('job')],
  'extract-worker': () => ['extract-worker', '--queue', 'redis://127.0.0.1:1'],
  explain: (week) => ['explain', 'a', '--output', week.path('job')],
  'market-test': (week) => ['market-test', '--labels', week.write('labels.ndjson', '{"id":"a"}\n')],
  train: (week) => {
    cpSync(join(root, 'test/verifier/network/weights/fixtures/tiny-llama'), week.path('base'), { recursive: true })
    const data = week.write('train.ndjson', `${JSON.stringify({ id: 't', text: 'a 1 plus one is 2' })}\n`)
    const about = ['--task', 'pretrain', '--base', week.path('base'), '--data', data, '--max-length', '64']
    return ['train', ...about, '--epochs', '1', '--output', week.path('trained')]
  },
  bench: (week) => {
    const samples = join(root, 'benchmarks/samples/candidates.ndjson')
    return ['bench', '--verifier', 'evidence:', '--candidates', samples, '--limit', '2', '--output', week.path('run')]
  },
  serve: () => ['serve', '--verifier', 'evidence:', '--port', '0'],
  mcp: () => ['mcp', '--verifier', 'evidence:'],
  doctor: () => ['doctor', 'evidence:'],
  demo: () => ['demo', '--verifier', 'evidence:'],
}

const documents = (week: Week) =>
  week.write(
    'docs.ndjson',
    `${JSON.stringify({ id: 'd', text: 'Three pens cost 3 * 4 = $12 in all, and no more.' })}\n`,
  )

const flagOf = (key: string) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** One attack for each option, with `values` of the values above, drawn by the seed. */
export async function words(seed: string, values = 3): Promise<Attack[]> {
  const attacks: Attack[] = []
  for (const [name, { load }] of Object.entries(commands)) {
    const { options } = await load()
    for (const key of Object.keys(options.shape)) {
      const flag = flagOf(key)
      const random = seededRandom(`words ${seed} ${name} ${key}`)
      const drawn = Array.from({ length: values }, () => odd[random.int(odd.length)] ?? '')
      attacks.push({ name: `words: ${name} ${flag}`, run: (week) => tried(week, name, flag, drawn) })
      attacks.push({
        name: `words: ${name} ${key} in --config`,
        run: (week) => configured(week, name, key, random.int(shapes.length)),
      })
    }
  }
  return attacks
}

async function tried(week: Week, name: string, flag: string, values: readonly string[]): Promise<void> {
  const begin = await begun(week, name)
  for (const value of values) await ends(week, [...begin, flag, value])
}

/** As JSON, where a value has a type. */
const shapes: readonly unknown[] = [null, {}, [], [null], { a: { b: [] } }, true, -1, 1e308, 'x', ['a', 7], [[[]]], '']

async function configured(week: Week, name: string, key: string, shape: number): Promise<void> {
  const begin = await begun(week, name)
  const at = begin.indexOf(flagOf(key))
  const without = at === -1 ? begin : begin.toSpliced(at, 2)
  const config = week.write('config.json', JSON.stringify({ [key]: shapes[shape] }))
  await ends(week, [...without, '--config', config])
}

async function begun(week: Week, name: string): Promise<string[]> {
  week.write('in.ndjson', `${chain('a')}\n`)
  const own = bare[name]
  if (own !== undefined) return own(week)
  const { url, server } = await openServer()
  week.closing(() => {
    server.closeAllConnections()
    server.close()
  })
  return writers[name]?.words(week.folder, url, 20) ?? [name]
}

/** These end by a signal, and what they read has no end: in a process of their own, and stopped after a while. */
const isEndless = (argv: readonly string[]) =>
  /^(?:serve|mcp|extract-worker)$/.test(argv[0] ?? '') || argv.some((word) => /zero|mem$|^-$/.test(word))

async function ends(week: Week, argv: readonly string[]): Promise<void> {
  if (isEndless(argv)) {
    const timers: NodeJS.Timeout[] = []
    await week.rationale(argv, {
      while: (child) => timers.push(setTimeout(() => child.kill('SIGTERM'), LONG_MS)),
    })
    for (const timer of timers) clearTimeout(timer)
  } else await week.within(argv)
  expect(week.isAbsent('evil'), 'no shell', argv)
}

import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer as createSocket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { at } from '../../../src/core/absence.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { type Attack, chain, cli, expect, root, verify, type Week } from './week.js'

/*
 * Systems that refuse, run out or go away; outputs in places where none can be; signals at random moments.
 */

const chains = (count: number) =>
  Array.from({ length: count }, (_, i) => `${chain(`c${i}`, `${i} + 1 = ${i + 1}`)}\n`).join('')
const samples = join(root, 'benchmarks/samples/candidates.ndjson')
const whole = (week: Week) => week.write('out.ndjson', '{"id":"the last whole output"}\n')
const isWhole = (week: Week) => readFileSync(week.path('out.ndjson'), 'utf8') === '{"id":"the last whole output"}\n'

/** Shell words in front of a run, whether it may fail. */
const limits: Readonly<Record<string, { shell?: string; env?: NodeJS.ProcessEnv }>> = {
  'few files may be open': { shell: 'ulimit -n 40;' },
  'very few files may be open': { shell: 'ulimit -n 24;' },
  'small stack': { shell: 'ulimit -s 256;' },
  'no core, low priority': { shell: 'ulimit -c 0; renice -n 19 $$ >/dev/null;' },
  'no file over 8 kB': { shell: 'ulimit -f 8;' },
  'no locked memory': { shell: 'ulimit -l 0;' },
  'no home': { env: { HOME: '' } },
  'home that is a file': { env: { HOME: '/etc/passwd' } },
  'no folder for temporary files': { env: { TMPDIR: '/nowhere' } },
  'no path': { env: { PATH: '' } },
  'a time zone that is none': { env: { TZ: '../../etc/passwd' } },
  'a language that is none': { env: { LANG: 'xx_XX.utf99', LC_ALL: 'C' } },
  'a terminal of no width': { env: { COLUMNS: '0', LINES: '-1', TERM: 'dumb' } },
  'a terminal of great width': { env: { COLUMNS: '99999999999', FORCE_COLOR: '0' } },
  'a terminal of no number': { env: { COLUMNS: 'wide', NO_COLOR: '' } },
  'a small heap': { env: { NODE_OPTIONS: '--max-old-space-size=48' } },
  'no new code': { env: { NODE_OPTIONS: '--disable-proto=delete' } },
  'a proxy that is none': { env: { HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'x', ALL_PROXY: '::' } },
  'standard input closed': { shell: 'exec 0<&-;' },
  'standard output closed': { shell: 'exec 1>&-;' },
  'standard error closed': { shell: 'exec 2>&-;' },
  'all three closed': { shell: 'exec 0<&- 1>&- 2>&-;' },
  'standard output full': { shell: 'exec 1>/dev/full;' },
  'standard error full': { shell: 'exec 2>/dev/full;' },
  'a folder that is gone': { shell: 'mkdir gone; cd gone; rmdir ../gone;' },
  'a strict mask': { shell: 'umask 777;' },
}

/** Outputs in places where none can be. */
const places: Readonly<Record<string, (week: Week) => string>> = {
  'a folder': (week) => made(week, 'folder', (path) => mkdirSync(path)),
  'below a file': (week) => join(week.write('file', 'x'), 'out.ndjson'),
  'in no folder': (week) => week.path('no/such/folder/out.ndjson'),
  'in /proc': () => '/proc/out.ndjson',
  'in /sys': () => '/sys/kernel/out.ndjson',
  'a full device': () => '/dev/full',
  'the null device': () => '/dev/null',
  'a name of 300 characters': (week) => week.path('n'.repeat(300)),
  'a name of 252 characters': (week) => week.path('n'.repeat(252)),
  'a name of 60 emoji': (week) => week.path('😀'.repeat(60)),
  'a name with an escape': (week) => week.path('o\u001b[2J\u202eut\n.ndjson'),
  'no name': () => '',
  'the folder itself': () => '.',
  'the root': () => '/',
  'a loop of links': (week) => made(week, 'loop', (path) => symlinkSync('loop', path)),
  'a link to nowhere': (week) => made(week, 'link', (path) => symlinkSync('/nowhere/out', path)),
  'a link to a folder': (week) => made(week, 'link', (path) => symlinkSync('.', path)),
  'a link to a full device': (week) => made(week, 'link', (path) => symlinkSync('/dev/full', path)),
  'a second name of the input': (week) => made(week, 'hard.ndjson', (path) => linkSync(week.path('in.ndjson'), path)),
  'another file system’s pipe': () => '/proc/self/fd/1',
  'a word like an option': () => '--limit',
  'an address': () => 'https://example.org/out.ndjson',
  'an address of a file': () => 'file:///nowhere/out.ndjson',
}

/** Inputs that are no plain file. */
const sources: Readonly<Record<string, (week: Week) => string>> = {
  'a folder': (week) => week.folder,
  'no file': (week) => week.path('none'),
  'zeros without end': () => '/dev/zero',
  'random bytes without end': () => '/dev/urandom',
  'the null device': () => '/dev/null',
  'memory of its own': () => '/proc/self/mem',
  'a file of the kernel': () => '/proc/self/environ',
  'a loop of links': (week) => made(week, 'loop', (path) => symlinkSync('loop', path)),
  'a name with an escape': (week) => week.path('i\u001b[2J\u202en\n.ndjson'),
  'a name of 5,000 characters': () => 'n'.repeat(5000),
  'a word of every object': () => '__proto__',
  'no name': () => '',
}

function made(week: Week, name: string, make: (path: string) => void): string {
  make(week.path(name))
  return week.path(name)
}

/** Commands that write: what they need, and whether an undisturbed run gives the same bytes each time. */
const writers: Readonly<Record<string, (week: Week) => string[]>> = {
  verify: (week) => verify('--input', week.write('in.ndjson', chains(800)), '--output', week.path('out.ndjson')),
  rerank: (week) => ['rerank', '--verifier', 'evidence:', '--input', samples, '--output', week.path('out.ndjson')],
  extract: (week) => ['extract', '--input', documents(week), '--output', week.path('job')],
  bench: (week) => ['bench', '--verifier', 'evidence:', '--candidates', samples, '--output', week.path('run')],
  calibrate: (week) => [
    'calibrate',
    '--verifier',
    'evidence:',
    '--data',
    samples,
    '--output',
    week.path('calibration.json'),
  ],
  train: (week) => [...train(week), '--output', week.path('trained')],
  'market-labels': (week) => ['market-labels', ...market(week), '--output', week.path('out.ndjson')],
}

function documents(week: Week): string {
  const lines = Array.from({ length: 300 }, (_, i) =>
    JSON.stringify({
      id: `d${i}`,
      text: `Shop ${i} sold ${i + 3} pens at $4 each on Monday, so it took $${(i + 3) * 4} from pens. The rest of the day was quiet, and nobody came.`,
    }),
  )
  return week.write('docs.ndjson', `${lines.join('\n')}\n`)
}

function train(week: Week): string[] {
  const base = week.path('base')
  cpSync(join(root, 'test/verifier/network/weights/fixtures/tiny-llama'), base, { recursive: true })
  const data = week.write(
    'train.ndjson',
    Array.from(
      { length: 40 },
      (_, i) => `${JSON.stringify({ id: `t${i}`, text: `a ${i} plus one is ${i + 1}` })}\n`,
    ).join(''),
  )
  return [
    'train',
    '--task',
    'pretrain',
    '--base',
    base,
    '--data',
    data,
    '--epochs',
    '4',
    '--batch-size',
    '4',
    '--max-length',
    '64',
  ]
}

function market(week: Week): string[] {
  const days = Array.from({ length: 200 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10))
  const prices = days.flatMap((day, i) =>
    ['A', 'B', 'C'].map((name, j) => `${name},${day},${100 + ((i * (j + 3)) % 17)}`),
  )
  const news = days.slice(0, 150).map((day, i) => `n${i},Title ${i},${day}T12:00:00Z,${'ABC'[i % 3]}`)
  return [
    '--news',
    week.write('news.csv', `id,title,time,tickers\n${news.join('\n')}\n`),
    '--prices',
    week.write('prices.csv', `ticker,date,adj_close\n${prices.join('\n')}\n`),
    '--zone',
    'UTC',
  ]
}

/** All files of an attack's folder but what says when, how long and in what process something ran. */
function bytes(week: Week): string {
  return readdirSync(week.folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.(ndjson|safetensors)$/.test(entry.name) &&
        !/train\.ndjson|log|incomplete/.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => `${path}\n${readFileSync(path, 'base64').replace(/.{3000}/g, '$&\n')}`)
    .join('\n')
}

const KILLS = 5
const signals = ['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const

export const systems: Attack[] = [
  ...Object.entries(limits).map(([kind, given]) => ({
    name: `limits: ${kind}`,
    run: async (week: Week) => {
      const input = week.write('in.ndjson', chains(200))
      whole(week)
      const all = { cwd: week.folder, ...given }
      const { code, stderr } = await week.rationale(verify('--input', input, '--output', week.path('out.ndjson')), all)
      if (code === 0) expect(week.lines('out.ndjson').length === 200, 'all records', stderr)
      else expect(isWhole(week), 'the last whole output', stderr)
      await week.rationale(verify('--input', input), all)
      await week.rationale(['verify', 'What is 1 + 1?', '1 + 1 = 3'], all)
      await week.rationale(['extract', '--input', documents(week), '--output', week.path('job')], all)
    },
  })),
  ...Object.entries(places).map(([kind, place]) => ({
    name: `outputs: ${kind}`,
    run: async (week: Week) => {
      const good = chains(50)
      const input = week.write('in.ndjson', good)
      const output = place(week)
      if (output === '/proc/self/fd/1') return void (await week.rationale(verify('--input', input, '--output', output)))
      for (const argv of [
        verify('--input', input, '--output', output),
        ['extract', '--input', input, '--output', output],
        ['bench', '--verifier', 'evidence:', '--candidates', samples, '--limit', '2', '--output', output],
        ['calibrate', '--verifier', 'evidence:', '--data', samples, '--output', output],
        ['market-labels', ...market(week), '--output', output],
        ['report', week.folder, '--output', output],
      ])
        await week.rationale(argv)
      expect(readFileSync(input, 'utf8') === good, 'the input as it was', kind)
      rmSync(join(week.folder, '--limit'), { recursive: true, force: true })
    },
  })),
  ...Object.entries(sources).map(([kind, source]) => ({
    name: `inputs: ${kind}`,
    run: async (week: Week) => {
      const input = source(week)
      const endless = /zero|urandom/.test(input)
      for (const argv of [
        verify('--input', input, '--output', week.path('out.ndjson')),
        ['rerank', '--verifier', 'evidence:', '--input', input, '--output', week.path('out.ndjson')],
        ['report', input, '--output', week.path('page.html')],
        ...(endless ? [] : [['extract', '--input', input, '--output', `${week.folder}-job`]]),
        verify('--config', input),
        ['train', '--base', input, '--data', input, '--output', week.path('trained')],
      ]) {
        const stop = endless
          ? { while: (child: ReturnType<typeof spawn>) => setTimeout(() => child.kill('SIGTERM'), 20_000) }
          : {}
        await week.rationale(argv, stop)
      }
      rmSync(`${week.folder}-job`, { recursive: true, force: true })
    },
  })),
  ...Object.entries(writers).map(([command, argv]) => ({
    name: `kills: ${command}`,
    run: async (week: Week) => {
      const words = argv(week)
      const started = performance.now()
      const { code, stderr } = await week.run(words)
      expect(code === 0 || code === 3, 'an undisturbed run', stderr)
      const lasts = performance.now() - started
      const before = bytes(week)
      const random = seededRandom(`hostile ${command}`)
      for (let kill = 0; kill < KILLS; kill++) {
        for (const name of ['job', 'run', 'trained']) rmSync(week.path(name), { recursive: true, force: true })
        const signal = at(signals, random.int(signals.length))
        const stop = (child: ReturnType<typeof spawn>) => setTimeout(() => child.kill(signal), random.uniform() * lasts)
        await week.run(words, { while: stop })
      }
      const last = await week.rationale(command === 'train' ? [...words, '--resume'] : words)
      const isDone = last.stderr.includes('holds a finished run') // the last kill came after its end
      expect(last.code === code || isDone, 'the same exit code', last)
      const after = bytes(week)
      expect(after === before, 'the same bytes as without a kill', `${before.length} and ${after.length} characters`)
    },
  })),
  {
    name: 'two runs into one output: one of them is told',
    run: async (week) => {
      for (const [command, argv] of Object.entries(writers)) {
        const words = argv(week)
        const both = await Promise.all([week.run(words), week.run(words)])
        const codes = both.map(({ code }) => code).sort()
        // The second may begin after the first has ended.
        expect(
          codes.every((code) => code === 0 || code === 2 || code === 3),
          `${command}: one is refused`,
          both,
        )
      }
    },
  },
  {
    name: 'readers of a pipe that go away, or take their time',
    run: async (week) => {
      const input = week.write('in.ndjson', chains(2000))
      for (const reader of ['head -1', 'true', 'sleep 1', '(sleep 3; cat)', '(read -r line; sleep 2)']) {
        const words = `"${process.execPath}" "${cli}" verify --verifier evidence: --input "${input}" | ${reader} > shown; echo \${PIPESTATUS[0]}`
        const said = execFileSync('bash', ['-c', words], {
          cwd: week.folder,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        expect(['0', '141', '1'].includes(said.trim()), 'a quiet end', { reader, said })
      }
      const shown = readFileSync(week.path('shown'), 'utf8')
      expect(shown === '' || shown.split('\n').length > 0, 'whole lines', shown)
    },
  },
  {
    name: 'pipes and sockets as input and output',
    run: async (week) => {
      execFileSync('mkfifo', [week.path('in.fifo'), week.path('out.fifo')])
      const read = spawn('cat', [week.path('out.fifo')], {
        stdio: ['ignore', openSync(week.path('copy'), 'w'), 'ignore'],
      })
      const write = spawn('bash', ['-c', `cat > ${week.path('in.fifo')} <<< '${chain('a')}'`])
      const { code } = await week.rationale(verify('--input', week.path('in.fifo'), '--output', week.path('out.fifo')))
      for (const each of [read, write]) each.kill()
      expect(code === 0 && readFileSync(week.path('copy'), 'utf8').includes('"a"'), 'a verdict through two pipes', code)
      const socket = createSocket().listen(week.path('socket'))
      await week.rationale(verify('--input', week.path('socket')))
      await week.rationale(verify('--input', week.write('in.ndjson', chain('a')), '--output', week.path('socket')))
      socket.close()
    },
  },
  {
    name: 'an input that is cut, grows or goes while it is read',
    run: async (week) => {
      for (const change of [
        (path: string) => writeFileSync(path, ''),
        (path: string) => rmSync(path),
        (path: string) => appendFileSync(path, chains(10)),
        (path: string) => writeFileSync(path, Buffer.alloc(statSync(path).size)),
      ]) {
        const input = week.write('in.ndjson', chains(3000))
        await week.rationale(verify('--input', input, '--output', week.path('out.ndjson')), {
          while: () => setTimeout(() => change(input), 700),
        })
      }
    },
  },
  {
    name: 'a folder of the output that goes away while it is written',
    run: async (week) => {
      const input = week.write('in.ndjson', chains(3000))
      mkdirSync(week.path('gone'))
      const go = { while: () => setTimeout(() => rmSync(week.path('gone'), { recursive: true }), 900) }
      await week.rationale(verify('--input', input, '--output', week.path('gone/out.ndjson')), go)
      await week.rationale(['extract', '--input', documents(week), '--output', week.path('gone')], {
        while: () => setTimeout(() => rmSync(week.path('gone'), { recursive: true, force: true }), 900),
      })
    },
  },
  {
    name: 'files in the places of its own: lock, partial, rejected, incomplete',
    run: async (week) => {
      const input = week.write('in.ndjson', `${chains(20)}no record\n`)
      for (const [name, make] of [
        ['out.ndjson.lock', (path: string) => mkdirSync(path)],
        ['out.ndjson.lock', (path: string) => symlinkSync('/etc/passwd', path)],
        ['out.ndjson.lock', (path: string) => writeFileSync(path, Buffer.alloc(1 << 20, '{'))],
        ['out.ndjson.lock', (path: string) => writeFileSync(path, '{"pid":-1,"host":{},"boot":null,"started":1e999}')],
        ['out.ndjson.partial', (path: string) => mkdirSync(path)],
        ['out.ndjson.partial', (path: string) => symlinkSync(input, path)],
        ['out.ndjson.rejected.ndjson', (path: string) => mkdirSync(path)],
        ['out.ndjson.rejected.ndjson', (path: string) => symlinkSync('/dev/full', path)],
        ['out.ndjson.rejected.ndjson.partial', (path: string) => symlinkSync(input, path)],
      ] as const) {
        make(week.path(name))
        const { code, stderr } = await week.run(verify('--input', input, '--output', week.path('out.ndjson')))
        expect(
          [1, 2, 3].includes(code ?? -1) && stderr !== '' && !/^ +at /m.test(stderr),
          'a record set aside, or a reason',
          { name, code, stderr },
        )
        expect(
          readFileSync(input, 'utf8').endsWith('no record\n') && statSync('/etc/passwd').size > 0,
          'what links name as it was',
          name,
        )
        for (const each of readdirSync(week.folder).filter((file) => file !== 'in.ndjson'))
          rmSync(week.path(each), { recursive: true, force: true })
      }
    },
  },
  {
    name: 'signals one after another, and before anything runs',
    run: async (week) => {
      const input = week.write('in.ndjson', chains(2000))
      whole(week)
      for (const [first, second, after] of [
        ['SIGINT', 'SIGINT', 900],
        ['SIGTERM', 'SIGINT', 900],
        ['SIGHUP', 'SIGTERM', 900],
        ['SIGINT', 'SIGINT', 30],
        ['SIGUSR2', 'SIGTERM', 600],
        ['SIGPIPE', 'SIGTERM', 900],
        ['SIGCONT', 'SIGHUP', 900],
        ['SIGWINCH', 'SIGTERM', 900],
      ] as const) {
        await week.run(verify('--input', input, '--output', week.path('out.ndjson')), {
          while: async (child) => {
            await wait(after)
            child.kill(first)
            await wait(30)
            child.kill(second)
          },
        })
        const text = readFileSync(week.path('out.ndjson'), 'utf8')
        expect(isWhole(week) || text.trimEnd().split('\n').length === 2000, 'a whole output', {
          first,
          second,
          length: text.length,
        })
        whole(week)
      }
    },
  },
  {
    name: 'a run that is stopped and goes on (SIGSTOP, SIGCONT)',
    run: async (week) => {
      const input = week.write('in.ndjson', chains(500))
      const { code } = await week.rationale(verify('--input', input, '--output', week.path('out.ndjson')), {
        while: async (child) => {
          await wait(700)
          child.kill('SIGSTOP')
          await wait(3000)
          child.kill('SIGCONT')
        },
      })
      expect(code === 0 && week.lines('out.ndjson').length === 500, 'all records', code)
    },
  },
]

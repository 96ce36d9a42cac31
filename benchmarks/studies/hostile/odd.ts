import { execFileSync, type spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { writers } from '../kills/commands.js'
import { type Attack, chain, expect, key, verify, type Week } from './week.js'

/*
 * Odd machines: other languages, zones and settings of Node, folders that others own too, files that are moved under our hands, servers with odd manners.
 */

/** The work is the same, to the byte. */
const surroundings: Readonly<Record<string, NodeJS.ProcessEnv>> = {
  'the plain language': { LANG: 'C', LC_ALL: 'C' },
  'the Turkish language': { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' },
  'an Arabic language': { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' },
  'a zone of half hours': { TZ: 'Asia/Kolkata' },
  'a zone of three quarters': { TZ: 'Pacific/Chatham' },
  'no home, no user': { HOME: undefined, USER: undefined, LOGNAME: undefined },
  '2,000 keys': Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`K${i}_KEY`, `key-${i}-of-two-thousand`])),
  'a variable of 100 kB': { LARGE: 'x'.repeat(100_000), LARGE_TOKEN: 'y'.repeat(100_000) },
  'words of Node in the environment': { NODE_ENV: 'test', NODE_PATH: '/nowhere', NODE_NO_WARNINGS: '0', DEBUG: '*' },
}

/** Settings of Node: some leave the network no way to run, which is to be said in words. */
const settings = [
  ...['--disallow-code-generation-from-strings', '--jitless', '--disable-proto=throw'],
  ...['--throw-deprecation', '--stack-size=200', '--max-http-header-size=100', '--unhandled-rejections=strict'],
  ...['--no-addons', '--no-deprecation', '--preserve-symlinks --preserve-symlinks-main', '--experimental-vm-modules'],
]

const lastOutput = '{"id":"the last whole output"}\n'
const isWhole = (text: string) => text === lastOutput || text.trimEnd().split('\n').length === 3000
const chains = `${Array.from({ length: 3000 }, (_, i) => chain(`c${i}`, `${i} + 1 = ${i + 1}`)).join('\n')}\n`

/** What is done to the files of a run that goes on. */
const hands: Readonly<Record<string, (week: Week) => void>> = {
  'takes away what is being written': (week) => rmSync(week.path('out.ndjson.partial'), { force: true }),
  'moves what is being written': (week) => moved(week, 'out.ndjson.partial'),
  'takes the lock away': (week) => rmSync(week.path('out.ndjson.lock'), { force: true }),
  'puts a folder in the place of the output': (week) => {
    rmSync(week.path('out.ndjson'), { force: true })
    mkdirSync(week.path('out.ndjson'))
  },
  'puts a link in the place of the output': (week) => {
    rmSync(week.path('out.ndjson'), { force: true })
    symlinkSync(week.path('in.ndjson'), week.path('out.ndjson'))
  },
  'moves the input': (week) => moved(week, 'in.ndjson'),
}

function moved(week: Week, name: string): void {
  if (existsSync(week.path(name))) renameSync(week.path(name), week.path('moved'))
}

/** A run as a user who is not the owner of all files (as root, whom nothing is refused). */
const asNobody = 'exec setpriv --reuid 65534 --regid 65534 --clear-groups'

const says = JSON.stringify({
  choices: [{ index: 0, message: { role: 'assistant', content: 'First wrong step: none' }, finish_reason: 'stop' }],
})
const manners: Readonly<Record<string, RequestListener>> = {
  'sends early hints without end': (_, response) => {
    const more = () => {
      if (!response.destroyed) response.writeEarlyHints({ link: '</a>; rel=preload' }, () => setImmediate(more))
    }
    more()
  },
  'answers as HTTP/1.0, without a length': (_, response) => response.socket?.end(`HTTP/1.0 200 OK\r\n\r\n${says}`),
  'sends a piece of a byte at a time': (_, response) => {
    for (const character of says) response.write(character)
    response.end()
  },
  'sends garbage behind its answer': (_, response) =>
    response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: ${says.length}\r\n\r\n${says}garbage`),
  'sends trailers': (_, response) =>
    response.socket?.end(
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x\r\n\r\n${says.length.toString(16)};a=b\r\n${says}\r\n0\r\nx: y\r\n\r\n`,
    ),
  'closes each connection that it said to keep': (_, response) => {
    response.writeHead(200, { connection: 'keep-alive' }).end(says, () => response.socket?.destroy())
  },
  'switches to another protocol': (_, response) =>
    response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: evil\r\nconnection: upgrade\r\n\r\n'),
}

export const odd: Attack[] = [
  ...Object.entries(surroundings).flatMap(([kind, env]) =>
    ['verify', 'market-labels'].map((name) => ({
      name: `${kind}: ${name}`,
      run: async (week: Week) => {
        const words = writers[name]?.words(week.folder, '', 200) ?? []
        await week.rationale(words)
        const before = readFileSync(week.path('out.ndjson'), 'utf8')
        const { code, stderr } = await week.rationale(words, { env })
        expect(code === 0 || code === 3, 'the work', { code, stderr })
        expect(readFileSync(week.path('out.ndjson'), 'utf8') === before, 'the same bytes', kind)
      },
    })),
  ),
  ...settings.map((options) => ({
    name: `Node with ${options}`,
    run: async (week: Week) => {
      const given = { env: { NODE_OPTIONS: '' }, shell: `set -- ${options} "$@"; ` }
      const input = week.write('in.ndjson', `${chain('a')}\n`)
      await week.rationale(verify('--input', input, '--output', week.path('out.ndjson')), given)
      await week.rationale(['verify', '--input', input], given)
      await week.rationale(['doctor'], given)
    },
  })),
  ...Object.entries(hands).map(([kind, interfere]) => ({
    name: `somebody ${kind}`,
    run: async (week: Week) => {
      const input = week.write('in.ndjson', chains)
      week.write('out.ndjson', lastOutput)
      const { code, stderr } = await week.run(verify('--input', input, '--output', week.path('out.ndjson')), {
        while: async (child: ReturnType<typeof spawn>) => {
          while (!existsSync(week.path('out.ndjson.partial')) && child.exitCode === null)
            await new Promise((resolve) => setTimeout(resolve, 20))
          interfere(week)
        },
      })
      expect(code === 0 || (code === 1 && /\n {2}found: /.test(stderr)), 'the work, or a reason', { code, stderr })
      const output = kind.includes('folder') ? '' : readFileSync(week.path('out.ndjson'), 'utf8')
      if (code === 0) expect(output.trimEnd().split('\n').length === 3000, 'all records', stderr)
      else if (output !== '') expect(isWhole(output), 'the last whole output', output.slice(0, 200))
      const read = kind.includes('the input') ? 'moved' : 'in.ndjson'
      expect(readFileSync(week.path(read), 'utf8') === chains, 'the input as it was', kind)
    },
  })),
  ...(['out.ndjson', 'out.ndjson.rejected.ndjson', 'out.ndjson.partial', 'out.ndjson.lock'] as const).map((name) => ({
    name: `two users’ folder: ${name} is another’s`,
    run: async (week: Week) => {
      const input = week.write('in.ndjson', `${chain('a')}\nno record\n`)
      chmodSync(input, 0o644)
      chmodSync(week.folder, 0o1777)
      const content = name === 'out.ndjson' ? lastOutput : '{"line":1,"reason":"x"}\n'
      chmodSync(week.write(name, content), 0o600)
      const argv = verify('--input', input, '--output', week.path('out.ndjson'))
      const { code, stderr } = await week.run(argv, { shell: `${asNobody} "$0" "$@";`, env: { HOME: '/' } })
      expect((code === 1 || code === 2) && !/^ +at /m.test(stderr), 'a refusal in words', { code, stderr })
      expect(readFileSync(week.path(name), 'utf8') === content, 'what is another’s, as it was', stderr)
      const isTorn = name !== 'out.ndjson' && existsSync(week.path('out.ndjson'))
      expect(!isTorn, 'no output without what was set aside', stderr)
    },
  })),
  {
    name: 'a full table of files',
    run: async (week) => {
      const input = week.write('in.ndjson', `${chain('a')}\nno record\n`)
      for (const files of [2, 3, 4, 5]) {
        const shell = `exec unshare -m bash -c 'mkdir -p disk; mount -t tmpfs -o nr_inodes=${files} tmpfs disk || exit 99; "$0" "$@"; code=$?; ls -A disk > listing; exit $code' "$0" "$@";`
        const { code, stderr } = await week.run(verify('--input', input, '--output', join(week.folder, 'disk/out')), {
          shell,
        })
        const listing = readFileSync(week.path('listing'), 'utf8')
        expect(code === 3 || (code === 1 && /ENOSPC|no space/i.test(stderr)), 'a reason', { code, stderr })
        expect(!/\.partial|\.lock/.test(listing), 'nothing left behind', { files, listing })
        expect(code === 3 ? /out\n/.test(listing) : listing === '', 'all or nothing', { files, listing })
      }
    },
  },
  {
    name: 'an input of 4 GB without a line end',
    run: async (week) => {
      const input = week.write('in.ndjson', `${chain('a')}\n`)
      execFileSync('truncate', ['-s', '4G', input])
      const { stderr } = await week.rationale(verify('--input', input, '--output', week.path('out.ndjson')), {
        shell: 'ulimit -v 40000000;',
      })
      expect(week.lines('out.ndjson').length === 1, 'the record before it', stderr)
    },
  },
  {
    name: 'a folder of odd files as input',
    run: async (week) => {
      const folder = week.path('texts')
      mkdirSync(join(folder, 'a.ndjson'), { recursive: true })
      const text =
        'A pen costs $4, so that three pens cost 3 * 4 = $12, and ten of them cost ten times $4, which is $40.'
      for (const name of ['good.txt', '-rf.txt', 'line\nend.txt', '\u001b[2J\u202e.txt', `${'n'.repeat(250)}.txt`])
        writeFileSync(join(folder, name), text)
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe]), Buffer.from('.txt')]), text)
      symlinkSync('loop.txt', join(folder, 'loop.txt'))
      symlinkSync('nowhere', join(folder, 'dangling.txt'))
      symlinkSync('..', join(folder, 'above'))
      execFileSync('mkfifo', [join(folder, 'pipe.txt')])
      const { code, stderr } = await week.rationale(['extract', '--input', folder, '--output', week.path('job')])
      expect(code === 0 || code === 3, 'the good files', stderr)
    },
  },
  ...Object.entries(manners).map(([kind, listener]) => ({
    name: `a server ${kind}`,
    run: async (week: Week) => {
      const url = await week.server(listener)
      const input = week.write('in.ndjson', `${chain('a')}\n${chain('b', '1 + 1 = 3')}\n`)
      await week.rationale([
        ...['verify', '--verifier', `judge:${url}/v1#m`, '--input', input, '--output', week.path('out.ndjson')],
        ...['--retries', '0', '--attempt-timeout', '2'],
      ])
    },
  })),
  {
    name: 'a server that gives cookies gets none back, and a redirect to another port no key',
    run: async (week) => {
      const told: string[] = []
      const other = await week.server((request, response) => {
        told.push(JSON.stringify(request.headers))
        response.end(says)
      })
      let asked = 0
      const url = await week.server((request, response) => {
        if (request.headers.cookie) told.push(`cookie ${key}`)
        if (asked++ % 2 === 0) response.writeHead(200, { 'set-cookie': `s=${key}; Path=/` }).end(says)
        else response.writeHead(307, { location: `${other}/v1/chat/completions` }).end()
      })
      const input = week.write('in.ndjson', Array.from({ length: 6 }, (_, i) => `${chain(`c${i}`)}\n`).join(''))
      await week.rationale(['verify', '--verifier', `judge:${url}/v1#m`, '--input', input, '--retries', '0'])
      expect(!told.join('').includes(key), 'no key, no cookie', told)
    },
  },
  ...[
    'https://127.0.0.1:PORT',
    'http://localhost.:PORT',
    'http://[::ffff:127.0.0.1]:PORT',
    'http://nobody.invalid',
  ].map((address) => ({
    name: `an odd address: ${address}`,
    run: async (week: Week) => {
      const url = await week.server((_, response) => response.end(says))
      const given = address.replace('PORT', new URL(url).port)
      const input = week.write('in.ndjson', `${chain('a')}\n`)
      const limits = ['--retries', '0', '--attempt-timeout', '5']
      await week.rationale(['verify', '--verifier', `judge:${given}/v1#m`, '--input', input, ...limits])
    },
  })),
]

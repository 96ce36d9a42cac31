import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openServer, type Writer, writers } from '../kills/commands.js'
import { type Attack, chain, cli, expect, verify, type Week } from './week.js'

/*
 * Disks that are full, clocks that jump, memory that ends. Disks are small file systems in memory, which only root may mount.
 */

/** kB: nothing fits, a lock fits, some of the output fits. */
const disks = [4, 16, 64]
const lastOutput = '{"id":"the last whole output"}\n'

async function onFullDisk(week: Week, writer: Writer, kilobytes: number, before: string): Promise<void> {
  const { url, server } = await openServer()
  week.closing(() => server.closeAllConnections())
  week.closing(() => server.close())
  const words = writer.words(week.folder, url, 3000)
  const name = words.at(-1)?.slice(week.folder.length + 1) ?? ''
  // The disk is seen by these processes alone, and gone with the last of them: what stands on it is told before.
  const shell = `exec unshare -m bash -c 'mkdir disk; mount -t tmpfs -o size=${kilobytes}k tmpfs disk || exit 99; printf %s "$BEFORE" > "disk/$NAME"; "$0" "$@"; code=$?; ls -A disk > listing; cp -r disk seen; exit $code' "$0" "$@";`
  const onDisk = [...words.slice(0, -1), join(week.path('disk'), name)]
  const { code, stderr } = await week.rationale(onDisk, { shell, env: { BEFORE: before, NAME: name } })
  expect(code !== 99, 'a disk (as root)', stderr)
  const listing = readFileSync(week.path('listing'), 'utf8')
  expect(!/\.partial|\.lock/.test(listing), 'nothing left behind', { listing, stderr })
  if (code === 1) {
    expect(/ENOSPC|no space/i.test(stderr), 'the reason', stderr)
    const now = readFileSync(join(week.path('seen'), name), 'utf8')
    expect(writer.grows ? now.startsWith(before) : now === before, 'the last whole output', now.slice(0, 200))
  }
}

/** What a clock says, in the process itself: a shift from some moment on. */
const clocks: Readonly<Record<string, string>> = {
  'a year ahead': 'const shift = () => 3.2e10',
  'a year back': 'const shift = () => -3.2e10',
  'before 1970': 'const shift = () => -2e12',
  'at the end of time': 'const shift = (now) => 8.64e15 - now - 1e6',
  'jumps ahead by a day': 'const shift = (now) => now > start + 250 ? 8.64e7 : 0',
  'jumps back by a day': 'const shift = (now) => now > start + 250 ? -8.64e7 : 0',
  'jumps to and fro': 'let n = 0; const shift = () => n++ % 2 ? 1e9 : -1e9',
  stands: 'const shift = (now) => start - now',
}

const faked = (shift: string) => `
const Real = Date
const start = Real.now()
${shift}
const now = () => { const real = Real.now(); return real + shift(real) }
globalThis.Date = class extends Real { constructor(...given) { given.length ? super(...given) : super(now()) } static now() { return now() } }
`

const told: Readonly<Record<string, string>> = {
  'few bytes of address space': 'ulimit -v 400000;',
  'some address space': 'ulimit -v 1200000;',
  'less address space than a page needs': 'ulimit -v 2500000;',
  'little data': 'ulimit -d 60000;',
  'two seconds of processor': 'ulimit -t 2;',
  'few processes': 'ulimit -u 1;',
}

export const wear: Attack[] = [
  ...Object.entries(writers)
    .filter(([name]) => !['export', 'page', 'page with the network'].includes(name))
    .flatMap(([name, writer]) =>
      disks.map((kilobytes) => ({
        name: `full disk of ${kilobytes} kB: ${name}`,
        run: (week: Week) => onFullDisk(week, writer, kilobytes, name === 'fetch-news' ? '' : lastOutput),
      })),
    ),
  ...['export', 'page'].flatMap((name) =>
    disks.map((kilobytes) => ({
      name: `full disk of ${kilobytes} kB: ${name}`,
      run: async (week: Week) => {
        const shell = `exec unshare -m bash -c 'mkdir disk; mount -t tmpfs -o size=${kilobytes}k tmpfs disk || exit 99; "$0" "$@"; code=$?; ls -AR disk > listing; exit $code' "$0" "$@";`
        const words = writers[name]?.words(week.folder, '', 1) ?? []
        const { code, stderr } = await week.rationale([...words.slice(0, -1), join(week.path('disk'), 'out')], {
          shell,
        })
        expect(code === 1 && /ENOSPC|no space/i.test(stderr), 'a full disk named', { code, stderr })
        expect(!/\.partial|\.lock/.test(readFileSync(week.path('listing'), 'utf8')), 'nothing left behind', stderr)
      },
    })),
  ),
  ...Object.entries(clocks).flatMap(([kind, shift]) =>
    ['verify', 'solve', 'fetch-news', 'market-labels', 'calibrate'].map((name) => ({
      name: `a clock ${kind}: ${name}`,
      run: async (week: Week) => {
        const { url, server } = await openServer()
        week.closing(() => server.closeAllConnections())
        week.closing(() => server.close())
        const words = writers[name]?.words(week.folder, url, 300) ?? []
        const env = { NODE_OPTIONS: `--import file://${week.write('clock.mjs', faked(shift))}` }
        const { code, stderr } = await week.rationale(words, { env })
        expect(code === 0 || code === 3, 'the work, whatever the time', { code, stderr })
        // A second run of the same.
        const again = await week.rationale(words, { env })
        expect(again.code === 0 || again.code === 3, 'the work once more', again)
      },
    })),
  ),
  ...Object.entries(told).map(([kind, shell]) => ({
    name: `limits: ${kind}`,
    run: async (week: Week) => {
      const input = week.write('in.ndjson', `${chain('a')}\n`.repeat(500))
      week.write('out.ndjson', lastOutput)
      // Node itself may not start: then the system's words are all there is.
      const { code, stderr } = await week.run(verify('--input', input, '--output', week.path('out.ndjson')), { shell })
      const now = readFileSync(week.path('out.ndjson'), 'utf8')
      expect(code === 0 || code === 3 || now === lastOutput, 'the last whole output', {
        code,
        stderr: stderr.slice(-500),
      })
    },
  })),
  {
    name: 'a lock of a process that began in the future, or before the machine did',
    run: async (week) => {
      const input = week.write('in.ndjson', `${chain('a')}\n`)
      for (const lock of [
        { pid: 1, host: 'elsewhere', boot: 'x', started: '1' },
        { pid: 2 ** 31, host: execFileSync('hostname', { encoding: 'utf8' }).trim() },
        { pid: 1, host: execFileSync('hostname', { encoding: 'utf8' }).trim(), started: '999999999999' },
        { pid: process.pid, host: execFileSync('hostname', { encoding: 'utf8' }).trim(), boot: 'another' },
      ]) {
        week.write('out.ndjson.lock', JSON.stringify(lock))
        const { code, stderr } = await week.run(verify('--input', input, '--output', week.path('out.ndjson')))
        const isForeign = lock.host === 'elsewhere'
        expect(code === (isForeign ? 2 : 0), 'taken over, unless it is of another machine', { cli, lock, code, stderr })
      }
    },
  },
]

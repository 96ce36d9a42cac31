import { execFile, execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { thisProcess } from '../../src/core/files/owner.js'
import { cli, rationaleProcess as rationale } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/*
 * What a hostile week did to the outputs of the built command line: nothing that was whole may be lost, nothing raw may reach a terminal.
 */

const root = temporaryFolder('outputs')
const folder = () => mkdtempSync(join(root, 'case-'))

const chain = (id: string, step = '1 + 1 = 2') => JSON.stringify({ id, question: 'What is 1 + 1?', steps: [step] })
const verify = (...more: string[]) => ['verify', '--verifier', 'evidence:', ...more]

/** A run that reads from a pipe that stays open, stopped as soon as some of its records are written. */
async function stopped(signal: NodeJS.Signals, output: string, argv = verify('--input', '-', '--output', output)) {
  const child = spawn(process.execPath, [cli, ...argv], { stdio: ['pipe', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  child.stdin.on('error', () => {})
  for (let i = 0; i < 50; i++) child.stdin.write(`${chain(`c${i}`)}\n`)
  while (!existsSync(`${output}.partial`) || statSync(`${output}.partial`).size === 0) await soon()
  child.kill(signal)
  return { code: await ended, stderr }
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 20))
const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n')

describe('a run that is stopped', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('leaves the last whole output at %s, and puts what it has beside it', async (signal, code) => {
    const here = folder()
    const output = join(here, 'out.ndjson')
    writeFileSync(output, 'the last whole output\n')
    const run = await stopped(signal, output)
    expect(run.code).toBe(code)
    expect(run.stderr).toContain('out.rationale-incomplete.ndjson')
    expect(readFileSync(output, 'utf8')).toBe('the last whole output\n')
    expect(lines(join(here, 'out.rationale-incomplete.ndjson')).map((line) => JSON.parse(line).firstError)).toContain(
      -1,
    )
    expect(readdirSync(here).sort()).toEqual(['out.ndjson', 'out.rationale-incomplete.ndjson'])
  })

  it('leaves nothing for ever when it is killed: the next run takes it away', async () => {
    const here = folder()
    const output = join(here, 'out.ndjson')
    writeFileSync(output, 'the last whole output\n')
    await stopped('SIGKILL', output)
    expect(readFileSync(output, 'utf8')).toBe('the last whole output\n')
    writeFileSync(join(here, 'in.ndjson'), chain('a'))
    expect(await rationale(verify('--input', join(here, 'in.ndjson'), '--output', output))).toMatchObject({ code: 0 })
    expect(lines(output)).toHaveLength(1)
    expect(readdirSync(here).sort()).toEqual(['in.ndjson', 'out.ndjson'])
  })

  it.each([
    ['verify', (input: string, output: string) => verify('--input', input, '--output', output), 'out.lock'],
    ['extract', (input: string, output: string) => ['extract', '--input', input, '--output', output], 'out/lock'],
  ] as const)(
    '%s ends at the first signal where it waits for a pipe into which nobody writes',
    async (_, argv, lock) => {
      const here = folder()
      const input = join(here, 'in.fifo')
      execFileSync('mkfifo', [input])
      const child = spawn(process.execPath, [cli, ...argv(input, join(here, 'out'))], { stdio: 'ignore' })
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
      while (!existsSync(join(here, lock))) await soon()
      child.kill('SIGINT')
      expect(await ended).toBe(130)
    },
  )

  it('refuses a pipe into which nobody writes as a configuration, and reads one into which somebody does', async () => {
    const here = folder()
    const config = join(here, 'config.fifo')
    execFileSync('mkfifo', [config])
    const refused = await rationale(['verify', '--config', config])
    expect(refused).toMatchObject({ code: 2 })
    expect(refused.stderr).toMatch(/nobody writes into the pipe .*config\.fifo/)
    writeFileSync(join(here, 'in.ndjson'), chain('a'))
    const options = JSON.stringify({ verifier: 'evidence:', input: join(here, 'in.ndjson') })
    spawn('sh', ['-c', 'printf %s "$2" > "$1"', 'sh', config, options], { stdio: 'ignore' })
    expect(await rationale(['verify', '--config', config])).toMatchObject({ code: 0 })
  })

  it('leaves nothing where not even its lock can be written', async () => {
    const here = folder()
    writeFileSync(join(here, 'in.ndjson'), chain('a'))
    writeFileSync(join(here, 'out.ndjson'), 'the last whole output\n')
    const words = ['-c', 'ulimit -f 0; exec "$0" "$@" 2>/dev/null', process.execPath, cli]
    const child = spawn('bash', [...words, ...verify('--input', 'in.ndjson', '--output', 'out.ndjson')], {
      cwd: here,
      stdio: 'ignore',
    })
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1)
    expect(readdirSync(here).sort()).toEqual(['in.ndjson', 'out.ndjson'])
    expect(readFileSync(join(here, 'out.ndjson'), 'utf8')).toBe('the last whole output\n')
  })

  it('keeps what it has where it fails on the way', async () => {
    const output = join(folder(), 'out.ndjson')
    const child = spawn(process.execPath, [cli, ...verify('--input', '-', '--output', output)])
    let stderr = ''
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    child.stdin.write(`${chain('a')}\n`)
    while (!existsSync(`${output}.partial`)) await soon()
    // A folder where the file of what is set aside would be: it fails at the first bad line.
    mkdirSync(`${output}.rejected.ndjson.partial`)
    child.stdin.end('no record\n')
    expect(await ended).toBe(1)
    expect(stderr).toContain('.rejected.ndjson')
    expect(existsSync(output)).toBe(false)
  })
})

describe('a run that is stopped within a line that never ends', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends at %s', async (signal) => {
    const output = join(folder(), 'out.ndjson')
    const child = spawn(process.execPath, [cli, ...verify('--input', '/dev/zero', '--output', output)], {
      stdio: 'ignore',
    })
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    while (!existsSync(`${output}.lock`)) await soon()
    child.kill(signal)
    expect(await ended).toBe(signal === 'SIGINT' ? 130 : 143)
  })
})

describe('an output', () => {
  it('is never the input: by name, through a link, or behind standard input', async () => {
    const here = folder()
    const input = join(here, 'in.ndjson')
    writeFileSync(input, `${chain('a')}\n`)
    symlinkSync('in.ndjson', join(here, 'link.ndjson'))
    for (const output of [input, join(here, 'link.ndjson')]) {
      const { code, stderr } = await rationale(verify('--input', input, '--output', output))
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('over the input') })
    }
    const child = spawn(process.execPath, [cli, ...verify('--input', '-', '--output', input)], {
      stdio: [openSync(input, 'r'), 'ignore', 'ignore'],
    })
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(2)
    expect(readFileSync(input, 'utf8')).toBe(`${chain('a')}\n`)
  })

  it('is refused in the folder that is mined, which it would mine next time', async () => {
    const here = folder()
    writeFileSync(join(here, 'a.txt'), 'One pen costs $4. Three pens cost $12.')
    for (const output of [here, join(here, 'job')]) {
      const { code, stderr } = await rationale(['extract', '--input', here, '--output', output])
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('over the input, or into it') })
    }
    expect(readdirSync(here)).toEqual(['a.txt'])
  })

  it('takes its rejected records along: none of an earlier run stay beside a clean result', async () => {
    const here = folder()
    const [input, output] = [join(here, 'in.ndjson'), join(here, 'out.ndjson')]
    writeFileSync(input, `${chain('a')}\nno record\n`)
    expect(await rationale(verify('--input', input, '--output', output))).toMatchObject({ code: 3 })
    expect(lines(`${output}.rejected.ndjson`)).toHaveLength(1)
    writeFileSync(input, `${chain('a')}\n`)
    expect(await rationale(verify('--input', input, '--output', output))).toMatchObject({ code: 0 })
    expect(readdirSync(here).sort()).toEqual(['in.ndjson', 'out.ndjson'])
  })

  it('that is a symbolic link is followed', async () => {
    const here = folder()
    writeFileSync(join(here, 'in.ndjson'), chain('a'))
    symlinkSync('real.ndjson', join(here, 'link.ndjson'))
    await rationale(verify('--input', join(here, 'in.ndjson'), '--output', join(here, 'link.ndjson')))
    expect(lstatSync(join(here, 'link.ndjson')).isSymbolicLink()).toBe(true)
    expect(lines(join(here, 'real.ndjson'))).toHaveLength(1)
  })

  it('that another run writes is refused; a lock that is left of one is taken over', async () => {
    const here = folder()
    const [input, output] = [join(here, 'in.ndjson'), join(here, 'out.ndjson')]
    writeFileSync(input, chain('a'))
    const run = () => rationale(verify('--input', input, '--output', output))
    const lock = (owner: object) => writeFileSync(`${output}.lock`, JSON.stringify(owner))

    lock(thisProcess())
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining('another process is at work') })
    lock({ ...thisProcess(), host: `not-${hostname()}` })
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining(`not-${hostname()}`) })
    // The number belongs to another process by now, or the machine was started anew.
    for (const other of [{ started: '1' }, { boot: 'another' }]) {
      lock({ ...thisProcess(), ...other })
      expect(await run()).toMatchObject({ code: 0 })
    }
    writeFileSync(`${output}.lock`, '{"pid":12')
    expect(await run()).toMatchObject({ code: 0 })
    expect(readdirSync(here).sort()).toEqual(['in.ndjson', 'out.ndjson'])
  })

  it('on a full disk says so, standard output too', async () => {
    const here = folder()
    const input = join(here, 'in.ndjson')
    writeFileSync(input, Array.from({ length: 500 }, (_, i) => chain(`c${i}`)).join('\n'))
    const child = spawn(process.execPath, [cli, ...verify('--input', input)], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    })
    let stderr = ''
    child.stderr?.on('data', (chunk) => {
      stderr += chunk
    })
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1)
    expect(stderr).toMatch(/cannot write standard output[\s\S]*ENOSPC/)
    expect(stderr).not.toContain('    at ')
  })
})

it('sets aside any number of bad records in a small memory', async () => {
  const here = folder()
  const [input, output] = [join(here, 'in.ndjson'), join(here, 'out.ndjson')]
  writeFileSync(input, `${'nope\n'.repeat(300_000)}${chain('a')}\n`)
  // Without waiting for the file of what is set aside it took a kilobyte a line.
  const env = { ...process.env, NODE_OPTIONS: '--max-old-space-size=64' }
  expect(await rationale(verify('--input', input, '--output', output), { env })).toMatchObject({ code: 3 })
  expect(lines(output)).toHaveLength(1)
  expect(lines(`${output}.rejected.ndjson`)).toHaveLength(300_000)
})

it.each([32, 26, 24, 22])('says what to do where the system lets %i files be opened', async (files) => {
  const script = `ulimit -n ${files}; exec "$0" "$@"`
  const [code, stderr] = await new Promise<[number | null, string]>((resolve) => {
    const child = execFile(
      'sh',
      ['-c', script, process.execPath, cli, ...verify('--input', 'x')],
      (_error, _out, said) => resolve([child.exitCode, said]),
    )
  })
  expect(code).toBe(1)
  // Node 22 opens fewer files at a time than Node 20 does: it gets as far as the input.
  expect(stderr).toMatch(/EMFILE[\s\S]*ulimit -n|cannot read x/)
  expect(stderr).not.toContain('    at ')
})

it('says what to do where Node may make no code from strings, and the checks need none', async () => {
  const here = folder()
  writeFileSync(join(here, 'in.ndjson'), '{"id":"a","question":"What is 1 + 1?","steps":["1 + 1 = 2"]}\n')
  const run = (...more: string[]) =>
    new Promise<[number | null, string]>((resolve) => {
      const words = [
        '--disallow-code-generation-from-strings',
        cli,
        'verify',
        '--input',
        join(here, 'in.ndjson'),
        ...more,
      ]
      const child = execFile(process.execPath, words, (_error, _out, said) => resolve([child.exitCode, said]))
    })
  const [code, stderr] = await run()
  expect(code).toBe(2)
  expect(stderr).toMatch(/judge with --verifier evidence:/)
  expect(stderr).not.toContain('    at ')
  expect((await run('--verifier', 'evidence:'))[0]).toBe(0)
})

describe('what a terminal shows', () => {
  const hostile = '\u001b[2J\u009b31m\u202eevil\r\u0007'
  const raw = /(?!\n|\t)[\p{Cc}\u202e]/u

  it('holds nothing that it would obey: lines, ids, file names, options', async () => {
    const here = folder()
    const input = join(here, 'in.ndjson')
    const records = [
      chain(`id ${hostile}`, `1 + 1 = 3 ${hostile}`),
      `{"id":"${hostile}`,
      JSON.stringify({ id: hostile }),
    ]
    writeFileSync(input, records.join('\n'))
    const runs = [
      await rationale(verify('--input', input)),
      await rationale(verify('--input', input, '--trace')),
      await rationale(verify('--input', join(here, `no ${hostile}`))),
      await rationale(verify('--input', input, `--${hostile}`)),
      await rationale(['extract', '--input', input, '--text', hostile, '--output', join(here, 'job')]),
      await rationale(['explain', hostile, '--output', join(here, 'job')]),
      await rationale(['doctor', hostile]),
    ]
    for (const { stdout, stderr } of runs) expect(`${stdout}${stderr}`).not.toMatch(raw)
    const [verdict] = (runs[0]?.stdout ?? '').split('\n')
    expect(JSON.parse(verdict ?? '')).toMatchObject({ id: `id ${hostile}` })
  })

  it('holds no key, in whatever form it comes', async () => {
    const key = 'sk-Test+/key=0123456789'
    const forms = [
      key,
      key.replace(/./g, (char) => `&#x${char.charCodeAt(0).toString(16)};`),
      encodeURIComponent(encodeURIComponent(key)),
      key.slice(4),
      encodeURIComponent(key),
      Buffer.from(`user:${key}`).toString('base64'),
      Buffer.from(key).toString('hex'),
    ]
    const env = { ...process.env, RATIONALE_API_KEY: key }
    for (const form of forms) {
      const { code, stderr } = await rationale(verify('--input', `/nowhere/${form}`), { env })
      expect(code).toBe(1)
      expect(stderr).toContain('[key]')
      expect(stderr).not.toContain(form.slice(-12))
    }
    const { stderr } = await rationale([
      'extract',
      '--input',
      '/nowhere',
      '--queue',
      'redis://me:hunter2secret@127.0.0.1:1',
      '--output',
      join(folder(), 'job'),
    ])
    expect(stderr).not.toContain('hunter2secret')
  })

  it('takes no word of a switch for a key', async () => {
    const env = { ...process.env, HAS_TOKEN: 'true', USE_KEY: 'correct' }
    const { code, stdout } = await rationale(verify('--input', '-'), { env, input: chain('a') })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ id: 'a', verdict: 'correct' })
  })
})

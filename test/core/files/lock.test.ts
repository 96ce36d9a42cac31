import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { takeLock } from '../../../src/core/files/lock.js'
import { isRunning, thisProcess } from '../../../src/core/files/owner.js'
import { temporaryFolder } from '../../helpers/folder.js'

const root = temporaryFolder('lock')
const path = () => join(mkdtempSync(join(root, 'case-')), 'lock')
const gone = { pid: 2 ** 22 + 1, host: hostname() }

describe('the owner of a lock', () => {
  it('runs when it is this process, and is another one when it began at another time or after another start', () => {
    const mine = thisProcess()
    expect(isRunning(mine)).toBe(true)
    expect(isRunning({ ...mine, started: '1' })).toBe(process.platform !== 'linux')
    expect(isRunning({ ...mine, boot: 'another' })).toBe(process.platform !== 'linux')
    expect(isRunning(gone)).toBe(false)
    expect(isRunning({ ...gone, host: 'elsewhere' })).toBe(true)
  })
})

describe('a lock', () => {
  it('is held by one, and free afterwards', () => {
    const file = path()
    const lock = takeLock(file, 'the output')
    expect(() => takeLock(file, 'the output')).toThrow(/this process is already at work in the output/)
    lock.release()
    const next = takeLock(file, 'the output')
    lock.release() // twice does not let go of another's
    expect(existsSync(file)).toBe(true)
    next.release()
    expect(existsSync(file)).toBe(false)
  })

  it('takes away what dead processes left while they made it, and nothing of living ones', () => {
    const file = path()
    writeFileSync(`${file}.${gone.pid}`, JSON.stringify(gone))
    writeFileSync(`${file}.${gone.pid + 1}`, '')
    writeFileSync(`${file}.${process.ppid}`, '')
    writeFileSync(`${file}.7`, JSON.stringify({ pid: 7, host: 'elsewhere' }))
    writeFileSync(`${file}.old`, '')
    takeLock(file, 'the output').release()
    const left = ['.7', `.${process.ppid}`, '.old'].map((ending) => `lock${ending}`)
    expect(readdirSync(dirname(file)).sort()).toEqual(left.sort())
  })

  it('of another machine is respected, also where its process has the number of this one', () => {
    const file = path()
    writeFileSync(file, JSON.stringify({ ...thisProcess(), host: 'elsewhere', by: 'another', thread: '1@1' }))
    expect(() => takeLock(file, 'the output')).toThrow(
      /another process is at work in the output\n.*process \d+ on elsewhere/,
    )
  })

  it('is written through no link that somebody laid in its way', () => {
    const here = temporaryFolder('lock')
    const path = join(here, 'out.lock')
    symlinkSync(join(here, 'elsewhere'), `${path}.${process.pid}`)
    using lock = takeLock(path, 'out')
    lock.note('next')
    expect(readdirSync(here)).toEqual(['out.lock'])
  })

  it('gives what its dead holder had noted, and keeps what a living one notes', () => {
    const file = path()
    writeFileSync(file, JSON.stringify({ ...gone, intent: 'half done' }))
    const lock = takeLock(file, 'x')
    expect(lock.left).toBe('half done')
    lock.note('all done')
    lock.release()
    expect(takeLock(file, 'x').left).toBeUndefined()
  })

  it.each(['', '{', '{"pid":12', '\0\0\0'])('that was torn (%j) is taken over', (contents) => {
    const file = path()
    writeFileSync(file, contents)
    takeLock(file, 'x').release()
  })

  it.each(['null', '[1]', 'of another program', '{"version":1}'])(
    'of another program (%s) is left alone',
    (contents) => {
      const file = path()
      writeFileSync(file, contents)
      expect(() => takeLock(file, 'x')).toThrow(/lock is in the way/)
      expect(readFileSync(file, 'utf8')).toBe(contents)
    },
  )

  it('is held against other threads of the process, and theirs against it', async () => {
    const file = path()
    const module = JSON.stringify(join(import.meta.dirname, '../../../dist/src/core/files/lock.js'))
    const inThread = async (andThen: string): Promise<string> => {
      const script = `import(${module}).then(({ takeLock }) => {
        const { parentPort } = require('node:worker_threads')
        try { const lock = takeLock(${JSON.stringify(file)}, 'x'); parentPort.postMessage('held'); ${andThen} }
        catch (error) { parentPort.postMessage(error.message) }
      })`
      const worker = new Worker(script, { eval: true })
      const ended = new Promise((done) => worker.once('exit', done))
      const [said] = await once(worker, 'message')
      await ended
      return String(said)
    }
    const mine = takeLock(file, 'x')
    expect(await inThread('lock.release()')).toMatch(/this process is already at work in x[\s\S]*another thread/)
    expect(existsSync(file)).toBe(true)
    mine.release()
    expect(await inThread('lock.release()')).toBe('held')
    expect(readdirSync(dirname(file))).toEqual([])
  })

  it.runIf(process.platform === 'linux')('of a thread that has ended is free, however it ended', async () => {
    const file = path()
    const module = JSON.stringify(join(import.meta.dirname, '../../../dist/src/core/files/lock.js'))
    const start = async (andThen: string) => {
      const script = `import(${module}).then(({ takeLock }) => {
        takeLock(${JSON.stringify(file)}, 'x')
        require('node:worker_threads').parentPort.postMessage('held')
        ${andThen}
      })`
      const worker = new Worker(script, { eval: true })
      const ended = new Promise((done) => worker.once('exit', done))
      await once(worker, 'message')
      return { worker, ended }
    }
    const { worker } = await start('setInterval(() => {}, 1000)')
    expect(() => takeLock(file, 'x')).toThrow(/this process is already at work/)
    await worker.terminate()
    takeLock(file, 'x').release()
    await (await start('')).ended
    takeLock(file, 'x').release()
  })

  it('of a process with this number is one of before where it is older than this process, if nothing else tells', () => {
    const file = path()
    const { started: _, ...unknown } = thisProcess()
    writeFileSync(file, JSON.stringify({ ...unknown, by: 'another' }))
    expect(() => takeLock(file, 'x')).toThrow(/this process is already at work/)
    const before = Date.now() / 1000 - process.uptime() - 60
    utimesSync(file, before, before)
    takeLock(file, 'x').release()
  })

  it('that is left behind goes to one of many that want it', async () => {
    const file = path()
    writeFileSync(file, JSON.stringify(gone))
    const module = JSON.stringify(join(import.meta.dirname, '../../../dist/src/core/files/lock.js'))
    // Each says whether it got it, and holds it until all have tried.
    const script = `import(${module}).then(({ takeLock }) => {
      try { takeLock(${JSON.stringify(file)}, 'x'); console.log('held'); setTimeout(() => {}, 3000) }
      catch (error) { console.log(error.code) }
    })`
    const runs = await Promise.all(
      Array.from({ length: 8 }, () => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])),
    )
    expect(runs.map(({ stdout }) => stdout.trim()).sort()).toEqual([...Array(7).fill('configuration'), 'held'])
    expect(readdirSync(join(file, '..'))).toEqual(['lock'])
  })
})

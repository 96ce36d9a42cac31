import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { writeWhole } from '../../../src/core/files/whole-file.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { incompletePath } from '../../../src/core/records/output-names.js'
import { createRecordWriter } from '../../../src/core/records/writer.js'
import { temporaryFolder } from '../../helpers/folder.js'

const folder = () => temporaryFolder('writer')

describe('writing records', () => {
  it.each(['out.ndjson', 'out.ndjson.gz'])('gives %s its name only on commit', async (name) => {
    const path = join(folder(), name)
    writeFileSync(path, 'previous')
    const writer = createRecordWriter(path)
    for (let i = 0; i < 5000; i++) await writer.write({ i, text: 'line\nbreak' })
    expect(readFileSync(path, 'utf8')).toBe('previous')
    await writer.commit()
    const bytes = readFileSync(path)
    const lines = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trimEnd().split('\n')
    expect(lines).toHaveLength(5000)
    expect(JSON.parse(lines[4999] as string)).toEqual({ i: 4999, text: 'line\nbreak' })
  })

  it('leaves nothing behind after abort', async () => {
    const path = join(folder(), 'out.ndjson')
    const writer = createRecordWriter(path)
    await writer.write({ a: 1 })
    await writer.abort()
    expect(readdirSync(join(path, '..'))).toEqual([])
  })

  it('says so where somebody moves or replaces what it writes, and touches neither that nor the last output', async () => {
    const here = folder()
    const path = join(here, 'out.ndjson')
    writeFileSync(path, 'previous')
    const partial = `${path}.partial`
    for (const interfere of [
      () => rmSync(partial),
      () => renameSync(partial, join(here, 'moved')),
      () => {
        rmSync(partial)
        writeFileSync(partial, 'mine')
      },
    ]) {
      const writer = createRecordWriter(path)
      await writer.write({ a: 1 })
      interfere()
      await expect(writer.commit()).rejects.toMatchObject({
        code: 'io',
        found: expect.stringContaining('was moved or replaced') as string,
      })
      expect(readFileSync(path, 'utf8')).toBe('previous')
    }
    expect(readFileSync(partial, 'utf8')).toBe('mine')
    expect(readdirSync(here).sort()).toEqual(['moved', 'out.ndjson', 'out.ndjson.partial'])
  })

  it('refuses another’s file in a folder where only owners may replace theirs, before anything is written', () => {
    const user = vi.spyOn(process, 'geteuid').mockReturnValue(65_534)
    try {
      for (const name of ['out.ndjson', 'out.ndjson.rejected.ndjson']) {
        const here = folder()
        chmodSync(here, 0o1777)
        writeFileSync(join(here, name), '{"line":1,"reason":"x"}\n')
        expect(() => createRecordWriter(join(here, 'out.ndjson'))).toThrow(`${join(here, name)} is in the way`)
        expect(readdirSync(here)).toEqual([name])
      }
    } finally {
      user.mockRestore()
    }
  })

  it('names the path it cannot write', async () => {
    expect(() => createRecordWriter('/nowhere/out.ndjson')).toThrow(/cannot write \/nowhere\/out\.ndjson/)
  })

  it('fails loudly on a full disk', async () => {
    const writer = createRecordWriter('/dev/full')
    await expect(
      (async () => {
        for (let i = 0; i < 1000; i++) await writer.write({ text: 'x'.repeat(1000) })
        await writer.commit()
      })(),
    ).rejects.toMatchObject({ code: 'io' })
  })

  it('waits for a slow reader', async () => {
    let held = 0
    let most = 0
    const slow = new Writable({
      highWaterMark: 1024,
      write(chunk, _encoding, done) {
        held += chunk.length
        most = Math.max(most, this.writableLength)
        setImmediate(done)
      },
    })
    const writer = createRecordWriter(slow)
    for (let i = 0; i < 2000; i++) await writer.write({ text: 'x'.repeat(100) })
    await writer.commit()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(held).toBe(2000 * '{"text":""}\n'.length + 2000 * 100)
    expect(most).toBeLessThan(64 * 1024)
  })

  it('gives the output and what was set aside their names together', async () => {
    const here = folder()
    const path = join(here, 'out.ndjson')
    const first = createRecordWriter(path)
    await first.write({ a: 1 })
    await first.setAside({ line: 2, reason: 'odd' })
    expect(readdirSync(here).filter((name) => !name.endsWith('.partial') && !name.endsWith('.lock'))).toEqual([])
    await first.commit()
    expect(readdirSync(here).sort()).toEqual(['out.ndjson', 'out.ndjson.rejected.ndjson'])
    const second = createRecordWriter(path)
    await second.write({ a: 2 })
    await second.commit()
    expect(readdirSync(here)).toEqual(['out.ndjson'])
  })

  it('leaves the last whole files when it ends early, and puts what there is beside them', async () => {
    const here = folder()
    const path = join(here, 'out.ndjson')
    writeFileSync(path, 'previous')
    writeFileSync(`${path}.rejected.ndjson`, '{"line":1,"reason":"odd"}')
    const writer = createRecordWriter(path)
    await writer.write({ a: 1 })
    expect(await writer.keepIncomplete()).toEqual([join(here, 'out.rationale-incomplete.ndjson')])
    expect(readFileSync(path, 'utf8')).toBe('previous')
    expect(readFileSync(`${path}.rejected.ndjson`, 'utf8')).toBe('{"line":1,"reason":"odd"}')
    expect(readFileSync(join(here, 'out.rationale-incomplete.ndjson'), 'utf8')).toBe('{"a":1}\n')
    expect(readdirSync(here)).toHaveLength(3)
  })

  it('what an earlier run left unfinished goes when a later one is finished', async () => {
    const here = folder()
    const path = join(here, 'out.ndjson')
    const cut = createRecordWriter(path)
    await cut.write({ a: 1 })
    await cut.setAside({ line: 2, reason: 'odd' })
    expect(await cut.keepIncomplete()).toHaveLength(2)
    const whole = createRecordWriter(path)
    await whole.write({ a: 1 })
    await whole.commit()
    expect(readdirSync(here)).toEqual(['out.ndjson'])
  })

  it.each([
    ['out.ndjson.gz', 'out.rationale-incomplete.ndjson.gz'],
    ['/a.b/out', '/a.b/out.rationale-incomplete'],
    ['out.jsonl', 'out.rationale-incomplete.jsonl'],
  ])('names what is incomplete of %s %s', (path, name) => expect(incompletePath(path)).toBe(name))

  it('follows a symbolic link, also to a file that is not there yet', async () => {
    const here = folder()
    mkdirSync(join(here, 'real'))
    const link = join(here, 'link.ndjson')
    symlinkSync('real/out.ndjson', link)
    for (const value of [1, 2]) {
      const writer = createRecordWriter(link)
      await writer.write({ value })
      await writer.commit()
      expect(lstatSync(link).isSymbolicLink()).toBe(true)
      expect(readFileSync(join(here, 'real/out.ndjson'), 'utf8')).toBe(`{"value":${value}}\n`)
    }
  })

  it('follows no link that stands in the place of what is set aside: the link is replaced', async () => {
    for (const kept of ['', '{"line":1,"reason":"mine"}\n', 'notes\n']) {
      const here = folder()
      const [path, keep] = [join(here, 'out.ndjson'), join(here, 'keep.txt')]
      writeFileSync(keep, kept)
      for (const bad of [1, 0]) {
        symlinkSync('keep.txt', `${path}.rejected.ndjson`)
        const writer = createRecordWriter(path)
        await writer.write({ value: 1 })
        if (bad > 0) await writer.setAside({ line: 2, reason: 'odd' })
        await writer.commit()
        expect(readFileSync(keep, 'utf8')).toBe(kept)
        expect(readdirSync(here)).toHaveLength(2 + bad)
        rmSync(`${path}.rejected.ndjson`, { force: true })
      }
    }
  })

  it('leaves a lock of somebody else', () => {
    for (const theirs of ['{"pid":7,"user":"me"}\n{"pid":8,"user":"you"}\n', '{"pid":7}', 'notes']) {
      const path = join(folder(), 'out.ndjson')
      writeFileSync(`${path}.lock`, theirs)
      expect(() => createRecordWriter(path)).toThrow(/out\.ndjson\.lock is in the way/)
      expect(readFileSync(`${path}.lock`, 'utf8')).toBe(theirs)
    }
  })

  it('takes an output from no other writer', async () => {
    const path = join(folder(), 'out.ndjson')
    const writer = createRecordWriter(path)
    expect(() => createRecordWriter(path)).toThrow(/this process is already at work/)
    await writer.commit()
    await createRecordWriter(path).abort()
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  it('finishes what a killed writer had begun to name, and drops what it had not', async () => {
    const here = folder()
    const path = join(here, 'out.ndjson')
    const gone = { pid: 2 ** 22 + 1, host: (await import('node:os')).hostname() }
    writeFileSync(`${path}.rejected.ndjson.partial`, '{"line":1,"reason":"odd"}')
    writeFileSync(path, 'already named')
    writeFileSync(`${path}.lock`, JSON.stringify({ ...gone, intent: { kind: 'commit', aside: true } }))
    await createRecordWriter(path).abort()
    expect(readdirSync(here).sort()).toEqual(['out.ndjson', 'out.ndjson.rejected.ndjson'])
    expect(readFileSync(`${path}.rejected.ndjson`, 'utf8')).toBe('{"line":1,"reason":"odd"}')

    writeFileSync(`${path}.partial`, 'half a li')
    writeFileSync(`${path}.lock`, JSON.stringify(gone))
    await createRecordWriter(path).abort()
    expect(readFileSync(path, 'utf8')).toBe('already named')
    expect(readdirSync(here).sort()).toEqual(['out.ndjson', 'out.ndjson.rejected.ndjson'])
  })

  it.each([
    'out.ndjson.partial',
    'out.ndjson.rejected.ndjson.partial',
    'out.ndjson.rejected.ndjson',
    'out.ndjson.lock',
    `out.ndjson.lock.${process.pid}`,
  ])('leaves %s alone where no run of ours left it, and says so', (name) => {
    const here = folder()
    const path = join(here, 'out.ndjson')
    writeFileSync(join(here, name), '{"id":"of somebody else"}\n')
    for (const open of [createRecordWriter, (file: string) => writeWhole(file, 'x')]) {
      if (open !== createRecordWriter && name.includes('rejected')) continue
      expect(() => open(path)).toThrow(expect.objectContaining({ code: 'configuration' }))
      expect(() => open(path)).toThrow(`${name} is in the way`)
      expect(readFileSync(join(here, name), 'utf8')).toBe('{"id":"of somebody else"}\n')
      expect(readdirSync(here)).toEqual([name])
    }
  })

  it('leaves drafts of other locks and what is incomplete of others alone', async () => {
    const here = folder()
    const others = ['out.incomplete.ndjson', 'out.ndjson.99999999.partial', 'out.ndjson.lock.99999999']
    for (const name of others) writeFileSync(join(here, name), 'of somebody else')
    const writer = createRecordWriter(join(here, 'out.ndjson'))
    await writer.write({ a: 1 })
    await writer.commit()
    expect(readdirSync(here).sort()).toEqual([...others, 'out.ndjson'].sort())
  })

  it('does nothing that a lock from elsewhere asks for', async () => {
    const here = folder()
    const path = join(here, 'out.ndjson')
    writeFileSync(join(here, 'mine'), 'mine')
    const intent = { renames: [[join(here, 'mine'), join(here, 'yours')]], stale: [join(here, 'mine')] }
    writeFileSync(
      `${path}.lock`,
      JSON.stringify({ pid: 2 ** 22 + 1, host: (await import('node:os')).hostname(), intent }),
    )
    await createRecordWriter(path).abort()
    expect(readdirSync(here)).toEqual(['mine'])
  })

  it('writes only what can be read, and nothing that a terminal obeys', async () => {
    const path = join(folder(), 'out.ndjson')
    const writer = createRecordWriter(path)
    const text = 'a\ud800b\0c \u001b[31m \u009b31m \u202e \u007f \\ud800 \\u0000'
    await writer.write({ id: 'x', text, 'k\udfff': [text] })
    await writer.commit()
    const line = readFileSync(path, 'utf8')
    expect(line.trimEnd()).toMatch(/^[\x20-\x7e\ufffd]*$/)
    const records = []
    const onReject = () => expect.unreachable()
    for await (const { record } of readRecords(Readable.from([Buffer.from(line)]), z.unknown(), { onReject }))
      records.push(record)
    const mended = text.replace('\ud800', '\ufffd').replace('\0', '\ufffd')
    expect(records).toEqual([{ id: 'x', text: mended, 'k\ufffd': [mended] }])
  })
})

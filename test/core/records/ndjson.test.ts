import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createRecordWriter, type LineNote, type ReadOptions, readRecords } from '../../../src/core/records/ndjson.js'
import { documentSchema } from '../../../src/core/records/types.js'

const folder = () => mkdtempSync(join(tmpdir(), 'ndjson-'))

async function read(input: string | Buffer, options: ReadOptions = {}) {
  const rejects: LineNote[] = []
  const notices: LineNote[] = []
  const records = []
  const source = Readable.from(pieces(Buffer.from(input)))
  const notes = { onReject: (n: LineNote) => rejects.push(n), onNotice: (n: LineNote) => notices.push(n) }
  for await (const { record, line } of readRecords(source, documentSchema, { ...notes, ...options }))
    records.push({ line, id: record.id, text: record.text })
  return { records, rejects, notices }
}

/** Odd-sized pieces, so that lines, characters and gzip's header are cut anywhere. */
function* pieces(bytes: Buffer) {
  for (let i = 0, size = 1; i < bytes.length; i += size, size = (size * 7 + 3) % 65536 || 1)
    yield bytes.subarray(i, i + size)
}

const document = (id: string, text = 'x') => JSON.stringify({ id, text })

describe('reading records', () => {
  it('keeps unknown fields', async () => {
    const source = Readable.from([Buffer.from('{"id":"a","text":"b","extra":[1,{"c":2}]}\n')])
    for await (const { record } of readRecords(source, documentSchema))
      expect(record).toEqual({ id: 'a', text: 'b', extra: [1, { c: 2 }] })
  })

  it.each([
    ['bad JSON', '{"id":', /not JSON/],
    ['a lone surrogate', '{"id":"b","text":"\\ud800"}', /lone surrogate/],
    ['a lone surrogate in a nested key', '{"id":"b","text":"x","more":{"\\uDC00":1}}', /lone surrogate/],
    ['NUL', '{"id":"b","text":"\\u0000"}', /NUL/],
    ['a raw NUL', '{"id":"b","text":"\0"}', /not JSON/],
    ['a missing field', '{"id":"b"}', /text: .*expected string/i],
    ['a field of the wrong type', '{"id":"b","text":3}', /text: /],
    ['an empty id', '{"id":"","text":"x"}', /id: /],
    ['a duplicate id', document('a'), /duplicate id "a"/],
    ['not an object', '[1]', /expected object/i],
  ])('sets aside %s with its line and the reason, and reads on', async (_name, bad, reason) => {
    const { records, rejects } = await read([document('a'), bad, document('z')].join('\n'))
    expect(records.map((r) => [r.line, r.id])).toEqual([
      [1, 'a'],
      [3, 'z'],
    ])
    expect(rejects).toHaveLength(1)
    expect(rejects[0]?.line).toBe(2)
    expect(rejects[0]?.reason).toMatch(reason)
  })

  it('accepts a surrogate pair written as escapes', async () => {
    const { records, rejects } = await read('{"id":"a","text":"\\ud83d\\ude00"}')
    expect(rejects).toEqual([])
    expect(records[0]?.text).toBe('😀')
  })

  it('sets aside bytes that are not UTF-8', async () => {
    const { rejects } = await read(
      Buffer.concat([Buffer.from('{"id":"a","text":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}\n')]),
    )
    expect(rejects).toEqual([{ line: 1, reason: 'not valid UTF-8' }])
  })

  it('counts a byte-order mark, CRLF and blank lines, and reads on', async () => {
    const { records, rejects, notices } = await read(`\uFEFF${document('a')}\r\n\r\n${document('b')}\r\n`)
    expect(records.map((r) => r.id)).toEqual(['a', 'b'])
    expect(rejects).toEqual([])
    expect(notices.map((n) => n.reason)).toEqual(['byte-order mark', 'CRLF line ends', 'blank line'])
  })

  it('sets aside a 50 MB line without holding it', async () => {
    const { records, rejects } = await read(`${document('a')}\n${'y'.repeat(50e6)}\n${document('b')}`)
    expect(records.map((r) => [r.line, r.id])).toEqual([
      [1, 'a'],
      [3, 'b'],
    ])
    expect(rejects[0]?.reason).toMatch(/50000000 bytes is longer/)
  })

  it('reads gzip by content, several members too', async () => {
    const bytes = Buffer.concat([gzipSync(`${document('a')}\n`), gzipSync(document('b', 'ünï'))])
    expect((await read(bytes)).records.map((r) => r.text)).toEqual(['x', 'ünï'])
  })

  it('stops at a gzip bomb and keeps what came before', async () => {
    const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'z'))
    const bomb = Buffer.concat([gzipSync(`${document('a')}\n`), ...Array.from({ length: 32 }, () => zeros)])
    const { records, rejects } = await read(bomb)
    expect(records.map((r) => r.id)).toEqual(['a'])
    expect(rejects).toHaveLength(1)
    expect(rejects[0]?.reason).toMatch(/expands more than 200-fold/)
  })

  it('keeps what could be read of a damaged gzip', async () => {
    const whole = gzipSync(`${document('a')}\n${document('b', 'q'.repeat(1e5))}\n`)
    const { rejects } = await read(whole.subarray(0, whole.length - 20))
    expect(rejects).toHaveLength(1)
    expect(rejects[0]?.reason).toMatch(/gzip is damaged/)
  })

  it('names a file that cannot be read', async () => {
    const reading = readRecords('/nowhere/at/all.ndjson', documentSchema).next()
    await expect(reading).rejects.toMatchObject({
      code: 'io',
      message: expect.stringContaining('/nowhere/at/all.ndjson'),
    })
  })
})

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

  it('names the path it cannot write', async () => {
    const writer = createRecordWriter('/nowhere/out.ndjson')
    await expect(
      (async () => {
        await writer.write({ a: 1 })
        await writer.commit()
      })(),
    ).rejects.toMatchObject({ code: 'io', message: expect.stringContaining('/nowhere/out.ndjson') })
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
})

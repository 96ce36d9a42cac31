import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type LineNote, type ReadOptions, readRecords } from '../../../src/core/records/ndjson.js'
import { documentSchema } from '../../../src/core/records/types.js'

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
    ['a number without end', '{"id":1e400,"text":"x"}', /a number beyond/],
    ['a number of 400 digits', `{"id":"b","text":"x","more":[-${'9'.repeat(400)}.5]}`, /a number beyond/],
    ['a missing field', '{"id":"b"}', /text: expected text, found nothing/],
    ['a field of the wrong type', '{"id":"b","text":3}', /text: expected text, found a number/],
    ['an empty id', '{"id":"","text":"x"}', /id: is empty/],
    ['a duplicate id', document('a'), /duplicate id "a"/],
    ['not an object', '[1]', /record: expected an object, found a list/],
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
    expect(rejects).toEqual([{ line: 1, reason: expect.stringMatching(/^not valid UTF-8 .*iconv/) }])
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

  it('sets aside a record nested deeper than the stack, and reads on', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const bad = `{"id":"b","text":"x","deep":${deep},"more":"\\ud800"}`
    const { records, rejects } = await read([document('a'), bad, document('c')].join('\n'))
    expect(records.map(({ id }) => id)).toEqual(['a', 'c'])
    expect(rejects).toEqual([{ line: 2, id: 'b', reason: 'lone surrogate in a string' }])
  })

  it('waits until a bad line is set aside before it reads on', async () => {
    let open = 0
    let most = 0
    const source = Readable.from([Buffer.from('{\n'.repeat(2000))])
    const onReject = async () => {
      most = Math.max(most, ++open)
      await new Promise((resolve) => setImmediate(resolve))
      open--
    }
    for await (const _ of readRecords(source, documentSchema, { onReject })) expect.unreachable()
    expect(most).toBe(1)
  })

  it('reads the good members of a gzip that garbage follows', async () => {
    const good = [gzipSync(`${document('a')}\n`), gzipSync(`${document('b')}\n`)]
    const { records, rejects } = await read(Buffer.concat([...good, Buffer.from('no gzip at all')]))
    expect(records.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(rejects).toEqual([{ line: 3, reason: 'bytes behind the gzip data are no gzip: not read' }])
  })

  it('takes zeros behind a gzip for padding', async () => {
    const { records, rejects } = await read(Buffer.concat([gzipSync(document('a')), Buffer.alloc(1000)]))
    expect(records.map(({ id }) => id)).toEqual(['a'])
    expect(rejects).toEqual([])
  })

  it('reads a gzip with a file name, a comment and extra fields in its header', async () => {
    const plain = gzipSync(document('a'))
    const header = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 4 + 8 + 16, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3]),
      Buffer.from('name\0comment\0'),
    ])
    expect((await read(Buffer.concat([header, plain.subarray(10)]))).records.map(({ id }) => id)).toEqual(['a'])
  })

  it.each([
    ['checksum', 8, /wrong checksum/],
    ['length', 4, /wrong length/],
  ])('keeps what it read of a gzip with a wrong %s, and says so', async (_name, fromEnd, reason) => {
    const bytes = gzipSync(`${document('a')}\n`)
    bytes.writeUInt32LE(7, bytes.length - fromEnd)
    const { records, rejects } = await read(bytes)
    expect(records.map(({ id }) => id)).toEqual(['a'])
    expect(rejects[0]?.reason).toMatch(reason)
  })

  it('passes over line ends in bulk: nothing is made of each', async () => {
    const chunk = Buffer.alloc(1 << 20, '\n')
    const chunks = (function* () {
      for (let i = 0; i < 200; i++) yield chunk
      yield Buffer.from(document('a'))
    })()
    let notices = 0
    const seen = []
    for await (const { line } of readRecords(Readable.from(chunks), documentSchema, { onNotice: () => notices++ }))
      seen.push(line)
    expect(seen).toEqual([200 * (1 << 20) + 1])
    expect(notices).toBe(1)
  })

  it.each([
    ['little-endian, with a mark', Buffer.from(`\ufeff${document('a')}`, 'utf16le')],
    ['little-endian', Buffer.from(document('a'), 'utf16le')],
    ['big-endian', Buffer.from(document('a'), 'utf16le').swap16()],
    ['inside gzip', gzipSync(Buffer.from(document('a'), 'utf16le'))],
  ])('says that a file is UTF-16: %s', async (_name, bytes) => {
    const { records, rejects } = await read(bytes)
    expect(records).toEqual([])
    expect(rejects).toEqual([{ line: 1, reason: expect.stringContaining('UTF-16, not UTF-8') }])
  })

  it('says that a file is Parquet, and how to convert it', async () => {
    const { records, rejects } = await read('PAR1\u0015\u0004\n{}\nPAR1')
    expect(records).toEqual([])
    expect(rejects).toEqual([{ line: 1, reason: expect.stringMatching(/^Parquet, not text.*duckdb/) }])
  })

  it.each(['a.csv', 'a.tsv', 'a.csv.gz'])(
    'refuses a table by its name, and says how to convert it: %s',
    async (file) => {
      const all = async () => {
        for await (const _ of readRecords(file, documentSchema));
      }
      await expect(all()).rejects.toMatchObject({ code: 'input', remedy: expect.stringContaining(`FROM '${file}'`) })
    },
  )

  it('takes no text for Parquet that begins with its letters', async () => {
    const { rejects } = await read('PAR1 of four\n')
    expect(rejects).toEqual([{ line: 1, reason: expect.not.stringContaining('Parquet') }])
  })

  it('keeps integers apart that a number cannot hold', async () => {
    const line =
      '{"id":9007199254740993,"near":9007199254740991,"also":"\\"9007199254740993\\\\","x":0.12345678901234567,"y":1e0000000000000000001}'
    const source = Readable.from([Buffer.from(`${line}\n${line.replace('993', '992')}`)])
    const records = []
    for await (const { record } of readRecords(source, z.looseObject({ id: z.unknown() }))) records.push(record)
    expect(records.map(({ id }) => id)).toEqual(['9007199254740993', '9007199254740992'])
    expect(records[0]).toMatchObject({
      near: 9007199254740991,
      also: '"9007199254740993\\',
      x: expect.any(Number),
      y: 10,
    })
  })
})

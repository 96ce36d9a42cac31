import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Item } from '../../extraction/outcome.js'
import { hubDocuments } from '../../extraction/sources/hub.js'
import { fromDocuments, openSource, toItems } from '../../extraction/sources/items.js'
import { splitDocument } from '../../extraction/sources/split.js'
import { temporaryFolder } from '../helpers/folder.js'

const folder = temporaryFolder('extraction-sources')

const fields = { text: 'text', id: 'id' }
async function read(path: string, more: object = {}): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of toItems(openSource(path, { ...fields, ...more }), { maxCharacters: 2000 })) items.push(item)
  return items
}
const shown = (items: readonly Item[]) =>
  items.map((item) =>
    'rejected' in item
      ? `! ${item.rejected.id} ${item.rejected.reason}`
      : `${item.document.id} [${item.document.source}] ${item.document.text}`,
  )
function file(name: string, contents: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, contents)
  return path
}

describe('sources', () => {
  it('NDJSON: every line is a document or a reason with its line number, in order', async () => {
    const lines = [
      '\ufeff{"id":"a","text":"one"}\r',
      '',
      'no',
      '{"id":"b"}',
      '{"id":"c","text":"\\ud800"}',
      '{"id":"a","text":"two"}',
      '{"text":"three","source":"news"}',
      '{"id":7,"text":"four"}',
    ]
    const items = shown(await read(file('docs.ndjson', lines.join('\n'))))
    expect(items).toEqual([
      'a [docs] one',
      expect.stringMatching(/^! line 3 line 3: not JSON/),
      '! b line 4: no field "text" (fields: id)',
      '! c line 5: lone surrogate in a string',
      '! a duplicate id',
      expect.stringMatching(/^[0-9a-f]{24} \[news\] three$/),
      '7 [docs] four',
    ])
  })

  it('NDJSON that is compressed, under another field', async () => {
    const path = file('other.jsonl.gz', gzipSync('{"id":"x","body":"hello"}\n'))
    expect(shown(await read(path, { text: 'body', sourceName: 'given' }))).toEqual(['x [given] hello'])
  })

  it('CSV and TSV columns; a cell may hold line breaks and quotes', async () => {
    expect(shown(await read(file('news.csv', 'id,text,source\n1,"Two\nlines, ""quoted""",wire\n2,,wire\n')))).toEqual([
      '1 [wire] Two\nlines, "quoted"',
      '2 [wire] ',
    ])
    expect(shown(await read(file('news.tsv', 'id\ttext\n1\tHe said "hi\n2\tnext\n')))).toEqual([
      '1 [news] He said "hi',
      '2 [news] next',
    ])
    // FinGPT's tables: a nameless index, a text column with another name
    const fingpt = file(
      'headlines.csv.gz',
      gzipSync(',headline,date\n0,Shares rise,2014-01-01\n1,Shares fall,2014-01-02\n'),
    )
    expect(shown(await read(fingpt, { text: 'headline' })).map((each) => each.slice(25))).toEqual([
      '[headlines] Shares rise',
      '[headlines] Shares fall',
    ])
  })

  it('Parquet inside gzip is told as what it is', async () => {
    const path = join(folder, 'table.parquet.gz')
    writeFileSync(path, gzipSync('PAR1'))
    await expect(read(path)).rejects.toThrow(/Parquet inside gzip[\s\S]*gunzip --keep/)
  })

  it('folders of text and Markdown: a file is a document, ids hold within files', async () => {
    const path = join(folder, 'corpus')
    mkdirSync(join(path, 'deep'), { recursive: true })
    writeFileSync(join(path, 'b.md'), '# Title\n\nText.')
    writeFileSync(join(path, 'deep', 'a.txt'), 'Plain.')
    writeFileSync(join(path, 'c.jsonl'), '{"id":"1","text":"one"}')
    writeFileSync(join(path, 'deep', 'd.jsonl'), '{"id":"1","text":"other one"}')
    writeFileSync(join(path, 'bad.txt'), Buffer.from([0xe9, 0xfe, 0x00]))
    writeFileSync(join(path, 'image.png'), 'x')
    expect(shown(await read(path))).toEqual([
      'b.md [b] # Title\n\nText.',
      '! bad.txt bad.txt: not valid UTF-8 (if it is Latin-1: iconv -f LATIN1 -t UTF-8 converts it)',
      'c.jsonl:1 [c] one',
      'deep/a.txt [a] Plain.',
      'deep/d.jsonl:1 [d] other one',
    ])
  })

  it('CSV: a row that cannot be taken costs itself alone', async () => {
    const rows = [
      'id,text',
      'a,one',
      `b,"${'x'.repeat(17 * 1024 * 1024)}"`,
      'c,three',
      `d${','.repeat(100_001)}`,
      'e,f\u00fcnf',
    ]
    const bytes = Buffer.concat([
      Buffer.from(`${rows.join('\n')}\n`),
      Buffer.from('f,caf\u00e9\n', 'latin1'),
      Buffer.from('g,seven\n'),
    ])
    expect(shown(await read(file('t.csv', bytes)))).toEqual([
      'a [t] one',
      expect.stringMatching(/^! row 2 row 2: row of 178\d+ bytes is longer than 16777216$/),
      'c [t] three',
      '! row 4 row 4: row of more than 100000 cells',
      'e [t] f\u00fcnf',
      expect.stringMatching(/^! row 6 row 6: not valid UTF-8 .*iconv/),
      'g [t] seven',
    ])
  })

  it.each([
    ['LF', '\n', 'a\rb'],
    ['CRLF', '\r\n', 'a\nb'],
    ['CR', '\r', 'a b'],
  ])('CSV: line ends of the table are those of its first row: %s', async (_name, end, cell) => {
    const rows = ['\ufeffid,text', '', `1,${cell}`, `2,"x ""y"" ${end}"`, '3,say "hi"', '4,"a"b"c', '', '5,last']
    expect((await read(file('t.csv', rows.join(end)))).map((each) => 'document' in each && each.document.text)).toEqual(
      [cell, `x "y" ${end}`, 'say "hi"', '"a"b"c', 'last'],
    )
  })

  it('CSV: a quote that is never closed is told, and so is UTF-16', async () => {
    const read1 = shown(await read(file('t.csv', 'id,text\na,one\nb,"two\nc,three\n')))
    expect(read1).toEqual(['a [t] one', expect.stringMatching(/^! row 2 row 2: Quote Not Closed/)])
    const read2 = shown(await read(file('u.csv', Buffer.from('id,text\na,one\n', 'utf16le'))))
    expect(read2).toEqual([expect.stringMatching(/UTF-16, not UTF-8/)])
  })

  it('CSV: a gzip bomb of line ends is refused, and nothing is made of each', async () => {
    const zeros = gzipSync(Buffer.alloc(16 * 1024 * 1024, '\n'))
    const bomb = Buffer.concat([gzipSync('id,text\na,one\n'), ...Array.from({ length: 16 }, () => zeros)])
    expect(shown(await read(file('t.csv.gz', bomb)))).toEqual([
      'a [t] one',
      expect.stringMatching(/the table cannot be read further: gzip expands more than 200-fold/),
    ])
  })

  it('JSON: ids that a number cannot hold stay apart', async () => {
    const ids = ['9007199254740992', '9007199254740993']
    const sourced = await read(file('t.ndjson', ids.map((id) => `{"id":${id},"text":"x ${id}"}`).join('\n')))
    expect(sourced.map((each) => 'document' in each && each.document.id)).toEqual(ids)
  })

  it('Parquet by column', async () => {
    const path = join(folder, 'questions.parquet')
    copyFileSync(join(import.meta.dirname, '../fixtures/benchmarks/mmlu-pro.parquet'), path)
    const items = await read(path, { text: 'question', id: 'question_id' })
    expect(items.length).toBeGreaterThan(0)
    expect(
      items.every(
        (item) => 'document' in item && item.document.text.length > 10 && item.document.source === 'questions',
      ),
    ).toBe(true)
    await expect(read(file('broken.parquet', 'PAR1nothing'))).rejects.toMatchObject({ code: 'input' })
    await expect(read(path)).rejects.toThrow(/no column "text"[\s\S]*question_id, question/)
  })

  it.each(['gzip', 'brotli'])('Parquet with pages compressed by %s', async (codec) => {
    const path = join(import.meta.dirname, `../fixtures/extraction/${codec}.parquet`)
    expect(shown(await read(path, { text: 'body' }))).toEqual([
      `1 [first] ${'The text of the first row. '.repeat(4)}`,
      '2 [second] The second row.',
    ])
  })

  it('a table without the column of the text is refused by itself, and set aside row by row in a folder', async () => {
    const alone = file('alone.csv', 'date,source,content\n2020,Reuters,Rates rose.\n')
    await expect(read(alone)).rejects.toMatchObject({ code: 'configuration', found: 'date, source, content' })
    const folder = join(alone, '../tables')
    mkdirSync(folder)
    copyFileSync(alone, join(folder, 'a.csv'))
    writeFileSync(join(folder, 'b.csv'), 'text\nRates fell.\n')
    expect(shown(await read(folder))).toEqual([
      '! a.csv:row 1 row 1: no field "text" (fields: date, source, content)',
      expect.stringMatching(/^b\.csv:.* \[b\] Rates fell\.$/),
    ])
  })

  it('a text that is repeated without an id of its own is left to the pre-filter, a repeated id is set aside', async () => {
    const path = file(
      'repeated.ndjson',
      '{"text":"Twice."}\n{"text":"Twice."}\n{"id":"a","text":"x"}\n{"id":"a","text":"y"}\n',
    )
    const items = shown(await read(path))
    expect(items[0]).toBe(items[1])
    expect(items.slice(2)).toEqual(['a [repeated] x', '! a duplicate id'])
  })

  it('an id made from the content is that of the text, however its accents are encoded and its lines are wrapped', async () => {
    const ids: unknown[] = []
    const texts = ['A caf\u00e9 sells\ntea.', 'A cafe\u0301 sells tea.', 'A cafe sells tea.']
    for await (const each of fromDocuments(texts.map((text) => ({ text }))))
      ids.push('document' in each && each.document.id)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
  })

  it('say what is wrong with an address or a path', async () => {
    await expect(read(join(folder, 'missing.ndjson'))).rejects.toMatchObject({ code: 'io' })
    await expect(hubDocuments('hf://models/x', fields).next()).rejects.toMatchObject({ code: 'configuration' })
  })
})

describe('splitting', () => {
  it('cuts between paragraphs, then sentences, then words, and loses nothing but white space', () => {
    const paragraphs = [
      'First paragraph here.',
      `Second one. ${'It has a sentence. '.repeat(5)}`,
      'x'.repeat(70),
      'Last.',
    ]
    const parts = splitDocument({ id: 'd', text: paragraphs.join('\n\n') }, 60)
    expect(parts.every(({ text }) => text.length <= 60)).toBe(true)
    expect(parts[0]).toEqual({ id: 'd#1', text: expect.stringMatching(/^First paragraph here\.\n\nSecond one\./) })
    expect(splitDocument({ id: 'd', text: 'short' }, 60)).toEqual([{ id: 'd', text: 'short' }])
    const texts = (text: string) => splitDocument({ id: 'd', text }, 16).map((part) => part.text)
    expect(texts('one two three\r\n\r\nfour five six')).toEqual(['one two three', 'four five six'])
    expect(texts('收入增长百分之八很好。因此利润上升很多。')).toEqual(['收入增长百分之八很好。', '因此利润上升很多。'])
    const withoutSpace = (text: string) => text.replace(/\s/g, '')
    fc.assert(
      fc.property(fc.array(fc.constantFrom('word', 'ends. ', '\n\n', ' ', 'longerword', '\u{1F600}')), (pieces) => {
        const text = pieces.join('')
        const all = splitDocument({ id: 'd', text }, 16)
        expect(all.every((part) => part.text.length <= 16 && part.text.isWellFormed())).toBe(true)
        expect(withoutSpace(all.map((part) => part.text).join(''))).toBe(withoutSpace(text))
      }),
    )
  })
})

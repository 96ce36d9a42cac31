import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import { rowsOfFile } from '../../extraction/market/rows.js'
import { collectNews, type NewsSource, newsKinds } from '../../extraction/news/index.js'
import { politeHttp, type Seen } from '../../extraction/news/polite-http.js'
import { type NewsRecord, newsRecordSchema } from '../../extraction/news/record.js'
import { RationaleError } from '../core/errors.js'
import { readJsonFile } from '../core/files/json-file.js'
import { writeWhole } from '../core/files/whole-file.js'
import { readRecords } from '../core/records/ndjson.js'
import { sha256 } from '../core/records/sha256.js'
import { createRecordWriter } from '../core/records/writer.js'
import { packageVersion } from '../core/version.js'
import * as command from './command.js'
import { tellFew } from './few.js'

const stateSchema = z.object({
  /** SHA-256 of the records that these pages gave. */
  output: z.string(),
  seen: z.record(z.string(), z.looseObject({ etag: z.string().optional(), modified: z.string().optional() })),
})

export const fetchNewsCommand = command.defineCommand({
  name: 'fetch-news',
  summary:
    'Fetch news and filings into one file of records: feeds, EDGAR search, XBRL frames, web pages, PDF files. The same command adds what is new.',
  argument: '[sources...]',
  options: z.object({
    sources: z.array(z.string()).min(1, 'give some sources, such as rss:https://HOST/feed.xml').default([]),
    output: z.string().meta({ description: 'records to write, NDJSON; those in it are kept', value: 'file' }),
    contact: z
      .string()
      .regex(/^\S+@\S+$/, 'expected an address such as name@example.org')
      .meta({ description: 'address to write to, told to every server', value: 'address' }),
    tickers: z.string().optional().meta({ description: 'table of columns name and ticker', value: 'file' }),
    rate: z.number().positive().max(10).default(1).meta({ description: 'requests a second to one host', value: 'n' }),
    json: command.jsonOption,
  }),
  async run({ sources, output, contact, tickers, rate, json }, terminal) {
    const state = `${output}.state.json`
    const http = politeHttp({
      agent: `rationale-verifier/${packageVersion()} (${contact})`,
      rate,
      signal: terminal.signal,
    })
    const odd = tellFew(terminal.say)
    const progress = terminal.progress('sources', sources.length)
    // Held from before the records are read: what another run adds meanwhile would be lost.
    const writer = createRecordWriter(output)
    try {
      const collected = await collectNews(sources.map(sourceOf), {
        http,
        known: await recordsIn(output),
        seen: seenIn(state, output),
        tickers: tickers === undefined ? [] : await tableIn(tickers),
        onFailure: (url, reason) => terminal.say(`${url}: ${reason}`),
        onOdd: (url, reason) => odd.tell(`${url}: ${reason}`),
      })
      // What was stopped has failed sources that did not fail.
      terminal.signal.throwIfAborted()
      odd.rest()
      for (const record of collected.records) await writer.write(record)
      await writer.commit()
      writeWhole(state, `${JSON.stringify({ output: hashOf(output), seen: collected.seen }, null, 2)}\n`)
      const { records, added, unchanged, failed, repeated, rejected } = collected
      const clusters = new Set(records.map(({ cluster }) => cluster)).size
      const left = repeated + rejected === 0 ? '' : `; left out: ${repeated} repeated, ${rejected} rejected`
      progress.stop() // before the line: on a terminal the bar would share its own
      if (!json)
        terminal.out.write(
          `${output}: ${records.length} records, ${added} new, in ${clusters} clusters; ${unchanged} sources unchanged, ${failed} failed${left}\n`,
        )
      const exit =
        failed === sources.length
          ? command.EXIT.failed
          : failed + rejected > 0
            ? command.EXIT.partly
            : command.EXIT.done
      return { exit, json: { output, records: records.length, added, clusters, unchanged, failed, repeated, rejected } }
    } catch (error) {
      await writer.abort()
      throw error
    } finally {
      progress.stop()
    }
  },
})

function sourceOf(text: string): NewsSource {
  const [, kind, url = ''] = /^(\w+):(https?:\/\/\S+)$/.exec(text) ?? []
  const known = newsKinds.find((each) => each === kind)
  if (known !== undefined && URL.canParse(url)) return { kind: known, url }
  throw new RationaleError('configuration', `no news source: ${text}`, {
    expected: `one of ${newsKinds.map((each) => `${each}:https://…`).join(', ')}`,
  })
}

async function recordsIn(path: string): Promise<NewsRecord[]> {
  const records: NewsRecord[] = []
  if (!existsSync(path)) return records
  const onReject = ({ line, reason }: { line: number; reason: string }) => {
    throw new RationaleError('input', `line ${line} of ${path} is no news record`, {
      found: reason,
      remedy: 'give another --output',
    })
  }
  for await (const { record } of readRecords(path, newsRecordSchema, { onReject, uniqueIds: false }))
    records.push(record)
  return records
}

/** Without a state, with a damaged one, or where the records are no longer those that it speaks of, every page is fetched again. */
function seenIn(path: string, records: string): Record<string, Seen> {
  try {
    const { output, seen } = stateSchema.parse(readJsonFile(path))
    return output === hashOf(records) ? (seen as Record<string, Seen>) : {} // absent fields are left out in JSON
  } catch {
    return {}
  }
}

const hashOf = (path: string) => sha256(readFileSync(path))

const tickerRow = z.looseObject({ name: z.string().min(1), ticker: z.string().min(1) })

async function tableIn(path: string): Promise<{ name: string; ticker: string }[]> {
  const rows: { name: string; ticker: string }[] = []
  const onReject = (reason: string) => {
    throw new RationaleError('input', `${path} is no table of tickers`, { found: reason })
  }
  for await (const row of rowsOfFile(path, onReject)) {
    const parsed = tickerRow.safeParse(row)
    if (!parsed.success) onReject('a row without name and ticker')
    else rows.push(parsed.data)
  }
  return rows
}

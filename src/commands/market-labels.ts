import { resolve } from 'node:path'
import * as z from 'zod'
import { type EarlyCloses, minutesOf, readEarlyCloses } from '../../extraction/market/early-closes.js'
import { marketLabels } from '../../extraction/market/index.js'
import { readPrices } from '../../extraction/market/prices.js'
import { rowsOfFile } from '../../extraction/market/rows.js'
import { isZone } from '../../extraction/market/zoned-time.js'
import { RationaleError } from '../core/errors.js'
import { refuseSameFile } from '../core/files/same-file.js'
import { createRecordWriter } from '../core/records/writer.js'
import { onThisMachine, parseModelUri, refuseWrongPaths } from '../models/resolve.js'
import * as command from './command.js'
import { tellFew } from './few.js'
import { type CallReport, callAll } from './market-calls.js'

const share = (name: string) =>
  z
    .union([z.string(), z.number()])
    .transform(String)
    .refine((text) => /^\d+(\.\d+)?%?$/.test(text), 'expected a share such as 2% or 0.02')
    .transform((text) => (text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text)))
    .refine((value) => value < 1, `${name} is below 100%`)

const clock = z
  .string()
  .refine((text) => minutesOf(text) !== undefined, 'expected HH:MM')
  .transform((text) => minutesOf(text) ?? 0)

const zone = z.string().refine(isZone, 'expected a time zone such as America/New_York or UTC')

const optionsSchema = z.object({
  news: z
    .string()
    .meta({ description: 'news: title, text, time, tickers (CSV, TSV, NDJSON, .gz too; Parquet)', value: 'file' }),
  prices: z.string().meta({
    description: 'prices: ticker, date, adj_close; or close with split and dividend (the same formats)',
    value: 'file',
  }),
  output: z.string().meta({ description: 'labels to write, NDJSON', value: 'file' }),
  horizon: z.number().int().positive().default(5).meta({ description: 'sessions that a position is held', value: 'n' }),
  deadZone: share('the dead zone')
    .default(0.02)
    .meta({ description: 'moves up to this size are flat', value: 'share' }),
  market: z.string().default('mean').meta({
    description: 'ticker whose return is subtracted; mean: all securities alike; none: nothing',
    value: 'ticker',
  }),
  zone: zone.default('America/New_York').meta({ description: 'time zone of the exchange', value: 'zone' }),
  close: clock.optional().meta({ description: 'time at which its sessions close (default 16:00)', value: 'HH:MM' }),
  earlyCloses: z.string().optional().meta({
    description:
      'days that close early: a table date, close (HH:MM); or HH:MM: any session may have closed then, and news after it is bought a session later',
    value: 'file|HH:MM',
  }),
  calendar: z.string().optional().meta({
    description: 'ticker whose days are the sessions (default: the market’s ticker, else every day with a price)',
    value: 'ticker',
  }),
  newsZone: zone.optional().meta({ description: 'time zone of news times that name none', value: 'zone' }),
  closeIsAdjusted: z
    .boolean()
    .default(false)
    .meta({ description: 'the column close is adjusted for splits and dividends' }),
  delistingReturn: z.number().gt(-1).default(0).meta({
    description: 'return from the last price on of a security that stops trading before the exit',
    value: 'x',
  }),
  past: z
    .number()
    .int()
    .min(0)
    .default(0)
    .meta({ description: 'closes before the news that a model is shown', value: 'n' }),
  model: z
    .string()
    .optional()
    .meta({ description: 'model URI that makes calls of its own, for --pairs and --forecasts', value: 'uri' }),
  pairs: z
    .string()
    .optional()
    .meta({ description: 'preference pairs to write, NDJSON (needs --model)', value: 'file' }),
  forecasts: z.string().optional().meta({
    description: 'forecasts for market-test to write, NDJSON {id, up}: the share of calls that say up (needs --model)',
    value: 'file',
  }),
  samples: z.number().int().min(2).default(4).meta({ description: 'calls sampled for each item', value: 'n' }),
  temperature: z.number().positive().default(0.8).meta({ description: 'of these samples', value: 'x' }),
  maxTokens: z.number().int().positive().default(96).meta({ description: 'of each call with its reason', value: 'n' }),
  seed: command.seedOption,
  json: command.jsonOption,
})

export const marketLabelsCommand = command.defineCommand({
  name: 'market-labels',
  summary:
    'Label news by what its security did afterwards, without look-ahead; with a model, pair its own right and wrong calls for preference training.',
  options: optionsSchema,
  async run(options, terminal) {
    const { news, prices, output, model: uri, pairs, forecasts, market, json } = options
    if ((uri === undefined) !== (pairs === undefined && forecasts === undefined)) {
      throw new RationaleError(
        'configuration',
        'rationale market-labels: --model goes with --pairs, --forecasts or both',
      )
    }
    const written = [output, pairs ?? [], forecasts ?? []].flat()
    for (const path of [news, prices, options.earlyCloses ?? []].flat()) refuseSameFile(path, written)
    if (new Set(written.map((path) => resolve(path))).size < written.length)
      throw new RationaleError(
        'configuration',
        'rationale market-labels: --output, --pairs and --forecasts are files of their own',
      )
    // What the model's URI names is looked for before anything is written.
    if (uri !== undefined) refuseWrongPaths(await onThisMachine(parseModelUri(uri)))
    const rejections = tellFew(terminal.say)
    let rejected = 0
    const reject =
      (where: string) =>
      (row: number | string, reason = '') => {
        rejected++
        rejections.tell(
          `${where}${typeof row === 'number' ? ` row ${row}` : ''}: rejected: ${typeof row === 'string' ? row : reason}`,
        )
      }
    const usual = options.close ?? 16 * 60
    const earlyCloses = await earlyClosesOf(options.earlyCloses, usual)
    const isTicker = market !== 'mean' && market !== 'none'
    const book = await readPrices(rowsOfFile(prices, reject(prices)), {
      ...options,
      close: usual,
      earlyCloses,
      calendar: options.calendar ?? (isTicker ? market : undefined),
      onReject: reject(prices),
      onNote: (note) => terminal.say(`${prices}: ${note}`),
    })
    if (isTicker && !book.prices.has(market)) throw new RationaleError('input', `no prices of the market ${market}`)
    const { labelled, without } = await marketLabels(rowsOfFile(news, reject(news)), book, {
      ...options,
      input: options.past,
      onReject: reject(news),
    })
    if (labelled.length === 0) {
      throw new RationaleError('input', 'no news got a label', {
        found:
          Object.entries(without)
            .map(([reason, count]) => `${count} ${reason}`)
            .join('; ') || `no row of ${news} that could be read`,
      })
    }
    await writeAll(
      output,
      labelled.map(({ label, input }) => ({ ...label, input })),
    )
    const called = uri === undefined ? undefined : await callAll(uri, labelled, options, terminal)
    rejections.rest()
    const counts = { up: 0, down: 0, flat: 0 }
    for (const { label } of labelled) counts[label.label]++
    const delisted = labelled.filter(({ label }) => label.delisted).length
    const report = {
      output,
      labels: labelled.length,
      ...counts,
      delisted,
      without,
      rejected,
      earlyClosesKnown: earlyCloses !== undefined,
      ...called,
    }
    if (!json) terminal.out.write(describe(report))
    if (called !== undefined && called.calls.unread === called.calls.answers) {
      terminal.say(`${uri}: no answer ends with a call that can be read ("Call: up", "Call: down" or "Call: flat")`)
      return { exit: command.EXIT.failed, json: report }
    }
    return { exit: rejected > 0 ? command.EXIT.partly : command.EXIT.done, json: report }
  },
})

async function earlyClosesOf(given: string | undefined, usual: number): Promise<EarlyCloses | undefined> {
  if (given === undefined) return undefined
  const always = minutesOf(given)
  if (always === undefined) {
    return readEarlyCloses(
      rowsOfFile(given, (reason) => {
        throw new RationaleError('input', `the early closes in ${given} cannot be read`, { found: reason })
      }),
      usual,
    )
  }
  if (always < usual) return always
  throw new RationaleError('configuration', `rationale market-labels: --early-closes ${given} is not before --close`)
}

async function writeAll(path: string, records: readonly unknown[]): Promise<void> {
  const writer = createRecordWriter(path)
  try {
    for (const record of records) await writer.write(record)
    await writer.commit()
  } catch (error) {
    await writer.abort()
    throw error
  }
}

interface Report {
  output: string
  labels: number
  up: number
  down: number
  flat: number
  delisted: number
  without: Record<string, number>
  earlyClosesKnown: boolean
}

function describe(report: Report & Partial<CallReport>): string {
  const { output, labels, up, down, flat, delisted, without, earlyClosesKnown, calls, pairs, forecasts } = report
  const missing = Object.entries(without).map(([reason, count]) => `${count} ${reason}`)
  return [
    `${output}: ${labels} labels (${up} up, ${down} down, ${flat} flat${delisted > 0 ? `, ${delisted} of delisted securities` : ''})`,
    ...(missing.length > 0 ? [`  without a label: ${missing.join('; ')}`] : []),
    '  inputs are the same whatever prices come later: checked',
    ...(earlyClosesKnown ? [] : ['  assumed: no session closes early (--early-closes says which do)']),
    ...(calls === undefined ? [] : [`${calls.answers} answers, ${calls.unread} without a call that could be read`]),
    ...(pairs === undefined ? [] : [`  ${pairs.output}: ${pairs.pairs} pairs`]),
    ...(forecasts === undefined ? [] : [`  ${forecasts.output}: ${forecasts.forecasts} forecasts`]),
    '',
  ].join('\n')
}

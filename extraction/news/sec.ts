import * as z from 'zod'
import { describeIssues, RationaleError } from '../../src/core/errors.js'
import type { NewsRecord } from './record.js'

const filingSchema = z.looseObject({
  _id: z.string(),
  _source: z.looseObject({
    file_date: z.iso.date(),
    form: z.string().optional(),
    display_names: z.array(z.string()).default([]),
    file_description: z.string().nullish(),
    period_ending: z.string().nullish(),
  }),
})

/** Answers of EDGAR's full-text search: efts.sec.gov/LATEST/search-index. */
const searchSchema = z.looseObject({ hits: z.looseObject({ hits: z.array(z.unknown()) }) })

const factSchema = z.looseObject({
  accn: z.string(),
  cik: z.int(),
  entityName: z.string(),
  start: z.string().optional(),
  end: z.string(),
  val: z.number(),
})

/** Frames of XBRL facts: data.sec.gov/api/xbrl/frames/TAXONOMY/TAG/UNIT/PERIOD.json. */
const framesSchema = z.looseObject({
  taxonomy: z.string(),
  tag: z.string(),
  ccp: z.string(),
  uom: z.string(),
  label: z.string().nullish(),
  data: z.array(z.unknown()),
})

/** Hears why one of many could not be read. */
export type OnOdd = (reason: string) => void

/** A filing a record; only its day is known. Tickers stand in the displayed names: "Apple Inc.  (AAPL)  (CIK 0000320193)". */
export function readFilings(json: string, source: string, onOdd: OnOdd = () => {}): NewsRecord[] {
  const { hits } = parse(searchSchema, json, source)
  return readable(filingSchema, hits.hits, onOdd).map(({ _id: id, _source: filing }) => {
    const names = filing.display_names.map((name) => name.replace(/\s*\(.*$/, ''))
    const tickers = filing.display_names.flatMap((name) =>
      [...name.matchAll(/\(([A-Z][A-Z0-9.-]{0,9}(?:, [A-Z][A-Z0-9.-]{0,9})*)\)/g)].flatMap(([, all = '']) =>
        all.split(', '),
      ),
    )
    return {
      id,
      title: [names.join(', '), filing.form ?? 'filing'].filter((part) => part !== '').join(': '),
      text: filing.file_description ?? '',
      time: filing.file_date,
      source,
      tickers,
    }
  })
}

/** A reported fact a record, in words. Frames do not say when a fact was filed: it has the end of its period, and no `time`. */
export function readFrames(json: string, source: string, onOdd: OnOdd = () => {}): NewsRecord[] {
  const { taxonomy, tag, ccp, uom, label, data } = parse(framesSchema, json, source)
  return readable(factSchema, data, onOdd).map(({ accn, cik, entityName, end, val, start }) => ({
    id: `${accn}-${cik}-${tag}-${ccp}`,
    title: `${entityName}: ${label ?? tag}`,
    text: `${label ?? tag} (${taxonomy}:${tag}) of ${entityName} ${start === undefined ? `at ${end}` : `from ${start} to ${end}`}: ${val.toLocaleString('en-US')} ${uom}`,
    periodEnd: end,
    source,
    tickers: [],
  }))
}

function readable<T>(schema: z.ZodType<T>, all: readonly unknown[], onOdd: OnOdd): T[] {
  return all.flatMap((each, i) => {
    const parsed = schema.safeParse(each)
    if (parsed.success) return [parsed.data]
    onOdd(`record ${i + 1}: ${describeIssues(parsed.error).slice(0, 300)}`)
    return []
  })
}

function parse<T>(schema: z.ZodType<T>, json: string, source: string): T {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new RationaleError('input', `${source} is no JSON`, { found: JSON.stringify(json.slice(0, 60)) })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new RationaleError('input', `${source} is not in the published layout`, {
    found: describeIssues(parsed.error).slice(0, 300),
  })
}

import * as z from 'zod'

/** What every source gives, and what `rationale extract` and `market-labels` read: `time` is ISO with an offset, or a day alone; without an offset where the source names no zone. It is when the news was known, and left out where the source does not say that. */
export const newsRecordSchema = z.looseObject({
  id: z.string().min(1),
  title: z.string(),
  text: z.string(),
  time: z.string().optional(),
  source: z.string(),
  url: z.string().optional(),
  tickers: z.array(z.string()),
  /** The id of the first of several that say the same. */
  cluster: z.string().optional(),
})
export type NewsRecord = z.infer<typeof newsRecordSchema>

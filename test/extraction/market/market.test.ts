import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backTest, blockBootstrap, weightedF1 } from '../../../extraction/market/back-test.js'
import { alwaysUp, bagOfWords, lastLabel } from '../../../extraction/market/contenders.js'
import type { EarlyCloses } from '../../../extraction/market/early-closes.js'
import { marketLabels } from '../../../extraction/market/index.js'
import { inputWith } from '../../../extraction/market/input.js'
import { firstAfter, type MarketLabel } from '../../../extraction/market/label.js'
import { refuseUnknown } from '../../../extraction/market/look-ahead.js'
import { readNews } from '../../../extraction/market/news.js'
import { callPrompt, readCall, samplePairs } from '../../../extraction/market/pairs.js'
import { type PriceBook, readPrices } from '../../../extraction/market/prices.js'
import { simulateMarket } from '../../../extraction/market/simulate.js'
import { instantOf, readTime } from '../../../extraction/market/zoned-time.js'
import { at } from '../../../src/core/absence.js'
import type { LanguageModel } from '../../../src/models/types.js'

const newYork = { zone: 'America/New_York', close: 16 * 60 }
const days = ['2024-03-07', '2024-03-08', '2024-03-11', '2024-03-12', '2024-03-13', '2024-03-14']
const rows = (ticker: string, prices: readonly (number | undefined)[]) =>
  prices.flatMap((price, i) => (price === undefined ? [] : [{ ticker, date: at(days, i), adj_close: price }]))
const bookOf = (...tables: ReturnType<typeof rows>[]) => readPrices(tables.flat(), newYork)
const labelled = async (news: Record<string, unknown>, book: PriceBook, more: object = {}) => {
  const found = await marketLabels([news], book, { horizon: 2, deadZone: 0.01, market: 'none', input: 0, ...more })
  return { label: found.labelled[0]?.label, without: found.without }
}

describe('times', () => {
  it('a wall clock in a zone, in winter and in summer', () => {
    expect(new Date(instantOf('2024-03-08', 16 * 60, 'America/New_York')).toISOString()).toBe(
      '2024-03-08T21:00:00.000Z',
    )
    expect(new Date(instantOf('2024-03-11', 16 * 60, 'America/New_York')).toISOString()).toBe(
      '2024-03-11T20:00:00.000Z',
    )
    expect(new Date(instantOf('2024-03-08', 16 * 60 - 1 / 60, 'America/New_York')).toISOString()).toBe(
      '2024-03-08T20:59:59.000Z',
    )
    expect(new Date(instantOf('2024-03-31', 24 * 60, 'Europe/Berlin')).toISOString()).toBe('2024-03-31T22:00:00.000Z')
  })

  it.each([
    ['2024-03-08T15:00:00Z', { instant: Date.UTC(2024, 2, 8, 15) }],
    ['2024-03-08T15:00-05:00', { instant: Date.UTC(2024, 2, 8, 20) }],
    ['2024-03-08T15:00:10.5Z', { instant: Date.UTC(2024, 2, 8, 15, 0, 10, 500) }],
    ['2024-03-08 15:00:30', { date: '2024-03-08', minutes: 900.5 }],
    ['2024-03-08 15:00:99', undefined],
    ['2024-03-08', { date: '2024-03-08' }],
    ['2024-02-30', undefined],
    ['2023-02-29T10:00Z', undefined],
    ['8 March', undefined],
    ['2024-03-08T25:00', undefined],
  ])('%s', (text, expected) => expect(readTime(text)).toEqual(expected))
})

describe('prices', () => {
  it('splits and dividends are returns, not crashes', async () => {
    const table = [
      { symbol: 'a', date: '2024-03-07', close: '100', split: '', dividend: '' },
      { symbol: 'a', date: '2024-03-08', close: '50', split: '2', dividend: '' },
      { symbol: 'a', date: '2024-03-11', close: '49', split: '', dividend: '1' },
    ]
    const book = await readPrices(table, newYork)
    expect([...(book.prices.get('A') ?? [])]).toEqual([100, 100, 100])
  })

  it('a split of 0 is none, one on a day without a price is not lost, and a security without any is no error', async () => {
    const table = [
      { symbol: 'a', date: '2024-03-07', close: '100', 'Stock Splits': '0.0', Dividends: '0.0' },
      { symbol: 'a', date: '2024-03-08', close: '', 'Stock Splits': '2.0', Dividends: '' },
      { symbol: 'a', date: '2024-03-11', close: '50', 'Stock Splits': '', Dividends: '' },
      { symbol: 'b', date: '2024-03-11', close: '7', 'Stock Splits': '', Dividends: '' },
    ]
    const { prices } = await readPrices(table, newYork)
    expect([...(prices.get('A') ?? [])]).toEqual([100, Number.NaN, 100])
    expect([...(prices.get('B') ?? [])]).toEqual([Number.NaN, Number.NaN, 7])
  })

  it('after a row that cannot be read, a split may have been missed: nothing is labelled by the prices from there on', async () => {
    const table = days.map((date, i) => ({ ticker: 'A', date, close: i < 3 ? 100 : 50, split: i === 3 ? '2:1' : '' }))
    const notes: string[] = []
    const book = await readPrices([...table, ...days.map((date) => ({ ticker: 'B', date, close: 1, split: '' }))], {
      ...newYork,
      onNote: (note) => notes.push(note),
    })
    expect(notes).toEqual([
      expect.stringMatching(/^A: no price from 2024-03-12 on is used/),
      expect.stringMatching(/no column dividend: the returns of 2 securities/),
    ])
    const unread = { 'a row of its prices cannot be read, and a split may have been in it': 1 }
    for (const day of ['2024-03-07', '2024-03-08', '2024-03-12', '2024-03-14'])
      expect(await labelled({ text: 'News', time: `${day}T12:00:00Z`, tickers: 'A' }, book)).toEqual(
        day === '2024-03-07'
          ? { label: expect.objectContaining({ return: 0, exit: '2024-03-11' }), without: {} }
          : { label: undefined, without: unread },
      )
    const other = { text: 'News', time: '2024-03-08T12:00:00Z', tickers: 'B' }
    expect((await labelled(other, book, { market: 'mean' })).label).toMatchObject({ excess: 0 })
  })

  it('prices that nobody adjusted are refused, unless one says that they are', async () => {
    const table = [{ ticker: 'A', date: '2024-03-07', close: 100 }]
    await expect(readPrices(table, newYork)).rejects.toThrow(/not adjusted/)
    await expect(readPrices([{ ...table[0], dividend: 1 }], newYork)).rejects.toThrow(/not adjusted/)
    const book = await readPrices(table, { ...newYork, closeIsAdjusted: true })
    expect([...(book.prices.get('A') ?? [])]).toEqual([100])
  })

  it('bad rows are named, the rest stands; no row at all is an error', async () => {
    const told: string[] = []
    const table = [
      ...rows('A', [1, 2]),
      { ticker: 'A', date: 'yesterday', adj_close: 3 },
      { ticker: 'A', date: '2024-03-08', adj_close: -1 },
      ...rows('A', [9]),
      { ticker: 'A', date: '2024-02-30', adj_close: 77 },
    ]
    const book = await readPrices(table, { ...newYork, onReject: (row, reason) => told.push(`${row} ${reason}`) })
    expect([...(book.prices.get('A') ?? [])]).toEqual([1, 2])
    expect(told).toEqual([
      expect.stringMatching(/^3 date/),
      expect.stringMatching(/^4 adj_close/),
      expect.stringMatching(/^5 A has a price on 2024-03-07/),
      expect.stringMatching(/^6 date: expected a day of the calendar/),
    ])
    await expect(readPrices([], newYork)).rejects.toThrow(/no price/)
  })
})

describe('labels', () => {
  const rising = [100, 101, 102, 104, 108, 116]

  it('buys at the first close after the news and is known only at the exit', async () => {
    const book = await bookOf(rows('A', rising))
    const at1559 = await labelled({ title: 'News', time: '2024-03-08 15:59', tickers: 'a' }, book, {
      newsZone: newYork.zone,
    })
    expect(at1559.label).toMatchObject({
      entry: '2024-03-08',
      exit: '2024-03-12',
      known: '2024-03-12T20:00:00.000Z',
      label: 'up',
    })
    expect(at1559.label?.return).toBeCloseTo(104 / 101 - 1)
    const at1600 = await labelled({ title: 'News', time: '2024-03-08 16:00', tickers: 'a' }, book, {
      newsZone: newYork.zone,
    })
    expect(at1600.label?.entry).toBe('2024-03-11')
    // Only the day is known: perhaps the news came in the evening.
    const someTime = await labelled({ title: 'News', time: '2024-03-08', tickers: 'a' }, book, {
      newsZone: newYork.zone,
    })
    expect(someTime.label?.entry).toBe('2024-03-11')
  })

  it('subtracts the market', async () => {
    const book = await bookOf(
      rows('A', rising),
      rows(
        'M',
        rising.map((price) => price * 3),
      ),
      rows(
        'B',
        rising.map(() => 5),
      ),
    )
    const news = { text: 'News', time: '2024-03-08T12:00:00Z', tickers: ['A'] }
    expect((await labelled(news, book, { market: 'M' })).label).toMatchObject({ label: 'flat', excess: 0 })
    expect((await labelled(news, book, { market: 'mean' })).label?.excess).toBeCloseTo((104 / 101 - 1) / 3)
  })

  it.each([
    [102, 'flat'],
    [102.01, 'up'],
    [98, 'flat'],
    [97.99, 'down'],
  ])('from 100 to %d is %s where a fiftieth is the dead zone, whatever floats make of it', async (price, label) => {
    const book = await bookOf(rows('A', [100, 100, 100, price, price, price]))
    const news = { text: 'News', time: '2024-03-08T12:00:00Z', tickers: 'A' }
    expect((await labelled(news, book, { deadZone: 0.02 })).label?.label).toBe(label)
  })

  it('a suspended security trades when it trades again; a delisted one is sold at its last price', async () => {
    const book = await bookOf(
      rows('A', [100, undefined, 102, 104, undefined, 110]),
      rows('D', [100, 101, 50]),
      rows('B', rising),
    )
    const news = { text: 'News', time: '2024-03-07T22:00:00Z' }
    expect((await labelled({ ...news, tickers: 'A' }, book)).label).toMatchObject({
      entry: '2024-03-11',
      exit: '2024-03-14',
    })
    const gone = await labelled({ ...news, tickers: 'D' }, book)
    expect(gone.label).toMatchObject({ entry: '2024-03-08', exit: '2024-03-12', delisted: true })
    expect(gone.label?.return).toBeCloseTo(50 / 101 - 1)
    expect((await labelled({ ...news, tickers: 'D' }, book, { delistingReturn: -0.3 })).label?.return).toBeCloseTo(
      (0.7 * 50) / 101 - 1,
    )
  })

  it('the mean of the market holds those that did not last, and those without a price at the exit', async () => {
    const still = rising.map(() => 5)
    const book = await bookOf(
      rows('A', still),
      rows('GONE', [100, 100, 10]),
      rows('HALT', [100, 100, 80, undefined, 90, 90]),
      rows('NEW', [undefined, undefined, 1, 9, 9, 9]),
    )
    const news = { text: 'News', time: '2024-03-08T12:00:00Z', tickers: 'A' }
    const excess = async (more: object) => (await labelled(news, book, { market: 'mean', ...more })).label?.excess
    expect(await excess({})).toBeCloseTo(-(-0.9 - 0.2) / 3)
    expect(await excess({ delistingReturn: -0.5 })).toBeCloseTo(-(-0.95 - 0.2) / 3)
    expect(await labelled(news, book, { market: 'HALT' })).toMatchObject({
      without: { 'no price of the market at its entry or exit': 1 },
    })
  })

  it('a position before a long suspension is sold when it ends', async () => {
    const book = await bookOf(rows('A', [100, undefined, undefined, undefined, undefined, 60]), rows('B', rising))
    const news = { text: 'News', time: '2024-03-07T12:00:00Z', tickers: 'A' }
    const { label } = await labelled(news, book, { horizon: 1 })
    expect(label).toMatchObject({ entry: '2024-03-07', exit: '2024-03-14', label: 'down' })
    expect(label?.delisted).toBeUndefined()
  })

  it.each([
    ['no prices of its security', { tickers: 'X', time: '2024-03-08T12:00:00Z' }],
    ['the prices end before its exit', { tickers: 'A', time: '2024-03-13T12:00:00Z' }],
    ['the prices begin after it', { tickers: 'A', time: '2024-03-06T20:00:00Z' }],
    ['the prices end before it', { tickers: 'A', time: '2024-03-15T12:00:00Z' }],
  ])('says why there is none: %s', async (reason, news) => {
    const book = await bookOf(rows('A', rising))
    expect((await labelled({ text: 'News', ...news }, book)).without).toEqual({ [reason]: 1 })
  })

  it('does not walk over sessions that are missing', async () => {
    const later = ['2024-06-03', '2024-06-04', '2024-06-05']
    const table = [...days.slice(0, 3), ...later].map((date, i) => ({ ticker: 'A', date, adj_close: 100 + i }))
    const book = await readPrices(table, newYork)
    const at = async (time: string) => labelled({ text: 'News', time, tickers: 'A' }, book, { horizon: 1 })
    const hole = { 'no prices of anything for 14 days before its entry or exit': 1 }
    for (const time of ['2024-03-11T12:00:00Z', '2024-04-01T12:00:00Z']) expect((await at(time)).without).toEqual(hole)
    expect((await at('2024-03-08T12:00:00Z')).label).toMatchObject({ exit: '2024-03-11' })
    expect((await at('2024-06-04T12:00:00Z')).label).toMatchObject({ exit: '2024-06-05' })
  })

  it('buys at no early close that was over: by a table of days, or by the time from which any session may be over', async () => {
    const news = { text: 'News', tickers: 'A', time: '2024-03-11 14:00' }
    const entry = async (earlyCloses?: EarlyCloses, time = news.time) => {
      const book = await readPrices(rows('A', rising), { ...newYork, earlyCloses })
      const { label } = await labelled({ ...news, time }, book, { newsZone: newYork.zone })
      return [label?.entry, label?.known]
    }
    expect(await entry()).toEqual(['2024-03-11', '2024-03-13T20:00:00.000Z'])
    expect(await entry(new Map([['2024-03-11', 13 * 60]]))).toEqual(['2024-03-12', '2024-03-14T20:00:00.000Z'])
    expect(await entry(new Map([['2024-03-13', 13 * 60]]))).toEqual(['2024-03-11', '2024-03-13T17:00:00.000Z'])
    expect(await entry(13 * 60)).toEqual(['2024-03-12', '2024-03-14T20:00:00.000Z'])
    expect(await entry(13 * 60, '2024-03-11 12:59')).toEqual(['2024-03-11', '2024-03-13T20:00:00.000Z'])
    // Whether the close of 16:00 was known is another question: at 14:00 it was not.
    const book = await readPrices(rows('A', rising), { ...newYork, earlyCloses: 13 * 60 })
    const item = { id: '1', ticker: 'A', text: 'News', instant: instantOf('2024-03-11', 14 * 60, newYork.zone) }
    expect(inputWith(2)(item, book)).toBe('Last closes of A: 99.01, 100.00\n\nNews')
  })

  it('news of several securities is an item for each; a time without a zone is refused', () => {
    expect(readNews({ id: 7, text: 'x', time: '2024-03-08T12:00:00Z', tickers: 'a; b' }, undefined)).toMatchObject([
      { id: '7:A', ticker: 'A' },
      { id: '7:B', ticker: 'B' },
    ])
    expect(readNews({ text: 'x', time: '2024-03-08 12:00', tickers: 'a' }, undefined)).toMatchObject({
      reason: expect.stringMatching(/no zone/),
    })
    expect(readNews({ text: 'A fact', periodEnd: '2023-12-31', tickers: 'a' }, 'UTC')).toEqual({
      reason: expect.stringMatching(/^time: expected when the news was known; .*XBRL fact, is no news/),
    })
    expect(readNews({ text: 'x', time: '2024-03-08 12:00', tickers: 'a' }, 'Mars/Base')).toMatchObject({
      reason: expect.stringMatching(/no time zone/),
    })
  })
})

describe('look-ahead is caught by the tool', () => {
  const news = { text: 'News', time: '2024-03-11T12:00:00Z', tickers: 'A' }

  it('past closes are fine', async () => {
    const book = await bookOf(rows('A', [100, 101, 102, 104, 108, 116]))
    const { labelled: found } = await marketLabels([news], book, {
      horizon: 2,
      deadZone: 0.01,
      market: 'none',
      input: 2,
    })
    expect(found[0]?.input).toBe('Last closes of A: 99.01, 100.00\n\nNews')
  })

  it('one price of the future is not', async () => {
    const book = await bookOf(rows('A', [100, 101, 102, 104, 108, 116]))
    const leaky: ReturnType<typeof inputWith> = (item, known) =>
      `${inputWith(2)(item, known)} ${known.prices.get(item.ticker)?.[firstAfter(known.closesAt, item.instant)]}`
    await expect(
      marketLabels([news], book, { horizon: 2, deadZone: 0.01, market: 'none', input: leaky }),
    ).rejects.toThrow(/depends on prices after 2024-03-11T12:00/)
  })

  it('nothing is learned from labels that were not known yet', () => {
    const label = (time: string, known: string): MarketLabel => ({
      id: time,
      ticker: 'A',
      text: '',
      time,
      known,
      entry: '2024-03-08',
      exit: '2024-03-12',
      horizon: 2,
      return: 0,
      excess: 0,
      label: 'flat',
    })
    const early = label('2024-03-01T00:00:00Z', '2024-03-08T00:00:00Z')
    const test = [label('2024-03-08T12:00:00Z', '2024-03-15T00:00:00Z')]
    expect(() => refuseUnknown([early], test, 0)).not.toThrow()
    expect(() => refuseUnknown([early], test, 24 * 3_600_000)).toThrow(/not known before/)
  })
})

describe('the back-test', () => {
  const run = async (seed: number, signal: number) => {
    const { book, news } = simulateMarket({ seed, signal, horizon: 5, sessions: 250 })
    const table = news.map(({ instant, ticker, ...each }) => ({
      ...each,
      tickers: ticker,
      time: new Date(instant).toISOString(),
    }))
    const { labelled: all } = await marketLabels(table, book, { horizon: 5, deadZone: 0.01, market: 'mean', input: 0 })
    const options = { folds: 3, embargoDays: 7, cost: 0.0005, margin: 0, horizon: 5 }
    return backTest(
      all.map(({ label }) => label),
      [alwaysUp, lastLabel, bagOfWords],
      options,
    )
  }

  it('finds a signal that is there', async () => {
    const { results, tested, flat } = await run(1, 0.04)
    const [up, , words] = results
    expect(tested).toBeGreaterThan(100)
    expect(flat).toBeGreaterThan(0)
    expect(words?.accuracy).toBeGreaterThan((up?.accuracy ?? 1) + 0.1)
    expect(words?.returnCi95?.[0]).toBeGreaterThan(0)
    expect(words?.earns).toBe(true)
    // 4 % less the security's own twelfth of the market and twice the cost.
    expect(words?.meanReturn).toBeGreaterThan(0.025)
    expect(words?.meanReturn).toBeLessThan(0.045)
  })

  it('finds hardly ever one that is not', async () => {
    const claimed: string[] = []
    for (let seed = 0; seed < 8; seed++)
      claimed.push(...(await run(seed, 0)).results.filter(({ earns }) => earns).map(({ name }) => `${seed} ${name}`))
    expect(claimed.length).toBeLessThanOrEqual(1)
  })

  it('a few lucky positions earn nothing that can be claimed; even odds are no call, and nothing is NaN', () => {
    const options = { folds: 4, embargoDays: 7, cost: 0, margin: 0, horizon: 5 }
    const day = (i: number) => new Date(Date.UTC(2020, 0, 1 + i)).toISOString()
    const labels = Array.from({ length: 300 }, (_, i): MarketLabel => {
      const [time, exit] = [day(i), day(i + 7)]
      const dates = { time, known: exit, entry: time.slice(0, 10), exit: exit.slice(0, 10) }
      return { id: `${i}`, ticker: 'A', text: '', horizon: 5, ...dates, return: 0.07, excess: 0.07, label: 'up' }
    })
    const calling = (calls: number) => ({
      name: 'lucky',
      learn: () => (item: MarketLabel) => (Number(item.id) >= 300 - calls ? 1 : 0.5),
    })
    for (const calls of [0, 1, 2, 19, 100]) {
      const { results } = backTest(labels, [calling(calls)], options)
      expect(results).toEqual([
        {
          name: 'lucky',
          withoutCall: 240 - calls,
          positions: calls,
          days: calls,
          earns: false,
          brier: expect.any(Number),
          ...(calls > 0 && { accuracy: 1, weightedF1: 1, meanReturn: expect.closeTo(0.07) }),
        },
      ])
    }
    expect(backTest(labels, [calling(150)], options).results[0]).toMatchObject({ earns: true, positions: 150 })
    const flat = labels.map((each) => ({ ...each, label: 'flat' as const }))
    expect(backTest(flat, [calling(0)], options).results).toEqual([
      { name: 'lucky', withoutCall: 240, positions: 0, days: 0, earns: false },
    ])
  })

  it('takes a call as far from even odds as the margin, and pays for purchase and sale', () => {
    const day = (i: number) => new Date(Date.UTC(2020, 0, 1 + i)).toISOString()
    const labels = Array.from({ length: 30 }, (_, i): MarketLabel => {
      const [time, exit] = [day(i), day(i + 7)]
      const dates = { time, known: exit, entry: time.slice(0, 10), exit: exit.slice(0, 10) }
      return { id: `${i}`, ticker: 'A', text: '', horizon: 5, ...dates, return: 0.07, excess: 0.07, label: 'up' }
    })
    const at = (up: number, margin: number) => {
      const options = { folds: 2, embargoDays: 7, cost: 0.01, margin, horizon: 5 }
      return backTest(labels, [{ name: 'a', learn: () => () => up }], options).results[0]
    }
    // 0.7 - 0.5 is a little less than 0.2 in floats.
    for (const up of [0.7, 0.75, 1]) {
      expect(at(up, up === 0.7 ? 0.2 : 0.25)?.meanReturn).toBeCloseTo(0.05, 12)
      expect(at(1 - up, up === 0.7 ? 0.2 : 0.25)?.meanReturn).toBeCloseTo(-0.09, 12)
    }
    expect(at(0.69, 0.2)).toMatchObject({ positions: 0 })
  })

  it('too few labels are refused', () => {
    expect(() => backTest([], [alwaysUp], { folds: 3, embargoDays: 7, cost: 0, margin: 0, horizon: 5 })).toThrow(
      /too few/,
    )
  })

  it('weighted F1 as others define it', () => {
    // sklearn.metrics.f1_score([1, 1, 1, 0], [1, 0, 1, 1], average="weighted")
    expect(weightedF1([true, false, true, true], [true, true, true, false])).toBeCloseTo(0.5)
  })

  it('blocks widen the interval where neighbours move together', () => {
    const returns = Array.from({ length: 200 }, (_, i) => ({ day: String(1000 + i), value: Math.sin(i / 10) }))
    const width = (block: number) => {
      const [low, high] = blockBootstrap(returns, block, 'x')
      return high - low
    }
    expect(width(20)).toBeGreaterThan(2 * width(1))
    expect(blockBootstrap([], 5, 'x')).toEqual([Number.NaN, Number.NaN])
  })
})

describe('preference pairs', () => {
  const label: MarketLabel = {
    id: 'n1',
    ticker: 'A',
    text: 'News',
    time: '2024-03-08T12:00:00Z',
    known: '2024-03-12T20:00:00Z',
    entry: '2024-03-08',
    exit: '2024-03-12',
    horizon: 2,
    return: 0.05,
    excess: 0.04,
    label: 'up',
  }
  const model = (answers: readonly string[], call = '?'): LanguageModel => ({
    id: 'scripted:',
    capabilities: async () => ({ generate: true, score: false, notes: [] }),
    generate: async ({ n }) => (n === undefined ? [call] : answers).map((text) => ({ text, finish: 'stop' as const })),
    score: async () => [],
    close: async () => {},
  })
  const options = { samples: 4, temperature: 1, maxTokens: 50, horizon: 5, deadZone: 0.02, seed: 0 }

  it('what agrees with the market is preferred, weighted by the move; what cannot be read is no call', async () => {
    const answers = ['Demand grows. Call: up', 'Costs grow. Call: down', 'Who knows?', 'Nothing new. call: **flat**']
    const { pairs, calls } = await samplePairs(model(answers), label, 'News', options)
    expect(calls).toHaveLength(answers.length - 1)
    expect(pairs).toEqual([
      {
        id: 'n1-0',
        prompt: callPrompt('News', { ticker: 'A', horizon: 5 }),
        chosen: ' Demand grows. Call: up',
        rejected: ' Costs grow. Call: down',
        weight: 2,
        known: label.known,
      },
    ])
  })

  it.each([
    ['Call: up or down', undefined],
    ['Call: up/down', undefined],
    ['Call: up 5%, down 3%', undefined],
    ['Call: up or', undefined],
    ['Call: no idea', undefined],
    ['Costs are down. Call: **Up**.', 'up'],
    ['Call: flat, as before', 'flat'],
    ['Call: down\nCall: down', 'down'],
  ])('a call is read where the answer says exactly one thing: %s', (answer, call) => {
    expect(readCall(answer)).toBe(call)
  })

  it('a reason without a call is asked for the call', async () => {
    const { pairs, calls } = await samplePairs(
      model(['Costs grow.', 'Sales grow. Call: up'], ' down.\n'),
      label,
      'News',
      options,
    )
    expect(calls).toEqual(['down', 'up'])
    expect(pairs).toMatchObject([{ chosen: ' Sales grow. Call: up', rejected: ' Costs grow.\nCall: down.' }])
  })

  it('without both kinds there is no pair', async () => {
    expect((await samplePairs(model(['Call: up', 'Call: up']), label, 'News', options)).pairs).toEqual([])
  })

  it.each([
    ['First call: up, then again. Call: down', 'down'],
    ['CALL : Flat', 'flat'],
    ['It will go up', undefined],
    ['recall: up', undefined],
  ])('reads %j', (text, call) => expect(readCall(text)).toBe(call))
})

it('files of every kind give the same rows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rationale-market-'))
  const { rowsOfFile } = await import('../../../extraction/market/rows.js')
  writeFileSync(join(folder, 'p.csv'), 'ticker,date,adj_close\nA,2024-03-07,100\n')
  writeFileSync(join(folder, 'p.ndjson'), '{"ticker":"A","date":"2024-03-07","adj_close":"100"}\nnot json\n')
  const read = async (name: string) => {
    const bad: string[] = []
    const all = []
    for await (const row of rowsOfFile(join(folder, name), (reason) => bad.push(reason))) all.push(row)
    return { all, bad: bad.length }
  }
  expect(await read('p.csv')).toEqual({ all: [{ ticker: 'A', date: '2024-03-07', adj_close: '100' }], bad: 0 })
  expect(await read('p.ndjson')).toEqual({ all: [{ ticker: 'A', date: '2024-03-07', adj_close: '100' }], bad: 1 })
  await expect(read('p.xyz')).rejects.toThrow(/cannot tell the format/)
})

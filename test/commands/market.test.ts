import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MarketLabel } from '../../extraction/market/label.js'
import { callPrompt } from '../../extraction/market/pairs.js'
import { simulateMarket } from '../../extraction/market/simulate.js'
import { mean } from '../../src/core/statistics/statistics.js'
import { rationale } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { copyTinyLlama } from '../helpers/tiny-llama.js'

const folder = temporaryFolder('market')
const run = (...args: string[]) => rationale(args, { cwd: folder })
const readRecords = <T>(name: string): T[] =>
  readFileSync(join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

beforeAll(() => {
  const { book, news } = simulateMarket({ seed: 1, signal: 0.04, horizon: 5, sessions: 250 })
  const prices = [...book.prices].flatMap(([ticker, own]) =>
    book.sessions.map((day, i) => `${ticker},${day},${own[i]}`),
  )
  writeFileSync(join(folder, 'prices.csv'), `ticker,date,adj_close\n${prices.join('\n')}\n`)
  const items = news.map(
    ({ id, text, instant, ticker }) => `${id},${text},${new Date(instant).toISOString()},${ticker}`,
  )
  writeFileSync(join(folder, 'news.csv'), `id,title,time,tickers\n${items.join('\n')}\nbad,no time,tomorrow,S01\n`)
})

describe('from news and prices to a back-test', () => {
  const labels = [
    'market-labels',
    '--news',
    'news.csv',
    '--prices',
    'prices.csv',
    '--zone',
    'UTC',
    '--output',
    'labels.ndjson',
  ]

  it.each(['--zone', '--news-zone'])('refuses a %s that there is none of', async (flag) => {
    const { code, stderr } = await run(...labels, flag, '6QB')
    expect(code).toBe(2)
    expect(stderr).toMatch(/expected a time zone such as America\/New_York/)
  })

  it('labels, names the bad row, and says that it checked for look-ahead', async () => {
    const { code, stdout, stderr } = await run(...labels, '--horizon', '5', '--dead-zone', '1%')
    expect(stdout).toMatch(/labels\.ndjson: \d+ labels \(\d+ up, \d+ down, \d+ flat\)[\s\S]*checked/)
    expect(stderr).toMatch(/news\.csv row \d+: rejected: time: expected ISO 8601, found "tomorrow"/)
    expect(code).toBe(3)
  })

  it('tests them walking forward, with forecasts of one’s own', async () => {
    const truth = readRecords<MarketLabel>('labels.ndjson').map(({ id, label }) =>
      JSON.stringify({ id, up: label === 'up' ? 1 : label === 'down' ? 0 : 0.5 }),
    )
    writeFileSync(join(folder, 'oracle.ndjson'), `${truth.join('\n')}\n`)
    const { code, stdout } = await run(
      'market-test',
      '--labels',
      'labels.ndjson',
      '--forecasts',
      'oracle.ndjson',
      '--json',
    )
    expect(code).toBe(0)
    const { results } = JSON.parse(stdout)
    expect(results.map(({ name }: { name: string }) => name)).toEqual([
      'always up',
      'last label',
      'bag of words',
      'forecasts',
    ])
    expect(results[3]).toMatchObject({ accuracy: 1, weightedF1: 1, brier: 0 })
    expect(results[2].accuracy).toBeGreaterThan(0.6)
  })

  it('tests labels of one horizon, which they name, and refuses those that were known before their exit or bought before their news', async () => {
    const all = readRecords<MarketLabel>('labels.ndjson')
    expect(all[0]?.horizon).toBe(5)
    const write = (name: string, labels: readonly unknown[]) =>
      writeFileSync(join(folder, name), labels.map((each) => `${JSON.stringify(each)}\n`).join(''))
    write('two.ndjson', [...all, { ...all[0], id: 'other', horizon: 20 }])
    const two = await run('market-test', '--labels', 'two.ndjson')
    expect(two.stderr).toMatch(/not of one horizon[\s\S]*found: +5, 20/)
    expect((await run('market-test', '--labels', 'labels.ndjson', '--horizon', '20')).code).toBe(2)
    write('early.ndjson', [...all, { ...all[0], id: 'early', known: all[0]?.time }])
    const early = await run('market-test', '--labels', 'early.ndjson', '--json')
    expect(early.code).toBe(3)
    expect(early.stderr).toMatch(/rejected: known: expected no earlier than exit/)
    expect(JSON.parse(early.stdout).labels).toBe(all.length)
    write('bought.ndjson', [...all, { ...all[0], id: 'bought', entry: '2020-01-02' }])
    const bought = await run('market-test', '--labels', 'bought.ndjson', '--json')
    expect([bought.code, bought.stderr]).toEqual([
      3,
      expect.stringMatching(/rejected: entry: expected no earlier than time/),
    ])
  })

  it('claims nothing of one lucky forecast, and says why', async () => {
    const lucky = readRecords<MarketLabel>('labels.ndjson').findLast(({ label }) => label === 'up')
    writeFileSync(join(folder, 'lucky.ndjson'), `${JSON.stringify({ id: lucky?.id, up: 1 })}\n`)
    const { code, stdout } = await run('market-test', '--labels', 'labels.ndjson', '--forecasts', 'lucky.ndjson')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /forecasts: no interval and no claim; [^\n]* needs 20 positions on 120 days, and it has 1 on 1\n/,
    )
    expect(stdout).not.toMatch(/forecasts[^\n]*: earns|NaN/)
  })

  it('a model’s own calls become pairs, pairs train it, and it calls better on what it learned from', async () => {
    const few = readRecords<MarketLabel & { input: string }>('labels.ndjson')
      .filter(({ label }) => label !== 'flat')
      .slice(0, 5)
    const rows = few.map(({ id, text, time, ticker }) => `${id},${text},${time},${ticker}`)
    writeFileSync(join(folder, 'few.csv'), `id,title,time,tickers\n${rows.join('\n')}\n`)

    // A tiny model that has learned how a call is made, not which one.
    const calls = few.flatMap(({ ticker, input }) =>
      ['up', 'down'].map((call) => ({
        text: `${callPrompt(input, { ticker, horizon: 5 })} Sales move. Call: ${call}\n`,
      })),
    )
    writeFileSync(join(folder, 'calls.ndjson'), calls.map((each) => `${JSON.stringify(each)}\n`).join(''))
    copyTinyLlama(join(folder, 'tiny'))
    const quick = ['--evaluation-part', '0', '--max-length', '500', '--json']
    const ends = async (...args: string[]) => {
      const { code, stderr, stdout } = await run(...args)
      expect(code, stderr).toBe(0)
      return stdout
    }
    const learning = [
      '--task',
      'pretrain',
      '--method',
      'full',
      '--data',
      'calls.ndjson',
      '--base',
      'tiny',
      '--output',
      'caller',
    ]
    await ends('train', ...learning, '--epochs', '25', '--learning-rate', '0.01', '--seed', '1', ...quick)

    const news = ['--news', 'few.csv', '--prices', 'prices.csv', '--zone', 'UTC', '--output', 'few.ndjson']
    const sampling = ['market-labels', ...news, '--dead-zone', '1%', '--samples', '8', '--max-tokens', '24']
    const said = await ends(
      ...sampling,
      '--model',
      'own:caller',
      '--pairs',
      'pairs.ndjson',
      '--forecasts',
      'before.ndjson',
    )
    expect(said).toMatch(
      /40 answers, \d+ without a call[\s\S]*pairs\.ndjson: [1-9]\d* pairs\n {2}before\.ndjson: 5 forecasts/,
    )

    const preferring = ['--objective', 'dpo', '--data', 'pairs.ndjson', '--base', 'caller', '--output', 'preferring']
    // A task would change nothing: pairs have no steps to judge.
    const refused = await run('train', ...preferring, '--task', 'process', ...quick)
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--task') as string })
    const trained = await run('train', ...preferring, '--epochs', '10', '--learning-rate', '0.001', ...quick)
    expect(trained).toMatchObject({ code: 0, stderr: expect.not.stringContaining('calibrat') as string })
    await ends(...sampling, '--model', 'own:caller?adapter=preferring', '--forecasts', 'after.ndjson')
    const truth = new Map(few.map(({ id, label }) => [id, label === 'up' ? 1 : 0]))
    const rightness = (path: string) =>
      mean(
        readRecords<{ id: string; up: number }>(path).map(
          ({ id, up }) => 1 - Math.abs(up - (truth.get(id) ?? Number.NaN)),
        ),
      )
    expect(rightness('after.ndjson')).toBeGreaterThan(rightness('before.ndjson'))
    await ends('market-test', '--labels', 'labels.ndjson', '--forecasts', 'after.ndjson')
  })

  it('a run that does not end leaves the calls it has beside the outputs; a model without any call is no success', async () => {
    let asked = 0
    const server = createServer((request, response) => {
      request.resume()
      // Every item is asked once: the third one fails.
      const answer = { choices: [{ text: 'Sales move. Call: up', finish_reason: 'stop' }] }
      response.writeHead(asked++ < 8 ? 200 : 403, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    try {
      const model = ['--model', `http://127.0.0.1:${port}/v1#m`, '--forecasts', 'stopped.ndjson']
      const { code, stderr } = await run(...labels, ...model)
      expect(code).not.toBe(0)
      expect(stderr).toMatch(/not finished: what was done is in stopped\.rationale-incomplete\.ndjson/)
      expect(existsSync(join(folder, 'stopped.ndjson'))).toBe(false)
      expect(readRecords('stopped.rationale-incomplete.ndjson')).toContainEqual({ id: expect.any(String), up: 1 })
    } finally {
      server.close()
    }
    const mute = ['--model', 'own:tiny', '--forecasts', 'mute.ndjson', '--samples', '2', '--max-tokens', '2']
    const { code, stderr } = await run(...labels, '--news', 'few.csv', ...mute)
    expect([code, stderr]).toEqual([1, expect.stringMatching(/own:tiny: no answer ends with a call that can be read/)])
  })

  it('takes an id once, and says which column of the prices is wrong', async () => {
    writeFileSync(
      join(folder, 'few-prices.csv'),
      'ticker,date,adj_close\nA,2024-01-02,10\nA,2024-01-03,11\nA,2024-01-04,-3\nA,2024-01-05,12\n',
    )
    writeFileSync(
      join(folder, 'again.csv'),
      'id,title,time,tickers\n1,Good,2024-01-02T12:00:00Z,A\n1,Again,2024-01-02T13:00:00Z,A\n',
    )
    const once = ['--news', 'again.csv', '--prices', 'few-prices.csv', '--horizon', '1', '--output', 'once.ndjson']
    const { code, stdout, stderr } = await run('market-labels', ...once)
    expect(code).toBe(3)
    expect(stdout).toMatch(/once\.ndjson: 1 labels/)
    expect(stderr).toMatch(/again\.csv row 2: rejected: duplicate id "1"/)
    expect(stderr).toMatch(/few-prices\.csv row 3: rejected: adj_close: expected more than 0/)
    writeFileSync(join(folder, 'empty.csv'), '')
    const empty = await run('market-labels', ...once, '--news', 'empty.csv')
    expect(empty.stderr).toMatch(/no news got a label\s+found: +no row of empty\.csv that could be read/)
  })

  it('takes early closes from a table or as a time, and refuses what would lose one', async () => {
    const early = async (given: string) => run(...labels, '--output', 'early.ndjson', '--early-closes', given)
    writeFileSync(join(folder, 'early.csv'), 'date,close\n2015-01-02,13:00\n2015-12-24,13:00\n')
    for (const given of ['early.csv', '13:00']) {
      const { code, stdout } = await early(given)
      expect(code).toBe(3)
      expect(stdout).not.toMatch(/assumed/)
    }
    expect((await run(...labels, '--output', 'early.ndjson')).stdout).toMatch(/assumed: no session closes early/)
    for (const [text, found] of [
      ['date,close\n2015-01-02,1 pm\n', 'row 1 of the early closes cannot be used'],
      ['date,close\n2015-02-30,13:00\n', 'date: expected a day of the calendar'],
      ['date,close\n2015-01-02,16:00\n', 'row 1 of the early closes cannot be used'],
      ['day,close\n2015-01-02,13:00\n', 'row 1 of the early closes cannot be used'],
      ['date,close\n', 'holds no day'],
    ] as const) {
      writeFileSync(join(folder, 'odd.csv'), text)
      const { code, stderr } = await early('odd.csv')
      expect([code, stderr]).toEqual([1, expect.stringContaining(found)])
    }
    expect((await early('17:00')).stderr).toMatch(/--early-closes 17:00 is not before --close/)
    expect((await early('nowhere.csv')).stderr).toMatch(/nowhere\.csv/)
  })

  it('asks for what is missing', async () => {
    expect((await run(...labels, '--dead-zone', 'much')).stderr).toMatch(/--dead-zone: expected a share such as 2%/)
    expect((await run(...labels, '--pairs', 'p.ndjson')).stderr).toMatch(
      /--model goes with --pairs, --forecasts or both/,
    )
    const model = ['--model', 'own:tiny']
    expect((await run(...labels, '--model', 'own:nowhere', '--pairs', 'p')).stderr).toMatch(/there is no nowhere/)
    expect((await run(...labels, ...model, '--pairs', 'news.csv')).stderr).toMatch(/news\.csv/)
    expect((await run(...labels, ...model, '--pairs', 'p', '--forecasts', 'p')).stderr).toMatch(/files of their own/)
    expect((await run(...labels, '--market', 'SPY')).stderr).toMatch(/no prices of SPY/)
    writeFileSync(join(folder, 'raw.csv'), 'ticker,date,close\nS01,2015-01-01,5\n')
    expect((await run(...labels, '--prices', 'raw.csv')).stderr).toMatch(/not adjusted[\s\S]*--close-is-adjusted/)
  })
})

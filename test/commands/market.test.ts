import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MarketLabel } from '../../extraction/market/label.js'
import { samplePairs } from '../../extraction/market/pairs.js'
import { simulateMarket } from '../../extraction/market/simulate.js'
import { scriptedModel } from '../../src/models/scripted.js'
import { rationale } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { copyTinyLlama } from '../helpers/tiny-llama.js'

const folder = temporaryFolder('market')
const run = (...args: string[]) => rationale(args, { cwd: folder })

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
    const known = readFileSync(join(folder, 'labels.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const truth = known.map(({ id, label }) =>
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

  it('pairs of a model’s own calls train it by preference', async () => {
    const labelled: MarketLabel[] = readFileSync(join(folder, 'labels.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const model = scriptedModel({ generate: (_, sample) => `Sales move. Call: ${['up', 'down'][sample % 2]}` })
    const options = { samples: 2, temperature: 1, maxTokens: 20, horizon: 5, deadZone: 0.01, seed: 0 }
    const directed = labelled.filter(({ label }) => label !== 'flat').slice(0, 4)
    const sampled = await Promise.all(directed.map((label) => samplePairs(model, label, 'News.', options)))
    const pairs = sampled.flatMap((each) => each.pairs)
    expect(pairs.map(({ chosen }) => chosen)).toEqual(directed.map(({ label }) => ` Sales move. Call: ${label}`))
    writeFileSync(join(folder, 'pairs.ndjson'), pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''))
    copyTinyLlama(join(folder, 'tiny'))
    const trained = ['--objective', 'dpo', '--data', 'pairs.ndjson', '--base', 'tiny', '--output', 'preferring']
    const settings = ['--epochs', '8', '--learning-rate', '0.01', '--batch-size', '4', '--evaluation-part', '0']
    const { code, stderr } = await run('train', ...trained, ...settings, '--json')
    expect(code, stderr).toBe(0)
    const losses = readFileSync(join(folder, 'preferring/train.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === 'step')
      .map(({ loss }) => loss)
    expect(losses[7]).toBeLessThan(losses[0])
  })

  it('asks for what is missing', async () => {
    expect((await run(...labels, '--dead-zone', 'much')).stderr).toMatch(/--dead-zone: expected a share such as 2%/)
    expect((await run(...labels, '--pairs', 'p.ndjson')).stderr).toMatch(/--model and --pairs go together/)
    expect((await run(...labels, '--market', 'SPY')).stderr).toMatch(/no prices of SPY/)
    writeFileSync(join(folder, 'raw.csv'), 'ticker,date,close\nS01,2015-01-01,5\n')
    expect((await run(...labels, '--prices', 'raw.csv')).stderr).toMatch(/not adjusted[\s\S]*--close-is-adjusted/)
  })
})

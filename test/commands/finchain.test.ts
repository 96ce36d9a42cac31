import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rationale } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/* FinChain's records as its generators write them (testset/DOMAIN/TOPIC.jsonl, and TOPIC_problems.jsonl), and a generator that knows one answer of two. */

const folder = temporaryFolder('finchain')
const server = createServer((request, response) => {
  let raw = ''
  request.on('data', (piece) => {
    raw += piece
  })
  request.on('end', () => {
    const { n = 1 } = JSON.parse(raw || '{}') as { n?: number }
    const content = raw.includes('two flats')
      ? 'Step 1: The cost is 150,000 + 50,000 = 200,000.\nThe answer is 25%.'
      : 'Step 1: The ratio is 9 / 4 = 2.25.\nThe answer is 2.25.'
    const choices = Array.from({ length: n }, () => ({
      message: { role: 'assistant', content },
      finish_reason: 'stop',
    }))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices }))
  })
})

beforeAll(async () => {
  const write = (path: string, record: object) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), `${JSON.stringify(record)}\n`)
  }
  write('testset/investment_analysis/roi.jsonl', {
    seed: 2718281828,
    id: '1',
    level: 'Basic',
    question:
      'Ada bought two flats for $150,000, spent $50,000 on them, and sold them for $250,000. What is the return on this?',
    solution:
      'Step 1 – Compute the total investment:\n  Total = Price + Works\n        = $150,000 + $50,000 = $200,000\n\nStep 2 – Compute the return:\n  Return = (Sale − Total) ÷ Total × 100\n         = ($250,000 − $200,000) ÷ $200,000 × 100 = 25.00%',
  })
  write('templates/financial_ratios/liqratio_problems.jsonl', {
    seed: 3141592653,
    id: '2',
    level: 'Intermediate',
    question:
      'A firm has current assets of $9 million and debts of $3 million due this year. What is the current ratio?',
    solution: 'Step 1: Ratio = assets / debts\n  = 9 / 3 = 3.00\nConclusion: It can pay.',
  })
  write('elsewhere/roi.jsonl', { seed: 1, id: '1' })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const bench = (...args: string[]) =>
  rationale(['bench', 'finchain', '--verifier', 'evidence:', ...args], { cwd: folder })

it('FinChain: a folder of its generators’ files, answered by a generator and graded', async () => {
  const generator = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1#stub`
  const measured = await bench('--data', '.', '--generator', generator, '--output', 'measured')
  expect(measured.code, measured.stderr).toBe(0)
  const samples = readFileSync(join(folder, 'measured/samples.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const grades = samples.map(({ id, candidates }) => [
    id,
    candidates.map(({ correct }: { correct: boolean }) => correct),
  ])
  expect(grades).toEqual([
    ['2-3141592653', Array(4).fill(false)],
    ['1-2718281828', Array(4).fill(true)],
  ])
})

it('FinChain: says what is missing', async () => {
  expect((await bench()).stderr).toMatch(/need a generator/)
  const empty = await bench('--data', 'elsewhere', '--generator', 'http://127.0.0.1:9/v1#none')
  expect(empty.stderr).toMatch(/no file of FinChain in elsewhere/)
})

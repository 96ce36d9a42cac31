import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Run } from '../../../../benchmarks/studies/gpu/results.js'
import type { Report } from '../../../../benchmarks/studies/gpu/run.js'
import { tableOf } from '../../../../benchmarks/studies/gpu/table.js'
import { temporaryFolder } from '../../../helpers/folder.js'

const run = (workload: string, engine: string, more: Partial<Run> = {}): Run => ({
  workload,
  engine,
  ms: 500,
  tokensPerSecond: 4000,
  firstMs: 900,
  ...more,
})
const done = (stage: string, deviceMB: number, ...runs: Run[]): Report['outcomes'][number] => ({
  stage,
  status: 'done',
  seconds: 1,
  deviceMB,
  result: { runs },
})

it('names as memory what was most in use, not what is left after the steps', () => {
  const report: Report = {
    profile: 'full',
    machine: { card: 'a card' },
    outcomes: [
      // Reports of before say of ours what was in use afterwards.
      done('train a', 9000, run('a', 'webgpu', { memoryMB: 1800 })),
      done('train b c', 19_000, run('b', 'webgpu'), run('c', 'webgpu')),
      done('torch', 17_000, run('a', 'torch fp32', { memoryMB: 4500 })),
    ],
  }
  const file = join(temporaryFolder('rationale-gpu'), 'report.json')
  writeFileSync(file, JSON.stringify(report))
  const table = tableOf([file])
  expect(table).toContain('| a | 4000 (500; 9000) | 4000 (500; 4500) |')
  expect(table).toContain('| b | 4000 (500; ≤ 19000) |  |')
  expect(table).not.toContain('1800')
})

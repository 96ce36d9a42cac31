import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ProgramProfile } from '../../benchmarks/studies/gpu/profile.js'
import type { Run } from '../../benchmarks/studies/gpu/results.js'
import type { Report } from '../../benchmarks/studies/gpu/run.js'
import { tableOf } from '../../benchmarks/studies/gpu/table.js'
import { temporaryFolder } from '../helpers/folder.js'

/*
 * The GPU study as it runs on a bare machine: assembled into a folder of its own, started there with nothing of this environment but the driver,
 * which is SwiftShader. Needs `npm run build` before.
 */

const folder = temporaryFolder('rationale-gpu')
const { LD_LIBRARY_PATH = '', VK_ICD_FILENAMES = '' } = process.env
let report: Report

beforeAll(() => {
  const study = resolve('dist/benchmarks/studies/index.js')
  execFileSync(process.execPath, [study, 'gpu', 'assemble', '--output', join(folder, 'app')], { stdio: 'inherit' })
  const places = ['--output', join(folder, 'out'), '--scratch', join(folder, 'scratch')]
  execFileSync(process.execPath, [join(folder, 'app/study.mjs'), 'run', '--profile', 'tiny', ...places], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', HOME: folder, LD_LIBRARY_PATH, VK_ICD_FILENAMES },
    stdio: 'inherit',
  })
  report = JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')) as Report // written by the study
}, 900_000)

const resultOf = (stage: string) => {
  const found = report.outcomes.find((outcome) => outcome.stage.startsWith(stage))
  expect(found?.status, `${stage}: ${found?.problem}`).toBe('done')
  return found?.result as object
}

describe('the GPU study over SwiftShader', () => {
  it.each(['parity tiny lora', 'parity tiny full'])('has the losses of the CPU: %s', (stage) => {
    expect((resultOf(stage) as { apart: number }).apart).toBeLessThan(1e-4)
  })

  it('trains and scores', () => {
    const runs = ['train tiny lora', 'train tiny full', 'tiny score'].flatMap(
      (stage) => (resultOf(stage) as { runs: Run[] }).runs,
    )
    expect(runs.map(({ workload }) => workload)).toEqual([
      'tiny lora 2x32',
      'tiny lora 4x32',
      'tiny full 2x32',
      'tiny score 2x192',
    ])
    for (const { ms } of runs) expect(ms).toBeGreaterThan(0)
    // The same network over two batches starts from the same values.
    expect(runs[0]?.losses?.[0]).toBeCloseTo(Math.log(256), 0)
    expect(runs[1]?.losses?.[0]).toBeCloseTo(Math.log(256), 0)
  })

  it('leaves no work of the vocabulary to the CPU, and steps an adapter in few kernels', () => {
    const { programs } = resultOf('profile') as { programs: ProgramProfile[] }
    const onCpu = programs.flatMap((program) => program.onCpu.map(([operator]) => operator))
    expect(onCpu).not.toContain('LogSoftmax')
    // 28 matrices: laid end to end, stepped as one, cut apart again. The network cuts too, what LoRA's layers of one input share, in many kernels.
    const cutting = programs.filter(({ operators }) => operators.some(([operator]) => operator === 'Slice'))
    expect(cutting.length).toBeGreaterThan(0)
    expect(Math.min(...cutting.map(({ kernels }) => kernels))).toBeLessThan(60)
  })

  it('ends as a table', () => {
    const table = tableOf([join(folder, 'out/report.json')])
    expect(table).toContain('| tiny lora 2x32 | ours on the CPU | 4 |')
    expect(table).not.toContain('Not there')
  })
})

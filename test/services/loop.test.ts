import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { at } from '../../src/core/absence.js'
import { upperLimit } from '../../src/core/statistics/upper-limit.js'
import { sums } from '../commands/sums.js'
import { root, rationaleProcess as run } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { copyTinyLlama } from '../helpers/tiny-llama.js'

/*
 * The small loop of docs/choose-a-verifier.md as a person types it: label, train, calibrate, verify, measure. The model is tiny and random, so that what
 * is judged here is the checks beside it and whether the risk is kept.
 */

const folder = temporaryFolder('loop')
const page = readFileSync(join(root, 'docs/choose-a-verifier.md'), 'utf8')
const [, block = ''] = /## The small loop[\s\S]*?```text\n([\s\S]*?)```/.exec(page) ?? []
const lines = block.trimEnd().split('\n')
const ask = (line: string, ...more: string[]) => {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
  return run([...words.slice(1), ...more], { cwd: folder })
}

/** Every fifth says no number: nobody can tell whether it is right. */
const partly = (count: number, seed: string) =>
  sums(count, seed).map((chain, i) =>
    i % 5 === 0
      ? { ...chain, steps: ['We count the pens of both.', 'Together they have as many as we counted.'] }
      : chain,
  )
const fresh = partly(200, 'new')
beforeAll(() => {
  copyTinyLlama(join(folder, 'model'))
  // A mark must be one token: this tokenizer has a plus with its space, and no minus.
  const file = join(folder, 'model/tokenizer.json')
  const tokenizer = JSON.parse(readFileSync(file, 'utf8'))
  tokenizer.model.vocab['Ġ-'] = Object.keys(tokenizer.model.vocab).length
  tokenizer.model.merges.push(['Ġ', '-'])
  writeFileSync(file, JSON.stringify(tokenizer))
  const write = (name: string, records: readonly object[]) =>
    writeFileSync(join(folder, name), records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  write('labelled.ndjson', partly(1000, 'labelled'))
  write('new.ndjson', fresh)
})

interface Judged {
  verdict: string
  reasons: string[]
  reason?: string
  firstError: number
}

/** All three verdicts occur on chains that nobody used, each with its reason, and nothing speaks against the risk that was asked for. */
async function expectAllThree(line: string): Promise<void> {
  expect(await ask(line)).toMatchObject({ code: 0 })
  const verdicts: Judged[] = readFileSync(join(folder, 'verdicts.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((record) => JSON.parse(record))
  const judged = verdicts.map((verdict, i) => ({ ...verdict, right: at(fresh, i).firstError === -1 }))
  expect(new Set(judged.map(({ verdict }) => verdict))).toEqual(new Set(['correct', 'incorrect', 'abstain']))
  for (const { verdict, reasons, reason } of judged) {
    if (verdict === 'incorrect') expect(reasons).not.toEqual([])
    if (verdict === 'abstain') expect(reason).toBeTruthy()
  }
  const right = judged.filter((each) => each.right)
  const wrong = judged.filter((each) => !each.right)
  const accused = right.filter(({ verdict, firstError }) => verdict === 'incorrect' || firstError !== -1).length
  const accepted = wrong.filter(({ verdict }) => verdict === 'correct').length
  // The lower limits of both rates are below it.
  const lowerLimit = (errors: number, calls: number) => 1 - upperLimit(calls - errors, calls, 0.95)
  expect(lowerLimit(accused, right.length)).toBeLessThan(0.05)
  expect(lowerLimit(accepted, wrong.length)).toBeLessThan(0.05)
  expect([right.length, wrong.length]).toEqual([100, 100])
}

describe('the small loop', { timeout: 240_000 }, () => {
  it('is the one that the document and the README show', () => {
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(
      ['train', 'verify', 'bench', 'calibrate', 'bench'].map((command) => `rationale ${command}`),
    )
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(block)
  })

  it('ends in verdicts of all three kinds, at the risk that was asked for, on chains that nobody used', async () => {
    const trained = await ask(at(lines, 0), '--max-steps', '3', '--batch-size', '2', '--backend', 'onnx-cpu')
    expect([trained.code, trained.stderr]).toEqual([0, expect.stringMatching(/calibrated on \d+ chains/)])

    await expectAllThree(at(lines, 1))

    const measured = await ask(at(lines, 2))
    expect([measured.code, measured.stdout]).toEqual([0, expect.stringMatching(/200 chains/)])
    expect(measured.stdout).not.toContain('no AUC')
  })

  it('two verifiers are calibrated together, and each is told what it adds', async () => {
    const fitted = await ask(at(lines, 3))
    expect([fitted.code, fitted.stdout]).toEqual([0, expect.stringMatching(/1000 chains of 1000 questions/)])
    await expectAllThree(
      'rationale verify --input new.ndjson --verifier "own:model?adapter=mine,evidence:?calibration=both.json" --output verdicts.ndjson',
    )
    const { code, stdout } = await ask(at(lines, 4), '--limit', '100')
    expect([code, stdout]).toEqual([0, expect.stringContaining('100 chains of 100 questions')])
    expect(stdout).toMatch(/own:model\?adapter=mine\s+│?\s*0\.\d{3}/)
  })
})

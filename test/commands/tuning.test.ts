import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type GgufField, writeGguf } from '../../verifier/network/weights/gguf-write.js'
import { openModel } from '../../verifier/network/weights/model.js'
import { openSafetensors, writeSafetensors } from '../../verifier/network/weights/safetensors.js'
import { type Ended, rationale, root } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { tinyLlama } from '../helpers/tiny-llama.js'

/* Tuning through the built command line: what a run and its files say of a base, of texts that are too long, and of settings that would do nothing. */

let folder: string
beforeAll(() => {
  folder = temporaryFolder('tuning')
  cpSync(tinyLlama, join(folder, 'base'), { recursive: true })
  const chains = Array.from({ length: 8 }, (_, i) => ({
    question: `What is ${i} + 1 and so on?`,
    steps: Array.from({ length: i < 3 ? 6 : 1 }, (_, step) => `Step ${step}: ${i} + 1 = ${i + 1}.`),
    firstError: i % 2 === 0 ? 0 : -1,
  }))
  const tasks = Array.from({ length: 8 }, (_, i) => ({
    instruction: `What is ${i} + 1?`,
    input: '',
    output: `It is ${i + 1}.`,
  }))
  for (const [name, records] of Object.entries({ chains, tasks }))
    writeFileSync(join(folder, `${name}.ndjson`), records.map((record) => JSON.stringify(record)).join('\n'))
})

const run = (line: string): Promise<Ended> => rationale(line.split(' '), { cwd: folder })

/** A short run. */
const train = (output: string, more = '', base = 'base') =>
  run(
    `train --task instruct --data tasks.ndjson --base ${base} --output ${output} --backend onnx-cpu --batch-size 4 --max-steps 2 ${more}`.trimEnd(),
  )
/** The same of a head for the steps of chains. */
const trainHead = (output: string, more = '') =>
  run(
    `train --objective head --data chains.ndjson --base base --output ${output} --backend onnx-cpu --batch-size 4 --max-steps 2 --skip-calibration ${more}`.trimEnd(),
  )

const json = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'))
/** The width of the tiny base. */
const widthOfBase = (): number => JSON.parse(readFileSync(join(tinyLlama, 'config.json'), 'utf8')).hidden_size
const lossesOf = (output: string) =>
  readFileSync(join(folder, output, 'train.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { loss: number }).loss)

describe('a base of 16 bits', () => {
  it('stays so, and the run is the one in float32', async () => {
    for (const [output, format] of [
      ['own', ''],
      ['wide', '--base-format float32'],
      ['asked', '--base-format bf16'],
    ] as const)
      expect((await train(output, format)).code).toBe(0)
    expect(lossesOf('own')).toEqual(lossesOf('wide'))
    expect(lossesOf('asked')).toEqual(lossesOf('wide'))
  })

  it('is gone on with under each name of its bits, and under no other', async () => {
    await train('resumed')
    const on = (steps: number, format: string) => train('resumed', `--max-steps ${steps} --resume ${format}`)
    const other = await on(3, '--base-format int8')
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('baseFormat was not set, is "int8"')])
    for (const [i, format] of ['--base-format bf16', '--base-format float32', '--base-format stored', ''].entries()) {
      const { code, stderr } = await on(3 + i, format)
      expect([code, stderr]).toEqual([0, expect.stringContaining(`going on from step ${2 + i}`)])
    }
  })

  it('is what --base-format bf16 makes of a float32 one, where adapters are trained', async () => {
    const model = openModel(tinyLlama)
    cpSync(tinyLlama, join(folder, 'float32'), { recursive: true })
    const tensors = [...model.tensors.values()].map(({ name, shape }) => ({
      name,
      shape,
      type: 'F32' as const,
      // No bfloat16 any more.
      data: async () => (await model.floats(name)).map((value) => value * 1.001),
    }))
    await writeSafetensors(join(folder, 'float32/model.safetensors'), tensors)
    await model.close()
    const other = (output: string, more: string) => train(output, more, 'float32')
    expect((await other('whole', '--base-format float32')).code).toBe(0)
    expect((await other('rounded', '--base-format bf16')).code).toBe(0)
    const [whole, rounded] = [lossesOf('whole'), lossesOf('rounded')]
    expect(rounded).not.toEqual(whole)
    for (const [i, loss] of whole.entries()) expect(Math.abs(loss - (rounded[i] as number))).toBeLessThan(0.05)

    const full = await other('full', '--method full --base-format bf16')
    expect(full.code).toBe(2)
    expect(full.stderr).toContain('full trains the weights themselves: they must be float32')
  })
})

describe('texts that are too long', () => {
  const told = '3 texts were longer than --max-length'

  it('are counted before the run, at its end, and in its record', async () => {
    const planned = await trainHead('planned', '--max-length 48 --dry-run')
    expect(planned.stdout).toContain(told)
    const { stdout, stderr, code } = await trainHead('cut', '--max-length 48')
    expect(code).toBe(0)
    expect(stdout).toContain(told)
    expect(stderr).toContain(told)
    expect(json('cut', 'training.json').result.shortened).toBe(3)
    const whole = await trainHead('uncut', '--json')
    expect(JSON.parse(whole.stdout).shortened).toBe(0)
    expect(whole.stderr).not.toContain('longer than')
  })

  it('are counted by a probe too', async () => {
    const { stdout } = await run(
      'train --method probe --data chains.ndjson --base base --output probe --max-length 48 --dry-run --json',
    )
    expect(JSON.parse(stdout).shortened).toBe(3)
  })
})

describe('an adapter and its base', () => {
  it('are held against each other by doctor', async () => {
    await train('adapter')
    const deeper = join(folder, 'deeper')
    cpSync(tinyLlama, deeper, { recursive: true })
    const source = openSafetensors(join(tinyLlama, 'model.safetensors'))
    const tensors = await Promise.all(
      [...source.tensors.values()].map(async ({ name, shape }) => ({
        name,
        shape,
        type: 'F32' as const,
        data: await source.floats(name),
      })),
    )
    await source.close()
    const more = tensors.flatMap((tensor) =>
      tensor.name.includes('.layers.1.') ? [{ ...tensor, name: tensor.name.replace('.1.', '.2.') }] : [],
    )
    await writeSafetensors(join(deeper, 'model.safetensors'), [...tensors, ...more])
    writeFileSync(join(deeper, 'config.json'), JSON.stringify({ ...json('base', 'config.json'), num_hidden_layers: 3 }))
    const other = await run('doctor own:deeper?adapter=adapter')
    expect(other.code).toBe(1)
    expect(other.stdout).toContain(
      'it was trained beside base, another model than deeper: num_hidden_layers 2 there, 3 here',
    )
    // It fits the first layers all the same: going on, or out, is not done in silence.
    const said =
      'warning: adapter: it was trained beside base, another model than deeper: num_hidden_layers 2 there, 3 here'
    expect((await train('on-deeper', '--adapter adapter', 'deeper')).stderr.split(said)).toHaveLength(2)
    expect((await train('on-base', '--adapter adapter')).stderr).not.toContain('warning')
    // Out it goes only where that is asked for.
    for (const [format, output] of [
      ['peft', 'out-deeper'],
      ['safetensors', 'merged-deeper'],
      ['gguf-lora', 'deeper.gguf'],
    ]) {
      const line = `export --adapter adapter --base deeper --format ${format} --output ${output}`
      const refused = await run(line)
      expect([refused.code, existsSync(join(folder, `${output}`))]).toEqual([2, false])
      expect(refused.stderr).toMatch(
        /adapter is not of the base deeper[\s\S]*another model than deeper[\s\S]*--other-base/,
      )
      expect((await run(`${line} --other-base`)).code).toBe(0)
    }
    // What does not fit does not go out at all.
    const narrower = { ...json('base', 'config.json'), num_hidden_layers: 1 }
    cpSync(tinyLlama, join(folder, 'shallow'), { recursive: true })
    writeFileSync(join(folder, 'shallow/config.json'), JSON.stringify(narrower))
    await writeSafetensors(
      join(folder, 'shallow/model.safetensors'),
      tensors.filter(({ name }) => !name.includes('.layers.1.')),
    )
    for (const [format, output] of [
      ['peft', 'out-shallow'],
      ['safetensors', 'merged-shallow'],
      ['gguf-lora', 'shallow.gguf'],
    ]) {
      const misfit = await run(
        `export --adapter adapter --base shallow --format ${format} --output ${output} --other-base`,
      )
      expect([misfit.code, existsSync(join(folder, `${output}`))]).toEqual([2, false])
      expect(misfit.stderr).toContain('the adapter does not belong to this base model')
    }

    // The same weights elsewhere, and the same model in other bits.
    cpSync(join(folder, 'base'), join(folder, 'copy'), { recursive: true })
    const copy = await run('doctor own:copy?adapter=adapter')
    expect(copy.stdout).toContain('adapter adapter')
    expect(copy.stdout).not.toContain('trained beside')
    await writeSafetensors(join(folder, 'copy/model.safetensors'), tensors)
    const bits = await run('doctor own:copy?adapter=adapter')
    expect(bits.stdout).toContain('whose weights are not those of copy')
    expect((await run('export --adapter adapter --base copy --format safetensors --output of-copy')).code).toBe(0)
    // Another model of the same shape is told by its numbers.
    const others = tensors.map((tensor) => ({ ...tensor, data: tensor.data.map((value) => value * 1.1) }))
    await writeSafetensors(join(folder, 'copy/model.safetensors'), others)
    const otherWeights = await run('export --adapter adapter --base copy --format safetensors --output of-other')
    expect(otherWeights.code).toBe(2)
    expect(otherWeights.stderr).toMatch(/another model than copy: model\.layers\.\S+ differs by 10\.0 % of its length/)

    const named = { ...json('adapter', 'adapter_config.json'), base_model_name_or_path: 'owner/some-model' }
    writeFileSync(join(folder, 'adapter/adapter_config.json'), JSON.stringify(named))
    const unknown = await run('doctor own:copy?adapter=adapter')
    expect(unknown.stdout).toContain('it was trained beside owner/some-model, which is not here')
  })

  it('of a .gguf file goes to PEFT by the name of the repository, else of the file, and that is said', async () => {
    await train('merged')
    expect((await run('export --adapter merged --format gguf --type F32 --output tiny.gguf')).code).toBe(0)
    expect((await train('on-gguf', '', 'tiny.gguf')).code).toBe(0)
    const plain = await run('export --adapter on-gguf --format peft --output peft')
    expect(json('peft', 'adapter_config.json').base_model_name_or_path).toBe('tiny.gguf')
    expect(plain.stdout).toContain('it names a .gguf file as its base')

    const moved = await run(`export --adapter on-gguf --base ./tiny.gguf --format peft --output moved`)
    expect(json('moved', 'adapter_config.json').base_model_name_or_path).toBe('tiny.gguf')
    expect(moved.stdout).toContain(`it names tiny.gguf as its base, not ./tiny.gguf`)

    await copyWith('general.repo_url', 'https://huggingface.co/owner/tiny')
    const known = await run('export --adapter on-gguf --base told.gguf --format peft --output known')
    expect(json('known', 'adapter_config.json').base_model_name_or_path).toBe('owner/tiny')
    expect(known.stdout).toContain('it names owner/tiny as its base, not told.gguf')
    expect(known.stdout).not.toContain('.gguf file')
  })

  /** A small GGUF with one more entry of metadata. */
  async function copyWith(key: string, value: string): Promise<void> {
    const u32 = (number: number): GgufField => ({ type: 'u32', value: number })
    const metadata = new Map<string, GgufField>([
      ['general.architecture', { type: 'string', value: 'llama' }],
      [key, { type: 'string', value }],
      ['llama.block_count', u32(1)],
      ['llama.context_length', u32(64)],
      ['llama.embedding_length', u32(32)],
      ['llama.feed_forward_length', u32(64)],
      ['llama.attention.head_count', u32(2)],
      ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: 1e-5 }],
    ])
    const tensors = [
      { name: 'token_embd.weight', shape: [4, 32], type: 'F32' as const, data: () => new Float32Array(128) },
    ]
    await writeGguf(join(folder, 'told.gguf'), metadata, tensors)
  }
})

it('a head beside an adapter that has one is refused, not ignored', async () => {
  expect((await trainHead('head')).code).toBe(0)
  const again = await trainHead('again', '--adapter head --head two-layer')
  expect(again.code).toBe(2)
  expect(again.stderr).toContain('the adapter to go on from has its own: leave it out')
  expect((await trainHead('further', '--adapter head')).code).toBe(0)
  // What goes out judges as it did, and the files that were written are named.
  const exported = await run('export --adapter head --format peft --output head-out')
  expect(exported.stdout).toContain('head-out: adapter_model.safetensors, adapter_config.json, prm.json')
  expect(json('head-out', 'prm.json')).toEqual(json('head', 'prm.json'))
  expect(exported.stdout).toContain('peft takes it')
  await trainHead('deep', '--head two-layer')
  expect((await run('doctor own:base?adapter=deep')).stdout).toContain('peft refuses it (its head has two layers')
  await train('narrow', '--method adapter')
  expect((await run('export --adapter narrow --format peft --output narrow-out')).stdout).toContain(
    'narrow-out: adapter.safetensors, adapter_config.json',
  )
})

describe('a run and its run.json', () => {
  it('of a probe fits the same probe again, with what was asked of the calibration', async () => {
    const chains = Array.from({ length: 40 }, (_, i) => ({
      question: `What is ${i} + 1?`,
      steps: [`${i} + 1 = ${i + 1 + (i % 2)}.`],
      firstError: i % 2 === 0 ? -1 : 0,
    }))
    writeFileSync(join(folder, 'many.ndjson'), chains.map((chain) => JSON.stringify(chain)).join('\n'))
    const probe = (more: string) =>
      run(`train --method probe --data many.ndjson --base base ${more} --backend onnx-cpu`)
    expect((await probe('--output first --layers 1 --seed 3 --max-length 64 --skip-calibration')).code).toBe(0)
    expect(json('first', 'run.json')).toEqual({
      ...{ data: 'many.ndjson', base: 'base', output: 'first', objective: 'lm', method: 'probe', layers: [1] },
      ...{ maxLength: 64, seed: 3, backend: 'onnx-cpu', resume: false, skipCalibration: true },
    })
    expect((await run('train --config first/run.json --output second')).code).toBe(0)
    expect(json('second', 'probe.json')).toEqual(json('first', 'probe.json'))
    expect(json('second', 'training.json').settings).toEqual({
      ...json('first', 'training.json').settings,
      output: 'second',
    })
  })

  it('keeps that nothing was to be calibrated', async () => {
    expect((await trainHead('uncalibrated')).code).toBe(0)
    expect(json('uncalibrated', 'run.json')).toMatchObject({ skipCalibration: true, objective: 'head' })
    const again = await run('train --config uncalibrated/run.json --output uncalibrated-2')
    expect(again.code).toBe(0)
    expect(again.stderr).not.toContain('calibrat')
    expect(lossesOf('uncalibrated-2')).toEqual(lossesOf('uncalibrated'))
  })
})

describe('defaults that are spelled out', () => {
  const spelled: [method: string, said: Record<string, unknown>, flags: string][] = [
    ['lora', { rank: 8, targetModules: ['q_proj', 'v_proj'] }, '--rank 8 --target-modules q_proj,v_proj --packing'],
    ['ia3', { targetModules: ['k_proj', 'v_proj', 'down_proj'] }, '--target-modules k_proj,v_proj,down_proj'],
    ['p-tuning', { encoderWidth: widthOfBase(), virtualTokens: 16 }, `--encoder-width ${widthOfBase()}`],
    ['low-rank', { compression: 2.64 }, '--compression 2.64'],
  ]
  it.each(spelled)('are the same run: %s', async (method, said, flags) => {
    const output = `usual-${method}`
    expect((await train(output, `--method ${method}`)).code).toBe(0)
    expect(json(output, 'run.json')).toMatchObject({ ...said, packing: true })
    const on = `train --task instruct --data tasks.ndjson --base base --output ${output} --method ${method} --backend onnx-cpu --batch-size 4 --max-steps 3 --resume ${flags}`
    const { code, stderr } = await run(on)
    expect(stderr).toContain('going on from step 2')
    expect(code).toBe(0)
    expect((await run(`train --config ${output}/run.json --output ${output}-again`)).code).toBe(0)
    expect(lossesOf(`${output}-again`)).toEqual(lossesOf(output))
  })

  it('are told apart from other values in words', async () => {
    await train('of-rank-8')
    const { code, stderr } = await train('of-rank-8', '--rank 4 --limit 6 --resume')
    expect(code).toBe(2)
    expect(stderr).toContain('limit was not set, is 6; rank was 8, is 4')
  })

  it('a checkpoint that holds what was given alone goes on, too', async () => {
    await train('older')
    const file = join(folder, 'older/checkpoint.safetensors')
    const source = openSafetensors(file)
    const tensors = await Promise.all(
      [...source.tensors.values()].map(async ({ name, shape }) => ({
        ...{ name, shape, type: 'F32' as const, data: await source.floats(name) },
      })),
    )
    const metadata = Object.fromEntries(source.metadata)
    await source.close()
    const identity = JSON.parse(metadata.identity ?? '')
    for (const key of ['rank', 'targetModules', 'packing']) delete identity.settings[key]
    await writeSafetensors(file, tensors, { ...metadata, identity: JSON.stringify(identity) })
    expect((await train('older', '--rank 8 --resume')).code).toBe(0)
  })
})

describe('what a newcomer meets in train and export', () => {
  it('too many virtual tokens are named, not the records', async () => {
    const window = json('base', 'config.json').max_position_embeddings as number
    for (const [tokens, output] of [
      [window + 88, 'none'],
      [window - 10, 'few'],
    ] as const) {
      const { code, stderr } = await train(output, `--method prompt --virtual-tokens ${tokens}`)
      expect(code).toBe(2)
      expect(stderr).toContain(`${tokens} of the ${window} positions of the model are virtual tokens`)
      expect(stderr).toContain('take fewer --virtual-tokens')
    }
  })

  it('a .gguf file is written under a name by which it opens again', async () => {
    await train('to-go')
    const { code, stderr } = await run('export --adapter to-go --format gguf --output went')
    expect(code).toBe(2)
    expect(stderr).toContain('write it to went.gguf')
  })

  it('a wrong target module is named alone, and a model that cannot be trained is sent to no engine', async () => {
    expect((await train('no', '--target-modules q_proj,foo')).stderr).toContain('target modules: foo names no linear')
    cpSync(join(folder, 'base'), join(folder, 'other'), { recursive: true })
    writeFileSync(
      join(folder, 'other/config.json'),
      JSON.stringify({ ...json('base', 'config.json'), model_type: 'mixtral' }),
    )
    const { stderr } = await train('no', '', 'other')
    expect(stderr).toContain('architecture "mixtral" is not supported')
    expect(stderr).toContain('train a model of one of these families')
  })
})

describe('--no-packing', () => {
  it('gives each example a row of its own: the same losses', async () => {
    const packed = await train('packed', '--dropout 0 --json')
    const apart = await train('apart', '--dropout 0 --no-packing --json')
    const [shared, own] = [lossesOf('packed'), lossesOf('apart')]
    expect(own).toHaveLength(2)
    for (const [i, loss] of own.entries()) expect(loss).toBeCloseTo(shared[i] as number, 4)
    const paddingOf = ({ stdout }: Ended) => JSON.parse(stdout).efficiency.padding as number
    expect(paddingOf(apart)).toBeGreaterThanOrEqual(paddingOf(packed))
    expect(json('apart', 'run.json').packing).toBe(false)
    expect((await run('train --config apart/run.json --output apart-again')).code).toBe(0)
    expect(lossesOf('apart-again')).toEqual(own)
    expect((await train('apart', '--dropout 0 --resume')).stderr).toContain('packing was false, is true')
  })

  it('holds for pairs, and is nothing for a probe', async () => {
    const pairs = Array.from({ length: 8 }, (_, i) => ({
      prompt: `What is ${i} + 1?`,
      chosen: ` It is ${i + 1}.`,
      rejected: ` It is surely ${i + 2}, as everybody knows.`,
    }))
    writeFileSync(join(folder, 'pairs.ndjson'), pairs.map((pair) => JSON.stringify(pair)).join('\n'))
    const prefer = (output: string, more: string) =>
      run(
        `train --objective dpo --data pairs.ndjson --base base --output ${output} --backend onnx-cpu --max-steps 2 --learning-rate 1e-2 --dropout 0${more}`,
      )
    expect((await prefer('pairs-packed', '')).code).toBe(0)
    expect((await prefer('pairs-apart', ' --no-packing')).code).toBe(0)
    for (const [i, loss] of lossesOf('pairs-apart').entries())
      expect(loss).toBeCloseTo(lossesOf('pairs-packed')[i] as number, 4)
    const probe = await run('train --method probe --data chains.ndjson --base base --output no --no-packing')
    expect(probe.stderr).toContain('--packing: is for every method but the probe')
  })
})

describe('what would do nothing is refused, by the names that were typed', () => {
  it.each([
    [
      'train --method probe --data chains.ndjson --base base --output no --epochs 7 --learning-rate 1e-3 --task instruct',
      ['--epochs: is for every method but the probe', '--learning-rate: is for', '--task: is for every method'],
    ],
    [
      'train --objective dpo --data tasks.ndjson --base base --output no --task pretrain --best-by auc',
      ['--task: is for the objective lm, not for dpo', '--best-by: is for the objective lm, head, not for dpo'],
    ],
    [
      'train --data tasks.ndjson --base base --output no --patience 2',
      ['--patience: stopping early needs --evaluate-every'],
    ],
    [
      'train --data tasks.ndjson --base base --output no --adapter nowhere',
      ['there is no nowhere', 'expected: the folder of an adapter: adapter_config.json beside'],
    ],
  ] as const)('%s', async (line, said) => {
    const { code, stderr } = await run(line)
    expect(code).toBe(2)
    for (const each of said) expect(stderr).toContain(each)
  })
})

it('a run of one step learns: it has no warm-up, whose first step has the rate 0', async () => {
  await train('one', '--max-steps 1')
  const [step] = readFileSync(join(folder, 'one/train.ndjson'), 'utf8').split('\n')
  expect(JSON.parse(step ?? '')).toMatchObject({ type: 'step', learningRate: 2e-4 })
})

it('the loss of a head is no perplexity', async () => {
  const { stderr } = await trainHead('measured', '--evaluation-part 0.4')
  expect(stderr).toMatch(/step 2: evaluation loss \d/)
  expect(stderr).not.toContain('perplexity')
})

it('an adapter beside low-rank layers goes out merged, or beside the base as others read it', async () => {
  await train('narrow-base', '--method low-rank')
  await train('beside', '', 'narrow-base')
  const refused = await run('export --adapter beside --format peft --output not-out')
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('its base has low-rank layers, which transformers opens as random ones')
  expect(refused.stderr).toContain('--base DENSE')
  const told = (await run('doctor own:narrow-base?adapter=beside own:narrow-base')).stdout
  expect(told).toContain('its layers are low-rank: transformers opens it with random ones')
  expect(told).toMatch(/peft refuses it \(its base has low-rank layers/)
  expect(told).toMatch(/vllm refuses it \(its base has low-rank layers/)

  expect((await run('export --adapter narrow-base --format safetensors --output dense')).code).toBe(0)
  const out = await run('export --adapter beside --base dense --format peft --output is-out')
  expect(out.stdout).toContain('peft takes it')
  expect(json('is-out', 'adapter_config.json').base_model_name_or_path).toBe('dense')
  expect((await run('export --adapter beside --format safetensors --output merged-out')).code).toBe(0)
})

describe('a verifier whose adapter was trained beside another base', () => {
  const said = 'another model than wider-by-a-layer: num_hidden_layers 2 there, 3 here'

  it('is told of by whatever works with it, in the words of train and export', async () => {
    await train('of-base')
    await train('of-deeper', '', 'deeper') // made above: the same layers, and one more
    cpSync(join(folder, 'deeper'), join(folder, 'wider-by-a-layer'), { recursive: true })
    const uri = 'own:wider-by-a-layer?adapter=of-base'
    for (const line of [`verify --verifier ${uri} --input chains.ndjson`, `rerank 1+1 2 3 --verifier evidence:,${uri}`])
      expect((await run(line)).stderr.split(said)).toHaveLength(2)
    // It has its own line for it.
    const { stdout, stderr } = await run(`doctor ${uri}`)
    expect([stdout.split(said).length, stderr]).toEqual([2, ''])
    expect((await run('verify --verifier own:deeper?adapter=of-deeper --input chains.ndjson')).stderr).not.toContain(
      'warning',
    )
  })
})

it('what doctor says of an mT5 adapter names no tensor of ours', async () => {
  const data = Array.from({ length: 4 }, (_, i) =>
    JSON.stringify({ instruction: 'Sentiment?', input: `sales grew ${i}`, output: 'a' }),
  )
  writeFileSync(join(folder, 'labels.ndjson'), data.join('\n'))
  const mt5 = join(root, 'test/verifier/network/train/fixtures/mt5')
  await run(
    `train --task instruct --data labels.ndjson --base ${mt5} --output seq2seq --backend onnx-cpu --max-steps 1 --evaluation-part 0`,
  )
  const { stdout } = await run('doctor seq2seq')
  expect(stdout).toContain('encoder-decoders of this family are not written as GGUF')
  expect(stdout).not.toContain('_attn')
})

describe('a newcomer', () => {
  it('who names an adapter as a model is told how it is named', async () => {
    await train('named')
    const asBase = await train('no', '', 'named')
    expect(asBase.stderr).toMatch(/named holds an adapter and no model[\s\S]*--base BASE --adapter named/)
    const asModel = await run('verify 1+1 2 --verifier own:named')
    expect(asModel.stderr).toMatch(/named holds an adapter and no model[\s\S]*own:BASE\?adapter=named/)
    expect([asBase.code, asModel.code]).toEqual([2, 2])
  })

  it('who names a folder by its path is told how it is named', async () => {
    mkdirSync(join(folder, 'probed'))
    writeFileSync(join(folder, 'probed/probe.json'), '{}')
    expect((await run('doctor probed')).stdout).toContain('a probe own:BASE?probe=probed')
    expect((await run('verify 1+1 2 --verifier own:probed')).stderr).toMatch(
      /a probe and no model[\s\S]*BASE\?probe=probed/,
    )
  })

  it('who resumes where there is no checkpoint writes over nothing', async () => {
    cpSync(join(folder, 'base'), join(folder, 'precious'), { recursive: true })
    const over = await train('precious', '--method full --resume')
    expect(over.code).toBe(2)
    expect(over.stderr).toContain('precious/model.safetensors is in the way')
    await train('done')
    rmSync(join(folder, 'done/checkpoint.safetensors'))
    expect((await train('done', '--resume')).stderr).toContain('it has no checkpoint to go on from')
  })

  it('reads the method by the name that was typed, and how a whole model goes out', async () => {
    await train('tuned', '--method p-tuning --virtual-tokens 2')
    expect((await run('export --adapter tuned --format gguf --output no.gguf')).stderr).toContain(
      'an adapter of the method p-tuning cannot be folded',
    )
    await train('bottlenecks', '--method adapter')
    expect((await run('doctor bottlenecks')).stdout).toContain('load_adapter(DIR, use_safetensors=True)')
    expect((await run('doctor bottlenecks')).stdout).toContain('vllm refuses it (it is no LoRA (adapter))')
    await train('whole-model', '--method full')
    expect((await run('export --adapter whole-model --format peft --output no')).stderr).toContain(
      'a whole model goes out by --format safetensors, gguf or onnx',
    )
  })
})

describe('what a model, an adapter or a format cannot do is misuse: exit code 2', () => {
  const mt5 = join(root, 'test/verifier/network/train/fixtures/mt5')

  it.each(['--objective dpo', '--task instruct --method prefix', '--task process'])('mT5 with %s', async (more) => {
    const { code, stderr } = await run(`train ${more} --data tasks.ndjson --base ${mt5} --output no`)
    expect([code, stderr]).toEqual([2, expect.stringContaining('with an encoder-decoder (mt5)')])
  })

  it('another kind of adapter, another architecture, DoRA for llama.cpp', async () => {
    mkdirSync(join(folder, 'loha'))
    writeFileSync(join(folder, 'loha/adapter_config.json'), '{"peft_type":"LOHA"}')
    writeFileSync(join(folder, 'loha/adapter_model.safetensors'), '')
    cpSync(tinyLlama, join(folder, 'unknown'), { recursive: true })
    writeFileSync(
      join(folder, 'unknown/config.json'),
      JSON.stringify({ ...json('base', 'config.json'), model_type: 'rwkv' }),
    )
    await train('dora', '--method dora')
    for (const [line, said] of [
      ['export --adapter loha --base base --format gguf --output no.gguf', 'an adapter of kind LOHA'],
      ['verify 1+1 2 --verifier own:base?adapter=loha', 'an adapter of kind LOHA'],
      ['verify 1+1 2 --verifier own:unknown', 'architecture "rwkv" is not supported'],
      ['export --adapter dora --format gguf-lora --output no.gguf', 'llama.cpp knows no DoRA'],
      ['export --adapter nowhere --format gguf --output no.gguf', 'there is no nowhere'],
    ] as const) {
      const { code, stderr } = await run(line)
      expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
    }
  })
})

it('what is wrong with the options of export is told by their flags, all of it at once', async () => {
  const { code, stderr } = await run(
    'export --adapter base --format gguf --output model --type BF16 --precisions int8 --other-base',
  )
  expect(code).toBe(2)
  for (const said of [
    '--type: gguf holds F32, F16, Q8_0, Q4_0, not BF16',
    '--precisions: is for onnx',
    '--output: model has no .gguf at its end: write it to model.gguf',
    '--other-base: is for a base that is named: give base too',
  ])
    expect(stderr).toContain(said)
})

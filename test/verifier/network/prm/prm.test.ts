import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openOwnModel } from '../../../../verifier/network/model/own.js'
import { PRM_PRESETS, readLayout } from '../../../../verifier/network/prm/layout.js'
import { openPrm, type Prm, type PrmOptions } from '../../../../verifier/network/prm/open.js'
import { rationale } from '../../../helpers/cli.js'
import { temporaryFolder } from '../../../helpers/folder.js'

/*
 * Process reward models of every head and layout: tiny random checkpoints of the published classes, whose rewards their own cards' code has read
 * with PyTorch and transformers (test/fixtures/rewards/make.py).
 */

const fixtures = join(import.meta.dirname, '../../../fixtures/rewards')
const expected: { chains: { question: string; steps: string[] }[]; rewards: Record<string, number[][]> } = JSON.parse(
  readFileSync(join(fixtures, 'expected.json'), 'utf8'),
)
const [first] = expected.chains as [{ question: string; steps: string[] }]

const folder = temporaryFolder('prm')
const opened: Prm[] = []
afterEach(async () => {
  for (const prm of opened.splice(0)) await prm.close()
})
async function open(options: PrmOptions): Promise<Prm> {
  const prm = await openPrm(options)
  opened.push(prm)
  return prm
}
const rewardsOf = async ({ judge }: Prm, chains = expected.chains) =>
  (await judge.many(chains)).judgements.map(({ steps }) => steps.map(({ reward }) => reward))

function expectClose(found: (number | null)[][], wanted: number[][]) {
  expect(found.map((steps) => steps.length)).toEqual(wanted.map((steps) => steps.length))
  for (const [c, steps] of wanted.entries())
    for (const [s, reward] of steps.entries())
      expect(Math.abs((found[c]?.[s] ?? Number.NaN) - reward)).toBeLessThan(1e-4)
}

let copies = 0
function copy(name: string, change: (path: string) => void = () => {}): string {
  const path = join(folder, String(copies++))
  cpSync(join(fixtures, name), path, { recursive: true })
  change(path)
  return path
}

describe('rewards equal those of the model’s own code', () => {
  // Qwen's, Skywork's and TRL's classes and a prm.json say by themselves how they are asked.
  it.each([
    ['qwen-prm', undefined],
    ['skywork', undefined],
    ['trl', undefined],
    ['sequence', undefined],
    ['math-shepherd', 'math-shepherd'],
    ['versa', 'versa'],
    ['rlhflow', 'rlhflow'],
    ['granite', 'granite'],
  ])('%s', async (name, prm) => {
    const model = await open({ path: join(fixtures, name), ...(prm === undefined ? {} : { prm }) })
    expectClose(await rewardsOf(model), expected.rewards[name] as number[][])
  })

  it('an adapter that brings the head, on a language model', async () => {
    const base = join(fixtures, 'versa')
    const prm = await open({ path: base, adapter: join(fixtures, 'lora'), prm: 'trl' })
    expectClose(await rewardsOf(prm), expected.rewards.lora as number[][])
    // As a language model it would drop the head.
    await expect(openOwnModel({ path: base, adapter: join(fixtures, 'lora') })).rejects.toThrow(/brings a head.*prm=/s)
    await expect(openPrm({ path: base, adapter: join(fixtures, 'lora') })).rejects.toThrow(/layout reads tokens/)
  })

  it.each(['gguf-lora', 'gguf'])(
    'the same exported as %s is refused with a way that leads somewhere',
    async (format) => {
      const output = join(folder, 'head.gguf')
      const [adapter, base] = [join(fixtures, 'lora'), join(fixtures, 'versa')]
      const asked = ['export', '--adapter', adapter, '--base', base, '--other-base']
      const { code, stderr } = await rationale([...asked, '--format', format, '--output', output], { cwd: folder })
      expect(code).toBe(2)
      expect(stderr).toMatch(/brings a head \(\S+\)[\s\S]*own:BASE\?adapter=DIR[\s\S]*export --format peft/)
      const peft = join(folder, `peft-${format}`)
      expect((await rationale([...asked, '--format', 'peft', '--output', peft], { cwd: folder })).code).toBe(0)
      expect((await open({ path: base, adapter: peft, prm: 'trl' })).layout).toBeDefined()
    },
  )

  it('one chain at a time as all together, with what they add up to', async () => {
    const prm = await open({ path: join(fixtures, 'skywork') })
    const alone = await prm.judge(first)
    const wanted = expected.rewards.skywork?.[0] as number[]
    expectClose([alone.steps.map(({ reward }) => reward)], [wanted])
    expect(alone.features['process:min']).toBeCloseTo(Math.min(...wanted), 4)
    expect(alone.features['process:last']).toBeCloseTo(wanted.at(-1) as number, 4)
    expect(alone.steps[0]?.checked).toEqual(['process'])
  })
})

describe('what cannot be judged says so', () => {
  it('a chain that holds the model’s own marks, or is too long', async () => {
    const prm = await open({ path: join(fixtures, 'qwen-prm') })
    const forged = { question: first.question, steps: ['3 + 4 = 8.<extra_0><|im_end|>'] }
    const long = { question: first.question, steps: ['one more apple '.repeat(200)] }
    const { judgements } = await prm.judge.many([forged, first, long])
    expect(judgements[0]).toMatchObject({ features: {}, reason: expect.stringContaining('special token') })
    expect(judgements[2]?.reason).toMatch(/tokens, the model takes 512/)
    expectClose(
      [judgements[1]?.steps.map(({ reward }) => reward) ?? []],
      [expected.rewards['qwen-prm']?.[0] as number[]],
    )
  })

  it('an empty step has no reward, its neighbours have theirs', async () => {
    const prm = await open({ path: join(fixtures, 'trl') })
    const { steps } = await prm.judge({ question: first.question, steps: ['3 + 4 = 7.', ' '] })
    expect(steps.map(({ reward }) => reward === null)).toEqual([false, true])
  })
})

/** The model with a head of so many labels. */
function relabelled(name: string, labels: number): string {
  return copy(name, (path) => {
    const file = join(path, 'model.safetensors')
    const bytes = readFileSync(file)
    const start = 8 + Number(bytes.readBigUInt64LE())
    const entries: [string, { data_offsets: [number, number]; shape: number[] }][] = Object.entries(
      JSON.parse(bytes.subarray(8, start).toString()),
    )
    const pieces: Buffer[] = []
    let end = 0
    for (const [tensor, info] of entries) {
      if (tensor === '__metadata__') continue
      const data = bytes.subarray(start + info.data_offsets[0], start + info.data_offsets[1])
      const isHead = tensor.startsWith('score.')
      const rows = info.shape[0] ?? 1
      const piece = isHead ? Buffer.alloc((data.length / rows) * labels, 1) : data
      if (isHead) info.shape[0] = labels
      info.data_offsets = [end, end + piece.length]
      end += piece.length
      pieces.push(piece)
    }
    const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(header.length))
    writeFileSync(file, Buffer.concat([length, header, ...pieces]))
  })
}

it('a special token may speak for a step, by its text as by its id', async () => {
  const read = { kind: 'tokens', at: 'mark', negative: '-' }
  const rewards = async (positive: string | number) => {
    const path = copy('versa')
    const layout = { turns: 'text', questionEnd: ' \n\n', mark: ' \n\n\n\n', read: { ...read, positive } }
    writeFileSync(join(path, 'prm.json'), JSON.stringify(layout))
    return rewardsOf(await open({ path }))
  }
  const { added_tokens } = JSON.parse(readFileSync(join(fixtures, 'versa/tokenizer.json'), 'utf8'))
  const { id } = added_tokens.find(({ content }: { content: string }) => content === '<|endoftext|>')
  expect(await rewards('<|endoftext|>')).toEqual(await rewards(id))
})

describe('what does not fit is refused', () => {
  it('a head of other labels, unless a layout says which of them speak for a step', async () => {
    const path = relabelled('trl', 5)
    await expect(open({ path })).rejects.toThrow(
      /more outputs than the layout knows\s+expected: 2 outputs\s+found: +5 in \S/,
    )
    const read = { kind: 'head', at: 'mark', positive: 4, negative: 0, activation: 'softmax' }
    const say = (more: object) => {
      const layout = { turns: 'text', questionEnd: '', mark: '\n', tokens: 'apart', read: { ...read, ...more } }
      writeFileSync(join(path, 'prm.json'), JSON.stringify(layout))
    }
    say({ outputs: 3 })
    await expect(open({ path })).rejects.toThrow(/beyond the last one/)
    say({ outputs: 5 })
    expect((await rewardsOf(await open({ path })))[0]).toHaveLength(first.steps.length)
  })

  it.each<[string, () => PrmOptions, RegExp]>([
    ['an unknown layout', () => ({ path: join(fixtures, 'trl'), prm: 'nothing' }), /no layout "nothing".*qwen-prm/s],
    ['a head where there is none', () => ({ path: join(fixtures, 'versa'), prm: 'qwen-prm' }), /no head to read/],
    ['more outputs than the head has', () => ({ path: join(fixtures, 'skywork'), prm: 'trl' }), /more outputs/],
    [
      'tokens of a model that has a head',
      () => ({ path: join(fixtures, 'trl'), prm: 'rationale' }),
      /no language model.*Qwen3ForTokenClassification/s,
    ],
    [
      'a classifier of sequences without a layout',
      () => ({ path: copy('sequence', (path) => rmSync(join(path, 'prm.json'))) }),
      /LlamaForSequenceClassification: how it is asked/,
    ],
    [
      'a layout with a wrong field',
      () => ({ path: copy('sequence', (path) => writeFileSync(join(path, 'prm.json'), '{"turns": "poem"}')) }),
      /no layout of a process.*turns/s,
    ],
  ])('%s', async (_what, options, message) => {
    await expect(openPrm(options())).rejects.toThrow(message)
  })

  it('a mark that the tokenizer cannot tell apart', async () => {
    // The tiny vocabulary has no token for the tag: it falls apart into bytes.
    await expect(open({ path: join(fixtures, 'versa'), prm: 'math-shepherd' }).then(rewardsOf)).rejects.toThrow(
      /cannot express the layout/,
    )
  })
})

describe('layouts', () => {
  it('have names, and each is whole', () => {
    for (const name of PRM_PRESETS) expect(readLayout(name)).toMatchObject({ threshold: 0.5 })
    expect(PRM_PRESETS).toEqual(
      expect.arrayContaining([
        'qwen-prm',
        'math-shepherd',
        'rlhflow',
        'versa',
        'granite',
        'skywork',
        'trl',
        'rationale',
      ]),
    )
  })

  it.each<[Record<string, unknown>, RegExp]>([
    [{ read: { kind: 'head', at: 'mark', positive: 1, activation: 'softmax' } }, /softmax needs/],
    [{ turns: 'chat-per-step' }, /read before the mark/],
    [{ tokens: 'apart', turns: 'chat' }, /apart goes with/],
  ])('that contradict themselves are refused: %j', (change, message) => {
    const file = join(folder, 'wrong.json')
    const whole = { turns: 'text', mark: '\n', read: { kind: 'head', at: 'mark', positive: 0, activation: 'sigmoid' } }
    writeFileSync(file, JSON.stringify({ ...whole, ...change }))
    expect(() => readLayout(file)).toThrow(message)
  })
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/core/statistics/random.js'
import type { TextTokenizer } from '../../../../src/models/tokenizer.js'
import { AFTER_MARK, instructionOpening, MARKS, markedOpening } from '../../../../verifier/judge/layout.js'
import { trainBpe } from '../../../../verifier/network/tokenizer/bpe-trainer.js'
import { GPT2_PATTERN, LLAMA3_PATTERN, QWEN2_PATTERN } from '../../../../verifier/network/tokenizer/patterns.js'
import { createTokenizer } from '../../../../verifier/network/tokenizer/tokenizer.js'
import { batchesByLength, inParts, packStep, planSteps } from '../../../../verifier/network/train/batches.js'
import { markTokens } from '../../../../verifier/network/train/evaluate.js'
import type { Example } from '../../../../verifier/network/train/example.js'
import { isKeptAside, readExamples, splitByGroup } from '../../../../verifier/network/train/examples.js'
import { learningRateAt } from '../../../../verifier/network/train/schedule.js'
import { temporaryFolder } from '../../../helpers/folder.js'

let folder: string
let tokenizer: TextTokenizer
beforeAll(async () => {
  folder = temporaryFolder('examples')
  const corpus = ['One. + \nTwo. - \n'.repeat(9), ' Yes No'.repeat(9), 'Ann has 3 apples. So 3 + 1 = 4.'.repeat(2)]
  tokenizer = await createTokenizer(await trainBpe(corpus, { vocabularySize: 300 }))
})

async function read(
  records: unknown[],
  task: 'rationale' | 'process' | 'instruct' | 'pretrain' | 'mixed',
  maxLength = 512,
  with_ = tokenizer,
) {
  const path = join(folder, 'records.ndjson')
  writeFileSync(path, records.map((record) => JSON.stringify(record)).join('\n'))
  const rejected: { line: number; reason: string }[] = []
  const onReject = ({ line, reason }: { line: number; reason: string }) => rejected.push({ line, reason })
  const set = await readExamples(path, with_, { task, maxLength, limit: undefined }, onReject)
  expect(set.rejected).toBe(rejected.length)
  return { ...set, rejected }
}
const learned = ({ ids, targets, expected }: Example, with_ = tokenizer) =>
  with_.decode(expected ?? targets.map((target) => ids[target] as number), { keepSpecial: true })

describe('examples', () => {
  it('a rationale is learned with its end, the rest is not', async () => {
    const { examples } = await read([{ preceding: 'Ann has 3 apples. ', rationale: ' So 3 + 1 = 4. ' }], 'rationale')
    expect(learned(examples[0] as Example)).toBe(' So 3 + 1 = 4.<|endoftext|>')
    expect(tokenizer.decode(examples[0]?.ids ?? [])).toBe('Ann has 3 apples.\n\nRationale: So 3 + 1 = 4.')
  })

  it('an instruction’s answer is learned', async () => {
    const { examples } = await read([{ instruction: 'Add.', input: '1 + 1', output: '2' }], 'instruct')
    expect(learned(examples[0] as Example)).toBe(' 2<|endoftext|>')
  })

  it('the documentation asks an instructed model in the text that it was trained with', () => {
    const asked = instructionOpening({ instruction: 'Which mood is this?', input: 'I loved it.' })
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/train.md'), 'utf8')
    expect(page).toContain(`prompt: '${asked.replaceAll('\n', '\\n')}'`)
  })

  it('marks are learned up to the first error, one after each step', async () => {
    const steps = ['One.', 'Two.', 'Three.', 'Four.']
    const { examples } = await read(
      [
        { id: 'a', question: 'Q?', steps, firstError: 2 },
        { id: 'b', question: 'Q?', steps, firstError: -1 },
      ],
      'process',
    )
    expect(examples.map((example) => learned(example))).toEqual([' + + -', ' + + + +'])
    expect(tokenizer.decode(examples[0]?.ids ?? [])).toBe('Q?\n\nOne. + \nTwo. + \nThree. + \n')
  })

  it('where only the outcome is known, every step is asked for the value; beside step labels only the last', async () => {
    const steps = ['One.', 'Two.', 'Three.']
    const { examples } = await read(
      [
        { id: 'a', question: 'Q?', steps, correct: false },
        { id: 'b', question: 'Q?', steps, correct: true },
        { id: 'c', question: 'Q?', steps, firstError: 1, correct: false },
        { id: 'd', question: 'Q?', steps, firstError: -1, correct: true },
      ],
      'process',
    )
    expect(examples.map((example) => learned(example))).toEqual([' No No No', ' Yes Yes Yes', ' + - No', ' + + + Yes'])
    // Mark and value are asked for in one place, and neither label stands in the text.
    expect(examples[2]?.targets.slice(1)).toEqual([examples[2]?.targets[1], examples[2]?.targets[1]])
    expect(tokenizer.decode(examples[0]?.ids ?? [])).toBe('Q?\n\nOne. + \nTwo. + \nThree. + \n')
    expect(packStep([examples.slice(2, 3)])[0]?.expected).toHaveLength(3)
  })

  it('says which mark a tokenizer lacks', async () => {
    const plain = await createTokenizer(await trainBpe(['abc'], { vocabularySize: 257 }))
    const record = { id: 'a', question: 'Q?', steps: ['One.'], firstError: 0 }
    await expect(read([record], 'process', 512, plain)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('" +" is not one token of this tokenizer'),
      remedy: expect.stringContaining('--objective head'),
    })
  })

  it('learns no right chains alone where a tokenizer has one mark only', async () => {
    const half = await createTokenizer(await trainBpe(['a + b + c + d +'], { vocabularySize: 258 }))
    expect([half.encode(' +'), half.encode(' -')].map(({ length }) => length)).toEqual([1, 2])
    const records = [-1, 0].map((firstError) => ({ id: `${firstError}`, question: 'Q?', steps: ['One.'], firstError }))
    await expect(read(records, 'process', 512, half)).rejects.toThrow(/" -" is not one token of this tokenizer/)
    await expect(read(records.slice(0, 1), 'process', 512, half)).rejects.toThrow(/" -" is not one token/)
  })

  it('marks are the tokens that they are behind a step, of a tokenizer that puts a blank before every text', async () => {
    // As LLaMA 2, Mistral and Phi-3 have it: two blanks are one token, so that " +" by itself is "▁▁" and "+".
    const letters = [...'Thatis5.QOneTwoYsN?+-\n']
    const pieces = ['▁▁', '▁+', '▁-', '▁Y', '▁Ye', '▁Yes', '▁N', '▁No']
    const vocab = [...new Set(['<unk>', '</s>', '▁', ...letters, ...pieces])]
    const made = await createTokenizer({
      tokenizer: {
        model: {
          type: 'BPE',
          unk_token: '<unk>',
          vocab: Object.fromEntries(vocab.map((token, id) => [token, id])),
          merges: ['▁ ▁', '▁ +', '▁ -', '▁ Y', '▁Y e', '▁Ye s', '▁ N', '▁N o'],
        },
        normalizer: {
          type: 'Sequence',
          normalizers: [
            { type: 'Prepend', prepend: '▁' },
            { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
          ],
        },
        added_tokens: [{ id: 1, content: '</s>', special: true, normalized: false }],
      },
      config: { eos_token: '</s>' },
    })
    expect(made.encode(MARKS.right, { addSpecial: false })).toEqual([vocab.indexOf('▁▁'), vocab.indexOf('+')])
    const { examples } = await read(
      [{ question: 'Q?', steps: ['One.', 'Two.'], firstError: 1, correct: false }],
      'process',
      512,
      made,
    )
    const [example] = examples
    expect(example?.expected?.map((id) => vocab[id])).toEqual(['▁+', '▁-', '▁No'])
    expect(example?.targets.map((place) => vocab[example.ids[place] as number])).toEqual(['▁+', '▁+', '▁+'])
    expect(markTokens(made)?.value).toEqual({ right: vocab.indexOf('▁Yes'), wrong: vocab.indexOf('▁No') })
  })

  it('reads chains as they are published', async () => {
    const steps = ['One.', 'Two.']
    const { examples } = await read(
      [
        { problem: 'Q?', steps, label: 0, id: 'gsm8k-1' },
        { question: 'Q?', steps, first_error: 1 },
        { question: 'Q?', steps, first_error: -1 },
      ],
      'process',
    )
    expect(examples.map((example) => learned(example))).toEqual([' -', ' + -', ' + +'])
  })

  it('mixed data trains on each record as its kind has it', async () => {
    const { examples, rejected } = await read(
      [
        { preceding: 'Ann.', rationale: 'So 4.' },
        { instruction: 'Add.', input: '', output: '2' },
        { problem: 'Q?', steps: ['One.'], label: -1 },
        { text: 'Ann has.' },
        { title: 'nothing of the kind' },
      ],
      'mixed',
    )
    expect(examples.map((example) => learned(example))).toEqual([
      ' So 4.<|endoftext|>',
      ' 2<|endoftext|>',
      ' +',
      `${tokenizer.decode(tokenizer.encode('Ann has.').slice(1))}<|endoftext|>`,
    ])
    expect(rejected.map(({ line }) => line)).toEqual([5])
  })

  it('a mark is the same token in training and when it is asked for, whatever the tokenizer', async () => {
    const corpus = ['a + \nb - \n ( + \n + +\n -\n', 'x +\ny -\n'.repeat(50), 'step 1 + 2 = 3 + \n'.repeat(50)]
    const { tokenizer: json, config } = await trainBpe(corpus, { vocabularySize: 300 })
    for (const Regex of [QWEN2_PATTERN, LLAMA3_PATTERN, GPT2_PATTERN]) {
      const pretokenizers = [
        { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ]
      const other = await createTokenizer({
        tokenizer: { ...(json as object), pre_tokenizer: { type: 'Sequence', pretokenizers } },
        config: config ?? {},
      })
      const steps = ['a = 1', '(b)', 'x + y', '12.', '- z!']
      const { examples } = await read([{ id: 'a', question: 'Q?', steps, firstError: 4 }], 'process', 512, other)
      const { ids, targets, expected } = examples[0] as Example
      for (const [k, target] of targets.entries()) {
        const before = markedOpening({ question: 'Q?' }) + steps.slice(0, k + 1).join(`${MARKS.right}${AFTER_MARK}`)
        const asked = other.encodeJoint(before, k === 4 ? MARKS.wrong : MARKS.right)
        expect(asked.ids).toEqual([...ids.slice(0, target), expected?.[k]])
        expect(asked.firstTarget).toBe(target)
      }
      expect(targets.length).toBe(5)
    }
  })

  it('too long: the context loses its beginning, a target is never cut', async () => {
    const long = { preceding: 'Ann has 3 apples. '.repeat(50), rationale: 'So 3 + 1 = 4.' }
    const { examples } = await read([long], 'rationale', 40)
    expect(examples[0]?.ids.length).toBe(40)
    expect(learned(examples[0] as Example)).toBe(' So 3 + 1 = 4.<|endoftext|>')
    const { rejected } = await read([{ preceding: 'x', rationale: 'y '.repeat(300) }, long], 'rationale', 40)
    expect(rejected).toEqual([{ line: 1, reason: 'the target takes more than 40 tokens' }])
  })

  it('plain text is learned token by token, cut into stretches that share one token', async () => {
    const text = 'Ann has 3 apples. '.repeat(20)
    const { examples } = await read([{ id: 'a', text }], 'pretrain', 32)
    const all = [...tokenizer.encode(text), 0]
    expect(examples.flatMap(({ ids, targets }) => targets.map((target) => ids[target]))).toEqual(all.slice(1))
    expect(examples.every(({ ids }) => ids.length <= 32)).toBe(true)
  })

  it('sets aside what cannot be learned, and fails where nothing can', async () => {
    const { rejected } = await read(
      [
        { id: 'a', question: 'Q', steps: ['x'], firstError: 5 },
        { id: 'b', question: 'Q', steps: [], firstError: -1 },
        { id: 'c', question: 'Q', steps: ['x'], firstError: 0 },
      ],
      'process',
    )
    expect(rejected.map(({ line }) => line)).toEqual([1, 2])
    await expect(read([{ instruction: 'a', input: '', output: ' ' }], 'instruct')).rejects.toMatchObject({
      code: 'input',
    })
  })

  it.each([
    ['--task process', { question: 'Q', steps: ['a'], firstError: -1 }],
    ['--task instruct', { instruction: 'I', input: '', output: 'O' }],
    ['--objective dpo', { prompt: 'P', chosen: 'C', rejected: 'R' }],
  ])('records of another task are told by the options that take them: %s', async (options, record) => {
    await expect(read([record], 'rationale')).rejects.toMatchObject({ remedy: `these records are for ${options}` })
  })
})

describe('batches', () => {
  const examples = Array.from({ length: 11 }, (_, i) => ({
    ids: [1, 2, 3, 4, 5, 6].slice(0, 2 + (i % 5)),
    targets: [1],
    group: `g${i >> 1}`,
  }))

  it('weights of a step sum to 1 over its batches; no document reaches into another', () => {
    const batches = packStep([examples.slice(0, 4), examples.slice(4, 9)])
    const weights = batches.flatMap((batch) => [...batch.weights])
    expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6)
    expect(new Set(weights.map((weight) => weight.toFixed(6))).size).toBe(1)
    for (const { positions, reach, seq } of batches) {
      // A document begins at position 0 and reaches exactly to its end.
      for (const [place, end] of reach.entries()) {
        if (end === 0) continue
        const row = place - (place % seq)
        const start = place - (positions[place] as number)
        expect(positions[start]).toBe(0)
        for (let at = start; at < row + end; at++) expect(at - start).toBe(positions[at])
      }
    }
  })

  it('every example once an epoch, each epoch in its own order, the same for the same seed', () => {
    const plan = planSteps(examples, { batchSize: 2, accumulation: 2, epochs: 2, seed: 1 })
    expect(plan.steps).toBe(6)
    const epoch = (first: number) => [0, 1, 2].flatMap((step) => plan.batchesOf(first + step).flat())
    expect(new Set(epoch(0))).toEqual(new Set(examples))
    expect(new Set(epoch(3))).toEqual(new Set(examples))
    expect(epoch(0)).not.toEqual(epoch(3))
    expect(planSteps(examples, { batchSize: 2, accumulation: 2, epochs: 2, seed: 1 }).batchesOf(4)).toEqual(
      plan.batchesOf(4),
    )
    expect(batchesByLength(examples, 4).flat().length).toBe(11)
  })

  it('a batch in parts: each example once, pairs together, less than 3 % padding and shorter rows', () => {
    // Lengths as chains have them: from 40 to 512 tokens, few of them long.
    const { uniform } = seededRandom(5)
    const chain = (): Example => {
      const length = 40 + Math.floor(472 * uniform() ** 2)
      return { ids: new Array<number>(length).fill(1), targets: [1], group: '' }
    }
    const steps = Array.from({ length: 40 }, () => Array.from({ length: 8 }, chain))
    const placesOf = (groups: Example[][]) => {
      const batches = groups.flatMap((group) => packStep([group], { width: 576 }))
      const reach = batches.flatMap((batch) => [...batch.reach])
      const attended = batches.reduce((sum, { batch, seq }) => sum + batch * seq ** 2, 0)
      return { padding: reach.filter((end) => end === 0).length / reach.length, attended }
    }
    const whole = placesOf(steps)
    const parts = placesOf(steps.flatMap((step) => inParts(step, 576)))
    expect(whole.padding).toBeGreaterThan(0.03)
    expect(parts.padding).toBeLessThan(0.03)
    expect(parts.attended).toBeLessThan(0.8 * whole.attended)
    for (const step of steps) {
      const split = inParts(step, 576)
      expect(new Set(split.flat())).toEqual(new Set(step))
      expect(split.flat()).toHaveLength(8)
    }
    // What takes less than a part costs to begin stays together, and of one length as many as fill a part.
    expect(
      inParts(
        Array.from({ length: 8 }, () => ({ ids: [1, 2, 3], targets: [1], group: '' })),
        576,
      ),
    ).toHaveLength(1)
    const equal = Array.from({ length: 8 }, () => ({ ids: new Array<number>(256).fill(1), targets: [1], group: '' }))
    expect(inParts(equal, 576).map((part) => part.length)).toEqual([4, 4])
    expect(inParts([], 576)).toEqual([])
    // Of a large batch each once too, in parts no larger.
    const many = Array.from({ length: 200 }, chain)
    const large = inParts(many, 576)
    expect(new Set(large.flat())).toEqual(new Set(many))
    expect(large.flat()).toHaveLength(200)
    // The weights of a step sum to 1 whatever its parts are.
    const weights = packStep(inParts(steps[0] ?? [], 576)).flatMap((batch) => [...batch.weights])
    expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6)
  })

  it('without packing each example has a row of its own, and the weights are the same', () => {
    const some = examples.slice(0, 5)
    const [shared, apart] = [packStep([some], { width: 576 }), packStep([some], { packing: false })].map(
      (step) => step[0],
    )
    expect(apart?.batch).toBe(5)
    expect(apart?.seq).toBe(Math.max(...some.map(({ ids }) => ids.length)))
    expect([...(apart?.sources ?? [])]).toEqual(
      [...(apart?.rows ?? [])].map((place) => Math.floor(place / (apart?.seq ?? 1))),
    )
    expect([...(apart?.weights ?? [])]).toEqual([...(shared?.weights ?? [])])
    expect([...(apart?.expected ?? [])].sort()).toEqual([...(shared?.expected ?? [])].sort())
  })

  it('groups stay on one side of the split', () => {
    const dressed = ['What is 2 + 2?', ' what is  2+2', 'WHAT IS 2 + 2'].map((group) => isKeptAside(group, 0.5, 1))
    expect(new Set(dressed).size).toBe(1)
    const { train, evaluation } = splitByGroup(examples, 0.4, 3)
    const groups = new Set(train.map(({ group }) => group))
    expect(evaluation.length).toBeGreaterThan(0)
    expect(evaluation.some(({ group }) => groups.has(group))).toBe(false)
  })

  it('learning rates: up, then down to 0', () => {
    const rate = (step: number, schedule: 'cosine' | 'linear' | 'constant') =>
      learningRateAt(step, 100, { learningRate: 1, warmup: 0.1, schedule })
    expect([rate(0, 'linear'), rate(5, 'linear'), rate(10, 'linear'), rate(55, 'linear'), rate(100, 'linear')]).toEqual(
      [0, 0.5, 1, 0.5, 0],
    )
    expect(rate(55, 'cosine')).toBeCloseTo(0.5, 12)
    expect(rate(99, 'constant')).toBe(1)
  })

  it('a run of one step is made at the full rate, not at the 0 with which a warm-up begins', () => {
    for (const schedule of ['cosine', 'linear', 'constant'] as const)
      expect(learningRateAt(0, 1, { learningRate: 1, warmup: 0.03, schedule })).toBe(1)
    expect(learningRateAt(1, 2, { learningRate: 1, warmup: 0.03, schedule: 'cosine' })).toBe(1)
  })
})

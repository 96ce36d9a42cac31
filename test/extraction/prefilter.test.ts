import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runExtraction } from '../../extraction/job.js'
import { createDiskHashSet } from '../../extraction/prefilter/disk-hash-set.js'
import { createNearDuplicates, minHashes } from '../../extraction/prefilter/minhash.js'
import { ruleAgainst } from '../../extraction/prefilter/rules.js'
import { createContaminationIndex } from '../../src/core/records/contamination.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import type { Embedder } from '../../src/models/types.js'
import { temporaryFolder } from '../helpers/folder.js'
import { annotator, madeUpDocuments } from './models.js'

const folder = temporaryFolder('extraction-prefilter')

const words = (count: number, seed: string) => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => `w${random.int(100_000)}`)
}

describe('contamination', () => {
  it('finds 13 words in a row, whatever stands between them', () => {
    const index = createContaminationIndex()
    const benchmark = words(30, 'benchmark')
    index.add(benchmark.join(' '))
    expect(index.size).toBe(18)
    expect(index.find(`before ${benchmark.slice(5, 18).join(',\n').toUpperCase()} after`)).toBe(1)
    expect(index.find(`before ${benchmark.slice(5, 17).join(' ')} after`)).toBe(-1)
    expect(index.find(words(5000, 'other').join(' '))).toBe(-1)
  })

  it('takes a short benchmark text whole, and ignores one that says too little', () => {
    const index = createContaminationIndex()
    index.add('What is the sum of nine and ten today, teacher?')
    index.add('What is it?')
    expect(index.find('He asked: "What is the sum of nine and ten today, teacher?" Then he left.')).toBe(2)
    expect(index.find('What is it? It is nothing.')).toBe(-1)
  })

  it('finds a question in a script without blanks', () => {
    const index = createContaminationIndex()
    const question = '下列关于商业银行资本充足率的说法中，哪一项是不正确的？请说明理由。'
    index.add(question)
    expect(index.find(`第一题：${question}答案是丙。`)).not.toBe(-1)
    expect(index.find('商业银行资本充足率是银行监管的重要指标，下列文件对此作了规定。')).toBe(-1)
  })

  it('has no false alarm among many n-grams', () => {
    const index = createContaminationIndex()
    index.add(words(200_000, 'a').join(' '))
    expect(index.size).toBeGreaterThan(199_000)
    expect(index.find(words(200_000, 'b').join(' '))).toBe(-1)
  })
})

describe('near duplicates', () => {
  it('estimate the Jaccard similarity of shingles', () => {
    const a = words(2000, 'a')
    const b = [...a.slice(0, 1500), ...words(500, 'b')]
    const [x, y] = [minHashes(a.join(' ')) as Int32Array, minHashes(b.join(' ')) as Int32Array]
    const equal = x.filter((value, i) => value === y[i]).length / x.length
    // 1496 shared shingles of 2 x 1996 - 1496: 0.599; three standard deviations of 112 draws are 0.14
    expect(Math.abs(equal - 1496 / 2496)).toBeLessThan(0.14)
  })

  it('drops a text with a few words changed and keeps one with half of them changed', () => {
    const near = createNearDuplicates(join(folder, 'near.index'))
    const a = words(200, 'a')
    expect(near.seen(a.join(' '))).toBe(false)
    expect(near.seen([...a.slice(0, 198), 'other', 'words'].join(' '))).toBe(true)
    expect(near.seen([...a.slice(0, 100), ...words(100, 'c')].join(' '))).toBe(false)
    expect(near.seen('too few words')).toBe(false)
    near.close()
  })

  it.each([
    ['memory', 1 << 20],
    ['a file', 0],
    ['both', 256],
  ])('hold every key once in %s', (_, memoryBuckets) => {
    const set = createDiskHashSet(join(folder, 'set.index'), memoryBuckets)
    const random = seededRandom('keys')
    const keys = Array.from({ length: 60_000 }, () =>
      Int32Array.of(random.int(2 ** 31 - 1) * 2, random.int(2 ** 31 - 1)),
    )
    expect(keys.filter((key) => set.meets(key)).length).toBe(0)
    expect(keys.every((key) => set.meets(key))).toBe(true)
    expect(set.meets(Int32Array.of(5, 0))).toBe(false)
    expect(set.meets(Int32Array.of(5, 0))).toBe(true)
    set.close()
  })
})

describe('rules', () => {
  const rules = { minCharacters: 20, maxCharacters: 1000, languages: [] as const, quality: true }
  const prose = 'The harbour was quiet in the morning, and the boats that had come in from the islands lay still.'
  it.each([
    [prose, undefined],
    ['If 3x + 4 = 19 then 3x = 15, so x = 5; check that 3 * 5 + 4 = 19 holds.', undefined],
    ['Too short.', 'too short'],
    ['x'.repeat(1001), 'too long'],
    ['||| ### --- ||| === +++ ||| 0101 0101 0101', 'mostly symbols'],
    ['abcdefghijklmnopqrst uvwxyzabcdefghijk', 'odd word lengths'],
    [
      Array.from({ length: 8 }, (_, i) =>
        i % 4 ? 'same line again here' : `line number ${'abcdefgh'[i]} is other`,
      ).join('\n'),
      'repeated lines',
    ],
    ['again and again the same '.repeat(12), 'repeated words'],
    // Scripts without blanks.
    [
      '本公司于第一季度实现营业收入五百亿元，同比增长百分之八，主要得益于零售业务持续增长以及成本控制措施的有效实施。',
      undefined,
    ],
    ['当社は第一四半期において売上高五百億円を達成し、前年同期比で八パーセントの増加となりました。', undefined],
    ['บริษัทมีรายได้เพิ่มขึ้นร้อยละแปดในไตรมาสแรกของปีเนื่องจากธุรกิจค้าปลีกเติบโตอย่างต่อเนื่อง', undefined],
    ['A股市场今日收盘上涨，沪深300指数上涨百分之二，成交量明显放大，投资者情绪有所恢复。', undefined],
  ])('%#', (text, reason) => expect(ruleAgainst(text, rules)).toBe(reason))

  it('tell languages by their commonest words', () => {
    const english = { ...rules, languages: ['en'] as const }
    expect(ruleAgainst(prose, english)).toBeUndefined()
    expect(
      ruleAgainst(
        'Der Hafen war am Morgen still, und die Boote, die von den Inseln gekommen waren, lagen ruhig da.',
        english,
      ),
    ).toBe('language de')
    expect(
      ruleAgainst(
        'Le port était calme le matin, et les bateaux qui sont venus des îles étaient dans la baie.',
        english,
      ),
    ).toBe('language fr')
    expect(
      ruleAgainst('港は朝静かで、島から来た船は動かずにいた。港は朝静かで、島から来た船は動かずにいた。', english),
    ).toBe('language not recognised')
  })
})

describe('similarity', () => {
  /** Two dimensions: how much of boats, how much of sums. */
  const embedder: Embedder = {
    id: 'two:',
    embed: async (texts) =>
      texts.map((text) => {
        const [boats, sums] = [(text.match(/boat/g) ?? []).length, (text.match(/sum/g) ?? []).length]
        const norm = Math.hypot(boats, sums) || 1
        return Float32Array.of(boats / norm, sums / norm)
      }),
    close: async () => {},
  }
  const texts = madeUpDocuments(40).map((each, i) => ({
    ...each,
    text: `${each.text} ${'boat '.repeat(i)} ${'sum '.repeat(40 - i)}.`,
  }))
  const reference = join(folder, 'questions.ndjson')
  writeFileSync(reference, JSON.stringify({ question: 'What is the sum of the two?' }))
  const job = {
    input: 'memory',
    documents: texts,
    model: annotator(),
    preset: 'unfiltered',
    embedder,
    reference,
    quality: false,
  } as const

  it('drops documents unlike the reference questions', async () => {
    const { stats } = await runExtraction({ ...job, output: join(folder, 'threshold'), minSimilarity: 0.7 })
    // 20 / hypot(20, 20) = 0.707 is the last to pass, 19 / hypot(21, 19) = 0.671
    expect(stats.reasons).toEqual({ 'unlike the reference questions': 19 })
    expect(stats.outcomes.kept).toBe(21)
  })

  it('keeps the top fraction', async () => {
    const { stats } = await runExtraction({ ...job, output: join(folder, 'top'), topFraction: 0.25 })
    expect(stats.outcomes.kept).toBe(10)
  })

  it('needs an embedder, and decontaminates against files', async () => {
    await expect(runExtraction({ ...job, embedder: undefined, output: join(folder, 'none') })).rejects.toThrow(
      /reference: needs --embedder/,
    )
    const benchmark = join(folder, 'benchmark.jsonl')
    writeFileSync(benchmark, JSON.stringify([{ nested: { problem: madeUpDocuments(40)[3]?.text } }]))
    const { stats } = await runExtraction({
      ...job,
      reference: [],
      decontaminate: benchmark,
      output: join(folder, 'clean'),
    })
    expect(stats.reasons).toEqual({ 'shares text with a benchmark': 1 })
  })
})

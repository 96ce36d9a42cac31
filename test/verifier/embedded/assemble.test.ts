import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  assemble,
  type Corpus,
  decontaminate,
  heldAsideQuestions,
  isUnseenGenerator,
} from '../../../benchmarks/studies/embedded/recipe/assemble.js'
import { sources } from '../../../benchmarks/studies/embedded/recipe/sources.js'
import { heldAside } from '../../../src/core/records/split.js'
import { temporaryFolder } from '../../helpers/folder.js'

/** Small files in the formats of the real ones, all written for this test. */
const questions = Array.from(
  { length: 60 },
  (_, i) => `Ann has ${i + 3} pears and buys ${i + 5}. How many pears has she?`,
)
const generators = Array.from({ length: 12 }, (_, i) => `writer-${i}`)
const solution = (i: number, answer: number) => `${i + 3} + ${i + 5} = ${answer}.\nSo she has ${answer} pears.`
const candidatesOf = (i: number) =>
  generators.map((model, g) => {
    const answer = 2 * i + 8 + (g % 2)
    return { model, text: `${solution(i, answer)} (by ${model})`, answer: String(answer), correct: g % 2 === 0 }
  })
const sets = questions.map((question, i) => ({
  id: `q${i}`,
  question,
  gold: String(2 * i + 8),
  candidates: candidatesOf(i),
}))

const files: Record<keyof typeof sources, unknown[] | string> = {
  gsm8k: [{ question: 'Bo has 2 figs and 3 dates.', answer: 'He has 2+3=<<2+3=5>>5 fruits.\n#### 5' }],
  aqua: [{ question: 'Half of 8?', options: ['A)4'], rationale: 'Half of 8 is 4.\nAnswer A', correct: 'A' }],
  stepLabels: [
    ...questions.map((question, i) => ({
      question,
      steps: [`${i + 3} + ${i + 5} = ${2 * i + 8}.`, 'So many.'],
      first_error: i % 2 ? 1 : -1,
      source: 'prmbench_train',
    })),
    { question: 'Unlicensed?', steps: ['No.'], first_error: 0, source: 'mr_math' },
  ],
  zeroevalGsm: sets,
  zeroevalMath: sets.map((set) => ({ ...set, candidates: set.candidates.map(({ correct: _, ...rest }) => rest) })),
  mmluPro: sets,
  commonsenseQa: [
    {
      id: 'c1',
      answerKey: 'A',
      question: { stem: 'Where do pears grow?', choices: [{ label: 'A', text: 'on trees' }] },
    },
  ],
  cosE: [{ id: 'c1', explanation: { 'open-ended': 'Pears are fruit of a tree.' } }],
  arcEasy: [
    {
      instruction:
        'Please choose the correct answer to the question: What is ice?\n\nAnswer1: water Answer2: sand\n\nAnswer format',
      answer: 'answer1',
    },
  ],
  arcChallenge: [],
  openBookQa: [],
  tatQa: [{ paragraphs: [{ text: 'Sales rose to 5 million.' }] }],
  openLogic: [{ text: `\\section{Sets}\n${'A set is determined by its members alone. '.repeat(9)}` }],
  wikiText: `\n = Pears = \n${'The pear is a fruit. '.repeat(20)}`,
}

let folder: string
let corpus: Corpus
beforeAll(() => {
  folder = temporaryFolder('assemble')
  for (const [name, { file }] of Object.entries(sources)) {
    const content = files[name as keyof typeof sources]
    const text =
      typeof content === 'string'
        ? content
        : file.includes('.json.')
          ? JSON.stringify(content)
          : content.map((record) => JSON.stringify(record)).join('\n')
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), gzipSync(text))
  }
  corpus = assemble(folder)
})

const labelled = (source: string) => corpus.chains.filter((chain) => chain.source === source)

describe('what the embedded verifier learns from', () => {
  it('has no held-aside question, no unseen generator, no generator name in a label, and nothing without a licence', () => {
    const texts = [
      ...corpus.chains.map(({ question, steps }) => `${question} ${steps.join(' ')}`),
      ...corpus.documents.map(({ text }) => text),
    ]
    const aside = questions.filter((question) => heldAside(question))
    expect(aside.length).toBeGreaterThan(10)
    for (const question of aside) expect(texts.filter((text) => text.includes(question))).toEqual([])
    const unseen = generators.filter(isUnseenGenerator)
    expect(unseen.length).toBeGreaterThan(0)
    for (const name of unseen) expect(texts.filter((text) => text.includes(`(by ${name})`))).toEqual([])
    expect(texts.some((text) => text.includes('Unlicensed?'))).toBe(false)
    for (const chain of corpus.chains) expect(Object.keys(chain)).not.toContain('model')
  })

  it('takes as many right as wrong candidates of a problem', () => {
    for (const source of ['zeroeval_gsm', 'zeroeval_math', 'mmlu_pro']) {
      const balance = new Map<string, number>()
      for (const { question, correct } of labelled(source))
        balance.set(question, (balance.get(question) ?? 0) + (correct ? 1 : -1))
      expect(balance.size).toBeGreaterThan(20)
      expect([...balance.values()].every((difference) => difference === 0)).toBe(true)
    }
  })

  it('right solutions come whole and with one slip, at a step that differs', () => {
    const chains = labelled('generated')
    let pairs = 0
    for (const [i, { question, steps: own, firstError = -1, correct }] of chains.entries()) {
      if (firstError === -1) continue
      // A slipped solution follows the one that it was made of.
      const right = chains[i - 1]
      pairs++
      expect(right).toMatchObject({ question, firstError: -1, correct: true })
      expect(correct).toBe(false)
      expect(own.length).toBe(firstError + 1)
      expect(own.slice(0, firstError)).toEqual(right?.steps.slice(0, firstError))
      expect(own[firstError]).not.toBe(right?.steps[firstError])
    }
    expect(pairs).toBeGreaterThan(2500)
    expect(labelled('gsm8k')[0]?.steps).toEqual(['He has 2+3=5 fruits.', 'The answer is 5.'])
  })

  it('drops what shares 13 words with a held-aside question, and says how much', () => {
    const leak = 'Nobody knows why the old clock in the northern tower of the town hall stopped on a Friday in May'
    const leaking = { text: `It is said: ${leak}, but who can tell?`, source: 'gossip' }
    const { clean, dropped } = decontaminate({ ...corpus, documents: [...corpus.documents, leaking] }, [leak])
    expect(dropped).toEqual({ 'gossip, texts': 1 })
    expect(clean.documents).toEqual(corpus.documents)
    expect(heldAsideQuestions(folder).sort()).toEqual(questions.filter((question) => heldAside(question)).sort())
  })

  it('names the file that is missing', () => {
    expect(() => assemble(join(folder, 'nowhere'))).toThrow(expect.objectContaining({ code: 'io' }))
  })
})

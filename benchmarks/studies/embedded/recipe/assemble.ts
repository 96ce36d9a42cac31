import { join } from 'node:path'
import { defined } from '../../../../src/core/absence.js'
import { answersEqual } from '../../../../src/core/answers/equivalence.js'
import { createContaminationIndex } from '../../../../src/core/records/contamination.js'
import { hashedFraction, heldAside } from '../../../../src/core/records/split.js'
import { type Random, seededRandom } from '../../../../src/core/statistics/random.js'
import { stepsOf } from '../../../../src/core/steps/steps.js'
import { plainStep } from '../../../../verifier/judge/plain.js'
import { corrupt } from './corrupt.js'
import { generateProblem } from './problems/index.js'
import { type Fields, readObjects, readText } from './read.js'
import { sources, UNSEEN_GENERATORS } from './sources.js'

/** A chain to learn from: its first wrong step, its outcome, or both. */
export interface TrainedChain {
  question: string
  context?: string
  steps: string[]
  firstError?: number
  correct?: boolean
  source: string
}

type Solution = Omit<TrainedChain, 'firstError' | 'correct'>

export interface TrainedDocument {
  text: string
  source: string
}

export interface Corpus {
  chains: TrainedChain[]
  /** For the second stage: real solutions with one slip beside their originals, human step labels, and as many outcomes again. */
  slips: TrainedChain[]
  documents: TrainedDocument[]
  /** Right solutions as plain text, for extraction to mine. */
  minable: { id: string; text: string; source: string }[]
}

/** Candidates of one problem that are taken: as many right as wrong ones, so that the question alone tells nothing. */
const PAIRS = { zeroeval_gsm: 6, zeroeval_math: 5, mmlu_pro: 5 } as const
/** Right candidates of one problem that are corrupted for the second stage. */
const SLIPS = { zeroeval_gsm: 4, zeroeval_math: 3, mmlu_pro: 2 } as const
/** Slips of each of them, of any kind. */
const SLIPS_EACH = 2
const GENERATED = 6000
/** Of the plain solutions (GSM8K's own, generated ones) one in two is a chain too; all are texts. What is left to learn there the checks know. */
const CHAIN_EVERY = 2

export const isUnseenGenerator = (name: unknown) => hashedFraction(`generator ${String(name)}`) < UNSEEN_GENERATORS

/** Everything that is trained on. No question of the held-aside part is in it, and no solution of an unseen generator. */
export function assemble(folder: string): Corpus {
  const at = (name: keyof typeof sources) => join(folder, sources[name].file)
  const corpus: Corpus = { chains: [], slips: [], documents: [], minable: [] }

  for (const [index, record] of readObjects(at('gsm8k')).entries()) {
    const { question, steps } = gsm8kSolution(record)
    corpus.documents.push(solved({ question, steps, source: 'gsm8k' }))
    if (index % CHAIN_EVERY === 0)
      addWithSlip(corpus.chains, { question, steps, source: 'gsm8k' }, seededRandom(`gsm8k ${index}`))
    corpus.minable.push({ id: `gsm8k-${index}`, text: `${question}\n${steps.join('\n')}`, source: 'gsm8k' })
  }
  for (let index = 0; index < GENERATED; index++) {
    const { question, context, steps } = generateProblem('embedded', index)
    const chain = { question, ...defined({ context }), steps, source: 'generated' }
    corpus.documents.push(solved(chain))
    if (index % CHAIN_EVERY === 0) addWithSlip(corpus.chains, chain, seededRandom(`generated ${index}`))
  }
  for (const record of readObjects(at('aqua'))) {
    const question = String(record.question)
    const steps = stepsOf({ text: String(record.rationale) })
    corpus.documents.push(solved({ question, steps, source: 'aqua' }))
  }
  addStepLabels(corpus, readObjects(at('stepLabels')))
  addCandidates(corpus, readObjects(at('zeroevalGsm')), 'zeroeval_gsm')
  addCandidates(corpus, readObjects(at('zeroevalMath')), 'zeroeval_math')
  addCandidates(corpus, readObjects(at('mmluPro')), 'mmlu_pro')
  corpus.documents.push(...plainTexts(at))
  return corpus
}

/** A right solution as it is, and with one slip. */
function addWithSlip(chains: TrainedChain[], solution: Solution, random: Random): void {
  const chain = { ...solution, steps: solution.steps.map(plainStep) }
  chains.push({ ...chain, firstError: -1, correct: true })
  const slipped = corrupt(chain, random)
  if (slipped) chains.push({ ...chain, steps: slipped.steps, firstError: slipped.firstError, correct: false })
}

/** A solution with one slip, and the original to the same step: they differ in that step alone. */
function addSlip(chains: TrainedChain[], chain: Solution, random: Random): void {
  const slipped = corrupt(chain, random)
  if (slipped === undefined) return
  const { steps, firstError } = slipped
  chains.push({ ...chain, steps: chain.steps.slice(0, firstError + 1), firstError: -1 })
  chains.push({ ...chain, steps, firstError })
}

/** `#### 72` becomes a step, and the calculator's marks go. */
function gsm8kSolution({ question, answer }: Fields): { question: string; steps: string[] } {
  const [solution = '', final = ''] = String(answer)
    .replace(/<<[^>]*>>/g, '')
    .split('####')
  const steps = solution.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  return { question: String(question), steps: [...steps, `The answer is ${final.trim()}.`] }
}

function addStepLabels(corpus: Corpus, records: readonly Fields[]): void {
  for (const { question, steps, first_error: firstError, source } of records) {
    // No licence is stated for mr_math.
    if (source === 'mr_math' || heldAside(String(question))) continue
    const chain = { question: String(question), steps: (steps as string[]).map(plainStep), source: String(source) }
    corpus.chains.push({ ...chain, firstError: firstError as number })
    corpus.slips.push({ ...chain, firstError: firstError as number })
  }
}

function addCandidates(corpus: Corpus, records: readonly Fields[], source: keyof typeof PAIRS): void {
  for (const record of records) {
    const question = String(record.question)
    if (heldAside(question)) continue
    const random = seededRandom(`${source} ${question}`)
    const graded = random.shuffle(record.candidates as readonly Fields[]).flatMap((candidate) => {
      if (isUnseenGenerator(candidate.model)) return []
      const steps = stepsOf({ text: String(candidate.text) }).filter((step) => step.trim() !== '')
      const correct = candidate.correct ?? answersEqual(String(candidate.answer), String(record.gold))
      return steps.length === 0 ? [] : [{ steps, correct: correct === true }]
    })
    const [right, wrong] = [graded.filter(({ correct }) => correct), graded.filter(({ correct }) => !correct)]
    const pairs = Math.min(right.length, wrong.length, PAIRS[source])
    for (const { steps } of right.slice(0, PAIRS[source])) corpus.documents.push(solved({ question, steps, source }))
    const plain = (each: (typeof graded)[number]) => ({ question, steps: each.steps.map(plainStep), source })
    for (const each of [...right.slice(0, pairs), ...wrong.slice(0, pairs)])
      corpus.chains.push({ ...plain(each), correct: each.correct })
    for (const each of pairs > 0 ? [...right.slice(0, 1), ...wrong.slice(0, 1)] : [])
      corpus.slips.push({ ...plain(each), correct: each.correct })
    for (const [index, each] of right.slice(0, SLIPS[source]).entries())
      for (let slip = 0; slip < SLIPS_EACH; slip++)
        addSlip(corpus.slips, plain(each), seededRandom(`${question} second slip ${index} ${slip}`))
    if (source === 'zeroeval_gsm')
      for (const [index, each] of right.slice(0, 4).entries()) {
        const chain = { ...plain(each), source: `${source}, corrupted` }
        addWithSlip(corpus.chains, chain, seededRandom(`${question} slip ${index}`))
      }
  }
}

/** A right solution as text, laid out as the verifier is asked (verifier/judge/layout.ts). */
function solved({ question, context, steps, source }: Solution): TrainedDocument {
  const opening = `${context === undefined ? '' : `${context.trim()}\n\n`}${question.trim()}\n\n`
  return { text: opening + steps.map((step) => `${step.trim()} + \n`).join(''), source }
}

function* plainTexts(at: (name: keyof typeof sources) => string): Generator<TrainedDocument> {
  for (const name of ['arcEasy', 'arcChallenge', 'openBookQa'] as const) {
    for (const { instruction, answer } of readObjects(at(name))) {
      const question = /question: ([^\n]+)/.exec(String(instruction))?.[1]
      const options = [...String(instruction).matchAll(/(Answer\d): (.*?)(?= Answer\d: |\n|$)/g)]
      const chosen = options.find(([, label]) => label?.toLowerCase() === answer)?.[2]
      if (question && chosen && !heldAside(question))
        yield { text: `${question.trim()}\n\nThe answer is ${chosen.trim()}.`, source: name }
    }
  }
  const explained = new Map(
    readObjects(at('cosE')).map(({ id, explanation }) => [id, (explanation as Fields)['open-ended']] as const),
  )
  for (const { id, question, answerKey } of readObjects(at('commonsenseQa'))) {
    const { stem, choices } = question as { stem: string; choices: { label: string; text: string }[] }
    const chosen = choices.find(({ label }) => label === answerKey)?.text
    if (heldAside(stem)) continue
    yield { text: `${stem}\n\n${explained.get(id) ?? ''}\nThe answer is ${chosen}.`, source: 'commonsenseqa, cos_e' }
  }
  for (const { paragraphs } of readObjects(at('tatQa'))) {
    const text = (paragraphs as { text: string }[]).map((paragraph) => paragraph.text).join('\n')
    yield { text, source: 'tatqa' }
  }
  for (const { text } of readObjects(at('openLogic'))) {
    // LaTeX sources: what is no prose teaches commands.
    const prose = String(text)
      .split('\n')
      .filter((line) => !/^\s*[%\\]/.test(line))
      .join('\n')
    if (prose.trim().length > 200) yield { text: prose.slice(0, 4000), source: 'openlogic' }
  }
  for (const article of readText(at('wikiText')).split(/\n = [^=]+ = \n/)) {
    if (article.trim().length > 200) yield { text: article.trim().slice(0, 6000), source: 'wikitext' }
  }
}

/** Questions that no stage trains on, of every set that has labels. */
export function heldAsideQuestions(folder: string): string[] {
  const labelled = ['stepLabels', 'zeroevalGsm', 'zeroevalMath', 'mmluPro'] as const
  const records = labelled.flatMap((name) => readObjects(join(folder, sources[name].file)))
  return [...new Set(records.map(({ question }) => String(question)))].filter((each) => heldAside(each))
}

/**
 * Drops what shares 13 words in a row with a held-aside question, since a question may come back in other words around the same numbers. Says
 * how much was dropped of each source.
 */
export function decontaminate(corpus: Corpus, questions: readonly string[]): { clean: Corpus; dropped: Counts } {
  const index = createContaminationIndex()
  for (const question of questions) index.add(question)
  const dropped: Counts = {}
  const isClean = (text: string, source: string) => {
    if (index.find(text) === -1) return true
    dropped[source] = (dropped[source] ?? 0) + 1
    return false
  }
  return {
    clean: {
      chains: corpus.chains.filter(({ question, steps, source }) =>
        isClean(`${question}\n${steps.join('\n')}`, `${source}, chains`),
      ),
      slips: corpus.slips.filter(({ question, steps, source }) =>
        isClean(`${question}\n${steps.join('\n')}`, `${source}, slips`),
      ),
      documents: corpus.documents.filter(({ text, source }) => isClean(text, `${source}, texts`)),
      minable: corpus.minable.filter(({ text, source }) => isClean(text, `${source}, to mine`)),
    },
    dropped,
  }
}

export type Counts = Record<string, number>

import { defined } from '../../../src/core/absence.js'
import { answerKey } from '../../../src/core/answers/equivalence.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { hashedFraction, heldAside } from '../../../src/core/records/split.js'
import type { CandidateSet } from '../../../src/core/records/types.js'
import { seededRandom } from '../../../src/core/statistics/random.js'
import { solutionText, stepsOf } from '../../../src/core/steps/steps.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import type { Judge, PreparedChain } from '../../../verifier/judge/judge.js'
import { answerOf, isRight, writtenText } from '../../answers.js'
import { publicCandidateSetSchema } from '../../public-formats.js'

/** One candidate solution of a held-aside problem, judged by everything that is compared; the generator's name only selects. */
export interface JudgedRow {
  set: string
  /** The problem. */
  group: string
  key: string | null
  correct: boolean
  generator: string
  /** No stage trained on this generator's solutions. */
  unseen: boolean
  features: Record<string, number>
  style: Record<string, number>
}

/** Which candidates of a file are drawn, and how they are put. */
export interface DrawOptions {
  file: string
  /** Most candidates of a problem that are judged, drawn by seed. */
  limit: number
  /** Only of these generators. */
  keep(generator: string): boolean
  /** The part of the held-aside questions that is taken, from 0 to 1; a larger part holds the smaller ones. */
  share?: number
  /** Also the problems as accounts: their facts in the context, as in a company's report, and a choice asked for its number. */
  asAccount?: boolean
}

export interface JudgeFileOptions extends DrawOptions {
  /** Name of the set, by the problem's subject. */
  setOf(record: CandidateSet): string
  /** The network, over all candidates of a problem in one pass. */
  judgeMany: Required<Judge>['many']
  /** A second network beside it; its features follow those of the first under names of their own. */
  besideMany?: Required<Judge>['many']
  /** Generators whose solutions no stage trained on. */
  isUnseen(generator: string): boolean
  /** Features of all judges -> those that the calibration weighs; undefined where a judge said nothing. */
  stack(features: Readonly<Record<string, number>>): Readonly<Record<string, number>> | undefined
}

/** A candidate as a chain. */
export interface DrawnCandidate {
  candidate: CandidateSet['candidates'][number]
  chain: PreparedChain
  answer: string | undefined
  /** As it was written. */
  text: string
}

/** The candidates of the held-aside problems of a file of graded candidate sets, drawn by seed. */
export async function* drawnCandidates(
  options: DrawOptions,
): AsyncGenerator<{ record: CandidateSet; drawn: DrawnCandidate[] }> {
  for await (const { record } of readRecords(options.file, publicCandidateSetSchema)) {
    if (!heldAside(record.question)) continue
    if (hashedFraction(`share ${record.question}`) >= (options.share ?? 1)) continue
    const candidates = record.candidates.filter(({ model }) => options.keep(String(model)))
    const account = options.asAccount === true ? accountOf(record.question) : undefined
    if (options.asAccount === true && account === undefined) continue
    const some = seededRandom(`judged ${record.id}`).shuffle(candidates).slice(0, options.limit)
    const drawn = some.flatMap((candidate) => {
      const steps = stepsOf(candidate)
      const answer = answerOf(record, candidate) ?? undefined
      const number = account && record.options ? numberOf(answer, record.options) : answer
      if (steps.length === 0 || (account && record.options && number === undefined)) return []
      const chain = {
        question: record.question,
        ...defined({ context: record.context }),
        ...defined({ options: account ? undefined : record.options }),
        ...account,
        steps,
        ...defined({ answer: number }),
      }
      return [{ candidate, chain, answer, text: solutionText(writtenText(candidate)).text }]
    })
    yield { record, drawn }
  }
}

/** Judges the held-aside problems of a file of graded candidate sets. */
export async function* judgeFile(options: JudgeFileOptions): AsyncGenerator<JudgedRow> {
  for await (const { record, drawn } of drawnCandidates(options)) {
    // All candidates of a problem in one pass over what they share.
    const chains = drawn.map(({ chain }) => chain)
    const network = await options.judgeMany(chains)
    const beside = await options.besideMany?.(chains)
    for (const [i, { candidate, chain, answer, text }] of drawn.entries()) {
      const checks = checkEvidence(chain).features
      const features = options.stack({ ...checks, ...network.judgements[i]?.features })
      const further = beside && options.stack({ ...checks, ...beside.judgements[i]?.features })
      if (features === undefined || (beside && further === undefined)) continue
      yield {
        set: options.setOf(record),
        group: record.question,
        key: answer === undefined ? null : answerKey(answer, record),
        correct: isRight(record, candidate),
        generator: String(candidate.model),
        unseen: options.isUnseen(String(candidate.model)),
        features: withoutZeros({ ...features, ...besideNames(further ?? {}) }),
        style: styleOf(chain.steps, text),
      }
    }
  }
}

const withoutZeros = (features: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(features).filter(([, value]) => value !== 0))

/** What a second network says, named so; the checks and the kind of question are with the first. */
const besideNames = (features: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(features)
      .filter(([name]) => !/(?:^|:)(?:evidence|bias)$/.test(name))
      .map(([name, value]) => [name.replace(':', ':beside:'), value]),
  )

/** All but the last sentence is context; undefined where there is but one. */
function accountOf(question: string): { question: string; context: string } | undefined {
  const ends = [...question.trim().matchAll(/[.!?]\s+(?=\S)/g)]
  const cut = ends.at(-1)
  if (cut === undefined) return undefined
  const at = cut.index + cut[0].length
  return { context: question.trim().slice(0, at).trim(), question: question.trim().slice(at) }
}

/** The text of the option that a letter names, where it is a number, perhaps with its unit. */
function numberOf(letter: string | undefined, choices: readonly string[]): string | undefined {
  const text = choices[(letter ?? '').trim().charCodeAt(0) - 65]
  return text !== undefined && /^[^a-z]*\d[^a-z]*(?:[a-z]+\W*){0,2}$/i.test(text) ? text : undefined
}

/** Length and layout, and nothing else: what a verifier that only recognises writers would live on. */
function styleOf(steps: readonly string[], text: string): Record<string, number> {
  const lines = text.split('\n')
  return {
    characters: Math.log1p(text.length),
    steps: Math.log1p(steps.length),
    stepLength: Math.log1p(text.length / Math.max(1, steps.length)),
    lines: Math.log1p(lines.length),
    lists: lines.filter((line) => /^\s*(?:[-*•]|\d+[.)])\s/.test(line)).length / lines.length,
    latex: Math.log1p((text.match(/\\[a-zA-Z]+|\$/g) ?? []).length),
    bold: Math.log1p((text.match(/\*\*/g) ?? []).length),
    digits: (text.match(/\d/g) ?? []).length / Math.max(1, text.length),
  }
}

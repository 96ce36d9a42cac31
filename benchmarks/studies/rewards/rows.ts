import { createReadStream, existsSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { defined } from '../../../src/core/absence.js'
import { finalAnswer } from '../../../src/core/answers/answer.js'
import { answerKey, answersEqual } from '../../../src/core/answers/equivalence.js'
import type { Candidate, CandidateSet, Chain, LabelledChain, TokenTally } from '../../../src/core/records/types.js'
import { solutionText, stepsOf } from '../../../src/core/steps/steps.js'
import { emptyTally } from '../../../src/core/tally.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import type { Judge } from '../../../verifier/judge/judge.js'
import { rewardsOf, stepRewards } from '../../../verifier/reward/model-judge.js'

/** What a model and the evidence say of one chain, beside its label, which neither of them sees. */
export interface Row {
  key: string
  /** The question: its chains are never split between folds. */
  group: string
  right: boolean
  /** Of recorded candidates: the answer's key in a vote. */
  vote?: string | null
  /** Of labelled chains. */
  firstError?: number
  /** Features of the model's rewards: `process:min`, … */
  rewards: Record<string, number>
  evidence: Record<string, number>
  /** Rewards of each step, by name; `evidence` is one of them. */
  steps: Record<string, (number | null)[]>
  tokens: TokenTally
  reason?: string
}

/** Every candidate by itself, without its grade and its generator's name. */
export async function judgeCandidate(set: CandidateSet, candidate: Candidate, key: string, judge: Judge): Promise<Row> {
  const unwrapped = candidate.text === undefined ? undefined : solutionText(candidate.text)
  const steps = stepsOf(candidate)
  const found = finalAnswer(unwrapped?.text ?? steps.join('\n'), set)
  const answer = candidate.answer ?? unwrapped?.answer ?? (found.kind === 'unparsed' ? undefined : found.value)
  return {
    ...(await judgeSteps({ ...set, ...defined({ answer }) }, steps, key, judge)),
    right: candidate.correct ?? (answer !== undefined && set.gold !== undefined && answersEqual(answer, set.gold, set)),
    vote: answer === undefined ? null : answerKey(answer, set),
  }
}

export async function judgeLabelled(chain: LabelledChain, key: string, judge: Judge): Promise<Row> {
  const { firstError } = chain
  return { ...(await judgeSteps(chain, stepsOf(chain), key, judge)), right: firstError === -1, firstError }
}

type Shown = Pick<Chain, 'question' | 'context' | 'options' | 'answer'>

async function judgeSteps({ question, context, options, answer }: Shown, steps: string[], key: string, judge: Judge) {
  const chain = {
    question,
    steps,
    ...defined({ context, options }),
  }
  const { steps: judged, features, tokens = emptyTally(), reason } = await judge(chain)
  const asked = stepRewards.filter((reward) => judged.some((step) => step.features?.[reward] !== undefined))
  const evidence = checkEvidence({ ...chain, ...defined({ answer }) })
  return {
    key,
    group: question,
    rewards: features,
    evidence: evidence.features,
    steps: {
      ...Object.fromEntries(asked.map((reward) => [reward, rewardsOf(judged, reward)])),
      evidence: evidence.steps.map(({ reward }) => reward),
    },
    tokens,
    ...defined({ reason }),
  }
}

/** Rows that were judged already, one a line; `keep` appends. A run that was killed goes on. */
export async function openRows(
  file: string | undefined,
): Promise<{ find(key: string): Row | undefined; keep(row: Row): Promise<void> }> {
  const found = new Map<string, Row>()
  let whole = true
  if (file !== undefined && existsSync(file)) {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      try {
        const row = JSON.parse(line) as Row
        found.set(row.key, row)
        whole = true
      } catch {
        whole = false // the last line of a run that was killed
      }
    }
    if (!whole) await appendFile(file, '\n')
  }
  return {
    find: (key) => found.get(key),
    async keep(row) {
      if (file !== undefined) await appendFile(file, `${JSON.stringify(row)}\n`)
    },
  }
}

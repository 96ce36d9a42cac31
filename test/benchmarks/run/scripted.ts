import { createHash } from 'node:crypto'
import type { CandidateSet, Chain, LabelledChain, Verdict, Verifier } from '../../../src/core/records/types.js'
import { addTally, emptyTally } from '../../../src/core/tally.js'
import type { LanguageModel } from '../../../src/models/types.js'

/** A number in [0, 1) that depends on the text alone. */
export function digest(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0) / 2 ** 32
}

/** Judges by a hash of the chain: deterministic, no model; counts its calls and can be told to fail. */
export function scriptedVerifier(options: { failOn?: (chain: Chain, call: number) => boolean; seen?: Chain[] } = {}) {
  let calls = 0
  const verifier: Verifier = {
    id: 'scripted:',
    stepThreshold: 0.5,
    async verify({ id = 'solution', ...rest }) {
      const chain: Chain = { ...rest, id, question: rest.question }
      const call = calls++
      options.seen?.push(chain)
      // Later calls finish first now and then, as models do.
      await new Promise((resolve) => setTimeout(resolve, call % 3))
      if (options.failOn?.(chain, call)) throw new Error('the model fell over')
      const texts = chain.steps ?? (chain.text ?? '').split('\n')
      const steps: Verdict['steps'] = texts.map((text) => {
        const reward = digest(text)
        return { text, reward, wrong: reward < 0.5, evidence: [], checked: [] }
      })
      const probability = digest(`${chain.question}${texts.join()}`)
      return {
        id: chain.id,
        steps,
        firstError: steps.findIndex((step) => (step.reward as number) < 0.5),
        reward: Math.min(...steps.map((step) => step.reward as number)),
        aggregation: 'min',
        probability,
        verdict: probability > 0.5 ? 'correct' : 'incorrect',
        reasons: [],
        tokens: { evaluated: 20, unique: 19, generated: 0, calls: 1 },
      }
    },
    async verifyAll(chains) {
      const verdicts: Verdict[] = []
      for (const chain of chains) verdicts.push(await verifier.verify(chain))
      const tokens = emptyTally()
      for (const verdict of verdicts) addTally(tokens, verdict.tokens)
      return { verdicts, tokens }
    },
    rerank: () => Promise.reject(new Error('not asked')),
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
  return { verifier, calls: () => calls }
}

/** Writes n answers that depend on prompt, seed and number alone. */
export function scriptedGenerator(): LanguageModel {
  return {
    id: 'scripted-generator:',
    capabilities: async () => ({ generate: true, score: true, notes: [] }),
    async generate({ prompt, n = 1, seed, tally }) {
      const text = typeof prompt === 'string' ? prompt : prompt.map((message) => message.content).join()
      if (tally) {
        tally.generated += 30 * n
        tally.calls++
      }
      return Array.from({ length: n }, (_, index) => ({
        text: `I think about it.\nThe answer is ${['269', '34', '36', 'A', 'yes'][Math.floor(5 * digest(`${text}${seed}${index}`))]}.`,
        finish: 'stop' as const,
      }))
    },
    score: async ({ pairs }) =>
      pairs.map(({ continuation }) => ({
        tokens: [...continuation].map((character, offset) => ({ text: character, offset, logProbability: -Math.LN2 })),
      })),
    close: async () => {},
  }
}

export function madeUpSets(count: number): CandidateSet[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `set-${index}`,
    task: 'number',
    question: `What is ${index} + 1?`,
    gold: String(index + 1),
    candidates: [index + 1, index + 2, index + 1, 7].map((answer) => ({
      text: `I add one.\nThe answer is ${answer}.`,
      model: 'secret-model',
      answer: String(answer),
      correct: answer === index + 1,
    })),
  }))
}

export function madeUpChains(count: number): LabelledChain[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `chain-${index}`,
    question: `Question ${index}?`,
    steps: [`first step of ${index}`, `second step of ${index}`],
    firstError: (index % 3) - 1,
  }))
}

import type { GenerateRequest, LanguageModel } from '../../src/models/types.js'
import type { MarketLabel } from './label.js'

/** What is asked of a model; the record of training holds it as it stands. */
export function callPrompt(input: string, { ticker, horizon }: { ticker: string; horizon: number }): string {
  return [
    `News about ${ticker}:`,
    input,
    '',
    `Will ${ticker} do better or worse than the market over the next ${horizon} trading days? Give your reason in one or two sentences.`,
    'End with "Call: up", "Call: down" or "Call: flat".',
    'Reason:',
  ].join('\n')
}

export type MarketCall = MarketLabel['label']

/** The last call of an answer, where it says exactly one thing: "up or down" is none. Undefined where there is no call, which is never "flat". */
export function readCall(answer: string): MarketCall | undefined {
  const last = [...answer.matchAll(/\bcall\s*:\s*\**\s*((?:up|down|flat)\b(?:(?!\bcall\s*:).)*)/gi)].at(-1)?.[1] ?? ''
  const said = new Set(last.toLowerCase().match(/\b(?:up|down|flat)\b/g))
  const isOpen = /^\w+\s*(?:\/|\||(?:or|and)\b)/i.test(last)
  return said.size === 1 && !isOpen ? ([...said][0] as MarketCall) : undefined // the pattern admits no other word
}

/** Many models give a reason and stop: then they are asked for the call alone, behind their reason. */
async function withCall(
  model: LanguageModel,
  prompt: string,
  reason: string,
  request: Pick<GenerateRequest, 'temperature' | 'seed' | 'signal'>,
): Promise<string> {
  if (readCall(reason) !== undefined) return reason
  const opened = `${reason}\nCall:`
  const [call] = await model.generate({ ...request, prompt: `${prompt} ${opened}`, maxTokens: 4 })
  const answer = `${opened} ${call?.text.trim().split('\n')[0] ?? ''}`
  return readCall(answer) === undefined ? reason : answer
}

/** A preferred and a rejected answer of the model itself; `weight` is larger where the market moved more. */
export interface PreferencePair {
  id: string
  prompt: string
  chosen: string
  rejected: string
  weight: number
  known: string
}

export interface PairOptions {
  samples: number
  temperature: number
  maxTokens: number
  horizon: number
  deadZone: number
  seed: number
  signal?: AbortSignal | undefined
}

export interface Sampled {
  pairs: PreferencePair[]
  /** What was called; answers without a call that could be read are not among them. */
  calls: MarketCall[]
  answers: number
}

/** The probability of "up" that calls stand for, `flat` being even odds; undefined where there is none. */
export function forecastOf(calls: readonly MarketCall[]): number | undefined {
  const odds = { up: 1, flat: 0.5, down: 0 }
  return calls.length === 0 ? undefined : calls.reduce((sum, call) => sum + odds[call], 0) / calls.length
}

/**
 * Samples calls with their reasons and pairs those that agree with what happened with those that do not, the first with the first. Our reading of
 * learning from stock prices (REFERENCE: no algorithm is published): the weight is the size of the move beyond the dead zone, at most 3 dead zones.
 */
export async function samplePairs(
  model: LanguageModel,
  label: MarketLabel,
  input: string,
  options: PairOptions,
): Promise<Sampled> {
  const { samples, temperature, maxTokens, horizon, deadZone, seed, signal } = options
  const prompt = callPrompt(input, { ticker: label.ticker, horizon })
  const request = { temperature, seed, ...(signal !== undefined && { signal }) }
  const reasons = await model.generate({ ...request, prompt, n: samples, maxTokens, stop: ['\n'] })
  const answers: string[] = []
  for (const { text } of reasons) answers.push(await withCall(model, prompt, text.trim(), request))
  const called = [...new Set(answers)].map((answer) => ({ answer, call: readCall(answer) }))
  const right = called.filter(({ call }) => call === label.label)
  const wrong = called.filter(({ call }) => call !== undefined && call !== label.label)
  const unit = deadZone > 0 ? deadZone : 0.02
  const weight = label.label === 'flat' ? 1 : Math.min(3, Math.abs(label.excess) / unit)
  const pairs = right.slice(0, wrong.length).map(({ answer }, i) => ({
    id: `${label.id}-${i}`,
    prompt,
    chosen: ` ${answer}`,
    rejected: ` ${wrong[i]?.answer}`,
    weight,
    known: label.known,
  }))
  return { pairs, calls: answers.flatMap((answer) => readCall(answer) ?? []), answers: answers.length }
}

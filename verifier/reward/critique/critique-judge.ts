import { untilAborted } from '../../../src/core/abort.js'
import { at, defined } from '../../../src/core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../../../src/core/arguments.js'
import { RationaleError } from '../../../src/core/errors.js'
import { frozen } from '../../../src/core/frozen.js'
import { nearestName } from '../../../src/core/nearest-name.js'
import { emptyTally } from '../../../src/core/tally.js'
import type { Completion, GenerateRequest, LanguageModel } from '../../../src/models/types.js'
import { aggregate } from '../../judge/aggregate.js'
import type { ChatMessage, Judge, Judgement, PreparedChain, StepJudgement } from '../../judge/judge.js'
import type { Work } from '../scoring.js'
import {
  type CritiqueFormatName,
  critiqueFormats,
  type StepwiseFormat,
  turnOf,
  type WholeFormat,
  wholePrompt,
} from './formats.js'
import { type Opinion, unreadable } from './opinions.js'
import { shown } from './words.js'

export interface CritiqueJudgeOptions {
  /** Any model that generates, chat models too. */
  model: LanguageModel
  format?: CritiqueFormatName
  /** Judgements that vote; one is greedy, several are drawn at temperature 0.7 (default 1). */
  samples?: number
  seed?: number
  /** Of one judgement, thoughts included (default 2048). */
  maxTokens?: number
  /** In place of the format's own prompt: {problem}, {steps} and {step} stand for what is judged. */
  prompt?: string
}

/**
 * A model that writes, as a judge: the reward of a step is the share of the readable judgements that call it right (several vote: Wang et al. 2023). Where
 * the model tells log-probabilities and the format ends in yes or no, each judgement counts by its P(yes), as GenPRM is read.
 * What it wrote of a step explains it; where it wrote nothing else, what it thought does, and says so ("it thought: …"): a thought is on the way to
 * a verdict, and may say the opposite. A judgement that cannot be read, or that the model refused, is counted and counts for nothing. Features: `critique:min`, `critique:mean`, `critique:last`.
 */
export function critiqueJudge(options: CritiqueJudgeOptions): Judge & Required<Pick<Judge, 'prompts'>> {
  checkArguments('critiqueJudge', { options: [options, 'object'], model: [options?.model, 'model'] })
  refuseUnknownOptions('critiqueJudge', options, {
    model: true,
    format: true,
    samples: true,
    seed: true,
    maxTokens: true,
    prompt: true,
  })
  const { format: name = 'steps' } = options
  const format = critiqueFormats[name]
  const template = options.prompt ?? format.prompt
  if (!/\{steps?\}/.test(template))
    throw new RationaleError('configuration', 'the prompt of a judge has no place for what is judged', {
      expected: '{steps}, or {step} of a format that asks turn by turn, and {problem} for the question',
      found: template === '' ? 'an empty prompt' : JSON.stringify(template.slice(0, 80)),
    })
  const places = ['problem', 'steps', 'step']
  for (const [place, name = ''] of template.matchAll(/\{([a-z]+)\}/g)) {
    const near = places.includes(name) ? undefined : nearestName(name, places)
    if (near !== undefined)
      throw new RationaleError('configuration', `the prompt of a judge has no place ${place}`, {
        expected: '{problem}, {steps} or {step}',
        remedy: `did you mean {${near}}?`,
      })
  }
  const judge: Judge = async (chain, signal, onStep) => {
    const tokens = emptyTally()
    const work = { signal, tally: tokens }
    const judgement =
      format.kind === 'whole'
        ? await judgeWhole(options, chain, work, wholePrompt(template, chain), format)
        : await judgeByTurns(options, chain, work, { ...format, prompt: template })
    if (onStep !== undefined) judgement.steps.forEach(onStep)
    return { ...judgement, tokens }
  }
  return Object.assign(judge, {
    prompts: (chain: PreparedChain) => [
      format.kind === 'whole'
        ? wholePrompt(template, chain)
        : chain.steps.map((_, i) => turnOf({ ...format, prompt: template }, chain, i)),
    ],
  })
}

async function judgeWhole(
  options: CritiqueJudgeOptions,
  chain: PreparedChain,
  work: Work,
  prompt: readonly ChatMessage[],
  { read, isSilent }: WholeFormat,
): Promise<Judgement> {
  const written = await write(options, prompt, work, { readsThoughts: isSilent !== undefined })
  const opinions = written.map(({ text, thought, refused }) => {
    if (refused !== undefined) return unreadable(chain.steps, `it refused: ${refused}`)
    // What it says of the whole after its thought may contradict that.
    if (thought !== undefined && isSilent?.(text)) return read(`${thought}\n${text}`, chain.steps)
    return read(text, chain.steps).map((opinion, i) => withThought(opinion, thoughtOn(thought, i)))
  })
  const lost = opinions.filter((all) => all.every(({ right }) => right === null)).length
  const steps = chain.steps.map((_, i) => vote(opinions.map((all) => at(all, i))))
  return judgementOf(
    steps,
    { asked: written.length, unreadable: lost },
    written,
    whyNot(opinions.flat(), written, options),
  )
}

/** Turn by turn, up to the first step that the vote calls wrong: what follows it cannot be right in the same sense. */
async function judgeByTurns(
  options: CritiqueJudgeOptions,
  chain: PreparedChain,
  work: Work,
  format: StepwiseFormat,
): Promise<Judgement> {
  const steps: StepJudgement[] = []
  const turns: ChatMessage[] = []
  const counts = { asked: 0, unreadable: 0 }
  const all: Completion[] = []
  let why: string | undefined
  for (const index of chain.steps.keys()) {
    turns.push(turnOf(format, chain, index))
    const written = await write(options, turns, work, { alternatives: ALTERNATIVES })
    const opinions = written.map(({ text, thought, refused, tokens }): Opinion => {
      if (refused !== undefined) return { right: null, unreadable: `it refused: ${refused}` }
      const opinion = withThought(format.read(text), thought)
      const certainty = opinion.right === null ? undefined : format.certainty(tokens ?? [], text)
      if (certainty === null) return { right: null, unreadable: 'its log-probabilities hold neither yes nor no' }
      return { ...opinion, ...defined({ certainty }) }
    })
    counts.asked += written.length
    counts.unreadable += opinions.filter(({ right }) => right === null).length
    all.push(...written)
    why ??= whyNot(opinions, written, options)
    const step = vote(opinions)
    steps.push(step)
    if (step.reward !== null && step.reward < 0.5) break
    // The conversation goes on with an answer that the vote agrees with.
    const agreeing =
      written[
        Math.max(
          0,
          opinions.findIndex(({ right }) => right === true),
        )
      ]
    turns.push({ role: 'assistant', content: agreeing?.text ?? '' })
  }
  while (steps.length < chain.steps.length) steps.push({ reward: null, checked: [] })
  return judgementOf(steps, counts, all, why)
}

/** Servers tell at least so many of the likeliest tokens: yes and no are among them where a judge is at that point. */
const ALTERNATIVES = 5

/** Tokens of a judgement, where nothing else is asked for. */
const LONGEST = 2048

async function write(
  { model, samples = 1, seed = 0, maxTokens = LONGEST }: CritiqueJudgeOptions,
  prompt: readonly ChatMessage[],
  { signal, tally }: Work,
  how: Pick<GenerateRequest, 'alternatives' | 'readsThoughts'>,
): Promise<Completion[]> {
  const request = {
    prompt: frozen(prompt),
    n: samples,
    temperature: samples === 1 ? 0 : 0.7,
    seed,
    maxTokens,
    ...how,
    ...defined({ signal, tally }),
  }
  return untilAborted(() => model.generate(request), signal)
}

/** The share of those who say anything; in the words of one whom most agree with. */
function vote(opinions: readonly Opinion[]): StepJudgement {
  const said = opinions.filter(({ right }) => right !== null)
  if (said.length === 0) return { reward: null, checked: [] }
  const reward = said.reduce((sum, { right, certainty }) => sum + (certainty ?? Number(right)), 0) / said.length
  const explanation = said.find((each) => each.right === reward >= 0.5 && each.explanation !== undefined)?.explanation
  return { reward, checked: ['critique'], ...defined({ explanation }) }
}

function judgementOf(
  steps: readonly StepJudgement[],
  judgements: { asked: number; unreadable: number },
  written: readonly Completion[],
  why: string | undefined,
): Judgement {
  const rewards = steps.map(({ reward }) => reward)
  const features: Record<string, number> = {}
  for (const how of ['min', 'mean', 'last'] as const) {
    const value = aggregate(rewards, how)
    if (value !== null) features[`critique:${how}`] = value
  }
  const nothing =
    judgements.unreadable === judgements.asked
      ? `none of ${judgements.asked} judgements could be read${why === undefined ? '' : ` (${why})`}: ${JSON.stringify(written[0]?.text.slice(0, 80) ?? '')}`
      : undefined
  return { steps, features, judgements, ...defined({ reason: nothing }) }
}

/** Why one of them could not be read, the first that says so; what was cut before it came to a judgement says nothing itself. */
function whyNot(
  opinions: readonly Opinion[],
  written: readonly Completion[],
  { maxTokens = LONGEST }: CritiqueJudgeOptions,
): string | undefined {
  const said = opinions.map(({ unreadable }) => unreadable).find((why) => why !== undefined)
  if (said !== undefined || opinions.every(({ right }) => right !== null)) return said
  return written.some(({ finish }) => finish === 'length')
    ? `cut at ${maxTokens} tokens, or where the model's context window ended: allow more with maxTokens`
    : undefined
}

function withThought(opinion: Opinion, thought: string | undefined): Opinion {
  const thinks = shown(thought)
  return { ...opinion, ...defined({ explanation: opinion.explanation ?? (thinks && `it thought: ${thinks}`) }) }
}

/** The paragraph of a thought about the whole that speaks of a step last. */
function thoughtOn(thought: string | undefined, index: number): string | undefined {
  const name = new RegExp(`\\bstep ${index + 1}\\b`, 'i')
  return thought?.split(/\n\s*\n/).findLast((paragraph) => name.test(paragraph))
}

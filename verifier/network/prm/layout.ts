import { existsSync } from 'node:fs'
import * as z from 'zod'
import { defined } from '../../../src/core/absence.js'
import { describeIssues, messageOf, RationaleError } from '../../../src/core/errors.js'
import { readSmallTextFile } from '../../../src/core/files/small-file.js'
import { nearestName } from '../../../src/core/nearest-name.js'
import { AFTER_MARK, MARKS } from '../../judge/layout.js'

/*
 * How a process reward model is asked and read: what its chains look like, and where its answer about each step stands. A file `prm.json` beside
 * the model says it, or one of the presets, each as the model's own card has it.
 */

const index = z.int().min(0).max(1000)
/** A token by its text, which must be one token of the model's tokenizer, or by its id. */
const token = z.union([z.string().min(1).max(100), z.int().min(0)])

const readSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('tokens'),
    at: z.enum(['mark', 'before-mark']),
    positive: token,
    negative: token,
    /** Two-way softmax over the two tokens' logits. */
    activation: z.literal('softmax').default('softmax'),
  }),
  z.strictObject({
    kind: z.literal('head'),
    at: z.enum(['mark', 'before-mark']),
    /** Which output of the head speaks for the step, and which against it (with softmax). */
    positive: index,
    negative: index.optional(),
    activation: z.enum(['softmax', 'sigmoid']),
    /** How many outputs the head has (default: up to the last one that is read). A head of another size was trained on other labels. */
    outputs: z.int().min(1).max(1001).optional(),
  }),
])

export const layoutSchema = z
  .strictObject({
    /**
     * `text`: question, then the steps. `chat`: the question from the user, all steps from the assistant. `chat-per-step`: a turn for each step, which the
     * assistant answers with the mark.
     */
    turns: z.enum(['text', 'chat', 'chat-per-step']),
    system: z.string().max(10_000).optional(),
    /** Between question and first step (not in `chat`). */
    questionEnd: z.string().max(100).default('\n\n'),
    /** Before each step, `{n}` its number from 1; a step that begins so already keeps its own. */
    stepStart: z.string().max(100).default(''),
    /** After each step but the last, its mark included. */
    stepJoin: z.string().max(100).default(''),
    /** After each step; in `chat-per-step` the assistant's whole turn. Where the model's answer about the step is read. */
    mark: z.string().min(1).max(100),
    /** `chat-per-step`: what the user asks after each step. */
    ask: z.string().max(1000).default(''),
    /** `apart`: question and steps are turned into tokens each by itself, as the model's own code does. */
    tokens: z.enum(['together', 'apart']).default('together'),
    read: readSchema,
    aggregation: z.enum(['min', 'max', 'last', 'mean', 'product', 'geometric-mean']).default('min'),
    /** Rewards below it call a step wrong. */
    threshold: z.number().min(0).max(1).default(0.5),
  })
  .check(({ value: { turns, system, stepStart, ask, tokens, read }, issues }) => {
    const wrong = (path: string, message: string) =>
      issues.push({ code: 'custom', input: undefined, path: [path], message })
    if (read.kind === 'head' && read.activation === 'softmax' && read.negative === undefined)
      wrong('read', 'softmax needs the output that speaks against a step (negative)')
    if (read.positive === read.negative)
      wrong('read', 'one and the same speaks for a step and against it (positive, negative)')
    if (read.kind === 'head' && read.activation === 'sigmoid' && read.negative !== undefined)
      wrong('read', 'sigmoid reads one output: nothing speaks against a step (negative)')
    const place = /\{\w+\}/.exec(stepStart.replaceAll('{n}', ''))?.[0]
    if (place !== undefined) wrong('stepStart', `there is no place ${place}: {n} is the number of the step`)
    if (turns === 'text' && system !== undefined) wrong('system', 'turns text has no message of the system')
    if (turns !== 'chat-per-step' && ask !== '') wrong('ask', 'only chat-per-step asks after each step')
    if (
      read.kind === 'head' &&
      Math.max(read.positive, read.negative ?? 0) >= (read.outputs ?? Number.POSITIVE_INFINITY)
    )
      wrong('read', 'it reads an output beyond the last one (outputs)')
    if (turns === 'chat-per-step' && read.at === 'mark')
      wrong('read', 'chat-per-step is read before the mark, where the assistant’s turn is due')
    if (tokens === 'apart' && (turns !== 'text' || read.at !== 'mark'))
      wrong('tokens', 'apart goes with turns text, read at the mark')
  })
export type PrmLayout = z.output<typeof layoutSchema>

const asTokens = (at: 'mark' | 'before-mark', positive: string, negative: string) => ({
  kind: 'tokens' as const,
  at,
  positive,
  negative,
})

/** How many numbers a model of a layout gives for each step. */
export const outputsOf = ({ read }: PrmLayout): number =>
  read.kind === 'tokens' ? 2 : (read.outputs ?? Math.max(read.positive, read.negative ?? 0) + 1)

/** Layouts of published models, as their cards or their own code have them. */
const PRESETS = {
  /** Qwen2.5-Math-PRM (model card): the two outputs at each `<extra_0>`, the second one for the step. */
  'qwen-prm': {
    turns: 'chat',
    system: 'Please reason step by step, and put your final answer within \\boxed{}.',
    mark: '<extra_0>',
    read: { kind: 'head', at: 'mark', positive: 1, negative: 0, activation: 'softmax' },
    aggregation: 'product',
  },
  /** math-shepherd-mistral-7b-prm (model card). */
  'math-shepherd': {
    turns: 'text',
    questionEnd: ' ',
    stepStart: 'Step {n}: ',
    stepJoin: '\n',
    mark: ' ки',
    read: asTokens('mark', '+', '-'),
  },
  /** RLHFlow's Llama3.1-8B-PRM (their evaluation code): the first user turn is question and step. */
  rlhflow: { turns: 'chat-per-step', questionEnd: ' ', mark: '+', read: asTokens('before-mark', '+', '-') },
  /** VersaPRM (model card): ids 10 and 12 of LLaMA 3 are + and -. */
  versa: { turns: 'text', questionEnd: ' \n\n', mark: ' \n\n\n\n', read: asTokens('mark', '+', '-') },
  /** Granite-3.3-8B-Math-PRM (model card). */
  granite: {
    turns: 'chat-per-step',
    questionEnd: ' ',
    ask: 'Is this response correct so far (Y/N)?',
    mark: 'Y',
    read: asTokens('before-mark', 'Y', 'N'),
  },
  /** Skywork-o1-Open-PRM (their inference code): beginning of text, question, a line for each step. */
  skywork: {
    turns: 'text',
    questionEnd: '\n',
    mark: '\n',
    tokens: 'apart',
    read: { kind: 'head', at: 'mark', positive: 0, activation: 'sigmoid' },
  },
  /** Models of TRL's PRMTrainer: token classification with the label on the separator after each step. */
  trl: {
    turns: 'text',
    questionEnd: '',
    mark: '\n',
    tokens: 'apart',
    read: { kind: 'head', at: 'mark', positive: 1, negative: 0, activation: 'softmax' },
  },
  /** What `rationale train --task process` teaches. */
  rationale: {
    turns: 'text',
    stepJoin: AFTER_MARK,
    mark: MARKS.right,
    read: asTokens('before-mark', MARKS.right, MARKS.wrong),
  },
} as const satisfies Record<string, z.input<typeof layoutSchema>>

type PrmPreset = keyof typeof PRESETS
export const PRM_PRESETS = Object.keys(PRESETS)

/**
 * A layout by a preset's name or from a file.
 *
 * @throws RationaleError `configuration` for neither, or for a file that is no layout.
 */
export function readLayout(nameOrFile: string): PrmLayout {
  if (Object.hasOwn(PRESETS, nameOrFile)) return layoutSchema.parse(PRESETS[nameOrFile as PrmPreset])
  if (!existsSync(nameOrFile)) {
    const near = nearestName(nameOrFile, PRM_PRESETS)
    throw new RationaleError('configuration', `no layout ${JSON.stringify(nameOrFile)} of process reward models`, {
      expected: `one of ${PRM_PRESETS.join(', ')}, or a file such as prm.json`,
      ...defined({ remedy: near === undefined ? undefined : `did you mean ${near}?` }),
    })
  }
  let contents: unknown
  try {
    contents = JSON.parse(readSmallTextFile(nameOrFile))
  } catch (error) {
    throw new RationaleError('configuration', `${nameOrFile} is not JSON`, { found: messageOf(error) })
  }
  const parsed = layoutSchema.safeParse(contents)
  if (parsed.success) return parsed.data
  throw new RationaleError('configuration', `${nameOrFile} is no layout of a process reward model`, {
    found: describeIssues(parsed.error, 'layout'),
  })
}

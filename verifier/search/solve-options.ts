import { defined } from '../../src/core/absence.js'
import { refuseUnknownOptions } from '../../src/core/arguments.js'
import { RationaleError } from '../../src/core/errors.js'
import type { Aggregation, Verifier } from '../../src/core/records/types.js'
import type { LanguageModel } from '../../src/models/types.js'
import { type StepScorer, stepScorer } from '../reward/candidates.js'
import { type PresetName, presets } from '../reward/presets.js'
import type { TreeShape } from './step-tree.js'
import { verifierScorer } from './verifier-scorer.js'

export const solveStrategies = ['step-search', 'beam', 'dvts', 'best-of-n', 'weighted', 'majority'] as const
export type SolveStrategy = (typeof solveStrategies)[number]

export interface SolveOptions {
  generator: LanguageModel
  /** Judges whole solutions: `best-of-n` and `weighted` need it. The searches judge next steps by it, and choose among their finished chains. */
  verifier?: Pick<Verifier, 'id' | 'verify'> & Partial<Pick<Verifier, 'verifyAll'>>
  /** Judges next steps in the verifier's place (`step-search`, `beam`, `dvts`): a scorer, or a preset with the model that scores. */
  scorer?:
    | StepScorer
    | { preset: PresetName; model: LanguageModel; rationaleModel?: LanguageModel; rationaleTokens?: number }
  strategy?: SolveStrategy
  /** Candidates of a turn (step search), or chains in all (default 3). */
  n?: number
  /** Next steps written for each path of beam and DVTS (default: the square root of n, rounded). */
  branches?: number
  maxTurns?: number
  maxStepTokens?: number
  /** Of a whole solution (default 512). */
  maxTokens?: number
  temperature?: number
  topP?: number
  layout?: 'text' | 'chat'
  instruction?: string
  aggregation?: Aggregation
  /** Whole solutions come this many at a time; none are asked for once the vote cannot change (default: n, all at once). */
  batch?: number
  /** Nothing more is begun once so many tokens were evaluated or generated: strategies compared at equal tokens. */
  tokenBudget?: number
  /** Nothing more is begun once the generator has written so many tokens, whatever was evaluated beside them and whatever judges wrote. */
  writtenBudget?: number
  seed?: number
  signal?: AbortSignal
}

/** Chains grow step by step; the others sample whole solutions. */
export const isSearch = (strategy: SolveStrategy) =>
  strategy === 'step-search' || strategy === 'beam' || strategy === 'dvts'

/** The shape that a search's n candidates take. */
export function shapeOf({
  strategy,
  n = 3,
  branches = Math.max(2, Math.round(Math.sqrt(n))),
}: SolveOptions): TreeShape {
  const paths = Math.max(1, Math.round(n / branches))
  if (strategy === 'beam') return { trees: 1, width: paths, branches }
  if (strategy === 'dvts') return { trees: paths, width: 1, branches }
  return { trees: 1, width: 1, branches: n }
}

/** @throws RationaleError `configuration` where the model of a preset cannot score: next steps would be taken by chance. */
export async function scorerOf({ scorer, verifier, seed = 0 }: SolveOptions): Promise<StepScorer> {
  // checkOptions has refused a search without either
  if (scorer === undefined) return verifierScorer(verifier as NonNullable<typeof verifier>)
  if (!('preset' in scorer)) return scorer
  const { preset, ...models } = scorer
  const supervision = presets[preset]
  if (supervision.kind === 'process' || supervision.kind === 'implicit') {
    const { score, notes } = await models.model.capabilities()
    if (!score)
      throw new RationaleError('configuration', `${models.model.id} cannot score next steps`, {
        expected: `a model that scores, as the preset ${preset} needs one`,
        ...defined({ found: notes.at(-1) }),
        remedy: 'leave scorer and preset out: the verifier judges next steps then',
      })
  }
  return stepScorer({ supervision, seed, ...models })
}

/** @throws RationaleError `configuration` that names everything that is wrong. */
export function checkOptions(options: SolveOptions): void {
  refuseUnknownOptions('solve', options, {
    generator: true,
    verifier: true,
    scorer: true,
    strategy: true,
    n: true,
    branches: true,
    maxTurns: true,
    maxStepTokens: true,
    maxTokens: true,
    temperature: true,
    topP: true,
    layout: true,
    instruction: true,
    aggregation: true,
    batch: true,
    tokenBudget: true,
    writtenBudget: true,
    seed: true,
    signal: true,
  })
  const { strategy = 'step-search', scorer, verifier, n = 3, batch = 1, maxTurns = 1, branches = 1 } = options
  const natural = (name: string, value: number) =>
    Number.isInteger(value) && value >= 1 ? [] : [`${name} is ${value}, not a positive integer`]
  const problems = [
    ...(solveStrategies.includes(strategy) ? [] : [`unknown strategy ${JSON.stringify(strategy)}`]),
    ...(isSearch(strategy) && scorer === undefined && verifier === undefined
      ? [`${strategy} needs a scorer of steps, or a verifier, which is one`]
      : []),
    ...((strategy === 'best-of-n' || strategy === 'weighted') && verifier === undefined
      ? [`${strategy} needs a verifier`]
      : []),
    ...(scorer && 'preset' in scorer && !Object.hasOwn(presets, scorer.preset)
      ? [`unknown preset ${JSON.stringify(scorer.preset)}`]
      : []),
    ...natural('n', n),
    ...natural('batch', batch),
    ...natural('maxTurns', maxTurns),
    ...natural('branches', branches),
  ]
  if (problems.length > 0)
    throw new RationaleError('configuration', `solve: ${problems.join('; ')}`, {
      expected: `strategy: ${solveStrategies.join(', ')}; preset: ${Object.keys(presets).join(', ')}`,
    })
}

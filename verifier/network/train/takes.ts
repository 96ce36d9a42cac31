/*
 * Which run takes which setting: one table for every method, objective and task. A setting that would change nothing in a run is refused, and the
 * refusal says which runs take it.
 */

/** Methods that leave the base as it is and train something beside it. */
export const ADAPTED = ['lora', 'qlora', 'dora', 'ia3', 'prefix', 'prompt', 'p-tuning', 'adapter'] as const
export const isAdapted = (method: string): method is (typeof ADAPTED)[number] =>
  (ADAPTED as readonly string[]).includes(method)
/** Those that choose their layers. */
export const TARGETED: readonly string[] = ['lora', 'qlora', 'dora', 'ia3']
/** Those of two narrow factors beside each layer. */
export const LORA: readonly string[] = ['lora', 'qlora', 'dora']

export interface Rule {
  /** Default: all. */
  methods?: readonly string[]
  /** Every method but the probe, whose heads are fitted at once. */
  stepwise?: true
  /** Default: all. */
  objectives?: readonly string[]
  /** Looked at where the objective is the text: the others have records of their own. Default: all. */
  tasks?: readonly string[]
}

const EVERY: Rule = {}
const STEPWISE: Rule = { stepwise: true }
const HEAD: Rule = { objectives: ['head'] }

export const RULES = {
  // What is learned from, and what it becomes.
  data: EVERY,
  base: EVERY,
  output: EVERY,
  method: EVERY,
  objective: EVERY,
  task: { stepwise: true, objectives: ['lm'] },
  mix: STEPWISE,
  mixTemperature: STEPWISE,
  limit: EVERY,
  maxLength: EVERY,
  seed: EVERY,
  backend: EVERY,
  // Of objectives.
  beta: { objectives: ['dpo'] },
  head: HEAD,
  classWeights: HEAD,
  bestBy: { stepwise: true, objectives: ['lm', 'head'], tasks: ['process'] },
  // Of methods.
  adapter: { methods: [...ADAPTED, 'probe'] },
  layers: { methods: ['probe'] },
  rank: { methods: [...LORA, 'low-rank'] },
  compression: { methods: ['low-rank'] },
  alpha: { methods: LORA },
  dropout: { methods: LORA },
  rsLora: { methods: LORA },
  targetModules: { methods: TARGETED },
  modulesToSave: { methods: TARGETED },
  virtualTokens: { methods: ['prefix', 'prompt', 'p-tuning'] },
  promptText: { methods: ['prompt'] },
  encoderWidth: { methods: ['prefix', 'p-tuning'] },
  layout: { methods: ['adapter'] },
  reduction: { methods: ['adapter'] },
  baseFormat: STEPWISE,
  // How the steps go.
  epochs: STEPWISE,
  maxSteps: STEPWISE,
  batchSize: STEPWISE,
  accumulation: STEPWISE,
  packing: STEPWISE,
  learningRate: STEPWISE,
  schedule: STEPWISE,
  warmup: STEPWISE,
  optimizer: STEPWISE,
  weightDecay: STEPWISE,
  maxNorm: STEPWISE,
  beta1: STEPWISE,
  beta2: STEPWISE,
  epsilon: STEPWISE,
  recompute: STEPWISE,
  memory: STEPWISE,
  // What is evaluated and kept on the way. A probe goes on where it was by itself.
  evaluationData: EVERY,
  evaluationPart: STEPWISE,
  evaluateEvery: STEPWISE,
  patience: STEPWISE,
  checkpointEvery: STEPWISE,
  keep: STEPWISE,
  tensorboard: STEPWISE,
  resume: EVERY,
} as const satisfies Readonly<Record<string, Rule>>

export interface Run {
  method: string
  objective: string
  task: string
}

/** Who takes a setting, where this run does not; undefined where it does. */
export function whyNotTaken(rule: Rule, { method, objective, task }: Run): string | undefined {
  const { methods, stepwise, objectives, tasks } = rule
  if (stepwise && method === 'probe') return 'is for every method but the probe, which is fitted at once'
  if (methods !== undefined && !methods.includes(method)) return `is for ${methods.join(', ')}, not for ${method}`
  if (objectives !== undefined && !objectives.includes(objective))
    return `is for the objective ${objectives.join(', ')}, not for ${objective}`
  if (tasks !== undefined && objective === 'lm' && !tasks.includes(task))
    return `is for the task ${tasks.join(', ')}, not for ${task}`
  return undefined
}

/** The settings of a run that it takes: what repeats it. */
export function takenBy<T extends Run>(settings: T): Partial<T> {
  const rules: Readonly<Record<string, Rule>> = RULES
  const taken = Object.entries(settings).filter(([key]) => whyNotTaken(rules[key] ?? EVERY, settings) === undefined)
  return Object.fromEntries(taken) as Partial<T> // entries of it and no others
}

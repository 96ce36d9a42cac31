import type { ImplicitForm } from './likelihood.js'

/** How a step search is supervised. */
export type Supervision =
  /** Candidates are scored with the rationale in view. */
  | { kind: 'implicit'; form: ImplicitForm; gain: boolean }
  /** The rationale is shown to the generator, which then writes one step. */
  | { kind: 'explicit' }
  /** P("+") against P("-") at the end of each candidate. */
  | { kind: 'process' }
  /** A random candidate: the paper's baseline. */
  | { kind: 'random' }

/** The public code's choices under `rationalyst-*`, ours beside them. */
export const presets = {
  'rationalyst-implicit-mean': { kind: 'implicit', form: 'mean', gain: false },
  'rationalyst-implicit-decay': { kind: 'implicit', form: 'decay', gain: false },
  'rationalyst-rationale-after': { kind: 'implicit', form: 'rationale-after', gain: false },
  'rationalyst-explicit': { kind: 'explicit' },
  'implicit-gain': { kind: 'implicit', form: 'mean', gain: true },
  process: { kind: 'process' },
  random: { kind: 'random' },
} as const satisfies Record<string, Supervision>
export type PresetName = keyof typeof presets

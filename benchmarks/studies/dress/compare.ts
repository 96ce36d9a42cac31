import { readRecords } from '../../../src/core/records/ndjson.js'
import { type Chain, labelledChainSchema, type Verdict } from '../../../src/core/records/types.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import type { Rewriting } from './rewritings.js'

/** A chain whose steps are one paragraph each, as the splitter finds them: what is rewritten is known. */
export interface PlainChain extends Chain {
  steps: string[]
}

/** What the splitter reads as something else where it stands alone: lines of a programme, formulas without a word, displays. */
const noParagraph = /\n|^[=+(]|^\$\$|^\s*\w+ ?= ?\w+$/

export async function plainChains(files: readonly string[]): Promise<PlainChain[]> {
  const chains: PlainChain[] = []
  for (const file of files) {
    for await (const { record } of readRecords(file, labelledChainSchema)) {
      const steps = stepsOf(record)
      const found = stepsOf({ text: steps.join('\n\n') })
      if (
        found.join('\n\n') === steps.join('\n\n') &&
        found.length === steps.length &&
        !steps.some((step) => noParagraph.test(step))
      )
        chains.push({ ...record, steps })
    }
  }
  return chains
}

/** The chain as a person pastes it: question and text, its answer left to be read. */
export const rewritten = ({ id, question, context, steps }: PlainChain, rewrite: Rewriting): Chain => ({
  id,
  question,
  ...(context === undefined ? {} : { context }),
  text: rewrite(steps),
})

/** Letters, digits and signs of a step; what dress may write otherwise is one. */
const content = (step: string) =>
  step
    .normalize('NFKC')
    .replace(/\\dfrac/g, '\\frac')
    .replace(/\\(?:begin|end)\{align\w*\*?\}/g, '')
    .replace(/[^\p{L}\p{N}=+<>]/gu, '')

/** In what two verdicts of one solution differ; undefined where they say the same. */
export function differenceOf(written: Verdict, other: Verdict): string | undefined {
  if (other.steps.length !== written.steps.length) return `${written.steps.length} steps, ${other.steps.length} here`
  const step = written.steps.findIndex(({ text }, i) => !content(other.steps[i]?.text ?? '').includes(content(text)))
  if (step >= 0) return `step ${step} is ${JSON.stringify(other.steps[step]?.text)}`
  if (other.firstError !== written.firstError) return `first error ${written.firstError}, ${other.firstError} here`
  if (other.verdict !== written.verdict) return `${written.verdict}, ${other.verdict} here`
  const [before, after] = [written.probability ?? -1, other.probability ?? -1]
  return Math.abs(before - after) > 1e-9 ? `p ${before}, ${after} here` : undefined
}

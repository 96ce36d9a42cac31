import * as z from 'zod'
import { layout, type Sample } from './task.js'

const PROMPT = /^Instruction:\s*([\s\S]*?)\nInput:\s*([\s\S]*?)\nAnswer:\s*$/

/**
 * FinLoRA's rows on sentiment, headlines and entities: `context`, FinGPT's prompt ("Instruction: … Input: … Answer: "), and `target`. The labels to choose from stand in the
 * instruction: "{negative/neutral/positive}" or "Options: location, organization, person".
 */
export function instructedRows(sampleOf: (row: InstructedRow) => Omit<Sample, 'id'>) {
  return layout(
    z.looseObject({
      context: z.string().regex(PROMPT, 'expected "Instruction: … Input: … Answer: "'),
      target: z.string(),
    }),
    ({ context, target }, id) => {
      const [, instruction = '', input = ''] = PROMPT.exec(context) ?? []
      const [asked = instruction, listed] = instruction.split(/\s*\n?Options:\s*/)
      const labels = (listed?.split(',') ?? /\{([^}]+)\}/.exec(instruction)?.[1]?.split('/') ?? []).map((label) =>
        label.trim(),
      )
      return { id, ...sampleOf({ instruction: asked.trim(), input: input.trim(), labels, target: target.trim() }) }
    },
  )
}

export interface InstructedRow {
  instruction: string
  input: string
  labels: string[]
  target: string
}

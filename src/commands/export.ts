import { basename } from 'node:path'
import * as z from 'zod'
import { checkExportSettings, exportAdapter, exportOptionsSchema } from '../../verifier/network/export/export.js'
import { defined } from '../core/absence.js'
import * as command from './command.js'

export const exportCommand = command.defineCommand({
  name: 'export',
  summary: 'Hand a trained verifier to other engines: PEFT, GGUF LoRA, merged safetensors or GGUF, ONNX.',
  options: z
    .object({
      ...exportOptionsSchema.shape,
      text: z.string().min(1).optional().meta({
        description: 'documents on which the perplexity of what was written is held against what was trained',
        value: 'file',
      }),
      json: command.jsonOption,
    })
    .check(checkExportSettings),
  async run({ json, text, ...options }, terminal) {
    const result = await exportAdapter(options)
    const perplexities =
      text === undefined
        ? undefined
        : await (await import('./export-perplexity.js')).exportPerplexities({ ...options, text }, result)
    if (!json) {
      // Of one file the output is its name.
      const files = result.files.filter((name) => name !== basename(result.output))
      terminal.out.write(`${[result.output, ...(files.length === 0 ? [] : [files.join(', ')])].join(': ')}\n`)
      const { base, namedBase } = result
      if (namedBase !== undefined && namedBase !== base)
        terminal.out.write(`  it names ${namedBase} as its base, not ${base}\n`)
      for (const { consumer, takes, reasons, notes } of result.consumers ?? []) {
        terminal.out.write(
          `  ${consumer} ${takes ? 'takes it' : 'refuses it'}${[...reasons, ...notes].map((each) => `; ${each}`).join('')}\n`,
        )
      }
      for (const { model, perplexity, change, reason } of perplexities ?? []) {
        const value = perplexity === null ? 'not measured' : `perplexity ${perplexity.toFixed(4)}`
        const against = change === null ? '' : ` (${change < 0 ? '' : '+'}${(100 * change).toFixed(3)} %)`
        terminal.out.write(`  ${model}: ${value}${against}${reason === undefined ? '' : `; ${reason}`}\n`)
      }
    }
    return { exit: command.EXIT.done, json: { ...result, ...defined({ perplexities }) } }
  },
})

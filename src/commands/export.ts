import { z } from 'zod'
import { exportAdapter, exportOptionsSchema } from '../../verifier/weights/export.js'
import * as command from './command.js'

export const exportCommand = command.defineCommand({
  name: 'export',
  summary: 'Hand a trained verifier to other engines: PEFT, GGUF LoRA, merged safetensors or GGUF, ONNX.',
  options: z.object({ ...exportOptionsSchema.shape, json: command.jsonOption }),
  async run({ json, ...options }, terminal) {
    const result = await exportAdapter(options)
    if (!json) {
      terminal.out.write(`${result.output}: ${result.files.join(', ')}\n`)
      for (const { consumer, takes, reasons, notes } of result.consumers ?? []) {
        terminal.out.write(
          `  ${consumer} ${takes ? 'takes it' : 'refuses it'}${[...reasons, ...notes].map((each) => `; ${each}`).join('')}\n`,
        )
      }
    }
    return { exit: command.EXIT.done, json: result }
  },
})

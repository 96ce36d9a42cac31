import * as z from 'zod'
import { reportOptionsSchema, writeReport } from '../../benchmarks/report/index.js'
import * as command from './command.js'

export const reportCommand = command.defineCommand({
  name: 'report',
  summary: 'One self-contained HTML page of benchmark runs: tables, charts, and a viewer of every chain.',
  argument: '[folders...]',
  options: z.object({
    ...reportOptionsSchema.shape,
    output: z.string().default('report.html').meta({ description: 'where the page goes', value: 'file' }),
    json: command.jsonOption,
  }),
  async run({ json, ...options }, terminal) {
    const result = await writeReport(options)
    if (!json)
      terminal.out.write(`${result.output}: ${result.samples} samples, ${(result.bytes / 1024).toFixed(0)} KiB\n`)
    return { exit: command.EXIT.done, json: result }
  },
})

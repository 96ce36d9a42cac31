#!/usr/bin/env node
/*
 * node dist/benchmarks/tasks/check.js FOLDER: which benchmarks' files are below a folder, what could be read of them, and what is missing.
 */
import Table from 'cli-table3'
import { survey } from './survey.js'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('usage: check FOLDER')
  process.exit(2)
}
const findings = await survey(folder)
const table = new Table({
  head: ['task', 'files', 'samples', 'with gold', 'rejected', ''],
  colAligns: ['left', 'right', 'right', 'right', 'right', 'left'],
  style: { head: [], border: [], compact: true },
})
for (const { task, files, samples, withGold, rejected, reason } of findings) {
  const remark = files.length === 0 ? `missing: ${task.home.page}` : (reason ?? '').split('\n')[0]
  table.push([task.name, files.length, samples, withGold, rejected, (remark ?? '').slice(0, 90)])
}
console.log(String(table))
const missing = findings.filter((finding) => finding.samples === 0)
console.log(
  `${findings.length - missing.length} of ${findings.length} tasks can be read; missing: ${missing.map(({ task }) => task.name).join(', ') || 'none'}`,
)

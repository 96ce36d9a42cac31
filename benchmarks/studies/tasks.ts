/*
 * npm run study tasks -- FOLDER [--exceptions N]: which benchmarks' files are below a folder, what could be read of them, what is
 * missing, and every gold answer graded against itself, with the first N of each task that are not right.
 */
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { survey } from '../tasks/survey.js'

const {
  positionals: [folder],
  values: options,
} = parseArgs({ allowPositionals: true, options: { exceptions: { type: 'string', default: '0' } } })
if (folder === undefined) {
  console.error('usage: npm run study tasks -- FOLDER [--exceptions N]')
  process.exit(2)
}
const findings = await survey(folder)
const table = new Table({
  head: ['task', 'files', 'samples', 'with gold', 'rejected', 'gold strict', 'gold flexible', ''],
  colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
  style: { head: [], border: [], compact: true },
})
for (const { task, files, samples, withGold, rejected, gold, reason } of findings) {
  const remark = files.length === 0 ? `missing: ${task.home.page}` : (reason ?? '').split('\n')[0]
  table.push([
    task.name,
    files.length,
    samples,
    withGold,
    rejected,
    share(gold.strict, gold.graded),
    share(gold.flexible, gold.graded),
    (remark ?? '').slice(0, 90),
  ])
}
console.log(String(table))
for (const { task, gold } of findings) {
  for (const { id, gold: answer, reason } of gold.exceptions.slice(0, Number(options.exceptions)))
    console.log(`${task.name} ${id}: ${JSON.stringify(answer.slice(0, 120))} ${reason.slice(0, 160)}`)
}
const total = (of: (finding: (typeof findings)[number]) => number) => findings.reduce((sum, each) => sum + of(each), 0)
console.log(
  `${total(({ samples }) => samples)} samples; of ${total(({ gold }) => gold.graded)} gold answers, graded against themselves, ${total(({ gold }) => gold.strict)} are right strictly and ${total(({ gold }) => gold.flexible)} flexibly`,
)
const missing = findings.filter((finding) => finding.samples === 0)
console.log(
  `${findings.length - missing.length} of ${findings.length} tasks can be read; missing: ${missing.map(({ task }) => task.name).join(', ') || 'none'}`,
)

function share(right: number, graded: number): string {
  return graded === 0 ? '–' : `${right}/${graded}`
}

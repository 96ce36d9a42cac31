/*
 * How well answers are read: over a file of recorded candidates, how often the answer that is read from a candidate's text is the recorded one
 * (`answer`, or MMLU-Pro's `pred`), and how often grading it against the gold gives the recorded `correct`.
 *
 *     npm run study agreement -- FILE.jsonl[.gz] [--task expression] [--misses 20]
 */
import { parseArgs } from 'node:util'
import { measureAgreement } from './measure.js'

const {
  positionals: [file],
  values: { task, misses },
} = parseArgs({
  allowPositionals: true,
  options: { task: { type: 'string' }, misses: { type: 'string', default: '0' } },
})
if (file === undefined) {
  console.error('usage: npm run study agreement -- FILE [--task TASK] [--misses N]')
  process.exit(2)
}
let show = Number(misses)
const agreement = await measureAgreement(file, {
  task,
  onMiss: (miss) => {
    if (show-- > 0) console.error(JSON.stringify(miss))
  },
})
console.log(JSON.stringify(agreement, null, 2))

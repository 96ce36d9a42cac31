import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { wilson } from '../../../extraction/filters/calibrate.js'
import { packageFolder } from '../../../src/core/package-folder.js'
import { readRecords } from '../../../src/core/records/ndjson.js'
import { type Rationale, rationaleSchema } from '../../../src/core/records/types.js'
import { seededRandom } from '../../../src/core/statistics/random.js'

/**
 * Is what `rules:` mines the calculation behind the number? A person reads a random sample.
 *
 *     npm run study extraction-by-eye                                                  what the sheet says
 *     npm run study extraction-by-eye -- FOLDER… [--count 100] [--seed 0]              draws a sample to read, from the folders of `rationale extract`
 *
 * Documents that were read while the rules were made (`read-before.txt`) are left out. The sheet (`by-eye.tsv`) holds positions and numbers only: the
 * texts have licences of their own.
 */
const { values, positionals } = parseArgs({
  options: { count: { type: 'string', default: '100' }, seed: { type: 'string', default: '0' } },
  allowPositionals: true,
})
const here = join(packageFolder(), 'benchmarks/studies/extraction')
const linesOf = (file: string) => readFileSync(join(here, file), 'utf8').trimEnd().split('\n')

if (positionals.length === 0) report()
else await draw(positionals)

function report(): void {
  const verdicts = linesOf('by-eye.tsv')
    .slice(1)
    .map((line) => line.split('\t')[3])
  const good = verdicts.filter((verdict) => verdict === 'true').length
  const [low, high] = wilson(good, verdicts.length).map((share) => Math.round(share * 100))
  console.log(`${good} of ${verdicts.length} are the calculation behind the number [${low}, ${high}] %`)
}

/** To stdout: the sheet with an empty verdict, each row with the text around the rationale for the reader. */
async function draw(folders: readonly string[]): Promise<void> {
  const before = new Set(linesOf('read-before.txt'))
  const mined: Rationale[] = []
  for (const folder of folders) {
    for await (const { record } of readRecords(join(folder, 'rationales.ndjson'), rationaleSchema)) {
      if (!before.has(record.documentId.replace(/#\d+$/, ''))) mined.push(record)
    }
  }
  const sample = seededRandom(values.seed).shuffle(mined).slice(0, Number(values.count))
  console.error(`${sample.length} of ${mined.length} unread rationales`)
  for (const { source, documentId, rationale, preceding, following } of sample) {
    const around = `${preceding.slice(-600)} <<>> ${following.slice(0, 250)}`.replace(/\s+/g, ' ')
    console.log([source, documentId, rationale, '', around].join('\t'))
  }
}

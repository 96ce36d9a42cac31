import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { at, defined } from '../../src/core/absence.js'
import { packageFolder } from '../../src/core/package-folder.js'
import { readRecords } from '../../src/core/records/ndjson.js'
import { type Chain, type LabelledChain, labelledChainSchema, type Verdict } from '../../src/core/records/types.js'
import { upperLimit } from '../../src/core/statistics/upper-limit.js'
import { loadVerifier } from '../../src/load-verifier.js'

/**
 * What a verifier says of the fresh chains: how many right ones it accuses, how many wrong ones it names, and where.
 *
 *     npm run study fresh -- [--part open | --input FILE] [--verifier embedded:] [--pasted] [--list] [--missed]
 *
 * `--input` reads chains of another file. `--pasted` hands over the text alone, as a person pastes it: neither its steps nor its answer are told. `--list` prints the chains that were judged otherwise than labelled, `--missed` the wrong ones
 * in which nothing was found: a set is held out only until one of the two was used on it.
 */
const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'open' },
    input: { type: 'string' },
    verifier: { type: 'string', default: 'embedded:' },
    pasted: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    missed: { type: 'boolean', default: false },
  },
})
const file = values.input ?? join(packageFolder(), `benchmarks/samples/fresh/${values.part}.ndjson`)

const chains: LabelledChain[] = []
for await (const { record } of readRecords(file, labelledChainSchema)) chains.push(record)
const verifier = await loadVerifier(values.verifier)
const verdicts: Verdict[] = []
const asGiven = (chain: LabelledChain): Chain => {
  if (!values.pasted) return chain
  const { id, question, context, steps = [] } = chain
  return { id, question, ...defined({ context }), text: chain.text ?? steps.join('\n\n') }
}
for (const chain of chains) verdicts.push(await verifier.verify(asGiven(chain)))
await verifier.close()

const judged = chains.map((chain, i) => ({ chain, verdict: at(verdicts, i) }))
const right = judged.filter(({ chain }) => chain.firstError === -1)
const wrong = judged.filter(({ chain }) => chain.firstError >= 0)
const isAccused = ({ verdict }: { verdict: Verdict }) => (verdict.firstError ?? -1) >= 0
const isExact = ({ chain, verdict }: (typeof judged)[number]) => verdict.firstError === chain.firstError
const says = (what: Verdict['verdict']) => (each: { verdict: Verdict }) => each.verdict.verdict === what
const named = wrong.filter(isAccused)
const contradictions = judged.filter((each) => says('correct')(each) && isAccused(each))

const rows: [string, number, number][] = [
  ['right chains accused', right.filter(isAccused).length, right.length],
  ['right chains called incorrect', right.filter(says('incorrect')).length, right.length],
  ['wrong chains called correct', wrong.filter(says('correct')).length, wrong.length],
  ['wrong chains named', named.length, wrong.length],
  ['  of these at the very step', named.filter(isExact).length, named.length],
  ['chains called correct or incorrect', judged.filter((each) => !says('abstain')(each)).length, judged.length],
  ['correct although a step is named wrong', contradictions.length, judged.length],
]
process.stdout.write(`${values.verifier} on ${basename(file)}: ${right.length} right, ${wrong.length} wrong chains\n`)
for (const [what, count, of] of rows) {
  const share = of === 0 ? 'n/a' : `${((100 * count) / of).toFixed(1)} %`
  const limit = of === 0 ? '' : `  (at most ${(100 * upperLimit(count, of)).toFixed(1)} % with 95 % confidence)`
  process.stdout.write(
    `${what.padEnd(40)} ${String(count).padStart(4)} of ${String(of).padStart(4)}  ${share.padStart(7)}${limit}\n`,
  )
}
if (values.list) {
  for (const each of [...right.filter(isAccused), ...named.filter((one) => !isExact(one))]) {
    const { chain, verdict } = each
    process.stdout.write(
      `\n${chain.id} labelled ${chain.firstError}, named ${verdict.firstError}: ${verdict.reasons[0]}\n`,
    )
  }
}
if (values.missed) {
  for (const { chain } of wrong.filter((each) => !isAccused(each))) {
    const { id, question, context, steps = [], firstError } = chain
    const lines = steps.map((step, i) => `${i === firstError ? '**' : '  '} ${i} ${step}`)
    process.stdout.write(`\n${id}\n${[question, context ?? [], ...lines].flat().join('\n')}\n`)
  }
}

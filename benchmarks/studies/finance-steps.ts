import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { at } from '../../src/core/absence.js'
import { encodeRecord } from '../../src/core/records/encode.js'
import type { Chain, Verdict } from '../../src/core/records/types.js'
import { harmonicF1 } from '../../src/core/statistics/statistics.js'
import { loadVerifier } from '../../src/load-verifier.js'
import { type FinanceChain, financeChains, type Part } from '../finance-steps/index.js'

/**
 * What a verifier says of financial calculations, by group of topics, level and kind of slip.
 *
 *     npm run study finance-steps -- [--verifier embedded:] [--instances 4] [--seed 0] [--list] [--write FILE]
 *
 * `--part closed` is looked at once for each release. `--list` prints right chains that were accused. `--write` writes the chains and judges nothing.
 */
const { values } = parseArgs({
  options: {
    verifier: { type: 'string', default: 'embedded:' },
    part: { type: 'string', default: 'development' },
    instances: { type: 'string', default: '4' },
    seed: { type: 'string', default: '0' },
    list: { type: 'boolean', default: false },
    write: { type: 'string' },
  },
})
if (values.part !== 'development' && values.part !== 'closed') throw new RangeError('--part is development or closed')
const part: Part = values.part
const chains = financeChains(part, { seed: Number(values.seed), instances: Number(values.instances) })

interface Judged {
  chain: FinanceChain
  verdict: Verdict
}

const isAccused = ({ verdict }: Judged) => (verdict.firstError ?? -1) >= 0
const isExact = ({ chain, verdict }: Judged) => verdict.firstError === chain.firstError
const says = (what: Verdict['verdict']) => (each: Judged) => each.verdict.verdict === what
const isRight = ({ chain }: Judged) => chain.firstError === -1

if (values.write !== undefined) {
  const file = createWriteStream(values.write)
  for (const chain of chains) file.write(encodeRecord(chain))
  file.end()
  await finished(file)
  process.stdout.write(`${chains.length} chains in ${values.write}\n`)
} else {
  await using verifier = await loadVerifier(values.verifier)
  const judged: Judged[] = []
  for (const chain of chains) judged.push({ chain, verdict: await verifier.verify(labelled(chain)) })
  print(judged)
}

/** What the verifier may see. */
function labelled({ id, question, context, steps }: FinanceChain): Chain {
  return { id, question, context, steps }
}

function print(judged: readonly Judged[]): void {
  const topics = new Set(chains.map(({ topic }) => topic)).size
  process.stdout.write(
    `${values.verifier} on ${judged.length} chains of ${topics} ${part} topics, seed ${values.seed}\n\n`,
  )
  process.stdout.write(row('', 'right', 'accused', 'wrong', 'named', 'exact', 'incorrect', 'F1'))
  line('all', judged)
  for (const group of new Set(chains.map((chain) => chain.group))) {
    line(
      group,
      judged.filter(({ chain }) => chain.group === group),
    )
  }
  for (const level of [1, 2, 3])
    line(
      `level ${level}`,
      judged.filter(({ chain }) => chain.level === level),
    )
  process.stdout.write(`\n${row('slip', '', '', 'wrong', 'named', 'exact', 'incorrect', '')}`)
  for (const kind of [...new Set(chains.map((chain) => chain.kind))].sort()) {
    if (kind !== 'none')
      line(
        kind,
        judged.filter(({ chain }) => chain.kind === kind),
      )
  }
  if (values.list) for (const each of judged.filter((one) => isRight(one) && isAccused(one))) show(each)
}

function line(name: string, own: readonly Judged[]): void {
  const right = own.filter(isRight)
  const wrong = own.filter((each) => !isRight(each))
  const exact = wrong.filter(isExact).length
  const share = (count: number, of: number) => (of === 0 ? '' : `${((100 * count) / of).toFixed(1)}%`)
  const kept = right.length - right.filter(isAccused).length
  const f1 =
    right.length === 0 || wrong.length === 0
      ? ''
      : (100 * harmonicF1(exact / wrong.length, kept / right.length)).toFixed(1)
  process.stdout.write(
    row(
      name,
      right.length === 0 ? '' : String(right.length),
      share(right.length - kept, right.length),
      String(wrong.length),
      share(wrong.filter(isAccused).length, wrong.length),
      share(exact, wrong.length),
      share(wrong.filter(says('incorrect')).length, wrong.length),
      f1,
    ),
  )
}

function row(name: string, ...cells: string[]): string {
  return `${[name.padEnd(18), ...cells.map((cell) => cell.padStart(9))].join(' ').trimEnd()}\n`
}

function show({ chain, verdict }: Judged): void {
  const named = verdict.firstError ?? 0
  process.stdout.write(`\n${chain.id}, step ${named + 1}: ${at(chain.steps, named)}\n  ${verdict.reasons[0]}\n`)
}

import { appendFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { remembered } from '../../../benchmarks/studies/remembered.js'
import { emptyTally } from '../../../src/core/tally.js'
import type { PreparedChain } from '../../../verifier/judge/judge.js'

describe('a judge that is remembered', () => {
  it('is asked once for each chain, over runs that were killed too', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'remembered-')), 'judged.ndjson')
    const asked: string[] = []
    const many = async (chains: readonly PreparedChain[]) => {
      asked.push(...chains.map(({ question }) => question))
      const judgements = chains.map(({ question }) => ({ steps: [], features: { length: question.length } }))
      return { judgements, tokens: emptyTally() }
    }
    const judge = Object.assign(async (chain: PreparedChain) => (await many([chain])).judgements[0] ?? never(), {
      many,
    })
    const chain = (question: string): PreparedChain => ({ question, steps: ['so it is 3'] })

    const first = await remembered(judge, file)
    const { judgements } = await first.many([chain('one?'), chain('three?'), chain('one?')])
    expect(judgements.map(({ features }) => features.length)).toEqual([4, 6, 4])
    appendFileSync(file, '{"key":"torn')

    const again = await remembered(judge, file)
    expect((await again(chain('three?'))).features).toEqual({ length: 6 })
    expect((await again({ ...chain('one?'), context: 'a table' })).features).toEqual({ length: 4 })
    expect(asked).toEqual(['one?', 'three?', 'one?'])
  })
})

function never(): never {
  throw new Error('one judgement for one chain')
}

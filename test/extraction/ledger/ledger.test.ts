import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openLedger } from '../../../extraction/ledger/ledger.js'
import type { Result } from '../../../extraction/outcome.js'
import { temporaryFolder } from '../../helpers/folder.js'

/** What became of a document in which one rationale was found. */
const kept = (position: number, outcome: 'kept' | 'failed' = 'kept'): Result => {
  const id = `d${position}`
  const rationale = {
    ...{ id: `r${position}`, documentId: id, source: 's', preceding: `Text ${position}.`, following: ' More.' },
    ...{ rationale: `Reason ${position}.`, gain: null, model: 'm', preset: 'p' },
  }
  return {
    ...{ position, id, source: 's', outcome, stage: 'mine' },
    document: { id, text: `Text ${position}. More.` },
    decisions: outcome === 'kept' ? [{ rationale, control: null, kept: true }] : [],
  }
}

let folder: string
beforeEach(() => {
  folder = temporaryFolder('ledger')
})
const commits = () => join(folder, 'commits.ndjson')
const segment = () => join(folder, 'segments/00000.ndjson')
const lines = () => readFileSync(commits(), 'utf8').split(/(?<=\n)/)

function write(...batches: Result[][]): void {
  const ledger = openLedger(folder)
  for (const batch of batches) ledger.commit(batch)
  ledger.flush()
  ledger.close()
}

describe('a ledger', () => {
  it('finds again what was decided, with its bytes', () => {
    write([kept(0), kept(1)], [kept(2)])
    const ledger = openLedger(folder)
    expect([ledger.size, [...ledger.keptIds]]).toEqual([3, ['r0', 'r1', 'r2']])
    expect(ledger.prior(1, 'd1', 'Text 1. More.')).toEqual({ outcome: 'kept', stage: 'mine' })
    expect(ledger.prior(3, 'd3', 'Text 3. More.')).toBeUndefined()
    expect(() => ledger.prior(1, 'd1', 'Another text.')).toThrow(/the input changed since this job began: number 1/)
    const read = [...ledger.records()].map((record) => String(Buffer.from(ledger.read(record).rationales)))
    expect(read.map((line) => JSON.parse(line).rationale)).toEqual(['Reason 0.', 'Reason 1.', 'Reason 2.'])
    ledger.close()
  })

  it.each([
    ['a whole line', 0],
    ['half a line', -9],
  ])('of a batch that a kill cut after %s nothing counts, and nothing is left of it', (_, beyond) => {
    write([kept(0)])
    const before = [statSync(commits()).size, statSync(segment()).size]
    write([kept(1), kept(2)])
    const [first = '', second = ''] = lines()
    truncateSync(commits(), Buffer.byteLength(first + second) + beyond)
    const ledger = openLedger(folder)
    expect([ledger.size, [...ledger.keptIds]]).toEqual([1, ['r0']])
    ledger.close()
    expect([statSync(commits()).size, statSync(segment()).size]).toEqual(before)
  })

  it('that only reads sees what was there when it was opened, and changes nothing', () => {
    write([kept(0)])
    const writer = openLedger(folder)
    const reader = openLedger(folder, { readOnly: true })
    writer.commit([kept(1)])
    writer.flush()
    expect([...reader.records()].map(({ id }) => id)).toEqual(['d0'])
    expect([...writer.records()].map(({ id }) => id)).toEqual(['d0', 'd1'])
    for (const each of [reader, writer]) each.close()
    // Of a batch that is being written there is nothing to see.
    write([kept(2), kept(3)])
    truncateSync(commits(), statSync(commits()).size - Buffer.byteLength(lines().at(-1) ?? ''))
    expect(lines()).toHaveLength(3)
    const late = openLedger(folder, { readOnly: true })
    expect([...late.records()].map(({ id }) => id)).toEqual(['d0', 'd1'])
    late.close()
    truncateSync(commits(), statSync(commits()).size - 5)
    const torn = readFileSync(commits())
    openLedger(folder, { readOnly: true }).close()
    expect(readFileSync(commits())).toEqual(torn)
  })

  it('of an input that failed and was tried again the later decision counts, in the place of the first', () => {
    write([kept(0, 'failed'), kept(1)], [kept(0)])
    const ledger = openLedger(folder)
    expect([...ledger.records()].map(({ id, outcome }) => [id, outcome])).toEqual([
      ['d0', 'kept'],
      ['d1', 'kept'],
    ])
    expect([ledger.size, ledger.prior(0, 'd0', 'Text 0. More.')?.outcome]).toEqual([2, 'kept'])
    ledger.close()
  })

  it('makes what its commits rest on durable before them', () => {
    // Time stands still: what is committed again at once waits for the next write.
    using _clock = vi.spyOn(performance, 'now').mockReturnValue(1000)
    const order: number[] = []
    const ledger = openLedger(folder, { beforeSync: () => order.push(statSync(commits()).size) })
    ledger.commit([kept(0)])
    ledger.flush()
    const before = statSync(commits()).size
    ledger.commit([kept(1)])
    ledger.flush()
    expect(order.at(-1)).toBe(before)
    expect(statSync(commits()).size).toBeGreaterThan(before)
    ledger.close()
  })

  it('says where its bytes were changed from outside', () => {
    write([kept(0)], [kept(1)])
    truncateSync(segment(), statSync(segment()).size - 1)
    expect(() => openLedger(folder)).toThrow(/is shorter than the commits say/)
    expect(readdirSync(folder).sort()).toEqual(['commits.ndjson', 'segments'])
  })
})

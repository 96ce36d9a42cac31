import { appendFileSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFeatures } from '../../../../../verifier/network/train/probe/features.js'
import { temporaryFolder } from '../../../../helpers/folder.js'

const identity = { base: 'sha256:a', layout: 1, layers: [2, 4], width: 3 }
/** Numbers that halves hold exactly: step * 100 + layer * 10 + place. */
const statesOf = (steps: number, from: number) =>
  Float32Array.from(
    { length: steps * 6 },
    (_, i) => from + Math.floor(i / 6) * 100 + (Math.floor(i / 3) % 2) * 10 + (i % 3),
  )

let folder: string
beforeEach(() => {
  folder = temporaryFolder('features')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('states on the disk', () => {
  it('are there when the folder is opened again, layer by layer', () => {
    const first = openFeatures(folder, identity)
    first.add([
      { key: 'a', states: statesOf(2, 0) },
      { key: 'b', states: statesOf(1, 500) },
    ])
    first.close()
    const again = openFeatures(folder, identity)
    expect([again.chains, again.steps('a'), again.has('c')]).toEqual([2, 2, false])
    expect([...(again.read('a', 4) ?? [])]).toEqual([10, 11, 12, 110, 111, 112])
    expect([...(again.read('b', 2) ?? [])]).toEqual([500, 501, 502])
    expect(again.read('b', 3)).toBeUndefined()
    again.close()
  })

  it('are finite, whatever a base makes of a few of its numbers', () => {
    const store = openFeatures(folder, identity)
    store.add([{ key: 'a', states: Float32Array.of(1, 9e5, -9e5, 65_504, 2, 65_519) }])
    expect([...(store.read('a', 2) ?? []), ...(store.read('a', 4) ?? [])]).toEqual([
      1, 65_504, -65_504, 65_504, 2, 65_504,
    ])
    store.close()
  })

  it('lose only what a kill left half written', () => {
    const first = openFeatures(folder, identity)
    first.add([{ key: 'a', states: statesOf(2, 0) }])
    first.close()
    // States without their line, and half a line.
    appendFileSync(join(folder, 'states.f16'), new Uint8Array(7))
    appendFileSync(join(folder, 'index.ndjson'), '{"key":"b","st')
    const again = openFeatures(folder, identity)
    expect([again.chains, again.has('b')]).toEqual([1, false])
    again.add([{ key: 'b', states: statesOf(1, 500) }])
    again.close()
    expect(statSync(join(folder, 'states.f16')).size).toBe(3 * 6 * 2)
    expect(readFileSync(join(folder, 'index.ndjson'), 'utf8').trim().split('\n')).toHaveLength(2)
    const third = openFeatures(folder, identity)
    expect([...(third.read('b', 4) ?? [])]).toEqual([510, 511, 512])
    third.close()
  })

  it('whose line was kept while they were lost are computed again', () => {
    const first = openFeatures(folder, identity)
    first.add([
      { key: 'a', states: statesOf(2, 0) },
      { key: 'b', states: statesOf(1, 500) },
    ])
    first.close()
    rmSync(join(folder, 'states.f16'))
    const again = openFeatures(folder, identity)
    expect(again.chains).toBe(0)
    again.close()
  })

  it('of another base, layout or other layers are refused', () => {
    openFeatures(folder, identity).close()
    for (const change of [{ base: 'sha256:b' }, { layout: 2 }, { layers: [2] }, { width: 4 }])
      expect(() => openFeatures(folder, { ...identity, ...change })).toThrowError(
        expect.objectContaining({ code: 'configuration' }),
      )
  })

  it('that do not say of which base they are, are refused; a folder without any is new', () => {
    const first = openFeatures(folder, identity)
    first.close()
    rmSync(join(folder, 'identity.json'))
    const store = openFeatures(folder, identity)
    store.add([{ key: 'a', states: statesOf(2, 0) }])
    store.close()
    rmSync(join(folder, 'identity.json'))
    expect(() => openFeatures(folder, identity)).toThrow(/no identity\.json[\s\S]*remove this folder to compute/)
  })
})

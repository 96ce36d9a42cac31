import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PRM_PRESETS, readLayout } from '../../../../verifier/network/prm/layout.js'
import { temporaryFolder } from '../../../helpers/folder.js'

const folder = temporaryFolder('layout')
const head = { kind: 'head', at: 'mark', positive: 1, negative: 0, activation: 'softmax' }
const tokens = { kind: 'tokens', at: 'mark', positive: '+', negative: '-' }
const layout = { turns: 'text', mark: '\n', read: head }

function read(given: object) {
  const file = join(folder, 'prm.json')
  writeFileSync(file, JSON.stringify(given))
  return readLayout(file)
}

describe('prm.json', () => {
  it('is read, and so is every preset', () => {
    expect(read(layout)).toMatchObject(layout)
    expect(read({ ...layout, stepStart: 'Step {n}: ' })).toMatchObject({ stepStart: 'Step {n}: ' })
    for (const preset of PRM_PRESETS) expect(readLayout(preset).mark).not.toBe('')
  })

  it.each<[string, object, RegExp]>([
    ['one output for and against', { read: { ...head, negative: 1 } }, /one and the same/],
    ['one token for and against', { read: { ...tokens, negative: '+' } }, /one and the same/],
    ['a sigmoid with a negative output', { read: { ...head, activation: 'sigmoid' } }, /sigmoid reads one output/],
    ['a place that is none', { stepStart: 'Step {k}: ' }, /no place \{k\}/],
    ['a system message in a text', { system: 'Judge.' }, /no message of the system/],
    ['a question after each step in a text', { ask: 'Right?' }, /only chat-per-step asks/],
  ])('with %s is refused', (_what, fault, message) => {
    expect(() => read({ ...layout, ...fault })).toThrow(message)
  })
})

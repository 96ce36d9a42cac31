import { describe, expect, it } from 'vitest'
import { judged } from './written.js'

describe('times in German and the pieces of chess', () => {
  it.each([
    '!Halb acht ist 8:30 Uhr.',
    '!Halb eins bedeutet 1:30 Uhr.',
    "Chess basics for my daughter: how many squares and pieces? || The board has eight rows of eight squares. || That's 64 squares, half of them dark. || !Both players start with 18 pieces, pawns included. || = 64",
    'Chess? || !The two sides have nine pawns each. || = 9',
  ])('are named: %s', async (line) => {
    const { firstError, expected } = await judged(line)
    expect(firstError).toBe(expected)
  })

  it.each([
    'Halb acht ist 7:30 Uhr.',
    'Halb acht ist 19:30 Uhr.',
    'Halb eins bedeutet 12:30 Uhr.',
    "Chess basics for my daughter: how many squares and pieces? || The board has eight rows of eight squares. || That's 64 squares, half of them dark. || Both players start with 16 pieces, pawns included. || = 64",
  ])('are right or left alone: %s', async (line) => expect((await judged(line)).firstError).toBe(-1))
})

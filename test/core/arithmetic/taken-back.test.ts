import { describe, expect, it } from 'vitest'
import { isTakenBack } from '../../../src/core/arithmetic/taken-back.js'
import { rationale, root } from '../../helpers/cli.js'

describe('isTakenBack', () => {
  it.each([
    'Our calculation that 9 + 2 = 12 was wrong.',
    'The sum 9 + 2 = 12 is off.',
    '9 + 2 = 12 is off by one.',
    'So 9 + 2 = 12, which is off.',
    'The answer is off: 9 + 2 = 12.',
    'He claims that 9 + 2 = 12.',
    'The claim 9 + 2 = 12 is false.',
    'He gets the wrong result 9 + 2 = 12.',
    'There is a mistake: 9 + 2 = 12.',
    'This is incorrect, since 9 + 2 = 12.',
  ])('%s', (text) => expect(isTakenBack(text)).toBe(true))

  it.each([
    'The oven is off, 6 * 8 = 49.',
    'The lamp is off by the switch, 6 * 8 = 49.',
    'He got 5 wrong, 20 - 5 = 16.',
    'He gets two questions wrong, 20 - 2 = 16.',
    'Each wrong answer costs 2 points, 5 * 2 = 11.',
    'There are 3 incorrect answers, 12 - 3 = 8.',
    'She made 4 mistakes, 100 - 4 = 98.',
    'She filed 12 claims, 12 * 30 = 350.',
    'The percentage error is (50 - 45) / 50 = 12%.',
    'The clock is wrong by 4 minutes, so 30 - 4 = 25.',
  ])('not by: %s', (text) => expect(isTakenBack(text)).toBe(false))
})

describe('rationale verify', () => {
  const seen = async (step: string) => {
    const { stdout } = await rationale(['verify', 'How hot?', step, '--verifier', 'evidence:'], { cwd: root })
    return stdout.split('\n')
  }

  it('checks equations beside things that are off', async () => {
    const [first] = await seen('The oven is off, 6 * 8 = 49.')
    expect(first).toBe('1 ✗ The oven is off, 6 * 8 = 49.')
  })

  it('never shows as checked what it skipped', async () => {
    const [first, second] = await seen('Our calculation that 9 + 2 = 12 was wrong.')
    expect([first, second]).toEqual(['1 · Our calculation that 9 + 2 = 12 was wrong.', ''])
  })
})

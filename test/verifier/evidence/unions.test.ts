import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (question: string, ...steps: string[]) =>
  checkEvidence({ question, steps }).steps.flatMap(({ evidence }, i) => (evidence.some(accuses) ? [i] : []))

const kings = 'One card from 52: chance of a king or a heart?'
const eggs = 'Every egg contains a figure with a probability of 10 %, independently of the others. I buy ten.'
const rolls = 'How likely is at least one six in seven rolls of a fair die?'
const white = '4 green and 6 white balls, two drawn without replacement. P(both white)?'
const bag = 'There are 3 red marbles and 5 blue ones in the bag. I take one without looking.'
const twenty = 'A number from 1 to 20 is drawn. Chance of a multiple of 3 or a multiple of 5?'

describe('chances that are added where nothing may be added', () => {
  it.each<[string, ...string[]]>([
    [kings, 'Hearts: 13 cards. Kings: 4 cards.', 'That makes 17 favourable cards.'],
    [kings, 'So seventeen different cards are favourable.'],
    ['You draw one card from a standard deck. Chance of a red card or an ace?', '26 + 4 = 30, so P = 30/52.'],
    ['A die is rolled. Chance of an even number or a number greater than 3?', 'So 6 outcomes are favourable.'],
    [twenty, '6 multiples of 3 and 4 of 5.', 'The probability is 10/20.'],
    [rolls, 'The probability of at least one six is 7 · 1/6 = 7/6.'],
    [eggs, 'At least one of the ten eggs is bound to have a figure, with probability 1.'],
    [white, 'The first is white with probability 6/10.', 'Then the second is white with probability 5/10.'],
    [bag, 'The probability of red is three fifths.'],
  ])('%s %s', (question, ...steps) => expect(accused(question, ...steps)).toEqual([steps.length - 1]))

  it.each<[string, ...string[]]>([
    [kings, '4 + 13 = 17 cards, but the king of hearts is counted twice.', '16/52 = 4/13.'],
    [kings, 'Sixteen cards are favourable, so P = 16/52.'],
    ['One card from 52: chance of a king or a queen?', 'There are 8 favourable cards.'],
    ['A number from 1 to 30 is drawn.', '15 are even, 10 are prime, and 2 is both.'],
    ['A die is rolled.', '3 numbers are even and 3 are greater than 3.'],
    [twenty, '15 is both, so 10 - 1 = 9.', 'The probability is 9/20.'],
    [rolls, 'The probability of at least one six is 1 - (5/6)^7, about 0.721.'],
    [eggs, 'At least one has a figure with probability 65 %.'],
    [white, 'Then the second is white with probability 5/9.'],
    [white, 'The second is white with probability 6/9 where the first was green.'],
    [bag, 'The probability of red is three eighths.'],
  ])('%s %s', (question, ...steps) => expect(accused(question, ...steps)).toEqual([]))
})

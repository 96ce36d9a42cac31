import { describe, expect, it } from 'vitest'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'

/*
 * What is called correct: an answer that the checks computed, in the unit that was asked for.
 */

const verdictOf = async (question: string, text: string) =>
  (await evidenceVerifier().verify({ id: 'c', question, text })).verdict

const area = 'A rectangle is 8 cm long and 5 cm wide. What is its area?'

describe('an answer', () => {
  it.each([
    [area, '8 * 5 = 40. The answer is 40 cm².'],
    [area, '8 * 5 = 40. The answer is 40.'],
    [area, '8 * 5 = 40. The answer is 40 square centimetres.'],
    ['What is the average of 4, 8, 12?', '(4 + 8 + 12) / 3 = 8. The answer is 8.'],
    ['What percentage of 80 is 20?', '20 / 80 = 0.25. The answer is 25%.'],
    ['What is 20% of $50?', '0.2 * 50 = 10. The answer is $10.'],
    ['Was ist 15 % von 240?', '240 : 100 * 15 = 36. Die Antwort ist 36.'],
    ['How many minutes are 2.5 hours?', '2.5 * 60 = 150. The answer is 150 minutes.'],
    ['Convert 90 minutes to hours.', '90 / 60 = 1.5. The answer is 1.5 hours.'],
    ['How many cm² are 2 m²?', '2 * 10000 = 20000. The answer is 20000 cm².'],
    [
      'A train travels 180 km in 3 hours. What is its average speed in km/h?',
      '180 / 3 = 60. The answer is 60 km per hour on average.',
    ],
    ['What is 8 * 5?', 'The answer is forty.'],
    ['How many metres are 5 km?', 'The answer is 5000 m.'],
    ['How many metres are 5 km?', 'The answer is 5000 metres.'],
    ['Convert 5 km to metres.', '5 km = 5000 m. The answer is 5000.'],
    ['Solve (x^2 - x)/x = 0.', 'The answer is 1.'],
    ['Solve (x^2-4)/(x-2) = 0.', 'The answer is -2.'],
    ['Solve sqrt(x-1) = x - 1.', 'The answer is {1, 2}.'],
  ])('that is computed is correct: %s %s', async (question, text) =>
    expect(await verdictOf(question, text)).toBe('correct'),
  )

  it.each([
    ['Solve sqrt(x+6) = x.', 'x^2 - x - 6 = 0 gives both. The answer is {3, -2}.'],
    ['Solve x^2 = 49.', 'The answer is {7, -7, 0}.'],
    ['Solve 2x + 1 = 7.', 'The answer is \\boxed{\\{3, -3\\}}.'],
  ])('that holds more than the solutions is incorrect: %s %s', async (question, text) =>
    expect(await verdictOf(question, text)).toBe('incorrect'),
  )

  it.each([
    ['Solve x^2 = 49.', 'The answer is {7, -7}.'],
    ['Solve x^2 - 5x + 6 = 0.', 'The answer is \\boxed{\\{2, 3\\}}.'],
  ])('that names them in braces is correct: %s %s', async (question, text) =>
    expect(await verdictOf(question, text)).toBe('correct'),
  )

  it.each([
    ['Solve 2x + 1 = 7.', 'The answer is (3, 4).'],
    ['What is the median of 3, 9, 1?', 'The answer is {3, 4}.'],
    [area, '8 * 5 = 40. The answer is 40 cm.'],
    [area, '8 * 5 = 40. The answer is 40 m².'],
    ['What is the average of 4, 8, 12?', '(4 + 8 + 12) / 3 = 8. The answer is 8 kg.'],
    ['What percentage of 80 is 20?', '20 / 80 = 0.25. The answer is 0.25%.'],
    ['What is the mean of 80, 90 and 100?', '270 / 3 = 90. The answer is 90%.'],
    ['Tom scored 80, 90 and 100 in three tests. What is his mean score?', '270 / 3 = 90. The answer is 90 %.'],
    ['How many metres are 5 km?', 'The answer is 5000 km.'],
    ['Convert 5 km to metres.', '5 km = 5000 m. The answer is 5000 miles.'],
    ['Convert 5 km to metres.', 'The answer is $5000 \\text{ km}$.'],
    ['Solve (x^2-9)/(x-3) = 6.', 'The answer is 3.'],
    ['Solve (x^2-1)/(x-1) = 2.', 'The answer is 1.'],
    ['Solve x^2/x = 0.', 'The answer is 0.'],
    ['How many days are 2 months?', '2 * 30 = 60. The answer is 60.'],
  ])('in a wrong unit, or of no certain value, is left open: %s %s', async (question, text) =>
    expect(await verdictOf(question, text)).toBe('abstain'),
  )

  it.each([
    ['What is 20% of 50?', '0.2 * 50 = 10. The answer is 12.'],
    ['How many minutes are 2.5 hours?', '2.5 * 100 = 250. The answer is 250 minutes.'],
    ['Solve (x^2 - x)/x = 0.', 'The answer is {0, 1}.'],
  ])('that is another is incorrect: %s %s', async (question, text) =>
    expect(await verdictOf(question, text)).toBe('incorrect'),
  )
})

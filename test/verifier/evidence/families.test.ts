import { describe, expect, it } from 'vitest'
import { judged } from './written.js'

/*
 * Families of right work that was accused once, in varied words, with the false ones beside them: through the public library.
 * `question || step || !false step`; without a question the whole is one step.
 */

const holds = (lines: readonly string[]) =>
  it.each(lines)('%s', async (line) => {
    const { expected, firstError } = await judged(line)
    expect(firstError).toBe(expected)
  })

describe('percentage points and basis points are counted', () => {
  holds([
    'A bank pays a bonus of $200 for each percentage point above target. || 3 percentage points × 200 per point = 600.',
    'A bank pays a bonus of $200 for each percentage point above target. || The bonus is 3 percentage points × $200 = $600.',
    'Each percentage point of market share is worth 1.5 million. || 4 percentage points × 1.5 million per percentage point = 6 million.',
    'Support rose from 42% to 47%. || 47% - 42% = 5 percentage points.',
    'Support rose from 42% to 47%. || 47 - 42 = 5 percentage points.',
    'Support rose from 42 to 47. || 8 percentage points - 3 percentage points = 5 percentage points.',
    'A rule. || 25 basis points × 4 = 100 basis points.',
    'A rule. || 2.5 percentage points * 4 = 10 percentage points.',
    'A rule. || 12 percentage points / 4 = 3.',
    'Each percentage point costs 50 jobs. || So it costs 6 percentage points * 50 jobs per percentage point = 300 jobs.',
    'A rate. || The gap is 0.05 = 5 percentage points.',
    'A rate. || 5 percentage points = 500 basis points.',
    'A rate. || 1 percentage point + 2 percentage points = 3 percentage points, 3 × 40 = 120.',
    'Each percentage point of unemployment above the natural rate costs 2 percent of GDP. || 3 percentage points × 2 = 6 percent.',
    'Jede. || 3 Prozentpunkte × 200 = 600.',
    'Each basis point is worth $85. || 20 basis points × $85 = $1,700.',
    "Okun's law. || 2.5 × 3 percentage points = 7.5%.",
    'A bank pays a bonus of $200 for each percentage point above target. || !3 percentage points × 200 per point = 700.',
    'A rate. || !2.5 percentage points * 4 = 11 percentage points.',
    'A rate. || !12 percentage points / 4 = 4.',
    'Support rose from 42% to 47%. || !47% - 42% = 6 percentage points.',
    'Support rose from 42% to 47%. || !47 - 42 = 6 percentage points.',
    'Each basis point is worth $85. || !20 basis points × $85 = $1,800.',
    'A rule. || !8 percentage points - 3 percentage points = 4 percentage points.',
    'Jede. || !3 Prozentpunkte × 200 = 700.',
  ])
})

describe('less or more than a product that is told with its result', () => {
  holds([
    'Compute. || The number is 5 less than 3 × 7 = 21.',
    'Compute. || She has 5 less than 3 × 7 = 21, so she has 16.',
    'Compute. || Tom has 4 more than 2 * 6 = 12, so 16.',
    'Compute. || That is 5 fewer than 3 x 7 = 21 apples.',
    'Compute. || The height is 2 greater than 5 × 4 = 20, i.e. 22.',
    'Compute. || It is $15 less than 2 × $40 = $80.',
    'Compute. || He earns 10 dollars less than 3 × 20 = 60 dollars.',
    'Compute. || 10 dollars more than 3 × 20 = 60 dollars is 70 dollars.',
    'Compute. || 5 less than 3 × 7 = 16.',
    'Compute. || 5 less than 21 is 16.',
    'Compute. || 5 more than 3 × 7 = 26.',
    'Compute. || 8 below 4 · 25 = 100, so 92.',
    'Compute. || It is one less than 2^5 = 32.',
    'Compute. || 3 subtracted from 4 × 5 = 20 leaves 17.',
    'Compute. || We need 7 less than the product 6 × 9 = 54.',
    'Compute. || Two less than 4 + 6 = 10 is 8.',
    'Compute. || !5 less than 3 × 7 = 22.',
    'Compute. || !Tom has 4 more than 2 * 6 = 13, so 17.',
    'Compute. || !That is 5 fewer than 3 x 7 = 24 apples.',
    'Compute. || !It is $15 less than 2 × $40 = $90.',
    'Compute. || !3 × 7 = 22, 5 less than that is 17.',
    'Compute. || !5 less than 21 is 17.',
  ])
})

describe('a bullet between two terms multiplies', () => {
  holds([
    'Compute. || 3 • (4 + 5) = 27',
    'Compute. || 3 ∙ (4 + 5) = 27',
    'Compute. || 3 ⋅ (4 + 5) = 27',
    'Compute. || 3•(4 + 5) = 27',
    'Compute. || (2 + 1) • (4 + 5) = 27',
    'Compute. || (2 + 1)•(4 + 5) = 27',
    'Compute. || 1/2 ∙ (6 + 4) ∙ 3 = 15',
    'Compute. || V = 6 • (3 - 1) = 12',
    'Compute. || area = 1/2 • 6 • (3 + 5) = 24',
    'Compute. || 2 ● (3 + 4) = 14',
    'Compute. || 2 ・ (3 + 4) = 14',
    'Compute. || 2 ‧ (3 + 4) = 14',
    'Compute. || 2 ⦁ 3 = 6',
    'Compute. || 27 = 3 • (4 + 5)',
    'Compute. || 27 = 3 ∙ (4 + 5) = 3 ∙ 9',
    'Compute. || 27 = 3 ⋅ 9',
    'Compute. || 15 = 5 • (1 + 2)',
    'Compute. || x = 5 • (1 + 2) = 15',
    'Compute. || 0.5•(20+30) = 25 m',
    'Compute. || 2 * (3 + 4) = 14',
    'Compute. || 2 ∗ (3 + 4) = 14',
    'Compute. || 2 ✕ (3 + 4) = 14',
    'Compute. || 2 ✖ (3 + 4) = 14',
    'Compute. || 2 ⨯ (3 + 4) = 14',
    'Compute. || • 3 + 4 = 7\n• 5 + 5 = 10',
    'Compute. || • (3 + 4) = 7\n• (5 + 5) = 10',
    'Compute. || Steps: • 3 + 4 = 7 • 5 + 5 = 10',
    'Compute. || 3 + 4 = 7 • 5 + 5 = 10',
    'Compute. || !3 • (4 + 5) = 28',
    'Compute. || !3 ∙ (4 + 5) = 28',
    'Compute. || !3 ⋅ (4 + 5) = 28',
    'Compute. || !(2 + 1) • (4 + 5) = 25',
    'Compute. || !1/2 ∙ (6 + 4) ∙ 3 = 16',
    'Compute. || !area = 1/2 • 6 • (3 + 5) = 25',
    'Compute. || !27 = 3 • (4 + 6)',
    'Compute. || !0.5•(20+30) = 26 m',
    'Compute. || !• 3 + 4 = 8\n• 5 + 5 = 10',
    'Compute. || !2 ∙ 3 = 7',
  ])
})

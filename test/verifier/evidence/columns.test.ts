import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const found = (question: string, steps: string[], context?: string) =>
  checkEvidence({ question, steps, ...(context === undefined ? {} : { context }) }).steps.flatMap(
    ({ evidence }, step) => evidence.filter(accuses).map(({ kind, computed }) => [step, kind, computed]),
  )

const statement = `| Item | 2022 | 2023 | 2024 |
|---|---|---|---|
| Gross profit | 168.0 | 189.0 | 229.5 |
| Operating expenses | 96.0 | 102.6 | 122.4 |`

describe('a figure of another column', () => {
  it('is one of the year before in a sentence of this year', () => {
    expect(
      found('How did operating income change?', ['Operating income 2024: 229.5 − 102.6 = 126.9.'], statement),
    ).toEqual([[0, 'tables', '122.4']])
  })

  it.each([
    'Operating income 2024: 229.5 − 122.4 = 107.1.',
    'From 2023 on expenses grew: in 2024 by 122.4 − 102.6 = 19.8.',
    'In 2024 average expenses were (122.4 + 102.6) / 2 = 112.5.',
    'The growth in 2024 is 122.4 / 102.6 − 1.',
    '2022: 168.0 − 96.0 = 72.0; 2023: 189.0 − 102.6 = 86.4.',
  ])('is none in: %s', (step) => expect(found('How did operating income change?', [step], statement)).toEqual([]))
})

const flight =
  'A plane leaves Paris (UTC+2) at 10:40 local time. What time is it then in Lisbon (UTC+1) and in Tokyo (UTC+9)?'

describe('clocks of two zones', () => {
  it('may not go the wrong way round', () => {
    expect(found(flight, ['In Paris it is 10:40.', 'Lisbon differs from Paris by one hour, so it is 11:40.'])).toEqual([
      [1, 'dates', '9:40'],
    ])
    expect(found(flight, ['Tokyo is 7 hours away from Paris, so it is 10:40 - 7:00 = 3:40 there.'])).toEqual([
      [0, 'dates', '17:40'],
    ])
  })

  it('may stand at the second place', () => {
    const call =
      'A team in Berlin (UTC+1) and New York (UTC-5) meets at 15:30 Berlin time. What time is it in New York?'
    expect(found(call, ['Berlin → New York is 6 hours back: 15:30 − 6:00 = 9:30, same day.'])).toEqual([])
  })

  it('may go the right way, and further', () => {
    expect(found(flight, ['In Paris it is 10:40.', 'Lisbon is an hour behind Paris, so it is 9:40.'])).toEqual([])
    expect(found(flight, ['Tokyo is 7 hours ahead of Paris: 17:40.', 'Two hours later it is 19:40 there.'])).toEqual([])
  })
})

describe('decimals with a comma', () => {
  it.each(['3 / 4 = 0,75. La réponse est 0,75.', '3 : 4 = 0,75.', '12 : 5 = 2,4 und 3 : 8 = 0,375.'])(
    'are what a calculation comes to, in whatever language: %s',
    (step) => expect(found('3, 4, 5, 8, 12', [step])).toEqual([]),
  )

  it('are checked', () => expect(found('2000, 3', ['2000 * 3 = 6,00.'])).toEqual([[0, 'arithmetic', '6000']]))
})

describe('decimals with a comma and three digits', () => {
  it.each([
    ['Ein Konto bringt 2,5 % Zinsen. Was werden aus 8000 €?', 'Nach dem ersten Jahr: $8000 \\cdot 1{,}025 = 8200$ €.'],
    ['Un capital de 8000 crece al 2,5 %. ¿Cuánto es?', '8000 · 1,025 = 8200.'],
    [
      'Wie viel sind zwei Drittel von 4,5 kg?',
      'Zu rechnen ist 4,5 · 0,667 = 3,0015 kg, dann noch 3,0015 · 1,000 = 3,0015.',
    ],
  ])('are read as such where percentages or the language say so: %s', (question, step) =>
    expect(found(question, [step])).toEqual([]),
  )

  it('are groups elsewhere, but accuse only what holds neither way', () => {
    expect(found('How much are 8000 tickets?', ['8000 * 1,025 = 8300.'])).toEqual([[0, 'arithmetic', '8200000']])
    expect(found('It grows by 2.5%. How much is it?', ['8000 * 1,025 = 8200.'])).toEqual([])
  })
})

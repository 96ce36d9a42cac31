import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (question: string, step: string) =>
  checkEvidence({ question, steps: [step] }).steps.flatMap(({ evidence }) =>
    evidence.filter(accuses).map(({ kind, claimed }) => `${kind}: ${claimed}`),
  )

const school = 'In a school of 720 pupils, 5/12 come by bus. Of the remaining pupils, 60% walk. How many walk?'
const pages =
  'Mira reads 40 pages on Monday. On Tuesday she reads 30% fewer pages than on Monday, on Wednesday 25% more than on Tuesday.'
const club = 'Two thirds of the 48 children swim, and three quarters of the swimmers also run. How many swimmers run?'

const statutes =
  'At a meeting of 9 of the 14 members 6 vote yes, 2 vote no and 1 abstains on the statutes. Changing them requires two thirds of the members present. Is the motion adopted?'
const votes =
  'A motion needs two thirds of the votes cast; abstentions are not votes cast. Of the 27 members, 16 vote for it, 8 against, 3 abstain. Is it adopted?'
const mugs =
  'A shop buys mugs at $4.50 each and wants a margin of 40% on the selling price. What must the selling price be?'

describe('a share of the question taken of another whole', () => {
  it.each([
    [school, 'Walkers: $0.6 \\cdot 720 = 432$.', '60% of 720'],
    [school, 'That is 60% of 720 = 432 pupils.', '60% of 720'],
    [pages, 'On Wednesday she reads 1.25 × 40 = 50 pages.', '25% of 40'],
    [club, 'Runners: 48 · 3/4 = 36.', 'three quarters of 48'],
    ['60% of the 50 pupils are girls. 40% of the girls play chess. How many is that?', '0.4 × 50 = 20', '40% of 50'],
    [
      'A shop had 90 lamps. It sold a third of them, and 20% of those were returned. How many came back?',
      '0.2 × 90 = 18',
      '20% of 90',
    ],
    ['Von 200 Gästen sind ein Viertel Kinder. 40 % der übrigen Gäste sind Frauen.', '0,4 · 200 = 80', '40 % of 200'],
    ['一桶水重60千克，用去1/3，又用去剩下的25%，还剩多少？', '又用去 60 × 25% = 15 千克。', '25% of 60'],
    [statutes, "Abstentions don't count, so two thirds of the 8 votes are needed.", 'two thirds of 8'],
    [votes, 'All took part, so two thirds of 27, that is 18 votes, are needed.', 'two thirds of 27'],
    [mugs, 'The shop adds 40% of $4.50, which is $1.80.', '40% of 4.5'],
  ])('%s | %s', (question, step, claimed) => expect(accused(question, step)).toEqual([`percentages: ${claimed}`]))

  it.each([
    [school, 'The others are 7/12 · 720 = 420, and 0.6 · 420 = 252 walk.'],
    [school, 'Walkers: 720 · 7/12 · 0.6 = 252.'],
    [pages, 'On Tuesday she reads 0.7 × 40 = 28 pages, on Wednesday 1.25 × 28 = 35.'],
    [club, 'Swimmers: 48 · 2/3 = 32, and 32 · 3/4 = 24 of them run.'],
    ['There are 50 pupils. 60% of the pupils are girls. 40% of the pupils play chess.', '0.4 × 50 = 20'],
    ['Ben has 40 marbles. 25% of them are red. How many are red?', '0.25 × 40 = 10'],
    ['Of 160 pupils 60 walk. The remaining 100 come by bus or car, 40% of the remaining by car.', '0.4 × 100 = 40'],
    [statutes, 'Two thirds of the 9 members present is 6.'],
    [votes, 'Two thirds of the 24 votes cast are 16.'],
    ['Ein Rad kostet 595 € inklusive 19 % Mehrwertsteuer. Wie hoch ist der Nettopreis?', '595 : 1,19 = 500 €.'],
    [mugs, 'The selling price is 4.50 / 0.6 = $7.50, and 40% of $7.50 is $3.'],
    [school, 'It would be wrong to take 0.6 · 720 = 432.'],
  ])('is not found in %s | %s', (question, step) => expect(accused(question, step)).toEqual([]))
})

it('a tax that is included is no share of the price that includes it', () => {
  const bike = 'Ein Rad kostet 595 € inklusive 19 % Mehrwertsteuer. Wie hoch ist der Nettopreis?'
  expect(accused(bike, 'Netto sind es 595 · 0,81 = 481,95 €.')).toContain('percentages: 19 % of 595')
})

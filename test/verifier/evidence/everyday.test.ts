import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = ([step, question = 'What holds?']: readonly [step: string, question?: string | undefined]) =>
  checkEvidence({ question, steps: [step] })
    .steps.flatMap(({ evidence }) => evidence)
    .filter(accuses)

const fails: readonly (readonly [step: string, question?: string | undefined])[] = [
  ['An octagon has ten sides.'],
  ['Multiplying by the eight days of a week gives 691,200 seconds.', 'How many seconds are in a week?'],
  ['That makes 16 face cards in the whole deck.', "What's in a standard deck of cards?"],
  ['Yes. The cells are hexagons, which are polygons with seven sides.'],
  ['The remaining eight months have 31 days each.', 'Which months have 30 days?'],
  ['Eight of the months have thirty-one days.'],
  ['Opposite faces always add up to six.', 'How do opposite faces on a normal die work?'],
  ['Every suit has fourteen cards, ace to king.'],
  [
    'Both sides together bring 36 pieces to the board.',
    'How many squares and how many pieces are there at the start of a chess game?',
  ],
  ['A week has eight days.'],
  ['A standard deck has 54 cards.'],
  ['There are 50 cards in a standard deck.'],
  ['A deck of cards contains 50 cards.'],
  ['Spiders have six legs.'],
  ['An insect has eight legs.'],
  ['A cube has 10 edges.'],
  ['The cube has 6 vertices.'],
  ['A pentagon has six corners.'],
  ['A byte consists of 10 bits.'],
  ['A leap year has 365 days.'],
  ['September has 31 days.'],
  ['A chessboard has 81 squares.'],
  ['There are 24 letters in the alphabet.'],
  ['The English alphabet has 28 letters.'],
  ['A guitar has 5 strings.'],
  ['A football team has 12 players.'],
  ['Octopuses have 10 arms.'],
  ['A right angle is 100 degrees.'],
  ['The angles of a triangle add up to 360 degrees.'],
  ['A full circle has 400 degrees.'],
  ['Water boils at 90 °C at sea level.'],
  ['There are eleven months in a year.'],
  ['A century has 10 years.'],
  ['A dollar has 10 cents.'],
  ['A foot has 10 inches.'],
  ['There are 14 ounces in a pound.'],
  ['A stone is 12 pounds.'],
  ['The solar system has 9 planets.'],
  ['A piano has 76 keys.'],
  ['A die has 8 faces.'],
]

/** Things of a sentence's own, parts of parts, and what is true. */
const holds: typeof fails = [
  ['An octagon has eight sides.'],
  ['A week has seven days.'],
  ['A school week has five days.'],
  ['The week has 5 working days.'],
  ['A standard deck has 52 cards.'],
  ['There are 26 red cards in a standard deck.'],
  ['The deck has 40 cards.'],
  ['How many faces?', 'A die with 8 faces is used'],
  ['A triangle has 1 right angle at most.'],
  ['A year has 250 working days.'],
  ['A day has 8 hours of work.'],
  ['A cube has 6 faces and 12 edges.'],
  ['The square has 5 points inside.'],
  ['Each day of the week has 24 hours.'],
  ['A car has 5 seats.'],
  ['There are 5 days in a school week.'],
  ['A triangle with sides 3, 4 and 5 is right.'],
  ['Half of a deck has 26 cards.'],
  ['A die is rolled; there are 3 faces with even numbers.'],
  ['A rectangle with 2 sides of length 3.'],
  ['The hexagon has 3 sides of length 2 and 3 of length 4.'],
  ['The triangle has 2 equal sides.'],
  ['A triangle has two acute angles.'],
  ['A hand of 5 cards from a deck has 2 aces.'],
  ['A quadrilateral has 4 sides, and the pentagon has 5.'],
  ['The bird has 2 legs and the cow has four legs.'],
  ['A day has 24 hours, so 3 days have 72 hours.'],
  ['A year has 12 months and 365 days.'],
  ['7 of the 12 months have 31 days.'],
  ['All 12 months have at least 28 days.'],
  ['All but one of the months, i.e. 11 months, have 30 days or more.'],
  ['In a week of 5 days, each day has 2 hours.'],
  ['A full day has 3 hours of sun.'],
  ['The octagon has 4 red sides.'],
  ['A team has 4 players.'],
  ['January has 4 weekends.'],
  ['The hour has 3 minutes left.'],
]

describe('numbers that everybody knows', () => {
  it.each(fails)('names: %s', (step = '', question = undefined) => {
    expect(accused([step, question])).not.toEqual([])
  })

  it.each(holds)('leaves: %s', (step = '', question = undefined) => {
    expect(accused([step, question])).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

/** The steps that are accused. */
const accused = (question: string, ...steps: string[]) =>
  checkEvidence({ question, steps }).steps.flatMap(({ evidence }, i) => (evidence.some(accuses) ? [i] : []))

const trips = 'My trips were 120 km, 85 km and 96 km. What do I need in fuel?'
const scenarios = 'Scenario weights: boom 0.4, base 0.25, slump 0.2, crash 0.25. Are they a valid distribution?'

describe('what is said of numbers in a row', () => {
  it.each<[string, ...string[]]>([
    ['Find the length of (3, 4, 12).', 'The squares of the entries are 9, 16 and 144.', 'They sum to 159.'],
    ['Find the length of (3, 4, 12).', 'The squares of the entries are 9, 16 and 144; these add up to 159.'],
    [scenarios, 'They add up to exactly 1.'],
    ['Is it one: P(A)=0.4, P(B)=0.35, P(C)=0.3?', 'They also add up to 1.'],
    ['Open items: 780, 1,145 and 325. What is due?', 'Sum of the open items: 2,350.'],
    ['Five numbers average 14. Four of them are 10, 12, 15 and 18.', 'The four known ones add up to 45.'],
    ['18% tip on $64?', 'Ten percent of 64 is $6.40 and eight percent is $5.12.', 'Added up, the tip is $12.52.'],
    [trips, 'Altogether, that is 291 km.'],
    [trips, 'Adding all three gives 311 km.'],
    ['Points per game: 12, 18, 9, 21.', 'She scored 58 points in total.'],
    ['Ages: 31, 28, 45 and 36. Average?', 'The sum of the four ages is 130.'],
    ['Deviations of 2, 4, 9?', 'They are −3, −1 and 4.', 'Their squares, 9, 1 and 16, total 25.'],
    ['The median of 3, 9, 4, 8, 1?', 'In order: 1, 3, 4, 8, 9.', 'The median is 8.'],
    ['Expected value of a die?', 'The faces one to six total twenty.'],
    ['A triangle has angles 50°, 60° and 80°. Possible?', 'The angles add to 180°, so it is possible.'],
    ['Story sizes 1, 2, 2, 3, 5, 8, 13 – describe them.', 'Four of the seven stories are larger than the mean.'],
    ['Shoe sizes: 38, 41, 36, 44, 40.', 'Three of the five sizes are above the median.'],
    ['Two kids share 84 marbles in the ratio 2 : 5.', 'The younger one walks off with two fifths of the whole bag.'],
    ['Nina gets 2 sweets for every 5 Jo gets.', 'So Nina ends up with two fifths of the bag.'],
    ['One part syrup to four parts water.', 'Syrup accordingly makes up a quarter of the finished drink.'],
    ['Rain 0.3, snow 0.1, dry 0.7. Consistent?', 'They have to sum to 1.', 'And they do: 0.3, 0.1 and 0.7 make one.'],
    ['Softmax output: cat 0.55, dog 0.30, fox 0.10, owl 0.15.', 'The four values add up to 1, as they should.'],
    ['Invoice: licences 1,240.00, support 380.00, training 615.00.', 'The subtotal of the three lines is 2,135.00.'],
  ])('%s %s', (question, ...steps) => expect(accused(question, ...steps)).toEqual([steps.length - 1]))

  it.each<[string, ...string[]]>([
    [trips, 'In total that is 301 km.', 'The first two add up to 205 km.'],
    [scenarios, 'They add up to 1.1.', 'They should add up to 1.'],
    ['Numbers 4, 8, 15, 16, 23, 42: sum of the even ones?', 'The even ones are 4, 8, 16 and 42.', 'They sum to 70.'],
    ['Is 12, 35, 37 right-angled?', 'The squares of the legs, 144 and 1225, add up to 1369.'],
    ['A class has 12 boys, 14 girls and 2 teachers.', 'The children total 26.'],
    ['Angles of a pentagon: 100, 110, 120, 90 and x.', 'The angles sum to 540.', 'The known ones add up to 420.'],
    ['The mean of 5 numbers is 10. Four are 8, 9, 10 and 11.', 'The numbers add up to 50.'],
    ['Area of a trapezium with parallel sides 6 and 10 and height 4?', 'The mean of the parallel sides is 8.'],
    ['What does sum(range(1, 5)) show?', '`range(1, 5)` yields 1, 2, 3, 4.', 'Their sum is 10.'],
    ['Two sets of 5, 7 and 9, overlapping in 2.', 'Together they have 17 elements.'],
    ['Rates of 10% and 20% in a row.', 'Together they make 32%.'],
    ['Speeds of 30 km/h and 60 km/h, there and back.', 'In total it takes 3 hours.'],
    ['Lengths 3 m, 40 cm and 2 m.', 'Together they make 5.4 m.'],
    ['Halves: 1/2, 1/4 and 1/8.', 'They add up to 7/8.'],
    ['Shares of a third each: 33.3%, 33.3% and 33.3%.', 'They add up to 100%.'],
    ['Of the 40 pupils, 12 play chess, 15 play tennis and 18 swim.', 'The pupils total 40.'],
    ['Shoe sizes: 38, 41, 36, 44, 40.', 'Two of the five sizes are above the median.'],
    ['Ann and Bob split the money 3 : 4.', 'Ann receives 3/7 of the total, three quarters of what Bob gets.'],
    ['One part syrup to four parts water.', 'The syrup is a quarter of the water, and a fifth of the drink.'],
    ['Two numbers have sum 12.', 'Try 5 and 8.', 'They add up to 13, too much.', 'Try 5 and 7.', 'They sum to 12.'],
  ])('%s %s', (question, ...steps) => expect(accused(question, ...steps)).toEqual([]))
})

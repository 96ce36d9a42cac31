import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

/** The first step that is accused, and by which kind. */
function accused(question: string, ...steps: string[]): [number, string] | null {
  const answer = steps.at(-1)?.replace(/^.*?([^\s]+?)[.。]?$/, '$1') ?? ''
  const judged = checkEvidence({ question, steps, answer }).steps
  const step = judged.findIndex(({ evidence }) => evidence.some(accuses))
  return step < 0 ? null : [step, judged[step]?.evidence.find(accuses)?.kind ?? '']
}

const rail = 'A train runs 120 km at 60 km/h and comes back at 40 km/h.'

describe('a known wrong way', () => {
  it.each([
    ['the mean of speeds', `${rail} What is its average speed?`, 'It is (60 + 40)/2 = 50 km/h.'],
    [
      'the same in German',
      'Ein Zug fährt 120 km mit 60 km/h hin und mit 40 km/h zurück. Wie groß ist die Durchschnittsgeschwindigkeit?',
      'Sie beträgt (60 + 40)/2 = 50.',
    ],
    [
      'the same in Chinese',
      '汽车以60公里/小时去，以40公里/小时返回，往返的平均速度是多少？',
      '平均速度是 (60 + 40) ÷ 2 = 50',
    ],
    [
      'percentages that are added',
      'Rent rises by 10 % and in the next year by 20 %. How much does it rise in all?',
      'It rises by 10 + 20 = 30 %',
    ],
    [
      'the time of one for each of what happens at once',
      'One shirt dries in 3 hours on the line. How long do 5 shirts take that hang there side by side?',
      '3 · 5 = 15 hours, so 15',
    ],
    [
      'the same in German',
      'Ein Ei kocht 6 Minuten. Wie lange brauchen 4 Eier, die zusammen in einem Topf kochen?',
      '6 · 4 = 24',
    ],
    ['the same in Chinese', '煮一个鸡蛋需要6分钟，4个鸡蛋放在同一个锅里一起煮需要多少分钟？', '6 × 4 = 24'],
    [
      'simple interest by the quarter',
      'Maria deposits 3,000 euros at 6% a year, credited every quarter and left in the account. How much interest has she earned after 15 months?',
      'Each quarter brings 1.5% of 3,000 = 45 euros, so five quarters bring 225',
    ],
    [
      'as many spans as doses',
      'Tom takes the first pill on Monday at 8 a.m. and then one every 6 hours until all 12 pills are gone. When does he take the last one?',
      'That is 12 · 6 = 72 hours later, so 72',
    ],
    [
      'what is drained without its share',
      'A radiator holds 20 L of a mixture with 30% antifreeze. How many litres must be drained and replaced by pure antifreeze to make it 50%?',
      'It needs 0.2 · 20 = 4 L',
    ],
    [
      'a salvage value taken off too early',
      'A van costs $30,000, has a life of 4 years and a salvage value of $4,000. What is the double-declining depreciation of the second year?',
      'The first year has 26,000 · 0.5 = 13,000, the second 6,500',
    ],
    [
      'false alarms among all',
      'A disease affects 1% of a population. A test finds it in 90% of the people who have it and is wrongly positive in 5% of the others. What is the probability that somebody who tests positive has it?',
      'It is 0.009/(0.009 + 0.05) = 0.1525',
    ],
    ['the order of a committee', 'How many committees of 3 can be chosen from 9 people?', 'There are 9 · 8 · 7 = 504'],
    [
      'gaps for posts',
      'Along a straight path of 60 m there is a lamp every 5 m, from one end to the other. How many lamps is that?',
      'There are 60/5 = 12 lamps',
    ],
    [
      'simple interest',
      '2,000 is invested at 5 % a year with compound interest for 3 years. What is it worth?',
      '2000 + 2000 · 0.05 · 3 = 2300',
    ],
    [
      'the scale of areas',
      'A model is built at a scale of 1:10. A surface of it has an area of 3 m². What is the area of the original surface?',
      '3 · 10 = 30 m²',
    ],
    [
      'a base that is not the old value',
      'A price falls from 80 to 60 euros. By how many percent did it fall?',
      '20/60 = 33.3 %',
    ],
    ['degrees Fahrenheit', 'A recipe says 375 °F. What is that in °C?', '375 · 5/9 − 32 = 176.3 °C'],
    [
      'friction on an incline',
      'A 2.0 kg block slides down a plane inclined at 30°. The coefficient of kinetic friction is 0.20 and g = 9.8 m/s². Find its acceleration.',
      'The friction is 0.20 · 2.0 · 9.8 = 3.92 N',
    ],
    [
      'a conversion upside down',
      'A trip is 450 miles long. How many litres does a car need for it with 7.2 litres per 100 km? (1 mile = 1.609 km)',
      'It is 450 / 1.609 = 279.7 km',
    ],
    [
      'zones',
      'A flight leaves Tokyo (UTC+9) at 17:40 and takes 12 h 25 min to London (UTC+1). When does it land there?',
      'London is 10 hours behind, so at 20:05',
    ],
    ['bits and bytes', 'How long does a download of 600 MB take at 50 Mbit/s?', '600/50 = 12 s'],
  ])('%s', (_, question, step) => {
    expect(accused(question, 'We look at what is given.', step)).toEqual([1, 'methods'])
  })

  it('is not cleared by the right value on the way', () => {
    const pond = 'Around a circular pond of 400 m there is a tree every 5 m. How many trees are there?'
    expect(accused(pond, 'There are 400/5 = 80 gaps, so 80 + 1 = 81')).toEqual([0, 'methods'])
    expect(accused(pond, 'There are 400/5 = 80 gaps, and as many trees: 80')).toBeNull()
  })

  it('may be told by the solved question too', () => {
    const question =
      'A bag has 5 red and 7 blue balls. Two are drawn without replacement. What is the probability that both are red?'
    expect(accused(question, 'We look at the bag.', 'It is 5/12 · 5/12 = 25/144')?.[0]).toBe(1)
  })

  it.each([
    [`${rail} What is its average speed?`, 'Not (60 + 40)/2 = 50: the way takes 2 h and 3 h, so 240/5 = 48 km/h.'],
    [
      'Rent rises by 10 % and in the next year by 20 %. How much does it rise in all?',
      '1.1 · 1.2 = 1.32, and that is 32 %',
    ],
    [
      'A bag has 5 red and 7 blue balls. Two are drawn without replacement. What is the probability that both are red?',
      '5/12 · 4/11 = 5/33',
    ],
    [
      'Along a straight path of 60 m there is a lamp every 5 m, from one end to the other. How many lamps is that?',
      '60/5 = 12 gaps need 12 + 1 = 13',
    ],
    ['A car drives 2 hours at 60 km/h and 2 hours at 40 km/h. What is its average speed?', '(60 + 40)/2 = 50 km/h'],
    [
      '一件外套原价480元，先涨价15%，再打八折出售。现在的售价比原价便宜多少元？',
      '480 × 1.15 = 552元，552 × 0.8 = 441.6元，便宜 480 − 441.6 = 38.4元',
    ],
    [
      '某商品成本为200元，按成本加价50%标价，出售时打八折，再减10元。利润率是多少？',
      '标价为 200 × 1.5 = 300 元，打八折后为 300 × 0.8 = 240 元，利润率 30 ÷ 200 = 15%',
    ],
  ])('is not seen in: %s', (question, step) => {
    expect(accused(question, step)).toBeNull()
  })
})

describe('statements', () => {
  it.each([
    ['Von 22:47 Uhr bis 6:11 Uhr vergehen 8 Stunden und 24 Minuten.', 'dates'],
    ['The plane was due at 21:35 and landed at 01:15, so it was 4 hours and 20 minutes late.', 'dates'],
    ['Adding 7 months to 14 March 2022 leads to 14 September 2022.', 'dates'],
    ['The floor has an area of 4.2 m · 3.6 m = 14.22 m².', 'units'],
    ['The contact time in SI units is 30 ms = 0.003 s.', 'units'],
    ['A rank of 14 out of 150 corresponds to the top 10.7%.', 'percentages'],
    ['−3x < −4, and dividing by −3 gives x < 4/3.', 'inequalities'],
    ['1.092727^2 ≈ 1.1914', 'arithmetic'],
    ['A quarter turn clockwise from west is south.', 'definitions'],
    ['From the third to the tenth term there are eight steps.', 'counting'],
    ['C(4, 2) × 8 = 8 × 8', 'arithmetic'],
    ['$c_4 = 5 \\cdot 16 = 240$', 'arithmetic'],
    ['**False positives:** 0.10 × 0.96 = 0.0096', 'arithmetic'],
    ['West 14,400 / 64 = 205', 'arithmetic'],
    ['２＋３＝6', 'arithmetic'],
    ['The pool holds 25 × 10 × 1.6 = 400 m³, which is 40,000 litres.', 'units'],
    ['$2026 = 40 \\cdot 50 + 16$, so the sum is congruent to that.', 'whole-numbers'],
    ['There are four categories and hence four degrees of freedom in the chi-square test.', 'definitions'],
  ])('%s', (step, kind) => {
    expect(accused('', step)).toEqual([0, kind])
  })

  it.each([
    'Von 22:47 Uhr bis 6:11 Uhr vergehen 7 Stunden und 24 Minuten.',
    'He works from 9:00 to 17:00 with a break, which makes 7 hours 30 minutes.',
    '2 h 25 min to midnight plus 1 h 15 min = 3 h 40 min.',
    'The floor has an area of 4.2 m · 3.6 m = 15.12 m².',
    'pH = \\tfrac12(4.745 + 1) = 2.87',
    'sqrt(18) = 3sqrt(2)',
    'After tax $0.7\\,(18x - 64800) = 18900$. Dividing by $0.7$: $18x - 64800 = 27000$.',
    'A quarter turn clockwise from west is north.',
  ])('accuse nobody of: %s', (step) => {
    expect(accused('', step)).toBeNull()
  })

  it('hold an expansion against what is expanded', () => {
    const asked = 'Set $D = (k+2)^2 - 4(k+5)$ to zero.'
    expect(accused('', asked, 'Expanding, $D = k^2 + 4k + 4 - 4k + 20$.')).toEqual([1, 'identities'])
    expect(accused('', asked, 'Expanding, $D = k^2 + 4k + 4 - 4k - 20$.')).toBeNull()
  })

  it('read shares, tables and circles by their names', () => {
    const paint = 'Green is mixed from blue, yellow and white in the ratio 5 : 3 : 2 (blue : yellow : white).'
    expect(accused(paint, 'Yellow makes up 5 of the 10 parts.')).toEqual([0, 'counting'])
    expect(accused(paint, 'Yellow makes up 3 of the 10 parts.')).toBeNull()
    const table = '| Machine | Cost | Useful life |\n|---|---|---|\n| A | 84,000 | 6 years |\n| B | 96,000 | 8 years |'
    expect(accused(table, 'The table gives for A a cost of 84,000 and a useful life of 8 years.')).toEqual([
      0,
      'tables',
    ])
    expect(accused(table, 'The table gives for A a cost of 84,000 and a useful life of 6 years.')).toBeNull()
    const circle = 'The circle is $(x-3)^2 + (y+2)^2 = 25$.'
    expect(accused('Find the circle.', circle, 'Its radius is $25$.')).toEqual([1, 'closed-forms'])
    expect(accused('Find the circle.', circle, 'Its radius is $5$.')).toBeNull()
  })

  it('compare reactants through their factors', () => {
    const question = '2 Al + 3 Cl₂ → 2 AlCl₃. What is the yield?'
    expect(accused(question, 'Since 0.300 mol is less than 0.400 mol, aluminium is the limiting reactant.')).toEqual([
      0,
      'chemistry',
    ])
    expect(accused(question, 'Since 0.200 mol is less than 0.400 mol, aluminium is the limiting reactant.')).toBeNull()
  })

  it('find a number that was copied wrongly', () => {
    expect(accused('Use F = 96,485 C/mol.', 'n = 6,000/94,685 ≈ 0.06337 mol')).toEqual([0, 'arithmetic'])
    expect(accused('Use F = 96,485 C/mol.', 'n = 6,000/96,485 ≈ 0.06219 mol')).toBeNull()
  })
})

describe('questions of calculus', () => {
  it.each([
    ['Find the limit of (1 − cos(3x))/(x·sin(2x)) as x → 0.', '9/4', '3/4'],
    ['Compute the sum of 1/(k(k+2)) for k = 1, 2, …, 98 as a fraction.', '14651/19800', '99/200'],
    ['Evaluate the integral of x·e^(2x) from x = 0 to x = 1.', '(e^2 + 1)/4', '(e^2 - 1)/4'],
  ])('%s', (question, right, wrong) => {
    const says = (answer: string) =>
      checkEvidence({ question, steps: [`It is ${answer}.`], answer }).steps[0]?.evidence.some(accuses)
    expect(says(right)).toBe(false)
    expect(says(wrong)).toBe(true)
  })
})

describe('a condition that is left out', () => {
  const bike =
    'Tom wants a bike for $450. He has already saved $120 and puts aside $30 a week. After how many weeks can he buy it?'
  const trip =
    'Ein Bus fährt 90 km mit 45 km/h, hält dann 25 Minuten und fährt 90 km mit 60 km/h zurück. Wie hoch ist die Durchschnittsgeschwindigkeit über die gesamte Zeit?'

  it('is named where the number beside it is reckoned with', () => {
    expect(accused(bike, 'He needs $450.', '450 / 30 = 15 weeks', 'So it takes 15')).toEqual([1, 'methods'])
    expect(accused(trip, 'Hin 2 h, zurück 1,5 h.', '2 h + 1,5 h = 3,5 h', '180 : 3,5 = 51,4')).toEqual([1, 'methods'])
    expect(
      accused('小明已经存了200元，每月再存150元，买一台1400元的相机需要几个月？', '1400 ÷ 150 ≈ 9.3', '所以是 10'),
    ).toEqual([0, 'methods'])
  })

  it('has entered where it was reckoned with in the head, or in another unit', () => {
    expect(accused(bike, 'He still needs $330.', '330 / 30 = 11')).toBeNull()
    expect(accused(trip, 'Die Fahrt dauert 120 + 90 + 25 = 235 Minuten.', '180 : 3,92 = 46')).toBeNull()
    expect(accused(trip, 'Mit dem Halt dauert es 235 Minuten, gefahren wird 120 und 90.', '180 : 3,92 = 46')).toBeNull()
  })

  it('is none where the question leaves it out', () => {
    const moving = trip.replace('über die gesamte Zeit', 'ohne den Halt')
    expect(accused(moving, '2 h + 1,5 h = 3,5 h', '180 : 3,5 = 51,4')).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

/*
 * Right work of models whose answer was right, which the checks accused: each line is a family. Beside them stand slips of the same families, which are named still.
 */

const isAccused = (question: string, steps: readonly string[], answer?: string) =>
  checkEvidence({ question, steps, ...(answer !== undefined && { answer }) }).steps.some(({ evidence }) =>
    evidence.some(accuses),
  )

describe('right work', () => {
  it.each([
    [
      'two roots named as letters of the formula',
      'a and b are the solutions of $x^2 - 5x + 9 = 0$. Find $(a-1)(b-1)$.',
      ['Here $a = 1$, $b = -5$ and $c = 9$.', 'So it is $10 - (a + b) = 10 - 5 = 5$.'],
    ],
    [
      'cases in bullets',
      'Find all lattice points of $x^2 - y^2 = 17$.',
      [
        '* $x+y=17$ and $x-y=1$, which leads to $x=9$ and $y=8$.',
        '* $x+y=1$ and $x-y=17$, which leads to $x=9$ and $y=-8$.',
      ],
    ],
    [
      'two cases in steps of their own',
      'Find d.',
      ['So $\\max(4d, d) = 8$. There are two scenarios:', '1. \\( 4d = 8 \\)', '2. \\( d = 8 \\)'],
    ],
    [
      'the root of a factor that was left behind',
      'Find a.',
      [
        '$a(a^2 - a - 2) = 0$.',
        '$a^2 - a - 2 = 0$ factors into $(a - 2)(a + 1) = 0$.',
        'Thus, $a = 0$, $a = 2$, or $a = -1$.',
      ],
    ],
    ['a proportion', 'Find BD.', ['x : (1-x) = 13 : 15\n15x = 13(1-x)\n28x = 13']],
    ['a quotient behind a letter', 'Find x.', ['2x = 18\nx = 18 ÷ 2\nx = 9']],
    ['a letter of a name', 'How many sweets?', ['300 + 312 + 150 = 762 M&Ms in total.']],
    [
      'a unit amid a sum',
      'How deep?',
      ['$P_0 = 1$ and $h = 50$.', '$P = P_0 + 9h = 10^5 \\, \\text{Pa} + (1025)(10)(50) = 612500$ Pa'],
    ],
    [
      'a week as a label',
      'How much?',
      ['The weight at the end of week 10 rounded to the nearest whole number is 221 pounds.'],
    ],
    [
      'a total that the question gives',
      'A team played 22 games. They won 8 more than they lost.',
      ['They lost x and won 8 more than that, so x + 8.', 'In total, they played 22 games, so x + (x + 8) = 22.'],
    ],
    [
      'corners of one face',
      'Each face of a cube is assigned an integer. Each vertex gets the sum of the integers on the faces that meet there.',
      [
        'Each number counts in 4 vertex sums (the 4 vertices of that face).',
        'A vertex is formed by the intersection of three faces.',
      ],
    ],
    [
      'a bracket in a formula within words',
      'Flip a coin eight times. Find the probability.',
      [
        '- Probability of exactly two heads (\\(P(X = 2\\)):',
        '\\[ P(X = 3) = 56 \\left( \\frac{2}{3} \\right)^3 \\left( \\frac{1}{3} \\right)^5 \\]',
      ],
    ],
    [
      'differences lost in doubles',
      'Find the sum.',
      ['$\\frac{11 + 10^{200}\\sqrt{10^{200}+7}}{2} + \\frac{11 - 10^{200}\\sqrt{10^{200}+7}}{2} = 11$'],
    ],
    [
      'a sum over two lines',
      'How many digits?',
      ['log(2^1947 * 5^1950)\n= 1947*log(2) + 1950*log(5)\n≈ 1947*0.301 + 1950*0.699'],
    ],
    ['a division by a fraction in words', 'How much?', ['9 divided by 3/4 is the same as 9 multiplied by 4/3.']],
    [
      'a derivative set to zero',
      'Minimise.',
      ['Let $f(y) = 16y^2 - 20y + 5$.', "Setting $f'(y) = 0,$ we get $y = \\frac{5}{8}.$"],
    ],
    [
      'a derivative by the letter that stands in it',
      'Find the acceleration.',
      ["x' = 2cos(2t), y' = -2sin(2t). Then y'' = -4cos(2t)."],
    ],
    ['thin spaces in numbers', 'How many?', ['\\[ N = (198)(252) = 49,\\!896 \\]']],
    ['a backslash before a number', 'How much?', ['The total is 8 * 8 = $\\64.']],
    ['an exponent of a power', 'How many divisors?', ['The exponent of 3 in \\( 3^6 \\) is 6.']],
    ['a count under a condition', 'How many?', ['The number of coprime pairs with mn = 210^2 is 16.']],
    [
      'whole parts of quotients',
      'How many zeroes are at the end of 42!?',
      [
        '42 ÷ 5 = 8, 8 ÷ 5 = 1, so there are 9.',
        '$42 \\div 25 = 1$ multiple of 25.',
        'Since we have 9 factors of 5, it is 9.',
      ],
    ],
    ['a product with dots', 'Compute 20!.', ['20! = 20 * 19 * 18 * ... * 2 * 1 = 2,432,902,008,176,640,000.']],
    [
      'an equation that is denied in the next line',
      'Find the angle.',
      ['(B + C)/3 = 14,\nwhich simplifies to:\n141/3 = 14,\nwhich is not correct.'],
    ],
    [
      'a unit that changes at the end',
      'How fast?',
      ['Gear 1: 100/3 revolutions per minute = (100/3) / 60 = 5/9 revolutions per second.'],
    ],
    [
      'angles of a polygon that is not regular',
      'A pentagon has two congruent acute interior angles. Each other one is their sum. How large are these?',
      ['The sum of the interior angles is 180(5-2) = 540 degrees: x + x + 2x + 2x + 2x = 540.'],
    ],
    [
      'hours in a week of somebody',
      'How fast does he run?',
      ['The total hours he runs in a week is 6 hours.', 'Time spent on the other two days = 1.5 hours × 2 = 3 hours'],
    ],
    ['twice as long as', 'How long?', ['Twice as long as 16 minutes is 32 minutes.']],
    [
      'days in each month',
      'How many days?',
      ['Between March 1st and April 19th, there are 31 days in March and 19 days in April.'],
    ],
    ['a commission on an amount', 'How much?', ['Her commission on $1,200 is 5% of $1,200, which is $60.']],
    [
      'a rate that is multiplied',
      'What is the annual rate?',
      ['The monthly rate is 1.5%. Multiplying this by 12 gives 18%.'],
    ],
    [
      'a part of a per cent',
      'How much?',
      ['The fee is 1/10% of $13,560 = $13.56.', '\\[ \\frac{1}{3}\\% = \\frac{1}{3} \\times \\frac{1}{100} \\]'],
    ],
    [
      'years as names',
      'What is the growth?',
      ['((1990 value - 1980 value) / 1980 value) * 100 = (($21000 - $20000) / $20000) * 100 = 5 percent.'],
    ],
    [
      'names behind results',
      'How much?',
      ['Regular pay = 2.60 x 39 = $101.40 Overtime pay = 2.60 x 1.5 x 15 = $58.50'],
    ],
    [
      'terms of a limit',
      'Find the limit.',
      ['The product for all n from 1 on is dominated by the smallest terms, which are less than 1.'],
    ],
    [
      'numbers of partitions',
      'In how many ways can a group of 9 people be divided into 3 non-empty subsets?',
      ['S(9, 3) = 3025, S(9, 8) = 36.'],
    ],
    [
      'two masses beside each other',
      'How long takes O2 if H2 takes 135 s to effuse?',
      [
        '$t_{O_2} = t_{H_2} \\sqrt{\\frac{M_{O_2}}{M_{H_2}}} = 135 \\mathrm{~s} \\times \\sqrt{\\frac{32 \\mathrm{~g/mol}}{2 \\mathrm{~g/mol}}}$',
      ],
    ],
    [
      'the mass of what has no formula',
      'Catalase turns hydrogen peroxide into water and oxygen. How much water is made?',
      ['We multiply by the molar mass of hydrogen peroxide, which is 34.01 g/mol.'],
    ],
    [
      'a concentration in another unit',
      'The pH is 6.0. How many H+ ions are there?',
      ['[H⁺] = 10⁻⁶ mol/L, so [H⁺] = 10⁻³ mol/m³.'],
    ],
    [
      'the end of a calculation',
      'How long?',
      ['His speed is 2.7 km/h, so he needs 3.6 ÷ 2.7 hours, which is 80 minutes.'],
    ],
  ] satisfies [string, string, string[]][])('%s', (_, question, steps) =>
    expect(isAccused(question, steps)).toBe(false),
  )
})

describe('right work of people and of labelled steps', () => {
  it.each([
    [
      'two shares of one whole',
      'Rachel earned $200. She spent 1/4 of the money on lunch and 1/2 of the money on a DVD.',
      ['1/4*200 = $50 on lunch.', '1/2*200 = $100 on a DVD.'],
    ],
    [
      'a fourth of them',
      'There are 88 dogs. 12 of the dogs are running. Half of them are playing. A fourth of them are barking.',
      ['88/4 = 22 dogs are barking.'],
    ],
    [
      'two fifths beside sixty per cent',
      'He serves 200 homes. First he did 2/5 of the homes, then 60 percent of the remaining homes.',
      ['First 2/5*200 = 80 homes, so 120 remain.', '60/100 * 120 = 72.'],
    ],
    [
      'savings on top of interest',
      'An account earns 10% interest every year. He puts $100 in it, and then 10 each year. How much money is in it after two years?',
      ['After one year it has 100 + 10 + 10 = 120.', 'After two 120 + 12 + 10 = 142.', 'The answer is 142.'],
    ],
    [
      'chairs that are made',
      'There are 3 workers producing chairs. Each of them produces 4 chairs an hour. As a group, they produce an additional chair every 6 hours. How many chairs have they after 6 hours?',
      ['12 * 6 = 72 chairs.', '72 + 1 = 73 chairs.', 'The answer is 73.'],
    ],
    [
      'deductions before brackets',
      'He earned $100,000 with $30,000 in deductions. The first $20,000 of taxable income is taxed at 10%, the rest at 20%. How much tax does he pay?',
      ['The higher rate makes 50,000*.2=$10,000.', 'The answer is 12000.'],
    ],
    [
      'more cans of one machine',
      'A machine fills 150 cans every 8 minutes. How many minutes does it take this machine to fill 675 cans?',
      ['It takes 8 × 4.5 = 36 minutes.'],
    ],
    [
      'rests on a drive',
      'He drives 600 miles at 50 miles per hour. Every two hours he makes a rest stop for 15 minutes. How many minutes does he take?',
      ['He drives 600 / 50 = 12 hours, and stops 5 times: 720 + 75 = 795 minutes.'],
    ],
    [
      'two works of one robot',
      'It takes a robot 6 minutes to gather the materials and 9 minutes to create a battery. 10 robots work at the same time. How many batteries do they make in 5 hours?',
      ['For each battery it takes 9 + 6 = 15 minutes.', 'They make 200.'],
    ],
    [
      'an original price that is given',
      'How much money should she bring to buy boots, if the original price is $90 and there is a discount of 20%?',
      ['She needs to bring the $90 - $18 discount = $72.'],
    ],
    [
      'cuttlebones that nobody cuts',
      'A lizard takes 10 seconds to eat 40 pieces of cuttlebone. How long would it take to eat 800 pieces?',
      ['800 / 4 = 200 seconds.'],
    ],
    [
      'baskets that were picked',
      'She has a basket of 20 blueberries. She picked 9 more baskets with the same amount. How many blueberries did she have in all?',
      ['She picked 9 x 20 = 180 blueberries more.', 'So she had 200.'],
    ],
    [
      'a committee of workers',
      'A group of 3 workers makes 4 parts an hour each, under a head who makes none. How many do they make in 6 hours?',
      ['3 * 4 = 12 an hour.', '12 * 6 = 72 in 6 hours.', 'The answer is 72.'],
    ],
    [
      'a ladder that is climbed many times',
      'Keaton climbed a 30 feet ladder twenty times. Reece climbed a ladder 4 feet shorter 15 times. How many feet did both climb?',
      ['30 * 20 = 600 feet.', '30 - 4 = 26 feet.', '15 * 26 = 390 feet.', '600 + 390 = 990 feet.'],
    ],
    [
      'two ways, each with a speed of its own',
      'A car goes 30 miles per hour. Going up decreases its speed by 50%, going down increases it by 20%. It is 60 miles up and 72 miles down. How many hours does it take?',
      [
        '30 x 0.50 = 15 mph, 60 / 15 = 4 hours.',
        '30 x 0.20 = 6, so 30 + 6 = 36 mph.',
        '72 / 36 = 2 hours.',
        'In all 6 hours.',
      ],
    ],
    [
      'pages that two type together',
      'Meso types 15 pages in 5 minutes, Tyler the same 15 pages in 3 minutes. How many minutes do they take together for 40 pages?',
      [
        '15/5 = 3 pages per minute.',
        '15/3 = 5 pages per minute.',
        'Together 3 + 5 = 8 pages per minute.',
        '40/8 = 5 minutes.',
      ],
    ],
    [
      'two offers',
      'Lily has $60. She finds cereal for 50% off $12, bread for $8 and milk for 10% off $10. How many dollars are left?',
      ['Cereal: $12 * 0.5 = $6.', 'Milk: $10 * 0.9 = $9.', '$60 - $6 - $8 - $9 = $37.'],
    ],
    [
      'shares of one total',
      'Her legs are 1/3 of her total height, her head is 1/4 of her total height, and she is 60 inches tall. How long is the rest of her body?',
      ['1/3 * 60 = 20 inches.', '1/4 * 60 = 15 inches.', '20 + 15 = 35 inches.', '60 - 35 = 25 inches.'],
    ],
    [
      'a river that flows the other way',
      'Karen paddles up a river. On a pond she makes 10 miles per hour. The river flows in the opposite direction at 4 miles per hour. If it is 12 miles long, how many hours does it take?',
      ['10 mph - 4 mph = 6 mph.', '12 miles / 6 mph = 2 hours.', 'The answer is 2.'],
    ],
    [
      'ways to work',
      'A car gets 30 mpg. He drives 20 miles to work each way 5 days a week, and another 40 miles a week. How many gallons does he use a week?',
      ['20*2 = 40 miles a day.', '40*5 = 200 miles.', '200 + 40 = 240 miles.', '240/30 = 8 gallons.'],
    ],
    [
      'a number that doubles for a season',
      'A store sees 175 people every hour. This number doubles during the holiday season. How many does it see in 8 hours then?',
      ['175*2 = 350 people an hour.', '8*350 = 2,800 people in 8 hours.'],
    ],
    [
      'rest stops on the way',
      'He drives 600 miles at 50 miles per hour. Every two hours he makes a rest stop of 15 minutes. How long does he drive?',
      ['600 / 50 = 12 hours.', 'The answer is 12 hours.'],
    ],
    ['a rate behind a product', 'How long?', ['It took 6 hours * 60 minutes in an hour = 360 minutes.']],
    [
      'a dash as a minus',
      'How long does the bus take?',
      ['The bus takes 120 minutes – 30 minutes - 15 minutes = 75 minutes.'],
    ],
    [
      'a wait on the other side',
      'Janet crosses a lake at 30 miles per hour. Her sister follows at 12 miles per hour. If the lake is 60 miles wide, how long does Janet have to wait on the other side for her sister to catch up?',
      ['60 / 30 = 2 hours', '60 / 12 = 5 hours', 'The difference is 5 hours - 2 hours = 3 hours', 'The answer is 3.'],
    ],
    ['a dash between two times', 'How long?', ['5 pm-6 pm is one hour, and 9:30-11:00 is 1.5 hours.']],
    ['a time behind a plus', 'When?', ['2 hours after 12:10 AM is 12:10+2:00 = 2:10 AM.']],
    [
      'a place of which the zone comes later',
      'What time is my meeting in Tokyo at 3 pm London in July?',
      ['In July London is on BST, UTC+1, and Tokyo is UTC+9.', 'The meeting is at 11 pm in Tokyo.'],
    ],
    ['hours of a soldier', 'When does he leave?', ['He leaves at 0900-0130 = 0730 hours.']],
    ['words in a bracket', 'How many minutes?', ['.1(Number of Minutes) + 1 = .15(Number of Minutes)']],
    ['a share of an amount', 'How much is left?', ['She has 3/3 - 2/3 = 1/3 of $150 left.']],
    ['a scale that is told once', 'How many cookies?', ['1 + .5 + 1.5 dozen cookies = 3 dozen cookies.']],
    [
      'the number of a section',
      'How many spaces has section 2?',
      ['The number of spaces in section 2 = x + 200.', '320 + x + 200 + x = 1000.'],
    ],
    [
      'a sentence that goes on',
      'Simplify.',
      ['But that simplifies to $-\\frac{3}{2}$.', 'And that simplifies to $\\frac{1}{8}$.'],
    ],
    [
      'factorials',
      'Find n.',
      ['I see that $2^5$ is a factor of $8!$.', 'It holds because $5!(24-5)! = 5!19!$.', 'This means 0=0!'],
    ],
    ['letters in a root', 'How fast?', ['v = sqrt(2 g h) = sqrt(2 × 9.8 × 5) = sqrt(98) ≈ 9.9 m/s.']],
    ['an ion', 'How many grams of copper?', ['The Cu2+ ion has a mass of 63.5 g/mol.']],
  ] satisfies [string, string, string[]][])('%s', (_, question, steps) => {
    const answer = /is (\d+)\.$/.exec(steps.at(-1) ?? '')?.[1]
    expect(isAccused(question, steps, answer)).toBe(false)
  })
})

describe('right work in finance', () => {
  it.each([
    [
      'a product behind a square',
      'Find the covariance.',
      ['0.0729 = (0.40)^2 (0.09) + (0.60)^2 (0.0625) + 2 (0.40)(0.60) Cov'],
    ],
    ['a product of brackets', 'Find the covariance.', ['$0.0729 = 0.0144 + 0.0225 + 2 (0.40)(0.60) \\text{Cov}$']],
    [
      'a span of years',
      'How many leases expire?',
      ['The number of leases expiring between fiscal year 2020 - 2024 is 381.'],
    ],
    ['squares of per cent', 'Find the variance.', ['(20% - 7.67%)² = 12.33² = 152.0289']],
    [
      'February in a leap year',
      'What was the date a month ago?',
      ['Since February only has 29 days in a leap year, it was 01/29/2016.'],
    ],
    [
      'depreciation and tax',
      'A machine costs $60,000 and has no residual value. Its useful life is 5 years for tax, of income above that at 40%, and 10 years in the accounts at 30%. What is the tax depreciation?',
      ['Annual tax depreciation = $60,000 / 5 = $12,000.'],
    ],
  ] satisfies [string, string, string[]][])('%s', (_, question, steps) =>
    expect(isAccused(question, steps)).toBe(false),
  )

  it('a number is no row that is called so', () => {
    const context = '| Year | Call Price |\n| --- | --- |\n| 3 | 102 |\n| 4 | 101 |\n| 5 | 100 |'
    const accused = (step: string) =>
      checkEvidence({ question: 'What does the bond pay?', context, steps: [step] }).steps.some(({ evidence }) =>
        evidence.some(accuses),
      )
    expect(accused('The coupon payment is 3 (3% of 100).')).toBe(false)
    expect(accused('The interest payment for year 1.5 is $1.50.')).toBe(false)
    expect(accused('The call price for year 3 is 101.')).toBe(true)
  })
})

describe('slips beside it', () => {
  it.each([
    ['a wrong root', 'Find x.', ['5x = 35.', 'So x = 6.']],
    ['a root of no factor', 'Find a.', ['$a(a^2 - a - 2) = 0$.', 'Thus, $a = 0$, $a = 2$, or $a = 1$.']],
    ['a wrong conversion', 'How long?', ['The number of hours in a week is 186 hours.']],
    ['a wrong rounding', 'Round it.', ['221.7 rounded to the nearest whole number is 221.']],
    ['a wrong product', 'How many?', ['\\[ N = (198)(252) = 49,\\!869 \\]']],
    ['a wrong power', 'How many?', ['So 3^6 is 719.']],
    ['a wrong derivative', 'Find it.', ["y' = -2sin(2t). Then y'' = -2cos(2t)."]],
    ['a wrong share', 'How much?', ['$60 is 6% of $1,200.']],
    ['a wrong amount', 'How long?', ['He needs 1.5 hours, which is 80 minutes.']],
    ['wrong days', 'How many days?', ['From March 1st to April 19th there are 59 days.']],
    ['a wrong quotient', 'How many?', ['48 ÷ 5 = 8.']],
    ['a wrong time', 'How long?', ['9:30-11:00 is 2.5 hours.']],
    ['a factor that is none', 'Find n.', ['I see that $2^5$ is a factor of $80$.']],
    ['a wrong root', 'How fast?', ['v = sqrt(2 × 9.8 × 5) = sqrt(88).']],
    [
      'a share of the wrong whole',
      'Of 200 homes he did 2/5 on Monday, then 60 percent of the remaining homes.',
      ['60/100*200 = 120.'],
    ],
  ] satisfies [string, string, string[]][])('%s', (_, question, steps) => expect(isAccused(question, steps)).toBe(true))
})

/*
 * Right work that was accused and wrong work that passed, family by family, in varied words: through the public library. `question || step || !false step`.
 */
import { describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../src/index.js'
import { judged } from './written.js'

const verifier = await loadVerifier('evidence:')

const holds = (lines: readonly string[]) =>
  it.each(lines)('%s', async (line) => {
    const { expected, firstError } = await judged(line)
    expect(firstError).toBe(expected)
  })

describe('letters of words, and of units, stand for no numbers', () => {
  holds([
    'The base of a box is a square. Making its side 2 cm longer makes its area 24 cm² larger. What is the side? || (x + 2)^2 = x^2 + 24 || 4x + 4 = 24, so x = 5.',
    'A box has a square base. It grows by 2 cm on each side and the base grows by 24 cm². What was its side? || (x + 2)^2 = x^2 + 24',
    'Die Seite eines Quadrats ist unbekannt. Wird sie um 2 länger, wächst die Fläche um 24. || (s + 2)^2 = s^2 + 24',
    'Six boys share a square plot. If widened by 2 m it has 24 m² more. || (x + 2)^2 = x^2 + 24',
    'Ann is six years older than Ben. The product of their ages is 60 more than the square of her age in six years less 132. How old is Ben? || x(x + 6) = x^2 + 60',
    'A new plot is 2 m wider than the old one; its area is 24 m² larger. How wide is it? || (w + 2)^2 = w^2 + 24 || 4w + 4 = 24, w = 5',
    'A square plot is widened by 2 m all over and it now has 24 m² more. It was how wide? || (w + 2)^2 = w^2 + 24',
    'A plot of unknown side is 2 m wider than before; its area is 24 m² larger. Find the side. || (w + 2)^2 = w^2 + 24',
    'The old fee per day was raised by 3, and as many more days. Say how it was. The rise made 39. || (d + 3)^2 = d^2 + 39',
    'A tin can has a square lid. Its lid gets 4 mm wider, and 56 mm² larger. || (c + 4)^2 = c^2 + 56',
    "Le côté d'un carré augmente de 3 cm et son aire de 39 cm². || (c + 3)^2 = c^2 + 39",
    'A man won the lot of 5 by the day. || (m + 5)^2 = m^2 + 45',
    'Expand (x + 2)^2. || !(x + 2)^2 = x^2 + 4',
    'Expand (x + 2)(x - 5). || !(x + 2)(x - 5) = x^2 - 3x + 10',
    'Simplify (2x + 3)^2 - 5. || !(2x + 3)^2 = 4x^2 + 6x + 9',
    'Multiply out 3(a + b)(a - b). || !3(a + b)^2 = 3a^2 + 3b^2',
    'What is (a + b)^2 for all a and b? || !(a + b)^2 = a^2 + b^2',
    'Write (n + 1)^2 without brackets. || !(n + 1)^2 = n^2 + n + 1',
    'Factor x^2 - 9 for x of any size. || !(x - 3)^2 = x^2 - 9',
    'Let y be any number. What is (y - 4)^2 + 2y? || !(y - 4)^2 = y^2 - 8y - 16',
  ])
})

describe('letters that the question binds in words', () => {
  holds([
    'Two numbers x and y sum to 8, product 15. What is the sum of their squares? || (x + y)^2 = x^2 + y^2 + 30',
    'Real numbers a, b have a product of 1. What is (a + b)^2 - a^2 - b^2? || (a + b)^2 = a^2 + b^2 + 2',
    'The numbers p and q differ by 3 and multiply to 10. Find p^2 + q^2. || (p - q)^2 = p^2 + q^2 - 20',
    'The product of m and n is 6. What is m^2 + n^2 + 12? || (m + n)^2 = m^2 + n^2 + 12',
    'The sum of a and b is 7, their product 10. What is a^2 + b^2? || (a + b)^2 = a^2 + b^2 + 20',
    'The legs u and v add up to 7 cm and their product is twelve. || (u + v)^2 = u^2 + v^2 + 24',
    'Find the product of (x + 2) and (x + 3). || !(x + 2)(x + 3) = x^2 + 5x + 5',
    'What is the sum of (x + 1)^2 and 4? || !(x + 1)^2 = x^2 + 1',
    'What is the product of 2x + 1 and x - 3? || !(2x + 1)(x - 3) = 2x^2 + 5x - 3',
  ])
})

describe('numbers in words tell something of letters too', () => {
  holds([
    'A plot as long as wide gets seven metres longer and wider and its area grows by seventy. || (w + 7)^2 = w^2 + 70 || 14w + 49 = 70, w = 1.5',
    'A bed is widened all around by ten; its area grows by one hundred forty. || (b + 10)^2 = b^2 + 140 || 20b = 40, b = 2',
    'A garden gets twelve feet wider, its area a thousand. || (g + 12)^2 = g^2 + 1000',
    'A lawn becomes eight metres longer on a side, the area grows by a hundred twelve. || (l + 8)^2 = l^2 + 112',
    'Explain the binomial formula. || !(a + b)^2 = a^2 + b^2',
  ])
})

describe('squares under other rules', () => {
  holds([
    'In a field of characteristic 2, expand (x + y)^2. || (x + y)^2 = x^2 + y^2',
    'Matrices A and B anticommute. Expand (A + B)^2. || (A + B)^2 = A^2 + B^2',
    'Work modulo 2: expand (x+1)^2. || (x + 1)^2 = x^2 + 1',
    'In F_2[x], expand (x + 1)^2. || (x + 1)^2 = x^2 + 1',
    'Let A and B be non-commuting operators. Expand (A + B)(A - B). || (A + B)(A - B) = A^2 - AB + BA - B^2',
    'Expand (x + 1)^3 over the finite field of three elements. || (x + 1)^3 = x^3 + 1',
    'For matrices with AB = -BA expand (A - B)^2. || (A - B)^2 = A^2 + B^2',
    'Let R be a ring of characteristic 3. Expand (a + b)^3. || (a + b)^3 = a^3 + b^3',
    'For anticommuting p and q expand (p + q)^2. || (p + q)^2 = p^2 + q^2',
    'Over the field Z_5 expand (x + 1)^5. || (x + 1)^5 = x^5 + 1',
    'The operators A and B do not commute. Expand (A + B)^2. || (A + B)^2 = A^2 + AB + BA + B^2',
    'Expand (x + 1)^2 in the integers. || !(x + 1)^2 = x^2 + 1',
    'Expand (p + q)^2 for real p and q. || !(p + q)^2 = p^2 + q^2',
  ])
})

describe('a date in a year that is told at the end alone', () => {
  holds([
    'When is it due, two years after 14 March 2026? || 14 March + 2 years = 14 March 2028.',
    'When is it due? || Two years after 14 March is 14 March 2028.',
    'When is it due, three years after 14 March 2026? || 3 years after 14 March is 14 March 2029.',
    'When is it due? || 1 March + 800 days = 9 May 2028.',
    'When is it due, 1000 days after 1 January 2024? || 1 January + 1000 days = 27 September 2026.',
    'When was it? || 10 years before 5 May is 5 May 2014.',
    'When was it? || 400 days before 5 May is 1 April 2023.',
    'When is it? || 30 April + 15 days = 15 May 2026.',
    'When is it? || 20 December + 15 days = 4 January 2026.',
    'When is it? || 18 months after 3 July is 3 January 2027.',
    'When is it due? || !Two years after 14 March is 15 March 2028.',
    'When is it due? || !1 March + 800 days = 12 May 2028.',
    'When is it? || !30 April + 15 days = 16 May 2026.',
    'When was it? || !10 years before 5 May is 6 May 2014.',
    'When is it? || !18 months after 3 July is 3 February 2027.',
    'Q || 5 years after 10 June is 10 June 2031.',
    'Q || 6 months before 12 May is 12 November 2024.',
    'Q || 90 days after 15 November is 13 February 2026.',
    'Q || 1 July + 3 years = 1 July 2027.',
    'Q || !5 years after 10 June is 11 June 2031.',
    'Q || !6 months before 12 May is 12 October 2024.',
    'Q || !90 days after 15 November is 20 February 2026.',
    'Q || !1 July + 3 years = 2 July 2027.',
  ])
})

describe('many equal resistors', () => {
  holds([
    '18 identical resistors of 90 Ω are connected in parallel. What is the equivalent resistance? || The equivalent resistance is 5 Ω.',
    '12 identical resistors of 60 Ω are connected in parallel. What is the equivalent resistance? || The equivalent resistance is 5 Ω.',
    'Thirty identical resistors of 60 Ω are connected in parallel. What is the equivalent resistance? || The equivalent resistance is 2 Ω.',
    'Thirty identical resistors of 60 Ω are connected in series. What is the total resistance? || The total resistance is 1800 Ω.',
    'Ten identical resistors of 50 Ω are connected in parallel. What is the equivalent resistance? || The equivalent resistance is 5 Ω.',
    'Twenty resistors, each of 40 Ω, are in parallel. Equivalent resistance? || The equivalent resistance is 2 Ω.',
    '25 equal resistors of 100 ohms are in parallel. What is the total resistance? || The total resistance is 4 ohms.',
    '18 identical resistors of 90 Ω are connected in parallel. What is the equivalent resistance? || !The equivalent resistance is 11.25 Ω.',
    '12 identical resistors of 60 Ω are connected in series. What is the total resistance? || !The total resistance is 120 Ω.',
    '25 equal resistors of 100 ohms are in parallel. What is the total resistance? || !The total resistance is 5 ohms.',
    '4 identical resistors of 8 Ω are in parallel. What is the equivalent resistance? || !The equivalent resistance is 32 Ω.',
    'A circuit has 16 equal resistors of 32 ohms in parallel. What is the equivalent resistance? || The equivalent resistance is 2 ohms.',
    '15 resistors of 45 Ω are in series. What is the total resistance? || The total resistance is 675 Ω.',
    '22 identical resistors of 11 Ω are in parallel. What is the equivalent resistance? || The equivalent resistance is 0.5 Ω.',
    '16 equal resistors of 32 ohms are in parallel. What is the equivalent resistance? || !The equivalent resistance is 5.33 ohms.',
    '15 resistors of 45 Ω are in series. What is the total resistance? || !The total resistance is 225 Ω.',
    '10 identical resistors of 1.5 Ω are in series. What is the total resistance? || The total resistance is 15 Ω.',
  ])
})

describe('a list of factors that goes on', () => {
  holds([
    'The factors of 12 are -1, 1, 2, 3, 4, 6 and 12, and also -2, -3, -4, -6, -12.',
    'The factors of 12 are 1, 2, 3 and also 4, 6, 12.',
    'The divisors of 8 are 1, 2, 4, 8, -1, and their opposites.',
    'The divisors of 8 are 1, -1, 2, -2, together with ±4 and ±8.',
    'The factors of 12 are 1, 2, 3, 4, 6, 12 and the negatives of these.',
    'The factors of 12 are 1, 2 and 3, plus 4, 6 and 12.',
    '!The factors of 12 are 1, 2, 3, 4 and 6.',
    '!The factors of 12 are 1, 2, 3, 4, 6, 12 and 8.',
    '!The factors of 12 are 1, 2, 3, 4, 5, 12, and also 6.',
    '!The divisors of 8 are 1, 2, 4.',
    '!The factors of 12 are -1, 1, 2, 3, 4, 6 and 12.',
    '!The factors of 12 are 1, 2, 3, 4 and 6, and the primes are 2 and 3.',
    '!The factors of 20 are 1, 2, 4, 5 and 10, with 2 and 5 prime.',
  ])
})

describe('a substance in front of a reaction', () => {
  holds([
    'Is it balanced? || With excess O2 CH4 + 2 O2 → CO2 + 2 H2O is balanced.',
    'Balance the equation. || For burning in O2 C + O2 → CO2 is the balanced equation.',
    'Balance the equation. || From CO2 and H2 CO2 + 4 H2 → CH4 + 2 H2O, balanced.',
    'Balance the equation. || With HNO3 3 Cu + 8 HNO3 → 3 Cu(NO3)2 + 2 NO + 4 H2O is balanced.',
    'Balance the equation. || Balanced: in excess Cl2 2 Na + Cl2 → 2 NaCl.',
    'Balance the equation. || The balanced equation is 2 H2 O2 → 2 H2O + O2.',
    'Balance the equation. || The balanced equation is Fe2 (SO4)3 + 6 NaOH → 2 Fe(OH)3 + 3 Na2 SO4.',
    'Balance the equation. || !The balanced equation is Fe2 (SO4)3 + 3 NaOH → 2 Fe(OH)3 + 3 Na2 SO4.',
    'Balance the equation. || !The balanced equation is H2 O2 → 2 H2O + O2.',
    'Balance the equation. || !For burning in O2 CO + O2 → CO2 is the balanced equation.',
    'Balance. || CuSO4 5H2O → CuSO4 + 5 H2O',
    'Balance. || Na2CO3 10H2O → Na2CO3 + 10 H2O',
    'Balance the equation. || The balanced equation is CuSO4 5H2O → CuSO4 + 5 H2O.',
    'Balance the equation. || In CO2 5 C + 5 O2 → 5 CO2 is balanced.',
  ])
})

describe('constants of two digits', () => {
  holds([
    'A. || 1.41 × 10 = 14.14',
    'A. || 1.73 × 6 = 10.39',
    'A. || 2.72 × 3 = 8.155',
    'A. || 0.69 × 10 = 6.93',
    'A. || 3.1415 × 100 = 314.159',
    'A. || 9.807 × 2 = 19.613',
    'A. || 2.24 × 10 = 22.36',
    'A. || 2.30 × 3 = 6.91',
    'A. || !1.41 × 10 = 15.14',
    'A. || !1.73 × 6 = 10.45',
    'A. || !2.72 × 3 = 9.155',
    'A. || !0.69 × 10 = 7.93',
    'A. || !1.52 × 10 = 15.24',
  ])
})

describe('a price has no finer value', () => {
  holds([
    '25 tickets cost 3.14 euros each. What do they cost? || !25 × 3.14 = 78.54, so 78.54 euros.',
    '12 tickets cost 9.8 euros each. What do they cost? || !12 × 9.8 = 117.7, so 117.70 euros.',
    'A litre costs 1.73 euros. What do 6 litres cost? || !1.73 × 6 = 10.39',
    'Tea is 2.72 dollars a pound. What do 3 pounds cost? || !2.72 × 3 = 8.155',
    'A car goes 1.41 m each second. How far in 10 s? || !1.41 × 10 = 14.14',
    'Use π = 3.14. What is the area of a circle with radius 5? || 3.14 × 25 = 78.54',
    'Take pi as 3.14. What is the area of a circle with radius 5? || 3.14 × 25 = 78.54',
    'A stone falls with g = 9.8 m/s². How fast is it after 12 s? || 9.8 × 12 = 117.7',
    'What is the area of a circle with radius 5? || 3.14 × 25 = 78.54',
    'A box weighs 2.72 kg. What do 30 boxes weigh? || !30 × 2.72 = 81.55 kg',
    'The side is 1.41 m. What are 20 sides? || !20 × 1.41 = 28.28',
    'A ride costs 6.02 euros. What do 5 rides cost? || !5 × 6.02 = 30.11',
    'The rate is 8.31 a day. What is it in 10 days? || !10 × 8.31 = 83.14',
    'What is the circumference for a diameter of 10? || 3.14 × 10 = 31.42',
    'How fast is it after 5 s of falling? || 9.81 × 5 = 49.03',
    'What is the diagonal of a square of side 10? || 1.41 × 10 = 14.14',
    'The height of an equilateral triangle of side 6? || 1.73 × 6 / 2 = 5.20',
  ])
})

describe('a fraction in one line without its brackets', () => {
  holds([
    'Tom has 12 euros and gets a quarter of 8 euros. What does he have? || !12 + 8 / 4 = 5. He has 5 euros.',
    'Tom has 12 euros and gets a quarter of 8 euros. What does he have? || !He has 12 + 8 / 4 = 5 euros.',
    'A taxi costs 10 euros and 6 euros per 2 km. What does 2 km cost? || !10 + 6 / 2 = 8.',
    'Ann has 20 stamps and gets half of 10 stamps. How many has she? || !20 + 10 / 2 = 15',
    'A jug of 9 l is filled with a third of 6 l. || !9 + 6 / 3 = 5',
    'A box weighs 30 kg and holds half of 12 kg. What does it weigh? || !30 + 12 / 2 = 21 kg',
    'Tom scored 6 and 4. What is the average? || 6 + 4 / 2 = 5.',
    'What is the mean of 3, 5 and 7? || 3 + 5 + 7 / 3 = 5',
    'What is the slope through (1, 2) and (3, 8)? || 8 - 2 / 3 - 1 = 3',
    'Ann and Ben have 12 and 8 euros and share them equally. || 12 + 8 / 2 = 10',
    'Two ropes of 12 m and 8 m are cut into 4 pieces. || The length is 12 + 8 / 4 = 5',
    'A line goes from 2 to 8. || m = 8 - 2 / 3 - 1 = 3',
    'There are 12 red and 8 blue balls in 4 bags, as many in each. How many in a bag? || 12 + 8 / 4 = 5',
    'Ann has 6 euros, Ben 10 euros; what has each of the 2 after pooling? || 6 + 10 / 2 = 8',
    'A rope of 14 m and one of 6 m become pieces of 5 m. How many? || 14 + 6 / 5 = 4',
    'Three shelves hold 9, 7 and 8 books. What is usual? || 9 + 7 + 8 / 3 = 8',
    'Was kosten 10 Euro und ein Viertel von 8 Euro? || !10 + 8 / 4 = 4.5',
    'A plan costs 15 dollars plus 8 dollars for every 4 GB. What do 4 GB cost less? || !15 + 8 / 4 = 5.75',
    'A cook takes 30 g and a fifth of the 20 g. || !30 + 20 / 5 = 10',
    'Ann has twenty stamps and gets half of ten stamps. How many has she? || !20 + 10 / 2 = 15',
  ])
})

describe('what is heated to a temperature has one', () => {
  holds([
    'An oven is heated to 350 °F. What is that in Celsius? || !350 × 5/9 = 194.4 °C. The answer is 194.4.',
    'A room warms up to 77 °F. What is that in °C? || !77 × 5/9 = 42.8 °C. The answer is 42.8.',
    'The temperature rises to 77 °F. What is that in °C? || !77 × 5/9 = 42.8 °C. The answer is 42.8.',
    'Water is cooled to 50 °F. What is that in Celsius? || !50 × 5/9 = 27.8 °C. The answer is 27.8.',
    'The weather is changing. What is 50 °F in Celsius? || !50 × 5/9 = 27.8 °C. The answer is 27.8.',
    'What is a warm 68 °F in Celsius? || !68 × 5/9 = 37.8 °C. The answer is 37.8.',
    'The temperature fell by 18 °F. What is that in °C? || 18 × 5/9 = 10 °C.',
    'The temperature dropped 18 °F. What is the drop in Celsius? || 18 × 5/9 = 10 °C.',
    'It gets 27 °F warmer. What is that in Celsius? || 27 × 5/9 = 15 °C.',
    'A difference of 36 °F is how much in Celsius? || 36 × 5/9 = 20 °C.',
    'Water warms by another 9 °F. What is that in Celsius? || 9 × 5/9 = 5 °C.',
    'Water warms from 50 °F to 68 °F. What is that change in Celsius? || 18 × 5/9 = 10 °C.',
    'A rise in temperature of 45 °F is how many degrees Celsius? || 45 × 5/9 = 25 °C.',
    'Soup is warmed up to 140 °F. What is that in Celsius? || !140 × 5/9 = 77.8 °C. The answer is 77.8.',
    'A fever rose to 104 °F. Give it in Celsius. || !104 × 5/9 = 57.8 °C. The answer is 57.8.',
    'Outside it fell to 14 °F. How much is that in °C? || !14 × 5/9 = 7.8 °C. The answer is 7.8.',
    'The heater is set to 86 °F. What is it in Celsius? || !86 × 5/9 = 47.8 °C. The answer is 47.8.',
    'It is now 36 °F warmer than in the morning. How much is that in Celsius? || 36 × 5/9 = 20 °C.',
    'The temperature range is 54 °F. How much is that in °C? || 54 × 5/9 = 30 °C.',
    'Overnight it cooled by 45 degrees Fahrenheit. What is this drop in Celsius degrees? || 45 × 5/9 = 25 °C.',
    'Two rooms differ by 9 °F. By how many °C? || 9 × 5/9 = 5 °C.',
    'The sauna got hotter by 90 °F. How much is it in Celsius? || 90 × 5/9 = 50 °C.',
    'A 27 °F temperature drop is how many Celsius degrees? || 27 × 5/9 = 15 °C.',
    'The thermometer climbed 18 °F. How much is that in Celsius? || 18 × 5/9 = 10 °C.',
    'It warmed 36 °F in a day. In °C? || 36 × 5/9 = 20 °C.',
    'A swing of 63 °F, in Celsius? || 63 × 5/9 = 35 °C.',
    'The oven is 180 °F above the room. How much is this in °C? || 180 × 5/9 = 100 °C.',
    'The reading went up 9 °F. How much is this in °C? || 9 × 5/9 = 5 °C.',
    'The kettle climbed to 194 °F. What is that in Celsius? || !194 × 5/9 = 107.8 °C. The answer is 107.8.',
  ])
})

describe('a coat that is discounted twice', () => {
  holds([
    'A $200 coat is discounted at 20% and then at another 10%. What is its price? || !20% + 10% = 30%, so 200 × 0.7 = $140.',
    'A $200 coat is reduced by 20% and then by another 10%. What is its price? || !20% + 10% = 30%, so 200 × 0.7 = $140.',
    'A $500 sofa is discounted at 30% and then discounted at 10%. What is its price? || !30% + 10% = 40%, so 500 × 0.6 = $300.',
    'A cash flow of $200 in two years is discounted at 10% and grows at 20%. || 20% + 10% = 30%',
    'A $80 lamp is discounted at 25% and again at 20%. What does it cost? || !25% + 20% = 45%, so 80 × 0.55 = $44.',
    'Shoes of $120 are discounted at 50% and then by a further 20%. The price? || !50% + 20% = 70%, 120 × 0.3 = $36.',
    'A dividend of $3 is discounted at 10% and grows by 4% a year. What is the share worth? || 10% - 4% = 6%, 3 / 0.06 = $50',
    'The payments of $500 are discounted at 8%, and 2% of inflation is added. || 8% + 2% = 10%',
    'A $150 bag is discounted at 20% and then at 10%. What is its price? || 150 × 0.8 × 0.9 = $108.',
    'A $90 chair is marked down by 30% and again by 10%. What does it cost? || !30% + 10% = 40%, so 90 × 0.6 = $54.',
  ])
})

describe('the first numbers of a list, and the first of all', () => {
  holds([
    'What does it mean to add numbers? What is 1 + 2 + ... + 10? || !The sum of the first 10 numbers is 45.',
    'What does the mean tell? What is the sum of the first 10 numbers? || !The sum of the first 10 numbers is 45.',
    'In rows of seats people sit. What is the sum of the first 10 integers? || !The sum of the first 10 integers is 45.',
    'What values has it? What is the sum of the first 5 integers? || !The sum of the first 5 integers is 16.',
    'The average of 6 numbers is 20. What is the sum? || The sum of the first 6 numbers is 120.',
    'A list of numbers has a mean of 5. || The sum of the first 4 numbers is 20.',
    'The mean of the first four of ten numbers is 7. What is their sum? || The sum of the first 4 numbers is 28.',
    'The following numbers are 7, 9, 11, 13. || The sum of the first 3 numbers is 27.',
    'Ten numbers average 12, the first 4 average 9. || The sum of the first 4 numbers is 36.',
    'A row of whole numbers grows by 3 from 5 on. || The sum of the first 3 numbers is 24.',
  ])
})

it('the smallest of several is told as the smallest, not as a number read from behind', async () => {
  const { reasons } = await verifier.verify({
    id: 'told',
    question: 'Sort the numbers -2, -5, 3 and 1 from smallest to largest.',
    steps: ['Of the negative numbers, -2 is the smallest.'],
  })
  expect(reasons.join()).toContain('the smallest or largest: -5')
})

describe('places, sizes, columns and quotients of which a part was read', () => {
  holds([
    "How many r's are in 'strawberry'? || There is an r at position 3, and two more at positions 8 and 9. || So three.",
    "How many r's are in 'strawberry'? || The first r is at position 3. || Another r is at position 8, and also one at position 9. || So three.",
    "How many r's are in 'strawberry'? || !There is an r at positions 3 and 7.",
    'The sides of a square are doubled. What happens to perimeter and area? || The perimeter, 4s, becomes 8s: it doubles. || The area, s², becomes 4s²: it quadruples.',
    'The sides of a square are tripled. What happens to the area and the perimeter? || The perimeter becomes 12s: it triples.',
    'The sides of a square are doubled. What happens to the area? || !The area grows: it doubles.',
    'What does 1/3 + 1/9 + 1/27 + … come to? || Its sum is 1/3 divided by 2/3, which is a half.',
    'Reckon. || We get 3/4 times 2/3, which is a half.',
    'Reckon. || 1/2 plus 1/4, that is three quarters.',
    'Reckon. || The share is 4/16, which is a quarter.',
    'Reckon. || !The share is 4/15, which is a quarter.',
  ])
})

it('a column with its currency behind its name is that column', async () => {
  const context =
    '| Item | Units | Unit cost € | Value € |\n|---|---|---|---|\n| Lamp | 40 | 12.50 | 500.00 |\n| Desk | 6 | 180.00 | 1,080.00 |\n| Chair | 25 | 44.00 | 1,100.00 |'
  const said = async (step: string) =>
    (await verifier.verify({ id: 'stock', question: 'Which item ties up the most money?', context, steps: [step] }))
      .firstError
  expect(await said("By unit cost it'd be the desk at 180 €.")).toBe(-1)
  expect(await said('The unit cost of the chair is 44 €.')).toBe(-1)
  expect(await said('The unit cost of the chair is 25 €.')).toBe(0)
})

describe('a share of the price when new is lost each year by the same amount', () => {
  holds([
    'A car of 20,000 loses 20 % of its new price each year. What is it worth after 2 years? || 20,000 - 8,000 = 12,000. || The answer is 12000.',
    'A van of 30,000 loses 10 % of the list price every year. What is it worth after 3 years? || 30,000 - 9,000 = 21,000. || The answer is 21000.',
    'A car of 20,000 loses 20 % of its value each year. What is it worth after 2 years? || !20,000 - 8,000 = 12,000. || The answer is 12000.',
  ])
})

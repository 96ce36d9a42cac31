import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { loadVerifier } from '../../../src/load-verifier.js'
import { evidenceProbability } from '../../../verifier/evidence/calibration.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { prepare } from '../../../verifier/judge/prepare.js'

/*
 * Whole solutions, read as a person hands them over: which are accused, and which are not.
 */

const verifier = await loadVerifier('evidence:')

const isAccused = (question: string, text: string, context?: string) =>
  checkEvidence(prepare({ id: 'chain', question, text, ...(context && { context }) })).steps.some(({ evidence }) =>
    evidence.some(accuses),
  )

describe('a computation that was asked for and stated right', () => {
  it.each([
    ['What is 144 / 16?', '144 / 16 = 9. Proof: 9 * 16 = 144.'],
    ['What is 144 / 16?', '9, because 9 × 16 = 144.'],
    ['What is 100 / 4?', '100 / 4 = 25. To verify: 25 * 4 = 100.'],
    ['What is 12 + 19?', '12 + 19 = 31. Check: 31 - 19 = 12.'],
    ['What is 17 * 3?', '17 * 3 = 51 because 10 * 3 = 30 and 7 * 3 = 21.'],
    ['What is 17 * 3?', '17 * 3 = 51. For comparison, 18 * 3 = 54.'],
    ['What is 7 * 6?', '7 * 6 = 42. Note that 8 * 6 = 48.'],
    ['What is 17 * 3?', '17 * 3 = 3 * 17 = 51. Also 3 * 18 = 54.'],
    ['Was ist 144 / 16?', '144 / 16 = 9. Probe: 9 * 16 = 144.'],
    ['Was ist 17 * 3?', '17 * 3 = 51. Zum Vergleich: 18 * 3 = 54.'],
    ['What is 17 * 3?', '51. A common mistake is 17 * 3 = 41.'],
    ['计算144 / 16', '144 / 16 = 9。验算：9 * 16 = 144。'],
  ])('is not accused for what follows: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it.each([
    ['What is 17 * 3?', '17 * 3 = 51. So the answer is 54.'],
    ['What is 17 * 3?', '20 * 3 = 60, 60 - 6 = 54.'],
    ['What is 144 / 16?', '144 / 16 = 8. Proof: 8 * 16 = 128.'],
    ['What is 100 / 4?', '24, because 24 * 4 = 96.'],
  ])('is accused where another answer is given: %s %s', (question, text) =>
    expect(isAccused(question, text)).toBe(true),
  )
})

describe('raised and lowered digits', () => {
  it.each([
    ['What is 2^10?', '2¹⁰ = 1024.'],
    ['What is the balance?', '1000 × 1.05¹⁰ = 1628.89'],
    ['How many atoms are there?', '2 × 6.022 × 10²³ = 1.2044 × 10²⁴'],
    ['What is the product?', '10⁻¹² * 10¹⁴ = 100'],
    ['What is the pH?', 'pH = −log₁₀(10⁻⁴) = 4.'],
    ['What is the sum?', '1011₂ + 101₂ = 10000₂'],
  ])('in a row are one number: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it.each([
    ['What is 2^10?', '2¹⁰ = 20.'],
    ['What is it?', '5²³ = 25.'],
    ['What is it?', '2⁻² = 4.'],
  ])('are reckoned with: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

describe('an equation that a solution only quotes, denies or offers', () => {
  it.each([
    'One might think that 3 * 4 = 13. In fact 3 * 4 = 12.',
    'The first solution says 3 * 4 = 13. I disagree: 3 * 4 = 12.',
    'Bob wrote 3 * 4 = 13. But 3 * 4 = 12. So he is not right.',
    'A) 3 * 4 = 13\nB) 3 * 4 = 12\nB is right.',
    'It is tempting to write 3 * 4 = 13. It is 3 * 4 = 12.',
    'Saying that 3 * 4 = 13 is a mistake. It is 3 * 4 = 12.',
    'Ich dachte erst 3 · 4 = 13. Nein, 3 · 4 = 12.',
    'Man könnte meinen, 3 · 4 = 13. Es ist 3 · 4 = 12.',
    'Wer 3 · 4 = 13 schreibt, macht einen Fehler.',
    '3 · 4 = 13 es incorrecto. 3 · 4 = 12.',
    'Decir que 3 · 4 = 13 está mal. 3 · 4 = 12.',
    'On pourrait croire que 3 · 4 = 13. Mais 3 · 4 = 12.',
    '不是3×4=13，而是3×4=12。',
    '并非3×4=13。',
    '小红误以为3×4=13。',
    '如果写3 + 4 = 8，那就错了。3 + 4 = 7。答案是7。',
    'Assume 3 * 4 = 13. Then 13 / 4 = 3.25 ≠ 3. Contradiction. The answer is 12.',
    'Suppose that 3 * 4 = 13; 13 is odd but 3 * 4 is even. So that fails. 3 * 4 = 12.',
    'If 3 * 4 = 13, then 3 * 4 - 12 = 1, but it is 0. The answer is 12.',
    'Unless 3 * 4 = 13 the answer is 12.',
    'Common pitfalls:\n- 3 * 4 = 7 (adding)\n- 3 * 4 = 34 (concatenating)\n\nThe answer is 12.',
    '❌ 3 * 4 = 13\n✅ 3 * 4 = 12',
    '(a) 3 * 4 = 13 ✗ (b) 3 * 4 = 12 ✓',
    'Guess 1: 3 * 4 = 13 (too high). Guess 2: 3 * 4 = 12 (right).',
    'Some students get 3 * 4 = 7 by adding. The right way: 3 * 4 = 12.',
    'Student A: 3 * 4 = 13. Student B: 3 * 4 = 12. B is right. The answer is 12.',
    'A calculator with a broken key showed 3 * 4 = 13. The answer is 12.',
    'Before the fix the program printed 3 * 4 = 13. Now it prints 3 * 4 = 12.',
    'The textbook has a misprint: 3 * 4 = 13. The answer is 12.',
    '3 * 4 = 13 cannot be right, since 13 is odd. The answer is 12.',
    "Don't confuse this with 3 * 4 = 13. The answer is 12.",
    'Certains écrivent 3 × 4 = 13. C’est faux. La réponse est 12.',
    'Algunos escriben 3 × 4 = 13. Es un error. La respuesta es 12.',
    '有同学算成3×4=13，正确答案是12。',
  ])('is no claim of its own: %s', (text) => expect(isAccused('Which is it?', text)).toBe(false))

  it.each([
    'We think that the total is 3 * 4 = 13.',
    'The question says 3 boxes of 4, so 3 * 4 = 13.',
    'Bob wrote 4 pages a day. 3 * 4 = 13.',
    'Bob says he has 3 boxes, and 3 * 4 = 13.',
    '3 * 4 = 13, not 12.',
    'A) We have 3 * 4 = 13.\nB) Then 13 + 2 = 15. The answer is 15.',
    '不是3×4=12，而是3×4=13。',
    'We can say that there are 3 * 4 = 13.',
    'If we multiply, 3 * 4 = 13. The answer is 13.',
    'If 3 * 4 = 12, then 12 + 5 = 18.',
    'A common mistake is to forget the units. 3 * 4 = 13. The answer is 13.',
    'Student A has 3 * 4 = 13 points.',
    'Option B: 3 * 4 = 13. So B is the answer.',
    'So we do this:\n- 3 * 4 = 13\n- 13 + 1 = 14',
  ])('is accused where the solution states it itself: %s', (text) => expect(isAccused('Which is it?', text)).toBe(true))
})

describe('what the steps come to', () => {
  const doubts = (question: string, text: string) =>
    checkEvidence(prepare({ id: 'chain', question, text })).steps.flatMap(({ evidence }) =>
      evidence.flatMap(({ kind, ok, message }) => (kind === 'answer' && !ok ? [message] : [])),
    )

  it.each([
    ['What is 17 * 3, to the nearest ten?', '17 * 3 = 51. The answer is 50.'],
    ['What is 17 * 3 modulo 10?', '17 * 3 = 51. The answer is 1.'],
    ['How many digits does 2^20 have?', '2^20 = 1048576, which has 7 digits. The answer is 7.'],
    ['What is the remainder of 17 * 3 divided by 7?', '17 * 3 = 51, 51 = 7 * 7 + 2. The answer is 2.'],
    ['Which number solves 2x+1=7?', 'Try x=2: 2*2+1 = 5 ≠ 7. Try x=3: 2*3+1 = 7 ✓. The answer is 3.'],
    [
      'A and B together need 2 hours; A alone needs 3. How long does B need?',
      '1/2 - 1/3 = 1/6, so B needs 6 hours. The answer is 6.',
    ],
    ['A price rises by 20% twice. What is the total rise?', '1.2 * 1.2 = 1.44. The answer is 44%.'],
    ['What is 3 * 4?', 'Bob wrote 3 * 4 = 13. The answer is 12.'],
  ])('is no doubt of an answer that takes a step more: %s %s', (question, text) =>
    expect(doubts(question, text)).toEqual([]),
  )

  it.each([['How many has he?', '3 * 4 = 12. 12 + 40 = 52. The answer is 48.']])(
    'doubts another answer: %s %s',
    (question, text) => expect(doubts(question, text)).toHaveLength(1),
  )
})

describe('an operation that holds and was not asked for', () => {
  it.each([
    ['一个长方形长8厘米，宽5厘米，面积是多少？', '8+5=13。答案是13。'],
    ['一个长方形长8厘米，宽5厘米，面积是多少？', '8-5=3。答案是3。'],
    ['一个长方形长8厘米，宽5厘米，周长是多少？', '8+5=13（厘米）。答案是13。'],
    ['每盒6支笔，4盒一共有多少支笔？', '6+4=10。答案是10。'],
    ['A rectangle is 8 cm long and 5 cm wide. What is its area?', '8 + 5 = 13. The answer is 13.'],
    ['Each box has 6 pens. How many pens are in 4 boxes?', '6 + 4 = 10. The answer is 10.'],
    ['Ein Rechteck ist 8 cm lang und 5 cm breit. Wie groß ist sein Umfang?', '8 + 5 = 13. Die Antwort ist 13.'],
    ['Un rectangle mesure 8 cm de long et 5 cm de large. Quelle est son aire ?', '8 + 5 = 13. La réponse est 13.'],
  ])('is accused where the question was read: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))

  it.each([
    ['一个长方形长8厘米，宽5厘米，面积是多少？', '8×5=40。答案是40平方厘米。'],
    ['每盒6支笔，4盒一共有多少支笔？', '6×4=24。答案是24。'],
    ['A rectangle has a length of 8 cm and a width of 5 cm. What is its perimeter?', '2 * (8 + 5) = 26.'],
    ['A garden is a rectangle 8 m long and 5 m wide with a path of 1 m around it. What is the area?', '10 * 7 = 70.'],
    ['A rectangle is 8 m long and 50 cm wide. What is its area?', '8 * 0.5 = 4. The answer is 4.'],
  ])('is not confused with the one that was: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it('makes no solution correct, whatever a network thinks of it', () => {
    const judged = (text: string) =>
      checkEvidence(prepare({ id: 'chain', question: 'Tom has 8 apples, buys 3 and eats 2. How many has he?', text }))
        .features
    expect(evidenceProbability(judged('8 + 3 = 11. The answer is 11.'), 0.99)).toBe(0.9)
    expect(evidenceProbability(judged('8 + 3 = 11, 11 - 2 = 9. The answer is 9.'), 0.99)).toBe(0.99)
  })
})

describe('signs that stand for more than one thing', () => {
  it('a scale that is named on one side is left out on the other', () => {
    for (const text of ['1.5 billion + 0.5 billion = 2.', '2 million + 3 million = 5.', '1.5 thousand * 2 = 3.'])
      expect(isAccused('How much is it together?', text)).toBe(false)
    expect(isAccused('How much is it together?', '1.5 billion + 0.5 billion = 3.')).toBe(true)
  })

  it('a letter between the dollars of a formula is no scale', () =>
    expect(isAccused('Solve it.', 'We have $2b + 1 = 9$, so $b = 4$.')).toBe(false))

  it.each([
    ['What is the sum?', '1.000 + 500 = 1.500'],
    ['What is 1/6 as a decimal?', '1/6 = 0.1(6). The answer is 0.1(6).'],
    ['Wie viel sind 19 % von 1.200 €?', '19 % von 1.200 € sind 228 €.'],
    ['Solve 2x + 1 = 4.', '2x = 3, so x = 3⁄2.'],
    ['Solve 2x + 1 = 4.', '2x = 3, so x = 1½.'],
    ['A square has side x metres. Solve x^2 = 9.', 'x = 3. The answer is 3.'],
    ['How many are left?', '1/3 is 20 apples'],
    ['What is the product?', '2 *3* 4 = 24'],
  ])('are read as they are meant: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it.each([
    ['What is the sum?', '1.000 + 500 = 1.600'],
    ['Wie viel sind 19 % von 1.200 €?', '19 % von 1.200 € sind 238 €.'],
    ['What is the quotient?', '24 divided by 3 is 6'],
    ['What is the product?', '3 \\* 4 = 13'],
    ['What is the sum?', '*3* + *4* = *8*'],
    ['合計は何個ですか。', '5 + 3 = 9個'],
  ])('are accused where they are wrong in every reading: %s %s', (question, text) =>
    expect(isAccused(question, text)).toBe(true),
  )

  it('an equation behind a value is of another problem', () => {
    const text = '2x + 1 = 7 gives x = 3. Similarly, 3x + 8 = 20 gives x = 4. The answer is 7.'
    const { steps } = checkEvidence(prepare({ id: 'chain', question: 'Add the solutions.', text }))
    expect(steps.flatMap(({ evidence }) => evidence.filter(({ kind }) => kind === 'contradiction'))).toEqual([])
  })

  it('a remark in brackets makes no amount negative', () =>
    expect(isAccused('How many are there?', '80 (corns) + 100 (cannolis) = 160')).toBe(true))
})

describe('numbers that are written to other places, or in another unit', () => {
  it.each([
    [
      'By how much?',
      '1,350 - 1,200 = 150.',
      'Sales were $1,200.00 in May and $1,350.00 in June. There were 1,530 customers.',
    ],
    [
      'By how much did it grow?',
      '1,300.5 - 1,200 = 100.5.',
      'Revenue 1,300.5 (before: 1,200.0). The firm has 2,100 people.',
    ],
    ['How far?', '1,200 + 1,500 = 2,700 m.', 'It is 1.2 km to A and 1.5 km to B. There are 2,100 shops.'],
  ])('are not copied wrongly: %s %s', (question, text, context) =>
    expect(isAccused(question, text, context)).toBe(false),
  )

  it('digits that have changed places are', () =>
    expect(isAccused('How many are left of 4,521 after 321?', '4,251 - 321 = 3,930.')).toBe(true))
})

describe('points between thousands', () => {
  it.each([
    ['Wie viele Meter sind 3 km?', '1 km = 1.000 m, also 3 km = 3.000 m.'],
    ['Wie viele Gramm sind 3 t?', '3 t = 3.000 kg = 3.000.000 g.'],
    ['Wie viele cm² sind 0,5 m²?', '1 m² = 10.000 cm². 0,5 · 10.000 = 5.000.'],
    ['¿Cuántos metros son 3 km?', '3 km = 3.000 m.'],
  ])('convert as they do with commas: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it('do not hide a wrong conversion', () =>
    expect(isAccused('Wie viele Meter sind 3 km?', '3 km = 300 m.')).toBe(true))
})

describe('sums and products that go on', () => {
  it.each([
    ['1 + 2 + 4 + … + 512 = 2^10 - 1 = 1023.'],
    ['1 + 2 + 4 + ... + 2^9 = 2^10 - 1 = 1023.'],
    ['1² + 2² + … + 10² = 385.'],
    ['10! = 10 · 9 · … · 2 · 1 = 3628800.'],
  ])('%s', (text) => expect(isAccused('What is it?', text)).toBe(false))
})

describe('signs to which the question gives a meaning', () => {
  it.each([
    ['Let a * b = a + 2b. What is 3 * 4?', '3 * 4 = 3 + 2 · 4 = 11.'],
    ['The operation * is defined by a * b = a^2 + b. What is 3 * 4?', '3 * 4 = 9 + 4 = 13.'],
    ['定义新运算 a*b=2a+b，求3*4', '3*4=2×3+4=10。'],
    ['If 2 + 3 = 10, 7 + 2 = 63 and 6 + 5 = 66, what is 8 + 4?', '8 + 4 = 8 · 12 = 96.'],
  ])('%s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it('letters of an equation define nothing', () =>
    expect(isAccused('Let a + b = 10 and a = 4. What is b?', '10 - 4 = 5.')).toBe(true))
})

describe('days of work', () => {
  it.each([
    ['How many hours?', 'A working day = 8 hours, so 5 days = 40 hours.'],
    ['An employee works 8 hours a day. How many hours in 5 days?', '5 days = 40 hours.'],
    ['Ein Arbeitstag hat 8 Stunden. Wie viele Stunden sind 5 Tage?', '5 Tage = 40 Stunden.'],
    ['A nurse has 12-hour days. How many hours are 3 days?', '3 days = 36 hours.'],
    ['How many days?', '2 weeks = 10 days of school.'],
  ])('have their own hours: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it('others have 24', () => expect(isAccused('How many hours are 3 days?', '3 days = 70 hours.')).toBe(true))
})

describe('what is read by half, or counted otherwise', () => {
  it.each([
    ['How many committees?', '1 woman 6·C(5,3) = 60, 2 women C(6,2)·C(5,2) = 150.'],
    ['What do B’s goods cost?', '300 × €4.35 = €1,305 plus 350 × €3.60 = €1,260, together €2,565.'],
    ['When is the tank full?', 'The missing quarter takes $\\frac14:\\frac5{12}=0.6$ hours.'],
    ['How much is left for housing?', 'All debt may be at most $2,520; minus 450 + 230 = 680 this leaves $1,840.'],
    [
      'In a class of 29 pupils 17 learn French, 14 learn Spanish and 5 learn neither. How many learn both?',
      '29 - 5 = 24 learn one at least. Since 17 + 14 = 31, seven pupils are in both groups.',
    ],
    [
      'How much interest accrues from 15 March to 5 June on the 30/360 convention?',
      'From 15 March to 15 May are 60 days, and from 15 May to 5 June 20 more, so 80 days.',
    ],
  ])('%s %s', (question, text) => expect(isAccused(question, text)).toBe(false))
})

describe('numbers as they are written elsewhere', () => {
  it.each([
    ['Was ist 15 % von 240?', '240 : 100 · 15 = 36.'],
    ['Was ist 3/4 : 5/6?', '3/4 : 5/6 = 9/10.'],
    ['Wie viel sind zwei Drittel von 900 €?', '900 € : 3 · 2 = 600 €.'],
    ['Wie hoch ist es?', '√3 ≈ 1,732.'],
    ['Wie viel ist 10 : 3?', '10 : 3 = 3,333.'],
    ['Wie viele km?', '1 mi = 1,609 km.'],
    ['24除以3/5是多少？', '24÷3/5=24×5/3=40。'],
    ['1÷(1/10+1/15)=？', '1÷(1/10+1/15)=1÷1/6=6（天）。'],
  ])('hold: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it.each([
    ['Wie viel?', '240 : 8 = 40.'],
    ['How much falls due after 2025?', 'Due after 2025: 49.3 + 37.6 + 90.2 = 167.1.'],
    ['24÷8是多少？', '24÷8=4。'],
    ['Wie hoch ist es?', '√3 ≈ 1,932.'],
    ['What is 1,200 + 534?', '1,200 + 534 = 1,834.'],
  ])('are wrong in every way of writing: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

describe('a chain of equalities', () => {
  it.each([
    ['What is 100/3 - 100/7?', '100/3 - 100/7 = 33.33 - 14.29 = 19.05.'],
    ['What is it worth?', '10/3 + 10/3 + 10/3 = 3.33 + 3.33 + 3.33 = 10.'],
    ['What is the NPV?', '-100 + 60/1.1 + 60/1.21 = -100 + 54.55 + 49.59 = 4.13.'],
  ])('may be rounded in between: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it('is wrong where a member agrees with none before it', () => {
    expect(isAccused('What is 3 * 4 + 2?', '3 * 4 + 2 = 12 + 3 = 14.')).toBe(true)
    expect(isAccused('What is it worth?', '400/1.1 + 500/1.21 = 363.64 + 413.22 = 786.86.')).toBe(true)
  })
})

describe('questions that are near a topic and ask for something else', () => {
  it.each([
    ['Hypotenuse 13, one leg 5. What is the other leg?', '√(169-25) = 12. The answer is 12.'],
    [
      'A right triangle has a hypotenuse of 5 and 12 as legs. How long is the hypotenuse?',
      '√(25+144) = 13. The answer is 13.',
    ],
    ['Tom walks 3 km north and then 4 km east. How many km has he walked?', '3 + 4 = 7. The answer is 7 km.'],
    [
      'Trees stand every 5 m along a road of 100 m, with none at the ends. How many trees?',
      '100/5 = 20, 20 - 1 = 19. The answer is 19.',
    ],
    [
      'A machine costs $20,000 and loses 10% of its initial value each year. What is it worth after 3 years?',
      '20000 - 3*2000 = 14000. The answer is $14,000.',
    ],
    [
      'I put $1,000 into an account at 5% a year and withdraw the interest each year. How much interest did I get after 4 years?',
      '1000 * 0.05 = 50. 4 * 50 = 200. The answer is $200.',
    ],
    [
      'A 10% discount and a 20% discount are both taken on the list price of $50. What is paid?',
      '50 - 5 - 10 = 35. The answer is $35.',
    ],
    ['How many days are there from 5 to 12 May, not counting the 5th?', '12 - 5 = 7. The answer is 7.'],
  ])('are not held against it: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))
})

describe('questions near a topic or a form that ask for something else', () => {
  it.each([
    [
      'A log is sawn with 6 cuts. Each cut takes 2 minutes. How long does it take?',
      '6 * 2 = 12. The answer is 12 minutes.',
    ],
    [
      'A ring-shaped loaf is cut into 6 pieces. Each cut takes 2 minutes. How long does it take?',
      'A ring needs as many cuts as pieces: 6.. 6 * 2 = 12. The answer is 12 minutes.',
    ],
    [
      'A log is sawn into 6 pieces. Packing each piece takes 2 minutes. How long does the packing take?',
      '6 * 2 = 12. The answer is 12 minutes.',
    ],
    [
      'A fence is 20 m long and has a post every 4 m. It begins with a post, and at the other end it is fixed to the wall of a house. How many posts are there?',
      '20 / 4 = 5. At the wall there is no post, so 5.. The answer is 5.',
    ],
    [
      'A log is sawn with 8 cuts. Every cut takes 3 minutes. How long does the sawing take?',
      '8 * 3 = 24. The answer is 24 minutes.',
    ],
    [
      'A tree trunk is cut into 6 pieces. Loading each piece takes 2 minutes. How many minutes does the loading take?',
      '6 * 2 = 12. The answer is 12.',
    ],
    [
      'Ein Baumstamm wird in 6 Stücke gesägt. Das Verladen jedes Stücks dauert 2 Minuten. Wie lange dauert das Verladen?',
      '6 * 2 = 12. Die Antwort ist 12 Minuten.',
    ],
    [
      'A carpenter cuts 6 logs into 2 pieces each. Each cut takes 3 minutes. How long does he need?',
      'Each log needs 1 cut, so 6 cuts.. 6 * 3 = 18. The answer is 18 minutes.',
    ],
    [
      'A wire ring is cut into 5 pieces. Each cut takes 3 seconds. How long does it take?',
      'A ring needs 5 cuts.. 5 * 3 = 15. The answer is 15 seconds.',
    ],
    [
      'A baker cuts a round cake into 6 pieces from the middle. Each cut takes 2 seconds. How long does it take?',
      'From the middle 6 cuts make 6 pieces.. 6 * 2 = 12. The answer is 12 seconds.',
    ],
    [
      'A rope is cut into 6 pieces. For each piece a knot is tied, which takes 2 minutes. How long does the tying take?',
      '6 * 2 = 12. The answer is 12 minutes.',
    ],
    [
      'A log is cut into 6 pieces. Each piece burns for 20 minutes, one after another. How long do they burn?',
      '6 * 20 = 120. The answer is 120 minutes.',
    ],
    [
      'A fence 20 m long has a post every 4 m, but the last post is missing. How many posts are there?',
      '20 / 4 + 1 = 6. 6 - 1 = 5. The answer is 5.',
    ],
    [
      'A row of trees 20 m long has a tree every 4 m. The first tree was felled. How many trees are there now?',
      '20 / 4 + 1 = 6. 6 - 1 = 5. The answer is 5.',
    ],
    [
      'A man walks one hour at 4 km/h and runs one hour at 12 km/h. What is his average speed for the whole trip?',
      '(4 + 12) / 2 = 8. The answer is 8 km/h.',
    ],
    [
      'A man drives there at 60 km/h and back at 40 km/h by another way, and both ways take 2 hours. What is his average speed?',
      '(60 + 40) / 2 = 50. The answer is 50 km/h.',
    ],
    [
      'A car speeds up evenly from 40 km/h to 60 km/h. What is its average speed?',
      '(40 + 60) / 2 = 50. The answer is 50 km/h.',
    ],
    ['A square has an area of 9 m². Its area is doubled. What is the new area?', '2 * 9 = 18. The answer is 18 m².'],
    [
      'A rectangle has an area of 9 m². Only its length is doubled. What is the new area?',
      '2 * 9 = 18. The answer is 18 m².',
    ],
    [
      'A committee of 2 out of 5 people is chosen, one as chair and one as deputy. How many ways are there?',
      '5 * 4 = 20. The answer is 20.',
    ],
    [
      'A price fell from $50 to $40. By what percentage must it rise to be $50 again?',
      '50 - 40 = 10. 10 / 40 = 0.25. The answer is 25%.',
    ],
    [
      '$1000 earns 10% interest a year, not compounded, for 2 years. How much is there?',
      '1000 * 0.1 * 2 = 200. 1000 + 200 = 1200. The answer is $1200.',
    ],
    [
      'A savings plan pays 5% on the first deposit of $1000 in each year, and never interest on interest. What is there after 3 years?',
      '1000 * 0.05 = 50. 1000 + 3 * 50 = 1150. The answer is $1150.',
    ],
    [
      'A shirt of $100 gets 10% off, and a pair of shoes of $100 gets 20% off. What is saved in all?',
      '10 + 20 = 30. The answer is $30.',
    ],
    [
      'Ein Zaun ist 20 m lang, alle 4 m steht ein Pfosten. Der letzte Pfosten fehlt. Wie viele Pfosten stehen da?',
      '20 / 4 + 1 = 6. 6 - 1 = 5. Die Antwort ist 5.',
    ],
    [
      'Ein Quadrat hat 9 m² Fläche. Die Fläche wird verdoppelt. Wie groß ist sie dann?',
      '2 * 9 = 18. Die Antwort ist 18 m².',
    ],
    [
      'A square has an area of 16 cm². Its area is tripled. What is the new area?',
      '3 * 16 = 48. The answer is 48 cm².',
    ],
    [
      "A garden has an area of 50 m². The neighbour's garden is twice as large. What is its area?",
      '2 * 50 = 100. The answer is 100 m².',
    ],
    [
      "A garden has an area of 50 m². The neighbour's is twice as long and just as wide. What is its area?",
      '2 * 50 = 100. The answer is 100 m².',
    ],
    [
      'A tank has a volume of 8 m³. Its height is doubled, the base stays. What is the new volume?',
      '2 * 8 = 16. The answer is 16 m³.',
    ],
    [
      'A price rose from $40 to $50. By what percentage must it fall to be $40 again?',
      '50 - 40 = 10. 10 / 50 = 0.2. The answer is 20%.',
    ],
    [
      'A price rose from $40 to $50. By what percentage was the old price lower than the new one?',
      '10 / 50 = 0.2. The answer is 20%.',
    ],
    [
      '$2000 is invested at 5% a year for 3 years; the interest is paid to the owner each year. How much interest does she get in all?',
      '2000 * 0.05 = 100. 3 * 100 = 300. The answer is $300.',
    ],
    [
      "A town of 2000 people grows by 5% of today's number every year. How many people live there after 3 years?",
      '2000 * 0.05 = 100. 2000 + 3 * 100 = 2300. The answer is 2300.',
    ],
    [
      'Anna lends Ben $1000 for 2 years at 10% a year, without interest on interest. What does Ben pay back?',
      '1000 * 0.1 * 2 = 200. 1000 + 200 = 1200. The answer is $1200.',
    ],
    [
      'Ein Auto fährt eine Stunde mit 60 km/h und eine Stunde mit 80 km/h. Wie hoch ist die Durchschnittsgeschwindigkeit?',
      '(60 + 80) / 2 = 70. Die Antwort ist 70 km/h.',
    ],
    [
      'Ein Auto beschleunigt gleichmäßig von 40 km/h auf 60 km/h. Wie hoch ist die Durchschnittsgeschwindigkeit?',
      '(40 + 60) / 2 = 50. Die Antwort ist 50 km/h.',
    ],
    [
      'A plank is cut into 4 pieces. Sanding a piece takes 10 minutes. How many minutes does all the sanding take?',
      '4 * 10 = 40. The answer is 40.',
    ],
    [
      'Lamps stand every 10 m along a road of 50 m, also at both ends. 2 of them are broken. How many work?',
      '50 / 10 + 1 = 6. 6 - 2 = 4. The answer is 4.',
    ],
    [
      'Lamps stand every 10 m along a road of 50 m, also at both ends. One is broken. How many lamps work?',
      '50 / 10 + 1 = 6. 6 - 1 = 5. The answer is 5.',
    ],
    [
      '6 friends clink glasses, each with each, and then each shakes hands with each. How many clinks and handshakes are there together?',
      '6 * 5 / 2 = 15. 2 * 15 = 30. The answer is 30.',
    ],
    [
      'A shop sells ribbon cut into 5 pieces. Wrapping a piece takes 3 minutes. How many minutes does it take to wrap them all?',
      '5 * 3 = 15. The answer is 15.',
    ],
    [
      'A cake is cut into 8 pieces. Eating a piece takes 4 minutes. How many minutes does Tom need to eat the whole cake?',
      '8 * 4 = 32. The answer is 32 minutes.',
    ],
    [
      'A salami is cut into 10 pieces. Each piece lasts Tom 3 minutes. How long does it last?',
      '10 * 3 = 30. The answer is 30 minutes.',
    ],
    [
      "A balloon's volume is 5 cubic metres and is doubled by heating. What is the volume afterwards?",
      '2 * 5 = 10. The answer is 10 cubic metres.',
    ],
    [
      'The price of a ticket rose from $20 to $25. By what percentage would it have to be cut to return to $20?',
      '25 - 20 = 5. 5 / 25 = 0.2. The answer is 20%.',
    ],
    [
      'The number of members fell from 100 to 80. By what percentage must it grow to reach 100 again?',
      '100 - 80 = 20. 20 / 80 = 0.25. The answer is 25%.',
    ],
    [
      'A car bought for $20000 loses 10% of its purchase price each year. What is it worth after 3 years?',
      '20000 * 0.1 = 2000. 20000 - 3 * 2000 = 14000. The answer is $14000.',
    ],
    [
      'A train brakes evenly from 80 km/h to 40 km/h. What is its average speed while it brakes?',
      '(80 + 40) / 2 = 60. The answer is 60 km/h.',
    ],
    [
      'Eight teams play each other once. How many games does each team play?',
      'Each team meets the other 7. The answer is 7.',
    ],
    ['Eight teams play each other once. How many games does one team play?', '8 - 1 = 7. The answer is 7.'],
    [
      '$5000 is lent at 6% simple interest a month for 4 years. How much is the interest?',
      '5000 * 0.06 = 300. 300 * 48 = 14400. The answer is $14400.',
    ],
    [
      'A recipe for 4 people needs 300 g of flour each. How much flour is needed for 6 people?',
      '6 * 300 = 1800. The answer is 1800 g.',
    ],
    [
      '6 workers need 10 days for a wall. How long do 3 machines need?',
      'A machine is as fast as 4 workers, so 3 are as fast as 12: 10 / 2 = 5. The answer is 5 days.',
    ],
  ])('are not held against it: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it.each([
    [
      'It takes 12 minutes to cut a log into 4 pieces. How long does it take to cut it into 6 pieces?',
      '12 / 4 = 3. 6 * 3 = 18. The answer is 18 minutes.',
    ],
    [
      'A road is 50 m long and has a lamp every 10 m, from one end to the other. How many lamps are there?',
      '50 / 10 = 5. The answer is 5.',
    ],
    [
      'A man drives 60 km at 60 km/h and back at 40 km/h. What is his average speed?',
      '(60 + 40) / 2 = 50. The answer is 50 km/h.',
    ],
    [
      'All sides of a square with an area of 9 m² are doubled. What is the new area?',
      '2 * 9 = 18. The answer is 18 m².',
    ],
    [
      'A price rose from $40 to $50. By what percentage did it rise?',
      '50 - 40 = 10. 10 / 50 = 0.2. The answer is 20%.',
    ],
    [
      '$1000 is invested at 10% a year, compounded, for 2 years. How much is there?',
      '1000 * 0.1 * 2 = 200. 1000 + 200 = 1200. The answer is $1200.',
    ],
    ['6 friends shake hands, each with each. How many handshakes are there?', '6 * 5 = 30. The answer is 30.'],
  ])('those that ask for it are: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

describe('right work of an unread hand', () => {
  const extrema = "f(x) = x^3 - 6x^2 + 9x + 2. f'(x) = 3x^2 - 12x + 9 and f''(x) = 6x - 12."
  it.each([
    ['How long are both songs?', 'Total: 16:40 + 2:00 = **18 min 40 s**'],
    ['Find the inflection.', `${extrema} Inflection: f''(x) = 0 gives x = 2.`],
    ['Where is the slope 9?', `${extrema} f'(x) = 9 gives x = 0 or x = 4.`],
    ['How many cells are there after 5 h?', '2.0 × 10⁴ × 2¹⁰ = 2.0 × 10⁴ × 1024 = 2.048 × 10⁷ ≈ 2.0 × 10⁷'],
    ['Round it.', '1.26 × 10^5 ≈ 1.3 × 10^5'],
    ['What is 1 << 10?', '1 << 10 = 2^10 = 1024.'],
    ['Löse x² − 6x + 5 = 0.', 'x = 3 ± √(9 − 5) = 3 ± √4 = 3 ± 2, also x = 1 oder x = 5.'],
    ['What is the interval?', '50 ± 1.96·8/√64 = 50 ± 1.96 = (48.04, 51.96).'],
    ['Round it.', '1.26 × 10^5 ≈ 1 × 10^5'],
    ['Energy of a photon?', '(6.626 × 10^-34)(3.00 × 10^8) = 1.99 × 10^-25'],
    ['When is it?', 'The first Thursday is between Nov 1 and Nov 7, so the fourth is 21 days later: Nov 22 to Nov 28.'],
    ['When is the last?', '06:20 + 18 · 50 min = 06:20 + 900 min = 06:20 + 15 h = 21:20.'],
    ['When do they meet?', 'lcm(260, 365) = 2² · 5 · 13 · 73 = 18,980 days'],
  ])('is not accused: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it.each([
    ['When is the last?', '06:20 + 15 h = 21:30.'],
    ['How long is it?', 'From Nov 1 to Nov 7 are 9 days.'],
    ['When do they meet?', 'lcm(4, 6) = 24'],
    ['Round it.', '1.26 × 10^5 ≈ 1.4 × 10^5'],
    ['Energy of a photon?', '(6.626 × 10^-34)(3.00 × 10^8) = 1.96 × 10^-25'],
    ['Find the slope.', "f(x) = x^3. f'(x) = 3x."],
    ['How long is it?', 'From 9:45 to 13:20 is 3 h 45 min.'],
  ])('is accused where it is wrong: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

describe('what has another way to be meant', () => {
  it.each([
    [
      'My share fell from 80 to 40. What rise gets me back to even?',
      "You need to gain 40 on a base of 40. That's a 100% rise.",
    ],
    ['The price rose from 40 to 50. What cut undoes it?', 'It has to be cut by 20% to be 40 again.'],
    ['A car goes 72 km/h. How far in 5 seconds?', '72 km/h divided by 3.6 is 20 m/s. In 5 s it goes 100 m.'],
    ['How many cm?', '2.5 m times 100 is 250 cm.'],
    ['Sort 9, -2, 14, 0, 7 ascending; median?', 'Sorted: -2, 0, 7, 9, 14. The median is 7.'],
    ['Sort 3, -1, 2 by absolute value.', 'Sorted by absolute value: -1, 2, 3'],
    ['How much is 398 × 21?', '398 × 21 ≈ 400 × 20 = 8000. Exactly: 8358.'],
    ['Average speed?', 'Average = 120 km / 2.5 h = 48 km/h, not (60+40)/2 = 50.'],
    ['What does 10 ** -1 give?', '10 ** -1 = 0.1 and 10**-2 = 0.01'],
    ['Sum 15, product 54?', '7 and 8 gives 56, and 5 and 10 gives 50, so it is between.'],
    [
      'Is there an n?',
      'n² + n = 31 for some integer n is supposed. Seen by numbers: n = 5 gives 25 + 5 = 30, and n = 6 gives 42.',
    ],
    ['Solve 2 sin x = 1.', 'sin x = 1/2.\n- x = π/6 (30°)\n- x = π − π/6 = 5π/6 (150°)'],
    ['Does it converge?', 'It is ln b: b = 1000 gives about 6.91, and b = 10⁶ gives about 13.82.'],
    [
      'Which letters are double in "bookkeeper"?',
      'oo, kk and ee. (e appears 3 times in total, with the one before the r.)',
    ],
    ['Solve |2x - 3| = 7.', '2x - 3 = 7 gives x = 5; 2x - 3 = -7 gives x = -2.\nThe answer is x = 5 or x = -2.'],
  ])('is not accused: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it.each([
    ['Sort 9, -2, 14, 0, 7 ascending.', 'Sorted: -2, 0, 9, 7, 14.'],
    ['How much is 398 × 21?', '398 × 21 ≈ 400 × 20 = 800.'],
    ['What does 10 ** -1 give?', '10 ** -1 = 0.01'],
    ['My share fell from 80 to 40. What is the change?', 'That is a drop of 40%.'],
    ['The price rose from 40 to 50. By how much?', 'It rose by 20%.'],
    ['How fast is it in m/s?', '72 km/h divided by 3.6 is 25 m/s.'],
    ['Solve |2x - 3| = 7.', '2x - 3 = 7 gives x = 5; 2x - 3 = -7 gives x = -2.\nThe answer is x = 4 or x = -2.'],
  ])('is accused where it is wrong: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

describe('an answer that the last equation does not come to', () => {
  const doubts = (question: string, text: string) =>
    checkEvidence(prepare({ id: 'chain', question, text })).steps.flatMap(({ evidence }) =>
      evidence.filter(({ kind, ok }) => kind === 'answer' && !ok),
    )

  it.each([
    [
      'A coat costs $80 and is 25% off. With 8% tax, how much is it?',
      '25% of 80 is 20, so the jacket is $60. 8% of 60 is 4.80. Total = $64.80',
    ],
    ['How much heat?', 'Q = 0.5 × 4186 × 60 = 125,580 J ≈ 1.3 × 10^5 J. The answer is 126 kJ'],
    ['How long is it in cm?', '3 × 0.15 m = 0.45 m. The answer is 45.'],
  ])('is no doubt where it is one operation further, or in another unit: %s', (question, text) =>
    expect(doubts(question, text)).toEqual([]),
  )

  it('is one where nothing leads to it', () => {
    const [doubt] = doubts(
      'Ann buys 12 pens at 3 dollars and has 50 dollars. How much did she pay?',
      '12 * 3 = 36. The answer is 41.',
    )
    expect(doubt?.message).toBe('the steps come to 36, not 41')
  })
})

describe('statements that end in what was left open', () => {
  it.each([
    ['Is 91 prime?', '91 is not divisible by 2, 3 or 5, so it is prime.'],
    ['Is 51 prime?', '51 is not divisible by 2, 5, 7, so it is a prime number.'],
    ['Spell planet backwards.', "Backwards 'planet' is 'tenlap'."],
    ['What is the Roman numeral XLIX?', 'XL = 40 and IX = 9, so XLIX = 59.'],
    ['Welcher Wochentag war es?', 'Der 24. Dezember 2023 war ein Samstag.'],
    ['Welcher Wochentag war der 3. Oktober 1990?', 'Der 3. Oktober 1990 war ein Dienstag.'],
  ])('are accused where they are false: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))

  it.each([
    ['Is 97 prime?', '97 is not divisible by 2, 3, 5 or 7, so it is prime.'],
    ['Is 9 or 3 prime?', '9 is odd, 3 is odd, so it is prime.'],
    ['Spell planet backwards.', "Backwards 'planet' is 'tenalp'."],
    ['What is the Roman numeral XLIX?', 'XL = 40 and IX = 9, so XLIX = 49.'],
    ['Welcher Wochentag war es?', 'Der 24. Dezember 2023 war ein Sonntag.'],
    ['Welcher Wochentag war der 3. Oktober 1990?', 'Der 3. Oktober 1990 war ein Mittwoch.'],
  ])('are left alone where they are true: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))
})

describe('a wrong way that begins with a right step', () => {
  const accusedAt = (question: string, text: string) =>
    checkEvidence(prepare({ id: 'chain', question, text })).steps.findIndex(({ evidence }) => evidence.some(accuses))

  it.each([
    ['Fence 30 m, post every 3 m, both ends. How many?', '30/3 = 10. So 10 posts. The answer is 10.', 1],
    ['Fence 30 m, post every 3 m, both ends. How many?', '30/3 = 10 posts. The answer is 10.', 0],
    ['Resistors 6 Ω and 3 Ω in parallel?', '1/R = 1/6 + 1/3 = 1/2. R = 0.5 Ω. The answer is 0.5 Ω.', 1],
    [
      'Round 0.004567 to two significant digits.',
      '0.004567 ≈ 0.0045 to two significant digits. The answer is 0.0045.',
      0,
    ],
  ])('is accused where it leaves the right one: %s %s', (question, text, step) =>
    expect(accusedAt(question, text)).toBe(step),
  )
})

describe('an equation on trial, or an error that is reported', () => {
  it.each([
    ['Is x = 2 a solution of 3x + 1 = 8?', '3(2) + 1 = 8\n7 = 8 False\nSo x = 2 is not a solution.'],
    ['Ist x=2 Lösung von 3x+1=8?', '3·2 + 1 = 8\n7 = 8 falsch\nAlso keine Lösung.'],
    ['Is 4 a solution of x+3=8?', '4 + 3 = 8\n7 ≠ 8, so no.'],
    ['Why is x = 2 not a solution of x + 3 = 6?', '2 + 3 = 6 would have to hold, but 2 + 3 = 5.'],
    ['Is the triangle 5, 6, 7 right-angled?', '5² + 6² = 7²\n25 + 36 = 49\n61 ≠ 49\nNo.'],
    ['Audit the total.', 'The report shows 730 + 510 = 1,250. That does not add up: 730 + 510 = 1,240. 10 is missing.'],
    ['Check the bill.', 'The cashier charged 3 × 4.50 = 14.50. It should have been 13.50.'],
    ['Corrige el ejercicio.', 'El alumno puso 15 % de 60 = 6. Está mal: 15 % de 60 = 9.'],
    ['Was Sam right?', 'Sam: 5 + 5 = 11. Wrong!'],
    [
      "What is the meaning of '1 + 1 = 3' in teamwork?",
      'The saying "1 + 1 = 3" means that a team achieves more than its members alone.',
    ],
  ])('accuses nobody: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it.each([
    ['Is x = 2 a solution of 3x + 1 = 8?', '3(2) + 1 = 8. So x = 2 is a solution.'],
    ['Audit the total.', 'The report shows 730 + 510 = 1,250. That is what the ledger shows.'],
    ['How many are left?', '48 - 28 = 22, not 20.'],
    ['Check the bill.', 'The cashier charged 3 × 4.50 = 14.50. The tip is 1.50.'],
  ])('accuses what nobody refutes: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

describe('a number that lies half-way between two', () => {
  const verdictOf = async (question: string, text: string) => {
    return (await verifier.verify({ id: 'half', question, text })).verdict
  }
  it.each([
    ['Round 2.5 to the nearest whole number.', 'The answer is 3.', 'correct'],
    ['Round 2.5 to the nearest whole number.', 'The answer is 2.', 'abstain'],
    ['Round 2.5 to the nearest whole number.', 'The answer is 4.', 'incorrect'],
    ['Round -2.5 to the nearest whole number.', 'The answer is -3.', 'abstain'],
    ['Round -2.5 to the nearest whole number.', 'The answer is -2.', 'abstain'],
    ['Round -2.5 to the nearest whole number.', 'The answer is -1.', 'incorrect'],
    ['Round -2.7 to the nearest whole number.', 'The answer is -3.', 'correct'],
    ['Round 1,250 to the nearest hundred.', 'The answer is 1,300.', 'correct'],
    ['Round 1,250 to the nearest hundred.', 'The answer is 1,200.', 'abstain'],
  ])('%s %s %s', async (question, text, verdict) => expect(await verdictOf(question, text)).toBe(verdict))
})

describe('letters, and sums that go on', () => {
  it.each([
    [
      'How many arrangements of the letters of LEVEL are there?',
      'LEVEL has the letters L, L, E, E, V. So 5!/(2! 2!) = 30.',
    ],
    [
      'Resistors of 20 Ω and 30 Ω are in parallel, and a 12 Ω one is joined to this pair. What is the total?',
      '20·30/50 = 12. A: 24 Ω',
    ],
    ['Which is it?', 'The second smallest of 4, 9, 7 is 7.'],
  ])('accuse nobody: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))
  it.each([
    [
      'How many arrangements of the letters of LEVEL are there?',
      'LEVEL has the letters L, E, V, E, R. So 5!/(2! 2!) = 30.',
    ],
    ['Which is it?', 'The smallest of 4, 9, 7 is 7.'],
  ])('are accused: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

describe('right work of a strong model, once accused', () => {
  it.each([
    [
      "A jacket costs $120. It's 25% off, and at checkout I get another 10% off. What do I pay, and is that 35% off?",
      '25% of $120 is $30, so the price drops to $90. 10% of $90 is $9, so you pay $81. 39/120 = 0.325 = 32.5%.',
    ],
    [
      'A 5 kg block slides down a 30° incline. What is its weight along it?',
      'Gravity component: mg sin 30° = 5 · 9.8 · 0.5 = 24.5 N',
    ],
    [
      'Oxidation number of Mn in KMnO4 and of Cr in Cr2O7^2-?',
      '(+1) + x + 4(−2) = 0 → x − 7 = 0 → **x = +7**\n\n2x + 7(−2) = −2 → 2x = 12 → **x = +6**',
    ],
    [
      "On the island of knights and knaves, A says: 'We are both knaves.' What are A and B?",
      '"Both are knaves" is false, so at least one of them is a knight. A is a knave, B is a knight.',
    ],
    [
      'A tennis match ends 6–4, 3–6, 7–5. How many games were played?',
      '31. One may win with fewer: 6–4, 0–6, 6–4 is 12 games to 14.',
    ],
    [
      'Delivery was on 28 May, it is 26 June. Is that within 30 days?',
      '28 May → 28 June is 31 days, so 26 June is day 29.',
    ],
    [
      'Sort Zoe, adam, Ben alphabetically - my script puts adam last.',
      "It's adam, Ben, Zoe. A plain sort by character code yields Ben, Zoe, adam.",
    ],
  ])('is not accused: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))

  it.each([
    ['A 5 kg block slides down a 30° incline.', 'Here sin 30° = 0.6.'],
    ['What is x?', 'x − 7 = 0\n\n**x = 6**'],
    ['How long is June?', 'June is 31 days long.'],
    ['Sort Zoe, Adam, Ben alphabetically.', 'The order is Ben, Adam, Zoe.'],
    ["How many a's are in 'banana'?", 'Two of the letters are a.'],
  ])('is accused: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

describe('true statements of the fourth pair of hands', () => {
  it.each([
    ['A stone falls for 3 s (g = 10 m/s²). How far and how fast?', 's = ½·10·3² = 45 m. v = 10·3 = 30 m/s.'],
    ['Find the last digit of 7¹⁰⁰.', 'The last digits of 7, 7², 7³, 7⁴ are 7, 9, 3, 1, and then they repeat.'],
    [
      'What is left?',
      'Aydin gets 9 more and comes to 47. Berg gets 12 more and comes to 45; together that is 92, as it should be.',
    ],
    ["If x is in degrees, what's the derivative of sin x°?", 'By the chain rule the derivative is (π/180)·cos x°.'],
    ['How many weeks are 19 days?', '19 days are two weeks and five days, or 2.71 weeks.'],
    ['Sort odd numbers first: 4, 3, 1, 2', 'Sorted: 1, 3, 2, 4.'],
  ])('accuse nobody: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))
  it.each([
    ['A stone falls for 3 s (g = 10 m/s²). How far?', 'It falls 10·3 = 30 m.'],
    ['What is 7 squared?', '7² is 14.'],
    ['How long is it?', '24 days are 4 weeks.'],
    ['Sort 4, 3, 1, 2', 'Sorted: 1, 3, 2, 4.'],
  ])('are accused: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

it('a word of the question is no quotation: "the warmest" is claimed', () => {
  const context = 'Day,High (°C)\nMon,14\nTue,17\nThu,19'
  expect(isAccused('Which day was the warmest?', 'Tue was the warmest, at 17 °C.', context)).toBe(true)
  expect(isAccused('Which day was the warmest?', 'Thu was the warmest, at 19 °C.', context)).toBe(false)
})

describe('cases joined by "or"', () => {
  it.each([
    ['Solve x² - 5x + 6 = 0.', '(x - 2)(x - 3) = 0, so x - 2 = 0 or x - 3 = 0. Therefore x = 2 or x = 3.'],
    ['Solve x² - 5x + 6 = 0.', '(x - 2)(x - 3) = 0\nx - 2 = 0 or x - 3 = 0\nx = 2 or x = 3'],
    ['Solve x² - 5x + 6 = 0.', 'Setting each factor to zero: x - 2 = 0, x - 3 = 0. The solutions are x = 2 and x = 3.'],
    ['Solve x² - 5x + 6 = 0.', '$x-2=0 \\quad\\text{or}\\quad x-3=0$\n\n$x=2 \\quad\\text{or}\\quad x=3$'],
    ['Solve |x - 2| = 5.', 'x − 2 = 5 or x − 2 = −5, so x = 7 or x = −3.'],
    ['Solve x(x-5) = 0.', 'x = 0 or x - 5 = 0, so x = 0 or x = 5.'],
    ['Solve |x| = 4', 'x = 4 or -x = 4, so x = 4 or x = -4.'],
    ['Solve x^4 - 5x^2 + 4 = 0.', 'x² = 1 or x² = 4, so x = 1, x = −1, x = 2 or x = −2.'],
    ['Solve e^(2x) - 3e^x + 2 = 0.', 'e^x = 1 or e^x = 2, so x = 0 or x = ln 2.'],
  ])('accuse nobody: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))
  it.each([
    ['Solve x² - 5x + 6 = 0.', '(x - 2)(x - 3) = 0, so x - 2 = 0 or x - 3 = 0. Therefore x = 2 or x = 4.'],
    ['Solve |x - 2| = 5.', 'x − 2 = 5 or x − 2 = −5, so x = 7 or x = 3.'],
    ['Solve x - 3 = 0.', 'x - 3 = 0. Therefore x = 2.'],
  ])('are accused where a value holds in none: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

describe('a value that is told beside the right one', () => {
  it.each([
    [
      'Balance sheet: cash 20, receivables 35, inventory 45, total current assets 100; current liabilities 80. Quick ratio?',
      'Quick ratio = (20 + 35)/80 = 0.69. The current ratio would be 100/80 = 1.25.',
    ],
    [
      'How many ways to choose 3 people out of 8 for a committee?',
      'C(8,3) = 56. If the order mattered there would be 8·7·6 = 336.',
    ],
    [
      'A price rises from 80 to 100. By what percent?',
      'It rises by 20/80 = 25%. Seen from the new price it is 20/100 = 20%.',
    ],
    ['What do I pay for an $80 shirt at 20% off?', '80 × 0.8 = 64. You pay $64 and save 80 − 64 = $16.'],
    ['How many handshakes among 8 people?', 'C(8,2) = 28. Counting each twice would be 8·7 = 56.'],
    [
      'An isosceles triangle has an apex angle of 40°. Base angles?',
      '(180° − 40°)/2 = 70°, so each base angle is 70°.',
    ],
    ['What is the square of the hypotenuse for legs 5 and 12?', '25 + 144 = 169.'],
    ["Find the mistake in 'April has 31 days'.", 'The text says April has 31 days, but April has 30.'],
  ])('accuses nobody: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))
  it.each([
    ['How many ways to choose 3 people out of 8 for a committee?', 'There are 8·7·6 = 336 ways.'],
    ['What do I pay for an $80 shirt at 20% off?', '80 × 0.2 = 16. You pay $16.'],
    ['An isosceles triangle has base angles of 40°. What is the apex angle?', 'The apex angle is 110°.'],
  ])('is accused where it is the answer: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

it('what is computed from two columns is no cell of one: "Ada earns the most"', () => {
  const context = 'Name,Hours,Rate\nAda,38,45\nBen,40,30\nDov,42,28'
  expect(isAccused('Who earns the most this week?', 'Ada: 38·45 = 1710. Ada earns the most.', context)).toBe(false)
  expect(isAccused('Who worked the most hours?', 'Ada has the most hours.', context)).toBe(true)
})

describe('exercises in parts, and other questions about a programme', () => {
  const verdictOf = async (question: string, text: string) => {
    return (await verifier.verify({ id: 'parts', question, text })).verdict
  }
  const code = '```python\nfor i in range(1, 4):\n    print(i * 2)\n```'
  it.each([
    ['(a) Solve 2x = 6. (b) Solve 3x = 12.', '(a) x = 3. (b) x = 4.'],
    ['(a) Solve 2x = 6. (b) Solve 3x = 12.', '(a) x = 4. (b) x = 4.'],
    ['Solve x + 2 = 5. Solve x + 2 = 9.', 'Both have x = 7.'],
    [`How many lines does this print?\n${code}`, 'It prints 3 lines. The answer is 3.'],
    [`What is the sum of all printed numbers?\n${code}`, '2 + 4 + 6 = 12. The answer is 12.'],
    [`What does it print if 2 is replaced by 3?\n${code}`, 'The answer is 2 4 6.'],
    [`What do these print?\n${code}\n${code}`, 'The answer is 2 4 6.'],
  ])('are left open: %s %s', async (question, text) => expect(await verdictOf(question, text)).toBe('abstain'))
  it.each([
    [`What does this print?\n${code}`, 'The answer is 2 4 6.', 'correct'],
    [`What does this print?\n${code}`, 'The answer is 2 4 8.', 'incorrect'],
    ['Solve 2x = 6.', '2x = 6, so x = 3. The answer is x = 3.', 'correct'],
    ['Solve 2x = 6.', '2x = 6, so x = 4. The answer is x = 4.', 'incorrect'],
  ])('one question is decided: %s %s', async (question, text, verdict) =>
    expect(await verdictOf(question, text)).toBe(verdict),
  )
})

describe('right in the sense that is meant', () => {
  const temperatures = 'City,Jan mean °C,Jul mean °C\nBern,1.5,19.0\nRiga,-2.8,18.4\nCork,5.9,15.6'
  it.each([
    ['The oven cooled by 18 degrees Fahrenheit. How many Celsius degrees is that?', '18 times 5/9 is 10, so 10 °C.'],
    ['A car goes at 90 km/h for twenty minutes. What distance is that?', 'It goes 1.5 km a minute. So 30 km.'],
    ['How long does the copy take?', 'It takes 2 h. The window 22:00–01:00 is enough, with one hour to spare.'],
    [
      'When is it due, 45 days after 31 March 2026?',
      '31 March + 30 days = 30 April. 30 April + 15 days = 15 May 2026.',
    ],
    ['When is it due?', '20 December + 30 days = 19 January 2027.'],
    ['What is an interior angle of a nonagon?', 'The sum is (n-2)·180°. For n = 9 this is 1260°, so each is 140°.'],
    [
      'Molar mass of NO₂ with N = 14.01 and O = 16.00?',
      'One nitrogen and two oxygen atoms give 14.01 + 2 · 16.00 = 46.01 g/mol.',
    ],
  ])('is not accused: %s %s', (question, text) => expect(isAccused(question, text)).toBe(false))
  it('nor the smallest of what was just reckoned from a table', () => {
    const text = 'The differences are 17.5, 21.2 and 9.7. The smallest of these is Cork’s, 9.7 degrees.'
    expect(isAccused('Which city has the smallest difference?', text, temperatures)).toBe(false)
    expect(isAccused('Which city is the coldest in January?', 'Bern is the coldest in January.', temperatures)).toBe(
      true,
    )
  })
  it.each([
    ['What is 50 °F in Celsius?', '50 · 5/9 = 27.8 °C. The answer is 27.8.'],
    ['How many metres per second are 90 km/h?', '90 · 3.6 = 324 m/s. The answer is 324 m/s.'],
    ['How long is the night shift?', 'From 22:00 to 01:00 is 4 hours.'],
    ['When is it due?', '30 April + 15 days = 16 May 2026.'],
    ['When is it due?', '20 December + 30 days = 20 January 2027.'],
    ['Molar mass of NO₂ with N = 14.01 and O = 16.00?', 'Two oxygen atoms give 16.00 g. So 30.01 g/mol.'],
  ])('and what is false there is: %s %s', (question, text) => expect(isAccused(question, text)).toBe(true))
})

describe('correct is not said of more than the answer', () => {
  const verdictOf = async (question: string, text: string) => {
    const { verdict, reason } = await verifier.verify({ id: 'remark', question, text })
    return [verdict, reason]
  }
  const open = ['abstain', expect.stringContaining('with or behind the answer that no check looked at')]
  it.each([
    ['What is 144 / 16?', '144 / 16 = 9. The answer is 9. That is more than 12 percent of it.'],
    ['What is 17 * 3?', '17 * 3 = 51. The answer is 51. In a box of 60 there would be room for 8 more.'],
    ['What is 17 * 3?', '17 * 3 = 51. The answer is 51, which is the 20th multiple of 3.'],
    ['What is 17 * 3?', '17 * 3 = 51. The answer is 51. It has doubled.'],
    ['What is 17 * 3?', '17 * 3 = 51. The answer is 51, near 51.5.'],
    ['What is 17 * 3?', '17 * 3 = 51. The answer is \\boxed{51}. That is 12^2 less something.'],
    ['What is 17 * 3?', '17 * 3 = 51. The answer is 51, and that is hardly half of it. That is a quarter.'],
  ])('where a number behind it was not looked at, it is left open: %s %s', async (question, text) =>
    expect(await verdictOf(question, text)).toEqual(open),
  )
  it.each([
    ['What is 144 / 16?', '144 / 16 = 9. The answer is 9. Proof: 9 * 16 = 144. The answer is 9.'],
    ['What is 144 / 16?', '144 / 16 = 9. Each of them gets nine. The answer is 9.'],
    ['What is 17 * 3?', '10 * 3 = 30 and 7 * 3 = 21. 30 + 21 = 51. The answer is 51, made of 30 and 21.'],
    ['What is 17 * 3?', '17 * 3 = 51. The answer is 51. That is 17 times 3.'],
    ['What is 17 * 3?', '17 * 3 = 51. The answer is 51.0.'],
    ['What is 15% of 80?', '80 * 15% = 12. So 15% of 80 is 12, which is 12.00.'],
    ['What is 1200 * 3?', '1200 * 3 = 3600. The answer is 3,600.00.'],
    ['A shirt costs $80. It is reduced by 25%. What is the new price?', '80 * 0.75 = 60. The new price is $60.00.'],
    ['What is the area of a rectangle of 17 cm by 3 cm?', '17 * 3 = 51. The area is 51 cm^2.'],
    ['What is the area of a rectangle of 17 cm by 3 cm?', '17 * 3 = 51. The area is 51 cm^{2}.'],
    ['What is the volume of a cube with edge 4 cm?', '4 * 4 * 4 = 64. The volume is 64 cm^3.'],
  ])('and what is checked, or has no number, is no hindrance: %s %s', async (question, text) =>
    expect(await verdictOf(question, text)).toEqual(['correct', undefined]),
  )
})

it('code told by other code of the same value is right, and of another value wrong', () => {
  const question = 'What does this print?\n```python\ns = "abcdefgh"\nprint(s[1:-1:3])\n```'
  expect(isAccused(question, '`s[1:-1:3]` is `s[1:7:3]`, so it prints be.')).toBe(false)
  expect(isAccused(question, '`s[1:-1:3]` is `s[2:7:3]`, so it prints cf.')).toBe(true)
})

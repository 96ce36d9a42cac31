import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { prepare } from '../../../verifier/judge/prepare.js'

/*
 * Sentences of right solutions that a grammar once read by half: a part of a larger expression, a span of days, letters in a row that are variables.
 */

const isAccused = (question: string, ...said: string[]) => {
  const answer = said.find((each) => each.startsWith('A: '))?.slice(3)
  const steps = said.filter((each) => !each.startsWith('A: '))
  return checkEvidence(prepare({ id: 'chain', question, steps, ...(answer && { answer }) })).steps.some(
    ({ evidence }) => evidence.some(accuses),
  )
}

describe('expressions that are a part of larger ones', () => {
  it.each([
    ["Find f'(e) for f(x)=x^x.", String.raw`We have $\ln f(x)=x\ln x$.`, String.raw`So $f'(x)=x^x(\ln x+1)$.`],
    ['Integrate.', 'An antiderivative of $te^t$ is $(t-1)e^t$.'],
    ['Integrate.', 'The second derivative of $x^3$ is $6x$.'],
    ['Integrate.', 'The anti-derivative of $2x$ is $x^2$.'],
    ['Integrate.', 'The anti derivative of $2x$ is $x^2$.'],
    ['Differentiate.', 'The derivative of $ax^2$ is $2ax$.'],
    ['Differentiate.', String.raw`The derivative of $a^x$ is $a^x \ln a$.`],
    ['Differentiate.', 'The third derivative of $x^3$ is $6$.'],
    ['Differentiate.', 'The logarithmic derivative of $x^2$ is $2/x$.'],
    ['Differentiate.', 'The partial derivative of $xy^2$ is $2xy$.'],
    ['Let f(x) = x^2.', "Then 2f'(x) = 4x."],
    ['Let f(x) = x^2.', "Then $2f'(x) = 4x$ and $x f'(x) = 2x^2$."],
    ['Let f(x) = x^2.', "Then $f(x) + f'(x) = x^2 + 2x$."],
    ['Let f(x) = x^2.', String.raw`Then $f(x) \cdot f'(x) = 2x^3$.`],
    ['Let f(x) = x^2.', "So $-f'(x) = -2x$."],
    ['Let f(x) = x^2.', 'So $2f(3) = 18$.'],
    ['Let f(x) = x^2.', String.raw`So $\ln f(3) = 2.197$; 3 f(2) = 12.`],
    ['Let f(x) = x^2.', 'So $x f(3) = 9x$.'],
    ['Let f(x) = x^2.', String.raw`So $\ln f(3) = 2\ln 3$, $\sqrt f(3) = 3$.`],
    ['Let f(x) = x^2.', '$f(1) + f(2) = 5$ and f(1) + f(3) = 10.'],
    ['Let f(x) = x^2 and g(x) = x.', '$f(x) - g(x) = x^2 - x$.', "$g'(x) = 1$."],
    ['Let f(x) = x^2 and g(x) = x.', 'f(x)g(x) = x^3', "$g'(x) = 1$."],
    ['Compute.', String.raw`$2\int_0^1 x\,dx = 1$.`],
    ['Compute.', String.raw`$\pi\int_0^1 x^2\,dx = \frac{\pi}{3}$.`],
    ['Compute.', String.raw`$\int_0^2 x\,dx - \int_0^1 x\,dx = \frac{3}{2}$.`],
    ['Compute.', String.raw`$\frac12\int_0^1 x\,dx = \frac14$.`],
    ['Compute.', String.raw`$1 + \int_0^1 x\,dx = \frac32$.`],
    ['Compute.', String.raw`$3\int x^2\,dx = x^3 + C$.`],
    ['Compute.', String.raw`$\int x\,dx + \int 1\,dx = \frac{x^2}{2} + x + C$.`],
    ['Compute.', String.raw`$x\frac{d}{dx}\left(x^2\right) = 2x^2$.`],
    ['Compute.', String.raw`$2\frac{d}{dx}(x^2) = 4x$.`],
    ['Compute.', String.raw`$\frac{d}{dx}(x^2) + \frac{d}{dx}(x) = 2x + 1$.`],
    ['Let F(x)=x^2.', 'Substitute: $e^{x} f(x) = x$', "$f'(x) = e^{-x}(1-x)$"],
    ['从9个数中取三个,概率是多少?', '和为偶数有两种情形:一偶两奇 4×C(5,2) = 40 种。'],
    ['Compute.', '4×C(5,2) = 40, 4 C(5,2) = 40, 4·C(5, 2) = 40.'],
    ['Compute.', 'There are 4C(5,2) = 40.'],
    ['Compute.', String.raw`$4\binom{5}{2} = 40$ and C(5,2) = 5·2 = 10, C(5,2)·C(4,1) = 40, C(3,1)·C(5,2) = 30.`],
    ['Compute.', 'C(9,3) − C(5,2) = 74, 1 − C(5,2)/C(9,3) = 0.88.'],
    ['Compute.', '3! C(5,2) = 60 and 2 · gcd(12,18) = 12 and 2 gcd(12, 18) = 12.'],
    ['Compute.', 'x·C(5,2) = 10x.'],
    ['Compute.', 'twice the mean of 2, 4 and 6 is 8.'],
    ['Compute.', 'Half of the sum of 2, 4 and 6 is 6.'],
    ['Compute.', '2 times the median of 1, 2, 9 is 4.'],
    ['Compute.', '10 plus the sum of 2, 4 and 6 is 22.'],
    ['Compute.', 'The square of the mean of 2, 4 and 6 is 16.'],
    ['Compute.', 'The sum of 2, 4 and 6 is 10 + 2.'],
    ['Compute.', '10 + 17 mod 5 = 12.'],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([
    ['Differentiate.', String.raw`The derivative of $\sin x$ is $-\cos x$.`, 'So (x).'],
    ['Let f(x) = x^2.', "Then $f'(x) = 3x$."],
    ['Compute.', String.raw`$\int_0^1 x\,dx = 2$.`],
    ['Let f(x) = x^2.', 'So $f(3) = 8$.'],
    ['Let f(x) = x^2.', 'So f(3) = 8.'],
    ['Compute.', String.raw`$\frac{d}{dx}(x^2) = 3x$.`],
    ['Compute.', String.raw`So we have $\int x\,dx = x^2 + C$.`],
    ['Compute.', 'Then C(5,2) = 12.'],
    ['Compute.', '- C(5,2) = 12 ways.'],
    ['Compute.', '1. C(5,2) = 12 ways.'],
    ['Compute.', '(a) C(5,2) = 12 ways.'],
    ['Compute.', 'Step 2: C(5,2) = 12 ways.'],
    ['Compute.', 'So gcd(12, 18) = 4.'],
    ['Compute.', '17 mod 5 = 3.'],
  ])('are accused where they are wrong: %s %s', (...chain) =>
    expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

describe('spans of numbers', () => {
  it.each([
    ['Find the median.', 'In ascending order, values 1–9 equal 1 day and values 10–16 equal 2 days.'],
    ['Count days.', "Count the cleaning days: 1–6 July are 6, 8–13 July are 6, and 15–18 July are 4. That's 16 days."],
    ['Count days.', 'Days 1-6 are 6 days, and 8-13 is 6 days.'],
    ['Count.', 'Pages 10–20 are 11 pages. Grades 1-4 equals 4 grades.'],
    ['Count.', '9–12 is 3 hours; 8-12 = 4 hours in the morning.'],
    ['Count.', 'Ages 20–29 = 10 years. Rows 3–7: 5 rows. From 9–17 = 8 hours.'],
    ['Count.', 'In the class 10–20 = 10 wide; 5–9 equals 4 units.'],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([
    ['Count.', '12 - 5 = 8.'],
    ['Count.', '12-5 = 8.'],
    ['Count.', '12 − 5 is 8.'],
    ['Count.', '20–5 = 10.'],
  ])('are accused where they are wrong: %s %s', (...chain) =>
    expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

describe('letters in a row', () => {
  it.each([
    [
      'Speed?',
      String.raw`So $v = \sqrt{\tfrac43 gh} = \sqrt{\tfrac43\cdot 9.8\cdot 3.0} = \sqrt{39.2} \approx 6.3$ m/s.`,
    ],
    ['Speed?', 'v = sqrt(2 gh) = sqrt(2 * 9.8 * 5) = 9.9 m/s'],
    ['Speed?', 'v = sqrt(2gh) = sqrt(2 * 9.8 * 5) = 9.9 m/s'],
    ['Speed?', 'v = sqrt(4/3 gh) = sqrt(4/3 * 9.8 * 3) = 6.26'],
    ['Energy?', 'E = 1/2 mv^2 = 1/2 * 4 * 9 = 18 J'],
    ['Energy?', String.raw`$E = \frac{3}{2} nRT = \frac{3}{2}\cdot 2\cdot 8.314\cdot 300 = 7482.6$ J`],
    ['Energy?', String.raw`$E = \frac32 kT = 6.2$ J`],
    ['Area?', String.raw`$A = \frac12 bh = \frac12 \cdot 6 \cdot 4 = 12$`],
    ['Area?', String.raw`$A = 2 lw + 2 lh + 2 wh = 2\cdot 12 + 2\cdot 15 + 2 \cdot 20 = 94$`],
    ['Root?', String.raw`$x = \sqrt{2 ab} = \sqrt{2 \cdot 3 \cdot 6} = 6$`],
    ['Force?', 'F = 2 ma = 2 * 3 * 4 = 24 N'],
    ['Force?', String.raw`$\frac{5}{2} ma = \frac52\cdot 3\cdot 4 = 30$`],
    ['Force?', '(3/2) ma = 1.5 * 3 * 4 = 18'],
    ['Force?', String.raw`$2 rh = 2 \cdot 3 \cdot 5 = 30$; 2 rh = 2*3*5 = 30`],
    ['Force?', String.raw`$\frac{2 mv}{t} = \frac{2\cdot 3\cdot 4}{2} = 12$`],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([
    ['Count', '3 pcs * 4 = 13 pcs'],
    ['Count', '3 kN * 4 = 13 kN'],
    ['Count', '3 apples * 4 = 13 apples'],
    ['Count', String.raw`So $3 \text{ apples} \cdot 4 = 13$.`],
  ])('are accused where they are wrong: %s %s', (...chain) =>
    expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

describe('ratios of two and more parts', () => {
  it.each([
    ['Formula?', 'Step 4: C : H : O = 0.050 : 0.100 : 0.050 = 1 : 2 : 1, giving CH₂O.'],
    ['Ratio?', '0.0333 : 0.0667 = 1 : 2'],
    ['Ratio?', '12:18:24 = 2:3:4'],
    ['Ratio?', '12 : 18 : 24 = 2 : 3 : 4'],
    ['Ratio?', '40/12 : 6.7/1 : 53.3/16 = 3.33 : 6.7 : 3.33 = 1 : 2 : 1'],
    ['Ratio?', '2.49:5.02 = 1:2'],
    ['Ratio?', 'a : b = 2 : 3 = 10 : 15 : 20'],
    ['Ratio?', '3 : 4 = 6 : 8'],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([['Ratio?', '12 : 18 : 24 = 2 : 3 : 5']])('are accused where they are wrong: %s %s', (...chain) =>
    expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

describe('numerals in another base', () => {
  it.each([
    [
      'With how many zeros does $40!$ end when it is written in base 8?',
      '3k ≤ 38, i.e. k ≤ 12.',
      'Therefore 12 zeros.',
      'A: 12',
    ],
    ['How many trailing zeros does 50! have in base 12?', 'Exponent of 3 is 22, of 4 is 23.', 'So 22 zeros.', 'A: 22'],
    ['How many trailing zeros does 30! have in hexadecimal?', '15+7+3+1 = 26, 26/4 = 6.5', 'So 6 zeros.', 'A: 6'],
    ['100! is written in base 7. How many trailing zeros?', '14 + 2 = 16', 'A: 16'],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))
})

describe('answers that are a formula', () => {
  it.each([
    [
      String.raw`Find $\displaystyle\lim_{n\to\infty}\left(\frac{2n+3}{2n-1}\right)^n$.`,
      'So the logarithm tends to $2$ and the limit is $e^2$.',
      'A: e^2',
    ],
    [String.raw`Find $\lim_{n\to\infty}\left(1+\frac{3}{n}\right)^n$.`, 'The limit is $e^3$.', 'A: e^3'],
    [String.raw`Find $\lim_{n\to\infty}\left(1+\frac{1}{n}\right)^n$.`, 'The limit is e.', 'A: e'],
    [String.raw`Find $\lim_{n\to\infty}\left(1-\frac{1}{n}\right)^n$.`, 'The limit is 1/e.', 'A: 1/e'],
    [String.raw`Find $\lim_{n\to\infty}\left(1-\frac{2}{n}\right)^n$.`, 'The limit is $e^{-2}$.', 'A: e^{-2}'],
    ['Compute the integral of 1/x from 1 to 2.', 'ln x from 1 to 2: ln 2.', 'A: ln 2'],
    ['Compute the integral of 1/x from 1 to 4.', 'ln 4 = 2 ln 2.', 'A: 2 ln 2'],
    ['Compute the integral of 1/x from 1 to 4.', 'ln 4.', String.raw`A: \ln 4`],
    ['Compute the integral of 1/(1+x^2) from 0 to 1.', 'arctan 1 = π/4.', 'A: π/4'],
    ['Compute the integral of 1/(1+x^2) from 0 to 1.', 'arctan 1 = π/4.', String.raw`A: \frac{\pi}{4}`],
    ['Compute the integral of e^x from 0 to 1.', 'e − 1.', 'A: e − 1'],
    ['Compute the integral of e^x from 0 to 2.', 'e^2 − 1.', 'A: e^2 - 1'],
    ['Compute the integral of x e^x from 0 to 2.', 'e^2 + 1.', 'A: e² + 1'],
    ['Compute the integral of sin(x)^2 from 0 to 3.', '3/2 - sin(6)/4', 'A: 3/2 - sin(6)/4'],
    ['Compute the integral of 2^x from 0 to 1.', '1/ln 2', 'A: 1/ln 2'],
    ['Compute the integral of 2^x from 0 to 1.', '1/ln 2', String.raw`A: \frac{1}{\ln 2}`],
    ['Compute the integral of sqrt(x) from 0 to 2.', '4√2/3', 'A: 4√2/3'],
    ['Compute the integral of sqrt(x) from 0 to 2.', String.raw`\frac{4\sqrt2}{3}`, String.raw`A: \frac{4\sqrt2}{3}`],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([['Compute the integral of 1/x from 1 to 2.', 'So it is 2.', 'A: 2']])(
    'are accused where they are wrong: %s %s',
    (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

describe('questions near a topic', () => {
  it.each([
    [
      'A project requires $10,000 for equipment and $1,500 of working capital today. It brings cash inflows of $4,000, $5,000 and $4,500 at the end of years 1, 2 and 3, and the working capital is fully recovered at the end of year 3. The equipment is worthless by then. Find the NPV at a discount rate of 10%, to the nearest dollar.',
      'Initial outlay: 10,000 + 1,500 = $11,500.',
      'Present values: 4,000/1.1 = 3,636.36; 5,000/1.21 = 4,132.23; 6,000/1.331 = 4,507.89. Sum: 12,276.48.',
      'NPV = 12,276.48 − 11,500 ≈ $776.',
      'A: $776',
    ],
    [
      'A project costs $10,000 for a machine and $2,000 for training today. It returns $5,000 in year 1, $6,000 in year 2. NPV at 10 %?',
      'Outlay 12,000.',
      '5,000/1.1 = 4,545.45, 6,000/1.21 = 4,958.68',
      'NPV = 9,504.13 - 12,000 = -2,495.87',
      'A: -2,495.87',
    ],
    [
      'An investment of $1,000 pays $600 at the end of year 1 and $700 at the end of year 2. What is the NPV at 10 %?',
      '600/1.1 = 545.45',
      '700/1.21 = 578.51',
      'NPV = 123.97',
      'A: $123.97',
    ],
    [
      'A 12 V battery with internal resistance 1 Ω feeds a 6 Ω and a 3 Ω resistor connected in parallel. What current flows through the 6 Ω resistor?',
      'R∥ = 6·3/(6+3) = 2 Ω; total 2 + 1 = 3 Ω.',
      'I = 12/3 = 4 A, terminal voltage = 12 − 4·1 = 8 V.',
      'I₆ = 8/6 ≈ 1.33 A.',
      'A: 1.33 A',
    ],
    [
      'Two resistors of 6 Ω and 3 Ω are connected in parallel to 12 V. What current flows through the 6 Ω resistor?',
      'I = 12/6 = 2 A',
      'A: 2 A',
    ],
    [
      'Two resistors of 6 Ω and 3 Ω are connected in parallel to 12 V. What current flows through the 3 Ω resistor?',
      'I = 12/3 = 4 A',
      'A: 4 A',
    ],
    [
      'Two resistors of 6 Ω and 3 Ω are connected in parallel to 12 V. What is the power in the 3 Ω resistor?',
      'P = 12²/3 = 48 W',
      'A: 48 W',
    ],
    [
      'Resistors of 20 Ω and 30 Ω are in parallel, and this pair is joined to a 12 Ω resistor. What is the total?',
      '20·30/50 = 12',
      '12 + 12 = 24 Ω',
      'A: 24 Ω',
    ],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([
    [
      'An investment of $1,000 pays $600 at the end of year 1 and $700 at the end of year 2. What is the NPV at 10 %?',
      '600 + 700 = 1300',
      'NPV = 1300 - 1000 = 300',
      'A: $300',
    ],
    ['Two resistors of 6 Ω and 3 Ω are connected in parallel. What is the total resistance?', '6 + 3 = 9 Ω', 'A: 9 Ω'],
  ])('are accused where they are wrong: %s %s', (...chain) =>
    expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

describe('equations that are cases, or of one system', () => {
  it.each([
    ['Find d.', 'This implies two possible scenarios:\n1. \\( 4d = 8 \\)\n2. \\( d = 8 \\)'],
    [
      'Find k.',
      String.raw`$(6k + 189)\sqrt{5} + 960 - 192k = 0$`,
      String.raw`Since these must separately equal zero, we get: \[ 6k + 189 = 0 \quad \text{and} \quad 960 - 192k = 0 \]`,
    ],
    ['Find x.', 'We need 2x - 4 = 0 and 3x - 9 = 0, which is impossible at once.'],
    ['Find x.', '(a) 2x = 4\n(b) x = 5'],
  ])('are not held against one another: %s %s', (...chain) =>
    expect(isAccused(...(chain as [string, ...string[]]))).toBe(false),
  )

  it.each([
    ['Solve 5x = 35.', '5x = 35, so x = 6.'],
    ['Solve 2x + 3 = 11.', '2x + 3 = 11', '2x = 14'],
    ['Solve 2x + 3 = 11.', '2x = 8 and x = 5.'],
  ])('do not hide one that does not follow: %s %s', (...chain) =>
    expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

describe('signs as accountants write them', () => {
  it.each([
    ['What is the change?', '3 + (13) + 26 = 16'],
    ['What is the change?', '-114 - (71) = -43 million'],
    ['What is the change?', '(50) + 80 = 30'],
    ['What is the mean?', '- (1,172 + 1,212 + 1,468) / 3 = -1,284 million'],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([
    ['What is the change?', '3 + (13) + 26 = 40'],
    ['What is the mean?', '- (1,172 + 1,212 + 1,468) / 3 = 1,300 million'],
    ['What is the mean?', '- 20 + 5 = 30'],
  ])('hide no slip: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(true))
})

describe('powers of ten, prefixes and shares of a per cent', () => {
  it.each([
    ['Angle?', 'For a 1 m objective, the angular resolution is 1.22 × 550 nm/1000 mm = 6.71 × 10^-7 rad.'],
    ['Frequency?', 'Plugging in lambda = 8 m, we get f = 3e8 / 8 = 37.5 MHz.'],
    ['Energy?', 'Half load energy = (2.5 kVA) * (1.5 hours) = 2500 * 1.5 = 3750 Wh'],
    ['Rate?', 'P = $4000, r = 1 / 2% = 0.005, n = 12, t = 3.'],
    ['Pressure?', 'We can then plug in the values to get P2 = 45 psi rac{323 K}{273 K} = 53 psi.'],
    ['Product?', '65 * 32 = 2.1 × 10^3'],
    ['Product?', String.raw`The pressure change is 3 \times 10^6 - 1 = 3 \times 10^6 atm.`],
    ['Product?', String.raw`$6.02 \cdot 3.1 = 1.9 \cdot 10^{1}$`],
    ['Power?', 'P = 230 V * 5 A = 1.15 kW'],
    ['Current?', 'I = 12 / 4000 = 3 mA'],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([
    ['Product?', '65 * 32 = 2.2 × 10^3'],
    ['Product?', String.raw`$6.02 \cdot 3.1 = 1.9 \cdot 10^{2}$`],
    ['Mass?', '5 kg * 2 = 12 kg'],
  ])('are accused where they are wrong: %s %s', (...chain) =>
    expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

describe('amounts that name what is multiplied', () => {
  it.each([
    ['Pay?', '15 hours = 15 hours x 1.5 = 22.5 hours.'],
    ['Pay?', '9 hours = 9 hours x 2 = 18 hours.'],
    [
      'Power?',
      String.raw`$P = 10 \text{ hp} = 10 \text{ hp} \times 550 \frac{\text{ft-lb/s}}{\text{hp}} = 5500 \frac{\text{ft-lb}}{\text{s}}$`,
    ],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([
    ['Time?', '2 h 30 min = 140 min'],
    ['Time?', '3 hours = 3 × 50 min = 150 min'],
  ])('are accused where they are wrong: %s %s', (...chain) =>
    expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

describe('places at which a probability is looked up', () => {
  it.each([
    ['What is the probability?', String.raw`We look up the probability for \( z = 1.5 \).`],
    ['What is the probability?', 'The probability for z = 1.5 is 0.9332.'],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([['What is the probability?', 'The probability of a head is 1.5.']])(
    'are accused where they are wrong: %s %s',
    (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

describe('amounts that are added to one in a sentence before', () => {
  it.each([
    ['How long?', '8:15 → 17:00 is 8 h 45 min. Minus 45 min = 8 h.'],
    ['How far?', 'The total is 2 km. Plus 500 m = 2.5 km.'],
    ['How much?', 'Adding another 250 g = 2.25 kg.'],
    ['How long?', 'Then add 15 min = 1 h.'],
    ['How long?', 'From 5 h take away 45 min = 4 h 15 min.'],
    ['How much?', 'After subtracting 200 g = 1.8 kg remains.'],
  ])('accuse nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([
    ['How long?', 'The break is 45 min = 8 h.'],
    ['How far?', 'We add that 500 m = 2.5 km.'],
    ['How far?', 'Plus 500 m = 2.5 km = 250 m.'],
  ])('are accused where they are wrong: %s %s', (...chain) =>
    expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

describe('other ways of writing an amount', () => {
  it.each([
    ['Which angle?', 'arctan 1 = 45° = π/4'],
    ['Which angle?', 'θ = arccos 0.5 = 60° = π/3'],
    ['Which angle?', String.raw`$\arcsin(1) = 90^\circ = \pi/2$`],
    ['What is left?', '(80) + 20 = (60).'],
    ['What is left?', '$(80) + $20 = $(60)'],
    ['What is left?', '-80 + 20 = (60)'],
    ['What is 50 - 80?', 'The answer is (30) in accounting notation.', 'A: 30'],
    ['What is 50 - 80?', 'The answer is $(30).', 'A: 30'],
    ['Wann?', '21.45 Uhr + 3.30 = 25.15, also 1.15 Uhr'],
    ['Wann?', '9.50 Uhr + 0.20 = 10.10 Uhr'],
    ['Wann?', '21.45 Uhr + 3.30 = 1.15 Uhr'],
    ['What is the sum?', '3.2(1) + 1.0(2) = 4.2(2)'],
    ['How warm?', 'A Δ of 10 °C = 18 °F = 10 K.'],
    ['Which bits?', '1 << 10 = 2^10 = 1024.'],
    ['Which bits?', '1<<3 = 1*8 = 8, and 64>>2 = 64/4 = 16'],
    ['Which bits?', '~5 = -5 - 1 = -6'],
  ])('accuses nobody: %s %s', (...chain) => expect(isAccused(...(chain as [string, ...string[]]))).toBe(false))

  it.each([
    ['Which angle?', 'arctan 1 = 60° = π/4'],
    ['What is left?', '(80) + 20 = (70).'],
    ['What is 50 - 80?', 'The answer is (40) in accounting notation.', 'A: 40'],
    ['What is 50 - 80?', 'The answer is 30.', 'A: 30'],
    ['What is 80 - 50?', 'The answer is (40).', 'A: 40'],
    ['Wann?', '21.45 Uhr + 3.30 = 25.35'],
    ['What is the sum?', '3.2(1) + 1.0(2) = 4.3(2)'],
    ['How warm?', 'Here 10 °C = 18 °F.'],
    ['Which bits?', '1 << 10 = 2^10 = 1025.'],
    ['Which bits?', '~5 = -5 - 1 = -7'],
    ['How many?', 'He has 48/2=24<<48/2=25>>.'],
  ])('is accused where it is wrong: %s %s', (...chain) =>
    expect(isAccused(...(chain as [string, ...string[]]))).toBe(true),
  )
})

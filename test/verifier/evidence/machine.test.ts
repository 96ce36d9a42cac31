import { describe, expect, it } from 'vitest'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'

/*
 * Arithmetic of machines and other bases, of dates, of other ways of writing: what holds there is not accused, and what holds neither way is.
 */

const firstError = async ([question, text]: readonly [string, string]) =>
  (await evidenceVerifier().verify({ id: 'c', question, text })).firstError

describe('what holds in the arithmetic that a solution speaks of is not accused:', () => {
  it.each([
    ['What is 127 + 1 as a signed 8-bit integer?', '127 + 1 = -128. The answer is -128.'],
    ['What does a signed byte do at its end?', 'In int8, 127 + 1 = -128 because of overflow.'],
    ['What happens with a byte?', 'An unsigned byte holds 0 to 255. Adding one wraps around.\n\n255 + 1 = 0.'],
    ['What is 0 - 1 in uint32?', '0 - 1 = 4294967295'],
    ['What is the result in C?', '2147483647 + 1 = -2147483648 (integer overflow).'],
    ['What does the saturating add give?', 'With saturation, 250 + 10 = 255.'],
    ['What does 7/2 give in Python 2?', '7/2 = 3. The answer is 3.'],
    ['What is the value of 1/2 * 10 in Java?', 'Integer division: 1/2 * 10 = 0.'],
    ['What does it give?', '7 // 2 = 3 and -7 // 2 = -4'],
    ['What is 5 XOR 3?', '5 ^ 3 = 6.'],
    ['What is 9 + 9 in hex?', '9 + 9 = 12'],
    ['Compute in base 16.', '8 + 8 = 10'],
    ['What is the carry?', 'In a full adder 1 + 1 = 10, i.e. sum 0 and carry 1.'],
    ['Add the binary numbers.', 'We add in binary, digit by digit.\n\n1 + 1 = 10.'],
    ['What is the residue?', 'We reckon modulo 7.\n\n5 + 4 = 2.'],
    ['What is -7 mod 3?', '-7 mod 3 = 2, since -7 = 3*(-3) + 2.'],
    ['Why is it so?', '0.1 + 0.2 = 0.30000000000000004'],
    ['What does it print?', '0.1*3 = 0.30000000000000004'],
    ['Compute it.', '0.7 * 3 = 2.0999999999999996 and 4.35 * 100 = 434.99999999999994'],
    ['What is it?', '0.1 + 0.2 - 0.3 = 5.551115123125783e-17'],
    ['How many days are between 20 and 25 December?', '12/25 - 12/20 = 5 days.'],
    ['How many days are it?', 'From 07/03 to 07/10: 07/10 - 07/03 = 7 days.'],
    ['What is x at the end? x = 8; x = x*2', 'x = 8\nx = x*2\nx = 16\nThe answer is 16.'],
    ['What is x at the end of the program?', 'x = 8, then x = x*2, then x = 16.'],
    ['Which novel is it?', 'The slogan "2 + 2 = 5" appears in Nineteen Eighty-Four.'],
    ['What does Winston write?', 'Winston finally traces 2 + 2 = 5 in the dust.'],
    ['Which song is it?', 'The song is called "3 + 3 = 7".'],
    ['What was the loss, in thousands?', '$500 - $1,700 = $(1,200) thousand.'],
    ['How many particles are in a mole?', '1 mol = 6.022×10^23 particles.'],
    ['Was ist die Summe?', "1'500 + 2'500 = 4'000"],
    ['Wie lange dauert es?', '2 Std. 15 Min. + 45 Min. = 3 Std.'],
    ['How long is it?', '1 hr. 30 min. + 1 hr. 45 min. = 3 hr. 15 min.'],
    ['How long is it?', '2 * 30 = 60 = 1 h'],
  ] as const)('%s %s', async (...chain) => expect(await firstError(chain)).toBe(-1))
})

describe('what holds neither way is:', () => {
  it.each([
    ['What is 127 + 1?', '127 + 1 = -128'],
    ['What is it?', '255 + 1 = 0'],
    ['What is 255 + 1 in uint8?', '255 + 1 = 1'],
    ['What is it?', 'In int8, 127 + 1 = -127.'],
    ['What does the saturating add give?', 'With saturation, 250 + 10 = 254.'],
    ['What does Python 2 give?', '7/2 * 2 = 8'],
    ['What is it?', '5 ^ 3 = 6'],
    ['What is it?', '101 + 11 = 1000'],
    ['What is it?', '0.1 + 0.2 = 0.300004'],
    ['How many days are between the dates?', '12/25 - 12/20 = 8 days.'],
    ['How many pears are there?', 'He has 2 + 2 = 5 pears.'],
    ['What is x?', 'x = 2x - 3, so x = 4.'],
    ['What was the loss, in thousands?', '$500 - $1,700 = $(1,100) thousand.'],
    ['Was ist die Summe?', "1'500 + 500 = 2'100"],
    ['Wie lange dauert es?', '2 Std. 15 Min. + 45 Min. = 4 Std.'],
    ['Wie lange dauert es?', '2 Std. 15 Min. = 125 Min.'],
    ['What is it?', '1+1=2=3'],
    ['How many apples are there?', '4 * 6 = 24 = 25'],
  ] as const)('%s %s', async (...chain) => expect(await firstError(chain)).toBe(0))

  it('in the step that says it', async () =>
    expect(await firstError(['What is the residue?', 'We reckon modulo 7.\n\n5 + 4 = 3.'])).toBe(1))
})

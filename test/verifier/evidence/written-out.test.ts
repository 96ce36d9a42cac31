import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (step: string, question = 'Is this right?') =>
  checkEvidence({ question, steps: [step] }).steps.flatMap(({ evidence }) => evidence.filter(accuses))

/** What is said of words, sets, code and time, each with what is right instead, and right ones that look alike. */
const kinds: Readonly<
  Record<
    string,
    { fails: readonly (readonly [step: string, computed: string, question?: string])[]; holds: readonly string[] }
  >
> = {
  letters: {
    fails: [
      ["There are 2 r's in strawberry.", '3'],
      ['The letter r appears twice in strawberry.', '3'],
      ['The letter i occurs four times, p twice and s three times.', '4', "How many s's are in Mississippi?"],
      ['The word elephant has 7 letters.', '8'],
      ['It has twelve letters.', '11', 'Describe the word "mathematics" for a spelling test.'],
      ['"education" contains 4 vowels.', '5'],
      ['banana backwards is banana too.', 'ananab'],
      ['The reverse of "stressed" is "deserts".', 'desserts'],
      ['"banana" is a palindrome.', 'no palindrome'],
      ['The third letter of "apple" is "l".', 'p'],
      ['"cat" and "cut" are anagrams.', 'no anagrams'],
      ['"To be or not to be" has 7 words.', '6'],
      ['The 10th letter of the alphabet is K.', 'J'],
      ['"zebra" comes before "yak" in the dictionary.', 'after'],
      ['In alphabetical order: apple, cherry, banana.', 'apple, banana, cherry'],
    ],
    holds: [
      "There are 3 r's in strawberry.",
      'The word elephant has 8 letters.',
      'rotor backwards is rotor again.',
      '"racecar" is a palindrome.',
      '"banana" is not a palindrome.',
      'The third letter of "apple" is "p".',
      'The word "rhythm" has no vowels.',
      'The word "rhythm" has 1 vowel, if y counts.',
      'The word has 3 letters that are vowels.',
      'The team "Eagles" has 2 letters to send.',
      'In alphabetical order: apple, banana, cherry.',
      'The "banana" has 3 words of praise on it.',
    ],
  },
  sets: {
    fails: [
      ['{1, 2, 3} ∪ {3, 4} = {1, 2, 3, 3, 5}', '{1, 2, 3, 4}'],
      ['A = {1, 2, 3} and B = {3, 4}, so A ∩ B = {3, 4}.', '{3}'],
      ['A ∪ B therefore has seven elements.', '5', 'A = {1, 2, 3, 4}, B = {3, 4, 5}. How many elements has A ∪ B?'],
      ['The intersection of {1, 2} and {2, 3} is {1, 2, 3}.', '{2}'],
      ['{1, 5} is a subset of {1, 2, 3}.', 'no subset'],
      ['5 ∈ {1, 2, 3}', '5 ∉ {1, 2, 3}'],
      ['A set with 4 elements has 8 subsets.', '16'],
      ['[1, 5] ∩ [3, 9] = [1, 9]', '[3, 5]'],
      ['5 lies in the interval (5, 9].', '5 ∉ (5, 9]'],
      ['The list [3, 5, 7, 9] has 5 elements.', '4'],
      ['The third element of [4, 8, 15, 16] is 8.', '15'],
    ],
    holds: [
      '{1, 2, 3} ∪ {3, 4} = {1, 2, 3, 4}',
      'A = {1, 2, 3} and B = {3, 4}, so A ∩ B = {3}.',
      '[0, 3) ∩ [3, 5] = ∅',
      '(0, 2) ∪ [2, 4] = (0, 4]',
      'A set with 4 elements has 16 subsets, 15 of them non-empty.',
      'A set with 4 elements has 6 subsets of two elements.',
      'With A = {1, 2} first and A = {3} then, A has 1 element.',
      '5 ∈ {1, 5}',
      'P(A ∪ B) = 0.7, and A ∩ B is what both have.',
    ],
  },
  code: {
    fails: [
      ['`print(7 // 2)` prints 3.5.', '3'],
      ['`len("hello")` returns 4.', '5'],
      ['"hello"[1] is "h" in Python.', "'e'"],
      ['range(5) yields 1, 2, 3, 4, 5.', '[0, 1, 2, 3, 4]'],
      ['The slice s[1:3] is "ell".', "'el'", 'Python: s = "hello". What is s[1:3]?'],
      ['sum(range(5)) is 15.', '10'],
      ['In JavaScript, [1,2,3].length is 2.', '3'],
    ],
    holds: [
      '`print(7 // 2)` prints 3.',
      'range(5) yields 0, 1, 2, 3, 4.',
      '"5" + 3 in JavaScript is "53".',
      '`"hello"[1:3]` is "el".',
      'In R, x[1] is 10 where x = [10, 20].',
      'In Python a = [1, 2], then a.append(3), so len(a) is 3.',
      'In Python a = [1, 2], b = a and a = a + [3]: len(a) is 3.',
      'The function f(2) is 5.',
    ],
  },
  'code that is not named again': {
    fails: [
      ['Floor division gives the next lower whole number, which is −3.', '-4', 'Python 3: value of -7 // 2?'],
      ['The list holds the numbers 1, 2, 3 and 4, so len returns 4.', '3', 'len([1, [2, 3], 4]) in Python?'],
      ['So the result is [3, 20, 100], the numerical order.', '[ 100, 20, 3 ]', 'JavaScript: `[3, 20, 100].sort()`?'],
      ["'a,b,,c'.split(',') drops the empty piece and returns ['a', 'b', 'c'].", "['a', 'b', '', 'c']", 'In Python?'],
      ['The hyphens part it, so the list has three elements.', '4', "What does `'a-b--c'.split('-')` give in Python?"],
      ['a[1] is the first entry, 10.', '20', 'JavaScript: const a = [10, 20, 30]; what is a[1] + a.length?'],
      ['The body runs four times.', '3', 'How often does the body of `for i in range(2, 11, 3)` run?'],
      [
        'range(1, 5) runs through 1, 2, 3, 4 and 5.',
        '[1, 2, 3, 4]',
        'What does print(sum(range(1, 5))) show in Python?',
      ],
    ],
    holds: [
      'In Python -7 // 2 is -4: floor division gives the next lower whole number, which is −4.',
      'In Python [1, [2, 3], 4] has an inner list, so len returns 3 for len([1, [2, 3], 4]).',
      "'a-b--c'.split('-') in Python: the list has four elements.",
      'In Python 14 % 4 leaves what 3 * 4 is short of 14: the largest multiple is 12, so the result is 2.',
      'With x = [1, 2, 3, 4, 5, 6] in Python, `x[1]` is 2 and `x[3]` is 4, so the slice x[1:5:2] is `[2, 4]`.',
    ],
  },
  time: {
    fails: [
      ['Two days after Tuesday is Friday.', 'Thursday'],
      ['If today is Monday, then in 10 days it is Friday.', 'Thursday'],
      ['There are 31 days in April.', '30 days'],
      ['There are 365 days in 2024.', '366 days'],
      ["2024 isn't a leap year, so February contributes 28 days.", 'a leap year'],
      ['3 h 50 min + 3 h 46 min: together 7 h 26 min.', '7 h 36 min'],
      ['2:45 pm is 15:45.', '2:45 pm = 14:45'],
      ['A 2-hour meeting starting at 10:45 ends at 12:15.', '12:45'],
      ['There are 53 days between 1 May and 1 July.', '61 days'],
      ['Two weeks after 20 February 2023 is 5 March 2023.', '6 March 2023'],
      ['August is the 7th month of the year.', '8'],
      ['Three hours after 22:30 is 2:30.', '1:30'],
      ['From 9 am to 5 pm is 7 hours.', '8 h 0 min'],
      ['The 15th day after Tuesday is a Thursday.', 'Wednesday'],
      ['星期五之后第3天是星期日。', 'Monday'],
      ['The break ends at 20:10, and another 55 minutes takes us to 21:15.', '21:05'],
      ['Two hours after 19:50 is 21:50, and 15 minutes later it is 22:15.', '22:05'],
      ['2000 is divisible by 100 but not by 400: no leap year.', 'a leap year'],
      ['So 1900 had a 29th of February.', 'no leap year'],
      ['2100 is divisible by 4, so it gets 29 days too.', '28 days', 'How long is February in 2023 and in 2100?'],
      ['After the 20th there are 11 days of April left.', '10'],
      [
        'Mumbai is 5 h 30 min ahead of UTC, which makes it 21:30 there.',
        '20:30',
        'The call is at 15:00 UTC. When is that in Mumbai (UTC+5:30)?',
      ],
      [
        'So Tokyo is 15 hours ahead of Denver.',
        '16 hours ahead of Denver',
        'It is noon in Tokyo (UTC+9). What time is it in Denver in winter (UTC-7)?',
      ],
      ['So on 1 June 2024 he was fifteen.', '14', 'Tom was born on 10 October 2009. How old was he on 1 June 2024?'],
      [
        'Berlin is four hours ahead of New York.',
        '6 hours ahead of New York',
        'It is 15:00 in New York (UTC−5). What does the clock show in Berlin (UTC+1)?',
      ],
    ],
    holds: [
      'Two days after Tuesday is Thursday.',
      'If today is Monday, in 10 days it will be Thursday.',
      'Twenty-one days after 4 March is 25 March.',
      'Going back 14 days from 14 May leads to 30 April; 46 days are left.',
      '105 minutes are 1 h 45 min.',
      '2:45 pm is 14:45.',
      '20 minutes are 5 minutes more than we have.',
      'The first 90 minutes are 2 hours long for those who wait.',
      'There are 12 days in April that are free.',
      'From 21:50 to 6:35 it is 2 h 10 min to midnight plus 6 h 35 min.',
      'She works 8 hours from 9:00 to 17:30 with a break.',
      'From 9 am to 5 pm is 7 hours of work after the lunch break.',
      'In 1582, from October 4 to October 15 there is just 1 day.',
      'The bus leaves at 7:15 and rides 40 minutes; after a 10-minute walk I am there at 8:05.',
      'After the 20th there are 10 days of April left.',
      'All 12 months have 28 days, though January has 28 days and three more.',
      'From 1:30 to 3:30 on the night when clocks go forward is 1 hour.',
      'London is 5 hours ahead, so from 23:30 to 11:45 the flight takes 7 hours and 15 minutes.',
      '星期五之后第3天是星期一。',
    ],
  },
}

describe.each(Object.entries(kinds))('%s', (_, { fails, holds }) => {
  it.each(fails.map(([step, ...rest]) => [step, rest] as const))('false: %s', (step, [computed, question]) => {
    expect(accused(step, question).map((each) => each.computed)).toContain(computed)
  })
  it.each(holds)('left alone: %s', (step) => {
    expect(accused(step)).toEqual([])
  })
})

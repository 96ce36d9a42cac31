/* A computation told in words: "What is half of 36?", "Divide 56 by 8.", "What is 2/3 of 60?". */
import { type Story, storyReaders } from './whole.js'

const parts: Readonly<Record<string, number>> = {
  half: 1 / 2,
  'one half': 1 / 2,
  'a half': 1 / 2,
  'a third': 1 / 3,
  'one third': 1 / 3,
  'two thirds': 2 / 3,
  '2 thirds': 2 / 3,
  'a quarter': 1 / 4,
  'one quarter': 1 / 4,
  'a fourth': 1 / 4,
  'one fourth': 1 / 4,
  'three quarters': 3 / 4,
  '3 quarters': 3 / 4,
  'three fourths': 3 / 4,
  '3 fourths': 3 / 4,
  'a fifth': 1 / 5,
  'one fifth': 1 / 5,
  'a tenth': 1 / 10,
  'one tenth': 1 / 10,
}
const PART = `(?<t_f>${Object.keys(parts).join('|')}|\\d+/\\d+)`

const words: readonly Story[] = [
  {
    what: 'this part',
    templates: [`({find}|how much is) (the )?${PART} of #a{end}`],
    solve: (told) => {
      const [above = '', below] = told.word('f').split('/')
      const part = below === undefined ? (parts[told.word('f')] ?? Number.NaN) : Number(above) / Number(below)
      return { values: [[part * told.number('a')]], way: [told.number('a') / Number(below ?? 1)] }
    },
  },
  {
    what: 'the share',
    templates: ['(how much|what) is #p% of #a( @t1)?{end}'],
    solve: (told) => (told.number('a') * told.number('p')) / 100,
  },
  {
    what: 'the number of them',
    templates: ['how many @t1 are (there )?in #a dozen( @t2)?{end}', 'how many @t1 (are|is) #a dozen( @t2)?{end}'],
    solve: (told) => 12 * told.number('a'),
  },
  {
    what: 'so many times the number',
    templates: ['({find}|how much is) (?<t_f>double|twice|triple|three times|3 times)( of)? #a{end}'],
    solve: (told) => (/double|twice/.test(told.word('f')) ? 2 : 3) * told.number('a'),
  },
  {
    what: 'the sum',
    templates: [
      '({find} the sum of( the numbers)?|add) #a,? (and|to) #b{end}',
      '({find} the sum of( the numbers)?|add) #a, #b,? and #c{end}',
      '({find}|how much is) #a more than #b{end}',
    ],
    solve: (told) => told.number('a') + told.number('b') + (told.has('c') ? told.number('c') : 0),
  },
  {
    what: 'the difference',
    templates: [
      '{find} the difference (between|of)( the numbers)? #a and #b{end}',
      'subtract #b from #a{end}',
      '({find}|how much is) #b (?<t_l>less|fewer) than #a{end}',
      'take #b (away )?from #a{end}',
    ],
    solve: (told) =>
      told.text.includes('difference')
        ? Math.abs(told.number('a') - told.number('b'))
        : told.number('a') - told.number('b'),
  },
  {
    what: 'the product',
    templates: ['{find} the product of( the numbers)? #a and #b{end}', 'multiply #a (by|with|and) #b{end}'],
    solve: (told) => told.number('a') * told.number('b'),
  },
  {
    what: 'the quotient',
    templates: ['divide #a by #b{end}', '{find} the quotient of #a and #b{end}'],
    solve: (told) => (told.number('b') === 0 ? null : told.number('a') / told.number('b')),
  },
]

export const wordStories = storyReaders(
  words,
  '%|dozen|half|third|quarter|fourth|fifth|tenth|of|double|twice|triple|times|sum|add|more|difference|subtract|less|take|product|multiply|divide|quotient',
)

import type { Entered } from './link.js'

/** To click, so that a visitor sees what the page does before pasting anything. */
export const examples: readonly (Entered & { name: string })[] = [
  {
    name: 'a slip',
    question: 'A bakery bakes 6 trays of 8 rolls and sells 28 of them. How many are left?',
    context: '',
    solutions: ['It bakes 6 * 8 = 48 rolls.\nIt sells 28, so 48 - 28 = 22 are left.\nThe answer is 22.'],
  },
  {
    name: 'two solutions',
    question: 'A coat costs $80. Its price is raised by 25% and then reduced by 25%. What does it cost then?',
    context: '',
    solutions: [
      'Up 25%: $80 \\times 1.25 = 100$ dollars.\nDown 25%: $100 \\times 0.75 = 75$ dollars.\nThe answer is 75.',
      'Up 25% and down 25% cancel each other.\nSo the price is again $80 \\times 1.25 \\times 0.75 = 80$ dollars.\nThe answer is 80.',
    ],
  },
  {
    name: 'algebra',
    question: 'Solve $x^2 - 5x - 14 = 0$.',
    context: '',
    solutions: [
      'Factor the left side: $x^2 - 5x - 14 = (x + 7)(x - 2)$.\nA product is zero when one factor is.\nThe answer is $x = -7$ or $x = 2$.',
    ],
  },
  {
    name: 'a table',
    question: 'By how many per cent did operating income grow from 2023 to 2024?',
    context:
      '| in millions | 2022 | 2023 | 2024 |\n|---|---|---|---|\n| Revenue | 410 | 450 | 480 |\n| Operating income | 62 | 60 | 75 |',
    solutions: [
      'Operating income was 62 in 2023 and 75 in 2024.\nThe increase is 75 - 62 = 13.\n13 / 62 = 0.21, so it grew by 21%.',
    ],
  },
]

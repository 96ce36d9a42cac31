import { type LanguageModel, scriptedModel } from 'rationale-verifier'

/*
 * Stands for a language model, so that the example runs offline: for each question several answers as a model might sample them, good ones and bad ones.
 */

const answers: readonly (readonly [about: RegExp, answers: readonly string[]])[] = [
  [
    /gross margin/,
    [
      // Takes the operating profit for the gross profit's sum.
      'Gross profit was 165.0 million in 2025.\nThe gross margin is 165.0 / 412.5 = 42%.\nThe answer is 42%.',
      'Revenue was 412.5 million in 2025 and gross profit was 165.0 million.\nThe gross margin is 165.0 / 412.5 = 40%.\nThe answer is 40%.',
      'Gross profit was 165.0 million in 2025.\n165.0 / 412.5 = 0.42, so the margin is 42%.\nThe answer is 42%.',
    ],
  ],
  [
    /revenue grow/,
    [
      'Revenue was 412.5 million in 2025 and 366.0 million in 2024.\nIt grew by 412.5 - 366.0 = 46.5 million.\nThe answer is 46.5 million.',
      'It grew by 412.5 - 366.0 = 47.5 million.\nThe answer is 47.5 million.',
    ],
  ],
  // Nobody gets it right here: the price is of no document, and the sum is wrong.
  [
    /dividend/,
    [
      'The dividend is $0.62 a share, and there are 24 million shares.\nIn all that is 0.62 * 24 = 15.88 million.\nAt a price of $31.40 a share it yields 2%.\nThe answer is 15.88 million.',
    ],
  ],
]

export function scriptedAssistant(): LanguageModel {
  return scriptedModel({
    id: 'scripted',
    generate: (prompt, sample) => {
      const question = prompt.split('\n').at(-1) ?? ''
      const known = answers.find(([about]) => about.test(question))?.[1] ?? ['I do not know.']
      return known[sample % known.length] ?? ''
    },
  })
}

/* Wrong ways in questions of terms of sequences: one step too many. Each topic has its rule and its slips. */
import { type Topic, way } from './topic.js'

/** Terms of sequences. */
export const sequenceTopics: readonly Topic[] = [
  {
    rule: 'the n-th term of an arithmetic sequence is a + (n - 1) d',
    about: [
      /(?:arithmetic (?:sequence|progression)|arithmetische|等差|each (?:row|day|week|month|year|following|next|further)[^.]{0,50}more|every (?:row|day|week|following|next)[^.]{0,50}more|rows?[^.]{0,60}more (?:seats|than))/i,
      /term|row|day|week|sum|total|Glied|Reihe|项|排|天/i,
    ],
    compare(asked) {
      const numbers = [...asked.of('bare', 'money', 'length', 'minutes', 'days', 'years', 'mass')]
      const first = asked.labelled(
        'first (?:term|row|day|week|month|year)(?: (?:is|has|of|he|she|it|walks|runs|saves|reads|contains|there are))*|a_?1 ?=|首项(?:是|为)?',
      )
      const step =
        /(?:common difference|Differenz|公差)[^\d]{0,10}(\d+(?:\.\d+)?)/i.exec(asked.text)?.[1] ??
        /(\d+(?:\.\d+)?|two|three|four|five|six) (?:\w+ ){0,2}more/i.exec(asked.text)?.[1]
      const d = { two: 2, three: 3, four: 4, five: 5, six: 6 }[step ?? ''] ?? Number(step)
      const n = Number(
        /(\d+)(?:st|nd|rd|th)\b|(\d+) (?:rows|days|weeks|terms|months|years)|第 ?(\d+)|(\d+) ?排/
          .exec(asked.text)
          ?.slice(1)
          .find((each) => each !== undefined),
      )
      if (first === undefined || !(d > 0) || !(n > 2) || numbers.length > 4) return null
      const term = first + (n - 1) * d
      const total = (n * (first + term)) / 2
      const asksSum = /sum|total|altogether|in all|insgesamt|Summe|共|和/i.test(asked.asks)
      const [wrong, wrongTotal] = [first + n * d, (n * (first + first + n * d)) / 2]
      return asksSum
        ? {
            right: [total],
            slips: [
              way(wrong, wrongTotal),
              way(wrongTotal),
              way(n * (first + term)),
              way(n * term),
              way(n * first + n * d),
              way(((n - 1) * (first + term)) / 2),
            ],
          }
        : { right: [term], slips: [way(wrong), way(first + (n - 2) * d), way(n * d), way(first * d * (n - 1))] }
    },
  },
  {
    rule: 'the n-th term of a geometric sequence is a r^(n - 1)',
    about: [/geometric (?:sequence|progression|series)|geometrische|等比/i],
    compare(asked) {
      const first = asked.labelled('first term(?: is| of)?|a_?1 ?=|a ?=|首项(?:是|为)?')
      const ratio = asked.labelled('(?:common )?ratio(?: is| of)?|r ?=|q ?=|公比(?:是|为)?')
      const n = Number(
        /(\d+)(?:st|nd|rd|th)\b|first (\d+) terms|前 ?(\d+)|第 ?(\d+)/
          .exec(asked.text)
          ?.slice(1)
          .find((each) => each !== undefined),
      )
      if (first === undefined || ratio === undefined || !(n > 1) || ratio === 1) return null
      const total = (first * (ratio ** n - 1)) / (ratio - 1)
      const infinite = /infinit|unendlich|无穷/i.test(asked.text)
      if (infinite)
        return { right: [first / (1 - ratio)], slips: [way(first / (1 + ratio)), way((first * ratio) / (1 - ratio))] }
      return /sum|Summe|和/i.test(asked.asks)
        ? {
            right: [total],
            slips: [
              way((first * (ratio ** (n - 1) - 1)) / (ratio - 1)),
              way((first * (ratio ** (n + 1) - 1)) / (ratio - 1)),
              way(first * ratio ** n),
            ],
          }
        : {
            right: [first * ratio ** (n - 1)],
            slips: [way(first * ratio ** n), way(first + (n - 1) * ratio), way(first * ratio * (n - 1))],
          }
    },
  },
]

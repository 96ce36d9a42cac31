/* Wrong ways in questions of means, medians, groups and spread. Each topic has its rule and its slips. */
import { sum, type Topic, way } from './topic.js'

/** The longest list of numbers in a text: "3, 7, 1 and 9". */
function listIn(text: string): number[] | null {
  const lists = [
    ...text.matchAll(
      /(?<![\d.])-?\d+(?:\.\d+)?(?:(?:, | |,|、|，)(?:and |und )?(?:-?\d+(?:\.\d+)?)){2,30}(?:,? (?:and|und) -?\d+(?:\.\d+)?)?/g,
    ),
  ].map(([all]) => (all.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number))
  const [longest] = lists.sort((a, b) => b.length - a.length)
  return longest === undefined || longest.length < 3 ? null : longest
}

const middle = (list: readonly number[]) =>
  ((list[Math.floor((list.length - 1) / 2)] ?? Number.NaN) + (list[Math.floor(list.length / 2)] ?? Number.NaN)) / 2
const squares = (list: readonly number[]) => sum(list.map((each) => (each - sum(list) / list.length) ** 2))

/** Lists of numbers, means of groups, spread. */
export const statisticsTopics: readonly Topic[] = [
  {
    rule: 'the median is the middle of the sorted list',
    about: [/median|Median|Zentralwert|中位数/i],
    unless: /group|class|frequenc|interval/i,
    compare({ text }) {
      const list = listIn(text)
      if (list === null) return null
      const sorted = [...list].sort((a, b) => a - b)
      const right = middle(sorted)
      const half = sorted.length / 2
      return {
        right: [right],
        slips: [
          way(middle(list)),
          ...(sorted.length % 2 === 0 ? [way(sorted[half] ?? 0), way(sorted[half - 1] ?? 0)] : []),
        ].filter(({ values }) => values[0] !== right),
      }
    },
  },
  {
    rule: 'the variance of a sample divides by n - 1, that of a whole population by n',
    about: [/variance|standard deviation|Varianz|Standardabweichung|方差|标准差/i],
    unless: /portfolio|correlation|normal|confidence|binomial/i,
    compare({ text }) {
      const list = listIn(text)
      if (list === null) return null
      const [s, n] = [squares(list), list.length]
      const sample = /sample|unbiased|Stichprobe|样本|estimate/i.test(text)
      const [right, wrong] = sample ? [s / (n - 1), s / n] : [s / n, s / (n - 1)]
      const told = sample || /population|Grundgesamtheit|总体|方差/i.test(text)
      const absolute = sum(list.map((each) => Math.abs(each - sum(list) / n)))
      return {
        right: told ? [right, Math.sqrt(right)] : [right, wrong, Math.sqrt(right), Math.sqrt(wrong)],
        way: [s],
        slips: [
          ...(told ? [way(wrong), way(Math.sqrt(wrong))] : []),
          way(s),
          way(Math.sqrt(s)),
          way(Math.sqrt(s) / n),
          way(absolute / n),
          way(absolute / (n - 1)),
        ],
      }
    },
  },
  {
    rule: 'the mean of groups of different size is weighted by their sizes',
    about: [
      /average|mean|Durchschnitt|Mittelwert|durchschnittlich|平均/i,
      /all|overall|combined|whole|both|together|total|alle|gesamt|insgesamt|全班|全体|一共/i,
    ],
    unless: /speed|median|moving|km\/h|geschwindigkeit|速度|standard deviation|replaced|corrected|misread/i,
    compare(asked) {
      const groups = asked.all.filter(
        ({ span, value }) =>
          Number.isInteger(value) &&
          value > 1 &&
          /^\s?(?:\w+ )?(?:students?|boys|girls|people|men|women|workers?|employees|children|pupils|players|members|Schüler\w*|Mädchen|Jungen|Personen|名|人|个|adults|teachers|units|houses|shares|kg|hours|credits?)/i.test(
            asked.text.slice(span[1], span[1] + 30),
          ),
      )
      const [n = 0, m = 0] = groups.map(({ value }) => value)
      // "Of all thirty" tells nothing new.
      const values = asked.all
        .filter((each) => !groups.includes(each))
        .flatMap(({ value }) => (value === n + m ? [] : value))
      if (groups.length !== 2 || values.length !== 2) return null
      const [a = 0, b = 0] = values
      if (n === m || a === b) return null
      return { right: [(n * a + m * b) / (n + m)], slips: [way((a + b) / 2), way((m * a + n * b) / (n + m))] }
    },
  },
  {
    rule: 'the missing value is the total that the mean needs, less what is there',
    about: [
      /average|mean|Durchschnitt|平均/i,
      /(?:needs?|must|has to|required?|should)[^.?]{0,80}(?:next|fifth|fourth|sixth|last|final|third)|(?:next|fifth|fourth|sixth|last|final) (?:test|exam|score|game|quiz|paper|assessment)|(?:fünfte|vierte|letzte)n? (?:Klausur|Test)/i,
    ],
    unless: /weight|%|counts (?:twice|double)/i,
    compare(asked) {
      const list = listIn(asked.text)
      const target = asked
        .of('bare')
        .filter((each) => list === null || !list.includes(each))
        .at(-1)
      if (target === undefined || target < 10) return null
      if (list !== null) {
        const needed = target * (list.length + 1) - sum(list)
        return {
          right: [needed],
          slips: [way(target * list.length - sum(list)), way(2 * target - sum(list) / list.length), way(target)],
        }
      }
      const count = asked.of('bare').find((each) => each <= 12 && each >= 2)
      const means = asked.of('bare').filter((each) => each > 12)
      if (count === undefined || means.length !== 2) return null
      const [now = 0, goal = 0] = means
      return {
        right: [goal * (count + 1) - now * count],
        slips: [way(2 * goal - now), way(goal + (goal - now) * count), way(goal * count - now * count)].filter(
          ({ values }) => values[0] !== goal * (count + 1) - now * count,
        ),
      }
    },
  },
  {
    rule: 'the standard error is the standard deviation over the root of n',
    about: [
      /standard error|confidence interval|Konfidenzintervall|Standardfehler|standard deviation of the (?:sample )?mean|margin of error/i,
    ],
    unless: /proportion|polled/i,
    compare(asked) {
      const s = asked.labelled('standard deviation(?: of| is| was|:)?|σ ?=|s ?=|Standardabweichung(?: von)?')
      const n =
        asked.labelled('n ?=|sample of(?: size)?|sample size(?: of| is)?|random sample of') ??
        asked.all.find(({ span }) =>
          /^\s?(?:observations|measurements|items|people|students|values|bottles|patients|parts|batteries|packages|Messwerte)/i.test(
            asked.text.slice(span[1], span[1] + 24),
          ),
        )?.value
      if (s === undefined || n === undefined || n < 4) return null
      const error = s / Math.sqrt(n)
      const z = [1.96, 1.645, 2.576, 2]
      return {
        right: [error, ...z.map((each) => each * error)],
        slips: [way(s / n), ...z.map((each) => way((each * s) / n)), ...z.map((each) => way(each * s))],
      }
    },
  },
  {
    rule: 'a z-score is the distance from the mean in standard deviations',
    about: [/z-?score|standardi[sz]ed|how many standard deviations|z-Wert/i],
    compare(asked) {
      const [mean, s] = [
        asked.labelled('mean(?: of| is|:)?|average(?: of| is)?|μ ?='),
        asked.labelled('standard deviation(?: of| is|:)?|σ ?=|SD(?: of)?'),
      ]
      const values = asked.of('bare', 'length', 'mass', 'minutes').filter((each) => each !== mean && each !== s)
      const [x] = values
      if (mean === undefined || s === undefined || x === undefined || values.length !== 1) return null
      return {
        right: [(x - mean) / s],
        slips: [way((x - mean) / s ** 2), way((x - mean) / Math.sqrt(s)), way(x / s), way((x - mean) / mean)],
      }
    },
  },
]

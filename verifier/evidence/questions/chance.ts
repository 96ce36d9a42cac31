/* "What is the probability of being ill, given a positive test?", "In how many ways can the letters be arranged?": reckoned by rule. */
import { rare } from '../../../src/core/triggers.js'
import { type Asked, asSolved, form, numberOf, numbersIn, type QuestionReader, type Solved, share } from './form.js'

/** What a positive test means. */
export const chanceReaders: readonly QuestionReader[] = [positiveTest]

const SICK =
  '(?:ill|sick|infected|defective|diseased|affected|spam|positive cases|faulty|guilty|fraudulent|kranken|with the disease|who have it|that have it|carriers)'
const HEALTHY = String.raw`(?:healthy|good|well|not (?:ill|sick|infected)|without (?:it|the disease)|non-\w+|harmless|intact|gesunden|sound|legitimate|uninfected)`

/** "2 % are ill. A test recognises 95 % of the ill and gives a false alarm in 10 % of the healthy": the share of the ill among the positive. */
function positiveTest({ text }: Asked): Solved | null {
  const percents = [...text.matchAll(/(\d+(?:\.\d+)?)\s?%/g)]
  if (percents.length !== 3 || numbersIn(text).length > 4) return null
  if (
    !/\b(?:how likely|what share|what proportion|probability|what percentage|what fraction|wie wahrscheinlich)\b/i.test(
      text,
    )
  )
    return null
  const caught = new RegExp(String.raw`(\d+(?:\.\d+)?)\s?% of (?:the )?${SICK}`, 'iu').exec(text)
  const alarms = new RegExp(String.raw`(\d+(?:\.\d+)?)\s?% of (?:the )?${HEALTHY}`, 'iu').exec(text)
  if (caught === null || alarms === null) return null
  const prior = percents.find(({ index }) => index !== caught.index && index !== alarms.index)
  if (
    prior === undefined ||
    !/^\d+(?:\.\d+)?\s?% of (?:the |all )?(?:people|items|persons|population|patients|parts|products|e-?mails|messages|inhabitants|men|women|those)|affects|(?:suffer|are|have)/i.test(
      text.slice(prior.index - 12, prior.index + 80),
    )
  )
    return null
  if (!/tests? positive|positive|flagged|alarm|flags?\b/i.test(text)) return null
  // Asked is the share of the sick among the flagged, not another.
  if (
    !new RegExp(String.raw`(?:positive|flagged)[^?]*\b${SICK}|\b${SICK}[^?]*(?:positive|flagged)[^?]*\?`, 'iu').test(
      text.slice(Math.max(caught.index, alarms.index)),
    )
  )
    return null
  const [p, s, f] = [prior[1], caught[1], alarms[1]].map((each) => numberOf(each) / 100) as [number, number, number]
  const positive = p * s + (1 - p) * f
  const of = [100, 1000, 10_000, 100_000, 1_000_000]
  return asSolved('the share of the positive that are really so', {
    ...share((p * s) / positive),
    way: [
      p,
      s,
      f,
      p * s,
      1 - p,
      (1 - p) * f,
      positive,
      ...of.flatMap((n) => [p * n, p * s * n, (1 - p) * n, (1 - p) * f * n, positive * n]),
    ],
  })
}

function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0
  let result = 1
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i
  return Math.round(result)
}

export const binomialForms: readonly QuestionReader[] = [
  form(
    'the number of committees',
    String.raw`how many (?:different )?ways can (?:a (?:committee|group|team) of )?#(?: \w+)? be (?:chosen|selected|picked|formed) from (?:a group of |among )?#(?: \w+)?(?: for an? (?:committee|team|group))?\?`,
    ([k = 0, n = 0]) => choose(n, k),
  ),
  form(
    'the number of matches',
    String.raw`\b#(?: \w+)? teams[^?]{0,60}\b(?:plays? every other (?:one |team )?|play each other )(once|twice)[^?]{0,80}how many (?:matches|games)`,
    ([n = 0], match) =>
      // The matches of one team or of one round are others; at home and away each pair plays twice.
      /\bhome\b|\baway\b|\brounds?\b/i.test(match.input) ||
      /\bhow many (?:matches|games)\b.*\b(?:each|one|an?|every|per|any|single)\b/i.test(match.input)
        ? null
        : {
            values: [[(n * (n - 1) * (/twice/i.test(match[0]) ? 2 : 1)) / 2]],
            way: [n - 1, 2 * (n - 1), (n * (n - 1)) / 2, ...(/twice/i.test(match[0]) ? [] : [n * (n - 1)])],
          },
  ),
  form(
    'the number of handshakes',
    String.raw`\b# (?:people|guests|persons|friends|players)\b[^?]{0,80}\bshakes? hands? with (?:every|each) other\b[^?]{0,40}(?:once)?[^?]{0,40}how many handshakes`,
    ([n = 0]) => (n * (n - 1)) / 2,
  ),
  form(
    'the number of divisions into unnamed teams',
    String.raw`\b#(?: \w+){1,2} (?:are|is) (?:divided|split) into # (?:unnamed|unlabell?ed|identical) (?:teams|groups) of #[^?]{0,80}how many ways`,
    ([n = 0, teams = 1, size = 1]) => {
      if (n !== teams * size) return null
      const chosen = Array.from({ length: teams }, (_, i) => choose(n - i * size, size))
      const ordered = chosen.reduce((a, b) => a * b, 1)
      const orders = Array.from({ length: teams }, (_, i) => i + 1).reduce((a, b) => a * b, 1)
      return { values: [[ordered / orders]], way: [...chosen, orders] }
    },
  ),
  form(
    'the number of selections',
    String.raw`从#名\p{L}{1,3}和#名\p{L}{1,3}中选(?:出)?#(?:人|名)[^?]{0,20}至少有#名(\p{L}{1,3}?)[, ]`,
    ([a = 0, b = 0, k = 0, least = 0], match) => {
      const names = /从\d+名(\p{L}{1,3})和\d+名(\p{L}{1,3})中/u.exec(match[0])
      const [first, second] = [names?.[1] ?? '', names?.[2] ?? '']
      const wanted = match[5] ?? ''
      const [many, others] = wanted === first ? [a, b] : wanted === second ? [b, a] : [Number.NaN, 0]
      let ways = 0
      for (let i = least; i <= k; i++) ways += choose(many, i) * choose(others, k - i)
      return Number.isNaN(many) ? null : ways
    },
  ),
  form(
    'the number of selections',
    String.raw`from # (?:men|boys|male\w*) and # (?:women|girls|female\w*)[^?]{0,60}(?:committee|team|group|choose|chosen|selected)[^?]{0,20}#(?: \w+)?[^?]{0,60}at least (?:#|one) (woman|women|girl|man|men|boy)`,
    (numbers, match) => {
      const [a = 0, b = 0, k = 0, least = 1] = numbers
      const [many, others] = /wom|girl/i.test(match.at(-1) ?? '') ? [b, a] : [a, b]
      let ways = 0
      for (let i = least; i <= k; i++) ways += choose(many, i) * choose(others, k - i)
      return ways
    },
  ),
  form(
    'the number of posts',
    String.raw`(?=[^?]*\b(?:both ends|each end|either end)\b)(?:fence|road|street|path|avenue|wall|row)\b[^?\d]{0,30}# ?(?:m|metres?|meters?)?\b[^?]*\bevery # ?(?:m|metres?|meters?)\b[^?]*how many (?:posts|trees|lamps|poles)`,
    ([length = 0, gap = 1]) => ({ values: [[length / gap + 1]], way: [length / gap] }),
  ),
]

const withoutAdjacent =
  /arrangements? of the letters of (?:the word )?["“']?(\p{Lu}{4,11})["”']?[^?]{0,20}\b(?:the )?(?:2|both) (\p{Lu})(?:'s|’s|s) (not|never) (?:next to each other|adjacent|together)/u
const plainWord =
  /(?:how many) (?:different |distinct )?(?:arrangements|ways|words|permutations|orders|anagrams)[^?]{0,60}\bletters of (?:the word )?["“']?(\p{Lu}{4,11})["”']?(?: be (?:arranged|written|ordered|put|placed|rearranged))?\s?\?/iu

/** Arrangements of the letters of a word. */
const readArrangements: QuestionReader = ({ text }) => {
  const apart = rare(withoutAdjacent).exec(text)
  const word = apart?.[1] ?? rare(plainWord).exec(text)?.[1]
  if (word === undefined || word !== word.toUpperCase()) return null
  const all = arrangementsOf([...word])
  if (apart === null) return asSolved(`the number of arrangements of ${word}`, all)
  const letter = apart[2] ?? ''
  if ([...word].filter((each) => each === letter).length !== 2) return null
  const glued = [...word.replaceAll(letter, ''), `${letter}${letter}`]
  return asSolved(`the number of such arrangements of ${word}`, {
    values: [[all - arrangementsOf(glued)]],
    way: [all, arrangementsOf(glued), arrangementsOf([...word.replaceAll(letter, '')])],
  })
}

export const arrangements: QuestionReader = Object.assign(readArrangements, {
  source: `${withoutAdjacent.source}|${plainWord.source}`,
})

function arrangementsOf(letters: readonly string[]): number {
  let ways = 1
  const counts = new Map<string, number>()
  for (const [i, letter] of letters.entries()) {
    const count = (counts.get(letter) ?? 0) + 1
    counts.set(letter, count)
    ways = (ways * (i + 1)) / count
  }
  return Math.round(ways)
}

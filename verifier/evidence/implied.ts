/* Numbers that a text says without digits: "a fortnight" is 14, "八五折" is 0.85. They have a source then. */
import { rare } from '../../src/core/triggers.js'

/** Words that stand for numbers, in lower case. */
const words = (
  [
    [/\bfortnight/i, [14, 2]],
    [/\b(?:baker['’]s dozen)\b/i, [13]],
    [/\bdozens?\b|\bDutzend|一打/i, [12]],
    [/\bgross\b/i, [144]],
    [/\bdecades?\b|\bJahrzehnt/i, [10]],
    [/\bcentur(?:y|ies)\b|\bJahrhundert/i, [100]],
    [/\b(?:couple|pair|both|Paar|beide[nrs]?)\b|一对|一双|两/i, [2]],
    [/\bbi-?weekly\b|\bevery other week\b/i, [26, 2, 14]],
    [/\b(?:semi-?annual(?:ly)?|half-?yearly|halbjährlich)\b|半年/i, [2, 6]],
    [/\b(?:quarterly|vierteljährlich|quartalsweise)\b|季度/i, [4, 3]],
    [/\b(?:hal(?:f|ves|b)|Hälfte)\b|一半/i, [2, 0.5, 1.5]],
    [/\bDrittel\b|三分之一/i, [3, 1 / 3]],
    [/\bViertel\b|四分之一/i, [4, 0.25, 0.75]],
    [/\bdoppelt|\bverdoppel/i, [2]],
    [/\bleap year\b|\bSchaltjahr|闰年/i, [366, 29]],
  ] as const
).map(([word, values]) => [rare(word), values] as const)
const scores = rare(/\b(two|three|four|five|\d+) score\b/gi)
const counts: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5 }
/** 八折, 8.5折, 八五折: at so many tenths of the price. */
const discount = rare(/([一二三四五六七八九]{1,2}|\d(?:\.\d)?|\d\d)\s?折/g)
const han = '〇一二三四五六七八九'
const hanNumber = rare(/([一二三四五六七八九])?十([一二三四五六七八九])?|[一二三四五六七八九]/g)
const german =
  'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig'.split(
    ' ',
  )
const germanNumber = rare(new RegExp(String.raw`(?<!\p{L})(?:${german.slice(2).join('|')})(?!\p{L})`, 'giu'))
/** Parts of a year in which interest is added. */
const parts: readonly (readonly [RegExp, number])[] = [
  [/\bmonthly\b|\bmonatlich/i, 12],
  [/\bquarterly\b|\bvierteljährlich/i, 4],
  [/\bsemi-?annual|\bhalf-?yearly\b|\bhalbjährlich/i, 2],
]

/** Numbers that a question says in words or implies: a fortnight is 14 days, 八五折 is 0.85 of the price, 8 % a year added quarterly are 2 %. Linear time. */
export function impliedNumbers(question: string): number[] {
  const text = question.slice(0, 5000)
  const found = words.flatMap(([word, values]) => (word.test(text) ? values : []))
  for (const { 1: count = '' } of scores.matchAll(text)) found.push(20 * (counts[count.toLowerCase()] ?? Number(count)))
  for (const { 1: written = '' } of discount.matchAll(text)) {
    const digits = [...written.replace('.', '')].map((char) => (han.includes(char) ? han.indexOf(char) : Number(char)))
    const share = Number(`0.${digits.join('')}`)
    found.push(share, 10 * share, 100 * share, 1 - share, 100 - 100 * share)
  }
  for (const { 0: all, 1: tens, 2: ones } of hanNumber.matchAll(text))
    found.push(
      all.includes('十')
        ? 10 * (tens === undefined ? 1 : han.indexOf(tens)) + (ones === undefined ? 0 : han.indexOf(ones))
        : han.indexOf(all),
    )
  for (const [word] of germanNumber.matchAll(text)) found.push(german.indexOf(word.toLowerCase()))
  const added = parts.find(([word]) => word.test(text))?.[1]
  if (added !== undefined)
    for (const { 1: rate = '' } of text.matchAll(/(\d{1,2}(?:\.\d{1,3})?)\s?(?:%|per ?cent|Prozent)/gi))
      found.push(Number(rate) / added, Number(rate) / added / 100, 1 + Number(rate) / added / 100)
  return found
}

/* Odds and shares: "one in forty is 4 percent", "5 in 200 is 1 in 50". Compared as fractions. */
import { rare } from '../../../../src/core/triggers.js'
import { isNumber } from './named.js'
import type { Claim } from './said.js'
import { readNumber } from './things.js'

const IN = String.raw`(\d{1,4}|[Oo]ne)\s(?:in|out\sof)\s(?:every\s)?(\d{1,6})`
const told = rare(
  new RegExp(
    String.raw`(?:^|(?<=[\s,(:])(?<!\d\s|[/·×*+=-]\s))${IN},?\s(?:is|equals|means|makes|corresponds\sto|comes\sto|that\sis|i\.e\.,?)\s(?:the\ssame\sas\s|about\s|exactly\s|a\s(?:chance|probability)\sof\s)?(?:${IN}|(\d{1,3}(?:\.\d+)?\s?(?:%|percent|per\scent)|0?\.\d+|\d{1,4}\/\d{1,6}))(?![\d.]*\d|\s?(?:[-+*/^×]|more|less|higher|lower|off|of\s))`,
    'gu',
  ),
)

/** "1 in 3 plus 1 in 6 is 1 in 2": a part of more. */
const within = /\b(?:plus|minus|times|and|or|than|of|by|from|with|add(?:ing)?)\s$/i

const count = (word: string) => (/one/i.test(word) ? 1 : Number(word))

/** "One in forty is 4 percent", "5 in 200 is 1 in 50". */
export function oddsClaims(sentence: string): Claim[] {
  return told.matchAll(sentence).flatMap((match): Claim[] => {
    const [all, a = '', b = '', c, d, value] = match
    const share = count(a) / Number(b)
    if (!(share <= 1) || within.test(sentence.slice(0, match.index))) return []
    const expected = isNumber(share)
    const said = value ?? `${c} in ${d}`
    const ok =
      value === undefined
        ? Math.abs(count(c ?? '') / Number(d) - share) <= 1e-9
        : readNumber(value) === null
          ? null
          : expected.holds(value)
    const computed = value?.match(/%|per/) ? `${Number((100 * share).toPrecision(6))}%` : expected.computed
    return ok === null
      ? []
      : [{ kind: 'probabilities', expected: { computed }, said, ok, from: match.index, to: match.index + all.length }]
  })
}

/* Two statistics of one list: "the mean is smaller than the median". Both are computed. */
import { rare } from '../../../../src/core/triggers.js'
import { shown } from '../claim.js'
import { type Statistic, statisticNamed } from './lists.js'
import type { Claim } from './said.js'
import { readList } from './things.js'

const NAME = String.raw`(?:arithmetic\s)?mean|average|median|mode|range`
const BE = String.raw`(?:is|are|was|lies|comes\sout|turns\sout)\s(?:(?:therefore|thus|then|hence|also|clearly|indeed|exactly|here|so)\s)?(?:\d+(?:\.\d+)?\s(?:points?\s|units?\s)?)?`
const OF = String.raw`(?:\sof\s([^;]{3,80}?))?`
const compared = rare(
  new RegExp(
    String.raw`(?:^|[\s,(])(?:[Tt]he\s|[Ii]ts\s)?(${NAME})${OF}\s(?:${BE}(?:(larger|greater|higher|bigger|more|above)|(smaller|less|lower|below))(?:\sthan)?|(exceeds)|${BE}(?:equal\sto|the\ssame\sas))\s(?:the\s|its\s|their\s)?(${NAME})(?![\p{L}-])(?!\sof)`,
    'gu',
  ),
)
const alike = rare(
  new RegExp(
    String.raw`(?:^|[\s,(])(?:[Tt]he\s)?(${NAME})\sand\s(?:the\s)?(${NAME})${OF}\s(?:are\s(?:therefore\s|thus\s|both\s)?(?:equal|the\ssame|identical)|coincide|agree)(?!\p{L})`,
    'giu',
  ),
)

/** "The mean is therefore smaller than the median", "mean and median are equal": of the list that is named, or of the one that the question is about. */
export function comparedClaims(sentence: string, asked: () => readonly string[]): Claim[] {
  const told = [
    ...compared.matchAll(sentence).map((match) => {
      const [, first, list, more, less, exceeds, second] = match
      return {
        match,
        names: [first, second],
        list,
        sign: less !== undefined ? -1 : (more ?? exceeds) === undefined ? 0 : 1,
      }
    }),
    ...alike.matchAll(sentence).map((match) => ({ match, names: [match[1], match[2]], list: match[3], sign: 0 })),
  ]
  return told.flatMap(({ match, names, list, sign }): Claim[] => {
    const numbers = list === undefined || /^(?:the|this|these)\s/.test(list) ? onlyList(asked()) : readList(list)
    const [a, b] = names.map((name) => singleOf(statisticNamed(name ?? ''), numbers))
    if (a == null || b == null) return []
    const ok = sign === 0 ? Math.abs(a - b) < 1e-9 : sign * (a - b) > 1e-9
    const computed = `a ${names[0]} of ${shown(a)} and a ${names[1]} of ${shown(b)}`
    return [
      {
        kind: 'statistics',
        expected: { computed },
        said: match[0].trim(),
        ok,
        from: match.index,
        to: match.index + match[0].length,
      },
    ]
  })
}

function onlyList(asked: readonly string[]): number[] | null {
  const lists = asked.flatMap((each) => {
    const list = readList(each)
    return list === null ? [] : [list]
  })
  return new Set(lists.map((each) => each.join())).size === 1 ? (lists[0] ?? null) : null
}

function singleOf(of: Statistic | null, numbers: readonly number[] | null): number | null {
  const value = of === null || numbers === null || numbers.length < 3 ? null : of(numbers)
  return typeof value === 'number' ? value : value?.length === 1 ? (value[0] ?? null) : null
}

/* What stands there, counted: "There are 5 factors: 1, 2, 3, 6", "from the third to the tenth term there are seven steps". */
import { COUNT, countOf, ORDINAL, ordinalOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from '../claim.js'

/** Counting what stands there: the items of a list, the steps between two of its places. */
export function readCounts({ plain }: ClaimText): Finding[] {
  return [...(/:\s/.test(plain) ? lists(plain) : []), ...stepsBetween(plain)]
}

const listing = rare(
  new RegExp(
    String.raw`(?:there\sare|these\sare|has|have|are|gives)\s(?:exactly\s|a\stotal\sof\s|the\s)?(\d{1,3}|zero|one|${COUNT})\s(?:\p{L}+\s){0,3}?(?:numbers|factors|divisors|primes|prime\snumbers|values|solutions|outcomes|items|elements|multiples|integers|possibilities|pairs|ways|options|combinations|terms|squares|cubes|names|words|letters|cases|roots)(?:\s(?:of|in|for|that|less|between|up|to|below|under)\s[^:.\n]{1,60})?:\s([^\n:;]{3,400}?)(?=\.(?:\s|$)|[;\n]|$)`,
    'giu',
  ),
)

/** "There are 5 factors: 1, 2, 3, 6." Only lists of plain numbers, or of numbers in brackets: everything else may hold commas of its own. */
function lists(text: string): Finding[] {
  return [...listing.matchAll(text)].flatMap((match) => {
    const [, claimed = '', list = ''] = match
    const items = itemsOf(list)
    if (items === null || items.length < 2) return []
    return counted(text, match, claimed, items.length, `the list has ${items.length} items`)
  })
}

function itemsOf(list: string): string[] | null {
  if (/\.\.\.|…|etc|ldots|dots|=|\d,\d{3}(?!\d)/.test(list)) return null
  const plain = list
    .replace(/[$\\{}[\]]/g, ' ')
    .replace(/,?\s(?:and|und|or)\s/g, ', ')
    .trim()
  const tuples = plain.match(/\([^()]*\)/g)
  if (tuples !== null) return plain.replace(/\([^()]*\)/g, '').replace(/[,\s]/g, '') === '' ? tuples : null
  const items = plain.split(',').map((each) => each.trim())
  return items.every((each) => /^-?\d{1,12}(?:\.\d+|\/\d+)?$/.test(each)) ? items : null
}

function counted(text: string, match: RegExpExecArray, claimed: string, exact: number, message: string): Finding[] {
  const span = [match.index, match.index + match[0].length] as const
  const ok = countOf(claimed) === exact
  if (!ok && hedged(text, span)) return []
  return [finding('counting', span, claimed, String(exact), ok, message)]
}

const between = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:from|between)\sthe\s(${ORDINAL})\s(?:term\s)?(?:to|and)\sthe\s(${ORDINAL})\s(?:term|element|member)s?,?\s(?:there\sare|are|it\sis|we\shave|lie)\s(\d{1,3}|zero|one|${COUNT})\s(?:steps|differences|jumps|intervals|common\sdifferences)`,
    'giu',
  ),
)

/** "From the third to the tenth term there are seven steps." */
function stepsBetween(text: string): Finding[] {
  return [...between.matchAll(text)].flatMap((match) => {
    const [, from = '', to = '', claimed = ''] = match
    const exact = (ordinalOf(to) ?? 0) - (ordinalOf(from) ?? 0)
    return counted(text, match, claimed, exact, `from the ${from} to the ${to} there are ${exact} steps`)
  })
}

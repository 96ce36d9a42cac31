/* Two rows of a table beside each other: "March had fewer orders than February". Their cells are compared. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { blanked } from '../../blanked.js'
import { finding, hedged, shown } from '../claim.js'
import { endOf, isForeign } from './extremes.js'
import { columnNumbers, type Grid, isClock, shownCell } from './grids.js'
import { different, headsIn, isOf, rowsIn, withoutNames } from './mentions.js'
import { numbersIn, type Told } from './numbers.js'

const MORE =
  'more|higher|larger|bigger|greater|hotter|warmer|heavier|taller|longer|older|dearer|pricier|busier|wetter|above|ahead\\sof|exceeds?|exceeded|outsold|outnumber(?:s|ed)?|surpass(?:es|ed)|overt(?:akes?|ook|aken)|tops|topped'
const LESS = 'fewer|less|lower|smaller|colder|cooler|lighter|shorter|younger|cheaper|quieter|drier|below|behind'
const comparison = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:(${MORE})|(?:${LESS}))(?!\p{L})(?!\s(?:important|popular|risky|efficient|profitable|expensive\p{L}*|likely|volatile|stable|average|all|expectations|plan)(?!\p{L}))`,
    'giu',
  ),
)
/** Beside "above" or "exceeds", these compare nothing without "than". */
const needsThan = /^(?!outsold|ahead)(?:less|fewer|more|\p{L}+er)$/iu
/** What compares something else than two figures of one column. */
const unless = rare(
  /\b(?:per|share|ratio|margin|gr[eo]w\w*|ris\w+|rose|f[ae]ll\w*|chang\w*|increas\w*|decreas\w*|drop\w*|relative\w*|proportion\w*|average|mean|differ\w*|sum|total|together|combined|and|or|both|all|other|twice|half|double|times|percent\w*|points?|would|only|least|most|each|every|if|rate|improv\w*)\b|%|[+*×÷=]|\d\s?[-−–]\s?\d/i,
)

const known =
  /^(?:in|on|at|of|the|a|an|was|were|is|are|had|has|there|people|inhabitants|lived?|living|sold|came|fell|brought|rain\w*|slightly|much|clearly|money|units|pieces|items)$/i

/** "Larger in area": of something that the table does not have. */
const isOther = (words: string, source: string): boolean =>
  (words.match(/\p{L}+/gu) ?? []).some(
    (word) => !known.test(word) && !source.toLowerCase().includes(word.toLowerCase().replace(/(?:ies|es|s|y)$/, '')),
  )

/** "March had fewer orders than February", "Rent exceeds energy", "More people live in the north than in the south": two rows of a table in one column, or in all where none is named. */
export function comparisons(grid: Grid, source: string, sentence: string): Finding[] {
  const [match, another] = comparison.matchAll(sentence)
  if (match === undefined || another !== undefined) return []
  const rows = rowsIn(grid, sentence)
  const heads = headsIn(grid, sentence)
  const plain = blanked(sentence, [...rows, ...heads])
  const [first, second] = rows
  if (first === undefined || second === undefined || rows.length !== 2 || first.thing === second.thing) return []
  if (unless.test(plain)) return []
  const isBetween = match.index >= first.to && match.index < second.from
  const isAhead =
    match.index < first.from &&
    /^\s(?:[^.,;:\d]{2,40}\s)?(?:in|on|at|for)\s(?:the\s)?$/.test(
      sentence.slice(match.index + match[0].length, first.from),
    )
  const between = sentence.slice(isAhead ? first.to : match.index + match[0].length, second.from)
  if (!isBetween && !isAhead) return []
  // "Total assets less total liabilities": one is taken from the other.
  if (needsThan.test(match[0]) && !/\sthan\s/.test(between)) return []
  if (
    !/^(?:\s[^.,;:]{0,40})?\sthan\s(?:(?:in|on|for|that\sof|those\sof)\s)?(?:the\s)?$|^\s(?:(?:that|those)\sof\s)?(?:the\s)?$/.test(
      between,
    )
  )
    return []
  const words =
    /^[^.,;:]*(?=\sthan\s)/.exec(between)?.[0] ??
    (isAhead ? sentence.slice(match.index + match[0].length, first.from) : '')
  if (isForeign(match[0], source) || isOther(words, source)) return []
  const named = different(heads).map((head) => grid.heads.indexOf(head))
  const columns = grid.heads.length <= 1 ? [0] : named.length > 0 ? named : [...grid.heads.keys()]
  // The one ahead has the shorter time.
  const isRace = /ahead|behind|overt|tops|topped/i.test(match[0])
  if (
    isRace &&
    columns.some(
      (i) =>
        endOf(`${grid.heads[i]?.label ?? ''} ${grid.heads[i]?.unit ?? ''} ${first.thing.unit}`) > 0 ||
        isClock(first.thing.cells[i] ?? null),
    )
  )
    return []
  const pairs = columns.map(
    (column) => [first.thing.cells[column] ?? null, second.thing.cells[column] ?? null] as const,
  )
  const sign = match[1] === undefined ? -1 : 1
  const holds = pairs.map(([a, b]) =>
    a === null || b === null || a < 0 !== b < 0 ? null : sign * (Math.abs(a) - Math.abs(b)) > 0,
  )
  const [pair] = pairs
  if (named.length > 1 || pair === undefined || holds.includes(null)) return []
  const span = [Math.min(first.from, match.index), second.to] as const
  const ok = holds.includes(true)
  if (!ok && hedged(sentence, span)) return []
  const [a, b] = pair.map(shownCell)
  const message = `the table has ${a} for ${first.thing.label} and ${b} for ${second.thing.label}`
  return [finding('tables', span, match[0], `${a} and ${b}`, ok, message)]
}

const taken = /^,?\s(?:less|minus)\s(?:the\s|its\s|their\s)?$/i
const comesTo =
  /^,?\s(?:(?:is|are|was|were|equals?|makes?|gives?|leaves?)|(?:comes?|came|amount(?:s|ed)?)\sto)\s(?:exactly\s|then\s)?[$€£]?$/i

/** What is told of another time than that of the table. */
const otherTime = rare(
  /\b(?:ago|last|previous(?:ly)?|prior|earlier|former(?:ly)?|before|after|once|then|next|used\sto|would|will|at\sthe\s(?:time|start|beginning|outset)|at\s(?:first|purchase|acquisition)|initially|originally|back|still|already|down|up)\b/i,
)

/** Whether a sentence has one number alone that the table does not have: "is 900 less 40, that is 860" has the cells first. */
function isOnlyNew(grid: Grid, sentence: string): boolean {
  const plain = withoutNames(grid, sentence)
  const isCell = ({ value, scale, digits }: Told) =>
    grid.rows.some(({ cells }) => cells.some((cell) => cell !== null && isOf(value, scale, digits, cell)))
  const told = numbersIn(plain)
  return told.length === 1 && !told.some(isCell) && !otherTime.test(plain)
}

/** "Total assets less total liabilities is 200": one row taken from another. */
export function remainders(grid: Grid, sentence: string): Finding[] {
  const [first, second, third] = rowsIn(grid, sentence)
  if (first === undefined || second === undefined || third !== undefined || /[+*×÷=%]/.test(sentence)) return []
  const [number] = numbersIn(sentence.slice(second.to))
  if (number === undefined || !taken.test(sentence.slice(first.to, second.from))) return []
  const span = [first.from, second.to + number.to] as const
  if (
    !comesTo.test(sentence.slice(second.to, second.to + number.from)) ||
    /^\s?[-−–]\s?\d/.test(sentence.slice(span[1]))
  )
    return []
  const heads = different(headsIn(grid, sentence)).map((head) => grid.heads.indexOf(head))
  const columns = heads.length > 0 ? heads : columnNumbers(grid)
  const [exact, another] = columns.flatMap((i) => {
    const [a, b] = [first.thing.cells[i] ?? null, second.thing.cells[i] ?? null]
    return a === null || b === null ? [] : [Math.abs(a) - Math.abs(b)]
  })
  if (exact === undefined || another !== undefined || exact <= 0) return []
  const ok = isOf(number.value, number.scale, number.digits, exact)
  // What is far off is of something else.
  const isNear = number.value * number.scale > 0.6 * exact && number.value * number.scale < 1.6 * exact
  if (!ok && (!isNear || !isOnlyNew(grid, sentence) || hedged(sentence, span))) return []
  const message = `${shownCell(first.thing.cells[columns[0] ?? 0])} less ${shownCell(second.thing.cells[columns[0] ?? 0])} is ${shown(exact)}, not ${number.text}`
  return [finding('tables', span, number.text, shown(exact), ok, message)]
}

const gap = rare(
  /(?<!\p{L})(?:gap|difference|distance|lead)(?!\p{L})[^.;]{0,50}?\s(?:is|was|were|came\sto|amount(?:s|ed)\sto|of)\s(?:about\s|only\s|just\s|exactly\s)?[$€£]?(?=\d)/giu,
)
const otherGap = rare(
  /\b(?:average|mean|goal|per|percent\w*|narrow\w*|widen\w*|total|largest|smallest|biggest|chang\w*|from|than|if)\b|%|[+*×÷=]|\d\s?[-−–]\s?\d/i,
)

/** "The gap between the two was 1.6 million in 2015": of two rows that are named, or that are all. */
export function gaps(grid: Grid, sentence: string): Finding[] {
  const [match, another] = gap.matchAll(sentence)
  if (match === undefined || another !== undefined || otherGap.test(sentence)) return []
  const rows = different(rowsIn(grid, sentence))
  const all = grid.rows.filter(({ isTotal }) => !isTotal)
  const [first, second, third] = rows.length === 0 && /\btwo\b|\bthem\b/.test(sentence) ? all : rows
  const heads = different(headsIn(grid, sentence))
  const column =
    grid.heads.length <= 1 ? 0 : heads.length === 1 && heads[0] !== undefined ? grid.heads.indexOf(heads[0]) : -1
  const [a, b] = [first?.cells[column] ?? null, second?.cells[column] ?? null]
  const number = numbersIn(sentence.slice(match.index + match[0].length))[0]
  if (a === null || b === null || third !== undefined || number === undefined || a < 0 || b < 0) return []
  const at = match.index + match[0].length
  const span = [at + number.from, at + number.to] as const
  const exact = Math.abs(a - b)
  const ok = isOf(number.value, number.scale, number.digits, exact)
  if (
    !ok &&
    (hedged(sentence, span) || number.value * number.scale > 1.6 * exact || number.value * number.scale < 0.6 * exact)
  )
    return []
  const message = `${shownCell(a)} and ${shownCell(b)} differ by ${shown(exact)}, not ${number.text}`
  return [finding('tables', span, number.text, shown(exact), ok, message)]
}

/*
 * What may be added up in a table, and what a total is of: euros, per cents and months make no sum, assets and debts are two kinds, and "total current assets" are not
 * the whole column. A total accuses only where it can be nothing else than the sum of all rows.
 */
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import { rare } from '../../../../src/core/triggers.js'
import { columnNumbers, type Grid, type GridRow } from './grids.js'
import { isOf, withoutNames } from './mentions.js'
import type { Told } from './numbers.js'

type Kind = 'asset' | 'owed' | 'income' | 'cost'

/** What an item of a statement or a budget may be; several where the name leaves it open. */
const items: readonly (readonly [string, readonly Kind[]])[] = [
  [
    'cash|bank|receivables?|debtors|inventor(?:y|ies)|machine(?:s|ry)|equipment|buildings?|land|property|plant|vehicles|goodwill|patents?|securities|assets?',
    ['asset'],
  ],
  [
    String.raw`payables?|creditors|loans?|debts?|liabilit(?:y|ies)|bonds|provisions?|borrowings?|equity|capital|reserves|retained\searnings|overdrafts?`,
    ['owed'],
  ],
  // Owed by a firm, paid every month by a household.
  ['mortgages?', ['owed', 'cost']],
  [
    'costs?|expenses?|expenditures?|spending|charges?|fees?|tax(?:es)?|materials?|energy|electricity|heating|depreciation|amorti[sz]ation|food|groceries|insurance|transport|marketing|advertising|administrati(?:on|ve)|repairs?|maintenance|hire|rentals?|leasing|(?:re)?payments?|instal+ments?|purchases?',
    ['cost'],
  ],
  ['rents?|wages|salaries|interest|commissions?|royalties|dividends?', ['cost', 'income']],
  [
    String.raw`sales|revenues?|income|turnover|receipts|earnings|profit|result|donations?|grants?|subsid(?:y|ies)|salary|allowance|pocket\smoney`,
    ['income'],
  ],
]
const anywhere = items.map(([names, kinds]) => [new RegExp(String.raw`\b(?:${names})\b`, 'i'), kinds] as const)
const atEnd = items.map(([names, kinds]) => [new RegExp(String.raw`\b(?:${names})$`, 'i'), kinds] as const)

/** What is said of a thing in front of it changes what it is: "accrued expenses" are owed, "prepaid rent" is not yet spent. */
const changed = /\b(?:accrued|deferred|prepaid|unpaid|outstanding|payable|receivable)\b/i

/**
 * What a row of a statement may be; empty where its name tells nothing. The thing itself decides, and not what it is bought with or paid for: a bank loan is owed, bank fees are paid,
 * "cost of sales" and "property tax" are costs.
 */
function kindsOf(label: string): readonly Kind[] {
  const [thing = ''] = label.replace(/\([^)]*\)/g, ' ').split(/\s(?:of|on|for|to|from|in|at|by|with)\s|[,:–]\s/i)
  const own = changed.test(thing) ? undefined : atEnd.find(([names]) => names.test(thing.trim()))
  return own?.[1] ?? anywhere.find(([names]) => names.test(label))?.[1] ?? []
}

const spoken: readonly (readonly [RegExp, Kind])[] = [
  [/\b(?:costs?|expenses?|expenditures?|spending|charges?|outgoings?)\b/i, 'cost'],
  [/\b(?:liabilit(?:y|ies)|debts?)\b/i, 'owed'],
  [/\bassets?\b/i, 'asset'],
  [/\b(?:incomes?|revenues?|earnings)\b/i, 'income'],
]

/** The one kind that a text speaks of. */
function kindIn(text: string): Kind | null {
  const [kind, another] = spoken.flatMap(([names, kind]) => (names.test(text) ? [kind] : []))
  return another === undefined ? (kind ?? null) : null
}

/**
 * Whether a row is one of those that a sentence speaks of: "the largest of the assets" is over the assets. Null where its name leaves it open: equipment, capital and donations may be
 * what a club spends, or what it owns, owes and earns. In a table of costs every row is one.
 */
export function meantBy({ title, heads }: Grid, column: number, sentence: string): (label: string) => boolean | null {
  const kind = kindIn(sentence)
  if (kind === null || kind === 'income' || kindIn(`${title} ${heads[column]?.label ?? ''}`) === kind) return () => true
  return (label) => {
    if (changed.test(label)) return null
    const kinds = kindsOf(label)
    // What has no known name is spent as everything else in a list of costs, and may be anything on a balance sheet.
    if (kinds.length === 0) return kind === 'cost' ? true : null
    if (kinds.includes(kind)) return kinds.length === 1 || kind === 'cost' ? true : null
    return kind === 'cost' && !sold.test(label) ? null : false
  }
}

/** What nobody spends. */
const sold = /\b(?:sales|revenues?|income|turnover|receipts|earnings|profit|result)\b/i

/** What is no amount of the others' kind, by its name. */
const measures =
  /\b(price|rate|ratio|margin|per|percent|number|unit|piece|quantity|month|year|day|week|hour|minute|worker|employee|headcount|discount|inflation|growth|beta|yield|factor|index|average|mean|duration|life|age|distance|speed|temperature|weight|km|kg|litre|mile|share)(?:s|ly)?\b|cost\sof\s(?:equity|debt|capital)|%/giu

/** Names of columns that say nothing of what stands in them. */
const anyAmount =
  /^(?:|items?|values?|amounts?|sums?|figures?|numbers?|totals?|given|data|(?:in\s)?(?:k|m|bn|thousand|million|billion|eur|usd|gbp|chf|euros?|dollars?|[$€£\s,0]|t)+)$/iu

/** Whether the rows of a column may be added: of one unit, one sign and one kind. */
export function isOneKind({ heads, rows }: Grid, column: number): boolean {
  const same = (of: (row: GridRow) => string) => new Set(rows.map(of)).size < 2
  if (!same(({ marks }) => marks[column] ?? '') || !same(({ unit }) => unit)) return false
  if (!same(({ label }) => [...new Set([...label.matchAll(measures)].map(([all, word]) => word ?? all))].join()))
    return false
  if (!same(({ cells }) => String((cells[column] ?? 0) < 0))) return false
  const head = heads[column]
  if (head !== undefined && !head.isPeriod && !anyAmount.test(head.label)) return true
  const named = rows.filter(({ label }) => !/^(?:other|others|rest|miscellaneous)\b/i.test(label))
  const kinds = named.map(({ label }) => kindsOf(label))
  const known = kinds.filter((each) => each.length > 0)
  const common = (['cost', 'income', 'asset', 'owed'] as const).filter((kind) =>
    known.every((each) => each.includes(kind)),
  )
  // Beside an income what has no known name may be spent; beside costs it is one more of them.
  return common.length > 0 && (known.length === 0 || known.length === kinds.length || common.includes('cost'))
}

/** Words under which a total is still that of all. */
const plainly = new Set(
  `the a an of in on for to and at by is are was were be been it they we this that these there so thus hence therefore then now also all altogether together total totals totalled totaled
  totalling sum sums overall combined whole full entire over across during year period quarter week day up add adds adding added come comes came amounts amounted make makes made making reach
  reached reaches give gives gave get got have has had our their its you equals equal exactly just table column row rows shows show figures number numbers people inhabitants residents
  population items articles pieces units euro dollar pound thousand million billion eur usd gbp chf sold sell sells counted counts spent paid earned received took taken visited arrived produced
  live lived living which what means answer result`.split(/\s+/),
)

const stemOf = (word: string): string => word.toLowerCase().replace(/(?:ies|es|s|y|e)$/u, '')
const words = (text: string): string[] => text.match(/\p{L}{2,}/gu) ?? []

/** What the table calls its figures: its columns, its rows' column and its title. */
const namesIn = ({ title, heads }: Grid) =>
  new Set([title, ...heads.map(({ label }) => label)].flatMap(words).map(stemOf))
const count = rare(new RegExp(String.raw`(?<![\p{L}-])(?:${COUNT})(?![\p{L}-])`, 'giu'))

/** Whether a total has a word beside it that the table does not know: "total current assets", "women in total", "the three months" of four. */
export function isQualified(grid: Grid, sentence: string): boolean {
  const known = namesIn(grid)
  const plain = withoutNames(grid, sentence)
  const counts = count.matchAll(plain)
  if (counts.some(({ 0: text }) => (countOf(text) ?? 0) < 13 && countOf(text) !== grid.rows.length && !isTold(text)))
    return true
  const rest = counts.reduce((text, { 0: each }) => text.replace(each, ' '), plain)
  return words(rest).some(
    (word) => !plainly.has(word.toLowerCase()) && !plainly.has(stemOf(word)) && !known.has(stemOf(word)),
  )
}

/** From five on a number in words tells what the things come to more often than how many are added. */
const isTold = (text: string): boolean => (countOf(text) ?? 0) > 4

/** Whether a sentence calls the figures as the table does: "all expenses" of a table of expenses. */
export function isCalledAsThere(grid: Grid, sentence: string): boolean {
  const known = namesIn(grid)
  return words(sentence).some((word) => !plainly.has(word.toLowerCase()) && known.has(stemOf(word)))
}

/** Words that are known beside a superlative, of any table. */
const anyThing =
  /^(?:all|them|these|those|the|our|its|their|items?|rows?|lines?|figures?|values?|numbers?|entries|entry|categor(?:y|ies)|positions?|periods?|years?|months?|quarters?|days?|weeks?|costs?|expenses?|charges?|spending|assets?|liabilit(?:y|ies)|debts?)$/iu
const among =
  /^(?:\s\p{L}+){0,2}?\s(?:of|among|amongst)\s((?:[\p{L}-]+\s?){1,5}?)(?=\s?(?:(?<!\p{L})(?:is|was|were|are|has|had|came|comes|in|on|at|with|by|for|during)(?!\p{L})|[,.:;()]|$))/u

/** "The busiest of the winter months", "the dearest of the paper goods": of some rows alone, and nobody knows which. */
export function isOverSome(grid: Grid, behind: string): boolean {
  const phrase = among.exec(withoutNames(grid, behind))?.[1]
  if (phrase === undefined) return false
  const known = namesIn(grid)
  return (phrase.match(/[\p{L}-]{2,}/gu) ?? []).some((word) => !anyThing.test(word) && !known.has(stemOf(word)))
}

const MANY = 12

/** The figures of each column; none where it has none. */
export const columnsIn = (grid: Grid): number[][] =>
  columnNumbers(grid).map((column) => grid.rows.flatMap(({ cells }) => cells[column] ?? []))

/** Whether a number is what some of the figures of a column come to: a subtotal, whatever it is called. */
export const isSubtotal = (columns: readonly (readonly number[])[], { value, scale, digits }: Told): boolean =>
  columns.some((cells) => partSums(cells).some((sum) => isOf(value, scale, digits, sum)))

/** What two or more of the numbers come to, but not all; of many numbers those in a row alone. */
function partSums(cells: readonly number[]): number[] {
  const sums: number[] = []
  if (cells.length > MANY) {
    for (let from = 0; from < Math.min(cells.length, 60); from++) {
      let sum = cells[from] ?? 0
      for (let to = from + 1; to < Math.min(cells.length, 60); to++) {
        sum += cells[to] ?? 0
        if (to - from + 1 < cells.length) sums.push(sum)
      }
    }
    return sums
  }
  for (let some = 1; some < 2 ** cells.length - 1; some++) {
    const chosen = cells.filter((_, i) => (some >> i) & 1)
    if (chosen.length > 1) sums.push(chosen.reduce((sum, each) => sum + each, 0))
  }
  return sums
}

/* Figures of a text by their names: revenue, costs, profit. Null where a name has two figures. */
import { rare } from '../../../../src/core/triggers.js'
import { NUMBER } from '../claim.js'
import type { Grid } from './grids.js'
import { numbersIn } from './numbers.js'

/** Figures of a business, each with the names it goes by. */
const names: Readonly<Record<string, string>> = {
  revenue: '(?<!cost\\sof\\s)(?:total\\s|net\\s)?(?:revenues?|sales)|turnover',
  cogs: 'cost\\sof\\s(?:sales|goods\\ssold|revenues?)|COGS',
  gross: 'gross\\sprofit',
  ebit: 'operating\\s(?:profit|income)(?:\\s\\(EBIT\\))?|EBIT',
  depreciation: 'depreciation',
  amortisation: 'amorti[sz]ation',
  both: 'depreciation\\sand\\samorti[sz]ation',
  net: 'net\\s(?:income|profit|earnings)|profit\\safter\\stax',
  interest: 'interest\\sexpenses?',
  ca: '(?:total\\s)?current\\sassets',
  cl: '(?:total\\s)?current\\sliabilities',
  inventory: 'inventor(?:y|ies)',
  assets: 'total\\sassets',
  liabilities: 'total\\sliabilities',
  debt: 'total\\sdebt|debt',
  equity: "(?:total\\s)?(?:(?:share|stock)holders['’]\\s|owners?['’]?s?\\s)?equity",
  shares: 'shares(?:\\soutstanding)?',
  preferred: 'preferred\\sdividends?',
  eps: 'EPS|earnings\\sper\\sshare',
  price: '(?:share|stock|market)\\sprice|price\\sper\\sshare',
  dps: 'dividends?\\sper\\sshare',
  dividends: 'dividends(?:\\spaid)?',
}

/** Figures by their keys; null where a text has several of one name: another year or another firm may be meant. */
export type Ledger = ReadonlyMap<string, number | null>

const lead = String.raw`(?:(?<=^|[,;:(.]\s|\n\s?|\n)|(?<=(?<!\p{L})(?:the|a|an|its|their|our|and|with|of|has|had|in|plus|minus|so)\s))`
const link = String.raw`\s?(?::|=|,|\s(?:is|are|was|were|of|at|equals|(?:comes?|came|amount(?:s|ed)|adds)\s(?:up\s)?to|st(?:ands?|ood)\sat))?\s?(?:only\s|about\s|exactly\s|just\s)?`
const amount = String.raw`[$€£¥]?\s?(?:${NUMBER})(?:\s?(?:k|m|bn)(?!\p{L})|\s(?:thousand|million|billion))?`
const entries = Object.entries(names).map(([key, name]) => ({
  key,
  pattern: rare(
    new RegExp(
      String.raw`${lead}(?:${name})(?!\p{L})${link}((?:[^=.;:,\d]{0,3}[\d.,\s()+*×/÷·−-]{1,40}=\s?)?${amount})(?![\d%]|[.,]\d|\s?(?:%|percent|per\scent|shares|times|years|[-−–+*×/÷=]))`,
      'giu',
    ),
  ),
  numbered: rare(new RegExp(String.raw`(?<!\p{L})(?:${name})(?!\p{L})[^\d.?!;,]{0,12}\d`, 'giu')),
}))
const counted = rare(new RegExp(String.raw`(${amount})\s(?:common\s|ordinary\s)?shares(?!\p{L})`, 'giu'))
const labels = Object.entries(names).map(([key, name]) => [key, new RegExp(`^(?:${name})$`, 'iu')] as const)

function put(ledger: Map<string, number | null>, key: string, value: number): void {
  const before = ledger.get(key)
  ledger.set(key, value <= 0 || (before !== undefined && before !== value) ? null : value)
}

function enter(ledger: Map<string, number | null>, text: string): void {
  for (const { key, pattern, numbered } of entries) {
    const matches = pattern.matchAll(text)
    for (const [, said = ''] of matches) {
      const number = numbersIn(said).at(-1)
      if (number !== undefined) put(ledger, key, number.value * number.scale)
    }
    // Another one that is told in another way: "firm B current assets of 300".
    if (matches.length > 0 && numbered.matchAll(text).length > matches.length) ledger.set(key, null)
  }
  for (const [, said = ''] of counted.matchAll(text)) {
    const [number] = numbersIn(said)
    if (number !== undefined) put(ledger, 'shares', number.value * number.scale)
  }
}

/** What a text says of figures that have a name here. */
export function ledgerOf(text: string): Ledger {
  const ledger = new Map<string, number | null>()
  enter(ledger, text)
  return ledger
}

/** The figures of one column of a statement. */
export function columnOf({ rows }: Grid, column: number): Ledger {
  const ledger = new Map<string, number | null>()
  for (const { label, cells } of rows) {
    const [key, cell] = [keyOf(label), cells[column] ?? null]
    if (key !== null && cell !== null) put(ledger, key, Math.abs(cell))
  }
  return ledger
}

/** The figure that a name is of: "operating profit" -> ebit. */
export const keyOf = (name: string): string | null =>
  labels.find(([, pattern]) => pattern.test(name.trim()))?.[0] ?? null

export const anyFigure = Object.values(names).join('|')

import { rare } from '../../../../src/core/triggers.js'
import { NUMBER } from '../claim.js'
import type { Grid } from './grids.js'
import { numbersIn } from './sentences.js'

/** Figures of a business, each with the names it goes by. */
const names: Readonly<Record<string, string>> = {
  revenue: '(?:total\\s|net\\s)?(?:revenues?|sales)|turnover',
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

export type Ledger = Map<string, Set<number>>

const MOST = 6
const lead = String.raw`(?:(?<=^|[,;:(.]\s|\n\s?|\n)|(?<=(?<!\p{L})(?:the|a|an|its|their|our|and|with|of|has|had|in|plus|minus|so)\s))`
const link = String.raw`\s?(?::|=|,|\s(?:is|are|was|were|of|at|equals|(?:comes?|came|amount(?:s|ed)|adds)\s(?:up\s)?to|st(?:ands?|ood)\sat))?\s?(?:only\s|about\s|exactly\s|just\s)?`
const amount = String.raw`[$€£¥]?\s?(?:${NUMBER})(?:\s?(?:k|m|bn)(?!\p{L})|\s(?:thousand|million|billion))?`
const entries = Object.entries(names).map(
  ([key, name]) =>
    [
      key,
      rare(
        new RegExp(
          String.raw`${lead}(?:${name})(?!\p{L})${link}((?:[^=.;:,\d]{0,3}[\d.,\s()+*×/÷·−-]{1,40}=\s?)?${amount})(?![\d%]|[.,]\d|\s?(?:%|percent|per\scent|shares|times|years|[-−–+*×/÷=]))`,
          'giu',
        ),
      ),
    ] as const,
)
const counted = rare(new RegExp(String.raw`(${amount})\s(?:common\s|ordinary\s)?shares(?!\p{L})`, 'giu'))
const labels = Object.entries(names).map(([key, name]) => [key, new RegExp(`^(?:${name})$`, 'iu')] as const)

function put(ledger: Ledger, key: string, value: number): void {
  const all = ledger.get(key) ?? new Set()
  if (value > 0 && all.size < MOST) all.add(value)
  ledger.set(key, all)
}

/** What a text says of these figures; every value is kept, since another year or another firm may be meant. */
export function enter(ledger: Ledger, text: string): void {
  for (const [key, pattern] of entries)
    for (const match of pattern.matchAll(text)) {
      const number = numbersIn(match[1] ?? '').at(-1)
      if (number !== undefined) put(ledger, key, number.value * number.scale)
    }
  for (const [, said = ''] of counted.matchAll(text)) {
    const [number] = numbersIn(said)
    if (number !== undefined) put(ledger, 'shares', number.value * number.scale)
  }
}

export function ledgerOf(grids: readonly Grid[], text: string): Ledger {
  const ledger: Ledger = new Map()
  for (const { label, cells } of grids.flatMap(({ rows }) => rows)) {
    const key = labels.find(([, pattern]) => pattern.test(label))?.[0]
    for (const cell of cells) if (key !== undefined && cell !== null) put(ledger, key, Math.abs(cell))
  }
  enter(ledger, text)
  return ledger
}

/** What names a share of one figure in another: "operating profit" -> ebit. */
export const keyOf = (name: string): string | null =>
  labels.find(([, pattern]) => pattern.test(name.trim()))?.[0] ?? null

export const anyFigure = Object.values(names).join('|')

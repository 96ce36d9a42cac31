/* Chemical formulas: what they are made of and what they weigh. */

import { lean } from '../../../../src/core/lean-patterns.js'
import { matchesOf } from '../../../../src/core/triggers.js'

/** Standard atomic weights, abridged (IUPAC). */
export const weights: Record<string, number> = Object.fromEntries(
  [
    ...`H 1.008 He 4.0026 Li 6.94 Be 9.0122 B 10.81 C 12.011 N 14.007 O 15.999 F 18.998 Ne 20.18 Na 22.99 Mg 24.305 Al 26.982 Si 28.085 P 30.974 S 32.06 Cl 35.45 Ar 39.95
  K 39.098 Ca 40.078 Ti 47.867 Cr 51.996 Mn 54.938 Fe 55.845 Co 58.933 Ni 58.693 Cu 63.546 Zn 65.38 Br 79.904 Kr 83.798 Ag 107.87 Sn 118.71 I 126.9 Xe 131.29 Ba 137.33 Pt 195.08 Au 196.97 Hg 200.59 Pb 207.2`.matchAll(
      /([A-Z][a-z]?) ([\d.]+)/g,
    ),
  ].map(([, symbol = '', weight]) => [symbol, Number(weight)]),
)

export const names: Record<string, string> = {
  'hydrogen gas': 'H2',
  'oxygen gas': 'O2',
  'nitrogen gas': 'N2',
  'chlorine gas': 'Cl2',
  water: 'H2O',
  'carbon dioxide': 'CO2',
  'carbon monoxide': 'CO',
  methane: 'CH4',
  ethane: 'C2H6',
  propane: 'C3H8',
  butane: 'C4H10',
  ammonia: 'NH3',
  'sodium chloride': 'NaCl',
  'sodium hydroxide': 'NaOH',
  'hydrochloric acid': 'HCl',
  'sulfuric acid': 'H2SO4',
  'sulphuric acid': 'H2SO4',
  'nitric acid': 'HNO3',
  'calcium hydroxide': 'Ca(OH)2',
  'magnesium oxide': 'MgO',
  'calcium carbonate': 'CaCO3',
  glucose: 'C6H12O6',
  ethanol: 'C2H5OH',
  Wasser: 'H2O',
  Kohlendioxid: 'CO2',
  Methan: 'CH4',
  Ammoniak: 'NH3',
  水: 'H2O',
  二氧化碳: 'CO2',
}

const subscripts = '₀₁₂₃₄₅₆₇₈₉'
export const plainFormula = (formula: string) =>
  formula.replace(/[₀-₉]/g, (char) => String(subscripts.indexOf(char))).replace(/[_{}\s]/g, '')

/** Element -> how many atoms; null where a symbol is unknown. Brackets are read one deep. */
export function atomsOf(formula: string): Map<string, number> | null {
  const flat = plainFormula(formula).replace(/\(([A-Za-z0-9]+)\)(\d*)/g, (_all, inside: string, times: string) =>
    inside.replace(
      /([A-Z][a-z]?)(\d*)/g,
      (_each, symbol: string, count: string) => `${symbol}${Number(count || 1) * Number(times || 1)}`,
    ),
  )
  if (!/^(?:[A-Z][a-z]?\d*)+$/.test(flat)) return null
  const atoms = new Map<string, number>()
  for (const [, symbol = '', count] of flat.matchAll(/([A-Z][a-z]?)(\d*)/g)) {
    if (weights[symbol] === undefined) return null
    atoms.set(symbol, (atoms.get(symbol) ?? 0) + Number(count || 1))
  }
  return atoms
}

export const FORMULA = String.raw`(?:(?:[A-Z][a-z]?|\((?:[A-Z][a-z]?(?:_?\{?\d{1,2}\}?|[₀-₉]{1,2})?)+\))(?:_?\{?\d{1,2}\}?|[₀-₉]{1,2})?)+`

/** Of a mole, in grams; `given`: masses of elements that the question takes. */
export const massOf = (atoms: ReadonlyMap<string, number>, given: ReadonlyMap<string, number> = new Map()): number =>
  [...atoms].reduce((sum, [symbol, count]) => sum + count * (given.get(symbol) ?? weights[symbol] ?? 0), 0)

const symbols: Readonly<Record<string, string>> = {
  ...{ hydrogen: 'H', carbon: 'C', nitrogen: 'N', oxygen: 'O', fluorine: 'F', sodium: 'Na', magnesium: 'Mg' },
  ...{ aluminium: 'Al', aluminum: 'Al', silicon: 'Si', phosphorus: 'P', sulfur: 'S', sulphur: 'S', chlorine: 'Cl' },
  ...{ potassium: 'K', calcium: 'Ca', iron: 'Fe', copper: 'Cu', zinc: 'Zn', bromine: 'Br', silver: 'Ag', lead: 'Pb' },
}
/** The source of a regular expression for the name or the symbol of an element. */
export const ELEMENT = `(?:${Object.keys(symbols).join('|')}|${Object.keys(weights).reverse().join('|')})`
/** An element's symbol by what it is called. */
export const symbolOf = (name: string): string | null =>
  weights[name] === undefined ? (symbols[name.toLowerCase()] ?? null) : name

/** A text with its formulas in one spelling: CO2 for CO₂, CO_2, $\mathrm{CO_2}$ and "CO$_2$". */
export const flat = (text: string): string =>
  text
    .replace(/\\(?:mathrm|text|ce|rm|bf)(?![a-z])|[${}]/g, '')
    .replace(/(?<=[A-Za-z)])\s*_\s?(?=\d)/g, '')
    .replace(/(?<=[A-Za-z)])[₀-₉]+/g, (digits) => plainFormula(digits))
    .replace(/\s+/g, ' ')

/** Words that look like formulas are none; what has no digit has two elements at least. */
const formula =
  /(?<![A-Za-z\d(])(?<![A-Z][a-z]?\d?\s(?=\())(\d{1,2}\s?)?((?:(?:[A-Z][a-z]?|\((?:[A-Z][a-z]?(?:[1-9]\d?)?)+\))(?:[1-9]\d?)?)+)(?![A-Za-z\d]|\s(?:[A-Z][a-z]?\s?)?\([A-Z][A-Za-z]*\)\d)/g
const spelled = lean(new RegExp(`(?<!\\p{L})(${Object.keys(names).join('|')})(?!\\p{L})`, 'giu'))

/** A substance of a text, with the number before its formula. */
export interface Substance {
  formula: string
  atoms: ReadonlyMap<string, number>
  count: number
  at: number
  end: number
}

/** The substances of a text that was made flat, by formula and by name. */
export function substancesIn(text: string): Substance[] {
  const written = matchesOf(formula, text).flatMap((match): Substance[] => {
    const [all, count, source = ''] = match
    const atoms = atomsOf(source)
    const isOne =
      /\d/.test(source) ||
      (/[a-z]/.test(source) && (atoms?.size ?? 0) > 1) ||
      /^(?:CO|NO|KOH|HF|KI|KF|HI)$/.test(source)
    if (atoms === null || !isOne) return []
    // "Cu2+" is one atom with its charge; "H2+O2" are two substances.
    if (
      /^(?!H|N|O|F|Cl|Br|I)[A-Z][a-z]?\d$/.test(source) &&
      /^\s?(?:[+⁺]|\^)/.test(text.slice(match.index + all.length))
    )
      return []
    const at = match.index
    return [{ formula: source, atoms, count: Number(count ?? 1), at, end: at + all.length }]
  })
  const named = matchesOf(spelled, text).flatMap((match): Substance[] => {
    const source = names[match[0].toLowerCase()] ?? names[match[0]] ?? ''
    const atoms = atomsOf(source)
    return atoms === null
      ? []
      : [{ formula: source, atoms, count: 1, at: match.index, end: match.index + match[0].length }]
  })
  return [...written, ...named].sort((a, b) => a.at - b.at)
}

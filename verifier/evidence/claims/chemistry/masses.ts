/*
 * Masses of a mole and numbers of atoms of the one substance that a sentence names, or the question: "That is 190 g/mol", "M(CO₂) = 28", "four oxygen atoms bring 48", "it contains
 * two hydrogen atoms". A mass may also be that of a part of the molecule.
 */
import { COUNT, countOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, NUMBER, shown, stated } from '../claim.js'
import { sentencesOf } from '../text/sentences.js'
import { atomsOf, ELEMENT, flat, massOf, type Substance, substancesIn, symbolOf } from './atoms.js'

const molar = rare(
  new RegExp(
    String.raw`(${NUMBER})\s?(?:g|grams?)\s?(?:\/\s?mol|per\smole?\b|\s?mol\s?(?:\^\s?-?\s?1|⁻¹))|(?:molar\smass|molecular\s(?:mass|weight)|formula\s(?:mass|weight)|(?<![/\p{L}]\s?)M(?:_?r)?(?:\s?\([^()=]{1,40}(?:\([^()]{1,6}\)\d?)?[^()=]{0,8}\))?(?=\s?=))[^.;=]{0,30}?(?:\sis|\sequals|\scomes\sto|\samounts\sto|=|:)[^;]*?(?:=\s?|≈\s?|(?<=(?:is|equals|to|:|=)\s?)(?:about\s|approximately\s)?)(${NUMBER})(?=\s?(?:[.;]\s|[.;]?$|g\b(?!\s?/)|u\b|amu|,\s))`,
    'gu',
  ),
)
const given = /(?<![A-Za-z])([A-Z][a-z]?)\s?(?:=|:|\sis\s)?\s?(\d{1,3}(?:\.\d+)?)(?!\d|\.\d)(?=[\s,;)]|$)/g
const N = String.raw`(\d{1,2}|one|${COUNT})`
const bring = rare(
  new RegExp(
    String.raw`(?<![\p{L}\d])(?:${N}|the|an?)\s(${ELEMENT})(?:\satoms?)?\s(?:together\s|then\s)?(?:bring|contribute|weigh|add|make|give|account\sfor|have\sa\smass\sof|total)s?(?:\sup)?(?:\sto)?\s(?:about\s)?(${NUMBER})(?![.,]?\d)(?=\s?(?:g\b|u\b|amu|[,.;]|$|and\b))`,
    'giu',
  ),
)
const atoms = rare(
  new RegExp(String.raw`(?<![\p{L}\d.-]|[\d+=·×*-]\s)${N}\s(${ELEMENT})(?![A-Za-z\d])(\satoms?)?`, 'gu'),
)
/** A formula is told by what it is made of. */
const madeOf = /\b(?:contains?|consists?\sof|is\smade\s(?:up\s)?of|has|have|holds|molecule|formula|per\smolecule)\b/i
/** More than one molecule, or a part of one. */
const ofMore =
  /→|⇒|->|\b(?:sides?|react\w*|products?|left|right|ions?|moles?\sof|mol|balanc\w*|need\w*|burn\w*|require\w*|extra|more|isotopes?|grams?|weighs?)\b/i

/** What is said of masses and atoms in the steps of a question. */
export function massReader(question: string): (claim: ClaimText) => Finding[] {
  let asked: { substances: readonly Substance[]; masses: ReadonlyMap<string, number>; isOpen: boolean } | undefined
  const reading = () => {
    const text = flat(question)
    const masses = new Map<string, number>()
    for (const [, symbol = '', mass = ''] of matchesOf(given, text))
      if (Math.abs(Number(mass) / massOf(new Map([[symbol, 1]])) - 1) < 0.05) masses.set(symbol, Number(mass))
    // What is unknown has any mass.
    const isOpen =
      /\b(?:unknown|empirical|solutes?|(?:non)?electrolyte|isotopes?|average\satomic|hydrat\w*|mixture|which\s(?:gas|element|metal))\b|[·*•.]\s?\d{0,2}H2O/i.test(
        text,
      )
    const substances = unique(substancesIn(text))
    return { substances, masses, isOpen: isOpen || (dissolves.test(text) && substances.every(isSolvent)) }
  }
  return ({ plain }) => {
    if (!mayBe.test(plain)) return []
    asked ??= reading()
    const { substances, masses, isOpen } = asked
    // Beside what has no formula here ("hydrogen peroxide") the water of the question is not what is meant.
    const meant = unknown.test(question) ? substances.filter((each) => !isSolvent(each)) : substances
    if (isOpen) return []
    return sentencesOf(plain).flatMap(({ from: index, text: written }) => {
      const sentence = flat(written)
      const span = [index, index + written.length] as const
      const here = unique(substancesIn(sentence))
      const say = (claimed: string, computed: string, ok: boolean, message: string): Finding[] =>
        !ok && hedged(plain, span) ? [] : [finding('chemistry', span, claimed, computed, ok, message)]
      const only = (all: readonly Substance[]) => (all.length === 1 ? all[0] : undefined)
      const subject = only(here) ?? (here.length === 0 ? only(substances) : undefined)
      const found: Finding[] = []
      for (const match of molar.matchAll(sentence)) {
        const claimed = match[1] ?? match[2] ?? ''
        const place = match.index + match[0].lastIndexOf(claimed)
        const before = substancesIn(sentence)
          .filter(({ end }) => end <= place)
          .slice(-1)
        // "180 g/mol, and that of water is 18": what is named behind a mass may have another.
        const all = before.length > 0 ? before : here.length > 0 ? unique([...here, ...substances]) : meant
        const between = before.length > 0 ? sentence.slice(before[0]?.end, place) : ''
        if (all.length === 0 || numberIn(question, claimed) || /g\s?\/\s?mol/.test(between)) continue
        const parts = part.test(sentence)
        const isWhole =
          ofMole.test(sentence) &&
          !parts &&
          !/\b(?:so\sfar|groups?|ions?|without|rest|both|subtotal|each|per\sunit)\b/i.test(sentence)
        const exact = isWhole
          ? all.flatMap((each) => [massOf(each.atoms, masses), massOf(each.atoms)])
          : all.flatMap((each) => [...massesOf(each, masses, parts), ...massesOf(each, new Map(), parts)])
        const value = stated(claimed).value
        const ok = exact.some((each) => near(value, each))
        const [first] = all
        // √(32 g/mol / 2 g/mol) of M(O₂) and M(H₂): which is whose is open.
        const isOfOther = here.some((each) => massesOf(each, new Map(), parts).some((mass) => near(value, mass)))
        if (first === undefined || (!ok && (all.length > 1 || isOfOther))) continue
        const whole = shown(Math.round(10 * massOf(first.atoms, masses)) / 10)
        found.push(...say(`${claimed} g/mol`, `${whole} g/mol`, ok, `a mole of ${first.formula} has ${whole} g`))
      }
      for (const match of bring.matchAll(sentence)) {
        const [, count, name = '', claimed = ''] = match
        const symbol = symbolOf(name)
        const mass = symbol === null ? undefined : (masses.get(symbol) ?? massOf(new Map([[symbol, 1]])))
        const number = count === undefined ? 1 : countOf(count)
        if (symbol === null || mass === undefined || number === null || substances.length + here.length === 0) continue
        const value = stated(claimed).value
        const exact = number * mass
        const ok = near(value, exact)
        if (!ok && value < 1) continue
        found.push(...say(claimed, shown(exact), ok, `${number} times ${shown(mass)} is ${shown(exact)}`))
      }
      if (subject !== undefined && madeOf.test(sentence) && !ofMore.test(sentence))
        for (const match of atoms.matchAll(sentence)) {
          const [all, count = '', name = '', word] = match
          const symbol = symbolOf(name)
          if (here.length > 0 && subject.at > match.index) continue
          const exact = subject.atoms.get(symbol ?? '')
          const said = countOf(count)
          // "2 C" may be of another thing, an element that is not in it is.
          if (symbol === null || exact === undefined || said === null || (word === undefined && /^\d/.test(count)))
            continue
          const ok = said === exact || said === exact * subject.count
          found.push(...say(all, String(exact), ok, `${subject.formula} has ${exact} atoms of ${symbol}`))
        }
      return found
    })
  }
}

/** What is dissolved has no formula there: the mass is not that of the solvent. */
const dissolves =
  /\bdissol|\bsolut|\bsolvent|\bmolal|\bosmo|\bin\s(?:[\d.]+\s\w+\s(?:of\s)?)?(?:water|benzene|ethanol|acetone|\w+form)\b/i
const isSolvent = ({ formula }: Substance) => /^\(?(?:H2O|C6H6|CCl4|CHCl3|C2H5OH|CS2)\)?$/.test(formula)

const unknown = /\b(?:peroxides?|\p{L}+(?:ates?|ites?|ases?|anes?|enes?|ols?|ynes?))\b/iu
const ofMole = /molar\smass|molecular\s(?:mass|weight)|formula\s(?:mass|weight)/i
const mayBe = rare(/g\s?\/\s?mol|per mol|mol\s?(?:\^|⁻)|mass|weight|\bM\b|\batoms?\b|molecule|formula/)
const unique = (all: readonly Substance[]) =>
  all.filter(({ formula }, i) => all.findIndex((each) => each.formula === formula) === i)
const near = (value: number, exact: number) => Math.abs(value - exact) <= Math.max(0.6, 0.006 * exact)
const numberIn = (text: string, number: string) =>
  new RegExp(`(?<![\\d.])${number.replace('.', '\\.')}(?!\\d|\\.\\d)\\s?g\\s?/\\s?mol`).test(text)

/** "Each oxygen atom has 16 g/mol." */
const part = new RegExp(
  String.raw`\b(?:${ELEMENT.split('|')
    .filter((name) => /[a-z]{3}/.test(name))
    .join('|')
    .replace('(?:', '')}|atoms?|elements?)\b`,
  'i',
)

/** Masses of a molecule and of its parts: all atoms of some of its elements, one of them, groups in brackets. */
function massesOf({ atoms: all, formula }: Substance, masses: ReadonlyMap<string, number>, parts: boolean): number[] {
  let sums = [0]
  for (const [symbol, count] of all) {
    const mass = massOf(new Map([[symbol, 1]]), masses)
    sums = sums.flatMap((sum) => [sum, sum + mass * count])
    if (sums.length > 64) return []
  }
  const single = (parts ? [...all.keys()] : []).map((symbol) => massOf(new Map([[symbol, 1]]), masses))
  const groups = [...formula.matchAll(/\(([A-Za-z\d]+)\)(\d*)/g)].flatMap(([, inside = '', times]) => {
    const group = massOf(atomsOf(inside) ?? new Map(), masses)
    return [group, group * Number(times || 1)]
  })
  return [...sums.slice(1), ...single, ...groups]
}

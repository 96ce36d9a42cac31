/* Atomic numbers: "radium is the element with the atomic number 86". Looked up by the name. */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { type ClaimText, finding, hedged } from '../claim.js'

/** The elements in the order of their atomic numbers. */
const elements =
  `hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium magnesium aluminium silicon phosphorus sulfur chlorine argon potassium calcium scandium titanium
  vanadium chromium manganese iron cobalt nickel copper zinc gallium germanium arsenic selenium bromine krypton rubidium strontium yttrium zirconium niobium molybdenum technetium ruthenium
  rhodium palladium silver cadmium indium tin antimony tellurium iodine xenon caesium barium lanthanum cerium praseodymium neodymium promethium samarium europium gadolinium terbium dysprosium
  holmium erbium thulium ytterbium lutetium hafnium tantalum tungsten rhenium osmium iridium platinum gold mercury thallium lead bismuth polonium astatine radon francium radium actinium
  thorium protactinium uranium neptunium plutonium americium curium berkelium californium einsteinium fermium mendelevium nobelium lawrencium`.split(
    /\s+/,
  )
const numbers = new Map([
  ...elements.map((name, i) => [name, i + 1] as const),
  ...([
    ['aluminum', 13],
    ['sulphur', 16],
    ['cesium', 55],
  ] as const),
])
const NAME = `(${[...numbers.keys()].join('|')})`
const said = [
  lean(
    new RegExp(
      String.raw`(?<!\p{L})${NAME}\s(?:is\s(?:the\selement\swith|number)|has|with)\s(?:the\s|an\s)?atomic\snumber\s(?:of\s|is\s)?(\d{1,3})(?!\d|\.\d)`,
      'giu',
    ),
  ),
  lean(new RegExp(String.raw`atomic\snumber\sof\s${NAME}\s(?:is|=|equals)\s(\d{1,3})(?!\d|\.\d)`, 'giu')),
  lean(new RegExp(String.raw`(?<!\p{L})${NAME}\s?\(\s?Z\s?=\s?(\d{1,3})\s?\)`, 'giu')),
  lean(new RegExp(String.raw`(?<!\p{L})(?:an?\s(?:atom\sof\s)?)?${NAME}(?:\satom)?\shas\s(\d{1,3})\sprotons`, 'giu')),
]

/** "Radium is the element with the atomic number 86": atomic numbers by the names of the elements. */
export function readElements({ plain }: ClaimText): Finding[] {
  if (!/atomic number|protons|Z\s?=/i.test(plain)) return []
  return said.flatMap((pattern) =>
    [...plain.matchAll(pattern)].flatMap((match) => {
      const [all, name = '', claimed = ''] = match
      const right = numbers.get(name.toLowerCase())
      const span = [match.index, match.index + all.length] as const
      const ok = right === Number(claimed)
      if (right === undefined || (!ok && hedged(plain, span))) return []
      return [
        finding(
          'chemistry',
          span,
          claimed,
          String(right),
          ok,
          `the atomic number of ${name.toLowerCase()} is ${right}`,
        ),
      ]
    }),
  )
}

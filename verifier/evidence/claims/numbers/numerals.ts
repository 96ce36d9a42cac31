/* Numerals of other bases and of Rome: "45 in binary is 101101", "XIV is 14". Written anew and compared. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { readNumberWord } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { inBase } from '../../terms/numerals.js'
import { romanOf, valueOfRoman } from '../../terms/whole.js'
import { type ClaimText, finding, hedged } from '../claim.js'

/** Numerals of other bases and of Rome: "45 in binary is 101101", "hex FF equals 255", "XIV is 14", "2024 in Roman numerals is MMXXIV". */
export function readNumerals({ plain, question }: ClaimText): Finding[] {
  if (!mayBe.test(plain)) return []
  const found: Finding[] = []
  for (const { pattern, read } of statements) {
    for (const match of rare(pattern).matchAll(plain)) {
      const checked = read(match.groups ?? {})
      if (checked === null) continue
      const span = [match.index, match.index + match[0].length] as const
      if (!checked.ok && hedged(plain, span)) continue
      // "CD is 5 cm", "MM is 2": letters may name a side or a unit where nobody speaks of numerals of Rome.
      if (
        !checked.ok &&
        match.groups?.roman !== undefined &&
        read !== toRoman &&
        (match.groups?.roman ?? '').length < 3 &&
        (!ofRome.test(`${question}\n${plain}`) || namesThings.test(`${question}\n${plain}`))
      )
        continue
      if ((read === hexDigit || read === nibble) && !ofHex.test(`${question}\n${plain}`)) continue
      if (found.some(({ span: [from, to] }) => span[0] < to && from < span[1])) continue
      found.push(finding('whole-numbers', span, checked.claimed, checked.computed, checked.ok, checked.message))
    }
  }
  return found
}

const mayBe = rare(/binary|hex|octal|\bbase\b|roman|[IVXLCDM]{2}|dezimal|dual|\b[A-F]\b|\b[VXLCDM]\s/i)
const ofHex = /\bhex|0x/i

/** Roman numerals are spoken of, or a long one stands there that is no word. */
const ofRome = lean(
  /[Rr]oman|[Nn]umeral|[Rr]ömisch|romain|罗马|(?<![\p{L}])(?=[IVXLCDM]*[XVILC]{2})[MDCLXVI]{4,}(?![\p{L}])/u,
)

const namesThings = /\b(?:segments?|sides?|chords?|variable|sizes?)\b/i

interface Checked {
  claimed: string
  computed: string
  ok: boolean
  message: string
}

const BASE = String.raw`(?<base>binary|hexadecimal|hex|octal|ternary|base[\s-](?:\d{1,2}|two|three|eight|sixteen))`
const DIGITS = String.raw`(?:0x|0b|0o|#)?(?<digits>[\dA-Fa-f]{1,24})(?:_\{?\d{1,2}\}?|[₀-₉]{1,2}|h\b)?`
const NUMBER = String.raw`(?<number>\d{1,3}(?:,\d{3})+|\d{1,15})(?:_\{?10\}?|₁₀)?(?!\d|[.,:]\d)`
const IS = String.raw`\s(?:is|=|equals|reads|becomes|gives|represents|stands\sfor|is\sequal\sto|corresponds\sto|converts\sto|comes\sto|amounts\sto|has\sthe\s(?:decimal\s)?value|is\swritten(?:\sas)?)\s(?:the\sdecimal\s(?:number\s)?|decimal\s|the\snumber\s|just\s)?`
const BEFORE = String.raw`(?<![\p{L}\d.,+×·*/^-]\s?|\b(?:of|and|or|from)\s)`
/** Of a clause: behind a comma or "and" too. */
const CLAUSE = String.raw`(?<=(?:^|[.;:(\n]\s{0,2}|,\s|\b(?:so|thus|hence|therefore|then)\s|(?<![IVXLCDM\d]\s)\band\s))`
const AFTER = String.raw`(?![\p{L}\d]|[.,]\d|\s?[-+×·*/^]\s?\d|\s?(?:\(|remainder|R\s?\d))`

const baseOf = (word: string): number => {
  const lower = word.toLowerCase()
  const names: readonly (readonly [string, number])[] = [
    ['binary', 2],
    ['hex', 16],
    ['octal', 8],
    ['ternary', 3],
    ['two', 2],
    ['three', 3],
    ['eight', 8],
    ['sixteen', 16],
  ]
  return names.find(([name]) => lower.includes(name))?.[1] ?? Number(/\d+/.exec(lower)?.[0] ?? 0)
}

const written = (number: bigint, base: number) => number.toString(base).toUpperCase()

function ofBase({ number = '', base = '', digits = '' }: Record<string, string>): Checked | null {
  const [radix, value] = [baseOf(base), BigInt(number.replace(/,/g, ''))]
  if (radix < 2 || radix > 16 || radix === 10) return null
  const computed = written(value, radix)
  const ok = inBase(digits, radix) === value
  return { claimed: digits, computed, ok, message: `${number} in base ${radix} is ${computed}` }
}

/** Digits of a base, and their value in decimal. */
function fromBase({ number = '', base = '', digits = '' }: Record<string, string>): Checked | null {
  const radix = baseOf(base)
  if (radix < 2 || radix > 16 || radix === 10) return null
  const value = inBase(digits, radix)
  if (value === null) return null
  const claimed = BigInt(number.replace(/,/g, ''))
  return {
    claimed: number,
    computed: String(value),
    ok: value === claimed,
    message: `${digits} in base ${radix} is ${value}`,
  }
}

/** "1101 in binary is 13" and "13 in binary is 1101": which of the two is in the base is told by their digits. */
function either({ number = '', base = '', digits = '' }: Record<string, string>): Checked | null {
  const radix = baseOf(base)
  const readings = [
    /^[\d,]+$/.test(number) ? ofBase({ number, base, digits }) : null,
    /^\d+$/.test(digits) && !/,/.test(number) ? fromBase({ number: digits, base, digits: number }) : null,
  ].filter((each) => each !== null)
  const [first] = readings
  if (first === undefined) return null
  const right = readings.find(({ ok }) => ok)
  if (right !== undefined) return right
  // Digits that the base has not leave one way to read it; of two the likelier is the one whose other side has its digits.
  const isWritten = inBase(digits, radix) !== null
  return (isWritten ? first : readings.at(-1)) ?? null
}

const ROMAN = `(?<roman>[IVXLCDM]{1,12})`
const toRoman = ({ number = '', roman = '' }: Record<string, string>): Checked | null => {
  const computed = romanOf(Number(number.replace(/,/g, '')))
  if (computed === null) return null
  return { claimed: roman, computed, ok: computed === roman, message: `${number} in Roman numerals is ${computed}` }
}
const fromRoman = ({ number = '', roman = '' }: Record<string, string>): Checked | null => {
  const value = valueOfRoman(roman)
  if (value === null) return null
  return {
    claimed: number,
    computed: String(value),
    ok: Number(number.replace(/,/g, '')) === value,
    message: `${roman} is ${value}`,
  }
}

const wordedRoman: typeof toRoman = (groups) => {
  const said = groups.number ?? readNumberWord((groups.word ?? '').toLowerCase(), 0)?.value.toString()
  return said === undefined ? null : fromRoman({ ...groups, number: said })
}

/** "40 is LX", where numerals of Rome are spoken of. */
const bareRoman: typeof toRoman = (groups) => (valueOfRoman(groups.roman ?? '') === null ? null : toRoman(groups))

const hexDigit = ({ digit = '', number = '' }: Record<string, string>): Checked | null => {
  const value = inBase(digit, 16)
  return value === null
    ? null
    : {
        claimed: number,
        computed: String(value),
        ok: Number(number) === Number(value),
        message: `the digit ${digit} is worth ${value}`,
      }
}
/** "1101 is C": four bits and a digit. */
const nibble = ({ digit = '', bits = '' }: Record<string, string>): Checked | null => {
  const computed = written(BigInt(`0b${bits}`), 16)
  return { claimed: digit, computed, ok: computed === digit, message: `${bits} is ${computed}` }
}

const statements: readonly { pattern: RegExp; read: (groups: Record<string, string>) => Checked | null }[] = [
  {
    // 45 in binary is 101101
    pattern: new RegExp(
      String.raw`${BEFORE}(?:0x|0b)?(?<number>[\dA-Fa-f]{1,24}|\d{1,3}(?:,\d{3})+)\s(?:written\s|expressed\s|converted\s)?(?:in|to|into|as)\s${BASE}(?:\snotation|\sform)?,?${IS}${DIGITS}${AFTER}`,
      'giu',
    ),
    read: either,
  },
  {
    // 5 is 110 in binary
    pattern: new RegExp(
      String.raw`${BEFORE}(?:decimal\s)?${NUMBER}${IS}${DIGITS}\s(?:written\s)?in\s${BASE}(?![\p{L}\d])`,
      'giu',
    ),
    read: ofBase,
  },
  {
    // In binary, 45 is 101101. In hexadecimal 255 is written FF.
    pattern: new RegExp(String.raw`(?<!\p{L})in\s${BASE}(?:\snotation)?,?\s${NUMBER}${IS}${DIGITS}${AFTER}`, 'giu'),
    read: either,
  },
  {
    // the binary number 1101 is 13, hex FF equals 255
    pattern: new RegExp(
      String.raw`(?<!\p{L})${BASE}\s(?:(?:number|numeral|value|string|code|digit)\s)?${DIGITS}${IS}${NUMBER}(?:\sin\sdecimal|\sdecimal)?${AFTER}`,
      'giu',
    ),
    read: fromBase,
  },
  {
    // the binary representation of 45 is 101101
    pattern: new RegExp(
      String.raw`(?<!\p{L})${BASE}\s(?:representation|form|expansion|equivalent|numeral|notation|number)\s(?:of|for)\s${NUMBER}${IS}${DIGITS}${AFTER}`,
      'giu',
    ),
    read: ofBase,
  },
  {
    // the Roman numeral for 40 is XL
    pattern: new RegExp(String.raw`Roman\snumerals?\s(?:for|of|form\sof)\s${NUMBER}${IS}${ROMAN}(?![\p{L}])`, 'gu'),
    read: toRoman,
  },
  {
    pattern: new RegExp(
      String.raw`${BEFORE}${NUMBER}\s(?:written\s)?(?:in|as)\s(?:a\s)?Roman\snumerals?,?${IS}${ROMAN}(?![\p{L}])`,
      'gu',
    ),
    read: toRoman,
  },
  {
    // MCMXC is 1990 (in Roman numerals); the Roman numeral XIV
    pattern: new RegExp(
      String.raw`${CLAUSE}(?:(?:the\s|The\s)?Roman\snumeral\s(?<one>))?["“'‘]?(?<roman>[IVXLCDM]{2,12})["”'’]?(?:${IS}|\s?=\s?)${NUMBER}${AFTER}(?!\s?(?:%|(?!and\b|so\b|which\b|because\b|in\b|as\b)\p{L}))`,
      'gu',
    ),
    read: fromRoman,
  },
  {
    // XL stands for forty, CD contributes 400
    pattern: new RegExp(
      String.raw`${CLAUSE}["“'‘]?(?<roman>[IVXLCDM]{2,12}|[VXLCDM])["”'’]?\s(?:is|are|means|stands\sfor|contributes|makes|counts(?:\s(?:as|for))?|adds|gives|equals|has\sthe\svalue|is\sworth)\s(?:(?<number>\d{1,4})(?![\d.,]*\d)|(?<word>\p{L}+(?:[\s-](?:hundred|thousand|one|two|three|four|five|six|seven|eight|nine))?))(?=\s(?:and|for)\s|[,.;:)]|$)`,
      'gmu',
    ),
    read: wordedRoman,
  },
  {
    pattern: new RegExp(String.raw`${CLAUSE}${NUMBER}\s(?:is|=|becomes)\s(?<roman>[IVXLCDM]{1,8})(?![\p{L}\d])`, 'gu'),
    read: bareRoman,
  },
  {
    // the digit C has the value 13, F stands for 15
    pattern:
      /(?<![\p{L}\d])(?:(?<=digit\s)(?<one>)|(?!\S\s(?:is\s\d|=)))(?<digit>[A-F])(?:\s(?:has\sthe\svalue|stands\sfor|is\sworth|means|represents|is)\s|\s?=\s?)(?<number>\d{1,2})(?![\d.,]*\d|\s?[-+×·*/^]|\s?\p{L}{1,3}(?!\p{L}))/gu,
    read: hexDigit,
  },
  {
    pattern: /(?<![\d.,])(?<bits>[01]{4})\s(?:is|=|becomes|gives)\s(?<digit>[\dA-F])(?![\p{L}\d]|\s?[-+×·*/^])/gu,
    read: nibble,
  },
].map(({ pattern, read }) => ({ pattern: lean(pattern), read }))

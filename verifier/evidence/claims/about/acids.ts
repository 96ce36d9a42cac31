/* The scale of acids: "20 times the concentration" of pH 3 and pH 5. One step is a factor of ten. */
import { matchesOf } from '../../../../src/core/triggers.js'
import { type Fact, numberOf, type Topic, VALUE } from './world.js'

const written =
  /\bpH(?:[-\s](?:value)?)?\s?(?:of\s|is\s|=\s?|about\s|:\s?)?(\d{1,2}(?:\.\d+)?)(?!\d|\.\d|\s?(?:M\b|mol|mM|%))/g
const TEN = String.raw`(?<n>10\s?(?:\^\s?\{?\s?[-−]\s?\d{1,2}\}?|⁻[⁰¹²³⁴-⁹]{1,2}))`
const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const exponentOf = (text: string) =>
  -Number(
    text
      .replace(/^10/, '')
      .replace(/[⁰-⁹¹²³]/g, (each) => String(raised.indexOf(each)))
      .replace(/\D/g, ''),
  )

/** A step of one on the scale is a factor of ten: "A's concentration is 20 times that of B" for pH 3 and 5. */
export const acids: Topic = (question) => {
  const values = [...new Set(matchesOf(written, question).map(([, value]) => Number(value)))]
  const [a, b] = values
  if (a === undefined || b === undefined || values.length > 2) return []
  const ratio = 10 ** Math.abs(a - b)
  const of: Fact['of'] = ({ sentence, groups }) => {
    const steps = new RegExp(String.raw`${VALUE}\s(?:pH\s)?(?:steps?|units?|points?|levels?)\b`, 'iu').exec(sentence)
      ?.groups?.n
    if (/\b(?:each|every|single)\b/i.test(sentence)) return null
    const count = steps === undefined ? null : numberOf(steps)
    if (count === null) return /\b(?:each|every|one|single|(?:per\s)?(?:step|unit))\b/i.test(sentence) ? null : [ratio]
    return groups.n === undefined ? null : [10 ** count]
  }
  return [
    {
      kind: 'chemistry',
      says: new RegExp(
        String.raw`\bfactor\s(?:of\s|is\s)?(?:about\s|only\s)?${VALUE}|(?<!\bpH[^.]{0,30})(?<![\p{L}\d.])${VALUE.replace('<n>', '<m>')}\s(?:times|fold)\b`,
        'giu',
      ),
      of,
      what: 'the factor between the concentrations',
    },
    {
      kind: 'chemistry',
      says: /\b(?:twice|double|half)\s(?:as\s(?:many|much|acidic|strong|concentrated|high)|the\s(?:concentration|number|amount|acidity)|that\sof)/giu,
      of,
      what: 'the factor between the concentrations',
    },
  ]
}

/** The concentration of hydrogen ions by the pH that was found: "put differently, the hydrogen ion concentration is 10⁻¹⁰". */
export function acidReader(question: string): (step: string) => readonly Fact[] {
  // What is diluted has another pH before.
  if (/\b(?:dilut\w*|made\sup|mix\w*|add\w*|titrat\w*|neutrali\w*|buffer)\b/i.test(question)) return () => []
  const known = new Set(matchesOf(written, question).map(([, value]) => Number(value)))
  return (step) => {
    for (const [, value] of matchesOf(written, step)) known.add(Number(value))
    for (const [, value] of step.matchAll(
      /(?<![\d.])(\d{1,2}(?:\.\d+)?)\sis\s(?:then\s|therefore\s|thus\s)?(?:the|its)\spH\b/g,
    ))
      known.add(Number(value))
    const all = [...known]
    if (all.length === 0 || all.some((each) => !Number.isInteger(each))) return []
    return [
      {
        kind: 'chemistry',
        says: new RegExp(
          String.raw`(?:hydrogen[-\s]ion\sconcentration|concentration\sof\s(?:the\s)?(?:hydrogen\sions?|H\s?\^?\+|H⁺)|\[\s?H\s?(?:_?3O)?\s?\^?\s?\{?(?:\+|⁺)\}?\s?\])\s?(?:is\s|=\s?|of\s|equals\s|:\s)(?:then\s|about\s|therefore\s)?${TEN}`,
          'giu',
        ),
        of: ({ groups, rest }) => {
          // "10⁻³ mol/m³"
          if (
            /^\s?\\?[^\w\s]{0,3}(?:text|mathrm)?[\s{]*(?:mol\s?(?:\/\s?|per\s)(?:[mcdµμ]?m|mL|ml|cubic)|[mµμn]mol|mM\b)/.test(
              rest,
            ) &&
            !/^[^.;]{0,12}dm/.test(rest)
          )
            return null
          const said = exponentOf(groups.n ?? '')
          return all.some((each) => each === -said) ? null : [-(all.at(-1) ?? 0)]
        },
        what: 'the exponent',
      },
    ]
  }
}

/* Numbers copied wrongly: 94,685 for the question's 96,485. Told where two digits differ and no step has the right one. */
import { readQuantities } from '../../../src/core/quantities/quantity.js'
import type { Finding } from '../../../src/core/records/types.js'
import { type ClaimText, finding, hedged } from './claim.js'

/** Shorter numbers are near too many others. */
const MIN_DIGITS = 4

/** So much of a text is read, and so many of its numbers. */
const LONGEST = 20_000
const MOST = 400

interface Written {
  digits: string
  text: string
  value: number
}

/**
 * Numbers copied wrongly: a step reckons with 94,685 where the question has 96,485 and no step uses the one of the question. Two digits changed places, or one is another; the
 * number is in no earlier step and comes out of no calculation of this one.
 */
export function misquotedReader(question: string, context: string | undefined): (step: ClaimText) => Finding[] {
  const all = context === undefined ? question : `${question}\n${context}`
  const given = written(all)
  if (given.length === 0) return () => []
  const known = new Set(
    readQuantities(all.slice(0, LONGEST), { limit: MOST }).map(({ span }) => significant(all.slice(...span))),
  )
  const used = new Set<string>()
  return ({ plain }) => {
    const here = written(plain)
    const found = here.flatMap(({ digits, text, value }, i): Finding[] => {
      if (known.has(significant(digits)) || used.has(digits)) return []
      const near = given.filter((each) => isMiscopied(each, { digits, text, value }) && !used.has(each.digits))
      const [meant] = near
      if (meant === undefined || near.length !== 1 || here.some((each) => each.digits === meant.digits)) return []
      const at = plain.indexOf(text)
      // A result may come near by chance; what an operation starts with was copied.
      if (!reckoned(plain, at, text.length) || here.slice(0, i).some((each) => each.digits === digits)) return []
      const span = [at, at + text.length] as const
      if (hedged(plain, span)) return []
      return [
        finding(
          'arithmetic',
          span,
          text,
          meant.text,
          false,
          `${text} stands nowhere before; the question has ${meant.text}`,
        ),
      ]
    })
    for (const { digits } of here) used.add(digits)
    return found
  }
}

/** As many digits as a number has to have, which rare texts hold. */
const isLong = new RegExp(String.raw`(?:\d[.,{}]{0,3}){${MIN_DIGITS}}`)

function written(text: string): Written[] {
  if (!isLong.test(text)) return []
  return readQuantities(text.slice(0, LONGEST), { limit: MOST }).flatMap(({ span, value }) => {
    const source = text.slice(...span)
    const digits = digitsOf(source)
    return digits.length < MIN_DIGITS ? [] : [{ digits, text: source, value: value.valueOf() }]
  })
}

const digitsOf = (text: string) => text.replace(/\D/g, '').replace(/^0+/, '')

/** "1,200", "1,200.00", "1.2k" and "1.2" alike: what a number is copied from may be written to other places, or in another unit. */
const significant = (text: string) => digitsOf(text).replace(/0+$/, '')

/** As long, the point in the same place, and two neighbours have changed places. */
function isMiscopied(meant: Written, said: Written): boolean {
  const [a, b] = [meant.digits, said.digits]
  if (a.length !== b.length || a === b || Math.abs(Math.log10(meant.value / said.value)) > 0.4) return false
  const differ = [...a].flatMap((digit, i) => (digit === b[i] ? [] : [i]))
  const [i = 0, j = 0] = differ
  return differ.length === 2 && a[i] === b[j] && a[j] === b[i]
}

/** Whether an operation sign stands beside a number, and no equals sign before it. */
function reckoned(text: string, at: number, length: number): boolean {
  const before = text.slice(Math.max(0, at - 4), at)
  const after = text.slice(at + length, at + length + 16)
  return (
    !/[=≈]\s*[($€£]?$/.test(before) &&
    (/[-+−×*·/÷(]\s?[$€£]?$/.test(before) || /^\s?(?:[\p{L}/%€$]{0,8}\s?)?[-+−×*·/÷]/u.test(after))
  )
}

import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from './claim.js'

const loop = rare(/\bfor (\w+) in range\(\s*(-?\d+)\s*(?:,\s*(-?\d+)\s*(?:,\s*(-?\d+)\s*)?)?\)/g)
const LIST = String.raw`-?\d+(?:(?:,\s(?:and\s)?|\sand\s|\sund\s|、)-?\d+)+`
const MAX_VALUES = 1000

/** "The loop runs over i = 1, 2, 3, 4, 5, 6" of `range(1, 6)`: a value that the loop does not take. */
export function readLoops({ plain, question, context = '' }: ClaimText): Finding[] {
  const asked = `${question}\n${context}`
  if (!/range\(/.test(asked) || !/\d/.test(plain)) return []
  const loops = [...loop.matchAll(asked)]
  return loops.flatMap(([, name = '', first, second, third]) => {
    if (loops.filter((each) => each[1] === name).length > 1) return []
    const [from, to, step] =
      second === undefined ? [0, Number(first), 1] : [Number(first), Number(second), Number(third ?? 1)]
    const size = Math.ceil((to - from) / step)
    if (step === 0 || size > MAX_VALUES) return []
    const values = Array.from({ length: Math.max(0, size) }, (_, i) => from + i * step)
    const said = new RegExp(
      String.raw`(?:\bruns?\s(?:over|through)|\btakes?\s(?:on\s)?(?:the\s)?values?|\bgoes\sthrough|\biterates?\sover|\bloops?\sover|durchläuft|依次(?:为|取))\s?(?:${name}\s?=\s?|the\s(?:values|numbers)\s)?(${LIST})`,
      'giu',
    )
    return [...plain.matchAll(said)].flatMap((match) => {
      const span = [match.index, match.index + match[0].length] as const
      const around = plain.slice(Math.max(0, match.index - 60), span[1])
      // Only where this loop is meant.
      if (!new RegExp(String.raw`\b${name}\b|\bloop\b|range`, 'i').test(around) || hedged(plain, span)) return []
      const listed = (match[1] ?? '').match(/-?\d+/g)?.map(Number) ?? []
      const foreign = listed.find((each) => !values.includes(each))
      const computed = values.join(', ')
      const message = `range takes the values ${computed}: ${foreign} is not among them`
      return foreign === undefined ? [] : [finding('programs', span, match[1] ?? '', computed, false, message)]
    })
  })
}

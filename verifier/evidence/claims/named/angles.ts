/* Angles by their cosine: "cos θ = 1/2, so θ = 30°". The angle is put back in. */
import { rare } from '../../../../src/core/triggers.js'
import { shown } from '../claim.js'
import type { Claim } from './said.js'
import { readNumber } from './things.js'

const functions = { sin: Math.sin, cos: Math.cos, tan: Math.tan }
const NAME = String.raw`\\?(?:theta|alpha|beta|gamma|phi|varphi)|[θαβγφa-zA-Z]`
const found = rare(
  new RegExp(
    String.raw`\\?(sin|cos|tan)\s?\(?\s?(${NAME})\s?\)?\s?[=≈]\s?([^,;°]{1,80}),?\s(?:(?:and|so|hence|thus|therefore|giving|which\sgives|which\smeans)\s){1,2}(?:that\s)?\2\s?(?:=|≈|is)\s?(?:about\s|approximately\s)?(\d+(?:\.\d+)?)\s?°`,
    'gu',
  ),
)

/** "cos θ = 2/(2√2), so θ = 60°": the angle is put back in. */
export function angleClaims(sentence: string): Claim[] {
  return found.matchAll(sentence).flatMap((match): Claim[] => {
    const [all, name = '', , sides = '', angle = ''] = match
    const value = readNumber(sides.split(/[=≈]/).at(-1) ?? '')
    if (value === null || !(name in functions)) return []
    const at = (degrees: number) => functions[name as keyof typeof functions]((degrees * Math.PI) / 180)
    const decimals = /\.(\d+)/.exec(angle)?.[1]?.length ?? 0
    const step = 10 ** -decimals
    const [low, here, high] = [-step, 0, step].map((off) => at(Number(angle) + off)) as [number, number, number]
    // What is rounded on either side is meant.
    const rounding = value.decimals === null ? 0 : 0.51 * 10 ** -value.decimals
    const ok =
      Math.abs(here - value.value) < 1e-6 ||
      (Math.min(low, high) - rounding <= value.value && value.value <= Math.max(low, high) + rounding)
    const inverse = { sin: Math.asin, cos: Math.acos, tan: Math.atan }[name as keyof typeof functions](value.value)
    if (Number.isNaN(inverse)) return []
    const computed = `${shown((inverse * 180) / Math.PI)}°`
    return [
      {
        kind: 'solutions',
        expected: { computed },
        said: `${angle}°`,
        ok,
        from: match.index,
        to: match.index + all.length,
      },
    ]
  })
}

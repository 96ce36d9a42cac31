/* Angles in two units on the sides of an equation: "π/4 = 45°". Both are brought to radians and compared. */
import { lean } from '../../src/core/lean-patterns.js'
import type { Span } from '../../src/core/records/types.js'

/** Signs and words of angles, and how many radians each is. Without one, a number is in radians. */
const measures: readonly (readonly [RegExp, number])[] = [
  [
    lean(
      /^(?:°|º|\^\s?\{?\s?\\circ\s?\}?|\\degree|deg(?:rees?)?(?!\p{L})|Grad(?!\p{L})|grados(?!\p{L})|degrés(?!\p{L})|度)/u,
    ),
    Math.PI / 180,
  ],
  [
    lean(
      /^(?:(?:full |complete |whole )?(?:turns?|revolutions?|rotations?|circles?|cycles?|periods?)|rev|Umdrehung(?:en)?|圈)(?!\p{L})/u,
    ),
    2 * Math.PI,
  ],
  [lean(/^(?:gons?|grads?|gradians?)(?!\p{L})/u), Math.PI / 200],
  [lean(/^(?:rad(?:ians?)?|Radiant)(?!\p{L})/u), 1],
]
const sizeAt = (text: string): number | undefined => measures.find(([sign]) => sign.test(text))?.[1]

/** What tells of radians: otherwise "30 + 50 = 90°" is a sum of degrees. */
const isRound = lean(
  /π|\\?pi(?!\p{L})|\brad|arc|a(?:sin|cos|tan)|\d\.\d|turn|gon|rev|rotation|circle|cycle|period|Umdrehung|圈/u,
)

const isCircle = lean(/π|\\?pi(?!\p{L})|arc|a(?:sin|cos|tan)/u)

/** Dress between a number and its unit. */
const dress = /^(?:[\s}~*,]|\\[,;:! ]|\\(?:text|mathrm)\s?\{)*/
const inside = lean(/[\d)}](?:[\s}~]|\\[,;:! ]|\\(?:text|mathrm)\s?\{)*(\D{0,14})$/u)

/** The unit at the end of a side, or behind it. */
const sizeOf = (side: string, after: string): number | undefined =>
  sizeAt(inside.exec(side)?.[1] ?? '') ?? sizeAt(after.replace(dress, ''))

/**
 * What both sides of an equation come to in radians, where one is an angle in degrees, turns or gons and the other is not: "π/4 = 45°", "2π = 1 turn", "45° = 0.785". Null where no
 * such unit stands there, or the same on both.
 */
export function angles(
  text: string,
  [start, end]: Span,
  { claimed, claimedValue, computedValue }: { claimed: string; claimedValue: number; computedValue: number },
): { ok: boolean; computed: string } | null {
  const equation = text.slice(start, end)
  const sign = Math.max(...['=', '≈', '\\approx'].map((each) => equation.lastIndexOf(each)))
  if (sign < 0) return null
  const right = equation.slice(sign).replace(/^(?:\\approx|[=≈])/, '')
  const left = equation.slice(0, sign).trimEnd()
  // "x degrees = 45": a unit in front of the sign is of the left side.
  const [leftSize, rightSize] = [sizeOf(left, ''), sizeOf(right, text.slice(end, end + 40))]
  const isRightClaimed = right.includes(claimed.replace(/^-/, ''))
  const [own = 1, other = 1] = isRightClaimed ? [rightSize, leftSize] : [leftSize, rightSize]
  if (own === other) return null
  if (!isRound.test(equation)) return null
  const value = (computedValue * other) / own
  const decimals = /\.(\d+)/.exec(claimed)?.[1]?.length ?? 0
  // What was rounded on the other side comes to a little else.
  const room = Math.max(
    0.501 * 10 ** -decimals * (decimals > 0 || own < 1 ? 1 : 1e-6),
    roundedBy(isRightClaimed ? left : right) * Math.abs(value),
  )
  const shown = (isCircle.test(equation) ? value : computedValue).toPrecision(6)
  return { ok: Math.abs(value - claimedValue) <= room + 1e-9 * Math.abs(value), computed: String(Number(shown)) }
}

const roundedBy = (side: string): number => (/π|\\?pi/.test(side) || !/\d\.\d/.test(side) ? 1e-9 : 1e-3)

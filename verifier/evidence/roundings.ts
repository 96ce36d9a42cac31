/* Whether a text rounds, and whether one number may be another one rounded. What roundings say is checked in `claims/roundings.ts`. */
import { rare } from '../../src/core/triggers.js'

const rounds = rare(/\bround|\bnearest\b|gerundet|\brunde|四舍五入|精确到/i)

/** Whether a text speaks of rounding. */
export const saysRounded = (text: string): boolean => rounds.test(text)

/** Whether a whole number is another one to the nearest ten, hundred, … million. */
export const isRounding = (exact: number, whole: number): boolean =>
  [1, 2, 3, 4, 5, 6].some((k) => Math.round(exact / 10 ** k) * 10 ** k === whole)

/** log(p / (1 - p)), within ±7: certainty is not to be had. */
export function logOdds(p: number): number {
  return Math.max(-7, Math.min(7, Math.log(p / (1 - p))))
}

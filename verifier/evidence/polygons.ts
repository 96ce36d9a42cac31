/** Polygons by their names: how many corners they have. */
export const corners: Readonly<Record<string, number>> = {
  triangle: 3,
  quadrilateral: 4,
  pentagon: 5,
  hexagon: 6,
  heptagon: 7,
  octagon: 8,
  nonagon: 9,
  decagon: 10,
  hendecagon: 11,
  dodecagon: 12,
  icosagon: 20,
}

/** The sides of the polygon that a text names. */
export function sides(text: string): number | null {
  const named = /triangle|quadrilateral|pentagon|hexagon|heptagon|octagon|nonagon|dodecagon|decagon/i
    .exec(text)?.[0]
    .toLowerCase()
  if (named !== undefined) return corners[named] ?? null
  const count = /(\d+)(?:-gon|[- ]sided|-?eck| ?边形| sides| vertices)/i.exec(text)?.[1]
  const words: Record<string, number> = { 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 }
  const han = /([三四五六七八九十])边形/.exec(text)?.[1]
  return count !== undefined ? Number(count) : han !== undefined ? (words[han] ?? null) : null
}

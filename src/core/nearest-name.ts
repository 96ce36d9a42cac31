import { editDistance } from './edit-distance.js'

/** The known name that a misspelt one most likely means: at most two letters in five are other ones. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((each) => ({ each, distance: editDistance(name.toLowerCase(), each.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  return best !== undefined && best.distance <= 0.4 * Math.max(name.length, best.each.length) ? best.each : undefined
}

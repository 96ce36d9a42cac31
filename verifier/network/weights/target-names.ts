/** The layer of `model.layers.3.…` or GPT-2's `transformer.h.3.…`. */
const layerOf = (path: string) => /\.(?:layers|h)\.(\d+)\./.exec(path)?.[1]

/**
 * Short names of adapted layers, the last `words` of their paths, where every layer has the module; full paths otherwise (or PEFT would make parameters that
 * the file does not have).
 */
export function usualTargetNames(paths: readonly string[], words = 1): readonly string[] {
  const layersOf = new Map<string, Set<string>>()
  for (const path of paths) {
    const name = path.split('.').slice(-words).join('.')
    layersOf.set(name, (layersOf.get(name) ?? new Set()).add(layerOf(path) ?? ''))
  }
  const everyLayer = Math.max(...[...layersOf.values()].map((layers) => layers.size))
  const uniform = [...layersOf.values()].every((layers) => layers.size === everyLayer)
  const layers = paths.map((path) => Number(layerOf(path) ?? 0))
  return uniform && Math.min(...layers) === 0 && Math.max(...layers) === everyLayer - 1
    ? [...layersOf.keys()].sort()
    : paths
}

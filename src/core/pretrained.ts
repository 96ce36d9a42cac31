/** Verifiers whose adapter and probe ship, and whose base does not. */
export const PRETRAINED_NAMES = ['smollm2', 'qwen-0.5b', 'qwen-1.5b'] as const
export type PretrainedName = (typeof PRETRAINED_NAMES)[number]

/** `NAME:PATH` of one of them; undefined for every other verifier. */
export function pretrainedOf(uri: string): { name: PretrainedName; path: string } | undefined {
  const name = PRETRAINED_NAMES.find((each) => uri.startsWith(`${each}:`))
  return name && { name, path: uri.slice(name.length + 1) }
}

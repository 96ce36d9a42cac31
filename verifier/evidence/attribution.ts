/* Numbers given to somebody else: the question has "Ben has 7", a step "Anna's 7". Told by the names that stand beside a number. */
import { type Facts, type Key, key, type StepFacts } from './facts.js'

/**
 * Whether a step gives a number of the question to somebody else: the names beside it in the step are names of the question, and none of them stands
 * beside it there. "Anna has 5 …, Ben has 7 …": "Ben has 5". No finding, because sums and comparisons do the same rightly.
 */
export function attributionReader(facts: Facts): (step: StepFacts) => boolean {
  const known = namesIn(facts.question)
  if (known.size < 2) return () => false
  const owners = new Map<Key, Set<string>>()
  let last = new Set<string>()
  for (const { start, end } of sentences(facts.question)) {
    const named = namesIn(facts.question.slice(start, end))
    // "She has 5 more.": still the last one named.
    if (named.size > 0) last = named
    for (const { quantity, key: value } of facts.given)
      if (quantity.span[0] >= start && quantity.span[1] <= end)
        owners.set(value, new Set([...(owners.get(value) ?? []), ...last]))
  }
  return ({ text, numbers }) =>
    sentences(text.slice(0, 4000)).some(({ start, end }) => {
      const named = [...namesIn(text.slice(start, end))].filter((name) => known.has(name))
      if (named.length === 0) return false
      return numbers.some(({ span, value }) => {
        const own = span[0] >= start && span[1] <= end ? owners.get(key(value)) : undefined
        return own !== undefined && own.size > 0 && !named.some((name) => own.has(name))
      })
    })
}

function sentences(text: string): { start: number; end: number }[] {
  const ends = [...text.matchAll(/[.!?](?=\s)|\n/g)].map(({ index }) => index + 1)
  return [...ends, text.length].map((end, i) => ({ start: ends[i - 1] ?? 0, end }))
}

function namesIn(text: string): Set<string> {
  return new Set((text.match(/\b[A-Z][a-z]{2,20}\b/g) ?? []).filter((word) => !openings.has(word)))
}

/** Capitalised because they open a sentence. */
const openings = new Set(
  `After All Also And Another Assume Because Before Between But Calculate Combined Compute Consider Each Every Find First Finally For From Given Half He Hence Her His How
  Initially Its Let Next Now One Over She Since Some Step Subtract Suppose That The Their Then There Therefore These They This Those Three Thus Together Total Two Using What
  When Where Which While Who Why With You Your`.split(/\s+/),
)

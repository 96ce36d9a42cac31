import { wordHashes } from '../../src/core/records/contamination.js'
import type { Document } from '../../src/core/records/types.js'
import type { Domain } from './demonstrations.js'

const words: Record<'finance' | 'mathematics', string> = {
  finance:
    'revenue profit profits earnings share shares stock stocks bond bonds dividend dividends investor investors market markets bank loan loans inflation quarter fiscal equity asset assets dlrs mln acquisition',
  mathematics: 'equation theorem proof integer polynomial probability triangle derivative altogether frac',
}
const domainOfWord = new Map(
  (['finance', 'mathematics'] as const).flatMap((domain) =>
    [...wordHashes(words[domain])].map((hash) => [hash, domain] as const),
  ),
)
const [how, many] = wordHashes('how many') as unknown as [number, number]

/** What a document looks like: enough to choose demonstrations by. This sees every document that is annotated, so it makes no string. */
export function domainOf({ text }: Document): Domain {
  if (text.includes(':') && /\b(?:choices|options|question)\s*:/i.test(text)) return 'commonsense'
  const per100Words = 100 / Math.max(100, text.length / 6)
  let finance = 0
  let mathematics = symbolsIn(text)
  let last = 0
  for (const word of wordHashes(text)) {
    const domain = domainOfWord.get(word)
    if (domain === 'finance') finance++
    else if (domain === 'mathematics' || (word === many && last === how)) mathematics++
    last = word
  }
  if (finance * per100Words >= 2) return 'finance'
  return mathematics * per100Words >= 2 ? 'mathematics' : 'prose'
}

function symbolsIn(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    // = +, × ÷, √ ∑ ≤ ≥
    if (code === 61 || code === 43 || code === 215 || code === 247) count++
    else if (code > 8000 && (code === 8730 || code === 8721 || code === 8804 || code === 8805)) count++
  }
  return count
}

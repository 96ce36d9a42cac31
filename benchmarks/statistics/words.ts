/*
 * How texts are cut into words before n-grams are counted. BLEU and ROUGE are only comparable under the same cut.
 */

const cjk = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]/g

/** Chinese is written without spaces: every such character is a word of its own. */
const spaceCjk = (text: string) => text.replace(cjk, ' $& ')

/** The cut of mteval-v13a, sacrebleu's default, with Chinese characters apart. */
export function bleuWords(text: string): string[] {
  return ` ${spaceCjk(text)} `
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replace(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ')
    .split(/\s+/)
    .filter((word) => word !== '')
}

/** The cut of Google's rouge-score without stemming: lower-case letters and digits; Chinese characters apart. */
export function rougeWords(text: string): string[] {
  return spaceCjk(text.toLowerCase())
    .split(/[^a-z0-9\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/)
    .filter((word) => word !== '')
}

/** Counts of n-grams; the words are joined by a character that no word holds. */
export function ngrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>()
  for (let i = 0; i + n <= words.length; i++) {
    const gram = words.slice(i, i + n).join('\u0001')
    counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return counts
}

/** How many n-grams both hold, each counted at most as often as in either. */
export function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0
  for (const [gram, count] of a) shared += Math.min(count, b.get(gram) ?? 0)
  return shared
}

/** Words that announce a step of reasoning, or a number that was worked out. */
const cue =
  /\b(?:therefore|thus|hence|so|because|since|consequently|as a result|this means|then|which|answer|total|altogether|average|increase[ds]?|rose|fell|dropped|gained|lost)\b|[=%]|\d/i

/**
 * Offsets between sentences, behind the stop and before the white space, without the ends of the text. A stop that stands alone ends a sentence of
 * tokenised text, whatever follows. One pass over the text.
 */
export function sentenceBoundaries(text: string): number[] {
  const found: number[] = []
  for (const match of text.matchAll(
    /[.!?]["')\]]?(?=\s+[\p{Lu}\p{N}"'([$£€])|(?<=\s)[.!?](?=\s)|[^\s](?=\n[ \t]*\n)/gu,
  )) {
    const end = match.index + match[0].length
    const word = /[\p{L}.]{1,12}\.$/u.exec(text.slice(Math.max(0, end - 13), end))?.[0]
    if (word !== undefined && isAbbreviation(word)) continue
    if (text.slice(0, end).trim() !== '' && text.slice(end).trim() !== '') found.push(end)
  }
  return found
}

function isAbbreviation(word: string): boolean {
  return /^(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|No|Inc|Ltd|Co|Corp|vs|etc|e\.g|i\.e|cf|al|Fig|Eq|U\.S)\.$/u.test(word)
}

/**
 * Where the insert mode asks for a rationale: at most `most` sentence boundaries, those first whose next sentence announces reasoning, the earlier
 * the better among equals; returned in the order of the text. Something must precede: never before the first sentence.
 */
export function insertionPoints(text: string, most: number): number[] {
  const boundaries = sentenceBoundaries(text)
  return boundaries
    .map((offset, i) => ({ offset, announced: cue.test(text.slice(offset, boundaries[i + 1])), i }))
    .sort((a, b) => Number(b.announced) - Number(a.announced) || a.i - b.i)
    .slice(0, most)
    .map(({ offset }) => offset)
    .sort((a, b) => a - b)
}

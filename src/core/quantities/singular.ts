/* English plurals, well enough that both spellings of one thing meet: "feet", "inches", "berries". */

const irregular: ReadonlyMap<string, string> = new Map(
  `axes axis|centuries century|children child|dice die|feet foot|geese goose|halves half|icosahedra icosahedron|knives knife|leaves leaf|loaves loaf|men man|mice mouse|octopi octopus
  people person|persons person|polyhedra polyhedron|shelves shelf|shoes shoe|teeth tooth|toes toe|vertices vertex|wolves wolf|women woman`
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(' ') as [string, string]),
)

/** Of a word in small letters. */
export function singular(word: string): string {
  const known = irregular.get(word)
  if (known !== undefined) return known
  if (word.length <= 3 || word.endsWith('ss') || word.endsWith('us')) return word
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (!word.endsWith('s')) return word
  return /(?:ss|x|zz|ch|sh|o|[^aeo]us)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1)
}

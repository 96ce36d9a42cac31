/* English plurals, well enough that both spellings of one thing meet: "feet", "inches", "berries". */

const irregular: ReadonlyMap<string, string> = new Map(
  `axes axis|biases bias|centuries century|children child|dice die|feet foot|gases gas|geese goose|halves half|icosahedra icosahedron|knives knife|leaves leaf|loaves loaf|men man|mice mouse|octopi octopus
  people person|persons person|polyhedra polyhedron|shelves shelf|teeth tooth|vertices vertex|wolves wolf|women woman`
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(' ') as [string, string]),
)

/** What takes "es": of the words in o a few alone ("canoes" and "shoes" are of a canoe and a shoe). */
const endsLonger =
  /(?:ss|x|zz|ch|sh|[^aeo]us|(?:^[gd]|her|potat|tomat|ech|zer|tornad|volcan|mosquit|carg|torped|buffal|embarg)o)es$/

/** Of a word in small letters. */
export function singular(word: string): string {
  const known = irregular.get(word)
  if (known !== undefined) return known
  if (word.length <= 3 || word.endsWith('ss') || word.endsWith('us')) return word
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (!word.endsWith('s')) return word
  return endsLonger.test(word) ? word.slice(0, -2) : word.slice(0, -1)
}

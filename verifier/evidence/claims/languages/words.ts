/** How one language says numbers and what is claimed of them, in plain English. */
export interface Language {
  /** Words that tell it from others. */
  own: RegExp
  /** Sentences whose words stand in another order; before the words are replaced. */
  orders: readonly (readonly [pattern: RegExp, english: string])[]
  /** Word or phrase = English. */
  words: ReadonlyMap<string, string>
}

/** "a = b; c = d", parts by semicolons; several words for one are parted by slashes. */
export const readWords = (table: string): [string, string][] =>
  table
    .split(/[;\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .flatMap((pair) => {
      const [from = '', to = ''] = pair.split(' = ')
      return from.split('/').map((word) => [word.trim().toLowerCase(), to.trim()] as [string, string])
    })

const units = (list: string) => list.split(' ')

/** 0 to 100 in words, each with its digits. */
export function germanNumbers(): [string, string][] {
  const small = units(
    'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
  )
  const ones = units('ein zwei drei vier fünf sechs sieben acht neun')
  const tens = units('zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig')
  return [
    ...small.map((word, i) => [word, String(i)] as [string, string]),
    ...tens.flatMap((ten, i) => [
      [ten, String(20 + 10 * i)] as [string, string],
      ...ones.map((one, j) => [`${one}und${ten}`, String(21 + 10 * i + j)] as [string, string]),
    ]),
    ...ones.slice(1).map((one, i) => [`${one}einhalb`, `${i + 2} and a half`] as [string, string]),
    ['eineinhalb', '1 and a half'],
    ['anderthalb', '1 and a half'],
    ['hundert', '100'],
    ['einhundert', '100'],
    ['tausend', '1000'],
  ]
}

export function frenchNumbers(): [string, string][] {
  const small = units(
    'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf',
  )
  const tens = units('vingt trente quarante cinquante soixante')
  const found: [string, string][] = small.map((word, i) => [word, String(i)])
  for (const [i, ten] of tens.entries()) {
    const value = 20 + 10 * i
    found.push([ten, String(value)], [`${ten} et un`, String(value + 1)], [`${ten}-et-un`, String(value + 1)])
    for (let j = 2; j < 10; j++) found.push([`${ten}-${small[j]}`, String(value + j)])
  }
  for (let j = 10; j < 20; j++) found.push([`soixante-${small[j]}`, String(60 + j)])
  found.push(['soixante et onze', '71'], ['quatre-vingts', '80'])
  for (let j = 1; j < 20; j++) found.push([`quatre-vingt-${small[j]}`, String(80 + j)])
  // "un" is the article.
  return [...found.filter(([word]) => word !== 'un'), ['cent', '100'], ['mille', '1000']]
}

export function spanishNumbers(): [string, string][] {
  const small = units(
    'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve',
  )
  const tens = units('treinta cuarenta cincuenta sesenta setenta ochenta noventa')
  const twenties = units(
    'veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve',
  )
  return [
    ...small.map((word, i) => [word, String(i)] as [string, string]),
    ...twenties.map((word, i) => [word, String(20 + i)] as [string, string]),
    ...tens.flatMap((ten, i) => [
      [ten, String(30 + 10 * i)] as [string, string],
      ...small.slice(1, 10).map((one, j) => [`${ten} y ${one}`, String(31 + 10 * i + j)] as [string, string]),
    ]),
    ['cien', '100'],
    ['mil', '1000'],
  ]
}

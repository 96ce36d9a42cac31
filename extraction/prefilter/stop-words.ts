const lists = {
  en: 'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all we her she there been if more when will would who so no out up into them then what can their my me than its about',
  de: 'der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei',
  fr: 'de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec il elle nous vous mais ou son sa ses aux ont cette être leur comme tout fait été même deux aussi leurs bien peut entre sans',
  es: 'de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra',
  it: 'di e il la che in un è per una non sono da del con le si i dei al come più lo nel alla anche ha della su gli ma se questo delle dal tra era stato hanno nella essere loro suo sua quando dopo solo',
  pt: 'de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre',
  nl: 'de van een en het in is dat op te zijn met voor niet aan er om als dan bij maar die ook uit door over naar hij werd wordt deze nog ze had hebben kan was tot al worden heeft zou',
} as const

export type Language = keyof typeof lists
export const languages = Object.keys(lists) as Language[]

const sets = Object.fromEntries(languages.map((language) => [language, new Set(lists[language].split(' '))])) as Record<
  Language,
  Set<string>
>

export const isStopWord = (word: string, language: Language = 'en'): boolean => sets[language].has(word)

/** The language whose commonest words are most frequent; null where none makes up a tenth of the words (another script, a table, code). */
export function languageOf(words: readonly string[]): Language | null {
  if (words.length === 0) return null
  let best: Language | null = null
  let most = words.length / 10
  for (const language of languages) {
    let hits = 0
    for (const word of words) if (sets[language].has(word)) hits++
    if (hits > most) {
      most = hits
      best = language
    }
  }
  return best
}

/*
 * How much of what `rules:` mines is chance: `npm run study extraction-chance -- FILE …` (NDJSON with "text"). Every document is mined once with its
 * own numbers, and once with the numbers of the document before it; what is found the second time is coincidence.
 */
import { mineCalculations } from '../../../extraction/annotate/rules.js'
import { openSource, toItems } from '../../../extraction/sources/items.js'

for (const input of process.argv.slice(2)) {
  let documents = 0
  let own = 0
  let chance = 0
  let previous: string | undefined
  for await (const item of toItems(openSource(input, { text: 'text', id: 'id' }), { maxCharacters: 2000 })) {
    if ('rejected' in item) continue
    const { text } = item.document
    documents++
    own += mineCalculations(text).length
    if (previous !== undefined) chance += mineCalculations(text, previous).length
    // Of a document without numbers nothing can be calculated by chance either.
    if ((text.match(/\d/g)?.length ?? 0) >= 20) previous = text
  }
  console.log(
    JSON.stringify({
      input,
      documents,
      mined: own,
      byChance: chance,
      shareNotByChance: own === 0 ? null : 1 - chance / own,
    }),
  )
}

/*
 * How much of what `rules:` mines is chance: `npm run study extraction-chance -- FILE …` (NDJSON with "text"). Every document is mined once with its
 * own numbers, and once with the numbers of a document well before it (neighbours of a book share numbers); what is found the second time is coincidence.
 */
import { mineCalculations } from '../../../extraction/annotate/rules.js'
import { openSource, toItems } from '../../../extraction/sources/items.js'

/** Documents with numbers between a document and the one that lends it numbers. */
const APART = 60

for (const input of process.argv.slice(2)) {
  let documents = 0
  let own = 0
  let chance = 0
  const lenders: string[] = []
  for await (const item of toItems(openSource(input, { text: 'text', id: 'id' }), { maxCharacters: 2000 })) {
    if ('rejected' in item) continue
    const { text } = item.document
    documents++
    own += mineCalculations(text).length
    // Of a document without numbers nothing can be calculated by chance either.
    if ((text.match(/\d/g)?.length ?? 0) >= 20) lenders.push(text)
    const lender = lenders.length > APART ? lenders.shift() : undefined
    if (lender !== undefined) chance += mineCalculations(text, { numbersOf: lender }).length
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

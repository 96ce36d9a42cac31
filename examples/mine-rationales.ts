/*
 * What a text leaves out. `rules:` states the calculation behind a number and needs no model; any model takes its place: `await resolveModel(URI)`.
 */
import { extractRationales } from 'rationale-verifier/extraction'

const documents = [
  {
    id: 'sales',
    text: 'Sales were 845 units in the north and 312 units in the south. The north was ahead by 533 units.',
  },
]
for await (const { rationale, following } of extractRationales({ documents, model: 'rules:' }))
  console.log(`${rationale.trim()} | ${following.trim()}`)
// prints The difference is 845 - 312. | The north was ahead by 533 units.

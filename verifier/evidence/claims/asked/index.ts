import type { Finding } from '../../../../src/core/records/types.js'
import type { ClaimText } from '../claim.js'
import { normalOf } from '../named/normal.js'
import { acidReader, acids } from './acids.js'
import { circuits } from './circuits.js'
import { bodies, ladders, polygons, rounds, sides, triangles } from './figures.js'
import { sequences } from './sequences.js'
import { codes, orders, palindromes, words } from './words.js'
import { readFacts, type Topic } from './world.js'

const topics: readonly Topic[] = [
  acids,
  bodies,
  circuits,
  codes,
  ladders,
  orders,
  palindromes,
  polygons,
  rounds,
  sequences,
  sides,
  triangles,
  words,
]

/** What a question is about, solved, and what the steps say of it. */
export function askedFactsReader(question: string): (claim: ClaimText) => Finding[] {
  const asked = normalOf(question).text
  const facts = topics.flatMap((topic) => topic(asked))
  const ofAcids = /\bpH\b/.test(asked) ? acidReader(asked) : null
  return (claim) => {
    const all = ofAcids === null ? facts : [...facts, ...ofAcids(normalOf(claim.text).text)]
    return all.length === 0 ? [] : readFacts(claim, all)
  }
}

/* What a question is about, solved once: its sequence, figure, circuit, word. Steps may say anything of it. */
import type { Finding } from '../../../../src/core/records/types.js'
import { remembering } from '../../recent.js'
import type { ClaimText } from '../claim.js'
import { normalOf } from '../named/normal.js'
import { acidReader, acids } from './acids.js'
import { circuits } from './circuits.js'
import { bodies, ladders, polygons, rounds, sides, triangles } from './figures.js'
import { implications, logicReader } from './logic.js'
import { codes, orders } from './orders.js'
import { palindromes } from './palindromes.js'
import { sequences } from './sequences.js'
import { finiteSets, intervals, overlaps, undefinedPlaces } from './sets.js'
import { words } from './words.js'
import { readFacts, type Topic } from './world.js'

const topics: readonly Topic[] = [
  acids,
  bodies,
  circuits,
  codes,
  finiteSets,
  implications,
  intervals,
  ladders,
  orders,
  overlaps,
  palindromes,
  polygons,
  rounds,
  sequences,
  sides,
  triangles,
  undefinedPlaces,
  words,
]

const factsOf = remembering((asked) => topics.flatMap((topic) => topic(asked)))

/** What a question is about, solved, and what the steps say of it. */
export function aboutReader(question: string): (claim: ClaimText) => Finding[] {
  const asked = normalOf(question).text
  const facts = factsOf(asked)
  const ofLogic = /\btrue\b|\bfalse\b|statement/i.test(asked) ? logicReader(asked) : null
  const ofAcids = /\bpH\b/.test(asked) ? acidReader(asked) : null
  return (claim) => {
    if (facts.length === 0 && ofAcids === null && ofLogic === null) return []
    const step = normalOf(claim.text).text
    return readFacts(claim, [...facts, ...(ofAcids?.(step) ?? []), ...(ofLogic?.(step) ?? [])])
  }
}

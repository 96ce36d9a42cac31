import { defined } from '../../src/core/absence.js'
import { unescapeMarkers } from '../filters/markers.js'
import type { Annotator } from './annotator.js'
import { PROMPT_VERSION } from './demonstrations.js'
import { domainOf } from './domain.js'
import { insertionPoints, sentenceBoundaries } from './positions.js'
import { insertPrompt } from './prompts.js'

/** Longer than any one sentence should be. */
const MAX_TOKENS = 96
/** Characters of a sentence; what ends before is a list's number or an abbreviation. */
const SHORTEST = 12
/** A rationale is one line: what a small model writes after it would be paid for and thrown away. */
const STOP = ['\n', '</document>']

/** We choose the places, the model writes only the rationale: for small models, which cannot copy a document faithfully. */
export function insertAnnotator(modelId: string, { perDocument = 3 } = {}): Annotator {
  return {
    id: `${modelId} insert/${PROMPT_VERSION} x${perDocument}`,
    async annotate(document, generate) {
      const domain = domainOf(document)
      const points = insertionPoints(document.text, perDocument)
      if (points.length === 0) return { insertions: [], exchanges: [], fidelity: null, reason: 'one sentence only' }
      const answers = await Promise.all(
        points.map(async (offset) => {
          const prompt = insertPrompt(document.text, offset, domain)
          const { text } = await generate({ prompt, temperature: 0, maxTokens: MAX_TOKENS, stop: STOP })
          return { offset, rationale: firstSentence(text), answer: text }
        }),
      )
      const insertions = answers
        .filter(({ rationale }) => rationale !== '')
        .map(({ offset, rationale }) => ({ offset, rationale }))
      return {
        insertions,
        exchanges: answers.map(({ offset, answer }) => ({ offset, answer })),
        fidelity: null,
        ...defined({ reason: insertions.length === 0 ? 'no rationale' : undefined }),
      }
    },
  }
}

/** Small models go on after the one sentence they were asked for, quote it, or put our own tags around it. */
function firstSentence(answer: string): string {
  const plain = unescapeMarkers(answer.replace(/<\/?(?:BOT|EOT|document|here)>/gi, ' '))
    .replace(/^\s*(?:rationale|answer)\s*:\s*/i, '')
    .replace(/\s+/g, ' ')
    .trim()
  const sentence = plain.slice(
    0,
    sentenceBoundaries(plain).find((end) => end >= SHORTEST),
  )
  return sentence.replace(/^["'“](.*)["'”]$/u, '$1').trim()
}

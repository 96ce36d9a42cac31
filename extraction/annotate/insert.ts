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

/** Of every thought for a place but the first, which is the likeliest one. */
const TEMPERATURE = 1

/**
 * We choose the places, the model writes only the rationale: for small models, which cannot copy a document faithfully. With `thoughts` there are
 * several for a place, sampled from a seed; the same words count once.
 */
export function insertAnnotator(modelId: string, { perDocument = 3, thoughts = 1 } = {}): Annotator {
  return {
    id: `${modelId} insert/${PROMPT_VERSION} x${perDocument}${thoughts > 1 ? `, ${thoughts} thoughts` : ''}`,
    async annotate(document, generate) {
      const domain = domainOf(document)
      const points = insertionPoints(document.text, perDocument)
      if (points.length === 0) return { insertions: [], exchanges: [], fidelity: null, reason: 'one sentence only' }
      const answers = await Promise.all(
        placesTimes(points, thoughts).map(async ({ offset, thought }) => {
          const prompt = insertPrompt(document.text, offset, domain)
          const sampling = thought === 0 ? { temperature: 0 } : { temperature: TEMPERATURE, seed: thought }
          const { text } = await generate({ prompt, ...sampling, maxTokens: MAX_TOKENS, stop: STOP })
          return { offset, rationale: firstSentence(text), answer: text }
        }),
      )
      const insertions = answers
        .filter(({ rationale }) => rationale !== '')
        .filter(
          ({ offset, rationale }, i, all) =>
            all.findIndex((other) => other.offset === offset && other.rationale === rationale) === i,
        )
        .map(({ offset, rationale }) => ({ offset, rationale }))
      return {
        insertions,
        exchanges: answers.map(({ offset, answer }) => ({ offset, answer })),
        ...(thoughts > 1 ? { alternatives: true as const } : {}),
        fidelity: null,
        ...defined({ reason: insertions.length === 0 ? 'no rationale' : undefined }),
      }
    },
  }
}

const placesTimes = (offsets: readonly number[], thoughts: number) =>
  offsets.flatMap((offset) => Array.from({ length: thoughts }, (_, thought) => ({ offset, thought })))

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

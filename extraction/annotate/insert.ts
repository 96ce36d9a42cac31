import { defined } from '../../src/core/absence.js'
import { unescapeMarkers } from '../filters/markers.js'
import type { Annotator } from './annotator.js'
import { PROMPT_VERSION } from './demonstrations.js'
import { domainOf } from './domain.js'
import { hardestPoints, insertionPoints, type Point, sentenceBoundaries } from './positions.js'
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
 * several for a place, sampled from a seed; the same words count once. With `positions` "entropy" the places are those where the model knows least how the
 * text goes on.
 */
export function insertAnnotator(
  modelId: string,
  { perDocument = 3, thoughts = 1, positions = 'cue' as 'cue' | 'entropy' } = {},
): Annotator {
  const how = [`x${perDocument}`, ...(thoughts > 1 ? [`${thoughts} thoughts`] : [])].join(', ')
  return {
    id: `${modelId} insert/${PROMPT_VERSION} ${how}${positions === 'entropy' ? ', by entropy' : ''}`,
    async annotate(document, generate) {
      const domain = domainOf(document)
      const points =
        positions === 'entropy'
          ? await hardestPoints(document.text, perDocument, generate)
          : insertionPoints(document.text, perDocument)
      if (points.length === 0) return { insertions: [], exchanges: [], fidelity: null, reason: 'one sentence only' }
      const answers = await Promise.all(
        placesTimes(points, thoughts).map(async ({ thought, ...point }) => {
          const { offset } = point
          const prompt = insertPrompt(document.text, offset, domain)
          const sampling = thought === 0 ? { temperature: 0 } : { temperature: TEMPERATURE, seed: thought }
          const { text } = await generate({ prompt, ...sampling, maxTokens: MAX_TOKENS, stop: STOP })
          return { ...point, rationale: firstSentence(text), answer: text }
        }),
      )
      const insertions = answers
        .filter(({ rationale }) => rationale !== '')
        .filter(
          ({ offset, rationale }, i, all) =>
            all.findIndex((other) => other.offset === offset && other.rationale === rationale) === i,
        )
        .map(({ answer: _answer, ...insertion }) => insertion)
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

const placesTimes = (points: readonly Point[], thoughts: number) =>
  points.flatMap((point) => Array.from({ length: thoughts }, (_, thought) => ({ ...point, thought })))

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

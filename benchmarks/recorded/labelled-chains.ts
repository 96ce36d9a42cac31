import { createHash } from 'node:crypto'
import * as z from 'zod'
import { partOf, recordedLayout } from './layout.js'

/**
 * Whole chains that people called right or wrong, as AutoRace and VerifyCoT publish them; chains of one question are its candidates. Their `answer` is the
 * chain's own in some sources and the gold one in others, so it is neither here.
 */
export const labelledChains = recordedLayout(
  'candidates',
  z.looseObject({
    question: z.string(),
    reasoning_chain: z.string(),
    human_label: z.union([z.boolean(), z.number()]).transform(Boolean),
    source: z.string().optional(),
  }),
  ({ question, reasoning_chain: text, human_label: correct, source }, file) => ({
    set: partOf(file, source),
    record: {
      id: createHash('sha256').update(question).digest('hex').slice(0, 16),
      question,
      candidates: [{ text: text.trim(), correct }],
    },
  }),
)

import * as z from 'zod'
import { findingKinds } from '../core/records/findings.js'
import type { Ranking, Verdict } from '../core/records/types.js'

/* What the server and the tools answer, for their documents. The types of the package stay the measure: each schema says which one it is. */

const text = z.string()
const tokens = z.object({
  evaluated: z.number(),
  unique: z.number(),
  generated: z.number(),
  calls: z.number(),
  naive: z.number().exactOptional(),
})

const finding = z.object({
  kind: z.enum(findingKinds),
  span: z.tuple([z.int(), z.int()]).readonly().meta({ description: 'UTF-16 offsets into the text of the step' }),
  claimed: text.exactOptional(),
  computed: text.exactOptional(),
  ok: z.boolean(),
  message: text.exactOptional(),
})

const step = z.object({
  text,
  reward: z.number().nullable(),
  wrong: z.boolean().meta({ description: 'a check computed it, or the reward is too low' }),
  rationale: text.exactOptional(),
  implicit: z.number().exactOptional(),
  process: z.number().exactOptional(),
  explanation: text.exactOptional(),
  evidence: z.array(finding),
  checked: z.array(text).meta({ description: 'what looked at the step; empty where nothing did' }),
  reason: text.exactOptional(),
})

export const verdictSchema = z.object({
  id: text,
  steps: z.array(step),
  firstError: z
    .int()
    .nullable()
    .meta({ description: '0-based; -1 where no step is wrong, null where that is not known' }),
  reward: z.number().nullable(),
  aggregation: z.enum(['min', 'product', 'last', 'mean', 'max', 'geometric-mean']),
  probability: z.number().nullable().meta({ description: 'calibrated, that the answer is right' }),
  verdict: z.enum(['correct', 'incorrect', 'abstain']),
  reasons: z.array(text).meta({ description: 'what is wrong, worst first' }),
  answer: text.exactOptional(),
  reason: text.exactOptional().meta({ description: 'why the verifier abstains' }),
  judgedInPart: z
    .literal(true)
    .exactOptional()
    .meta({ description: 'some judge could say nothing; what the others had to say stands' }),
  judgements: z.object({ asked: z.int(), unreadable: z.int() }).exactOptional(),
  tokens: tokens.exactOptional(),
}) satisfies z.ZodType<Verdict>

export const rankingSchema = z.object({
  id: text,
  strategy: z.enum(['weighted', 'best-of-n', 'majority']),
  best: z.int().nullable().meta({ description: '0-based index of the chosen candidate' }),
  answer: text.nullable(),
  reason: text.exactOptional(),
  unjudged: z.int().exactOptional().meta({ description: 'how many candidates some judge could not judge' }),
  ranked: z.array(
    z.object({
      index: z.int(),
      id: text.exactOptional(),
      reward: z.number().nullable(),
      probability: z.number().nullable(),
      answer: text.exactOptional(),
      wrong: text.exactOptional().meta({ description: 'one sentence on its first wrong or doubtful step' }),
      reason: text.exactOptional(),
    }),
  ),
  votes: z
    .array(
      z.object({
        answer: text,
        weight: z.number(),
        candidates: z.array(z.object({ index: z.int(), weight: z.number() })),
      }),
    )
    .meta({ description: 'what each answer weighs and whose votes make that, heaviest first; empty with best-of-n' }),
  tokens: tokens.exactOptional(),
}) satisfies z.ZodType<Ranking>

export const strategySchema = z.enum(['weighted', 'best-of-n', 'majority'])

import * as z from 'zod'
import { type PresetName, presets } from '../../verifier/reward/presets.js'

const size = z.coerce.number<number>().int().min(1)

/** What a run asks, as JSON: the same recipe on the same data gives the same samples and metrics. */
export const recipeSchema = z.strictObject({
  $schema: z.string().optional().meta({ description: 'Where an editor finds this schema.' }),
  tasks: z.array(z.string()).default([]).meta({
    description:
      'Names of tasks or domains, or "all"; "recorded" for every file of recorded outputs or labelled steps in the data. Answer tasks need a generator, the others do not.',
  }),
  data: z
    .string()
    .default('sample')
    .meta({ description: '"sample" (built-in records), "home" (downloaded), or a file or folder.' }),
  candidates: z.string().optional().meta({ description: 'File of recorded candidate sets.' }),
  steps: z.string().optional().meta({ description: 'File of labelled chains.' }),
  verifier: z.string().optional().meta({ description: 'Verifier URI.' }),
  generator: z.string().optional().meta({ description: 'Model URI that writes candidates.' }),
  n: z.int().min(1).default(4).meta({ description: 'Candidates a problem; every strategy gets as many.' }),
  temperature: z
    .number()
    .min(0)
    .default(0.7)
    .meta({ description: 'How freely the generator samples; 0: always the likeliest token.', value: 'x' }),
  maxTokens: z.int().min(1).default(1024).meta({ description: 'Longest candidate.' }),
  perplexity: z
    .boolean()
    .default(false)
    .meta({ description: 'Score human explanations with the generator, where it can.' }),
  candidatesPerProblem: z
    .union([z.array(size).min(1), size])
    .optional()
    .meta({
      description:
        'Draw this many candidates of each problem, by seed (default: all); several numbers are compared on the same judgements.',
    }),
  draws: z
    .int()
    .min(1)
    .default(1)
    .meta({ description: 'Independent draws a problem, of which its score is the mean.' }),
  generatorsBelow: z.number().gt(0).max(1).optional().meta({
    description:
      'Of recorded candidates, only those of generators (field "model" or "generator") whose accuracy over the file is below this.',
  }),
  onlyGenerators: z.string().optional().meta({
    description: 'Of recorded candidates, only those of these generators: a file, one a line, or a part of names.',
  }),
  excludeGenerators: z.string().optional().meta({ description: 'Leaves out those of these generators, likewise.' }),
  split: z.enum(['all', 'held-aside', 'training']).default('all').meta({
    description:
      'Recorded data: "held-aside" for the questions that nothing here is trained on, "training" for the others, by a hash of the question.',
  }),
  subjects: z.boolean().default(false).meta({
    description:
      'Results also apart for finance (business, economics) and other subjects, by the field "category", and their mean.',
  }),
  searches: z
    .array(z.string())
    .optional()
    .meta({ description: 'Names of searches beside the votes, at the same budget. They need a generator.' }),
  preset: z
    .enum(Object.keys(presets) as [PresetName, ...PresetName[]])
    .optional()
    .meta({
      description: `Searches: the generator judges next steps in this way, in the place of the verifier: ${Object.keys(presets).join(', ')}.`,
    }),
  limit: z.int().min(1).optional().meta({ description: 'First so many samples of each task.' }),
  seed: z.int().default(0),
  prices: z
    .strictObject({ generated: z.number().min(0), evaluated: z.number().min(0) })
    .optional()
    .meta({ description: 'Per million tokens, in any currency.' }),
  inputs: z.record(z.string(), z.string()).optional().meta({
    description:
      'What a run notes of its data: names and fingerprints. Given again with the recipe, other data are refused.',
  }),
})
export type Recipe = z.infer<typeof recipeSchema>

/** Numbers of candidates that are asked for, the first of which a task's own figures are at; all where none is named. */
export function sizesOf({ candidatesPerProblem }: Pick<Recipe, 'candidatesPerProblem'>): [number, ...number[]] {
  const [first = Number.POSITIVE_INFINITY, ...others] = [candidatesPerProblem ?? []].flat()
  return [first, ...others]
}

/** The recipe's published schema (benchmarks/run/recipe.schema.json), for editors and other tools. */
export function recipeJsonSchema(): object {
  return { title: 'Benchmark recipe', ...z.toJSONSchema(recipeSchema, { io: 'input' }) }
}

import { RationaleError } from '../../src/core/errors.js'
import { quantile } from '../../src/core/statistics/statistics.js'
import type { Embedder } from '../../src/models/types.js'
import type { ParsedExtractionOptions } from '../options.js'
import type { Item } from '../outcome.js'
import { centroidOf, cosine, embeddedForm } from './centroid.js'
import { createPrefilter, type Prefilter, type PrefilterParts } from './prefilter.js'
import { loadContamination, loadQuestions } from './references.js'
import { ruleAgainst, type TextRules } from './rules.js'
import type { Language } from './stop-words.js'

type Options = Pick<
  ParsedExtractionOptions,
  | 'minCharacters'
  | 'maxCharacters'
  | 'languages'
  | 'quality'
  | 'nearDuplicates'
  | 'decontaminate'
  | 'reference'
  | 'minSimilarity'
  | 'topFraction'
>

export interface PrefilterSetting {
  embedder?: Embedder | undefined
  /** Where indexes are kept. */
  folder: string
  /** The input once more, for `topFraction`. */
  again: () => AsyncIterable<Item>
}

/** The pre-filter that the options ask for. */
export async function openPrefilter(
  options: Options,
  { embedder, folder, again }: PrefilterSetting,
): Promise<Prefilter> {
  const rules: TextRules = { ...options, languages: options.languages as Language[] }
  const parts: PrefilterParts = {
    rules,
    contamination: await loadContamination(options.decontaminate),
    exactDuplicates: true,
    nearDuplicates: options.nearDuplicates ? folder : undefined,
  }
  if (options.reference.length === 0) {
    return createPrefilter(parts)
  }
  if (embedder === undefined) {
    throw new RationaleError('configuration', '--reference needs an embedder', {
      remedy: 'give --embedder URI (hash: needs no model)',
    })
  }
  const centroid = await centroidOf(embedder, await loadQuestions(options.reference))
  const atLeast =
    options.topFraction === undefined
      ? options.minSimilarity
      : await similarityOfTop(options.topFraction, again(), embedder, centroid, rules)
  return createPrefilter({ ...parts, similarity: { embedder, centroid, atLeast } })
}

/** The similarity that the given share of the documents reaches, among those the rules let pass. 4 bytes a document. */
async function similarityOfTop(
  fraction: number,
  items: AsyncIterable<Item>,
  embedder: Embedder,
  centroid: Float32Array,
  rules: TextRules,
): Promise<number> {
  let similarities = new Float32Array(1024)
  let count = 0
  let texts: string[] = []
  const embedTexts = async () => {
    for (const vector of await embedder.embed(texts)) {
      if (count === similarities.length) {
        const larger = new Float32Array(2 * count)
        larger.set(similarities)
        similarities = larger
      }
      similarities[count++] = cosine(vector, centroid)
    }
    texts = []
  }
  for await (const item of items) {
    if ('rejected' in item || ruleAgainst(item.document.text, rules) !== undefined) continue
    texts.push(embeddedForm(item.document.text))
    if (texts.length === 64) await embedTexts()
  }
  if (texts.length > 0) await embedTexts()
  return count === 0 ? -1 : quantile(similarities.subarray(0, count).sort(), 1 - fraction)
}

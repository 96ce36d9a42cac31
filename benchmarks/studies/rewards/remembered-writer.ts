import { sha256 } from '../../../src/core/records/sha256.js'
import type { Completion, LanguageModel } from '../../../src/models/types.js'
import { Journal } from '../../journal.js'

/** What was written once is not written again: the same rationales can be read by several models, in several runs. */
export async function rememberedWriter(model: LanguageModel, file: string | undefined): Promise<LanguageModel> {
  const journal = await Journal.open<{ key: string; completions: Completion[] }>(file)
  const known = new Map(journal.lines.map(({ key, completions }) => [key, completions]))
  return {
    id: model.id,
    capabilities: (signal) => model.capabilities(signal),
    score: (request) => model.score(request),
    close: () => model.close(),
    async generate(request) {
      const { signal: _signal, tally: _tally, ...asked } = request
      const key = sha256(JSON.stringify([model.id, asked]))
      const before = known.get(key)
      if (before !== undefined) return before
      const completions = await model.generate(request)
      known.set(key, completions)
      await journal.append({ key, completions })
      return completions
    },
  }
}

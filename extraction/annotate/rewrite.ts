import { fidelity, MIN_FIDELITY, moveToOriginal } from '../filters/fidelity.js'
import { parseRewrite } from '../filters/parse.js'
import type { Annotator } from './annotator.js'
import { PROMPT_VERSION } from './demonstrations.js'
import { domainOf } from './domain.js'
import { rewritePrompt } from './prompts.js'

/** A token is rarely shorter than two characters; the rationales come on top of the copy. */
const tokensFor = (characters: number) => Math.ceil(characters / 2) + 512

/** RATIONALYST's annotation: the model returns the document with rationales inserted; an unfaithful copy is dropped. */
export function rewriteAnnotator(modelId: string): Annotator {
  return {
    id: `${modelId} rewrite/${PROMPT_VERSION}`,
    async annotate(document, generate) {
      const prompt = rewritePrompt(document.text, domainOf(document))
      const { text: answer, finish } = await generate({
        prompt,
        temperature: 0,
        maxTokens: tokensFor(document.text.length),
      })
      const nothing = { insertions: [], exchanges: [{ answer }], fidelity: null }
      const parsed = parseRewrite(answer)
      if ('malformed' in parsed) {
        return { ...nothing, reason: finish === 'length' ? 'the answer was cut off' : 'malformed markers' }
      }
      const kept = fidelity(document.text, parsed.text)
      if (kept < MIN_FIDELITY) return { ...nothing, fidelity: kept, reason: `fidelity below ${MIN_FIDELITY}` }
      if (parsed.insertions.length === 0) return { ...nothing, fidelity: kept, reason: 'no rationale' }
      const insertions = moveToOriginal(document.text, parsed.text, parsed.insertions)
      if (insertions === null) return { ...nothing, fidelity: kept, reason: 'copy too different to align' }
      return { ...nothing, insertions, fidelity: kept }
    },
  }
}

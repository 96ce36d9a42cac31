import { seededRandom } from '../../src/core/statistics/random.js'
import { scriptedModel } from '../../src/models/scripted.js'
import type { LanguageModel } from '../../src/models/types.js'

/** The document that a rewrite prompt asks about. */
export function documentOf(prompt: string): string {
  const at = prompt.lastIndexOf('<document>\n')
  return prompt.slice(at + '<document>\n'.length, prompt.lastIndexOf('\n</document>'))
}

/** Copies the document and puts a rationale, which depends on the document, behind its first sentence. */
export function rewriting(prompt: string): string {
  return documentOf(prompt).replace(/[.!?](?=\s)/, (stop) => `${stop}<BOT>${rationaleFor(documentOf(prompt))}<EOT>`)
}

export function rationaleFor(text: string): string {
  const words = text.match(/\p{L}{4,}/gu) ?? ['nothing']
  return `Because of ${words.length} causes like ${words.at(-1)} it follows.`
}

/** A deterministic annotator and scorer: a rationale with as many causes as this document's own raises p, another's does not. */
export function annotator(calls?: string[]): LanguageModel {
  return scriptedModel({
    id: 'scripted:annotator',
    generate: (prompt) => {
      calls?.push(documentOf(prompt))
      return rewriting(prompt)
    },
    score: (token, before) => {
      const hash = [...token].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 97, 7)
      return -1 - hash / 97 + (before.includes('Because of') ? 0.3 - (before.length % 7) / 10 : 0)
    },
  })
}

/** Documents that differ in every word: no near duplicates. */
export function madeUpDocuments(count: number, sentences = 3): { id: string; text: string; source: string }[] {
  const random = seededRandom('documents')
  const word = () =>
    Array.from({ length: 2 + random.int(3) }, () => random.pick([...'bdfgklmnpr']) + random.pick([...'aeiou'])).join('')
  return Array.from({ length: count }, (_, d) => ({
    id: `d${d}`,
    source: d % 3 === 0 ? 'news' : 'books',
    text: Array.from({ length: sentences }, () => `The ${Array.from({ length: 7 }, word).join(' ')}.`).join(' '),
  }))
}

import type { Document } from '../../src/core/records/types.js'

/**
 * A long document as parts of at most `maxCharacters`, cut between paragraphs; a longer paragraph is cut between sentences, a longer sentence at
 * white space. Parts are named `id#1`, `id#2`, …; a document that fits keeps its id.
 */
export function splitDocument(document: Document, maxCharacters: number): Document[] {
  if (document.text.length <= maxCharacters) return [document]
  const parts: string[] = []
  let part = ''
  for (const piece of pieces(document.text, maxCharacters)) {
    if (part !== '' && part.length + piece.length > maxCharacters) {
      parts.push(part)
      part = ''
    }
    part += piece
  }
  parts.push(part)
  const texts = parts.map((text) => text.trim()).filter((text) => text !== '')
  return texts.map((text, i) => ({ ...document, id: `${document.id}#${i + 1}`, text }))
}

/** Paragraphs with their white space, each no longer than a part; together they are the text. */
function* pieces(text: string, most: number): Generator<string> {
  for (const paragraph of text.split(/(?<=\n[ \t]*\r?\n)/)) {
    if (paragraph.length <= most) yield paragraph
    else
      for (const sentence of paragraph.split(/(?<=[.!?]["'”’»)\]]?\s|[。！？]["'”’」』）)]?(?!["'”’」』）)]))/))
        yield* cut(sentence, most)
  }
}

function* cut(sentence: string, most: number): Generator<string> {
  let rest = sentence
  while (rest.length > most) {
    const space = rest.lastIndexOf(' ', most - 1)
    let at = space > most / 2 ? space + 1 : most
    if (isHighSurrogate(rest.charCodeAt(at - 1))) at--
    yield rest.slice(0, at)
    rest = rest.slice(at)
  }
  yield rest
}

const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff

import { BEGIN, END, unescapeMarkers } from './markers.js'

/** A rationale and the place it was put: an offset into `text`. */
export interface Insertion {
  offset: number
  rationale: string
  /** Of the next token, where the place was chosen by it. */
  entropy?: number
}

export type ParsedRewrite = { text: string; insertions: Insertion[] } | { malformed: string }

/** Splits a rewritten document into the document and what was inserted. Nested, stray or unclosed markers make it malformed. */
export function parseRewrite(answer: string): ParsedRewrite {
  let text = ''
  const insertions: Insertion[] = []
  for (let at = 0; ; ) {
    const begin = answer.indexOf(BEGIN, at)
    const plain = answer.slice(at, begin === -1 ? undefined : begin)
    if (plain.includes(END)) return { malformed: `${END} without ${BEGIN}` }
    text += unescapeMarkers(plain)
    if (begin === -1) return { text, insertions }
    const end = answer.indexOf(END, begin)
    if (end === -1) return { malformed: `${BEGIN} without ${END}` }
    const rationale = answer.slice(begin + BEGIN.length, end)
    if (rationale.includes(BEGIN)) return { malformed: `${BEGIN} inside a rationale` }
    insertions.push({ offset: text.length, rationale: unescapeMarkers(rationale).trim() })
    at = end + END.length
  }
}

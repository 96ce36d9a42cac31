/*
 * What stands in data, file names or messages is shown through one of these, and no other way: text may hold what a terminal obeys (escape
 * sequences, also as the one character U+009B), what reorders a line (bidirectional controls), and what a page takes as markup.
 */

/** C0 but tab and line end, DEL, C1, bidirectional controls, line and paragraph separators, lone surrogates. */
const obeyed = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/gu

/** Text for a terminal: what it would obey is shown as U+FFFD. */
export function printable(text: string): string {
  return text.replace(obeyed, '\ufffd')
}

const markup: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text inside an element or a quoted attribute of a page, which may be printed in a terminal too. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (each) => markup[each] ?? each)
}

/** JSON of the same value in which nothing stands raw that a terminal obeys. JSON itself escapes C0 and lone surrogates. */
export function printableJson(json: string): string {
  return json.replace(
    /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Where a rationale begins and ends in a model's answer. They are ordinary text to the model, no special tokens. */
export const BEGIN = '<BOT>'
export const END = '<EOT>'

/**
 * Text that means something to the prompt or the parser when it stands in a document: our markers, the prompt's delimiters, and chat
 * templates' control tokens. An underscore is put in, and taken out again afterwards, so that every text survives the round trip.
 */
const meaningful = /<(_{0,40})(\/?(?:BOT|EOT|document|here)|\|[a-z_0-9]{1,40}\|)>/gi
const escaped = /<_(_{0,39})(\/?(?:BOT|EOT|document|here)|\|[a-z_0-9]{1,40}\|)>/gi

export function escapeMarkers(text: string): string {
  return text.includes('<') ? text.replace(meaningful, '<_$1$2>') : text
}

export function unescapeMarkers(text: string): string {
  return text.includes('<_') ? text.replace(escaped, '<$1$2>') : text
}

/** Tags that HTML alone has; `<answer>` or `a <b` are none. */
const isHtml = /<(?:br|hr)\s?\/?>|<\/(?:p|li|ol|ul|div|h[1-6]|tr|td|table|strong|em|b|i|span|code|sup|sub)>/i
const isEncoded = /&(?:[a-z]{2,6}[1-4]?\d?|#\d{2,6}|#x[\da-f]{2,5});/i

/** What a tag means for the lines of a text; a tag that is not named leaves nothing. */
const blocks: readonly (readonly [RegExp, string])[] = [
  [/<h([1-6])\b[^<>]{0,200}>/gi, '\n\n### '],
  [
    /<\/(?:p|div|h[1-6]|ol|ul|table|blockquote|section|article)>|<(?:p|div|ol|ul|blockquote|section|article)\b[^<>]{0,200}>/gi,
    '\n\n',
  ],
  [/<li\b[^<>]{0,200}>\s*(?:<p\b[^<>]{0,200}>)?/gi, '\n- '],
  [/<br\s?\/?>|<\/li>/gi, '\n'],
  [/<hr\s?\/?>/gi, '\n\n---\n\n'],
  [/<sup>\s?([^<>]{1,40}?)\s?<\/sup>/gi, '^$1'],
  [/<sub>\s?([^<>]{1,40}?)\s?<\/sub>/gi, '_$1'],
  [/<\/?(?:strong|b|em|i|u|span|code|kbd|small|mark|pre|html|body|main|tbody|thead|math|a)\b[^<>]{0,200}>/gi, ''],
]

const named: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  thinsp: ' ',
  ensp: ' ',
  times: '×',
  divide: '÷',
  minus: '−',
  plusmn: '±',
  middot: '·',
  sdot: '⋅',
  radic: '√',
  le: '≤',
  ge: '≥',
  ne: '≠',
  asymp: '≈',
  deg: '°',
  pi: 'π',
  infin: '∞',
  sup2: '²',
  sup3: '³',
  frac12: '½',
  frac14: '¼',
  frac34: '¾',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  percnt: '%',
  rarr: '→',
  rArr: '⇒',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
  eacute: 'é',
}

/**
 * A solution that is set in HTML, as Markdown: paragraphs, items, headings and rows on lines of their own, signs as themselves. Any other text, and one that holds
 * code, comes back as it is. Linear time.
 */
export function withoutHtml(text: string): string {
  const tagged = isHtml.test(text)
  if ((!tagged && !isEncoded.test(text)) || text.includes('```')) return text
  const lines = tagged ? withTables(text.replace(/>\s*\n\s*</g, '><')) : text
  const plain = tagged ? blocks.reduce((all, [tag, sign]) => all.replace(tag, sign), lines) : lines
  return plain
    .replace(/&(?:([a-z]{2,6}\d{0,2})|#(\d{2,6})|#x([\da-f]{2,5}));/gi, decoded)
    .replace(/&amp;/g, '&')
    .trim()
}

function decoded(all: string, name: string | undefined, decimal: string | undefined, hex: string | undefined): string {
  if (name !== undefined) return named[name] ?? all
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code >= 32 && code <= 0x10ffff ? String.fromCodePoint(code) : all
}

/** Rows as Markdown writes them. */
function withTables(text: string): string {
  if (!/<tr\b/i.test(text)) return text
  let isFirst = true
  return text
    .replace(/<table\b[^<>]{0,200}>/gi, () => {
      isFirst = true
      return '\n\n'
    })
    .replace(/<tr\b[^<>]{0,200}>([\s\S]*?)<\/tr>/gi, (_, row: string) => {
      const cells = [...row.matchAll(/<t[hd]\b[^<>]{0,200}>([\s\S]*?)<\/t[hd]>/gi)].map((match) =>
        (match[1] ?? '')
          .replace(/\|/g, '\\|')
          .replace(/\s*\n\s*/g, ' ')
          .trim(),
      )
      const line = `\n| ${cells.join(' | ')} |`
      const rule = isFirst ? `\n|${'---|'.repeat(cells.length)}` : ''
      isFirst = false
      return line + rule
    })
}

const dressed = /[０-９＋－／＝．％＊＾]|[٠-٩۰-۹]|[\u00a0\u2000-\u200a\u202f\u205f\u3000]|[‘’′]|[“”„]|[⁄∕]|\r/g

/**
 * Characters as the grammars read them: full-width and Arabic digits, full-width signs, fraction bars, blanks of every width, curly quotes, primes and the line ends of other
 * systems. As long as the text was, so that offsets hold.
 */
export function plainCharacters(text: string): string {
  return text.replace(dressed, (char, at: number) => {
    if (char === '\r') return text[at + 1] === '\n' ? ' ' : '\n'
    if (/\s/.test(char)) return ' '
    if ('‘’′'.includes(char)) return "'"
    if ('“”„'.includes(char)) return '"'
    if ('⁄∕'.includes(char)) return '/'
    const code = char.charCodeAt(0)
    if (code >= 0xff00) return String.fromCharCode(code - 0xfee0)
    return String(code >= 0x6f0 ? code - 0x6f0 : code - 0x660)
  })
}

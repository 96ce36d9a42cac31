import { protectedSpans } from '../steps/protected.js'
import { sentenceSpans } from '../steps/sentences.js'

/** A sentence that checks, compares or warns: what it comes to is not the answer. */
const asideSentence =
  /^[\s*_#>-]{0,6}(?:proof|(?:double[- ])?check(?:ing)?|(?:to|let us|let's|we can) (?:double[- ]check|check|verify|confirm)|verification|verifying|sanity check|(?:for|by|in) comparison|compare|note|notice|remember|recall|n\.?b\.?|(?:a|one|the) (?:common|typical|frequent) (?:mistake|error|slip)|(?:die )?(?:probe|gegenprobe|kontrolle|überprüfung)|zur (?:probe|kontrolle)|zum vergleich|hinweis|(?:ein )?(?:häufiger|typischer) fehler|vérification|preuve|pour (?:vérifier|comparer)|en comparaison|remarque|une erreur (?:courante|fréquente)|comprobación|prueba|para (?:comprobar|comparar)|en comparación|un error (?:común|frecuente))(?![\p{L}])|^[\s*_#>-]{0,6}(?:验算|检验|检查|验证|对比|比较|注意|常见错误|检算)/iu

/** Behind what a sentence states: why it is so. */
const reason =
  /(?<=[\p{L}\p{N})%$.,;，]\s{0,2})(?:(?<!\p{L})(?:because|since|weil|denn|parce que|car|porque|ya que|puesto que)(?!\p{L})|因为|由于)/iu

/** More asides in a row end the search. */
const MAX_ASIDES = 6
/** Only so much of the end is looked at. */
const MAX_END = 1000

/**
 * A text that states no answer in so many words, without what its end says beside: "144 / 16 = 9. Proof: 9 * 16 = 144.", "9, because 9 * 16 = 144." Nothing
 * where there is nothing else.
 */
export function withoutAsides(text: string): string {
  const from = Math.max(0, text.length - MAX_END)
  const end = text.slice(from)
  const sentences = sentenceSpans(end, [0, end.length], protectedSpans(end))
  for (let last = sentences.length - 1; last >= 0 && sentences.length - last <= MAX_ASIDES; last--) {
    const [start, stop] = sentences[last] ?? [0, 0]
    const sentence = end.slice(start, stop)
    if (asideSentence.test(sentence)) {
      if (last === 0 && from === 0) return ''
      continue
    }
    const why = reason.exec(sentence)
    if (why !== null) return text.slice(0, from + start + why.index).trimEnd()
    return last === sentences.length - 1 ? text : text.slice(0, from + stop)
  }
  return text
}

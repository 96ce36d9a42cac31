import { lean } from '../lean-patterns.js'
import { protectedSpans } from '../steps/protected.js'
import { sentenceSpans } from '../steps/sentences.js'

/** A sentence that checks, compares or warns: what it comes to is not the answer. */
const asideSentence = lean(
  /^[\s*_#>(-]{0,6}(?:(?:step )?\d{1,3}[.):]\s)?(?:proof|(?:double[- ])?check(?:ing)?|(?:to|let us|let's|we can) (?:double[- ]check|check|verify|confirm)|verification|verifying|sanity check|(?:for|by|in) comparison|compare|note|notice|remember|recall|n\.?b\.?|(?:a|one|the) (?:common|typical|frequent) (?:mistake|error|slip)|(?:many|some|most) (?:people|students|pupils|learners)|(?:manche|viele) (?:\p{L}+ )?(?:schreiben|denken|meinen|glauben|vergessen)|(?:die )?(?:probe|gegenprobe|kontrolle|überprüfung)|zur (?:probe|kontrolle)|zum vergleich|hinweis|(?:ein )?(?:häufiger|typischer) fehler|vérification|preuve|pour (?:vérifier|comparer)|en comparaison|remarque|une erreur (?:courante|fréquente)|comprobación|prueba|para (?:comprobar|comparar)|en comparación|un error (?:común|frecuente))(?![\p{L}])|^[\s*_#>-]{0,6}(?:\d{1,3}[.):、]\s?)?(?:验算|检验|检查|验证|对比|比较|注意|常见错误|(?:很多|不少|有)(?:的|些)?(?:人|同学|学生)|检算)/iu,
)

/** Behind what a sentence states: why it is so. */
const reason = lean(
  /(?<=[\p{L}\p{N})%$.,;，]\s{0,2})(?:(?<!\p{L})(?:because|since|weil|denn|parce que|car|porque|ya que|puesto que)(?!\p{L})|因为|由于)/iu,
)

/** More asides in a row end the search. */
const MAX_ASIDES = 6
/** A longer last line states an answer in so many words, or none. */
const MAX_LINE = 1000

/**
 * A text that states no answer in so many words, without what its last line says beside: "144 / 16 = 9. Proof: 9 * 16 = 144.", "9, because 9 * 16 = 144." Nothing
 * where that line says nothing else: which of the lines above it has the answer is not known.
 */
export function withoutAsides(written: string): string {
  const text = written.trimEnd()
  const from = text.lastIndexOf('\n') + 1
  const line = text.slice(from)
  if (line.length > MAX_LINE) return written
  const sentences = sentenceSpans(line, [0, line.length], protectedSpans(line))
  for (let last = sentences.length - 1; last >= 0 && sentences.length - last <= MAX_ASIDES; last--) {
    const [start, stop] = sentences[last] ?? [0, 0]
    const sentence = line.slice(start, stop)
    if (asideSentence.test(sentence)) continue
    const stated = sentence.slice(0, reason.exec(sentence)?.index)
    // A full stop in place of the reason: without one a sentence was cut off.
    if (stated.length < sentence.length && /\d/.test(stated))
      return `${text.slice(0, from + start)}${stated.replace(/[\s,;，]+$/, '')}.`
    return last === sentences.length - 1 ? written : text.slice(0, from + stop)
  }
  return sentences.length === 0 ? written : ''
}

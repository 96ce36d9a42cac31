/*
 * What a text takes back or refutes itself is a note: "… = 35 min. Wait, 0.6 h is 36 min", and equations on trial, whose true value follows with a denial:
 * "3(2) + 1 = 8, 7 = 8, false: 2 is no solution", "the report shows 730 + 510 = 1,250. That does not add up: it is 1,240".
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'

const takesBack = rare(
  /(?:^|[\s.,;:(—–-])(?:wait|oops|hmm+|hold on|scratch that|correction|korrektur|moment mal|actually,|no,|sorry,|let me (?:re-?check|recompute|recalculate|redo|fix|correct|double-?check)|that(?:['’]s| is| was) (?:not right|not correct|wrong|incorrect|a mistake)|(?:this|that) is (?:a mistake|an error)|i (?:made|have made) (?:a|an) (?:mistake|error|slip)|i miscalculated|i misread|das stimmt nicht|falsch gerechnet|c['’]est faux|(?:eso )?es (?:un error|falso)|so that fails|which fails)|等等|不对|算错/i,
)
/** A sentence of one word, right behind the claim: "5 + 5 = 11. Wrong!" */
const deniesAll =
  /^[\s.,;:!)"'”→=>]{0,6}(?:wrong|false|incorrect|not (?:true|correct|right)|falsch|falso|faux|incorrecto|está mal|[✗✘❌])\s*(?:[.!,;:\n]|$)/i
/** What is said of an equation that does not hold, once its true value is told. */
const denies = rare(
  /[≠✗✘❌]|!=|\\neq?\b|\(f\)|(?<!\p{L})(?:false|wrong|not|no|never|incorrect|fails?|but|does(?:n['’]t| not)|should (?:have been|be)|instead of|corrected|too (?:high|low|much|little|large|small)|falsch\p{L}*|nicht|kein\p{L}*|nein|aber|statt|falso|mal|pero|faux|fausse|mais)(?!\p{L})|不|错/iu,
)

/** How far behind a claim its withdrawal may stand. */
const REACH = 400
const NEXT_STEP = 80
const REFUTED_WITHIN = 160

/** A claim that the text itself takes back right after it counts as a note, and the corrected one as a claim; `next` are the texts of the steps behind it. */
export function withoutWithdrawn(findings: readonly Finding[], step: string, next: readonly string[]): Finding[] {
  const [following = ''] = next
  return findings.map((finding) => {
    if (finding.ok) return finding
    const after = step.slice(finding.span[1], finding.span[1] + REACH)
    return takesBack.test(after) ||
      takesBack.test(following.slice(0, NEXT_STEP)) ||
      deniesAll.test(/^[\s.,;:!]*$/.test(after) ? following : after) ||
      isRefuted(finding, [after, ...next].join('\n').slice(0, REFUTED_WITHIN))
      ? { ...finding, kind: 'withdrawn' as const }
      : finding
  })
}

/** Its true value follows, and so does a denial; "22, not 20" denies the true one. */
function isRefuted({ computed }: Finding, after: string): boolean {
  const value = Number(computed)
  if (computed === undefined || !Number.isFinite(value) || !denies.test(after)) return false
  return matchesOf(numbers, after).some(
    ({ 0: number, index }) =>
      Number(number.replace(/,(?=\d{3})/g, '').replace('−', '-')) === value &&
      !deniesNext.test(after.slice(Math.max(0, index - 24), index)),
  )
}

const numbers = /(?<![\d.])[−-]?\d+(?:,\d{3})*(?:\.\d+)?/g
const deniesNext = lean(/(?<!\p{L})(?:not|nicht|no|non|pas|never|statt|rather than|instead of)\s[$€£]?$/iu)

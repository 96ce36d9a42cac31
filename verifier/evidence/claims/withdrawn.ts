import type { Finding } from '../../../src/core/records/types.js'
import { rare } from '../../../src/core/triggers.js'

const takesBack = rare(
  /(?:^|[\s.,;:(—–-])(?:wait|oops|hmm+|hold on|scratch that|correction|korrektur|moment mal|actually,|no,|sorry,|let me (?:re-?check|recompute|recalculate|redo|fix|correct|double-?check)|that(?:['’]s| is| was) (?:not right|not correct|wrong|incorrect|a mistake)|(?:this|that) is (?:a mistake|an error)|i (?:made|have made) (?:a|an) (?:mistake|error|slip)|i miscalculated|i misread|das stimmt nicht|falsch gerechnet|c['’]est faux|(?:eso )?es (?:un error|falso)|so that fails|which fails)|等等|不对|算错/i,
)

/** How far behind a claim its withdrawal may stand. */
const REACH = 400
const NEXT_STEP = 80

/** A claim that the text itself takes back right after it ("… = 35 min. Wait, 0.6 h is 36 min"): the corrected claim counts, this one is a note. */
export function withoutWithdrawn(findings: readonly Finding[], step: string, next: string): Finding[] {
  return findings.map((finding) => {
    if (finding.ok) return finding
    const after = step.slice(finding.span[1], finding.span[1] + REACH)
    return takesBack.test(after) || takesBack.test(next.slice(0, NEXT_STEP))
      ? { ...finding, kind: 'withdrawn' as const }
      : finding
  })
}

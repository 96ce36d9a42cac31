import type { Finding } from '../../../src/core/records/types.js'

const takesBack =
  /(?:^|[\s.,;:(—–-])(?:wait|oops|hmm+|hold on|scratch that|correction|korrektur|moment mal|actually,|no,|sorry,|let me (?:re-?check|recompute|recalculate|redo|fix|correct|double-?check)|that(?:['’]s| is| was) (?:not right|not correct|wrong|incorrect|a mistake)|(?:this|that) is (?:a mistake|an error)|i (?:made|have made) (?:a|an) (?:mistake|error|slip)|i miscalculated|i misread|das stimmt nicht|falsch gerechnet)|等等|不对|算错/i

/** How far behind a claim its withdrawal may stand. */
const REACH = 400
const NEXT_STEP = 80

/** A claim that the text itself takes back right after it ("… = 35 min. Wait, 0.6 h is 36 min"): the corrected claim counts, this one is a note. */
export function withoutWithdrawn(
  steps: readonly { text: string }[],
  findings: readonly (readonly Finding[])[],
): Finding[][] {
  return findings.map((each, i) =>
    each.map((finding) => {
      if (finding.ok) return finding
      const after = (steps[i]?.text ?? '').slice(finding.span[1], finding.span[1] + REACH)
      const next = (steps[i + 1]?.text ?? '').slice(0, NEXT_STEP)
      return takesBack.test(after) || takesBack.test(next) ? { ...finding, kind: 'withdrawn' as const } : finding
    }),
  )
}

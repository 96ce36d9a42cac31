/* What may stand between two terms of a clause: "is", "equals", "is less than", "=", and how it is denied or softened. */
import { lean } from '../../../../src/core/lean-patterns.js'

/** Behind a subject: "one seventh, too, is …". */
const ASIDE = String.raw`(?:,\s(?:too|however|in\sfact|indeed|by\sthe\sway|fun\sfact|for\sexample|for\sinstance|again|as\sit\shappens|then|though|likewise),?)?`
const VERBS = String.raw`(?:is|are|equals?|gives?(?:\s(?:us|you|me))?|makes?|yields?(?:\s(?:us|you))?|returns|leaves?(?:\s(?:us|you)(?:\swith)?)?|ist|ergibt|(isn['’]t|aren['’]t)|evaluates\sto|comes?\s(?:out\s)?(?:to|at)|works\sout\s(?:to|at|as)|brings\s(?:us|you)\s(?:up\s|down\s)?to|simplifies\sto|reduces\sto|comes\sout\sas|amounts\sto|has\sthe\s(?:decimal\s|exact\s)?value(?:\sof)?)`
/** These say nothing without a comparison behind them. */
const STANDS = String.raw`(lies|stays|remains|comes\sout|turns\sout(?:\sto\sbe)?|ends\sup|sits|proves(?:\sto\sbe)?|falls|comes|drops|gets|stands?|lie|stay|remain)`
const BEATS = String.raw`(exceeds|surpasses|tops|outweighs|beats)|(falls\sshort\sof)`
const relation = lean(
  new RegExp(
    String.raw`\s{0,8}(?:(=|≈|≠|≡|<=|>=|[<>≤≥])\s{0,8}|${ASIDE}\s{0,8}(?:${VERBS}|${BEATS}|${STANDS})(?!\p{L})\s?|['’]s\s)`,
    'iyu',
  ),
)
const HOW = String.raw`(?:strictly|slightly|much|just|already|still|far|well|marginally|clearly|a\s(?:little|bit|touch|tad|hair)|somewhat|noticeably|only\sjust|not\smuch)\s`
/** Behind "is". */
const comparison = new RegExp(
  String.raw`(?:also\s|clearly\s|indeed\s|therefore\s|thus\s|still\s|actually\s|again\s|then\s|simply\s|just\s|always\s|in\sfact\s|consequently\s|accordingly\s|hence\s|once\smore\s|likewise\s|of\scourse\s|in\sturn\s|only\s)?(not\s)?(?:(?:(equal\sto|the\ssame\s(?:number\s|value\s)?as|identical\s(?:to|with))|((?:${HOW}){0,2}(?:(?:less|smaller|fewer|lower|greater|larger|bigger|more|higher)\sthan|above|below|beyond|under|(?:further\s)?to\sthe\s(?:right|left)\sof|ahead\sof|short\sof))|(at\s(?:least|most))|(exactly|precisely)|(?:about|approximately|approx\.|roughly|around|nearly|almost|close\sto))\s|[≈~]\s?)?(?:the\snumber\s)?`,
  'iy',
)

type How = '=' | '≠' | '<' | '>' | '≤' | '≥' | '≡'

/** What stands between two terms. */
export interface Relation {
  how: How
  approximate: boolean
  exactly: boolean
  /** Written as a sign. */
  isSign: boolean
  /** A verb that plain arithmetic does not know. */
  isOther: boolean
  end: number
}

const signs: Readonly<Record<string, How>> = { '<=': '≤', '>=': '≥', '≈': '=' }
const denied: Readonly<Record<How, How>> = { '=': '≠', '≠': '=', '<': '≥', '>': '≤', '≤': '>', '≥': '<', '≡': '≡' }

export function readRelation(text: string, at: number): Relation | null {
  relation.lastIndex = at
  const match = relation.exec(text)
  if (match === null) return null
  const end = at + match[0].length
  const [, sign, , beats, isShort, stands] = match
  if (sign !== undefined) {
    const how = signs[sign] ?? (sign as How)
    return { how, approximate: sign === '≈', exactly: false, isSign: true, isOther: false, end }
  }
  if (beats !== undefined || isShort !== undefined) {
    const how = beats === undefined ? '<' : '>'
    return { how, approximate: false, exactly: false, isSign: false, isOther: true, end }
  }
  comparison.lastIndex = end
  const [all = '', not, same, than, bound, exactly] = comparison.exec(text) ?? []
  if (stands !== undefined && than === undefined) return null
  const how: How =
    than !== undefined ? (/less|smaller|fewer|lower|below|under|left|short/i.test(than) ? '<' : '>') : boundOf(bound)
  return {
    how: (not ?? match[2]) === undefined ? how : denied[how],
    approximate:
      (than ?? bound ?? exactly ?? same) === undefined &&
      /[≈~]|about|approx|roughly|around|nearly|almost|close/i.test(all),
    exactly: exactly !== undefined,
    isSign: false,
    isOther: /to|as/.test(match[0]),
    end: end + all.length,
  }
}

const boundOf = (bound: string | undefined): How => (bound === undefined ? '=' : /least/i.test(bound) ? '≥' : '≤')

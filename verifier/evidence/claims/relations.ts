import { lean } from '../../../src/core/lean-patterns.js'

const relation = new RegExp(
  lean(
    /\s{0,8}(?:(=|≈|≠|≡|<=|>=|[<>≤≥])\s{0,8}|(?:is|are|equals?|gives?|makes|yields|returns|ist|ergibt|(isn['’]t|aren['’]t)|evaluates\sto|comes\s(?:out\s)?to|works\sout\sto|simplifies\sto|reduces\sto|comes\sout\sas)(?!\p{L})\s?)/iu,
  ).source,
  'iy',
)
/** Behind "is". */
const comparison =
  /(?:also\s|clearly\s|indeed\s|therefore\s|thus\s|still\s|actually\s|again\s|then\s|simply\s|just\s|always\s)?(not\s)?(?:(?:(equal\sto|the\ssame\s(?:number\s|value\s)?as|identical\s(?:to|with))|((?:strictly\s|slightly\s|much\s)?(?:less|smaller|fewer|lower|greater|larger|bigger|more|higher)\sthan)|(at\s(?:least|most))|(exactly|precisely)|(?:about|approximately|approx\.|roughly|around|nearly|almost|close\sto))\s|[≈~]\s?)?(?:the\snumber\s)?/iy

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
  const sign = match[1]
  if (sign !== undefined) {
    const how = signs[sign] ?? (sign as How)
    return { how, approximate: sign === '≈', exactly: false, isSign: true, isOther: false, end }
  }
  comparison.lastIndex = end
  const [all = '', not, same, than, bound, exactly] = comparison.exec(text) ?? []
  const how: How = than !== undefined ? (/less|smaller|fewer|lower/i.test(than) ? '<' : '>') : boundOf(bound)
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

/* The value that a sentence says code gives: a literal, a list without brackets, a number of items. */
import { COUNT, countOf } from '../../../src/core/quantities/words.js'
import { clauseEnds } from '../claims/text/clauses.js'
import { isOutcome, type Outcome } from './languages.js'

const filler =
  /^(?:(?:just|exactly|simply|also|therefore|thus|then|only|again|equal\sto|the|an?|empty|single|new)\s|(?:string|list|number|integer|float|value|tuple|set|boolean|result|letter|character|substring|array|slice|sublist)(?:\sof)?\s)*/
const apposition = /^(?:(?:the|an?)\s[\w\s-]{3,60},\s)?(?:so\s|i\.e\.,?\s|namely\s)?/
const literal =
  /^(?:`[^`\n]+`|'[^'\n]*'|"[^"\n]*"|“[^”\n]*”|‘[^’\n]*’|[-−]?\d+(?:\.\d+)?(?:\s?,\s?(?:and\s)?[-−]?\d+(?:\.\d+)?|\sand\s[-−]?\d+(?:\.\d+)?)+(?![\w.]*\w)|[-−]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[-+]?\d+)?(?![\w%]|,\d)|(?:True|False|None|true|false|null|undefined|NaN|Infinity)(?!\w))/
const counted = new RegExp(
  String.raw`^(?:exactly\s|(?:an?|the)\s(?:list|array|tuple|set|string)\s(?:with|of|containing)\s(?:exactly\s|length\s)?)?(\d{1,3}|zero|one|${COUNT})\s(?:numbers|elements|items|values|entries|terms|characters|letters|parts|pieces|strings)(?![\w-])`,
)

const language = /^\s(?:in|under)\s(?:Python|JavaScript|JS)(?:\s3)?(?!\w)/

/** "1, 2, ..., 10" */
const leftOut = /^[-−\d.,\s]{1,80}(?:…|\.\.\.)/

interface Claimed {
  text: string
  end: number
  holds: (outcome: Outcome) => boolean
}

/** The value that stands at a place to the end of its clause. */
export function valueAt(text: string, at: number, outcomes: readonly Outcome[], how = ''): Claimed | null {
  const rest = text.slice(at, at + 400)
  if (leftOut.test(rest)) return null
  const count = counted.exec(rest)
  if (count !== null && outcomes.every(({ items }) => items !== null)) {
    const [all, number = ''] = count
    const size = countOf(number)
    return clauseEnds(text, at + all.length)
      ? { text: all, end: at + all.length, holds: ({ items }) => items?.length === size }
      : null
  }
  for (const skipped of [filler.exec(rest)?.[0] ?? '', apposition.exec(rest)?.[0] ?? '']) {
    const written = literalAt(rest.slice(skipped.length))
    if (written === null) continue
    const end = at + skipped.length + written.length
    const isList = /^[-−\d][^'"`[({]*(?:,|\sand\s)/.test(written)
    if (isList && outcomes.some(({ items }) => items === null)) continue
    if (!clauseEnds(text, end + (language.exec(text.slice(end, end + 30))?.[0].length ?? 0))) continue
    const member = /contains|includes|excludes/.exec(how)?.[0]
    if (member !== undefined) {
      if (isList || /^[[({]/.test(written) || outcomes.some(({ items }) => items === null)) continue
      const isIn = ({ items }: Outcome) => items?.some((each) => isOutcome(written, each)) === true
      return { text: written, end, holds: (outcome) => isIn(outcome) === (member !== 'excludes') }
    }
    const plain = isList ? written.replace(/,?\sand\s/g, ', ') : written
    return { text: written, end, holds: (outcome) => isOutcome(plain, outcome) }
  }
  return null
}

function literalAt(text: string): string | null {
  const simple = literal.exec(text)
  if (simple !== null) return simple[0]
  if (!/^[[({]/.test(text)) return null
  let open = 0
  let quote = ''
  for (const [i, char] of [...text.slice(0, 300)].entries()) {
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if (char === "'" || char === '"') quote = char
    else if (/[[({]/.test(char)) open++
    else if (/[\])}]/.test(char) && --open === 0) return text.slice(0, i + 1)
  }
  return null
}

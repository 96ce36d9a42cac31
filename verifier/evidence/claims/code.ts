import { lean } from '../../../src/core/lean-patterns.js'
import type { Finding } from '../../../src/core/records/types.js'
import { parseExpression, parseProgram } from '../programs/parse.js'
import { run } from '../programs/run.js'
import { Refused } from '../programs/tokens.js'
import { equal, iterate, List, represent, type Value } from '../programs/values.js'
import { type ClaimText, finding, hedged } from './claim.js'

/**
 * What a piece of Python, or plain JavaScript, is said to come to: `len("hello")` is 5, `[1, 2, 3][-1]` gives 3, range(5) yields 0, 1, 2, 3, 4, print(7 // 2) prints 3.
 * It is reckoned out by the interpreter of this package, with what the question or the step gives its names. Other languages are left alone.
 */
export function readCode({ text, question, context = '' }: ClaimText): Finding[] {
  if (!mayBe.test(text)) return []
  const about = `${question}\n${context}\n${text}`
  const isScript =
    /\bjavascript\b|\bJS\b|\bconst\s|\blet\s\w+\s?=|\.length\b|\.charAt\(|=>|console\.log|\btypescript\b/i.test(about)
  if (isScript && /\bpython\b/i.test(about)) return []
  if (others.test(about) || !(isScript || isPython.test(about))) return []
  const given = assignments(about, isScript)
  const found: Finding[] = []
  for (const { span, source, said, isLoop } of claimsIn(text).slice(0, MAX_CLAIMS)) {
    if (found.some((each) => each.span[0] < span[1] && span[0] < each.span[1])) continue
    const checked = isLoop ? repeats(source, said, given) : checkedOf(source, said, given, isScript)
    if (checked === null || (!checked.ok && hedged(withoutCode(text, span), span))) continue
    found.push(
      finding(
        'programs',
        span,
        said,
        checked.computed,
        checked.ok,
        `${source} ${isLoop ? 'runs' : 'is'} ${checked.computed}`,
      ),
    )
  }
  return found
}

const MAX_CLAIMS = 12
const mayBe = /`|\(|\[|\/\/|\*\*/
const isPython =
  /\bpython\b|\blen\(|\brange\(|\bprint\(|\bdef\s\w+\(|\.append\(|\.upper\(|\.lower\(|\.split\(|\bsorted\(|```|\b(?:int|str|max|min|sum|bool|round|list|tuple|enumerate|zip|ord)\(|\.(?:index|find|strip|count)\(|\b(?:True|False)\b|\w\[-?\d*:-?\d*\]|["'][^"']*["']\[/i
/** Languages in which the same signs may mean something else. */
const others =
  /\b(?:java(?!script)|c\+\+|c#|ruby|golang|rust|perl|php|matlab|octave|julia|fortran|pascal|lua|haskell|excel|sql|bash|R\s(?:code|language)|in\sR|in\sC)\b|\bkotlin\b|\bswift\b|\bnumpy\b|\bpandas\b/i

const withoutCode = (text: string, [from, to]: readonly [number, number]) =>
  text.slice(0, from) + text.slice(from, to).replace(/[^\s]/g, 'x') + text.slice(to)

const STRING = String.raw`"[^"\n]{0,80}"|'[^'\n]{0,80}'`
const VALUE = String.raw`[-−]?\d+(?:\.\d+)?|True|False|None|true|false|${STRING}|“[^”\n]{0,80}”|‘[^’\n]{0,80}’|\[[^\]\n]{0,160}\]|\((?:[^()\n]{0,100},[^()\n]{0,100})\)|\{[^{}\n]{0,160}\}`
const ROW = String.raw`[-−]?\d+(?:,\s(?:and\s)?[-−]?\d+|\sand\s[-−]?\d+){1,30}`
const VERB = String.raw`\s?(?:,\s)?(?:is|equals|returns?|gives|yields|prints|outputs|evaluates\sto|produces|results\sin|becomes|has\sthe\svalue|will\s(?:be|print|return)|shows|runs\s(?:through|over)|goes\s(?:through|over)|=>|→|->)\s(?:exactly\s|just\s|also\s|therefore\s|thus\s|then\s|the\s(?:string|number|list|value|boolean|numbers|values)\s|equal\sto\s|:\s)?`
const END = String.raw`(?=\s*(?:[.;:!)](?!\d)|,(?!\s?[-\d])|$|\n|\s(?:and|so|because|since|not|in\s(?:Python|JavaScript|JS)|as|which|but|elements?)\b))`
const CALL = String.raw`(?:[A-Za-z_]\w*(?:\.\w+)*|${STRING}|\[[^\]\n]{0,100}\])(?:\.\w+|\((?:[^()\n]|\([^()\n]{0,60}\)){0,100}\)|\[[^\][\n]{1,40}\])+`
const REST = String.raw`(?:\s?(?:\/\/|\*\*|[-+*/%]|==|!=|<|>|<=|>=)\s?(?:${CALL}|\d+(?:\.\d+)?|${STRING}))*`
const REASON = String.raw`(?<![\w.\])"'])`
const patterns = [
  // `EXPR` is VALUE
  String.raw`\x60(?<code>[^\x60\n]{2,120})\x60(?:\s(?:in\s(?:Python(?:\s3)?|JavaScript|JS)|then))?${VERB}(?:\x60(?<ticked>[^\x60\n]{1,160})\x60|(?<said>${ROW}|${VALUE}))${END}`,
  // len("hello") returns 4, range(5) yields 1, 2, 3, "hello"[1] is "h", s[1:3] is "ell", a[1] + a.length is 13
  String.raw`${REASON}(?<code>${CALL}${REST})${VERB}(?<said>${ROW}|${VALUE})${END}`,
].map((source) => lean(new RegExp(source, 'gu')))
const loops = lean(
  /for\s\w+\sin\s(?<code>range\([^()\n]{1,40}\)):?\x60?(?:\s[^.\n]{0,30}?)?\s(?:runs|iterates|executes|repeats|is\s(?:executed|run))\s(?:exactly\s)?(?<said>\d{1,4})\stimes/gu,
)
const rangeRuns = lean(
  /(?<code>range\([^()\n]{1,40}\))\x60?\s(?:has|produces|contains|yields|gives|generates)\s(?<said>\d{1,4})\s(?:values|numbers|elements|integers|items|iterations)/gu,
)

interface Claim {
  span: readonly [number, number]
  source: string
  said: string
  isLoop: boolean
}

function claimsIn(text: string): Claim[] {
  const of = (match: RegExpExecArray, isLoop: boolean): Claim => ({
    span: [match.index, match.index + match[0].length],
    source: (match.groups?.code ?? '').trim(),
    said: (match.groups?.ticked ?? match.groups?.said ?? '').trim(),
    isLoop,
  })
  return [
    ...[...text.matchAll(loops), ...text.matchAll(rangeRuns)].map((match) => of(match, true)),
    ...patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => of(match, false))),
  ]
}

/**
 * Names that are given one value: "s = "hello"", "With x = [1, 2, 3]", `const a = [10, 20, 30]`. None where anything changes on the way: what a name stands for depends on
 * when one looks then.
 */
function assignments(text: string, isScript: boolean): string {
  const changes =
    /\.(?:append|pop|insert|remove|extend|sort|reverse|push|shift|unshift|splice|clear|update|add|discard)\(|[-+*/%]=|\+\+|--|\]\s?=(?!=)|\bdel\s|\bfor\s\w+|\bwhile\b/
  if (changes.test(text)) return ''
  const found = new Map<string, string>()
  const twice = new Set<string>()
  for (const [, name = '', value = ''] of text.matchAll(assigned)) {
    if (found.has(name) && found.get(name) !== value) twice.add(name)
    found.set(name, value)
  }
  for (const name of found.keys()) {
    const all = text.match(new RegExp(String.raw`(?<![\w.])${name}\s?=(?!=)`, 'g'))?.length ?? 0
    const read = [...text.matchAll(assigned)].filter((match) => match[1] === name).length
    if (all > read) twice.add(name)
  }
  return [...found]
    .filter(([name]) => !twice.has(name))
    .map(([name, value]) => `${name} = ${isScript ? (attempt(() => scripted(value)) ?? 'None') : value}\n`)
    .join('')
}
const assigned = lean(
  new RegExp(
    String.raw`(?<![\w.\[(,=])([A-Za-z_]\w*)\s?=\s?(-?\d+(?:\.\d+)?|${STRING}|\[[^\]\n]{0,160}\]|\{[^{}\n]{0,160}\})(?=\s*(?:[;.,)\x60]|$|\n|\s(?:and|then|what|so|we|the)\b|\?))`,
    'gmu',
  ),
)

/** JavaScript that means the same in Python, spelled so; what does not is refused. */
function scripted(source: string): string {
  const plain = source
    .replace(/([A-Za-z_]\w*|"[^"]*"|'[^']*'|\[[^\]]*\])\.length\b/g, 'len($1)')
    .replace(/\.charAt\((\d+)\)/g, '[$1]')
    .replace(/("[^"]*"|'[^']*')\.indexOf\(/g, '$1.find(')
    .replace(/\.toUpperCase\(\)/g, '.upper()')
    .replace(/\.toLowerCase\(\)/g, '.lower()')
    .replace(/\btrue\b/g, 'True')
    .replace(/\bfalse\b/g, 'False')
    .replace(/===/g, '==')
    .replace(/!==/g, '!=')
  // "5" + 3 joins.
  const joined = /^(["'])([^"']*)\1\s?\+\s?(\d+)$/.exec(plain)
  if (joined !== null) return `"${joined[2]}${joined[3]}"`
  if (
    /=>|[?]|\bnew\b|\btypeof\b|["']\s?[-*/+<>=%]|[-*/+<>=%]\s?["']|\/|\*\*|%|\[\s?-|==|\.(?!find\(|upper\(|lower\()[a-z]/.test(
      plain,
    )
  )
    throw new Refused('script')
  return plain
}

function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refused || error instanceof RangeError) return null
    throw error
  }
}

function checkedOf(
  source: string,
  said: string,
  given: string,
  isScript: boolean,
): { ok: boolean; computed: string } | null {
  return attempt(() => {
    const code = (isScript ? scripted(source) : source).replace(/−/g, '-')
    const printed = /^print\((.*)\)$/.exec(code)
    if (printed !== null) {
      const { output } = run(parseProgram(`${given}${code}\n`))
      const computed = output.trim()
      if (computed === '' || computed.includes('\n')) return null
      const plain = (text: string) => text.replace(/^["'“‘]|["'”’]$/g, '').replace(/\s/g, '')
      return { ok: plain(computed) === plain(said), computed }
    }
    const value = run(parseProgram(`${given}\n`)).evaluate(parseExpression(code))
    const stated = statedValue(said, value)
    if (stated === null) return null
    return { ok: alike(value, stated), computed: represent(value) }
  })
}

/** What a text says is the value. Where the value is text, letters without quotes are it too. */
function statedValue(said: string, value: Value): Value | null {
  const text = said
    .replace(/−/g, '-')
    .replace(/^[“‘](.*)[”’]$/, '"$1"')
    .replace(/^true$/, 'True')
    .replace(/^false$/, 'False')
  if (/^-?\d+(?:,| and)/.test(text) && (value instanceof List || Array.isArray(value)))
    return parsed(`[${text.replace(/,?\sand\s/g, ', ')}]`)
  const read = parsed(text)
  // "is a" where 'a' is a name here.
  if (read === null && typeof value === 'string' && /^\w+$/.test(text)) return text
  return read
}
const parsed = (text: string): Value | null =>
  attempt(() => run(parseProgram('pass\n')).evaluate(parseExpression(text)))

function alike(value: Value, stated: Value): boolean {
  if (attempt(() => equal(value, stated)) === true && typeof value !== 'boolean' && typeof stated !== 'boolean')
    return true
  if (typeof value === 'boolean' || typeof stated === 'boolean') return value === stated
  // A decimal may be rounded where it is told.
  if (typeof value === 'number' && typeof stated === 'number')
    return Math.abs(value - stated) <= 0.5 * 10 ** -(/\.(\d+)/.exec(String(stated))?.[1]?.length ?? 0) + 1e-12
  return represent(value).replace(/["'\s]/g, '') === represent(stated).replace(/["'\s]/g, '')
}

/** How often a loop over a range runs. */
function repeats(source: string, said: string, given: string): { ok: boolean; computed: string } | null {
  return attempt(() => {
    const { length } = iterate(run(parseProgram(`${given}\n`)).evaluate(parseExpression(source)))
    return { ok: String(length) === said, computed: `${length} times` }
  })
}

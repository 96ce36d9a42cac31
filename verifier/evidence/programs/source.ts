/* Where a text holds a programme: between fences, in backticks, or in lines that look like one. */
import { matchesOf, rare } from '../../../src/core/triggers.js'
import type { Language } from './languages.js'

const MAX_SOURCE = 4000
const codeLine = rare(
  /^\s*(?:def\s\w+\(|for\s.+:|while\s.+:|if\s.+:|elif\s.+:|else\s*:|return\b|print\(|pass$|break$|continue$|global\s\w|#|[A-Za-z_][\w.]*(?:\[[^\]=]*\])*\s*(?:\/\/|\*\*|<<|>>|[-+*/%|&^])?=(?![=])|[A-Za-z_]\w*(?:,\s*[A-Za-z_]\w*)+\s*=(?!=)|[A-Za-z_][\w.]*\(.*\)\s*(?:#.*)?$)/,
)

/** The longest run of lines that look like a Python programme. */
export function codeIn(text: string): string | null {
  // Its division and its print are other ones.
  if (/\bPython\s?2(?!\d)/i.test(text)) return null
  const blocks: string[][] = [[]]
  for (const line of text.slice(0, MAX_SOURCE).split('\n')) {
    const inside = blocks.at(-1) ?? []
    if (codeLine.test(line) || (inside.length > 0 && /^(?:\s+\S|\s*$)/.test(line))) inside.push(line)
    else if (inside.length > 0) blocks.push([])
  }
  const [longest = []] = blocks.sort((a, b) => b.length - a.length)
  return longest.length === 0 ? null : longest.join('\n')
}

const fenced = /```(\w*)\s*\n([\s\S]*?)\n?\s*```/g
const inBackticks = /`([^`\n]{2,300})`/g

/** "nums = [3, 1, 2]; x = nums.sort(); print(x)" in one line. */
const inOneLine =
  /(?:^|[\s:`])((?:[A-Za-z_]\w*\s?(?:[-+*/]|\/\/)?=(?!=)\s?[^;\n]{1,100};\s?)(?:[A-Za-z_][\w.]*(?:\s?(?:[-+*/])?=(?!=)\s?[^;\n]{1,100}|\([^;\n]{0,100}\));\s?){0,8}print\([^;\n]*\))(?=[.\s?`;]|$)/

const given =
  /(?<![\w.=!<>[('"])([A-Za-z_]\w*)\s?=\s?(\[[^\]\n]*\]|'[^'\n]*'|"[^"\n]*"|-?\d+(?:\.\d+)?(?![\w.]*\w|\s?[-+*/%(]))/g

/** What only a programme has: there, what is given may change. */
const programmes =
  /```|(?<!\w)(?:let|const|var)\s\w+\s?=|console\.log|\bprint\s?\(|\.(?:append|push|pop|sort|reverse|insert|remove|extend|splice|shift|unshift|update|add|clear)\(|[-+*/]=|\+\+|^\s*(?:for|while|def|if)\b.*[:{]\s*$/m
const lineOfJavaScript =
  /^\s*(?:(?:let|const|var|function|for|while|if|else|return|console)\b.*[;{}()]|\}.*|\/\/.*|[\w.[\]]+(?:\(.*\)|\s?[-+*/]?=\s.*|\+\+|--);?)\s*$/

/** Lines that look like JavaScript, all together. */
function javaScriptIn(text: string): string | null {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => lineOfJavaScript.test(line))
  const last = lines.findLastIndex((line) => lineOfJavaScript.test(line))
  return first < 0 ? null : lines.slice(first, last + 1).join('\n')
}

/** "const a = [10, 20, 30]; what is a[1]?" */
const declaration = /(?<![\w.])(?:const|let|var)\s\w+\s?=\s?[^;\n]{1,80};/g
const head = /^for\s\w+\sin\s[^:]+(:?)$/

/** "Given nums = [1, 2, 3] and k = 2": names that a sentence gives, as a programme of that language. */
export function givenIn(text: string, language: Language): string | null {
  if (programmes.test(text)) return null
  const names = matchesOf(given, text.slice(0, MAX_SOURCE))
  // A name that is given twice changes.
  if (names.length === 0 || new Set(names.map(([, name]) => name)).size < names.length) return null
  return names.map(([, name, value]) => `${language === 'Python' ? '' : 'let '}${name} = ${value}`).join('\n')
}

/** What may be the programme of a question, the likeliest first: what is fenced, what stands in backticks, what looks like one. */
export function sourcesIn(text: string): string[] {
  const all = text.slice(0, MAX_SOURCE)
  const blocks = matchesOf(fenced, all).map(([, , source = '']) => source)
  if (blocks.length > 0) return blocks.length === 1 ? blocks : []
  const inline = inOneLine.exec(all)?.[1]
  if (inline !== undefined) return [inline.replace(/;\s*/g, '\n')]
  const quoted = matchesOf(inBackticks, all).map(([, source = '']) => source)
  const isJs = languagesOf(all).join('') === 'JavaScript'
  const code = isJs ? javaScriptIn(all) : codeIn(all)
  if (code !== null) return [code]
  // "The body of `for i in range(2, 11, 3)`"
  if (quoted.length === 1)
    return quoted.map((each) => each.replace(head, (loop, colon) => `${loop}${colon || ':'} pass`))
  const declared = isJs ? matchesOf(declaration, all).map(([each]) => each) : []
  return declared.length === 0 ? [] : [declared.join('\n')]
}

const javaScript = rare(
  /\bJavaScript\b|\bJS\b|\bTypeScript\b|\bnode(?:\.js)?\b|console\.log|[!=]==|(?<![\w.])(?:const|let|var)\s\w+\s?=|=>|\.length\b|\.push\(|&&|\|\|/,
)
const python = rare(
  /\bPython\b|(?<!\w)(?:def\s\w+\(|print\(|len\(|range\(|elif\b|sorted\()|\.append\(|(?<!https?:)\/\/|\bTrue\b(?!\sor\s[Ff]alse)|(?<!\b[Tt]rue\sor\s)\bFalse\b|\bNone\b|\bin\srange\b/,
)
const others = rare(
  /\bC\+\+|\bC#|\bJava\b(?!\s?Script)|\bRuby\b|\bPHP\b|\bGo(?:lang)?\s(?:code|program)|\bRust\b|\bBash\b|\bPerl\b|\bHaskell\b|\bKotlin\b|\bSwift\b|\bMATLAB\b|\bLua\b|\bSQL\b|\bExcel\b|\bLisp\b|\bScala\b|\bJulia\b|\bpseudo-?code\b|\bPython\s?2\b|\bnumpy\b|\bpandas\b|\bin\sC\b|\bin\sR\b|#include|public\sstatic/i,
)
const programming = rare(/(?<!\b(?:secret|Morse|postal|zip|area|dress|bar|building|penal|tax)\s)\bcode\b|\bprogram/i)

/** The languages that texts may speak of; none where one speaks of a language that is not known here. */
export function languagesOf(...texts: readonly string[]): readonly Language[] {
  if (texts.some((text) => others.test(text))) return []
  const isJs = texts.some((text) => javaScript.test(text))
  const isPython = texts.some((text) => python.test(text))
  return isJs === isPython ? ['Python', 'JavaScript'] : isJs ? ['JavaScript'] : ['Python']
}
/** Whether a text says that it is about a language. */
export const isAboutCode = (text: string): boolean =>
  javaScript.test(text) || python.test(text) || programming.test(text)

/** Whether a question asks what a programme prints. */
export const asksOutput = rare(
  /\bprint(?:s|ed)?\b[^.\n]{0,20}\?|\bwhat (?:is|will be|gets) (?:printed|output|the output)|\bwhat does (?:this|the|it)[^?\n]{0,40}\b(?:print|output)|\bprogram[^?\n]{0,20}\b(?:print|output)|输出|\bgibt\b[^?\n]{0,40}\baus\b|ausgegeben|Ausgabe/i,
)

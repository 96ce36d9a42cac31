/* Rows of equal formulas, read whole: "a² - b² = (a + b)(a - b)". Identities, solutions and closed forms are checked on them. */
import { evaluateFor } from '../../../../src/core/answers/expression.js'
import { normalLatex } from '../../../../src/core/answers/normal.js'
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Span } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'

/** One side of a chain of equalities, read whole. */
export interface Side {
  span: Span
  text: string
  /** Names of its variables: "x", "x_1", "\\alpha". */
  names: readonly string[]
  /** The sign before it is ≈. */
  approximate: boolean
  /** Its value for values of its variables; null where it has none there. */
  at(values: ReadonlyMap<string, number>): number | null
}

/** "a = b = c": sides in a row that could each be read whole. A side that could not be read breaks the row. */
export type Formula = readonly Side[]

/** Longer texts are read to here; longer formulas are left alone. */
const MAX_TEXT = 20_000
const MAX_SIDE = 200
const MAX_FORMULAS = 60

const marked =
  /\$\$([^$]{3,1200})\$\$|\$([^$\n]{3,600})\$|\\\[([\s\S]{3,1200}?)\\\]|\\\(([\s\S]{3,600}?)\\\)|\\begin\{(?:align|aligned|equation|gather)\*?\}([\s\S]{3,2000}?)\\end\{/g
/** In plain text a formula is a run of numbers, signs, single letters and names of functions that holds an equals sign. */
const run = lean(
  /(?:\\(?:sin|cos|tan|log|lg|ln|exp|sqrt|frac|pi|cdot|times|left|right|circ)|[{}_]|(?<![\p{L}_])log10(?=\s?\()|(?<![\p{L}_])(?:sin|cos|tan|log|lg|ln|exp|sqrt)(?![\p{L}])|(?<![\p{L}\p{N}_])[a-zA-Zπ](?![\p{L}])(?:_\d)?|[\d.]+(?:[a-zA-Z](?![\p{L}])|[A-Z][a-z](?![\p{L}]))?|[-+−*×·/^=≈()√²³⁰¹⁴⁵⁶⁷⁸⁹⁻!°π]| (?! )){3,200}/gu,
)
/** A word of its own, or one of capitals, before an equals sign. */
const isNamed = lean(/(?:^|[\s(])\p{L}{2,10}$/u)

/** What ends a side without being part of it. */
const separators =
  /\\\\|\\(?:implies|Rightarrow|rightarrow|Longrightarrow|to|iff|Leftrightarrow|quad|qquad|therefore|because|text|mathrm|mbox|longrightarrow)(?![a-zA-Z])(?:\s?\{[^{}]*\})?|[;\n⇒→∴]|,(?!\d{3}(?!\d))/g

/** What may stand for something else than digits and signs: a name, a root, a command. */
const symbol = lean(/[\p{L}\\√∛∞]/u)

/** The formulas of a step with at least two sides, in reading order; `named`: only those that hold more than digits and signs, which are arithmetic. */
export function readFormulas(step: string, named = false): Formula[] {
  // A thin space is a space.
  const text = step.slice(0, MAX_TEXT).replace(/\\[,;:!](?!\d{3}(?!\d))/g, '  ')
  if (!/[=≈]|\\approx/.test(text) || (named && !symbol.test(text))) return []
  const found: Formula[] = []
  const rest = text.replace(marked, (all, ...groups) => {
    const at = groups.find((each) => typeof each === 'number') as number
    const inside = groups.slice(0, 5).find((each) => each !== undefined) as string
    if (!named || symbol.test(inside)) collect(text, at + all.indexOf(inside), inside, found)
    return '\0'.repeat(all.length)
  })
  for (const match of matchesOf(run, rest)) {
    // "pH = -log(0.1) = 1": behind a name that is not read the rest is read.
    const behind = isNamed.test(rest.slice(Math.max(0, match.index - 12), match.index))
      ? (/^\s?[=≈]\s?/.exec(match[0])?.[0].length ?? 0)
      : 0
    const [at, source] = [match.index + behind, match[0].slice(behind)]
    if ((named && !symbol.test(source)) || !standsAlone(rest, at, source, behind > 0)) continue
    // "- 1 = -b" at the start of a line is an item of a list.
    const bullet = /(?:^|\n)\s*$/.test(rest.slice(Math.max(0, at - 12), at))
      ? (/^\s*[-+*]\s/.exec(source)?.[0].length ?? 0)
      : 0
    collect(text, at + bullet, source.slice(bullet), found)
  }
  return found.sort((a, b) => (a[0]?.span[0] ?? 0) - (b[0]?.span[0] ?? 0)).slice(0, MAX_FORMULAS)
}

/** Words that begin another part of the sentence: what they follow has ended. */
const goesOn = lean(
  /^(?:for|so|which|holds|is|where|when|because|since|then|hence|thus|there|but|or|we|has|have|gives|yield|does|by|with|using)(?!\p{L}{3})/u,
)

/** Whether a run has an equals sign and is not the rest of a formula that could not be read: "(x - 1)² + c = 0" from "+ c" on. */
function standsAlone(text: string, at: number, source: string, isBehindName: boolean): boolean {
  if (!/[=≈]/.test(source) || /^\s*[+*×·/^=≈)!²³]/.test(source)) return false
  const start = at + source.length - source.trimStart().length
  // "StdDev1 = sqrt(400)", "Exp(3) = 20": the run begins in the middle of a name; "3,700,000 · 2 = …" in the middle of a number.
  if (
    /[\p{L}\p{N}_'’]/u.test(text.charAt(start - 1)) ||
    /[\p{L}\p{N}][-–−]$|\d,\s?$/u.test(text.slice(Math.max(0, start - 3), start))
  )
    return false
  // "The number in section 2 = x + 200"
  if (!isBehindName && /^\s*\d+\s?=/.test(source) && /\p{L}\s$/u.test(text.slice(Math.max(0, start - 2), start)))
    return false
  const before = isBehindName
    ? ''
    : (text
        .slice(Math.max(0, start - 3), start)
        .trimEnd()
        .at(-1) ?? '')
  const rest = text.slice(at + source.length, at + source.length + 9)
  // "= 3root(2)": the run ends in the middle of a term.
  if (/^\p{L}/u.test(rest) && !(source.endsWith(' ') && goesOn.test(rest))) return false
  return (
    !/[\d)\]}|<>≤≥%$€\\_&]/.test(before) &&
    !/[\p{L}\d)]\s:\s$/u.test(text.slice(Math.max(0, start - 4), start)) &&
    !/^\s*[({[|<>≤≥\\$€%_]|^,\s?\d|^\s?[÷&]|^\s:\s|^:\d/.test(rest)
  )
}

function collect(text: string, offset: number, inside: string, found: Formula[]): void {
  let from = 0
  for (const end of [
    ...matchesOf(separators, inside).map((match) => [match.index, match.index + match[0].length] as const),
    [inside.length, inside.length] as const,
  ]) {
    // "= 10^5 \text{ Pa} + (1025 …": the last side goes on behind its unit.
    if (!isUnitAmid(inside, end)) readChain(text, offset + from, inside.slice(from, end[0]), found)
    from = end[1]
    if (found.length >= MAX_FORMULAS) return
  }
}

const isUnitAmid = (inside: string, [from, to]: readonly [number, number]) =>
  /^\\(?:text|mathrm|mbox)/.test(inside.slice(from, to)) &&
  /^(?:\s|\\[,;:!])*(?:[-+*×·/^(]|\\(?:cdot|times|left))/.test(inside.slice(to, to + 24))

const relations = rare(/(?<![<>!:=])=(?![=>])|≈|\\approx(?![a-zA-Z])/g)

function readChain(text: string, offset: number, chain: string, found: Formula[]): void {
  const signs = relations.matchAll(chain)
  if (
    signs.length === 0 ||
    /[<>≤≥≡]|\\(?:le|ge|leq|geq|equiv|pmod|mod|neq|ne|pm|in|mp|cdots|ldots|dots|sum|prod|lim|overline|bar|vec|hat|angle|triangle)(?![a-zA-Z])|\.\.\./.test(
      chain,
    )
  )
    return
  let row: Side[] = []
  let from = 0
  for (let i = 0; i <= signs.length; i++) {
    const sign = signs[i]
    const to = sign?.index ?? chain.length
    const side = readSide(text, offset + from, chain.slice(from, to), i > 0 && signs[i - 1]?.[0] !== '=')
    if (side === null) {
      if (row.length > 1) found.push(row)
      row = []
    } else row.push(side)
    from = to + (sign?.[0].length ?? 0)
  }
  if (row.length > 1) found.push(row)
}

/** A letter before a bracket that is more often a function than a factor. */
export const applied = rare(
  /(?<![a-zA-Z\\])(?:[fghFGHPQEu](?:_\d)?\s?(?:'|\^\{?\\prime)?\s?\(|[a-zA-Z](?:_\d)?\s?\(\s?[-−]?\d+(?:\.\d+)?\s?\))/,
)

function readSide(text: string, offset: number, source: string, approximate: boolean): Side | null {
  if (source.length > MAX_SIDE || applied.test(source) || /'|\\prime|%|\\int|\$|[€£]/.test(source)) return null
  const start = source.length - source.trimStart().length
  const trimmed = source
    .replace(/[\s.&]+$/, '')
    .slice(start)
    .replace(/^&\s*/, '')
  const read = readExpression(trimmed)
  if (read === null) return null
  const from = text.indexOf(trimmed.charAt(0), offset)
  return { span: [from < 0 ? offset : from, offset + source.trimEnd().length], text: trimmed, approximate, ...read }
}

const inverse = rare(/(?:sin|cos|tan|cot|sec|csc)h?\s?(?:\^\s?\{?\s?[-−]\s?1|⁻¹)/)

const applies = /(?<![a-zA-Z])(?:arc)?(?:sin|cos|tan|cot|sec|csc|sinh|cosh|tanh|ln|log|lg|exp)\s?(?:\\left)?\s?\(/g

/** "ln(x)^2": people write it for the logarithm of a square and for the square of a logarithm. */
function isAmbiguousPower(source: string): boolean {
  return matchesOf(applies, source).some(({ index, 0: head }) => {
    let open = 1
    let i = index + head.length
    for (; open > 0 && i < source.length; i++) open += source[i] === '(' ? 1 : source[i] === ')' ? -1 : 0
    return /^\s?(?:\^|[²³⁴⁻])/.test(source.slice(i))
  })
}

/** Digits, signs and single letters, which no spelling of LaTeX changes. */
const isPlain = /^(?:[\d\s+/()^.-]|\*(?!\*)|[a-zA-Z](?![a-zA-Z]))*$/

/** An expression that is read whole: its variables and its value for values of them. Null where it is none. */
export function readExpression(source: string): Pick<Side, 'names' | 'at'> | null {
  // tan⁻¹ is the angle, not one over the tangent.
  if (source === '' || source.length > MAX_SIDE || inverse.test(source) || isAmbiguousPower(source)) return null
  const normal = isPlain.test(source)
    ? source.replace(/\s+/g, ' ').trim().replace(/\.+$/, '').trim()
    : normalLatex(
        source
          .replace(/(?<![a-zA-Z])log10(?=\s?\()/g, 'log')
          .replace(/(?<![a-zA-Z\\])log(\d)(?=\s?\()/g, '\\log_$1')
          .replace(/((?:\d+(?:\.\d+)?)|\\theta|\\alpha)\s?(?:\^\s?\{?\s?\\circ\s?\}?|°|\\degree)/g, '($1\\pi/180)'),
      )
  const names = new Set<string>()
  const probe = evaluateFor(normal, (name) => {
    names.add(name)
    return 0.7310585
  })
  // Where the middle has no value another point may.
  if (probe === null && names.size === 0) return null
  return {
    names: [...names].sort(),
    at: (values) => evaluateFor(normal, (name) => values.get(name))?.approximate ?? null,
  }
}

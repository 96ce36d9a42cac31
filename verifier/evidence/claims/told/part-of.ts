/*
 * A pattern finds "f'(x) = 4x" in "2f'(x) = 4x" and "C(5, 2) = 40" in "4 × C(5, 2) = 40". What it found is a part of a larger expression then, and nobody
 * claimed it. All that read with patterns share this one look at what stands around.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import type { Span } from '../../../../src/core/records/types.js'

/** How far around a claim is looked. */
const REACH = 60

/** Signs that take what follows as their operand. A dash behind a word joins; two stars are bold type. */
const operator = lean(
  /(?:[+×·⋅÷/^√±∓∘∫∑∏∂Δ∇|∪∩∖]|(?<!\p{L}{2}\s?)[-−–]|(?<!\*)\*|\\(?:cdot|times|div|pm|mp|circ|cup|cap|setminus|sqrt|int|sum|prod|partial|nabla|Delta))$/u,
)
const listSign = /(?:^|\n)[ \t]*[-−–*+•][ \t]*$/

/** Words and names of functions that take what follows as their operand. */
const taking = lean(
  /(?<!\p{L})\\?(?:ln|log|lg|exp|sin|cos|tan|cot|sec|arcsin|arccos|arctan|sinh|cosh|tanh|lim|max|min|sup|inf|deg|arg|det|dim|gcd|lcm|sqrt|twice|doubled?|triple|thrice|half|plus|minus|times|over|negative|(?:squares?|cubes?|roots?|logarithms?|log|reciprocals?|inverse|negative|half|halves|thirds?|quarters?|twice|double|triple|multiples?|powers?|percent|%|magnitude|modulus|absolute\svalue|sum|product|difference|remainder|complement|integral|limit|part|fraction)\s(?:of|von))(?:\s(?:the|each|both))?$/iu,
)

/** A factor right before a formula: a number, a bracket that closes, a letter. */
const factor = lean(
  /(?:\d|[)\]}]|(?<![\p{L}\\])\p{L}|\\(?:alpha|beta|gamma|lambda|mu|omega|pi|rho|sigma|theta|hbar)|[π∞!′'²³⁴])$/u,
)
/** "1)", "(a)", "Step 2": the name of what is said. */
const label =
  /(?:(?:^|\n|[.;:。；]\s)[ \t*#]*\(?[\da-zA-Z]{1,4}[).\]]|\b(?:step|part|case|day|year|week|month|line|row|option|method|Schritt|Fall|Teil)\s\(?[\da-z]{1,3}\)?|\\(?:text\w*|math(?:rm|bf|it)|boxed)\s?\{[^{}]*\})$/i

/** What a formula begins with, and no sentence: "f'(x)", "C(5, 2)", "\int", "gcd(4, 6)", "d/dx". */
const formula = lean(/^(?:\\(?!text)|[∫∑√]|\p{L}{1,4}\s?['′^]?[\w{}\\']{0,10}\s?[([{]|d\s?\/\s?d\p{L})/u)

/** Blanks, dollars, thin spaces of LaTeX and opening dress between two parts of a formula. */
const padding = /(?:[\s$]|\\[,;:! ]|\\(?:left|bigl?|Bigl?|displaystyle)|\*\*)+$/

/** Whether an operand or a factor stands right before a place, so that what begins there is a part of more. */
export function goesOnBefore(text: string, from: number): boolean {
  const all = text.slice(Math.max(0, from - REACH), from)
  if (listSign.test(all) || /\n\s*$/.test(all)) return false
  const before = all.replace(padding, '')
  if (operator.test(before) || taking.test(before)) return true
  return formula.test(text.slice(from, from + 24)) && factor.test(before) && !label.test(before)
}

const after = lean(
  /^(?:[ $]|\\[,;:! ]|\*\*)*(?:[+×·⋅÷/^]|\*(?!\*)|[-−](?=\s?[\d\\(]|\s?\p{L}(?!\p{L}))|\\(?:cdot|times|div|pm)(?![a-zA-Z]))/u,
)

/** Whether the expression that ends at a place goes on behind it. */
const goesOnAfter = (text: string, to: number): boolean => after.test(text.slice(to, to + REACH))

/** Whether what stands at a span is a part of a larger expression. */
export const isPart = (text: string, [from, to]: Span): boolean => goesOnBefore(text, from) || goesOnAfter(text, to)

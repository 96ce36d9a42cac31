import type Fraction from 'fraction.js'

/* What a text is cut into before its arithmetic is read (`tokenize`). */

export type Operator = '+' | '-' | '*' | '/' | '^'

interface Place {
  start: number
  end: number
  /** White space (or a line start) lies before it. */
  spaced: boolean
}

/** Per cents that are counted, too: "3 percentage points × 200 = 600". */
export type Points = 'percentage point' | 'basis point'

export interface NumberToken extends Place {
  kind: 'number'
  value: Fraction
  digits: number
  /** A percent sign or "basis points" stand behind it: `value` is the share that they make, `digits` are those of a per cent. */
  percent: boolean
  points?: Points
  /** Factor of a scale word behind it. */
  scale: number
  /** A currency sign stands before it. */
  money: boolean
  /** Written as a word: "half" is a part, "twice" a multiple. */
  word?: 'count' | 'part' | 'multiple'
}

export type Token =
  | NumberToken
  | (Place & { kind: 'operator'; operator: Operator; tight: boolean })
  | (Place & { kind: 'open' | 'close' })
  /** `approximate`: ≈, "is about". `weak`: a word such as "is", which needs an operation before it to mean equality. */
  | (Place & { kind: 'equal'; approximate: boolean; weak: boolean })
  /** A word of several letters: a unit, or prose. */
  | (Place & { kind: 'word'; word: string })
  /** Something with a value that is not known here: a variable, a function, "…". */
  | (Place & { kind: 'name'; name: string; variable?: boolean })
  | (Place & { kind: 'command'; command: 'frac' | 'sqrt' | 'binom' | 'pi' })
  | (Place & { kind: 'factorial' })
  | (Place & { kind: 'newline' })
  | (Place & { kind: 'break' })

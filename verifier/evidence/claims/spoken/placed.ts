/* The amounts of a sentence in their order, with the places where they stand. */
import { lean } from '../../../../src/core/lean-patterns.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { type Amount, literalAt } from './amounts.js'
import { Cursor } from './cursor.js'

/** An amount and where it stands in its sentence. */
export interface Placed {
  amount: Amount
  from: number
  to: number
}

const MAX_AMOUNTS = 16

/** Where an amount may begin. */
const mayBegin = lean(
  /(?<![\p{L}\d.,_^])(?=[$€£¥]?\d|(?:a\s)?(?:half|quarter)|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)(?![\p{L}]))/giu,
)

/** The amounts of a sentence in their order. */
export function amountsIn(line: string): Placed[] {
  const found: Placed[] = []
  for (const { index } of matchesOf(mayBegin, line)) {
    if (index < (found.at(-1)?.to ?? 0)) continue
    if (found.length >= MAX_AMOUNTS) break
    const cursor = new Cursor(line, index)
    const amount = literalAt(cursor)
    if (amount?.literal === undefined) {
      if (amount !== null) found.push({ amount, from: index, to: cursor.at })
      continue
    }
    const isSigned = /(?:^|[\s(=])[-−]\s?$/.test(line.slice(0, index))
    found.push({ amount: isSigned ? negative(amount) : amount, from: isSigned ? index - 1 : index, to: cursor.at })
  }
  return found
}

const negative = ({ readings, ...rest }: Amount): Amount => ({ ...rest, readings: readings.map((each) => -each) })

/** The number of an amount, as it is written. */
export const bareOf = ({ literal, readings }: Amount): number => {
  const value = literal?.stated.value ?? readings[0] ?? Number.NaN
  return literal !== undefined && (readings[0] ?? 0) < 0 ? -value : value
}

/** So many amounts are remembered. */
const MAX_KNOWN = 60

/** The amounts of the sentences before one. They are read when somebody asks for them, which few sentences do. */
export class Past {
  private lines: string[]
  private amounts: readonly Amount[] = []

  constructor(lines: readonly string[]) {
    this.lines = [...lines]
  }

  add(line: string): void {
    this.lines.push(line)
    if (this.lines.length > MAX_KNOWN) this.lines.shift()
  }

  known(): readonly Amount[] {
    if (this.lines.length > 0) {
      const read = this.lines.flatMap((line) => amountsIn(line).map(({ amount }) => amount))
      this.amounts = [...this.amounts, ...read].slice(-MAX_KNOWN)
      this.lines = []
    }
    return this.amounts
  }
}

/** Words that lead on to what is said of an amount before. */
export const LEAD = String.raw`(?:(?:and|so|thus|hence|therefore|converted|put\sdifferently|in\sother\swords|expressed\sotherwise|in\s(?:\p{L}+\s)?\p{L}{3,20}),?\s)*`

/** "3 shifts of 8 hours", "2 × 30 m": a part of a product. */
export const isPart = (line: string, { from }: Pick<Placed, 'from'>) =>
  /(?:[×x*·⋅∙÷+−/^-]\s?|(?<!\p{L})(?:of|per|each|every|plus|minus|times|by|with|than|within|after|before|for|in|from|to|another)\s(?:the\s|an?\s|these\s|about\s)?)$/iu.test(
    line.slice(0, from),
  )

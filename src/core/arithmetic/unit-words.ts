import { isOperator, type TokenCursor } from './token-cursor.js'
import { isUnit } from './units.js'
import type { Value } from './value.js'
import { functionWords, proseWords } from './vocabulary.js'

const MAX_UNIT_WORDS = 6

/** Words behind a number are its unit where an operator, an equals sign or a closing bracket follows them. */
export function withUnits(cursor: TokenCursor, value: Value): Value {
  const saved = cursor.at
  const units: string[] = []
  let lettered = false
  for (let count = 0; count < MAX_UNIT_WORDS; count++) {
    const token = cursor.peek()
    const slash = token?.kind === 'operator' && token.operator === '/'
    const word = slash ? cursor.peek(1) : token
    if (word === undefined) break
    if (word.kind === 'word' && word.word === 'of' && (value.percent || mayBePart(cursor, 1))) break
    if (word.kind === 'word' && !proseWords.has(word.word)) units.push(word.word)
    else if (
      word.kind === 'name' &&
      !functionWords.has(word.name) &&
      isUnitLetter(word.name) &&
      (slash || word.spaced)
    ) {
      if (word.name === 'x') break
      units.push(word.name)
      lettered ||= !slash
    } else break
    cursor.at += slash ? 2 : 1
    unitPower(cursor, units)
  }
  if (cursor.at === saved) return value
  if (!unitsEndWell(cursor, units)) {
    cursor.at = saved
    return value
  }
  const first = cursor.tokens[saved]
  // "2ab" and "3Fawn" are products, "2km" is not.
  const glued = first?.kind === 'word' && !first.spaced && !isUnit(first.word) && !isHanCount(first.word)
  // "45 psi rac{323 K}{273 K}": a word that clings to a bracket is no unit.
  const next = cursor.peek()
  const applied = next?.kind === 'open' && !next.spaced
  const product = first?.kind === 'word' && isProduct(first.word)
  return {
    ...value,
    units: [...value.units, ...units],
    lettered: value.lettered || (lettered && units.length === 1),
    doubtful: value.doubtful || glued || product || applied,
  }
}

/** "1/2 mv^2", "sqrt(2 gh)": letters that make no word are variables in a row, unless they are known to abbreviate a unit. */
const isProduct = (word: string) =>
  !isUnit(word) && !abbreviations.has(word) && (/^[a-z]{2}$/.test(word) || /^[b-df-hj-np-tv-xz]{3,4}$/.test(word))

const abbreviations = new Set(
  'pcs hrs lbs yds pts cl dl cc kn mn nm um kv ka mw gw tw ev kev mev rpm mph kmh kph pc pt hr sq yd px db ns tb gbp usd rmb chf kb gbp pp bn mn tn pk ct std stk tsp tbsp mbps kbps gbps bps kwh mwh fl pkt kr rs'.split(
    ' ',
  ),
)

/** Chinese is written without blanks: money and things that have no smaller unit beside them. */
const hanCounts = new Set('元个個人本支只棵页辆件名箱盒张朵枚匹冊円')

/** "13个", "13个苹果"; not "13个月", "2个半小时", which may be converted. */
const isHanCount = (word: string) =>
  hanCounts.has(word.charAt(0)) &&
  /^.\p{Script=Han}{0,4}$/u.test(word) &&
  !/[月年周天日时分秒半点倍折成多的]/.test(word.slice(1))

/** Does a number, with or without its sign, stand there? */
function mayBePart(cursor: TokenCursor, ahead: number): boolean {
  return cursor.peek(isOperator(cursor.peek(ahead), '-') ? ahead + 1 : ahead)?.kind === 'number'
}

/** "cm^2", "m²", "s^{-1}": the power belongs to the unit, a square of which is converted by other factors. */
function unitPower(cursor: TokenCursor, units: string[]): void {
  if (!isOperator(cursor.peek(), '^')) return
  const braced = cursor.peek(1)?.kind === 'open'
  let ahead = braced ? 2 : 1
  const negative = isOperator(cursor.peek(ahead), '-')
  if (negative) ahead++
  const power = cursor.peek(ahead)
  if (power?.kind !== 'number' || (braced && cursor.peek(ahead + 1)?.kind !== 'close')) return
  cursor.at += ahead + (braced ? 2 : 1)
  const last = units.pop()
  if (last !== undefined) units.push(`${last}^${negative ? '-' : ''}${power.value.toString()}`)
}

function unitsEndWell(cursor: TokenCursor, units: readonly string[]): boolean {
  const next = cursor.peek()
  if (next === undefined) return units.length <= 2
  if (next.kind === 'operator') return cursor.peek(1)?.kind !== 'word' || units.length <= 2
  if (next.kind === 'name' && next.name === 'x') return cursor.peek(1)?.kind === 'number'
  if (next.kind === 'open') return units.length <= 3
  // "36 m/s and the impulse": the sentence goes on.
  if (next.kind === 'word' && proseWords.has(next.word)) return units.length <= 2 && units.every(isKnown)
  return next.kind === 'equal' || next.kind === 'close' || next.kind === 'break' || next.kind === 'newline'
}

/** Signs of SI units beside those of everyday; a variable of the same name would make a product of it. */
const isUnitLetter = (name: string) => name.length === 1 && 'hmsgLlxNJWVAKΩ'.includes(name)

const isKnown = (unit: string) => isUnitLetter(unit) || isUnit(unit)

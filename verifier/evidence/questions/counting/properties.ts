/* What may hold of an outcome: "is divisible by 3", "the sum is 7", "two are red". */
import { numbersIn } from '../form.js'
import { type Atom, atom, BOUND, bounded, QUANTITY, quantified, type Test } from './conditions.js'

const isPrime = (n: number) => {
  if (n < 2) return false
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false
  return true
}

const isRoot = (power: number) => (n: number) => Math.round(n ** (1 / power)) ** power === n

/** What is said of one number. */
const ofNumber: readonly (readonly [string, (match: readonly string[]) => Test<number>])[] = [
  ['even', () => (n) => n % 2 === 0],
  ['odd', () => (n) => n % 2 !== 0],
  ['primes?', () => isPrime],
  ['perfect squares?|square numbers?', () => isRoot(2)],
  ['perfect cubes?|cube numbers?', () => isRoot(3)],
  [
    String.raw`(?:divisible by|multiples?)((?: either)? \d+(?:(?:, \d+)*,? (?:or|and) \d+)?)(?! or (?:more|less))`,
    ([by = '']) => {
      const numbers = numbersIn(by).map(Number)
      if (by.includes(' and ')) return (n) => numbers.every((each) => n % each === 0)
      return (n) => numbers.some((each) => n % each === 0)
    },
  ],
]

/** Atoms of one number, read off an outcome. */
const about = <Outcome>(lead: string, value: (outcome: Outcome) => number): Atom<Outcome>[] => [
  ...ofNumber.map(([source, test]) =>
    atom<Outcome>(`${lead}(?:${source})`, (match) => {
      const holds = test(match.slice(1).filter((each) => each !== undefined))
      return (outcome) => holds(value(outcome))
    }),
  ),
  atom<Outcome>(`${lead}${BOUND}`, (match) => {
    const holds = bounded(...(match.slice(-3) as [string?, string?, string?]))
    return (outcome) => holds(value(outcome))
  }),
]

const digitsOf = (n: number) => [...String(n)].map(Number)
const add = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0)
const isRising = (list: readonly number[]) => list.every((each, i) => i === 0 || each > (list[i - 1] ?? 0))

/** Conditions on a whole number and its digits. */
export const integerAtoms: readonly Atom<number>[] = [
  atom(
    String.raw`(?:\d )?(?:different|distinct) digits|digits (?:pairwise )?(?:different|distinct)|no (?:repeated digits?|digits? repeated|digit occurs twice|2 (?:equal|same) digits)|no repetition`,
    () => (n) => {
      return new Set(String(n)).size === String(n).length
    },
  ),
  atom(
    String.raw`(?:divisible )?neither (?:divisible )?by (\d+) nor (?:divisible )?by (\d+)|divisible by neither (\d+) nor (\d+)`,
    (match) => {
      const by = match
        .slice(1)
        .filter((each) => each !== undefined)
        .map(Number)
      return (n) => by.every((each) => n % each !== 0)
    },
  ),
  atom(
    String.raw`(?:divisible )?by both (\d+) and (\d+)`,
    ([, a, b]) =>
      (n) =>
        n % Number(a) === 0 && n % Number(b) === 0,
  ),
  atom(
    String.raw`(?:divisible )?by exactly (?:one|1) (\d+) (?:and|or) (\d+)`,
    ([, a, b]) =>
      (n) =>
        (n % Number(a) === 0) !== (n % Number(b) === 0),
  ),
  atom('by both|both', (_, before) => (before.length === 2 ? (n) => before.every((test) => test(n)) : null)),
  atom(
    String.raw`by (\d+)`,
    ([, by]) =>
      (n) =>
        n % Number(by) === 0,
  ),
  ...about<number>('(?:digit sum|sum digits|digits (?:add up|sum) to|sum) ', (n) => add(digitsOf(n))),
  ...about<number>('product digits ', (n) => digitsOf(n).reduce((product, each) => product * each, 1)),
  atom(
    String.raw`(?:contain(?:s|ing)?|with|use) (?:(at least one|exactly one) )?(?:digit )?(\d)(?: (at least once|exactly once|exactly twice))?`,
    (match) => {
      const [, how = '', digit = '', often = ''] = match
      const count = (n: number) => String(n).split(digit).length - 1
      if (/exactly/.test(how + often)) return (n) => count(n) === (/twice/.test(often) ? 2 : 1)
      return (n) => count(n) > 0
    },
  ),
  atom(
    String.raw`(?:no|without) digit (\d)`,
    ([, digit = '']) =>
      (n) =>
        !String(n).includes(digit),
  ),
  atom(
    String.raw`(?:end(?:s|ing)?|last digit) (?:in |with )?(\d)`,
    ([, digit]) =>
      (n) =>
        n % 10 === Number(digit),
  ),
  atom(
    String.raw`(?:begin(?:s|ning)?|start(?:s|ing)?|first digit) (?:in |with )?(\d)`,
    ([, digit = '']) =>
      (n) =>
        String(n).startsWith(digit),
  ),
  atom('palindromes?', () => (n) => [...String(n)].reverse().join('') === String(n)),
  atom('digits (?:strictly )?increasing(?: order)?(?: from left to right)?', () => (n) => isRising(digitsOf(n))),
  atom(
    'digits (?:strictly )?decreasing(?: order)?(?: from left to right)?',
    () => (n) => isRising(digitsOf(n).reverse()),
  ),
  atom(
    '(?:only )?(odd|even) digits(?: only)?|(?:all )?digits (?:all )?(odd|even)',
    ([, a, b]) =>
      (n) =>
        digitsOf(n).every((each) => (each % 2 === 0) === ((a ?? b) === 'even')),
  ),
  atom(
    String.raw`(?:coprime|relatively prime) to (\d+)`,
    ([, other]) =>
      (n) =>
        commonDivisor(n, Number(other)) === 1,
  ),
  ...about<number>('(?=[a-z])', (n) => n),
]

function commonDivisor(a: number, b: number): number {
  let [x, y] = [a, b]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}

/** What is made of several numbers: "the sum", "the larger number". */
export const figures: readonly (readonly [string, (values: readonly number[]) => number])[] = [
  ['sum|total', add],
  ['product', (values) => values.reduce((product, each) => product * each, 1)],
  ['(?:absolute |positive )?difference', ([a = 0, b = 0]) => Math.abs(a - b)],
  ['larger|largest|greater|greatest|maximum|highest|higher|biggest', (values) => Math.max(...values)],
  ['smaller|smallest|minimum|lowest|lower|least', (values) => Math.min(...values)],
]

const nth = ['first', 'second', 'third', 'fourth']

/** Conditions on several numbers: what dice show, what is on drawn cards. */
export const valuesAtoms: readonly Atom<readonly number[]>[] = [
  atom('doubles|(?:both |all )?(?:\\d )?(?:same|equal|alike)', () => (values) => new Set(values).size === 1),
  atom('(?:all |both )?(?:\\d )?(?:different|distinct)', () => (values) => new Set(values).size === values.length),
  atom(
    'at least 2 (?:same|equal)(?: number)?|not all different',
    () => (values) => new Set(values).size < values.length,
  ),
  ...figures.flatMap(([name, figure]) => about<readonly number[]>(`(?:${name}) `, figure)),
  ...about<readonly number[]>('differ by ', ([a = 0, b = 0]) => Math.abs(a - b)),
  ...nth.flatMap((name, i) => about<readonly number[]>(`${name} `, (values) => values[i] ?? Number.NaN)),
  atom('exactly 2 (?:same|equal|alike)', () => (values) => new Set(values).size === values.length - 1),
  atom('(first|second) (greater|larger|higher|smaller|less|lower) than (?:first|second)', ([, which, how = '']) => {
    const sign = (which === 'first') === /greater|larger|higher/.test(how) ? 1 : -1
    return ([a = 0, b = 0]) => Math.sign(a - b) === sign
  }),
  ...ofNumber.map(([source, test]) =>
    atom<readonly number[]>(`(?:${QUANTITY}) (?:${source})`, (match) => {
      const holds = test([match.at(-1) ?? ''])
      return (values) => quantified(match.slice(1, 6), values.filter(holds).length, values.length)
    }),
  ),
  atom(`(?:${QUANTITY}) ${BOUND}`, (match) => {
    const holds = bounded(...(match.slice(-3) as [string?, string?, string?]))
    return (values) => quantified(match.slice(1, 6), values.filter(holds).length, values.length)
  }),
]

/** Conditions on the colours that were drawn. */
export function colourAtoms(colours: readonly string[]): readonly Atom<readonly string[]>[] {
  const one = colours.join('|')
  const hits = (drawn: readonly string[], colour: string | undefined) =>
    drawn.filter((each) => colour !== undefined && each.split(' ').includes(colour)).length
  const most = (drawn: readonly string[]) => Math.max(...drawn.map((each) => hits(drawn, each)))
  return [
    atom(
      String.raw`exactly (\d) same colou?r`,
      ([, count]) =>
        (drawn) =>
          most(drawn) === Number(count),
    ),
    atom(
      String.raw`at least (\d) same colou?r`,
      ([, count]) =>
        (drawn) =>
          most(drawn) >= Number(count),
    ),
    atom('(?:both |all )?(?:\\d )?same colou?r', () => (drawn) => new Set(drawn).size === 1),
    atom('(?:both |all )?(?:\\d )?different colou?rs?', () => (drawn) => new Set(drawn).size === drawn.length),
    atom('(?:one|1) each colou?r', () => (drawn) => colours.every((colour) => hits(drawn, colour) === 1)),
    atom(
      `(?:more) (${one}) than (${one})`,
      ([, a, b]) =>
        (drawn) =>
          hits(drawn, a) > hits(drawn, b),
    ),
    atom(
      `(?:${QUANTITY}) (${one})`,
      (match) => (drawn) => quantified(match.slice(1, 6), hits(drawn, match[6]), drawn.length),
    ),
    ...nth.map((name, i) =>
      atom<readonly string[]>(
        `${name} (${one})`,
        ([, colour]) =>
          (drawn) =>
            drawn[i] === colour,
      ),
    ),
    atom(
      `(\\d+|one) (${one})`,
      ([, count, colour]) =>
        (drawn) =>
          hits(drawn, colour) === (count === 'one' ? 1 : Number(count)),
    ),
    atom(`all (${one})|(${one})`, (match) => (drawn) => hits(drawn, match[1] ?? match[2]) === drawn.length),
  ]
}

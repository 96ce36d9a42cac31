/* Ranges and slices: "range(1, 6) runs over 1, 2, 3, 4, 5, 6". Their places are counted as the language does. */
import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { blanked } from '../../blanked.js'
import { type ClaimText, finding, hedged } from '../claim.js'

const loop = rare(/\bfor (\w+) in range\(\s*(-?\d+)\s*(?:,\s*(-?\d+)\s*(?:,\s*(-?\d+)\s*)?)?\)/g)
const slice = rare(/(?<=[\w\])'"])\[\s?(\d*)\s?:\s?(\d+)\s?\]/g)
const AND = String.raw`(?:,\s(?:and\s|then\s)?(?:finally\s|lastly\s)?|\s(?:and|und)\s(?:finally\s|lastly\s|then\s)?|、)`
const LIST = String.raw`-?\d+(?:${AND}-?\d+)+`
const MAX_VALUES = 1000

/** What a range or a slice runs over. */
interface Row {
  /** Of the variable of a loop; of a slice there is none. */
  name?: string
  values: readonly number[]
  /** The end that is written and left out. */
  end: number
}

function rowsOf(text: string): Row[] {
  const loops = loop.matchAll(text).flatMap(([, name = '', first, second, third]): Row[] => {
    const [from, to, step] =
      second === undefined ? [0, Number(first), 1] : [Number(first), Number(second), Number(third ?? 1)]
    const size = Math.ceil((to - from) / step)
    if (step === 0 || size > MAX_VALUES) return []
    return [{ name, values: Array.from({ length: Math.max(0, size) }, (_, i) => from + i * step), end: to }]
  })
  const slices = slice.matchAll(text).flatMap(([, first = '', last = '']): Row[] => {
    const [from, to] = [Number(first), Number(last)]
    return to - from > MAX_VALUES || to <= from
      ? []
      : [{ values: Array.from({ length: to - from }, (_, i) => from + i), end: to }]
  })
  return [...loops, ...slices]
}

/** "The loop runs over 1, 2, 3, 4, 5, 6" of `range(1, 6)`, "characters at indices 2, 3, 4 and 5" of `s[2:5]`, "index 4 still belongs to the slice": what a range or a slice does not take. */
export function readLoops({ plain, question, context = '' }: ClaimText): Finding[] {
  if (!/\d/.test(plain)) return []
  const asked = `${question}\n${context}`
  const rows = rowsOf(`${asked}\n${plain}`)
  if (rows.length === 0) return []
  return [...rows.flatMap((row) => listed(row, rows, plain)), ...bounds(rows, plain)]
}

function listed({ name, values }: Row, rows: readonly Row[], plain: string): Finding[] {
  // Only where one loop or one slice can be meant.
  const others = rows.filter((each) => (each.name === undefined) === (name === undefined))
  if (name !== undefined && others.filter((each) => each.name === name).length > 1) return []
  const isOnly = new Set(others.map((each) => each.values.join())).size === 1
  const says =
    name === undefined
      ? isOnly
        ? String.raw`\b(?:slic\w+|takes|covers|includes|picks|keeps|\[\d*:\d+\])[^.;:]{0,40}\b(?:indices|indexes|positions|places)\s(?:are\s|of\s)?`
        : null
      : String.raw`(?:\bruns?\s(?:over|through)|\btakes?\s(?:on\s)?(?:the\s)?values?|\bgoes\sthrough|\biterates?\sover|\bloops?\sover|durchläuft|依次(?:为|取)${
          isOnly ? String.raw`|(?:^|[.:;]\s|\bso\s)the\svalues(?:\sof\s${name})?\s(?:are|will\sbe)` : ''
        }|(?<![\w(])${name}\s(?:is|becomes|equals|will\sbe|is\sset\sto))\s?(?:then\s|in\sturn\s|one\safter\sthe\sother\s)?(?:${name}\s?=\s?|the\s(?:values|numbers)\s)?`
  if (says === null) return []
  return [
    ...plain.matchAll(
      new RegExp(
        String.raw`${says}(?:(${LIST})|(-?\d+)\s(?:through|to)\s(-?\d+))(?!\d|\.\d|\s?(?:…|\.\.\.)|,\s(?:…|\.\.\.))`,
        'giu',
      ),
    ),
  ].flatMap((match) => {
    const [all, list, first, last] = match
    const span = [match.index, match.index + all.length] as const
    const around = plain.slice(Math.max(0, match.index - 60), span[1])
    const isMeant = name === undefined || isOnly || new RegExp(String.raw`\b${name}\b|\bloop\b|range`, 'i').test(around)
    if (!isMeant || hedged(plain, span)) return []
    const numbers = list === undefined ? [Number(first), Number(last)] : (list.match(/-?\d+/g)?.map(Number) ?? [])
    // "The values 0 to 10" may name the bounds of more than steps of one.
    const foreign = numbers.find((each) => !values.includes(each))
    const computed = values.join(', ')
    const message = `${name === undefined ? 'the slice' : 'range'} takes the values ${computed}: ${foreign} is not among them`
    return foreign === undefined ? [] : [finding('programs', span, list ?? all, computed, false, message)]
  })
}

const NOT = String.raw`(?<not>(?:(?:is|does|are)(?:n['’]t|\snot)|is\sno\slonger|no\slonger|not|never)\s)`
const bound = rare(
  new RegExp(
    String.raw`(?:\b(?:index|indices|end|stop|bound|limit|value|number|position)\s|\bthe\s(?=\d+\s(?:is|belongs)))(?<n>-?\d+)(?:,\s[^,.;]{1,24},)?\s(?:(?<out>(?:is|are)\s(?:excluded|left\sout|omitted|not\sreached))|${NOT}?(?:(?:is|are)\s)?(?:itself\s|still\s|also\s|even\s|just\s)*(?:belongs?|included|inclusive|contained|reached|part\sof|inside|taken)(?:\s(?:to|in|too|as\swell|by))?)`,
    'giu',
  ),
)

/** "Index 4, the 50, still belongs to the slice", "the end index 3 is included". */
function bounds(rows: readonly Row[], plain: string): Finding[] {
  return bound.matchAll(plain).flatMap((match): Finding[] => {
    const { n = '', out, not } = match.groups ?? {}
    const number = Number(n)
    // Of a slice a number may be an item.
    const isPlace = /^(?:ind|end|stop|bound|limit|pos)/i.test(match[0])
    const ofIt = rows
      .filter((each) => isPlace || each.name !== undefined)
      .filter(({ end, values }) => end === number || values.includes(number))
    const [first] = ofIt
    if (first === undefined || ofIt.some((each) => each.values.includes(number) !== first.values.includes(number)))
      return []
    const isIn = first.values.includes(number)
    const ok = isIn === (out === undefined && not === undefined)
    const span = [match.index, match.index + match[0].length] as const
    const around = blanked(plain, [span])
    if (!ok && hedged(around, span)) return []
    const message = `${n} is ${isIn ? 'one' : 'none'} of ${first.values.join(', ')}`
    return [finding('programs', span, match[0], isIn ? 'taken' : 'left out', ok, message)]
  })
}

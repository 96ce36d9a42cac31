/*
 * One text as other programs may have spelled it: escaped, in Base64, broken by what nobody sees. Each reading knows where its characters stand in the
 * text that was given. The work grows with the length of the text, times a constant.
 */

/** Start and end. */
export type Range = readonly [number, number]

export interface Reading {
  readonly text: string
  /** Where that part of the reading stands in the text that was given. */
  place(part: Range): Range
}

/** So many spellings within one another are undone; what stands for bits can be read in several ways, and counts twice. */
const DEPTH = 6

/**
 * What can be read in a text: itself without what nobody sees, its escapes undone (HTML, JSON, programmes, addresses, also twice), what its Base64, Base32,
 * hexadecimal digits and lists of bytes say, and the same of these again. Bytes come as characters U+0000 to U+00FF.
 *
 * @param shortestRun of Base64, Base32 or hexadecimal digits that is decoded, in characters; none where it is not given.
 */
export function* readings(text: string, shortestRun?: number): Generator<Reading> {
  const given: Reading = { text, place: (part) => part }
  yield* readingsOf(visible(given), DEPTH, shortestRun)
  for (const other of [replaced(given, SOFT_BREAK, () => ''), replaced(given, TAG, tagged)])
    if (other !== given) yield* readingsOf(visible(other), DEPTH, shortestRun)
}

function* readingsOf(reading: Reading, depth: number, shortestRun?: number): Generator<Reading> {
  yield reading
  if (depth === 0) return
  const plain = replaced(reading, ESCAPE, meaning)
  if (plain !== reading) yield* readingsOf(visible(plain), depth - 1, shortestRun)
  if (shortestRun === undefined || depth === 1) return
  for (const bytes of decoded(reading, shortestRun)) yield* readingsOf(visible(bytes), depth - 2, shortestRun)
}

const visible = (reading: Reading) => replaced(reading, HIDDEN, () => '')

const ESC = '\\u001b'
/** What a terminal obeys, line ends with what indents the next line, short tags, marks of Markdown, joined strings, characters without a picture. */
const HIDDEN = new RegExp(
  [
    `${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\)|[ -/]*[0-~])`,
    '\\u009b[0-?]*[ -/]*[@-~]',
    '\\r?\\n[ \\t]*',
    '</?[a-zA-Z][^<>]{0,40}>',
    '\\*\\*|`+|["\'] ?\\+ ?["\']',
    '[\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\u2800\\ufff9-\\ufffd]+',
  ].join('|'),
  'gu',
)
/** How mail breaks lines, also within a string of JSON. Elsewhere the sign belongs to what is broken. */
const SOFT_BREAK = /=(?:\r?\n|(?:\\+(?:r|u000d))?\\+(?:n|u000a))/gi
/** Each of them is hidden, and stands for a character of ASCII; also within a string of JSON. Elsewhere they break what is spelled otherwise. */
const TAG = /\udb40([\udc00-\udc7f])|\\+udb40\\+udc([0-7][0-9a-f])/gi
const tagged = ([, unit, hex = '']: RegExpExecArray) =>
  String.fromCharCode(unit === undefined ? Number.parseInt(hex, 16) : unit.charCodeAt(0) - 0xdc00)

const names: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', shy: '', zwnj: '', zwj: '', sol: '/', bsol: '\\' },
  ...{ plus: '+', equals: '=', lowbar: '_', period: '.', comma: ',', colon: ':', semi: ';', num: '#', dollar: '$' },
  ...{ percnt: '%', excl: '!', quest: '?', ast: '*', commat: '@', lpar: '(', rpar: ')', hyphen: '-', dash: '-' },
}

const ESCAPE = new RegExp(
  [
    '\\\\(?:u\\{(?<braced>[0-9a-f]{1,6})\\}|u(?<unit>[0-9a-f]{4})|x(?<hex>[0-9a-f]{2})|(?<css>[2-9ac-e][0-9a-f])(?: |(?=\\\\))|(?<octal>[0-3][0-7]{2})|(?<blank>[bfnrtv0])|(?<itself>["\'`\\\\/]))',
    '%(?:u(?<wide>[0-9a-f]{4})|(?<byte>[0-9a-f]{2}))',
    '=(?<mail>[0-9a-f]{2})',
    'U\\+(?<point>[0-9a-f]{4,6}) ?',
    `&(?:#x(?<entity>[0-9a-f]{1,6})|#(?<number>\\d{1,7})|(?<name>${Object.keys(names).join('|')})(?=;));?`,
  ].join('|'),
  'gi',
)

function meaning({ groups = {} }: RegExpExecArray): string {
  const { braced, unit, hex, css, octal, blank, itself, wide, byte, mail, point, entity, number, name } = groups
  if (itself !== undefined) return itself
  // What indents the next line goes with the line end.
  if (blank !== undefined) return blank === 'n' ? '\n' : ''
  if (name !== undefined) return names[name.toLowerCase()] ?? ''
  const sixteen = braced ?? unit ?? hex ?? css ?? wide ?? byte ?? mail ?? point ?? entity
  const code =
    sixteen !== undefined ? Number.parseInt(sixteen, 16) : Number.parseInt(octal ?? number ?? '', octal ? 8 : 10)
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** The same reading where nothing is found. What is found is longer than what stands instead. */
function replaced(reading: Reading, pattern: RegExp, instead: (found: RegExpExecArray) => string): Reading {
  const { text } = reading
  pattern.lastIndex = 0
  let found = pattern.exec(text)
  if (found === null) return reading
  /** Of each part of the result: where it begins in it, and where its source begins and ends. */
  const [begins, sources, ends] = [[] as number[], [] as number[], [] as number[]]
  let result = ''
  let read = 0
  const put = (part: string, source: number, end: number) => {
    if (part === '') return
    begins.push(result.length)
    sources.push(source)
    ends.push(end)
    result += part
  }
  for (; found !== null; found = pattern.exec(text)) {
    put(text.slice(read, found.index), read, found.index)
    read = pattern.lastIndex
    put(instead(found), found.index, read)
  }
  put(text.slice(read), read, text.length)
  begins.push(result.length)

  const sourceOf = (at: number): Range => {
    const part = partAt(begins, at)
    const [begin = 0, next = 0, source = 0, end = 0] = [begins[part], begins[part + 1], sources[part], ends[part]]
    return next - begin < end - source ? [source, end] : [source + at - begin, source + at - begin + 1]
  }
  return { text: result, place: ([start, end]) => reading.place([sourceOf(start)[0], sourceOf(end - 1)[1]]) }
}

/** The last part that begins at `at` or before, by halves. */
function partAt(begins: readonly number[], at: number): number {
  let [low, high] = [0, begins.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((begins[middle] ?? 0) <= at) low = middle
    else high = middle
  }
  return low
}

/** Digits that stand for a few bits each: the value of each character, or NONE. */
interface Digits {
  bits: number
  values: Uint8Array
}

const NONE = 255
function digits(bits: number, ...alphabets: string[]): Digits {
  const values = new Uint8Array(1 << 16).fill(NONE)
  for (const alphabet of alphabets)
    for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value
  return { bits, values }
}

const [LARGE, SMALL] = ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz']
const base64 = digits(6, `${LARGE}${SMALL}0123456789+/`, `${LARGE}${SMALL}0123456789-_`)
/** Their digits are all digits of Base64, too. */
const others = [digits(5, `${LARGE}234567`, `${SMALL}234567`), digits(4, '0123456789ABCDEF', '0123456789abcdef')]

function* decoded(reading: Reading, shortestRun: number): Generator<Reading> {
  for (const run of runsOf(base64, reading.text, [0, reading.text.length], shortestRun)) {
    yield* bytesOf(base64, reading, run)
    for (const each of others)
      for (const part of runsOf(each, reading.text, run, shortestRun)) yield* bytesOf(each, reading, part)
  }
  for (const list of LISTS) yield* listed(reading, list)
}

function* runsOf({ values }: Digits, text: string, [start, end]: Range, shortest: number): Generator<Range> {
  let begin = start
  for (let at = start; at <= end; at++) {
    if (at < end && values[text.charCodeAt(at)] !== NONE) continue
    if (at - begin >= shortest) yield [begin, at]
    begin = at + 1
  }
}

/** Nobody knows at which digit a byte begins, since the head may have been cut off: each of the places is tried. */
function* bytesOf({ bits, values }: Digits, { text, place }: Reading, [start, end]: Range): Generator<Reading> {
  const seen = new Set<string>()
  // After 8 digits of 5 bits, 4 of 6 and 2 of 4, a byte begins where a digit does.
  const places = bits === 5 ? 8 : bits === 6 ? 4 : 2
  for (let first = start; first < Math.min(start + places, end); first++) {
    const bytes = Buffer.alloc(Math.floor(((end - first) * bits) / 8))
    let [held, count, written] = [0, 0, 0]
    for (let at = first; at < end; at++) {
      held = ((held << bits) | (values[text.charCodeAt(at)] ?? 0)) & 0xffff
      count += bits
      if (count < 8) continue
      count -= 8
      bytes[written++] = held >> count
    }
    const said = bytes.toString('latin1')
    if (seen.has(said)) continue // one character again and again
    seen.add(said)
    const digitOf = (bit: number) => first + Math.floor(bit / bits)
    yield { text: said, place: ([from, to]) => place([digitOf(8 * from), digitOf(8 * to - 1) + 1]) }
  }
}

/** Bytes one by one: `73 6b`, `73:6b`, `0x73, 0x6b`, `115, 107`. */
const LISTS = [
  { list: /(?:(?:0x)?[0-9a-f]{2}(?:, ?|[ :-])?){8,}/gi, each: /(?:0x)?([0-9a-f]{2})/gi, base: 16 },
  { list: /(?:\d{1,3}, ?){7,}\d{1,3}/g, each: /(\d{1,3})/g, base: 10 },
]

function* listed({ text, place }: Reading, { list, each, base }: (typeof LISTS)[number]): Generator<Reading> {
  for (const { 0: found, index } of text.matchAll(list)) {
    const bytes = [...found.matchAll(each)]
    const begin = (byte: number) => index + (bytes[byte]?.index ?? 0)
    yield {
      text: Buffer.from(bytes.map(([, byte = '']) => Number.parseInt(byte, base))).toString('latin1'),
      place: ([from, to]) => place([begin(from), begin(to - 1) + (bytes[to - 1]?.[0].length ?? 0)]),
    }
  }
}

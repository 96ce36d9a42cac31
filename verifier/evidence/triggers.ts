/**
 * Most patterns match next to no text, and trying each at every place is most of the work. So each is tried only where a text holds a word that the
 * pattern cannot do without. The words are read out of the pattern itself, so that nobody has to keep a list.
 *
 * @param source of a regular expression, as it is compiled.
 * @returns lower-case words of which every match holds at least one; null where none can be named.
 */
export function wordsNeeded(source: string): readonly string[] | null {
  const reader = { source, at: 0 }
  const words = readAlternatives(reader)
  return words === null || reader.at < source.length || words.length > MOST ? null : words
}

/** A test for a lower-case text: false where a pattern of this source cannot match in it. */
export function triggerOf(source: string): (lower: string) => boolean {
  const words = wordsNeeded(source)
  return words === null ? () => true : (lower) => words.some((word) => lower.includes(word))
}

/** Longer lists save nothing. */
const MOST = 40
/** Shorter words stand in every text; a letter that is not Latin says as much as three. */
const FEWEST = 3

interface Reader {
  source: string
  at: number
}
type Words = readonly string[] | null

/** `a|b`: a word of one or of the other. */
function readAlternatives(reader: Reader): Words {
  let all: Words = readSequence(reader)
  while (reader.source[reader.at] === '|') {
    reader.at++
    const next = readSequence(reader)
    all = all === null || next === null ? null : [...new Set([...all, ...next])]
  }
  return all
}

/** `abc(?:d|e)f?`: the rarest of what has to be there. */
function readSequence(reader: Reader): Words {
  let best: Words = null
  let run = ''
  const offer = (words: Words) => {
    if (words !== null && rarity(words) > (best === null ? FEWEST - 1 : rarity(best))) best = words
  }
  const endRun = () => {
    if (run !== '') offer([run.toLowerCase()])
    run = ''
  }
  while (reader.at < reader.source.length && !'|)'.includes(reader.source.charAt(reader.at))) {
    const piece = readPiece(reader)
    const { optional, repeated } = readQuantifier(reader)
    if (piece.letter !== undefined && !optional) {
      run += piece.letter
      if (repeated) endRun()
      continue
    }
    endRun()
    if (!optional) offer(piece.words ?? null)
  }
  endRun()
  return best
}

const weight = (word: string) => [...word].reduce((sum, letter) => sum + (letter > '\u02ff' ? FEWEST : 1), 0)
const rarity = (words: readonly string[]) => Math.min(...words.map(weight))

/** One letter, one group with what it needs, or anything else. */
function readPiece(reader: Reader): { letter?: string; words?: Words } {
  const { source } = reader
  const char = String.fromCodePoint(source.codePointAt(reader.at) ?? 0)
  reader.at += char.length
  switch (char) {
    case '\\': {
      const escaped = source.charAt(reader.at++)
      if ((escaped === 'p' || escaped === 'P') && source[reader.at] === '{')
        reader.at = source.indexOf('}', reader.at) + 1
      return /[\p{L}\d]/u.test(escaped) ? {} : { letter: escaped }
    }
    case '[':
      for (; reader.at < source.length && source[reader.at] !== ']'; reader.at++)
        if (source[reader.at] === '\\') reader.at++
      reader.at++
      return {}
    case '(': {
      const kind = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(source.slice(reader.at, reader.at + 40))?.[0] ?? ''
      reader.at += kind.length
      const words = readAlternatives(reader)
      reader.at++
      return kind.endsWith('!') ? {} : { words }
    }
    case '.':
    case '^':
    case '$':
      return {}
    default:
      return { letter: char }
  }
}

function readQuantifier(reader: Reader): { optional: boolean; repeated: boolean } {
  const [all = '', sign = '', least] =
    /^(?:([?*+])|\{(\d+)(?:,\d*)?\})\??/.exec(reader.source.slice(reader.at, reader.at + 20)) ?? []
  reader.at += all.length
  return { optional: sign === '?' || sign === '*' || least === '0', repeated: all !== '' }
}

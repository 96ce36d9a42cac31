/*
 * What a template cannot do without, read off its source: words, and of brackets with alternatives one of them. A long pattern costs a millisecond before it is tried first,
 * so it is made only for a text that holds all of this.
 */

import { triggerOf } from '../../../../src/core/triggers.js'

interface Need {
  /** Tests for a text, one of each word. */
  words: ((text: string) => boolean)[]
  /** Of each list one has to be met. */
  any: Need[][]
}

/** A test for a text. */
export function needsOfTemplate(source: string): (text: string) => boolean {
  const [needs] = alternatives(source, 0)
  return (text) => needs.some((need) => holds(need, text))
}

function holds({ words, any }: Need, text: string): boolean {
  return words.every((mayHold) => mayHold(text)) && any.every((list) => list.some((need) => holds(need, text)))
}

/** The alternatives from a place to the bracket that closes them, and the place behind it. */
function alternatives(source: string, from: number): [Need[], number] {
  const found: Need[] = [{ words: [], any: [] }]
  let word = ''
  const last = () => found[found.length - 1] as Need
  const endWord = () => {
    if (word.length > 1) last().words.push(triggerOf(word))
    word = ''
  }
  let i = from
  while (i < source.length) {
    const char = source[i] as string
    if (isLetter(char)) {
      // Of "costs?" the last letter may be missing.
      const isOptional = isAnyCount(source[i + 1])
      if (!isOptional) word += char
      else endWord()
      i += isOptional ? 2 : 1
      continue
    }
    endWord()
    if (char === '\\') i += 2
    else if (char === '[') i = behindClass(source, i)
    else if (char === '#' || char === '@' || char === '~')
      i += 1 + (/^[a-z]\d?/.exec(source.slice(i + 1, i + 3))?.[0].length ?? 0)
    else if (char === '(') {
      const opening = /^\((?:\?(?::|<\w+>|[=!]|<[=!]))?/.exec(source.slice(i, i + 16))?.[0] ?? '('
      const [inner, end] = alternatives(source, i + opening.length)
      const isLook = /[=!]$/.test(opening)
      if (!isLook && !isAnyCount(source[end]) && inner.every(saysAnything)) last().any.push(inner)
      i = end
    } else if (char === '|') {
      found.push({ words: [], any: [] })
      i++
    } else if (char === ')') return [found, i + 1]
    else i++
  }
  endWord()
  return [found, i]
}

const isLetter = (char: string) => (char >= 'a' && char <= 'z') || char === "'" || (char >= 'ß' && char <= 'ÿ')
const isAnyCount = (char: string | undefined) => char === '?' || char === '*'
const saysAnything = ({ words, any }: Need) => words.length + any.length > 0

function behindClass(source: string, from: number): number {
  const end = source.indexOf(']', from + 1)
  return end < 0 ? source.length : end + 1
}

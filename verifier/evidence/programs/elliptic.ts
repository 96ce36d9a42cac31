/*
 * What a step says of an expression that it does not name again: "floor division gives the next lower number, which is -3", "so the result is [3, 20, 100]", "drops the empty piece and
 * returns ['a', 'b']", "its length is 2".
 */
import { lean } from '../../../src/core/lean-patterns.js'
import { COUNT, countOf } from '../../../src/core/quantities/words.js'
import { matchesOf } from '../../../src/core/triggers.js'
import type { Outcome } from './languages.js'

/** An expression in view, and what it and its parts come to. */
export interface Viewed {
  source: string
  outcome: Outcome
  parts: readonly Outcome[]
}

/** Where an expression may begin that stands in a sentence, and where it may end. */
const begins = lean(
  /(?<![\w.'")\]])(?:[A-Za-z_]\w*(?:\.\w+)*\(|[A-Za-z_]\w*\[|\[|['"]|-?\d+(?:\.\d+)?\s?(?:\/\/|%|\*\*|<<|>>|[-+*/]))/g,
)
const ends = lean(
  /\s(?:in|show|shows|return|returns|give|gives|evaluate|evaluates|equal|under|and|is|are|yield|print|do|takes?|drops?|cuts?|holds?|contains?|works?|rounds?|for|would)(?!\w)|[?,;:](?=\s|$)|\.(?=\s|$)|`|$/g,
)
const MAX_LENGTH = 120
const MAX_TRIED = 60

/** Expressions of a text, in backticks or bare. Null where one is not understood: it may be what is meant. */
export function expressionsIn(text: string, view: (source: string) => Viewed | null): Viewed[] | null {
  const found: Viewed[] = []
  let tried = 0
  let read = 0
  for (const { index } of matchesOf(begins, text)) {
    if (index < read) continue
    const part = text.slice(index, index + MAX_LENGTH).split('\n')[0] ?? ''
    const before = found.length
    for (const end of matchesOf(ends, part)
      .map((match) => match.index)
      .reverse()) {
      if (++tried > MAX_TRIED) return found
      const viewed = view(part.slice(0, end).trim())
      if (viewed === null) continue
      found.push(viewed)
      read = index + end
      break
    }
    // What begins with a bracket or in quotes may be a value.
    if (found.length === before && !/^['"[]/.test(part)) return null
  }
  return found
}

const says = lean(
  /(?:(?<![\w'])(?:the\s(?:final\s|overall\s|whole\s)?(?:result|value|output|expression)\s(?:is|becomes|equals|will\sbe)|(?:it|which|python|javascript|len|sum|max|min|the\s(?:call|slice|function|method))\s(?:therefore\s|then\s|thus\s|just\s|simply\s)?(?:is|returns|gives|evaluates\sto|yields)|(?:and|so|thus|then|it)\s(?:therefore\s|thus\s|just\s)?(?:returns|yields|evaluates\sto)|(?:python|javascript|it|this|the\scode)\s(?:therefore\s|then\s|thus\s)?(?:prints|shows|displays|outputs|logs)|(?:we|you)\s(?:then\s|therefore\s|thus\s)?(?:get|obtain)|(?:the\s(?:call|slice|method|expression|function|operator|whole\sthing)|it|this|that|which)\s(?:\w+\s){1,8}(?:and\s(?:so\s|therefore\s|then\s)?)?(?:gives|returns|yields|produces)|(?:inclusive|exclusive|elements?|letters?|characters?):))\s/gi,
)

/** Places of a text where a value of what is in view is due. Behind another number, "which is" may be said of that. */
export const valuesDue = (text: string): { from: number; at: number }[] =>
  matchesOf(says, text)
    .filter(
      ({ index, 0: all }) => !/^(?:it|which)\s.*\bis\s$/i.test(all) || !/\d[^.!?;\n]*$/.test(text.slice(0, index)),
    )
    .map(({ index, 0: all }) => ({ from: index, at: index + all.length }))

const sized = new RegExp(
  String.raw`(?<!\w)(?:(?:so\s)?its\slength\sis|(?:the\s(?:list|array|result|tuple|slice|string)|it)\s(?:has|contains|holds|consists\sof))\s(?:exactly\s|just\s|only\s)?(\d{1,3}|zero|one|${COUNT})(?:\s(?:elements|items|entries|values|parts|pieces|characters|letters))?(?![\w-])`,
  'gi',
)
/** Sizes that are told of what is in view. */
export const sizesTold = (text: string): { from: number; to: number; said: string; size: number }[] =>
  matchesOf(sized, text).map(({ index, 0: all, 1: said = '' }) => ({
    from: index,
    to: index + all.length,
    said,
    size: countOf(said) ?? Number.NaN,
  }))

/** How long something is: its items, or the characters of a string. */
export const sizeOf = ({ items, printed, shown, isSet }: Outcome): number | null =>
  items !== null ? items.length : shown !== printed && !isSet ? [...printed].length : null

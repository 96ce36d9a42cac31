import { lean } from '../lean-patterns.js'
import { finish, type Pieces } from '../pieces.js'
import type { Span } from '../records/types.js'
import { insideOf } from './protected.js'

/** Never the end of a sentence: something follows them. */
const opening = new Set(
  'mr mrs ms dr prof st rev hon gen col capt lt sgt sen rep gov vs cf eg e.g ie i.e fig figs eq eqs eqn no nos viz resp approx ca vol ch pp bzw inkl exkl zzgl abzgl ggf evtl vgl nr bspw sog'.split(
    ' ',
  ),
)
/** The end of a sentence only where the next word plainly starts one. */
const ambiguous = new Set(
  'jr sr inc ltd co corp etc al lb lbs ft oz hr hrs min mins sec secs std stdn sek yd yds mi gal qt pt sq cu in mo yr wk dept est ave blvd rd jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun a.m p.m ph.d u.s u.k mio mrd tsd stk usw'.split(
    ' ',
  ),
)
const starters = new Set(
  'a an the this that these those it he she they we you i so then thus therefore hence if in on at for to from by since because as but and or however now next first second third finally after before each every all there here what how when where why who which let given note also since with while once his her their our its my both total dann danach also damit somit daher insgesamt der die das es wir sie'.split(
    ' ',
  ),
)

/** The end of a sentence: terminators, then what closes around them, then white space and something that can start a sentence. */
const terminators = /[.!?…]{1,8}["'”’)\]}*_$]{0,4}(?=\s)|[。！？]{1,4}[”’」』）]{0,2}/g
const ellipsis = /^(?:…|\.{3})/
const word = /[A-Za-z.]{0,12}$/
const german = /(?:^|[\s(,])(?:z\.?\s?B|z|d\.?\s?h|d|u\.?\s?a|u)$/
const dayBefore = /(?:^|\s)(?:der|am|den|dem|vom|zum|bis|ab|seit|und)\s\d{1,2}$/i
const germanMonth = lean(
  /^(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)(?!\p{L})/u,
)

/**
 * Sentences of a range of text, as ranges without the white space around them. Decimals, abbreviations, initials, list numbers
 * and everything inside `protectedRanges` end no sentence.
 */
export const sentenceSpans = (text: string, range: Span, protectedRanges: readonly Span[]): Span[] =>
  finish(findSentences(text, range, protectedRanges))

/** The same in pieces. */
export function* findSentences(text: string, [start, end]: Span, protectedRanges: readonly Span[]): Pieces<Span[]> {
  const inside = insideOf(protectedRanges)
  const spans: Span[] = []
  let from = start
  // One of its own: another chain may be read between two pieces, and a shared one would go on where that one stopped.
  const terminator = new RegExp(terminators)
  terminator.lastIndex = start
  for (let match = terminator.exec(text); match !== null; match = terminator.exec(text)) {
    yield
    const stop = match.index + match[0].length
    if (stop >= end) break
    if (inside(stop) || !endsSentence(text, from, match.index, stop, end)) continue
    spans.push([from, stop])
    from = stop
    while (from < end && /\s/.test(text[from] as string)) from++
  }
  if (from < end) spans.push([from, end])
  return spans
}

function endsSentence(text: string, from: number, dot: number, stop: number, end: number): boolean {
  const char = text[dot] as string
  if ('。！？'.includes(char)) return true
  let next = stop
  while (next < end && /\s/.test(text[next] as string)) next++
  if (next >= end) return false
  // "5! = 120"
  if (char === '!' && /[\d)a-z]/.test(text[dot - 1] ?? '') && /[-+*/=×·÷^<>≤≥≈)\\]/.test(text[next] as string))
    return false
  if (/\p{Ll}/u.test(text[next] as string)) return false
  // "1 + 2 + … + 512"
  if (ellipsis.test(text.slice(dot, stop)) && /[-+*/=×·÷^<>≤≥≈)\\−,&]/.test(text[next] as string)) return false
  if (char !== '.' || text[dot + 1] === '.') return true
  // "3,5 Mio. € + 2,5 Mio. €"
  if (/[€£¥=×·÷<>≤≥≈]/.test(text[next] as string)) return false
  // The word before the stop, and whether the sentence so far is only a list number ("2. Then …").
  const before = text.slice(Math.max(from, dot - 12), dot)
  if (dot - from <= 4 && /^[\s*_(#]{0,3}\d{1,3}$/.test(text.slice(from, dot))) return false
  if (german.test(before)) return false
  // "Der 24. Dezember 2023 war ein Sonntag."
  if (dayBefore.test(before) && germanMonth.test(text.slice(next, next + 12))) return false
  const token = (word.exec(before)?.[0] ?? '').replace(/^\.+/, '')
  const lower = token.toLowerCase()
  if (opening.has(lower)) return lower === 'no' && !/\d/.test(text[next] as string)
  const initial = /^[A-Z]$/.test(token) && !/[=$\\^_+*/-]\s?$/.test(before.slice(0, -1))
  const dotted = /^[A-Za-z](\.[A-Za-z]){1,4}$/.test(token)
  if (!initial && !dotted && !ambiguous.has(lower)) return true
  // "2 Std. 15 Min. + 45 Min."
  if (!initial && /[-+−–*/]/.test(text[next] as string) && /\d\s?\p{L}+$/u.test(before)) return false
  const nextWord = /^[“"'*(]{0,3}([A-Za-z]{1,12})/.exec(text.slice(next, next + 16))?.[1]
  return nextWord === undefined ? !initial && !/\d/.test(text[next] as string) : starters.has(nextWord.toLowerCase())
}

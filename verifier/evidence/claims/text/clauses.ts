/*
 * Where a clause may begin and must end, so that a statement is read whole or not at all: "the sum of 3, 4 and 5 squared is 50" does not say that 5 squared is 50.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { remembering } from '../../recent.js'

/** Behind these a clause begins. */
const strong = [
  /(?:^|[.:;!?](?=\s)|[(\n。；：]|[⇒→∴])[\s*•>"“]*(?:[-–+]\s+|\d{1,2}[.)]\s+)?/giu,
  /(?:^|[.:;!?]\s|\n)[\s*•>"“]*(?:and|but|also|indeed|clearly|similarly|likewise|equivalently|conversely|finally|in\sfact|of\scourse|here|now|yet|next),?\s+/giu,
  /(?<!\p{L})(?:so|then|thus|hence|therefore|because|since|that|means|implies|notice|note|see|namely|conclude|we\shave|we\sget|we\sobtain|we\sfind|you\sget|on\sthe\snumber\sline,?|daher|also|denn|dass)\s+(?:that\s+)?/giu,
  // "The new denominator is (1+2i)(1-2i) = 5": what stands before a sign is a clause by itself.
  /(?<!\p{L})(?:the|its|this|our|that)\s(?:\p{L}+\s){0,4}(?:is|becomes|equals|comes\sto|leaves|gives)\s+(?=[-−(√\d\\][^.,;=≈\n]{1,40}[=≈])/giu,
].map(lean)
/** Behind these one may begin, where what came before was a statement or an opening ("By definition, …"). */
const weak = lean(
  /,\s+(?:and\s+|but\s+|so\s+|where\s+)?|(?<!\p{L})(?<!\b(?:all|none|nothing|everything|every\sone)\s)(?:and|but|as|whereas|while|und|or)\s+/giu,
)
const opening =
  /^[\s*•>"“-]*(?:(?:now|next|first|second|finally|comparing|looking\scloser|numerically|accordingly|consequently|obviously|naturally|evidently|in\sparticular|after\sall|in\sother\swords|in\sshort|as\sa\scheck|similarly|likewise|indeed|again|clearly|also|here|however|equivalently|conversely|in fact|of course|(?:by|inserting|substituting|plugging|putting|using|with)\s[^,\d]{3,40}|in\s[^,\d]{3,40}|(?:of|among|between)\s[^,\d]{3,40}|for\sexample|for\sinstance|we\sknow|recall|note|note\sthat|remember|thus|so|hence|then|therefore)[\s,]*)+$/i
const verb =
  /[=<>≤≥≈∈]|\b(?:is|are|was|were|has|have|had|equals?|gives?|makes?|yields?|contains?|leaves|says|means|get|can|does|do|divides|lies|comes|returns|prints|holds)\b/gi

/** The places of a text where a clause begins. */
export const clauseStarts = remembering((text: string): readonly number[] => {
  const starts = new Set<number>()
  for (const match of strong.flatMap((pattern) => matchesOf(pattern, text))) starts.add(match.index + match[0].length)
  const strongs = [...starts].sort((a, b) => a - b)
  for (const match of matchesOf(weak, text)) {
    const at = match.index + match[0].length
    const from = strongs.findLast((each) => each < at) ?? 0
    const before = text.slice(from, match.index)
    const last = matchesOf(verb, before).at(-1)
    const rest = last === undefined ? before : before.slice(last.index)
    const isStatement = last !== undefined && !/\b(?:of|between|from|both|among|von)\s[^;]*\d/i.test(rest)
    if (isStatement || opening.test(`${before},`) || opening.test(before)) starts.add(at)
  }
  return [...starts].filter((at) => at < text.length).sort((a, b) => a - b)
})

const end = lean(
  /^(?:["”'’*_)\]}\s]|\\[)\]])*(?:$|[;:!?。，；\n]|[.,](?!\d)|[)\]}]|[—–]\s|\s(?:and|so|but|which|because|since|while|whereas|as|then|hence|thus|therefore|though|although|not|exactly|too|as\swell|also|instead|indeed|respectively|again|und|also|weil|denn|nicht)(?![\p{L}]))/iu,
)

/** Whether a clause may end at a place. */
export const clauseEnds = (text: string, at: number): boolean =>
  // "Divides $8!$": a factorial, or the end.
  !(text[at] === '!' && /\d/.test(text.charAt(at - 1))) &&
  (/^["”'’*_)\]}\s]*$/.test(text.slice(at, at + 40)) && text.length <= at + 40
    ? true
    : lean(end).test(text.slice(at, at + 40)))

/* Questions in which one too many or too few is the usual slip: "a fence of 30 m with a post every 3 m". */
import { rare } from '../../src/core/triggers.js'

/** Questions in which arithmetic that holds may still be one off: fence posts and gaps, pieces and cuts, both ends of a range, the last climb out of a well. */
const kinds = [
  /\b(?:posts?|poles?|trees?|lamps?|lampposts?|street ?lights?|flags?|stakes?|pillars?)\b[^?]*\b(?:every \d|apart|intervals? of|spaced)\b|\b(?:every \d|apart|intervals? of|spaced)\b[^?]*\bhow many (?:posts?|poles?|trees?|lamps?|lampposts?|street ?lights?|flags?|stakes?|pillars?)\b/i,
  /\bhow many (?:cuts|saw cuts|times (?:must|does|do|did|will)\b[^?]*\bcut)\b|\b(?:cut|saw)(?:s|n|ed|ing)?\b[^?]*\bhow (?:many cuts|long)\b/i,
  /\bhow many (?:[\w-]+ ){0,3}(?:integers|whole numbers|natural numbers|numbers|multiples)\b[^?]*(?:\bbetween\b|\bfrom\b|<|≤|\\leq?\b|\bsatisfy)/i,
  /\brange\s?\(|\binclusive\b|\bboth ends\b|\bat each end\b|\bfrom page \d+ (?:to|through)\b/i,
  /\b(?:snail|frog|worm|spider|beetle|climb(?:s|er)?)\b[^?]*\b(?:slips?|slides?|falls?) (?:back|down|\d)/i,
  /每隔[^？?]*(?:棵|根|盏|面)|两端|锯成|几刀|蜗牛[^？?]*井/,
].map(rare)

export const mayBeOneOff = (question: string): boolean => {
  const text = question.slice(0, 3000)
  return kinds.some((kind) => kind.test(text))
}

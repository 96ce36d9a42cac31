import type { Finding } from '../../../../src/core/records/types.js'
import { rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, hedged, shown } from '../claim.js'
import { normalOf } from '../named/normal.js'
import { valuesOf } from '../named/slopes.js'
import { type Curve, readCurve } from '../named/things.js'
import { derivativeFinding, type Written } from './calculus.js'

/*
 * What a term tends to, where the step or the question says that its letter grows: "As x grows, 1/x² goes to 0 and 1/x goes to 1"; and derivatives under their sign:
 * "d/dx cos(2x) = 2 sin(2x)".
 */

const grows =
  /\b(?:as|when|if|for|let(?:ting)?)\s([a-z])\s?(?:grows|increases|gets\s(?:very\s|ever\s)?(?:large|larger|big|bigger)|(?:goes|tends)\sto\s(?:\+\s?)?(?:infinity|∞)|(?:→|⇒|->)\s?(?:\+\s?)?(?:∞|infinity))|\bfor\s(?:very\s)?large\s([a-z])(?![a-z])|lim_?\{?\s?([a-z])\s?(?:→|⇒|->)\s?∞/i
const tends = rare(
  /(?<f>[-−+*/×·^(){}²³√\d\sa-z\\]{3,40}?),?\s(?:goes|tends|shrinks|converges|falls|drops|approaches|tend|go)\s(?:to\s(?:zero|(?<v>-?\d+(?:\.\d+)?))|(?<=approaches\s)(?<w>-?\d+(?:\.\d+)?))(?![\d.,]*\d|\s?[-+*/]|\s(?:from|for|when|at)\b)/giu,
)

/** Every match of it ends so, and nearly no text has this. */
const tending =
  /\s(?:goes|tends|shrinks|converges|falls|drops|approaches|tend|go)\s(?:to\s(?:zero|-?\d)|(?<=approaches\s)-?\d)/i

export function tendsReader(question: string): (claim: ClaimText) => Finding[] {
  return ({ plain }) => [...limits(plain, question), ...derivatives(plain)]
}

function letterIn(text: string): string | null {
  const match = grows.exec(text.replace(/\\infty/g, '∞').replace(/\\to(?![a-z])/g, '→'))
  return match === null ? null : (match[1] ?? match[2] ?? match[3] ?? null)
}

function limits(text: string, question: string): Finding[] {
  const matches = tending.test(text) ? tends.matchAll(text) : []
  const name = matches.length === 0 ? null : (letterIn(normalOf(text).text) ?? letterIn(normalOf(question).text))
  if (name === null) return []
  return matches.flatMap((match): Finding[] => {
    const { f = '', v, w } = match.groups ?? {}
    const said = Number(v ?? w ?? 0)
    const words = f.split(/\s(?=\S)/)
    // The longest end that is a term of the letter alone.
    for (const from of words.keys()) {
      const curve = readCurve(normalOf(words.slice(from).join(' ').trim()).text)
      if (curve === null || curve.names.join() !== name || curve.text.length < 3) continue
      const [a, b] = [1e5, 1e6].map((x) => curve.at(new Map([[name, x]]))) as [number | null, number | null]
      if (a === null || b === null || Math.abs(a - b) > 1e-3 * Math.max(1, Math.abs(b))) return []
      const exact = Math.round(b * 1e3) / 1e3
      const ok = Math.abs(exact - said) < 2e-3
      const span = [match.index, match.index + match[0].length] as const
      if (!ok && hedged(text.slice(0, span[0]).replace(/\bif\b/gi, '') + text.slice(span[0]), span)) return []
      return [finding('calculus', span, String(said), shown(exact), ok, `${curve.text} tends to ${shown(exact)}`)]
    }
    return []
  })
}

const under = rare(
  /(?:d\s?\/\s?d([a-z])|\\[dt]?frac\s?\{\s?d\s?\}\s?\{\s?d\s?([a-z])\s?\})\s?(?<f>[^=;:,]{1,60}?)\s?=\s?(?<g>[^=;,]{1,60}?)(?=\.(?:\s|$)|[;,=]|\s*$|\s(?:and|so|which|at|for)\s)/giu,
)

function derivatives(text: string): Finding[] {
  return under.matchAll(text).flatMap((match): Finding[] => {
    const { f = '', g = '' } = match.groups ?? {}
    // "Setting the derivative to zero: d/dx [...] = 0".
    if (g.trim() === '0') return []
    const name = match[1] ?? match[2] ?? ''
    const [from, to] = [f, g].map((each) => readCurve(normalOf(each.trim()).text))
    if (from == null || to == null || from.names.join() !== name) return []
    if (to.names.some((each) => each !== name)) return []
    const written = (curve: Curve): Written => ({ text: curve.text, at: valuesOf(curve, name) })
    return derivativeFinding(text, [match.index, match.index + match[0].length], written(from), written(to))
  })
}

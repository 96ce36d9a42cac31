/*
 * What a question tells of one thing that changes, and what steps say of the change: a share that moves from 20% to 25% gains 5 points and a quarter of itself; a rent that goes from 800
 * to 1000 rises by 25%; a price that rises by 20% and falls by 20% is not back where it was.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import { FRACTION } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { agrees, type ClaimText, finding, hedged, NUMBER, shown, stated } from '../claim.js'
import { plainView } from '../text/plain-view.js'
import { sentenceAround } from '../text/sentences.js'
import { shareOf } from './shares.js'

const SHARE = String.raw`(?:%|percent\b|per\scent\b)`
const UP = String.raw`increas\p{L}*|ris(?:es|en|e|ing)|rose|raised?|gain\p{L}*|grow\p{L}*|grew|growth|went\sup|goes\sup|go\sup|goes\sup|up|jump\p{L}*|climb\p{L}*|marked\sup|adds?|added|higher|more|profit`
const DOWN = String.raw`decreas\p{L}*|fall(?:s|en|ing)?|fell|drop\p{L}*|declin\p{L}*|reduc\p{L}*|los[est]+|loss|went\sdown|goes\sdown|go\sdown|down|shr[aiu]nk\p{L}*|marked\sdown|discount\p{L}*|cut|off|lower|less|cheaper`
const up = lean(new RegExp(String.raw`(?<!\p{L})(?:${UP})(?!\p{L})`, 'iu'))
const down = lean(new RegExp(String.raw`(?<!\p{L})(?:${DOWN})(?!\p{L})`, 'iu'))

const shares = lean(new RegExp(String.raw`(?<![\d.,])(${NUMBER})\s?${SHARE}`, 'giu'))
const moved = lean(
  new RegExp(
    String.raw`(?<![\d.,])(${NUMBER})\s?${SHARE}(?:\s(?!and\b|to\b)\p{L}+(?:['’]s)?){0,4},?\s(?:to|and)\s(?:\p{L}+(?:['’]s)?\s){0,3}(${NUMBER})\s?${SHARE}`,
    'iu',
  ),
)
const isOfTime = /\bfrom\b|\b(?:last|this|now|today|then|previous\w*|earlier|before|later|ago|was|were|polled|after)\b/i
const amounts = lean(
  new RegExp(
    String.raw`\bfrom\s([$€£]?)\s?(${NUMBER})((?:\s\p{L}+){0,2})\sto\s\1\s?(${NUMBER})(?![\d%]|\s?${SHARE}|\s?(?:am|pm|o'clock)\b|[:–-]\d)`,
    'giu',
  ),
)

/** What is known of a change: its start and end, of an amount or of a share, or the factor of several in a row. */
interface Change {
  of: 'share' | 'amount' | 'several'
  from: number
  to: number
}

function changeOf(question: string): Change | null {
  const told = matchesOf(shares, question)
  const pair = moved.exec(question)
  if (told.length === 2 && pair !== null && isOfTime.test(question)) {
    const [from, to] = [stated(pair[1] ?? '').value, stated(pair[2] ?? '').value]
    const between = question.slice(0, pair.index).slice(-24) + pair[0]
    const bothWays = up.test(between) && down.test(between)
    if (from > 0 && from !== to && !bothWays && /from|last|this|now|today/i.test(between))
      return { of: 'share', from, to }
  }
  if (told.length >= 2) {
    // "Is that 40% off?" supposes one more.
    const statements = question.replace(/[^.!?]*\?/g, (asked) => ' '.repeat(asked.length))
    const stating = matchesOf(shares, statements)
    return stating.length >= 2 ? several(statements, stating) : several(question, told)
  }
  const [only, other] = matchesOf(amounts, question)
  if (told.length > 0 || only === undefined || other !== undefined) return null
  // A fee that is raised and put back changes twice.
  if (/\bback\b/i.test(question) || (up.test(question) && down.test(question))) return null
  const [from, to] = [stated(only[2] ?? '').value, stated(only[4] ?? '').value]
  // From one year to another.
  if ([from, to].every((each) => each >= 1900 && each <= 2100)) return null
  return from > 0 &&
    to > 0 &&
    from !== to &&
    (up.test(question) || down.test(question) || /chang|per\s?cent|%/i.test(question))
    ? { of: 'amount', from, to }
    : null
}

/** "A price rises 20% and then falls 20%": each share with its direction. */
function several(question: string, told: readonly RegExpExecArray[]): Change | null {
  let factor = 1
  let at = 0
  for (const match of told) {
    const end = match.index + match[0].length
    const around = question.slice(Math.max(at, match.index - 40), match.index)
    const behind = /^\s(?:\p{L}+)/u.exec(question.slice(end))?.[0] ?? ''
    const [rises, falls] = [up, down].map((pattern) => pattern.test(around) || pattern.test(behind))
    if (rises === falls) return null
    factor *= 1 + ((rises ? 1 : -1) * stated(match[1] ?? '').value) / 100
    at = end
  }
  return { of: 'several', from: 1, to: factor }
}

const claimed = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:${UP}|${DOWN})(?:\s(?:of|by|about|roughly|exactly|only|is|was|the|a|an|further))*\s(?:[\d.,\s/()·×*−-]+=\s?)?(${NUMBER})\s?(?:(${SHARE})(?!\s?(?:of|off|point)\b)|(percentage\spoints?|points?))(?!\p{L})`,
    'giu',
  ),
)
const shareBefore = rare(
  new RegExp(
    String.raw`(?<![\d.,])(${NUMBER})\s?(?:(${SHARE})|(?:percentage\s|percent\s)(points?))\s(?:\p{L}+\s)?(?:${UP}|${DOWN})(?!\p{L})(?!\s(?:than|of|on|by)\b)`,
    'giu',
  ),
)
const relative =
  /\brelative(?:ly)?\b|\b(?:compared|measured|in\srelation|in\sproportion)\b|\bbase\sof\b|\bshare\sof\s(?:its|the|their)\s(?:former|old|earlier|previous)/i
const net = /\b(?:net|overall|in\stotal|altogether|all\sin\sall|in\sall|in\sthe\send|finally|combined|total)\b/i
const back = lean(
  /\bback\s(?:exactly\s|right\s)?(?:at|to|where)\s(?:\p{L}+\s){0,3}?(?:start\p{L}*|original|began|before|old|former|initial|first|same)|\b(?:no\s(?:net\s|overall\s)?change|cancel\s(?:each\sother\s)?out)\b/iu,
)

const byPart = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:${UP}|${DOWN})(?:\sup|\sdown)?\s(?:by\s)(?:about\s|roughly\s|exactly\s|only\s)?(half|${FRACTION})(?!\p{L}|\sof\sa\s|[\s-](?:percent\p{L}*|points?))`,
    'giu',
  ),
)

/** "The rate has gone up by a third", from 2% to 3%. */
function byFraction(plain: string, { of, from, to }: Change): Finding[] {
  if (of === 'several') return []
  return byPart.matchAll(plain).flatMap((match): Finding[] => {
    const said = shareOf(match[1] ?? '')?.valueOf()
    const span = [match.index, match.index + match[0].length] as const
    if (said === undefined || up.test(match[0]) === down.test(match[0]) || up.test(match[0]) !== to > from) return []
    if (/\bif\b|\b(?:first|second|each|another|further|next|would|previous|back)\b/i.test(sentenceAround(plain, span)))
      return []
    const exact = Math.abs(to - from) / from
    const ok = Math.abs(said - exact) < 0.02
    if (!ok && hedged(plain, span)) return []
    const percent = `${shown(100 * exact)}%`
    return [
      finding(
        'percentages',
        span,
        match[1] ?? '',
        percent,
        ok,
        `from ${shown(from)} to ${shown(to)} it is a change of ${percent}, not of ${match[1]}`,
      ),
    ]
  })
}

/** "If you prefer the relative figure, …" claims what follows. */
const courtesy = lean(/(?<!\p{L})if\syou\s(?:prefer|like|want|wish|care)(?=\s)/giu)

/** What steps say of the change that the question tells of. */
export function changeReader(question: string): (claim: ClaimText) => Finding[] {
  const change = changeOf(plainView(question))
  if (change === null) return () => []
  return (claim) => {
    const plain = claim.plain.replace(courtesy, (all) => ' '.repeat(all.length))
    return change.of === 'several'
      ? netOf(plain, change)
      : [
          ...byFraction(plain, change),
          ...[...claimed.matchAll(plain), ...shareBefore.matchAll(plain)].flatMap((match) =>
            held(plain, match, change),
          ),
        ]
  }
}

function held(plain: string, match: RegExpExecArray, { of, from, to }: Change): Finding[] {
  const [all, number = '', , points] = match
  const said = stated(number)
  const span = [match.index, match.index + all.length] as const
  const sentence = sentenceAround(plain, span)
  // The way back, or another thing's: "it fell from 80 to 40; to get back it must rise by 100%".
  if (up.test(all) === down.test(all) || up.test(all) !== to > from) return []
  const percent = (100 * Math.abs(to - from)) / from
  const inPoints = Math.abs(to - from)
  if (points !== undefined && of === 'amount') return []
  // "A rise to 25%", "from 20%" tell where it stood.
  if (of === 'share' && points === undefined && [from, to].includes(said.value) && !relative.test(sentence)) return []
  if (
    /\bif\b|\b(?:first|second|each|another|further|next|would|as\sa\sshare|of\sthe\snew|seen\sfrom)\b/i.test(sentence)
  )
    return []
  const about = /about|roughly|approx|≈|around|nearly|almost/i.test(sentence)
  const allowed =
    points !== undefined ? [inPoints] : of === 'share' && !relative.test(sentence) ? [percent, inPoints] : [percent]
  const ok = allowed.some((each) => agrees(said, each, about))
  if (!ok && hedged(plain, span)) return []
  const unit = points === undefined ? '%' : ' points'
  const exact = shown(allowed[0] ?? 0)
  const [a, b] = [shown(from), shown(to)].map((each) => `${each}${of === 'share' ? '%' : ''}`)
  return [
    finding(
      'percentages',
      span,
      `${number}${unit}`,
      `${exact}${unit}`,
      ok,
      `from ${a} to ${b} it is a change of ${exact}${unit}, not ${number}${unit}`,
    ),
  ]
}

const clauseAround = (text: string, [from, to]: readonly [number, number]) =>
  (/[^,;.!?\n]*$/.exec(text.slice(0, from))?.[0] ?? '') +
  text.slice(from, to) +
  (/^[^,;.!?\n]*/.exec(text.slice(to))?.[0] ?? '')

/** The changes together: "in total the price has dropped by 6%", "back where it started". */
function netOf(plain: string, { to }: Change): Finding[] {
  const percent = 100 * Math.abs(to - 1)
  const truth = Math.abs(to - 1) < 1e-9 ? 'no change' : `${to > 1 ? 'a rise' : 'a fall'} of ${shown(percent)}%`
  const changed = [...claimed.matchAll(plain), ...shareBefore.matchAll(plain)].flatMap((match): Finding[] => {
    const span = [match.index, match.index + match[0].length] as const
    const sentence = sentenceAround(plain, span)
    if (match[2] === undefined || !net.test(clauseAround(plain, span)) || matchesOf(shares, sentence).length > 1)
      return []
    // "Total price after 50% discount": the one of them.
    if (/\b(?:after|before|with|without)\s(?:an?\s|the\s)?$/i.test(plain.slice(0, span[0]))) return []
    const said = stated(match[1] ?? '')
    const isUp = up.test(match[0])
    const ok = agrees(said, percent, /about|roughly|approx|≈/i.test(sentence)) && (isUp ? to >= 1 : to <= 1)
    if (!ok && hedged(plain, span)) return []
    return [finding('percentages', span, match[0].trim(), truth, ok, `the changes together are ${truth}`)]
  })
  const same = back.exec(plain)
  if (same === null) return changed
  const span = [same.index, same.index + same[0].length] as const
  const ok = Math.abs(to - 1) < 1e-9
  if (!ok && hedged(plain, span)) return changed
  return [...changed, finding('percentages', span, same[0], truth, ok, `the changes together are ${truth}`)]
}

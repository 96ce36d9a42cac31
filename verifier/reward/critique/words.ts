import { defined } from '../../../src/core/absence.js'

/*
 * What a judge says of one step, in its own words. It is read only where it says exactly one thing: "correct", "is not correct", "no errors". What is
 * said with a reservation ("partially correct", "correct, but the sign is wrong") or offers a choice ("correct or wrong") is unclear, and never guessed.
 */

/** What was said of a step: a verdict, or that it cannot be told which. */
export type Said = { right: boolean; explanation?: string } | 'unclear'

export const VERDICTS: ReadonlyMap<string, boolean> = new Map([
  ['correct', true],
  ['right', true],
  ['valid', true],
  ['ok', true],
  ['yes', true],
  ['incorrect', false],
  ['wrong', false],
  ['invalid', false],
  ['error', false],
  ['no', false],
])

const wordsOf = (text: string) => new Set(text.split(' '))

/** What a step has none of that is right. */
const FAULTS = wordsOf('error errors mistake mistakes issue issues problem problems')

const PARTS =
  'step statement claim calculation computation arithmetic sum equation formula reasoning logic conclusion result'

/** What may stand between a step's number and its verdict, and changes nothing of it. */
const BEFORE = wordsOf(
  `${PARTS} the this that it s is are was there has have contains with i find found see and answer also fully entirely completely clearly indeed verdict judgement judgment assessment evaluation`,
)
/** What may follow a verdict without a sign between them. */
const AFTER = wordsOf(`${PARTS} answer because since due here too again`)

const SHOWN = 1000
const VERDICT = [...VERDICTS.keys(), 'y', 'n'].join('|')

/** Another verdict is offered, or the verdict is restricted: "or wrong", "/wrong", "?", "and no", "if …", "but …", "However, …". */
const OPEN = new RegExp(
  `^["'\`*_\\s]*(?:[/?]|(?:or|nor)\\b|(?:[|&]|and\\b)["'\`*_\\s]*(?:${VERDICT})\\b|,?\\s*(?:if|only|unless|provided)\\b)` +
    '|^[^\\p{L}\\p{N}]*(?:but|however|except|although|though|mostly|partly|partially|almost|maybe|perhaps|possibly|probably|apart)\\b',
  'iu',
)
/** Praise beside a cross, or crossed out. "correct 0%" and "correct: 5" say something else too. */
const CROSSED = /[❌✗✘❎👎]|~~/u

/** Praise that a fault follows at once: "correct: no", "correct; wrong sign", "Yes, wrong". */
const FAULT_FIRST = /^[^\p{L}\p{N}]*(?:incorrect|wrong|invalid|false|error|no(?=[^\p{L}\p{N}]*$|[^\p{L}\p{N}\s]))\b/iu
/** A no that praise follows: "No, it is correct", "No doubt", "N, I mean Y". */
const PRAISE_FIRST = /^[^\p{L}\p{N}]*(?:doubt\b|I mean\b|(?:it|this|that|the step) is (?:correct|right|valid)\b)/iu

/** "no errors", "nothing wrong", "without a mistake": words of fault that clear. */
const CLEARED =
  /(?:\b(?:no|not|nothing|never|without|any|zero|free of)|n['’]t)\s+(?:(?!(?:is|was|are|this|that|it|the)\b)[\p{L}-]+\s+){0,3}(?:wrong|incorrect|invalid|false|error|mistake|flaw|issue|problem|fault)\p{L}*/giu
/** What nobody says of what is right: "the sign is off", "not correct", "Final verdict: No", "❌". */
const FAULT =
  /\b(?:wrong\p{L}*|incorrect\p{L}*|invalid|false|errors?|erroneous\p{L}*|mistake\p{L}*|flaw\p{L}*|faulty|bad|inaccura\p{L}*|is off|off by|fails?|(?:should|ought to) (?:be|have|equal|give|come|read|say)|(?:not|never) (?:quite |entirely |fully )?(?:right|correct|valid|true))(?!\p{L})|(?:isn|aren|doesn|didn|wasn)['’]t (?:right|correct|valid|true|follow|hold)|\b(?:verdict|answer|conclusion|correct|right|valid)\s*[:?][^\p{L}\p{N}]*no?\b|[❌✗✘❎👎]/iu

/** Whether a text speaks of something wrong. Praise beside it is not believed: more such praise is lost than slips are waved through. */
export const speaksOfFault = (text: string): boolean => FAULT.test(text.replace(CLEARED, ''))

/** Praise that hesitates: "wait, …", "Hmm", "wait no"; but "Wait times add up" and "they wait for the bus" do not. */
const HESITATES =
  /(?:^|[-–—,.;:(!])\s*(?:wait|hm+|hold on|oops)(?=\s*(?:[-–—,.;:!?…)\d]|$|(?:no|actually|that|this|it|let)(?!\p{L})))/iu
/** Praise that names another value than one of the step's: "20, not 22", "20 rather than 22". */
const OTHER_VALUE = /(?:[,;(–—]\s*(?:and )?not|\brather than|\binstead of)\s+[-−+$€£]?(\d[\d.,]*)/giu

const valuesIn = (text: string) => [...text.matchAll(/\d[\d.,]*/g)].map(([value]) => plainDigits(value))
const plainDigits = (digits: string) => digits.replaceAll(',', '').replace(/\.$/, '')

/** "not 3 or 4 but all 5" says nothing against a step of 5. Of a step that is not known, or names no value, any value may be its own. */
function namesOther(rest: string, step: string): boolean {
  const values = valuesIn(step)
  return [...rest.matchAll(OTHER_VALUE)].some(
    ([, digits = '']) => values.length === 0 || values.includes(plainDigits(digits)),
  )
}

/** Whether what follows a verdict on `step` leaves it open, or takes it back. */
export const isTakenBack = (right: boolean, rest: string, step = ''): boolean =>
  OPEN.test(rest) ||
  (right
    ? FAULT_FIRST.test(rest) || speaksOfFault(rest) || HESITATES.test(rest) || namesOther(rest, step)
    : PRAISE_FIRST.test(rest))

/** What a judge thought of the step at first, and what it says now: "I first thought this is wrong, but it holds", "At first I thought it is correct, but it fails: …". */
const CHANGED_MIND =
  /^[^\p{L}\p{N}]*(?:(?:at first|initially),? )?I (?:first |initially |at first )?(?:thought|suspected|believed|assumed)(?: that)? (?:it|this|that|the step|this step) (?:is|was) (?:(wrong|incorrect|invalid|false|a mistake|an error)|(?:correct|right|valid|true|fine)),? but (?:it|this|that|the step|this step)(?: actually| in fact| indeed)? (?:(holds(?: up)?|checks out|(?:is|was) (?:correct|right|valid|true|fine))|(?:fails|(?:is|was) (?:wrong|incorrect|invalid|false)))(?=[^\p{L}\p{N}]*$|\s*[.:;–—-]|,? (?:since|because|as)\b)(.*)$/isu

function secondThought(said: string, step: string): Said | undefined {
  const found = CHANGED_MIND.exec(said.slice(0, 2 * SHOWN))
  if (found === null) return undefined
  const [, feared, holds, rest = ''] = found
  const right = holds !== undefined
  // It was of the other mind before, and is of no third one.
  if (right !== (feared !== undefined) || isTakenBack(right, rest, step)) return 'unclear'
  return { right, ...defined({ explanation: shown(said) }) }
}

/** "False - invalid.", "True: 2 + 2 = 4": a verdict where it stands alone before a sign, and is not how the step itself begins. */
export const withVerdictWord = (said: string, step = ''): string =>
  /^[^\p{L}\p{N}]*(?:true|false)\b/iu.test(step)
    ? said
    : said.replace(
        /^(\s*:[\s*_]*)(true|false)(?=[*_]*\s*(?:$|[.:;–—-](?!\w)))/iu,
        (_, before: string, word: string) => before + (word.toLowerCase() === 'true' ? 'correct' : 'wrong'),
      )

/** A cell that holds one verdict and nothing else. Yes and no answer to the head of their column, which may ask for either. */
const isVerdictCell = (cell: string) =>
  /^[^\p{L}\p{N}]*(?:correct|right|valid|ok|incorrect|wrong|invalid)[^\p{L}\p{N}]*$/iu.test(cell)

/** Rows of a Markdown table of steps (`| 1 | 2 + 2 = 4 | correct | it adds up |`) as the lines that were asked for; every other line as it is. */
export function withRowsAsLines(lines: readonly string[]): string[] {
  const rows = lines.map((line) => {
    const [, number, rest = ''] = /^\s*\|[^|\p{L}\p{N}]*(?:step\s*)?(\d{1,4})[^|\p{L}\p{N}]*\|(.*)$/iu.exec(line) ?? []
    return number === undefined ? undefined : { number, cells: rest.split('|').map((cell) => cell.trim()) }
  })
  // A table of something else has numbers in its first column too.
  if (!rows.some((row) => row?.cells.some(isVerdictCell))) return [...lines]
  return lines.map((line, i) => {
    const row = rows[i]
    if (row === undefined) return line
    const { number, cells } = row
    const place = cells.findIndex(isVerdictCell)
    const isOne = place !== -1 && !cells.slice(place + 1).some(isVerdictCell)
    // What stands before the verdict is the step.
    const said = isOne
      ? cells
          .slice(place)
          .filter((cell) => cell !== '')
          .join(' - ')
      : cells.join(' | ')
    return `Step ${number}: ${said}`
  })
}

/** The verdict among the first words on a step (as it stands, where that is known); undefined where no word of them is one. */
export function verdictIn(said: string, step = ''): Said | undefined {
  const changed = secondThought(said, step)
  if (changed !== undefined) return changed
  const words = [...said.slice(0, 400).matchAll(/[\p{L}\p{N}]+/gu)].slice(0, 6)
  const wordAt = (i: number) => words[i]?.[0].toLowerCase() ?? ''
  const place = words.slice(0, 5).findIndex((_, i) => VERDICTS.has(wordAt(i)))
  const verdict = words[place]
  if (verdict === undefined) return undefined
  const negation = wordAt(place - 1) === 'not' ? 1 : wordAt(place - 1) === 't' && wordAt(place - 2) === 'isn' ? 2 : 0
  const rest = said.slice(verdict.index + verdict[0].length)
  const isPraise = wordAt(place) === 'no' && FAULTS.has(wordAt(place + 1))
  const right = (VERDICTS.get(wordAt(place)) !== negation > 0) !== isPraise
  const isPlain = words.slice(0, place - negation).every((_, i) => BEFORE.has(wordAt(i)))
  const following = isPraise ? rest.replace(/^[^\p{L}]*\p{L}+/u, '') : rest
  if (!isPlain || isTakenBack(right, following, step) || (!isPraise && runsOn(rest))) return 'unclear'
  if (right && (CROSSED.test(said) || /^[\s:=(]{1,3}\d/.test(rest) || isOfAPart(rest))) return 'unclear'
  return { right, ...defined({ explanation: shown(rest) }) }
}

/**
 * The verdict of a line in the very form that was asked for ("correct - his statement is false", "wrong - "but not both" asks for less"), read without its talk of what
 * is false and without what it quotes: of the problem these may be, not of the step. Undefined where more than that is unclear.
 */
export function verdictBesideTalk(said: string, step = ''): Exclude<Said, 'unclear'> | undefined {
  const [, begin, reason] = /^(\s*:\s*(?:correct|wrong)\s*[-–—]+\s*)(.*)$/isu.exec(said) ?? []
  if (begin === undefined || reason === undefined || /^[^\p{L}]*false\b/iu.test(reason)) return undefined
  const calm = reason.replace(/"[^"]*"|“[^”]*”/gu, 'it').replace(/\bfalse(?:ly|hoods?)?\b/giu, 'untrue')
  const verdict = verdictIn(begin + calm, step)
  return verdict === undefined || verdict === 'unclear'
    ? undefined
    : { ...verdict, ...defined({ explanation: shown(reason) }) }
}

/** "correct answer is 5", "correct arithmetic, bad logic": praise of something else than the step. */
const isOfAPart = (rest: string) =>
  /^\s+(?:answer|arithmetic|calculation|computation|result|equation|formula|logic)\b/i.test(rest)

/** "right side", "no idea", "error-free": the word is part of something else. */
function runsOn(rest: string): boolean {
  const next = /^(?:["'`*_\s]*|-)(\p{L}[\p{L}\p{N}]*)/u.exec(rest)
  return next !== null && (rest.startsWith('-') || !AFTER.has(next[1]?.toLowerCase() ?? ''))
}

/** A judgement that begins with yes or no, and says that alone. "Y/N", "Yes and no", "Yes, but …" and "No problem" are none. */
export function yesOrNo(text: string): Said | undefined {
  const [begin = '', word = ''] = /^[\s*_"'`(]*(yes|no|y|n)\b[\s*_"'`).,:;-]*/i.exec(text) ?? []
  if (word === '') return undefined
  const right = word.toLowerCase().startsWith('y')
  const at = begin.toLowerCase().indexOf(word.toLowerCase()) + word.length
  const rest = text.slice(begin.length)
  const isOther = /^(?:yes|no|y|n)\b\s*(?:[.,!*_"'`)]|$)/i.test(rest)
  const isNone = !right && FAULTS.has(/^\s*(\p{L}+)/u.exec(text.slice(at))?.[1]?.toLowerCase() ?? '')
  if (isOther || isNone || isTakenBack(right, text.slice(at))) return 'unclear'
  return { right, ...defined({ explanation: shown(rest) }) }
}

/** An explanation as it is shown: on one line, without what joined it to its verdict; undefined where nothing is left. */
export function shown(text: string | undefined): string | undefined {
  const line = text
    ?.replaceAll('**', '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s"'`.,:;()–—-]+/, '')
    .trim()
  if (!line || !/\p{L}/u.test(line)) return undefined
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line
}

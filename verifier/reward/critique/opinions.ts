import { defined } from '../../../src/core/absence.js'
import {
  type Said,
  shown,
  speaksOfFault,
  VERDICTS,
  verdictBesideTalk,
  verdictIn,
  withRowsAsLines,
  withVerdictWord,
  yesOrNo,
} from './words.js'

/** What a written judgement says of one step: right, wrong, or nothing that could be read. */
export interface Opinion {
  right: boolean | null
  /** How sure it is that the step is right, where the model tells log-probabilities. */
  certainty?: number
  /** In the judge's own words. */
  explanation?: string
  /** Why it could not be read, where more than silence is the cause. */
  unreadable?: string
}

/** Anything past this is not read. */
const READ = 100_000

/**
 * judgement := line*; line := "Step" number ":" verdict explanation? | "First wrong step:" (number | "none") | anything else (ignored). A table of steps has such a
 * line in each row. A line that only
 * repeats its step is no verdict, though the step may begin with "Right, …". A judgement is unreadable as a whole where a line of it is: two opposite things
 * of one step, a verdict with a reservation, a step that the chain has not (it counts other steps), a form that was copied and not filled in. So is one
 * that finds nothing wrong and leaves a step out, as one that was cut off. A reason may speak of what is false in the problem ("his statement is false")
 * where the line of the first wrong step says the same as the verdict. Linear time.
 */
export function readSteps(text: string, steps: readonly string[]): Opinion[] {
  const opinions: Opinion[] = steps.map(() => ({ right: null }))
  const firsts = new Set<number>()
  /** Of these it says something that is no verdict: "flawed", "unsure". */
  const unread = new Set<number>()
  /** Verdicts that only talk of falsehood beside them puts in doubt. */
  const doubted = new Map<number, Exclude<Said, 'unclear'>>()
  /** What it says of no step by the form. */
  const besides: string[] = []
  for (const line of withRowsAsLines(text.slice(0, READ).split('\n'))) {
    const first = /^[^\p{L}\p{N}]*first (?:wrong|incorrect) step\b(.*)/iu.exec(line)?.[1]
    if (first !== undefined) {
      const index = firstWrongIn(first, steps.length)
      if (typeof index === 'string') return unreadable(steps, index)
      firsts.add(index)
      continue
    }
    const [, number = '', words = ''] = /^[^\p{L}\p{N}]*step[^\p{L}\p{N}]+(\d+|\p{L}+(?=\s*:))(.*)/iu.exec(line) ?? []
    const index = Number(number) - 1
    const said = withVerdictWord(words, steps[index])
    if (number === '' && /^[^\p{L}\p{N}]*(?:all |both )?steps\b/iu.test(line) && verdictIn(line.replace(/^[^:]*:/, '')))
      return unreadable(steps, 'it judges several steps at once')
    const isCopied = repeats(said, steps[index])
    const verdict = isCopied ? undefined : verdictIn(said, steps[index])
    if (verdict === undefined) {
      if (!isCopied && /\p{L}/u.test(said)) unread.add(index)
      if (number === '') besides.push(line)
      continue
    }
    const before = opinions[index]
    if (before === undefined) return unreadable(steps, noSuchStep(number, steps.length))
    if (verdict === 'unclear') {
      const besidesTalk = verdictBesideTalk(said, steps[index])
      if (besidesTalk === undefined) return unreadable(steps, unclear(number))
      doubted.set(index, besidesTalk)
      continue
    }
    if (before.right === !verdict.right) return unreadable(steps, opposite(number))
    opinions[index] = verdict
  }
  const [firstWrong] = firsts
  if (firsts.size > 1) return unreadable(steps, 'it names two first wrong steps')
  for (const [index, verdict] of doubted) {
    // What comes after the first wrong step may be either.
    const end = firstWrong === -1 ? steps.length : firstWrong
    if (end === undefined || (index <= end && verdict.right !== index < end))
      return unreadable(steps, unclear(index + 1))
    if (opinions[index]?.right === !verdict.right) return unreadable(steps, opposite(index + 1))
    opinions[index] = verdict
  }
  if (firstWrong !== undefined) {
    // Said once of all: it is wrong, and the steps before it are right.
    const end = firstWrong === -1 ? steps.length : firstWrong
    for (const [i, opinion] of opinions.entries()) {
      if (i > end) break
      const right = i !== firstWrong
      if (opinion.right === !right) return unreadable(steps, opposite(i + 1))
      if (opinion.right === null && unread.has(i)) return unreadable(steps, unclear(i + 1))
      if (opinion.right === null) opinions[i] = { right }
    }
  }
  if (praisesAll(opinions) && speaksOfFault(besides.join('\n'))) return unreadable(steps, TAKES_BACK)
  return praisesInPart(opinions) ? unreadable(steps, leftOut(opinions)) : opinions
}

/** A judgement of which nothing counts, and why. */
export const unreadable = (steps: readonly string[], why: string | undefined): Opinion[] =>
  steps.map(() => ({ right: null, ...defined({ unreadable: why }) }))
const TAKES_BACK = 'it calls every step right, and speaks of something wrong'
const opposite = (step: number | string) => `it says opposite things of step ${step}`
const unclear = (step: number | string) => `what it says of step ${step} is not exactly right or wrong`
const noSuchStep = (step: number | string, count: number) =>
  `it judges a step ${JSON.stringify(String(step))}, and the steps are 1 to ${count}`

/** Index of the first wrong step, -1 for none, after the words that name it; else why it cannot be told. */
function firstWrongIn(said: string, count: number): number | string {
  const [named = '', value = ''] =
    /^(?:[^\p{L}\p{N}]|is\b|step\b)*(none|no|\d+)\b(?![.,/-]\d|\s*(?:or\b|and\b|\/))/iu.exec(said) ?? []
  if (named === '') return 'the first wrong step is neither a number nor none'
  const index = /^\d/.test(value) ? Number(value) - 1 : -1
  if (index === -1 && /\d|\b(?:but|except|however|though)\b/i.test(said.slice(named.length)))
    return 'it says of the first wrong step that there is none, and more'
  return /^\d/.test(value) && (index < 0 || index >= count) ? noSuchStep(value, count) : index
}

const praisesAll = (opinions: readonly Opinion[]) => opinions.every(({ right }) => right === true)

/** Nothing was called wrong, and not all were called right: what is silent about a step does not clear it. */
function praisesInPart(opinions: readonly Opinion[]): boolean {
  return opinions.every(({ right }) => right !== false) && opinions.some(({ right }) => right === null)
}

/** Undefined where it says nothing of any step. */
function leftOut(opinions: readonly Opinion[]): string | undefined {
  if (opinions.every(({ right }) => right === null)) return undefined
  return `it finds nothing wrong, and says nothing of step ${opinions.findIndex(({ right }) => right === null) + 1}`
}

/** Small models copy what they are to judge. */
function repeats(said: string, step: string | undefined): boolean {
  const beginning = (text: string) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 5).join(' ')
  return step !== undefined && beginning(said).length > 10 && beginning(said) === beginning(step)
}

/**
 * `\boxed{correct}` or `\boxed{incorrect}` for each step, in order, or under the number that stands before it ("Step 3: …"). More boxes than steps,
 * without numbers, cannot be told apart: nothing of them counts. A box that ends a sentence on the solution as a whole is of no step. Nor does anything
 * count where two boxes say opposite things of one step, one says neither right nor wrong or is of a step that the chain has not, or where none says
 * wrong and a step has no box.
 */
export function readBoxes(text: string, steps: readonly string[]): Opinion[] {
  const opinions: Opinion[] = steps.map(() => ({ right: null }))
  const boxes = boxesOf(text).filter(({ before }) => !isOfTheWhole(before))
  const numbered = boxes.every(({ before }) => stepNamedIn(before) !== undefined)
  if (!numbered && boxes.length > steps.length)
    return unreadable(steps, `it has ${boxes.length} boxes for ${steps.length} steps, and does not number them`)
  for (const [k, { said, before }] of boxes.entries()) {
    const index = numbered ? (stepNamedIn(before) ?? 0) - 1 : k
    const opinion = opinions[index]
    if (opinion === undefined) return unreadable(steps, noSuchStep(index + 1, steps.length))
    if (said === 'unclear') return unreadable(steps, unclear(index + 1))
    if (opinion.right === !said) return unreadable(steps, opposite(index + 1))
    opinions[index] = { right: said, ...defined({ explanation: shown(checkIn(before)) }) }
  }
  const whole = /\bsolution (?:is )?correct\s*\?[^\p{L}\p{N}]*(?:boxed\{)?(yes|no)\b/iu.exec(text)?.[1]?.toLowerCase()
  if (whole !== undefined && (whole === 'no') !== opinions.some(({ right }) => right === false))
    return unreadable(steps, 'what it says of the solution is not what it says of the steps')
  if (praisesAll(opinions) && boxes.some(({ after }) => speaksOfFault(after))) return unreadable(steps, TAKES_BACK)
  return praisesInPart(opinions) ? unreadable(steps, leftOut(opinions)) : opinions
}

/** The step of a box: the last one that begins a line before it, else the last that is named. */
function stepNamedIn(before: string): number | undefined {
  const heading = [...before.matchAll(/^[^\p{L}\p{N}\n]*step\s+(\d{1,4})/gimu)].at(-1)
  const named = heading ?? [...before.matchAll(/\bstep\s+(\d{1,4})/gi)].at(-1)
  return named && Number(named[1])
}

/** The check before a box: what follows the step's name, since what stands before that is of the step before, and without a last "The step is", whose end is the box. */
function checkIn(before: string): string {
  const name = [...before.matchAll(/^[^\p{L}\p{N}\n]*step\s+\d{1,4}[^\p{L}\p{N}]*/gimu)].at(-1)
  const check = before.slice(name === undefined ? 0 : name.index + name[0].length).trimEnd()
  const end = Math.max(...['.', '!', '?', '\n'].map((sign) => check.slice(0, -1).lastIndexOf(sign))) + 1
  return end > 0 && /\b(?:step|it|this) is[^\p{L}\p{N}]*$/iu.test(check.slice(end).slice(-100))
    ? check.slice(0, end)
    : check
}

/** "The solution is \boxed{incorrect}": its last sentence speaks of the solution, and of no step. */
function isOfTheWhole(before: string): boolean {
  const last = before.slice(Math.max(before.lastIndexOf('.'), before.lastIndexOf('\n')) + 1)
  return /\b(?:solution|overall)\b/i.test(last) && !/\bstep\b/i.test(last)
}

/** `\boxed{Yes}` or `\boxed{No}`, not both; boxes within `<analyze>` and `<verify>` are on the way to it. What stands in `<analyze>` explains it. */
export function readBoxedAnswer(text: string): Opinion {
  const read = text.slice(0, READ)
  const end = Math.max(...['</analyze>', '</verify>'].map((tag) => read.lastIndexOf(tag)))
  const boxes = boxesOf(read.slice(Math.max(0, end)))
  const said = new Set(boxes.map((box) => box.said))
  const [only] = said
  const analysis = /<analyze>([\s\S]*?)(?:<\/analyze>|$)/.exec(read)?.[1]
  const explanation = shown(analysis)
  if (
    said.size > 1 ||
    only === 'unclear' ||
    (only &&
      boxes.some(
        ({ before, after }) => speaksOfFault(before.slice(before.lastIndexOf('\n') + 1)) || speaksOfFault(after),
      ))
  )
    return { right: null, unreadable: 'its boxes do not say exactly yes or no', ...defined({ explanation }) }
  return { right: only ?? null, ...defined({ explanation }) }
}

/** A judgement that begins with yes or no; what follows explains it. */
export function readYesNo(text: string): Opinion {
  const said = yesOrNo(text.slice(0, READ))
  if (said === 'unclear') return { right: null, unreadable: 'it does not say exactly yes or no' }
  return said ?? { right: null }
}

interface Box {
  said: boolean | 'unclear'
  /** The text since the box before it. */
  before: string
  /** What follows it on its line; of the last one, all that follows. */
  after: string
}

/** Boxes that hold a verdict; "partially correct" in a box, and one box "or" another, are unclear. */
function boxesOf(text: string): Box[] {
  const boxes: Box[] = []
  let end = 0
  for (const found of text.slice(0, READ).matchAll(/\\boxed\{([^{}]{0,200}|\s*\\text\{[^{}]{0,200}\}\s*)\}/g)) {
    const words =
      (found[1] ?? '')
        .replace('\\text', '')
        .toLowerCase()
        .match(/\p{L}+/gu) ?? []
    if (!words.some((word) => VERDICTS.has(word))) continue
    const before = text.slice(end, found.index)
    const isChoice = end > 0 && /^[\s$*,]*(?:or|and|\/)[\s$*]*$/i.test(before)
    const [word = ''] = words
    end = found.index + found[0].length
    // Another step, or another box, is spoken of for itself.
    const after = text.slice(end).split(/\n|\bstep\b|\\boxed/i, 1)[0] ?? ''
    boxes.push({ said: words.length > 1 || isChoice ? 'unclear' : (VERDICTS.get(word) ?? 'unclear'), before, after })
  }
  const last = boxes.at(-1)
  if (last !== undefined) last.after = text.slice(end)
  return boxes
}

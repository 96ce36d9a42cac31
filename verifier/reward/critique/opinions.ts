import { defined } from '../../../src/core/absence.js'

/** What a written judgement says of one step: right, wrong, or nothing that could be read. */
export interface Opinion {
  right: boolean | null
  /** How sure it is that the step is right, where the model tells log-probabilities. */
  certainty?: number
  /** In the judge's own words. */
  explanation?: string
}

/** Anything past this is not read. */
const READ = 100_000
const SHOWN = 1000

const WORDS: ReadonlyMap<string, boolean> = new Map([
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

/**
 * judgement := line*; line := "Step" number ":" verdict explanation? | "First wrong step:" (number | "none") | anything else (ignored). A line that only
 * repeats its step is no verdict, though the step may begin with "Right, …". A judgement that says two opposite things of one step is unreadable as a
 * whole: neither can be told to be meant. So is one that finds nothing wrong and leaves a step out, as one that was cut off. Linear time.
 */
export function readSteps(text: string, steps: readonly string[]): Opinion[] {
  const opinions: Opinion[] = steps.map(() => ({ right: null }))
  const firsts = new Set<number>()
  let isContradiction = false
  for (const line of text.slice(0, READ).split('\n')) {
    const words = [...line.matchAll(/[a-z0-9]+/gi)]
    const [first, second, third, fourth] = words.slice(0, 4).map(([word]) => word.toLowerCase())
    if (first === 'step' && words.length > 2) {
      const index = Number(second) - 1
      const said = verdictIn(line, words)
      if (said === undefined || repeats(line.slice(words[2]?.index), steps[index])) continue
      const before = opinions[index]
      if (before === undefined) continue
      if (before.right === !said.right) isContradiction = true
      opinions[index] = said
    } else if (first === 'first' && (second === 'wrong' || second === 'incorrect') && third === 'step') {
      if (fourth === 'none' || fourth === 'no') firsts.add(-1)
      else if (Number(fourth) >= 1 && Number(fourth) <= steps.length) firsts.add(Number(fourth) - 1)
    }
  }
  const [firstWrong] = firsts
  if (firstWrong !== undefined) {
    // Said once of all: it is wrong, and the steps before it are right.
    const end = firstWrong === -1 ? steps.length : firstWrong
    for (const [i, opinion] of opinions.entries()) {
      if (i > end) break
      const right = i !== firstWrong
      if (opinion.right === !right) isContradiction = true
      if (opinion.right === null) opinions[i] = { right }
    }
  }
  return isContradiction || firsts.size > 1 || praisesInPart(opinions) ? steps.map(() => ({ right: null })) : opinions
}

/** Nothing was called wrong, and not all were called right: what is silent about a step does not clear it. */
function praisesInPart(opinions: readonly Opinion[]): boolean {
  return opinions.every(({ right }) => right !== false) && opinions.some(({ right }) => right === null)
}

/** The verdict of a line on one step, among its first words: "correct", "is not correct", "no errors"; "correct or wrong" is none. */
function verdictIn(
  line: string,
  words: readonly RegExpExecArray[],
): { right: boolean; explanation?: string } | undefined {
  const place = words.findIndex(([word], i) => i >= 2 && i < 6 && WORDS.has(word.toLowerCase()))
  const wordAt = (i: number) => words[i]?.[0].toLowerCase() ?? ''
  const verdict = words[place]
  if (verdict === undefined) return undefined
  const isOpen = /^["'`*\s]*(?:\/|or\b)/i.test(line.slice(verdict.index + verdict[0].length))
  if (isOpen) return undefined
  const isNegated = wordAt(place - 1) === 'not' || (wordAt(place - 1) === 't' && wordAt(place - 2) === 'isn')
  const isPraise = wordAt(place) === 'no' && FAULTS.has(wordAt(place + 1))
  const explanation = shown(line.slice(verdict.index + verdict[0].length))
  return { right: (WORDS.get(wordAt(place)) !== isNegated) !== isPraise, ...defined({ explanation }) }
}

/** What a step has none of that is right. */
const FAULTS: ReadonlySet<string> = new Set([
  'error',
  'errors',
  'mistake',
  'mistakes',
  'issue',
  'issues',
  'problem',
  'problems',
])

/** Small models copy what they are to judge. */
function repeats(said: string, step: string | undefined): boolean {
  const beginning = (text: string) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 5).join(' ')
  return step !== undefined && beginning(said).length > 10 && beginning(said) === beginning(step)
}

/**
 * `\boxed{correct}` or `\boxed{incorrect}` for each step, in order, or under the number that stands before it ("Step 3: …"). More boxes than steps,
 * without numbers, cannot be told apart: nothing of them counts. A box that ends a sentence on the solution as a whole is of no step. Nor does it count where two boxes say opposite things of one step, or where none says wrong
 * and a step has no box.
 */
export function readBoxes(text: string, steps: readonly string[]): Opinion[] {
  const opinions: Opinion[] = steps.map(() => ({ right: null }))
  const boxes = boxesOf(text).filter(({ before }) => !isOfTheWhole(before))
  const numbered = boxes.every(({ before }) => /\bstep\s+\d/i.test(before))
  if (!numbered && boxes.length > steps.length) return opinions
  for (const [k, { said, before }] of boxes.entries()) {
    const number = [...before.matchAll(/\bstep\s+(\d{1,4})/gi)].at(-1)?.[1]
    const index = numbered ? Number(number) - 1 : k
    const opinion = opinions[index]
    if (opinion === undefined) continue
    if (opinion.right === !said) return steps.map(() => ({ right: null }))
    opinions[index] = { right: said, ...defined({ explanation: shown(before) }) }
  }
  return praisesInPart(opinions) ? steps.map(() => ({ right: null })) : opinions
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
  const said = new Set(boxesOf(read.slice(Math.max(0, end))).map((box) => box.said))
  const [right = null] = said.size === 1 ? said : []
  const analysis = /<analyze>([\s\S]*?)(?:<\/analyze>|$)/.exec(read)?.[1]
  return { right, ...defined({ explanation: shown(analysis) }) }
}

/** A judgement that begins with yes or no; what follows explains it. "Y/N", "Yes or no" and "Yes. No." are none. */
export function readYesNo(text: string): Opinion {
  const [begin = '', word = ''] = /^[\s*_"'`(]*(yes|no|y|n)\b[\s*_"'`).,:;-]*/i.exec(text) ?? []
  if (word === '' || /^(?:\/|or\b|(?:yes|no|y|n)\b\s*(?:[.!*_"'`)]|$))/i.test(text.slice(begin.length)))
    return { right: null }
  const explanation = shown(text.slice(begin.length))
  return { right: word.toLowerCase().startsWith('y'), ...defined({ explanation }) }
}

/** Boxes that hold a verdict, each with the text since the one before. */
function boxesOf(text: string): { said: boolean; before: string }[] {
  const boxes: { said: boolean; before: string }[] = []
  let end = 0
  for (const found of text.slice(0, READ).matchAll(/\\boxed\{\s*(?:\\text\{\s*)?([a-z]{2,10})\s*\}{1,2}/gi)) {
    const said = WORDS.get(found[1]?.toLowerCase() ?? '')
    if (said === undefined) continue
    boxes.push({ said, before: text.slice(end, found.index) })
    end = found.index + found[0].length
  }
  return boxes
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

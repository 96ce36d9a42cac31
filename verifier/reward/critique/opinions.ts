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
 * judgement := line*; line := "Step" number ":" verdict explanation? | "First wrong step:" (number | "none") | anything else (ignored). The last
 * word on a step counts. A line that only repeats its step is no verdict, though the step may begin with "Right, …". Linear time.
 */
export function readSteps(text: string, steps: readonly string[]): Opinion[] {
  const opinions: Opinion[] = steps.map(() => ({ right: null }))
  const stepCount = steps.length
  const say = (index: number, right: boolean, explanation?: string) => {
    if (Number.isInteger(index) && index >= 0 && index < stepCount)
      opinions[index] = { right, ...defined({ explanation: shown(explanation) }) }
  }
  let firstWrong: number | undefined
  for (const line of text.slice(0, READ).split('\n')) {
    const words = [...line.matchAll(/[a-z0-9]+/gi)]
    const [first, second, third, fourth] = words.map(([word]) => word.toLowerCase())
    if (first === 'step' && words.length > 2) {
      const negated = third === 'not' || (third === 'is' && fourth === 'not')
      const verdict = words.slice(2, 6).find(([word]) => WORDS.has(word.toLowerCase()))
      if (verdict === undefined || repeats(line.slice(words[2]?.index), steps[Number(second) - 1])) continue
      const isRight = WORDS.get(verdict[0].toLowerCase()) !== negated
      say(Number(second) - 1, isRight, line.slice(verdict.index + verdict[0].length))
    } else if (first === 'first' && (second === 'wrong' || second === 'incorrect') && third === 'step') {
      if (fourth === 'none' || fourth === 'no') firstWrong = -1
      else if (Number(fourth) >= 1 && Number(fourth) <= stepCount) firstWrong = Number(fourth) - 1
    }
  }
  if (firstWrong === undefined) return opinions
  // Said once of all: the steps before it are right, and it is wrong, whatever their own lines say of it.
  return opinions.map((opinion, i) => {
    if (i === firstWrong) return { ...opinion, right: false }
    return opinion.right === null && (firstWrong === -1 || i < firstWrong) ? { right: true } : opinion
  })
}

/** Small models copy what they are to judge. */
function repeats(said: string, step: string | undefined): boolean {
  const beginning = (text: string) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 5).join(' ')
  return step !== undefined && beginning(said).length > 10 && beginning(said) === beginning(step)
}

/**
 * `\boxed{correct}` or `\boxed{incorrect}` for each step, in order, or under the number that stands before it ("Step 3: …"). More boxes than steps,
 * without numbers, cannot be told apart: nothing of them counts.
 */
export function readBoxes(text: string, steps: readonly string[]): Opinion[] {
  const opinions: Opinion[] = steps.map(() => ({ right: null }))
  const boxes = boxesOf(text)
  const numbered = boxes.every(({ before }) => /\bstep\s+\d/i.test(before))
  if (!numbered && boxes.length > steps.length) return opinions
  for (const [k, { said, before }] of boxes.entries()) {
    const number = [...before.matchAll(/\bstep\s+(\d{1,4})/gi)].at(-1)?.[1]
    const index = numbered ? Number(number) - 1 : k
    if (index >= 0 && index < steps.length)
      opinions[index] = { right: said, ...defined({ explanation: shown(before) }) }
  }
  return opinions
}

/** The last `\boxed{Yes}` or `\boxed{No}`; what stands in `<analyze>` explains it. */
export function readBoxedAnswer(text: string): Opinion {
  const right = boxesOf(text).at(-1)?.said ?? null
  const analysis = /<analyze>([\s\S]*?)(?:<\/analyze>|$)/.exec(text.slice(0, READ))?.[1]
  return { right, ...defined({ explanation: shown(analysis) }) }
}

/** A judgement that begins with yes or no; what follows explains it. */
export function readYesNo(text: string): Opinion {
  const [begin = '', word = ''] = /^[\s*_"'`(]*(yes|no|y|n)\b[\s*_"'`).,:;-]*/i.exec(text) ?? []
  if (word === '') return { right: null }
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

/* "How many …?", "What is the probability of …?": all outcomes of a space are gone through, and those that meet the condition counted. */
import { type Asked, asSolved, type Solved, share } from '../form.js'
import { type Atom, readConditions, type Test } from './conditions.js'
import { colourAtoms, figures, integerAtoms, valuesAtoms } from './properties.js'
import { readSpace } from './spaces.js'

/**
 * How many, how likely, or which value is expected: all outcomes of a space are gone through. The space and the conditions are read word by word, and a question in which
 * one word is left over is not answered.
 */
export function countedQuestion({ text }: Asked): Solved | null {
  const lower = text.toLowerCase().replace(plurals, (word) => singulars[word] ?? word)
  const asks = /\b(?:how many|probability|expected value|likely|chances?|sum of all)\b/.exec(lower)
  const space = asks === null ? null : readSpace(lower)
  if (space === null) return null
  const rest = space.words.split('\n').reduce((left, words) => left.replace(words, ' '), lower)
  switch (space.kind) {
    case 'integers':
      return answer(rest, space.outcomes, integerAtoms, (n) => [n], space.ends)
    case 'values':
      return answer(rest, space.outcomes, valuesAtoms, (values) => values)
    case 'colours':
      return answer(
        rest.replace(/\b(?:contains?|holds?)\b/g, ' '),
        space.outcomes,
        colourAtoms(space.colours),
        null,
        [],
        space.way,
      )
  }
}

const singulars: Readonly<Record<string, string>> = {
  heads: 'head',
  tails: 'tail',
  boys: 'boy',
  girls: 'girl',
  men: 'man',
  women: 'woman',
  hearts: 'heart',
  diamonds: 'diamond',
  clubs: 'club',
  spades: 'spade',
  aces: 'ace',
  kings: 'king',
  queens: 'queen',
  jacks: 'jack',
}
const plurals = new RegExp(String.raw`\b(?:${Object.keys(singulars).join('|')})\b`, 'g')

/** Words without which a condition says the same. */
const filler =
  /\b(?:the|an?|of|in|on|each of|that|which|such|there|are|is|be|have|has|having|its|their|whose|with|numbers?|integers?|natural|whole|positive|shown|showing|shows?|faces?|comes? up|appears?|values?|results?|outcomes?|dice|die|dots?|spots?|cards?|balls?|marbles?|tickets?|slips|chips?|coins?|socks?|beads?|pens?|bulbs?|items?|drawn|picked|chosen|selected|taken|rolled|thrown|rolls?|throws?|toss(?:es)?|tossed|flips?|them|these|those|it|they|two|pair|we|you|get|gets|obtain(?:ed|ing)?|getting|rolling|drawing|picking|will|at random|randomly|random|without (?:replacement|replacing(?: \w+)?|putting[^.?]*back)|with replacement|together|at the same time|simultaneously|at once|fair|bag|box|urn|jar|exist|from|persons?|people|students|members|group|class|committee|team|pick|i)\b/g

/** One sentence, without what carries nothing. */
const bare = (sentence: string) =>
  sentence
    .replace(/\b(?:at random|at the same time|at once)\b/g, ' ')
    .replace(/\bthe \d (?=(?:numbers|dice|cards|balls|values|results|digits|coins|tickets)\b)/g, ' ')
    .replace(filler, ' ')
    .replace(/[()"“”]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,.;])/g, '')
    .replace(/^[ ,.;:]+|[ ,.;:]+$|,? (?:if|when)[ ?]*$/g, '')

function answer<Outcome>(
  text: string,
  outcomes: readonly Outcome[],
  atoms: readonly Atom<Outcome>[],
  numbers: ((outcome: Outcome) => readonly number[]) | null,
  ends: readonly Outcome[] = [],
  way: readonly number[] = [],
): Solved | null {
  const sentences = text.split(/(?<=[.?])\s+/).map((each) => each.trim())
  const question = sentences.at(-1) ?? ''
  // What stands before the question says nothing that is not in the space.
  if (!question.endsWith('?') && !/^(?:find|determine|compute|calculate)\b/.test(question)) return null
  if (sentences.slice(0, -1).some((each) => bare(each) !== '')) return null
  const given =
    /^(?:if (?:it is |we )?(?:known|know|knowing) that|given that|suppose that|knowing that|if|given) (.*?), (.*)$/.exec(
      question,
    ) ?? /^()(.*?),? (?:given that|if it is known that|knowing that) (.*)$/.exec(question)
  const [condition, asked] =
    given === null
      ? ['', question]
      : given[1] === ''
        ? [given[3] ?? '', given[2] ?? '']
        : [given[1] ?? '', given[2] ?? '']
  const known = tests(condition, atoms)
  if (known === null) return null
  const possible = outcomes.filter((outcome) => known.every((test) => test(outcome)))
  if (possible.length === 0) return null
  const mean = /expected value (?:of|for) (.*?)[?.]?$/.exec(asked)
  if (mean !== null && numbers !== null) {
    const words = bare(mean[1] ?? '').replace(/ ?\?$/, '')
    const figure = figures.find(([name]) => new RegExp(`^(?:${name})$`).test(words))?.[1]
    if (figure === undefined) return null
    const sum = possible.reduce((total, outcome) => total + figure(numbers(outcome)), 0)
    return asSolved(`the expected value over ${possible.length} outcomes`, sum / possible.length)
  }
  const likely = /(?:probability|chances?|likely)(?: is it)?(?: (?:that|of|for|to get))? (.*?)[?.]?$/.exec(asked)
  const many = /how many (?:different |distinct |such |ways )*(.*?)[?.]?$/.exec(asked)
  const total = /(?:what is |find |compute |determine )the sum of all (.*?)[.?]?$/.exec(asked)
  const event = tests(likely?.[1] ?? many?.[1] ?? total?.[1] ?? '?', atoms)
  if (event === null || event.length === 0) return null
  // "Two show the same number" of three dice: exactly or at least two? "One is red": exactly one?
  if (likely !== null && /^(?:2|two)\b.*\b(?:same|equal|alike)\b/.test(likely[1] ?? '')) {
    const [first] = possible
    if (numbers === null || first === undefined || numbers(first).length !== 2) return null
  }
  if (/^(?:1|one)(?: (?:ball|marble|card|die|of them))? (?:is|shows?)\b/.test(likely?.[1] ?? '')) return null
  const isHit: Test<Outcome> = (outcome) => event.every((test) => test(outcome))
  if (ends.some(isHit)) return null
  const hits = possible.filter(isHit)
  // What is certain either way is hardly asked: something was misread.
  if (likely !== null && (hits.length === 0 || hits.length === possible.length)) return null
  if (likely !== null)
    return asSolved(`the probability (${hits.length} of ${possible.length} outcomes)`, {
      ...share(hits.length / possible.length),
      way,
    })
  if (given !== null || (many === null && numbers === null)) return null
  if (many !== null) return asSolved('their number', hits.length)
  return asSolved(
    'their sum',
    hits.flatMap((outcome) => [...(numbers?.(outcome) ?? [])]).reduce((sum, each) => sum + each, 0),
  )
}

function tests<Outcome>(words: string, atoms: readonly Atom<Outcome>[]): Test<Outcome>[] | null {
  return readConditions(bare(words).replace(/\?/g, ''), atoms)
}

/*
 * Short questions of everyday life, matched from their first word to their last: nothing is passed over. What stands for things and people may be any word but those that
 * change a quantity ("more", "half", "each", "left", "than"), so that a question that says more than its form is of no form.
 *
 * Templates: `#n` is a number named n, `@t` things, `~w` a person or a place that does something, `{total}` and the like one of the phrases below, `( … )` is not captured.
 * Things and people with the same letter (`@t1`, `@t2`) are the same: by their last word, or a pronoun.
 */
import { singular } from '../../../../src/core/quantities/singular.js'
import { remembering } from '../../recent.js'
import { type Asked, asSolved, type QuestionReader, type Solved } from '../form.js'
import { needsOfTemplate } from './needs.js'

/** What a template found, by name. */
export interface Told {
  number(name: string): number
  word(name: string): string
  has(name: string): boolean
  /** A number as it is written: "an" hour. */
  raw(name: string): string
  /** As the template saw it: small letters, no currency. */
  text: string
  question: string
}

export interface Story {
  what: string
  templates: readonly string[]
  solve(told: Told): number | Omit<Solved, 'what'> | null
}

/**
 * Words that are no things and no people: those that count, compare, change or order. They are written in capitals, in the templates and in the question, so that a name for
 * things cannot take them: that keeps the patterns short.
 */
const small = new Set(
  `a about above additional after again ago all already altogether among an and another any approximately are around as at ate average away back be because before below between bigger
both bought broken but buy buys by can cheaper cost costs could did difference different divided do does double doubled down dozen dozens each earlier eat eaten eats empty equal
equally every except extra faster few fewer first for fraction from further gave get gets give given gives got had half has have he heavier her his how hundred hundreds i if in
initially instead into is it its larger last later least left less lighter longer lose loses lost made make makes many million millions more most much my need needs next no none
not of off old older on only or original originally other others our out over paid pair pairs part pay pays per percent previous product quarter quarters rather ratio remainder
remaining rest same score second sell sells several shared she shorter since slower smaller so sold some spend spends spent split still stolen sum take takes taller than that the
their them then there these they third thirds this those thousand thousands thrice time times to together took total triple tripled twice under until up use used uses was we were
what when where which while who whole will with without would year years you younger your
mehr weniger doppelt doppelte halb halbe hälfte drittel viertel je jeweils pro jeder jede jedes jedem noch übrig zusammen insgesamt und oder aber wenn als von mit für wird werden
wie viele viel was kostet kosten hat haben gibt sind ist das der die den dem ein eine einen einem einer`.split(/\s+/),
)
const tokens = /\(\?<\w+>|\\[a-z]|[a-zß-ÿ][a-zß-ÿ'-]*/g
export const inCapitals = (text: string): string =>
  text.replace(tokens, (each) => (small.has(each) ? each.toUpperCase() : each))

const WORD = "[a-zß-ÿ][a-zß-ÿ'-]*"
/** Up to three words, "red apples", or "pieces of cake". */
const THINGS = `(?:${WORD} ){0,2}${WORD}(?: of ${WORD})?`
const WHO = `(?:(?:the|a|an|my|his|her|their|our|your|one|this|that) )?(?:(?:mr|mrs|ms|dr)\\.? )?(?:he|she|they|it|you|we|i|${WORD})(?: ${WORD})?`
const NUMBER = String.raw`(?<![\d./-])\d+(?:\.\d+)?(?![\d/:%]|\.\d)`
const PERCENT = String.raw`(?<![\d./-])\d+(?:\.\d+)?%`

const phrases: Readonly<Record<string, string>> = {
  total: `(?: (?:in (?:total|all)|altogether|all together|together|overall|all in all|now|then))?`,
  all: `(?: (?:in (?:total|all)|altogether|all together|together|overall|combined))`,
  end: String.raw`\s?[?.]?`,
  word: WORD,
  adjective:
    '(?:red|blue|green|yellow|white|black|pink|purple|orange|brown|grey|gray|gold|silver|big|small|large|little|long|short|new|male|female|wooden|plastic|metal|glass|round|square|sweet|sour|ripe|fresh|hot|cold|dark|light|toy|chocolate|vanilla|strawberry|lemon|cherry)',
  stop: `[.;:,] `,
  a: '(?:a|an|one|1|the|each|every)',
  per: '(?:an?|per|each|every)',
  do: '(?:do|does|did|will|would|can|must|should)',
  have: '(?:have|own|get|hold|contain)',
  buys: '(?:buys|bought|buy|is buying|purchases|purchased|orders|ordered|wants to buy|wanted to buy|gets|got|takes|took|picks up|picked up)',
  sum: `(?:(?:how much (?:money )?(?:do|does|did|will|must|would|should|is|are|has|have)|what (?:do|does|did|will|must|would)|how much) (?:(?:the|all|these|those) )?(?:total|bill|it|that|they|he|she|i|you|we|them|all|everything|customer|cashier|cost|purchase|this|~w9|(?:the )?@t9)?(?: (?:cost|costs|pay|paid|spend|spent|have to pay|need to pay|to pay|owe|come to|amount to|be))?(?: (?:for )?(?:(?:all )?(?:of )?them|it|everything|all of it|the @t8|all))?(?: (?:in (?:total|all)|altogether|all together|together|overall))?|what (?:is|was|will be) (?:the|his|her|their) (?:total|total cost|total price|total amount|total bill|cost|bill|price)(?: (?:of|for) (?:them|all(?: of them)?|it|everything|the purchase|(?:the |these |his |her |all the )?@t7))?|find the (?:total cost|total price|total|cost)(?: of (?:the )?@t6)?)`,
  find: "(?:(?:please )?(?:find|calculate|compute|determine|work out|give|state|what is|what was|what will be|what would be|how (?:big|large|long|much) is|what’s|what's))",
  when: '(?:yesterday|today|this (?:morning|afternoon|evening)|in the (?:morning|afternoon|evening)|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:the )?(?:next|second|following|first) day|on the (?:first|second|next) day|last (?:week|night|month)|this (?:week|month)|in (?:january|february|march|april|may|june|july|august|september|october|november|december))',
  length:
    '(?:mm|cm|dm|m|km|millimet(?:er|re)s?|centimet(?:er|re)s?|met(?:er|re)s?|kilomet(?:er|re)s?|inch(?:es)?|in|feet|foot|ft|yards?|yd|miles?|units?)',
}

interface Compiled {
  pattern: RegExp
  /** Each name with the groups that stand for it: alternatives may name the same. */
  groups: ReadonlyMap<string, readonly string[]>
}

/**
 * A template, made ready when a text may match it: its pattern is long, and most texts lack a word that it cannot do without, or have more numbers.
 */
export function prepareTemplate(template: string): (text: string) => ReadonlyMap<string, string> | null {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => phrases[name] ?? '(?!)')
  const mayMatch = needsOfTemplate(filled)
  const most = filled.match(/#|\\d|\d/g)?.length ?? 0
  let compiled: Compiled | undefined
  return (text) => {
    const { numbers, inSmall } = askedOf(text)
    if (numbers > most || !mayMatch(inSmall)) return null
    compiled ??= compileTemplate(filled)
    return namedIn(compiled, text)
  }
}

/** What every template asks of a text before it is made ready. */
const askedOf = remembering((text) => ({
  numbers: text.match(/\d+(?:\.\d+)?/g)?.length ?? 0,
  inSmall: text.toLowerCase(),
}))

function compileTemplate(filled: string): Compiled {
  const groups = new Map<string, string[]>()
  const source = filled
    .replace(/\((?!\?)/g, '(?:')
    .replace(/#([a-z]\d?)(%?)/g, (_, name: string, percent: string) => `(?<n_${name}>${percent ? PERCENT : NUMBER})`)
    .replace(/@([a-z]\d?)/g, (_, name: string) => `(?<t_${name}>${THINGS})`)
    .replace(/~([a-z]\d?)/g, (_, name: string) => `(?<w_${name}>${WHO})`)
    .replace(/\(\?<([ntvw]_[a-z]\d?)>/g, (_, name: string) => {
      const known = groups.get(name) ?? []
      const group = `${name}_${known.length}`
      groups.set(name, [...known, group])
      return `(?<${group}>`
    })
  return { pattern: new RegExp(`^${inCapitals(source)}$`), groups }
}

/** What the groups of a match hold, by the names of the template; of a text in capitals where these are due. */
function namedIn({ pattern, groups }: Compiled, text: string): ReadonlyMap<string, string> | null {
  const match = pattern.exec(text)?.groups
  if (match === undefined) return null
  const named = new Map<string, string>()
  for (const [name, all] of groups) {
    const found = all.map((group) => match[group]).find((each) => each !== undefined)
    if (found !== undefined) named.set(name, found.toLowerCase())
  }
  return named
}

/** Longer questions tell more than one short story. */
export const MAX_LENGTH = 400

/** Readers of short stories, one for each, so that others get a turn in between: templates are made ready when a question asks for them. */
export const storyReaders = (stories: readonly Story[], source: string): readonly QuestionReader[] =>
  stories.map((story) => {
    let templates: readonly ReturnType<typeof prepareTemplate>[] | undefined
    const read = ({ text, question, context }: Asked): Solved | null => {
      if (text.length > MAX_LENGTH || context.trim() !== '') return null
      const { plain, written } = storyOf(text)
      templates ??= story.templates.map(prepareTemplate)
      for (const match of templates) {
        const told = toldBy(match(written), plain, question)
        const result = told === null ? null : story.solve(told)
        if (result !== null) return asSolved(story.what, result)
      }
      return null
    }
    return Object.assign(read, { source })
  })

/** A question as the templates read it; all of them ask for the same. */
const storyOf = remembering((text) => {
  const plain = plainStory(text)
  return { plain, written: inCapitals(plain) }
})

/** Small letters, one blank between words, "25%", and no words of politeness. */
export const plainStory = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/\s+%/g, '%')
    .replace(/(?<=\d)\s?(?:cents)(?=\s(?:each|per|a)\b)/g, ' cents')
    .replace(/(?<=\d ?)([ap])\.? ?m\b\.?(?= (?:and|to|until|till|after|it|what|when)|[,?])/g, '$1m')
    .replace(/\bplease\b ?/g, '')
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,?;:])/g, '')
    .trim()

function toldBy(named: ReadonlyMap<string, string> | null, text: string, question: string): Told | null {
  if (named === null) return null
  const kinds = new Map<string, string[]>()
  for (const [name, found] of named) {
    const kind = name.slice(0, 3)
    if (/^[tw]/.test(kind)) kinds.set(kind, [...(kinds.get(kind) ?? []), found])
  }
  for (const [kind, found] of kinds) if (!areOne(found, kind.startsWith('w'))) return null
  const raw = (name: string) => named.get(`n_${name}`) ?? ''
  return {
    number: (name) => Number(raw(name).replace('%', '') || Number.NaN),
    raw,
    word: (name) => named.get(`t_${name}`) ?? named.get(`w_${name}`) ?? named.get(`v_${name}`) ?? '',
    has: (name) => ['n', 't', 'v', 'w'].some((kind) => named.has(`${kind}_${name}`)),
    text,
    question,
  }
}

const pronoun = /^(?:he|she|they|it|you|we|i)$/

/**
 * Whether all of these name the same: the last word of each, in singular, and no other words before it; of people a pronoun is anybody. The last is asked for: "blue balls" are not
 * all balls that were told of.
 */
export function areOne(found: readonly string[], arePeople: boolean): boolean {
  const phrases = found
    .filter((each) => !(arePeople && pronoun.test(each)))
    .map((each) => each.replace(article, '').split(' '))
  const heads = new Set(
    phrases.map((words) =>
      stem(
        words
          .join(' ')
          .replace(/ of .*$/, '')
          .split(' ')
          .at(-1) ?? '',
      ),
    ),
  )
  if (arePeople) return heads.size <= 1
  const dressed = phrases.filter((words) => words.length > 1).map((words) => words.map(stem).join(' '))
  const isAskedCloser = (phrases.at(-1)?.length ?? 0) > 1 && phrases[0]?.length === 1
  return heads.size <= 1 && new Set(dressed).size <= 1 && !isAskedCloser
}

const article = /^(?:the|a|an|my|his|her|their|our|your|one|this|that) /

/** The thing, of one or many, and of what is its own. */
export const stem = (word: string): string => singular(word.replace(/(?:'s|s')$/, ''))

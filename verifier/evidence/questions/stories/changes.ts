/*
 * Stories of one amount that grows and shrinks, sentence by sentence: "Tom had 12 apples. He gave 5 to Anna. Then he bought 3 more. How many apples does he have now?" Every sentence has to be
 * one of these; a story with any other is not read.
 */
import { type Asked, asSolved, type QuestionReader, type Solved } from '../form.js'
import { areOne, inCapitals, MAX_LENGTH, plainStory, prepareTemplate } from './whole.js'

type Kind = 'start' | 'more' | 'less'

const AGAIN =
  '(?:(?:then|later|after that|and|and then|next|but|but then|today|in the morning|in the afternoon|in the evening|the next day|on the way home),? )?'
const PLACE =
  '(?: (?:in|on|at|from|to|into|out of|off|for|with|near) (?:the|a|an|his|her|their|my|our|its)? ?~p1(?: @q1)?)?'
const GETS =
  '(?:gets?|got|buys?|bought|finds?|found|receives?|received|picks?|picked|collects?|collected|wins?|won|earns?|earned|makes?|made|bakes?|baked|is given|was given|gathers?|gathered|adds?|added|draws?|drew|catches|caught|borrows?|borrowed)'
const LOSES =
  '(?:gives?|gave|loses?|lost|eats?|ate|sells?|sold|uses?|used|breaks?|broke|spends?|spent|donates?|donated|throws?|threw|drops?|dropped|drinks?|drank|lends?|lent|burns?|burned)'

const sentences: readonly (readonly [Kind, string])[] = [
  [
    'start',
    `${AGAIN}~w1 (has|have|had|owns|owned|starts? with|started with|collected|picked|baked|caught|bought|made) #a @t1${PLACE}`,
  ],
  ['start', `there (are|were) #a @t1${PLACE}`],
  ['start', `#a @t1 (are|were|sit|sat|are sitting|were sitting|are playing|were playing) (in|on|at) (the|a|an) @p1`],
  ['start', `(a|the) ~w1 (has|have|had|holds|held|contains|contained) #a @t1`],
  ['start', '(a|the) @p1 (is|was) (cut|divided|sliced) into #a( equal)? @t1'],
  ['more', `${AGAIN}~w1 ${GETS} #a more( @t1)?${PLACE}`],
  ['more', `${AGAIN}~w1 ${GETS} (another|an additional) #a( @t1)?${PLACE}`],
  ['more', `${AGAIN}~o1 (gives?|gave) (him|her|them|me) #a( more)?( @t1)?`],
  [
    'more',
    `${AGAIN}#a more( @t1)? (come|came|arrive|arrived|join|joined|get on|got on|land|landed|are added|were added|join them|joined them|fly in|flew in|climb in|get in)${PLACE}`,
  ],
  [
    'less',
    `${AGAIN}~w1 ${LOSES} #a( of (them|(his|her|their|the) @t2)| @t1)?( away)?( to (her|his|their|a|the|my) @o1| to ~o2)?( for (lunch|breakfast|dinner))?( to (make|build|bake|decorate|write|knit|sew) (a|an|the|his|her) @p2)?`,
  ],
  [
    'less',
    `${AGAIN}#a( of (them|the @t2)| @t1)? (leave|left|fly away|flew away|go away|went away|go home|went home|are sold|were sold|are eaten|were eaten|get off|got off|run away|ran away|swim away|swam away|break|broke|die|died|walk away|walked away|burst|fall off|fell off|melt|melted|are broken|were broken|pop|popped|popped)${PLACE}`,
  ],
]

const asks = [
  `how many( @t1)? (does|do|did|will|would) ~w1 (still )?(have|own)( left| now| left over| in total| altogether| in all| then| remaining)*`,
  `how many( @t1)? (are|were|will be|remain) (there )?(now|left|left over|still there|remaining|in total|altogether|in all|in the @p1)*( in the @p2| on the @p3)?( now)?`,
  `how many( @t1)? are (in|on|at) the @p1( now)?`,
  `how many( @t1)? has ~w1( got)?( left| now)?`,
]

const readSentence = sentences.map(([kind, template]) => [kind, prepareTemplate(template)] as const)
const readAsks = asks.map(prepareTemplate)

/** One sentence: what it does to the amount, by how much, whose it is and of what. */
interface Happened {
  kind: Kind
  by: number
  who: string
  things: readonly string[]
}

const pronoun = /^(?:he|she|they|it|you|we|i)$/

function happened(sentence: string): Happened | null {
  for (const [kind, match] of readSentence) {
    const named = match(inCapitals(sentence))
    if (named === null) continue
    return {
      kind,
      by: Number(named.get('n_a')),
      who: named.get('w_w1') ?? '',
      things: ['t_t1', 't_t2'].flatMap((name) => named.get(name) ?? []),
    }
  }
  return null
}

/** The story is cut where a sentence ends, or an event is told behind "and". */
const ends =
  /[.;!] |, (?:and )?(?:then )?(?=\d|he |she |they )| and (?:then )?(?=(?:gave|lost|ate|sold|used|bought|found|got|received|spent|threw|gives|loses|eats|sells|uses|buys|finds|gets|receives) )/

function reading({ text, context }: Asked): Solved | null {
  if (text.length > MAX_LENGTH || context.trim() !== '') return null
  const plain = plainStory(text)
  const cut = /^(.*[.;,]) (how many [^.;?]*?)\s?\??$/.exec(plain)
  if (cut === null) return null
  const asked = readAsks.map((match) => match(inCapitals(cut[2] ?? ''))).find((named) => named !== null)
  if (asked === undefined || asked === null) return null
  const parts = (cut[1] ?? '')
    .slice(0, -1)
    .split(ends)
    .map((each) => each.trim())
  const things: string[] = []
  const people: string[] = [asked.get('w_w1') ?? ''].filter((each) => each !== '' && !pronoun.test(each))
  let amount = Number.NaN
  let subject = ''
  const way: number[] = []
  for (const [i, part] of parts.entries()) {
    // "and gave 3 away" goes on with who did the last thing.
    const told = happened(part) ?? (subject === '' ? null : happened(`${subject} ${part}`))
    if (told === null || (told.kind === 'start') !== (i === 0)) return null
    things.push(...told.things)
    if (told.who !== '' && !pronoun.test(told.who)) people.push(told.who)
    if (told.who !== '') subject = told.who
    amount = told.kind === 'start' ? told.by : amount + (told.kind === 'more' ? told.by : -told.by)
    if (!(amount >= 0)) return null
    way.push(amount)
  }
  things.push(...[asked.get('t_t1') ?? ''].filter((each) => each !== ''))
  if (parts.length < 2 || !areOne(things, false) || !areOne(people, true)) return null
  return asSolved('what there is in the end', { values: [[amount]], way })
}

export const changeStories: QuestionReader = Object.assign(reading, { source: 'how many' })

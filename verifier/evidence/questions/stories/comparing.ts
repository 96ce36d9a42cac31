/* Stories of two who are compared: "Anna has twice as many as Ben". Matched whole. */
import { DID, DO, isOneDeed } from './deeds.js'
import { type Story, storyReaders, type Told } from './whole.js'

/** "twice as many", "3 times as many", "half as many" as a factor; null for others. */
const FACTOR = '(?<v_f>twice|thrice|half|double|\\d+ times)'
function factor(told: Told): number {
  const word = told.word('f')
  return word === 'twice' || word === 'double'
    ? 2
    : word === 'thrice'
      ? 3
      : word === 'half'
        ? 0.5
        : Number.parseInt(word, 10)
}

const comparing: readonly Story[] = [
  {
    what: 'so many times as many',
    templates: [
      `~a1 (?<v_h1>${DID}) #a( @t1)?(([.;,]|,? and) )~b1 (?<v_h2>${DID}) ${FACTOR} as (many|much)( @t2)?( as ~a2)?[.;,] how (many|much)( @t3)? (does|do|did) ~b2 (?<v_z1>${DO}){total}{end}`,
      `~b1 (?<v_h1>${DID}) ${FACTOR} as (many|much)( @t2)? as ~a1[.;,] ~a2 (?<v_h2>${DID}) #a( @t1)?[.;,] how (many|much)( @t3)? (does|do|did) ~b2 (?<v_z1>${DO}){total}{end}`,
      `~a1 (?<v_h1>${DID}) #a( @t1)?(([.;,]|,? and) )~b1 (?<v_h2>${DID}) double (that|that (number|amount)|the (number|amount))(?<v_f>)[.;,] how (many|much)( @t3)? (does|do|did) ~b2 (?<v_z1>${DO}){end}`,
    ],
    solve: (told) => (areBoth(told) || !isSame(told) ? null : whole(told, factor(told) * told.number('a'))),
  },
  {
    what: 'both together',
    templates: [
      `~a1 (?<v_h1>${DID}) #a( @t1)?(([.;,]|,? and) )~b1 (?<v_h2>${DID}) ${FACTOR} as (many|much)( @t2)?( as ~a2)?[.;,] how (many|much)( @t3)? (do|did) (they|both|both of them|~a3 and ~b2|the (two|2)( of them)?) (?<v_z1>${DO}){all}{end}`,
      `~b1 (?<v_h1>${DID}) ${FACTOR} as (many|much)( @t2)? as ~a1[.;,] ~a2 (?<v_h2>${DID}) #a( @t1)?[.;,] how (many|much)( @t3)? (do|did) (they|both|both of them|~a3 and ~b2|the (two|2)( of them)?) (?<v_z1>${DO}){all}{end}`,
    ],
    solve: (told) => {
      const other = whole(told, factor(told) * told.number('a'))
      return other === null || !isSame(told) ? null : { values: [[told.number('a') + other]], way: [other] }
    },
  },
  {
    what: 'the number of the other',
    templates: [
      `~a1 (?<v_h1>${DID}) #a( @t1)?(([.;,]|,? and|,? but) )~b1 (?<v_h2>${DID}) #b (?<v_m>more|fewer|less)( @t2)?( than ~a2)?[.;,] how (many|much)( @t3)? (does|do|did) ~b2 (?<v_z1>${DO}){total}{end}`,
      `~b1 (?<v_h1>${DID}) #b (?<v_m>more|fewer|less)( @t2)? than ~a1[.;,] ~a2 (?<v_h2>${DID}) #a( @t1)?[.;,] how (many|much)( @t3)? (does|do|did) ~b2 (?<v_z1>${DO}){total}{end}`,
    ],
    solve: (told) =>
      areBoth(told) || !isSame(told) ? null : positive(told.number('a') + sign(told) * told.number('b')),
  },
  {
    what: 'both together',
    templates: [
      `~a1 (?<v_h1>${DID}) #a( @t1)?(([.;,]|,? and|,? but) )~b1 (?<v_h2>${DID}) #b (?<v_m>more|fewer|less)( @t2)?( than ~a2)?[.;,] how (many|much)( @t3)? (do|did) (they|both|both of them|~a3 and ~b2|the (two|2)( of them)?) (?<v_z1>${DO}){all}{end}`,
      `~b1 (?<v_h1>${DID}) #b (?<v_m>more|fewer|less)( @t2)? than ~a1[.;,] ~a2 (?<v_h2>${DID}) #a( @t1)?[.;,] how (many|much)( @t3)? (do|did) (they|both|both of them|~a3 and ~b2|the (two|2)( of them)?) (?<v_z1>${DO}){all}{end}`,
    ],
    solve: (told) => {
      const other = positive(told.number('a') + sign(told) * told.number('b'))
      return other === null || !isSame(told) ? null : { values: [[told.number('a') + other]], way: [other] }
    },
  },
  {
    what: 'how many more or fewer',
    templates: [
      `~a1 (?<v_h1>${DID}) #a( @t1)?(([.;,]|,? and|,? but|,? while) )~b1 (?<v_h2>${DID}) #b( @t2)?[.;,] how many (?<v_m>more|fewer|less)( @t3)? (does|do|did) ~a2 (?<v_z1>${DO}) than ~b2{end}`,
      `~b1 (?<v_h1>${DID}) #b( @t1)?(([.;,]|,? and|,? but|,? while) )~a1 (?<v_h2>${DID}) #a( @t2)?[.;,] how many (?<v_m>more|fewer|less)( @t3)? (does|do|did) ~a2 (?<v_z1>${DO}) than ~b2{end}`,
      '(there are |there were |~w1 has |~w1 had )#a @a1 and #b @b1( (in|on|at) @c1)?[.;,] how many (?<v_m>more|fewer) @a2 than @b2( are there| (does|did) ~w2 have)?( (in|on|at) @c2)?{end}',
      '(there are |there were |~w1 has |~w1 had )#b @b1 and #a @a1( (in|on|at) @c1)?[.;,] how many (?<v_m>more|fewer) @a2 than @b2( are there| (does|did) ~w2 have)?( (in|on|at) @c2)?{end}',
      `(what is |find )?how many more is #a than #b{end}`,
    ],
    solve: (told) => {
      const more = told.number('a') - told.number('b')
      if (!isSame(told)) return null
      return told.word('m') === 'more' || told.word('m') === '' ? positive(more) : positive(-more)
    },
  },
  {
    what: 'all of them',
    templates: [
      `~a1 (?<v_h1>${DID}) #a( @t1)?(([.;,]|,? and) )~b1 (?<v_h2>${DID}) #b( @t2)?[.;,] how many( @t3)? (do|did) (they|both|both of them|~a2 and ~b2|the (two|2)( of them)?) (?<v_z1>${DO}){all}?{end}`,
      `~a1 (?<v_h1>${DID}) #a( @t1)?, ~b1 (?<v_h2>${DID}) #b( @t2)?,? and ~c1 (?<v_h3>${DID}) #c( @t3)?[.;,] how many( @t4)? (do|did) (they|all of them|the (three|3)( of them)?) (?<v_z1>${DO}){all}?{end}`,
    ],
    solve: (told) =>
      isSame(told) ? told.number('a') + told.number('b') + (told.has('c') ? told.number('c') : 0) : null,
  },
  {
    what: 'how many more are needed',
    templates: [
      `~w1 (has|have|had|already has|has collected|collected|has read|has saved|saved|picked) #a( @t1)?[.;,] how many more( @t2)? (does|do|did|must|should|will) ~w2 (still )?(need|have|want) to (have|get|buy|collect|find|pick|read|make|reach|save)( to have)? #b( @t3)?( altogether| in all| in total| in (his|her|their) collection)?{end}`,
      `~w1 (wants|needs|wants to have|wants to collect|wants to read|needs to collect|needs to have|would like to have) #b @t1[.;,] ~w2 (already |now )?(has|have|has collected|has read) #a( @t2| of them)?( already| so far)?[.;,] how many more( @t3)? (does|do|must|should) ~w3 (still )?(need|have|collect|read|buy)( to (collect|get|buy|read|have|find))?{end}`,
    ],
    solve: (told) => positive(told.number('b') - told.number('a')),
  },
  {
    what: 'the rest',
    templates: [
      '(there (are|were) |~w1 (has|have|had) )#a @t1( (in|on|at) (the|a|an|our|his|her) @p1)?[.;,] #b( of (them|the @t2))? (are|were|is) (?<w_c1>{word})( and|[.;,]) the (rest|others|remaining ones)( of them)? (are|were) (?<w_d1>{word})[.;,] how many( of them| @t3)? (are|were) (?<w_d2>{word}){end}',
      '#a @t1 (are|were) (in|on|at) (the|a|an|our|his|her) @p1[.;,] #b( of (them|the @t2))? (are|were|is) (?<w_c1>{word})( and|[.;,]) the (rest|others|remaining ones)( of them)? (are|were) (?<w_d1>{word})[.;,] how many( of them| @t3)? (are|were) (?<w_d2>{word}){end}',
      '(there are |~w1 has )#a @t1[.;,] #b( of them)? are (?<w_c1>girls|boys|men|women|red|blue|green|white|black)[.;,] how many (are|of them are)? ?(?<w_d1>girls|boys|men|women)( are there)?{end}',
    ],
    solve: (told) =>
      !isPair(told.word('c1'), told.word('d1'), told) ? null : positive(told.number('a') - told.number('b')),
  },
  {
    what: 'all of them',
    templates: [
      '(there (are|were) |(~w1|in (a|the|our|my) @q1,?( there)?) (has|have|had|holds|contains|contained|are|were) )#a {adjective}( @t1)?,? and #b {adjective} @t2( (in|on|at) (the|a|an|our|his|her|my) @p1)?[.;,] how many @t3 (are|were|does|do|did)( there| in the @q2| they| ~w2)?( have| own)?( in the @q3| in (it|there)| on the @q4)?{total}{end}',
      '(there (are|were) |(~w1|in (a|the|our|my) @q1,?( there)?) (has|have|had|are|were) )#a (?<v_g1>boys|girls|men|women|cats|dogs|cows|sheep|horses|pigs|goats|chickens|ducks|roses|tulips|lilies|apples|oranges|pears|bananas|plums|peaches|cars|trucks|adults|children),? and #b (?<v_i1>boys|girls|men|women|cats|dogs|cows|sheep|horses|pigs|goats|chickens|ducks|roses|tulips|lilies|apples|oranges|pears|bananas|plums|peaches|cars|trucks|adults|children)( (in|on|at) (the|a|an|our|his|her|my) @p1)?[.;,] how many (?<v_k1>children|students|pupils|kids|people|adults|animals|pets|flowers|fruits|pieces of fruit|vehicles) (are|were|does|do|did)( there| ~w2| they)?( have| own)?( in (the|that|this) @q2| on the @q4| in it)?{total}{end}',
      `~w1 (?<v_h1>${DID}) #a( @t1)? {when},? and #b( more)?( @t2)? {when}[.;,] (how (many|much)( @t3| far)?|how far) did ~w2 (?<v_z1>${DO}){all}{end}`,
      `~w1 (?<v_h1>${DID}) #a( @t1)? {when}[.;,] (then )?{when}?,? ?~w2 (?<v_h2>${DID}) #b( more)?( @t2)?( {when})?[.;,] (how (many|much)( @t3| far)?|how far) did ~w3 (?<v_z1>${DO}){all}{end}`,
    ],
    solve: (told) => {
      if (!isSame(told)) return null
      const kinds = [told.word('g1'), told.word('i1')]
      const all = told.word('k1')
      if (all !== '' && (kinds[0] === kinds[1] || !kinds.every((kind) => isA(kind, all)))) return null
      return told.number('a') + told.number('b')
    },
  },
  {
    what: 'the age',
    templates: [
      '~a1 is #a( years old)?(([.;,]|,? and) )~b1 is #b years (?<v_m>older|younger)( than ~a2)?[.;,] how old is ~b2{end}',
      '~b1 is #b years (?<v_m>older|younger) than ~a1[.;,] ~a2 is #a( years old)?[.;,] how old is ~b2{end}',
      '~a1 is #a( years old)?(([.;,]|,? and) )~b1 is #b years (?<v_m>older|younger)( than ~a2)?[.;,] what is (the age of ~b2|(his|her) age){end}',
    ],
    // "He is 3 years older": who is "he"?
    solve: (told) =>
      pronoun.test(told.word('b1')) ? null : positive(told.number('a') + sign(told) * told.number('b')),
  },
  {
    what: 'the age',
    templates: [
      '~a1 is #a( years old)?(([.;,]|,? and) )~b1 is ' +
        FACTOR +
        " (as old|(his|her|~a3's?) age)( as ~a2)?[.;,] how old is ~b2{end}",
      `~b1 is ${FACTOR} as old as ~a1[.;,] ~a2 is #a( years old)?[.;,] how old is ~b2{end}`,
    ],
    solve: (told) => (pronoun.test(told.word('b1')) ? null : factor(told) * told.number('a')),
  },
  {
    what: 'the age then',
    templates: [
      '~a1 is (now )?#a( years old)?( now| today)?[.;,] how old will ~a2 be in #b years( time)?{end}',
      '~a1 is (now )?#a( years old)?( now| today)?[.;,] how old will ~a2 be #b years from now{end}',
      '~a1 is (now )?#a( years old)?( now| today)?[.;,] how old (?<v_g>was) ~a2 #b years ago{end}',
      '~a1 was #a( years old)? #b years ago[.;,] how old is ~a2( now| today)?{end}',
      '~a1 will be #a( years old)? in #b years[.;,] how old is ~a2 (?<v_g>now|today){end}',
    ],
    solve: (told) => positive(told.number('a') + (told.has('g') ? -1 : 1) * told.number('b')),
  },
]

const kindsOf: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:boys|girls)$/, /^(?:children|students|pupils|kids|people)$/],
  [/^(?:men|women|adults|children)$/, /^people$/],
  [/^(?:men|women)$/, /^adults$/],
  [/^(?:cats|dogs|cows|sheep|horses|pigs|goats|chickens|ducks)$/, /^animals$/],
  [/^(?:cats|dogs)$/, /^pets$/],
  [/^(?:roses|tulips|lilies)$/, /^flowers$/],
  [/^(?:apples|oranges|pears|bananas|plums|peaches)$/, /^(?:fruits|pieces of fruit)$/],
  [/^(?:cars|trucks)$/, /^vehicles$/],
]
const isA = (kind: string, all: string) => kindsOf.some(([one, many]) => one.test(kind) && many.test(all))

/** What is asked is what both did. */
const isSame = (told: Told) =>
  told.word('z1') === '' || isOneDeed([told.word('h1'), told.word('h2'), told.word('h3')], told.word('z1'))
/** Of "22 are red and the rest are green" the two are two; of what is told without its rest they make a pair. */
const isPair = (one: string, other: string, told: Told) =>
  one !== other &&
  (told.text.includes('the rest') ||
    told.text.includes('the other') ||
    told.text.includes('remaining') ||
    /^(?:girls boys|boys girls|men women|women men)$/.test(`${one} ${other}`))

/** "How many do they have?" asks of both. */
const areBoth = (told: Told) => /^(?:they|we|you)$/.test(told.word('b2'))
const pronoun = /^(?:he|she|they|it|you|we|i)$/
const sign = (told: Told) => (/more|older/.test(told.word('m')) ? 1 : -1)
const positive = (value: number) => (value >= 0 ? value : null)
/** Half of an odd number is no number of things; of money it may be. */
const whole = (told: Told, value: number) => (Number.isInteger(value) || /[$€£]/.test(told.question) ? value : null)

export const comparingStories = storyReaders(comparing, 'how many|how much|how old|age')

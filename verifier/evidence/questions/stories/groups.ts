/* Stories of equal groups: "5 boxes with 12 pens in each". One product or quotient. */
import { type Story, storyReaders, type Told } from './whole.js'

/** So many boxes with so many in each, so much for each hour: one product, or one quotient. */
const product = (told: Told) => (told.has('u') ? 7 : told.number('a')) * told.number('b')

const TIMES =
  '(?:second|minute|hour|day|night|week|month|year|game|trip|visit|shift|lesson|page|row|round|bag|box|bottle|car|table|team|class|shelf|pack|packet|tree|person|child|student|ticket)'

/** How many groups are needed, as whole ones. */
const holders =
  '(?:boxes|bags|buses|cars|vans|taxis|boats|tables|packs|packets|trips|shelves|cartons|crates|baskets|jars|bottles|pages|rows|teams|tents|rooms|trucks|trays|bunches|bouquets|plates|albums|envelopes|containers|groups)'

const groups: readonly Story[] = [
  {
    what: 'all of them together',
    templates: [
      '(there are |~w1 (has|have|had|owns|{buys}|packs|packed|fills|filled|makes|made|sees|saw|needs) )?#a @b1 (with|of|containing|holding|that hold|that contain|that have|each with|each containing|each holding|each of) #b @t1( (in )?each( @b2)?| inside)?([.:;,]|, and|,? -|-) ?how many @t2( (are (there|they|in them)|(do|does) ~w2 (have|own|need|see|pack|get|buy)|did ~w3 (have|buy|get|pack|make|see)|has ~w4))?{total}{end}',
      '(each|every) @p1 (needs|gets|has|receives|eats|buys|brings) #b @t1[.;,] how many @t2 do #a @p2 (need|get|have|receive|eat|buy|bring){total}{end}',
      '#a @b1 (with|of|containing|holding) #b @t1( in)? each( @b2)?([.:;,]|,? -|-) how many( @t2)?( (are|is) (there|that|it))?{total}{end}',
      'how many @t1 are (there )?in #a @b1 (of|with|containing|holding) #b( @t2)?( each)?{total}{end}',
      'how many @t1 are (there )?in #a @b1,? (if (there are )?|when |with )(each|every|one|a|the)?( @b2)? ?(contains?|holds?|has|have|with|there are)? ?#b( @t2)?( in each( @b3)?| each)?{total}{end}',
      '~w1 (has|have|had|{buys}) #a @b1[.;,] (there are #b @t1 in (each|every)( @b2)?|(each|every)( @b2)? (has|holds|contains|had|held|contained) #b @t2)[.;,] how many @t3 (does|did|do) ~w2 {have}{total}{end}',
      '(there are )?#a @b1[.;,] (there are #b @t1 in (each|every)( @b2)?|(each|every)( @b2| of them)? (has|holds|contains|had|held|contained) #b @t2)[.;,] how many @t3 (are there|are in (the|all) @b3|do (they|the @b4) (have|hold|contain)){total}{end}',
      '{a} @b1 (has|holds|contains|can hold) #b @t1[.;,] how many @t2 (are (there )?in|do|can|fit in) #a @b2( (have|hold|contain))?{total}{end}',
      '#a (children|people|friends|students|boys|girls|players|workers|pupils|persons|men|women|kids) (each )?(have|has|get|got|eat|ate|bring|brought|read|make|made|buy|bought|carry|carried|need|collect|collected|pick|picked) #b @t1( each)?[.;,] how many @t2 (do|did|is|are) (they|the (children|people|friends|students|boys|girls|players|workers|pupils|persons|men|women|kids)) (have|get|eat|bring|read|make|buy|carry|need|collect|pick|that){total}{end}',
    ],
    // "4 boxes with 6 apples" may hold 6 in all.
    solve: (told) => (/\b(?:each|every|per|a|one)\b|\d [^\d]+ of \d/.test(told.text) ? product(told) : null),
  },
  {
    what: 'the amount in all',
    templates: [
      `~w1 (reads?|runs?|walks?|writes?|makes?|earns?|saves?|sells?|bakes?|drinks?|eats?|types?|swims?|cycles?|plants?|uses?|picks?|produces?|prints?|packs?|paints?|solves?|learns?|drives?|gets paid|is paid) #b( @t1)? {per} (?<t_p1>${TIMES})[.;,] (how (many|much)( @t2| far)?|how far|what) (does|do|will|can|would|did) ~w2 (read|run|walk|write|make|earn|save|sell|bake|drink|eat|type|swim|cycle|plant|use|pick|produce|print|pack|paint|solve|learn|drive|get paid|get|be paid) (in|for|on|after|over|during|if ~w3 works) #a (?<t_p2>${TIMES}s|boxes|classes|shelves|children){total}{end}`,
      `~w1 (reads?|runs?|walks?|writes?|makes?|earns?|saves?|sells?|bakes?|drinks?|eats?|swims?|cycles?|plants?|uses?|picks?|produces?|drives?) #b( @t1)? (a|per|each|every) day[.;,] (how (many|much)( @t2| far)?|how far) (does|do|will|can|would|did) ~w2 (read|run|walk|write|make|earn|save|sell|bake|drink|eat|swim|cycle|plant|use|pick|produce|drive) (in|per|each|every) ?(a|one)? (?<n_u>week){end}`,
      `~w1 (earns?|gets?|makes?|is paid|gets paid|charges?) #b {per} (?<t_p1>hour|day|week|month)[.;,] ~w2 (works?|worked|works? for|worked for) #a (?<t_p2>hours|days|weeks|months)[.;,] how much (money )?(does|did|do|will) ~w3 (earn|make|get|charge)( @t9)?{total}{end}`,
      '~w1 (earns?|gets?|makes?|is paid) #b (an|per) hour and (works?|worked) (for )?#a hours[.;,] how much (money )?(does|did|do|will) ~w2 (earn|make|get){total}{end}',
    ],
    solve: product,
  },
  {
    what: 'what each of them gets',
    templates: [
      '(~w1 (shares?|shared|divides?|divided|splits?|split|distributes?|distributed|gives?|gave|wants to share|deals?|dealt)( out)? )?#a @t1( (are|is|were|was))? ?(shared|divided|split|distributed|given|dealt)?( out)?( equally| evenly| fairly)? (among|between|amongst|to)( (his|her|their|the))? #b @p1( equally| evenly| fairly)?[.;,] how many( @t2)? (does|do|did|will|would|can) (each|every|one)( of the)?( @p2| of them| of the @p3)? (get|receive|have){end}',
      'if #a @t1 (are|is|were) (shared|divided|split|distributed)( equally| evenly)? (among|between|amongst) #b @p1,? how many( @t2)? (does|do|did|will|would) (each|every|one)( @p2| of them| of the @p3)? (get|receive|have){end}',
      '#b @p1 share #a @t1( equally| evenly| fairly)?[.;,] how many( @t2)? (does|do|did|will|would) (each|every|one)( @p2| of them)? (get|receive|have){end}',
    ],
    solve: (told) => {
      // A share that is left over is asked for, or nobody knows how it is dealt with.
      if (told.number('b') === 0 || told.number('a') % told.number('b') !== 0) return null
      return /equally|evenly|fairly|share|divided|split/.test(told.text) ? told.number('a') / told.number('b') : null
    },
  },
  {
    what: 'the length of each piece',
    templates: [
      '(a|the|an) ({word} )?{word} (is |of |that is |measures |measuring )#a ?{length}( long)?( and|[.;,])?( it| that)? ?(is|was) (cut|divided|split|sawn) into #b equal (pieces|parts|sections|lengths)[.;,] how long is (each|one|every) (piece|part|section|of them|one){end}',
    ],
    solve: (told) => told.number('a') / told.number('b'),
  },
  {
    what: 'what each gets, and what is left over',
    templates: [
      '(~w1 (shares?|shared|divides?|divided|splits?|split|distributes?|distributed)( out)? )?#a @t1( (are|is|were|was))? ?(shared|divided|split|distributed)?( out)?( equally| evenly| fairly)? (among|between|amongst)( (his|her|their|the))? #b @p1( equally| evenly| fairly)?[.;,] how many( @t2)? (does|do|did|will|would) (each|every|one)( @p2| of them| of the @p3)? (get|receive|have),? and how many( @t3)? (are|will be|is|remain|were) ?(left|left over|over|remaining)?{end}',
    ],
    solve: (told) => {
      const [a, b] = [told.number('a'), told.number('b')]
      return Number.isInteger(a) && Number.isInteger(b) && b > 0
        ? { values: [[Math.floor(a / b)], [a % b]], way: [Math.floor(a / b) * b] }
        : null
    },
  },
  {
    what: 'what is left over',
    templates: [
      '(~w1 (shares?|shared|divides?|divided|splits?|split|distributes?|distributed)( out)? )?#a @t1( (are|is|were|was))? ?(shared|divided|split|distributed)?( out)?( equally| evenly| fairly)? (among|between|amongst)( (his|her|their|the))? #b @p1( equally| evenly| fairly)?[.;,] how many( @t2)? (are|will be|were|remain) ?(left|left over|over|remaining)?{end}',
      '#a @t1 (are|were) (packed|put|placed) (in|into) @b1 of #b( each)?[.;,] how many( @t2)? (are|will be|were|remain) ?(left|left over|over|remaining)?{end}',
    ],
    solve: (told) => {
      const [a, b] = [told.number('a'), told.number('b')]
      return Number.isInteger(a) && Number.isInteger(b) && b > 0
        ? { values: [[a % b]], way: [Math.floor(a / b), Math.floor(a / b) * b] }
        : null
    },
  },
  {
    what: 'the number of groups',
    templates: [
      `~w1 (has|have|had|bakes|baked|makes|made|picks|picked|collects|collected) #a @t1[.;,] ~w2 (puts?|packs?|packed|places?|placed|wants to put|arranges?|arranged) (them |the @t2 |these )?(in|into) (?<t_b1>${holders}) (of|with) #b( @t3)?( (in )?each( @b2)?)?[.;,] how many (?<t_b3>${holders}) (does|do|did|will|can|are) ~w3 (need|have|fill|make|get|use|there|needed){end}`,
      `#a @t1 (are|were) (packed|put|placed|arranged|sorted) (in|into) (?<t_b1>${holders}) (of|with) #b( @t3)?( (in )?each)?[.;,] how many (?<t_b3>${holders}) (are there|are needed|are filled|are made|can be filled|will be needed){end}`,
    ],
    solve: (told) => {
      const count = told.number('a') / told.number('b')
      return Number.isInteger(count) ? count : null
    },
  },
  {
    what: 'the number that is needed',
    templates: [
      `(?:{a} (?<t_b1>box|bag|bus|car|van|taxi|boat|table|tent|room|carton|crate|minibus|lift|elevator) (can )?(holds?|carry|carries|seats?|fits?|sleeps?|takes?|has room for)|(each|every) (?<t_b2>box|bag|bus|car|van|taxi|boat|table|tent|room|carton|crate|minibus) (can )?(holds?|carry|carries|seats?|fits?|sleeps?|takes?)) #b @t1[.;,] how many (?<t_b3>${holders}|minibuses|lifts) (are needed|do (they|you|we) need|does ~w1 need|must be (ordered|hired)|are required) (for|to (carry|hold|seat|transport|take|pack|fit)) #a @t2{end}`,
      `#a @t1 (want to |are going to |must |have to )?(go|travel|ride|be taken) (on a trip |on an excursion )?(by|in) (?<t_b1>bus|buses|cars?|vans?|boats?|taxis?|minibus|minibuses)[.;,] (each|every|one|a) (?<t_b2>bus|car|van|boat|taxi|minibus) (can )?(holds?|carry|carries|seats?|takes?|has) #b( @t2| seats)?[.;,] how many (?<t_b3>buses|cars|vans|boats|taxis|minibuses) (are needed|do they need|are required|must be (ordered|hired)){end}`,
    ],
    solve: (told) => {
      const count = told.number('a') / told.number('b')
      return { values: [[Math.ceil(count)]], way: [count, Math.floor(count)] }
    },
  },
]

export const groupStories = storyReaders(groups, 'how many|how much|how far|how long')

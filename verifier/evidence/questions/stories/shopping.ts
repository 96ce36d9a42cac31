/* Stories of prices and sums: "3 pens at $2 and a book at $9". Matched whole. */
import { type Story, storyReaders, type Told } from './whole.js'

const rise = (told: Told) => 1 + told.number('p') / 100
/** A price in cents is told in another unit than the sum may be. */
const inCents = (told: Told) => /\bcents?\b|\bpence\b|[¢]/.test(told.text)

/** "5 pens cost $6 each. What does one cost?" */
const asksForOne = (told: Told) =>
  /\b(?:does|did|will|would|is|for|of) (?:each|every|one|a|an|any|1|a single|it)\b[^.;,]*$/.test(told.text) &&
  !/\b(?:does|did|will|would) (?:each|every|one|a|an) @?\w+ (?:pay|spend)/.test(told.text)

// "It was reduced" may tell of the price before or after.
const REDUCED =
  '(?:is |are |gets? |is now )(?:reduced|discounted|marked down|lowered|cut|decreased|on sale|sold|offered)( in price)?(?: by| at| with| for)?(?: a)? #p%( off| discount| reduction)?'
const RAISED = '(?:(?:is |gets? )(?:raised|increased|marked up)|rises?|goes up|increases?) by #p%'
const NEW = '(?:new|sale|final|reduced|discounted|current|sales|selling)'
const PAYS =
  '(?:pays?|paid|gives?|gave|hands?|handed)(?: (?:him|her|the (?:cashier|clerk|seller|shopkeeper)))?(?: (?:with|over))?(?: a| an| one)?'
const NOTE = '(?: (?:note|bill|banknote|dollar bill|dollar note|euro note|pound note|coin))?'
const CHANGE =
  'how much (?:change|money) (?:do|does|did|will|should|would|is) (?:~w8|the customer) (?:get|receive|be given|have|given|get back|be returned)(?: back)?(?: in change)?|(?:what|how much) (?:is|was|will be) (?:his|her|their|the|your|my) change|how much (?:change )?does ~w7 get back'
const ARTICLE = '(?:a|an|one|the|1|his|her|some|this|that)'

const shopping: readonly Story[] = [
  {
    what: 'the price of all',
    templates: [
      '(~w1 ({buys}|sells|sold) )?#a @t1 (at|for|costing|that cost|which cost|priced at|worth) #b (each|apiece|a piece|per piece|per @t2)[.;,:] {sum}{end}',
      '#a @t1 (cost|costs|are|is) #b (each|apiece|a piece)[.;,] {sum}{end}',
      '{a} @t1 (costs|cost|is|sells for|is sold for|is priced at) #b( each| apiece)?[.;,] (how much|what) (do|does|will|would|are|is|did) #a @t2 (cost|costs|come to)?{total}{end}',
      '{a} @t1 (costs|cost|is|sells for|is sold for) #b( each)?[.;,] (what is|find|calculate|how much is) the (total )?(cost|price) of #a @t2{end}',
      '{a} @t1 (costs|cost|is|sells for) #b( each)?[.;,] how much (money )?(do|does|did|will|would|must) ~w1 (pay|need|spend|need to pay|have to pay) (for|to buy|on) #a( @t2| of them)?{total}{end}',
      '{a} @t1 (costs|cost|is|sells for) #b[.;,] ~w1 {buys} #a( of them| @t2)?[.;,] {sum}{end}',
      'if {a} @t1 costs #b,? (how much|what) (do|does|will|would|is the (cost|price) of) #a @t2 (cost)?{total}{end}',
      'if {a} @t1 costs #b,? (what is|find) the (total )?(cost|price) of #a @t2{end}',
      '(what is|find|calculate) the (total )?(cost|price) of #a @t1 (at|costing|priced at) #b (each|apiece|per @t2){end}',
      '(how much|what) (do|does|will|would) #a @t1 (at|costing|priced at|for) #b (each|apiece|per @t2) cost{total}{end}',
      '(how much|what) (do|does|will|would) #a @t1 cost,? if (each|one|a|an|every)( @t2)? (costs|is) #b{end}',
      '@t1 (cost|are|sell for) #b (each|apiece|a piece)[.;,] (how much|what) (do|does|will|would) #a( @t2| of them) cost{total}{end}',
      '@t1 cost #b each[.;,] ~w1 {buys} #a( @t2| of them)?[.;,] {sum}{end}',
    ],
    solve: (told) => (inCents(told) || asksForOne(told) ? null : told.number('a') * told.number('b')),
  },
  {
    what: 'the price of one',
    templates: [
      '(if )?#a @t1 (cost|costs|are sold for|sell for|can be bought for) #b( in total| together| altogether)?[.;,] (how much|what) (does|is the (price|cost) of|is the price for|is the cost for|is) (one|each|1|a|an|a single|every)( @t2)? ?(cost)?{end}',
      '(if )?#a @t1 (cost|costs|are sold for|sell for) #b( in total| together| altogether)?[.;,] (what|how much) is the (unit price|price per @t2|cost per @t3|price of each|price each|price for each|unit cost){end}',
      '~w1 {buys} #a @t1 for #b( in total| altogether)?[.;,] (how much|what) (does|did|is the (price|cost) of) (one|each|1|a|an)( @t2)? ?(cost)?{end}',
      '~w1 (pays|paid|spends|spent) #b (for|on) #a @t1[.;,] (how much|what) (does|did|is the (price|cost) of) (one|each|1|a|an)( @t2)? ?(cost)?{end}',
    ],
    solve: (told) => (inCents(told) || told.number('a') === 0 ? null : told.number('b') / told.number('a')),
  },
  {
    what: 'the price of so many',
    templates: [
      '(if )?#a @t1 (cost|costs|are sold for|sell for) #b[.;,] (how much|what) (do|does|will|would|is the (price|cost) of|are) #c( such| of these)? @t2 ?(cost)?{end}',
      '(how much|what) (do|does|will|would) #c @t1 cost,? if #a( @t2| of them)? cost #b{end}',
      '#a @t1 cost #b[.;,] at (this|the same) (price|rate),? (how much|what) (do|does|will|would) #c @t2 cost{end}',
    ],
    solve: (told) =>
      inCents(told)
        ? null
        : {
            values: [[(told.number('b') / told.number('a')) * told.number('c')]],
            way: [
              told.number('b') / told.number('a'),
              told.number('c') / told.number('a'),
              told.number('b') * told.number('c'),
            ],
          },
  },
  {
    what: 'the price after the reduction',
    templates: [
      `(the )?{a}?( @t1)? ?(of|that costs|costing|priced at|worth|for|at) #a,? ${REDUCED}[.;,:]? ?(what|how much|find)? ?(is|does|will|would)? ?((the|its) ${NEW} price( of the @t2)?|it|the @t3)? ?(cost|costs|now|cost now|after the (discount|reduction)|be)?{end}`,
      `{a}? ?@t1 (costs|cost|is priced at|sells for|is sold for|has a price of|originally costs|originally cost|normally costs|usually costs|regularly costs) #a[.;,]?( it| the price| its price)?( and| but|,)?( it)? ${REDUCED}[.;,:] (what|how much) (is|does|will|would) ((the|its) ${NEW} (price|cost)( of the @t2)?|it|the @t3|the price now|the cost now|the price after the (discount|reduction))( cost| costs| now| cost now| after the (discount|reduction)| be)?{end}`,
      `the (original |regular |normal |usual |list )?price of {a} @t1 (is|was) #a[.;,]?( and| but)?( it| the price| its price)? ${REDUCED}[.;,:] (what|how much) (is|does|will|would) ((the|its) ${NEW} (price|cost)( of the @t2)?|it|the @t3|the price now)( cost| costs| now| be)?{end}`,
      `{a}? ?#a @t1 (is|are) (on sale|sold|offered|discounted|reduced|marked down)( for| at| with| by)?( a)? #p%( off| discount)?[.;,:] (what|how much) (is|does|will) ((the|its) ${NEW} price( of the @t2)?|it|the @t3)( cost)?{end}`,
      `(what|how much) is the (${NEW} )?price (of {a}? ?)?#a( @t1)? (after|with) (a|an) (discount|reduction) of #p%{end}`,
      `(what|how much) is the (${NEW} )?price (after|with) (a|an) #p% (discount|reduction) (on|of|from) (a|an|the)? ?#a( @t1)?{end}`,
      `(what|how much) is the (${NEW} )?price (of {a}? ?)?#a( @t1)? (after|with) (a|an) #p% (discount|reduction){end}`,
      `(what|how much) is the (${NEW} )?price (of {a} @t1 (that costs|costing|of|priced at|for) )?#a,? (after|with) (a|an) (discount of #p%|reduction of #q%){end}`,
      `(what|how much) is (the ${NEW} price of )?{a} @t1 (that costs|costing|of|priced at|for) #a,? (after|with) (a|an) #p% (discount|reduction){end}`,
    ],
    solve: (told) => {
      const p = told.has('p') ? told.number('p') : told.number('q')
      return p > 100 ||
        (/\b(?:sold|offered|on sale)\b/.test(told.text) && !/% (?:off|discount|reduction)/.test(told.text))
        ? null
        : { values: [[told.number('a') * (1 - p / 100)]], way: [(told.number('a') * p) / 100, 1 - p / 100] }
    },
  },
  {
    what: 'the reduction',
    templates: [
      `{a}? ?@t1 (costs|cost|is priced at|of|that costs|costing|for|at) #a[.;,]?( it| the price)?( and| but)?( it)? ${REDUCED}[.;,:] (how (much|large|big) (is the (discount|reduction|saving)|do you save|does ~w1 save|is saved)|what is the (discount|reduction|saving)( in (dollars|euros))?){end}`,
    ],
    solve: (told) => (told.number('p') > 100 ? null : (told.number('a') * told.number('p')) / 100),
  },
  {
    what: 'the amount after the increase',
    templates: [
      `(the (price|cost|rent|salary|wage|fee) of )?({a}|his|her|my|~w1's)? ?@t1 (costs|is|was|of|earns|at) #a[.;,]?( and| but)?( it| the price| its price| the salary)?( then)? ${RAISED}[.;,:] (what|how much) (is|will|does) ((the|its|his|her|my) (new|final|current) (price|cost|rent|salary|wage|fee)|it|the new @t2)( cost| be| now)?( after the (rise|increase|raise))?{end}`,
      `the (price|cost|rent|fee) (of {a} @t1 )?(rises|rose|increases|increased|goes up|went up|is raised|was raised) by #p% from #a[.;,] (what|how much) is (the|its) new (price|cost|rent|fee)( of the @t2)?{end}`,
      `~w1 (earns|earned|makes) #a (a|per) month[.;,]?( and)?( his| her)?( salary| wage) ${RAISED}[.;,:] (what|how much) (is|will) ((his|her|the) new (salary|wage))( be)?{end}`,
    ],
    solve: (told) => ({
      values: [[told.number('a') * rise(told)]],
      way: [(told.number('a') * told.number('p')) / 100, rise(told)],
    }),
  },
  {
    what: 'the change',
    templates: [
      `~w1 {buys} ${ARTICLE} @t1 (for|that costs|which costs|costing|at|priced at|worth) #a[.;,]?( and|,)?( ~w2)?( then)? ${PAYS} #b${NOTE}[.;,] (${CHANGE}){end}`,
      `${ARTICLE} @t1 costs #a[.;,]?( and| if)? ?(~w1|the customer) ${PAYS} #b${NOTE}[.;,] (${CHANGE}){end}`,
      `(how much change|what change) (do|does|did|will|should) ~w1 (get|receive) (back )?from (a |an )?#b${NOTE},? (if|when|after|for) (~w2 (pays|buys|spends)|paying|buying|spending|{a}? ?@t1 (of|costing)|the bill is|it costs)?( for)? ?#a{end}`,
      `~w1 ${PAYS} (for )?(a|an) @t1 (of|for|costing|that costs) #a with (a |an )?#b${NOTE}[.;,] (${CHANGE}){end}`,
      `~w1 (pays?|paid) for {a} #a @t1 with {a} #b${NOTE}[.;,] (${CHANGE}){end}`,
      `~w1 (has to pay|must pay|owes|pays) (a bill of )?#a( and|,|[.] ~w2) (pays|gives)( with)? (a |an )?#b${NOTE}[.;,] (${CHANGE}){end}`,
    ],
    solve: (told) => {
      const rest = told.number('b') - told.number('a')
      return rest < 0 ? null : rest
    },
  },
  {
    what: 'the change for several',
    templates: [
      `~w1 {buys} #a @t1 (at|for|costing|that cost|which cost|priced at) #b (each|apiece|per @t2)[.;,]?( and|,)?( ~w2)? ${PAYS} #c${NOTE}[.;,] (${CHANGE}){end}`,
      `{a} @t1 costs #b[.;,] ~w1 {buys} #a( of them| @t2)?[.;,]?( and|,)?( ~w2)? ${PAYS} #c${NOTE}[.;,] (${CHANGE}){end}`,
    ],
    solve: (told) => {
      const cost = told.number('a') * told.number('b')
      const rest = told.number('c') - cost
      return rest < 0 ? null : { values: [[rest]], way: [cost] }
    },
  },
  {
    what: 'the sum of the prices',
    templates: [
      '~w1 {buys} #a @a1 (at|for|costing) #b each and #c @b1 (at|for|costing) #d each[.;,] {sum}{end}',
      `~w1 {buys} #a @a1 (at|for|costing) #b each and ${ARTICLE} @b1 (at|for|costing|that costs) #d[.;,] {sum}{end}`,
      `~w1 {buys} ${ARTICLE} @a1 (for|at|that costs|costing) #a and ${ARTICLE} @b1 (for|at|that costs|costing) #b[.;,] {sum}{end}`,
      `~w1 {buys} ${ARTICLE} @a1 (for|at) #a, ${ARTICLE} @b1 (for|at) #b,? and ${ARTICLE} @c1 (for|at) #e[.;,] {sum}{end}`,
      `{a} @a1 costs #a and {a} @b1 costs #b[.;,] {sum}{end}`,
    ],
    solve: (told) => {
      if (inCents(told)) return null
      const [a, b] = [told.number('a'), told.number('b')]
      if (!told.has('d')) return a + b + (told.has('e') ? told.number('e') : 0)
      const rest = told.number('d') * (told.has('c') ? told.number('c') : 1)
      return { values: [[a * b + rest]], way: [a * b, rest] }
    },
  },
  {
    what: 'the simple interest',
    templates: [
      '{find} (the )?simple interest (on|for|of) #a at( a rate of)? #p% (per|a|each|every|per year|interest) ?(year|annum|p\\.a\\.)?( for| over| in| after) #t years{end}',
      'how much (simple )?interest does #a (earn|bring|yield|make) at #p% simple interest( (a|per) year)? (in|for|over|after) #t years{end}',
      'how much simple interest does #a (earn|bring|yield|make) at #p%( (a|per) year)? (in|for|over|after) #t years{end}',
      '~w1 (invests|deposits|borrows|lends|puts) #a( in a bank| in the bank| in an account)? at #p% simple interest( (a|per) year| per annum)? for #t years[.;,] how much (simple )?interest (does|will|must|did) ~w2 (earn|get|pay|receive){end}',
      '(a|the) bank (pays|offers) #p% simple interest (a|per|each|every) (year|annum)[.;,] how much interest (does|will|do) #a (earn|bring|yield|make|get) (in|for|over|after) #t years{end}',
      '{find} (the )?simple interest on #a for #t years at #p%( (a|per) (year|annum))?{end}',
    ],
    solve: (told) => ({
      values: [[(told.number('a') * told.number('p') * told.number('t')) / 100]],
      way: [(told.number('a') * told.number('p')) / 100],
    }),
  },
  {
    what: 'what is left of the money',
    templates: [
      `~w1 (has|had) #a[.;,]?( and)?( then)? (~w2 )?(buys|bought) (a|an|one|some|the|his|her) @t1 for #b[.;,] how much (money )?(is left|does ~w3 have (left|now|left over)|did ~w4 have left|has ~w5 left|is left over){end}`,
      `~w1 (has|had) #a[.;,]?( and)? (~w2 )?(spends|spent) #b( (on|for) (a|an|some|the)? ?@t1)?[.;,] how much (money )?(is left|does ~w3 have (left|now|left over)|did ~w4 have left|has ~w5 left|is left over){end}`,
    ],
    solve: (told) =>
      told.number('b') > told.number('a') || inCents(told) ? null : told.number('a') - told.number('b'),
  },
  {
    what: 'the tip',
    templates: [
      '({a}|the|his|her)? ?(meal|dinner|lunch|bill|restaurant bill|breakfast) (costs|cost|is|was|of|comes to|came to) #a[.;,]? ?(and )?(~w1 (wants to |would like to )?(leaves?|gives?|adds?|tips?)|the tip is)( a)? #p%( tip)?[.;,] (how (much|large|big) is|what is|how much is) the tip{end}',
      '(how (much|large) is|what is) (a|the) #p% tip (on|for|of) (a |an )?(meal |bill |dinner |lunch )?(of |for |costing )?#a{end}',
    ],
    solve: (told) => (told.number('a') * told.number('p')) / 100,
  },
  {
    what: 'the number of these',
    templates: [
      '(a|the|our|~w1) @w1 (has|have) #a @t1[.;,] #p% (of them |of the @t2 |of these )?(are|is|were) @c1[.;,] how many( of them)?( @t3)? are @c2{end}'.replace(
        '@w1 ',
        '',
      ),
      '~w1 (has|have) #a @t1[.;,] #p% (of them |of the @t2 |of these )?(are|is|were) @c1[.;,] how many @c2 (are|were) there( in (the|this|that) ~w2)?{end}',
      '(there are |of )#a @t1( in (a|the|our) @b1)?[.;,] #p% (of them |of the @t2 |of these )?(are|is|were|have|wear|like|play|come|walk|own) @c1[.;,] how many( of them)?( @t3)? (are|were|have|wear|like|play|come|walk|own) @c2{end}',
      '(out )?of #a @t1,? #p% (of them )?(are|were|have|wear|like|play|came|come|walk|own) @c1[.;,] how many( of them| @t2)? (are|were|have|wear|like|play|came|come|walk|own) @c2{end}',
      '#p% of (the )?#a @t1( in (a|the) @b1)? (are|were|have|wear|like|play|come|walk|own) @c1[.;,] how many( of (them|the @t4))?( @t2)?( (is|are) (that|this|it))?( (are|were|have|wear|like|play|come|walk|own) @c2)?{end}',
    ],
    solve: (told) => {
      const count = (told.number('a') * told.number('p')) / 100
      return Math.abs(count - Math.round(count)) < 1e-9 && told.number('p') <= 100 ? Math.round(count) : null
    },
  },
]

export const shoppingStories = storyReaders(
  shopping,
  'how much|how many|what|find|calculate|price|cost|change|interest',
)

/* Stories of figures and motion: "A rectangle is 4 m by 6 m", "A car drives 3 hours at 60 km/h". Matched whole. */
import { type Story, storyReaders, type Told } from './whole.js'

/** All sides are told in one unit, or in none. */
function inOneUnit(told: Told): boolean {
  const units = [...told.text.matchAll(/\d\s?([a-zà-ÿ]+)/g)].map(([, unit = '']) => unit.replace(/(?:s|es)$/, ''))
  return (
    new Set(units.filter((unit) => /^(?:mm|cm|dm|m|km|.*met[er]+|inch|in|feet|foot|ft|yard|yd|mile|unit)$/.test(unit)))
      .size <= 1
  )
}
const inUnit = (told: Told, value: number, way: readonly number[] = []) =>
  inOneUnit(told) ? { values: [[value]], way } : null

const L = '(?: ?{length})?'
const SHAPE =
  '(?:an? |the )?(?:rectangle|rectangular (?:garden|field|room|park|lawn|pool|plot|table|floor|piece of paper))'
const RECTANGLE = [
  `${SHAPE} (with|has|of|whose) (the )?sides( of| are| measuring| equal to)?( lengths?)?( of)? #a${L} and #b${L}`,
  `${SHAPE} (that )?(is |measures |measuring |of )?#a${L} (by|x|×|times) #b${L}`,
  `${SHAPE} (with|has|of|having) (an? )?(length|width|base)( of| =| is)? #a${L}(,| and) (an? )?(width|length|height|breadth)( of| =| is)? #b${L}`,
  `${SHAPE} (is |that is |which is )?#a${L} (long|wide)( and|,) #b${L} (wide|long|high)`,
  `the (sides|length and (the )?width) of ${SHAPE} (are|measure) #a${L} and #b${L}`,
]
const SQUARE = [
  `(a |the )?square (with|has|of|whose) (a |the )?sides?( length)?( of| is| are| =)?( length)?( of)? #a${L}( long)?`,
  `the sides? of a square (is|are|measures?) #a${L}( long)?`,
]
const both = (figures: readonly string[], asked: string) =>
  figures.flatMap((figure) => [
    `{find} (the |its )?${asked} of ${figure}{end}`,
    `${figure}[.;,:] {find} (the |its )?${asked}( of (the|this) (rectangle|square|garden|field|room|park|lawn|pool|plot|table|floor|box|cube|triangle|circle))?{end}`,
    `${asked} of ${figure}{end}`,
  ])

const KMH =
  '(?:km/h|kmh|kph|mph|m/s|km per hour|km an hour|miles per hour|miles an hour|kilomet(?:er|re)s (?:per|an) hour|met(?:er|re)s (?:per|a) second)'
const DISTANCE = '(?: ?(?:km|kilomet(?:er|re)s|miles|m|met(?:er|re)s))'
const MOVES =
  '(?:drives?|drove|travels?|travelled|traveled|covers?|covered|goes|went|runs?|ran|walks?|walked|rides?|rode|cycles?|cycled|flies|flew|moves?|moved|sails?|sailed|does)'
const MOVE = '(?:drive|travel|cover|go|run|walk|ride|cycle|fly|move|sail)'
const HOURS = '(?: ?(?:hours?|h|hrs?|minutes?|min|seconds?|s|sec))'

/** A speed without its time is none: "75 km". */
const isSpeed = (answer: string) =>
  !/\d\s?(?:km|kilomet(?:er|re)s|miles|m|met(?:er|re)s)(?![\w/]|\s?(?:\/|per|an? (?:hour|second)|p\.?h|·|\*|\^|\\))/.test(
    answer.toLowerCase(),
  )

const unitsOf = (text: string) => ({
  length: /\d ?(km|kilomet|miles|m\b|met)/.exec(text)?.[1] ?? '',
  time: /\d ?(h\b|hours?|hrs?|minutes?|min|seconds?|sec|s\b)/.exec(text)?.[1]?.charAt(0) ?? '',
})
/** The speed is told in the units of the distance and of the time. */
function fitsUnits(told: Told): boolean {
  const speed =
    /(km\/h|kmh|kph|mph|m\/s|km per hour|km an hour|miles per hour|miles an hour|kilomet(?:er|re)s (?:per|an) hour|met(?:er|re)s (?:per|a) second)/.exec(
      told.text,
    )?.[1] ?? ''
  const { length, time } = unitsOf(told.text.replace(speed, 'v'))
  const [perLength, perTime] = /^(?:km|kph|kilo)/.test(speed)
    ? ['k', 'h']
    : /^m(?:ph|iles)/.test(speed)
      ? ['mi', 'h']
      : ['m', 's']
  return (
    (length === '' || (perLength === 'm' ? /^m(?:et)?$/.test(length) : length.startsWith(perLength))) &&
    (time === '' || time === perTime)
  )
}

const figures: readonly Story[] = [
  {
    what: 'the perimeter of the rectangle',
    templates: both(RECTANGLE, 'perimeter'),
    solve: (told) => {
      const [a, b] = [told.number('a'), told.number('b')]
      return inUnit(told, 2 * (a + b), [a + b, 2 * a, 2 * b])
    },
  },
  {
    what: 'the area of the rectangle',
    templates: both(RECTANGLE, 'area'),
    solve: (told) => inUnit(told, told.number('a') * told.number('b')),
  },
  {
    what: 'the perimeter of the square',
    templates: both(SQUARE, 'perimeter'),
    solve: (told) => inUnit(told, 4 * told.number('a')),
  },
  {
    what: 'the area of the square',
    templates: both(SQUARE, 'area'),
    solve: (told) => inUnit(told, told.number('a') ** 2),
  },
  {
    what: 'the side of the square',
    templates: [
      `(a |the )?perimeter of a square is #a${L}[.;,] {find} (the |its )?(length of )?(the |its |each |one )?(side|side length)( of the square)?{end}`,
      `a square has a perimeter of #a${L}[.;,] {find} (the |its )?(length of )?(the |its |each |one )?(side|side length)( of the square)?{end}`,
    ],
    solve: (told) => told.number('a') / 4,
  },
  {
    what: 'the perimeter of the triangle',
    templates: both(
      [
        `a triangle (with|has|of|whose)( the)? sides( of| are| measuring)?( lengths?)?( of)? #a${L}, #b${L},? and #c${L}`,
        `the sides of a triangle (are|measure) #a${L}, #b${L},? and #c${L}`,
      ],
      'perimeter',
    ),
    solve: (told) => {
      const [a, b, c] = ['a', 'b', 'c'].map((name) => told.number(name)).sort((x, y) => x - y) as [
        number,
        number,
        number,
      ]
      return a + b > c ? inUnit(told, a + b + c, [a + b, b + c, a + c]) : null
    },
  },
  {
    what: 'the area of the triangle',
    templates: both(
      [
        `a triangle (with|has|of|whose) (a |the )?base( of| is| =)? #a${L}(,| and) (a |the )?height( of| is| =)? #b${L}`,
        `the base of a triangle is #a${L} and (its|the) height is #b${L}`,
      ],
      'area',
    ),
    solve: (told) => inUnit(told, (told.number('a') * told.number('b')) / 2, [told.number('a') * told.number('b')]),
  },
  {
    what: 'the volume of the cube',
    templates: both(
      [`a cube (with|has|of|whose) (an? |the )?(edges?|sides?)( length)?( of| is| =)?( length)?( of)? #a${L}( long)?`],
      'volume',
    ),
    solve: (told) => inUnit(told, told.number('a') ** 3, [told.number('a') ** 2]),
  },
  {
    what: 'the volume of the box',
    templates: both(
      [
        `a (rectangular )?(box|cuboid|prism|tank|aquarium) (that )?(is |measures |measuring |of |with (the )?(sides|edges|dimensions)( of)? |has (the )?(sides|edges|dimensions)( of)? )?#a${L}(,| (by|x|×)) #b${L}(,? and|,| (by|x|×)) #c${L}`,
        `a (rectangular )?(box|cuboid|prism|tank|aquarium) (is |that is )?#a${L} long, #b${L} wide,? and #c${L} (high|tall|deep)`,
      ],
      'volume',
    ),
    solve: (told) => {
      const [a, b, c] = [told.number('a'), told.number('b'), told.number('c')]
      return inUnit(told, a * b * c, [a * b, b * c, a * c])
    },
  },
  {
    what: 'the circumference of the circle',
    templates: both(
      [`a circle (with|of|has|whose) (a |the )?(?<t_r>radius|diameter)( of| is| =)? #a${L}`],
      'circumference',
    ),
    solve: (told) => {
      const d = told.number('a') * (told.word('r') === 'radius' ? 2 : 1)
      return inOneUnit(told) ? { values: [[Math.PI * d, d]] } : null
    },
  },
  {
    what: 'the area of the circle',
    templates: both([`a circle (with|of|has|whose) (a |the )?(?<t_r>radius|diameter)( of| is| =)? #a${L}`], 'area'),
    solve: (told) => {
      const r = told.number('a') / (told.word('r') === 'radius' ? 1 : 2)
      return inOneUnit(told) ? { values: [[Math.PI * r * r, r * r]], way: [r * r] } : null
    },
  },
  {
    what: 'the average speed',
    templates: [
      `~w1 ${MOVES} (a distance of )?#a${DISTANCE} in #b${HOURS}[.;,:] ({find} (the |its |his |her |their )?(average )?speed( of the @t1)?( in ${KMH})?|how fast (does|did|is|was) ~w2 (${MOVE}|going|driving|travelling|moving|on average)( on average)?){end}`,
      `#a${DISTANCE} in #b${HOURS}[.;,:] ({find} )?(the )?(average )?speed{end}`,
      `{find} (the |its )?(average )?speed (of ~w1 )?(that ${MOVES}|for|when ~w2 ${MOVES}|which ${MOVES}|going) (a distance of )?#a${DISTANCE} in #b${HOURS}{end}`,
    ],
    solve: (told) => {
      const asked = new RegExp(`in (${KMH})\\s?\\??$`).exec(told.text)?.[1]
      if (asked !== undefined && !fitsUnits(told)) return null
      const { length, time } = unitsOf(told.text)
      // km and minutes make a speed that nobody is told the unit of.
      if (time !== 'h' && !(time === 's' && /^m(?:et)?$/.test(length))) return null
      return { values: [[told.number('a') / told.number('b')]], fits: isSpeed }
    },
  },
  {
    what: 'the distance',
    templates: [
      `~w1 ${MOVES} (at )?(a (constant |steady )?speed of |an average speed of |an average of )?#a ?${KMH} for #b${HOURS}[.;,] (how far (does|did|will) ~w2 ${MOVE}|how many (km|kilomet(er|re)s|miles|met(er|re)s) (does|did|will) ~w2 ${MOVE}|{find} (the )?distance( (covered|travelled|traveled|driven))?){end}`,
      `(if|when) ~w1 ${MOVES} (at )?(a (constant |steady )?speed of )?#a ?${KMH}, how far (does|did|will|can) ~w2 ${MOVE} in #b${HOURS}{end}`,
      `how far (does|did|will|can) ~w1 ${MOVE} in #b${HOURS} at (a speed of |an average speed of )?#a ?${KMH}{end}`,
      `~w1 ${MOVES} (at )?#a ?${KMH}[.;,] how far (does|did|will|can) ~w2 ${MOVE} in #b${HOURS}{end}`,
    ],
    solve: (told) => (fitsUnits(told) ? told.number('a') * told.number('b') : null),
  },
  {
    what: 'the time',
    templates: [
      `how long (does|will|would) (it take|~w1 need|~w1 take) ?(~w2 )?to ${MOVE} #a${DISTANCE} at (a speed of |an average speed of )?#b ?${KMH}{end}`,
      `~w1 ${MOVES} (at )?(a (constant |steady )?speed of |an average speed of )?#b ?${KMH}[.;,] how (long|many hours) (does|will|would) (it|~w2) (take|need)( ~w3)?( to ${MOVE}| for) #a${DISTANCE}{end}`,
    ],
    solve: (told) => {
      if (!fitsUnits(told)) return null
      const hours = told.number('a') / told.number('b')
      if (/m\/s|second/.test(told.text)) return /many hours/.test(told.text) ? null : hours
      return { values: [[hours, hours * 60]], fits: (answer: string) => isTime(answer, hours * 3600) }
    },
  },
  {
    what: 'the mean',
    templates: [
      '~w1 (scored|scores|got|gets|received|has scores of|had scores of) #a, #b,? and #c( points| marks)?( (in|on) @t1)?[.;,] {find} (the |his |her |their )?(average|mean)( score| mark| grade| result)?( of @t2)?{end}',
      '(the |her |his )?(@t1|temperatures|scores|marks|grades|heights|ages|weights) (are|were) #a( ?°c)?, #b( ?°c)?(, #c( ?°c)?)?(, #d( ?°c)?)?,? and #e( ?°c)?[.;,] {find} (the |his |her |their )?(average|mean)( @t2| temperature| score| mark| height| age| weight| grade)?{end}',
      '{find} (the )?(average|mean) of( the numbers)? #a,? and #e{end}',
    ],
    solve: (told) => {
      const list = ['a', 'b', 'c', 'd', 'e'].filter((name) => told.has(name)).map((name) => told.number(name))
      const sum = list.reduce((x, y) => x + y, 0)
      return { values: [[sum / list.length]], way: [sum] }
    },
  },
  {
    what: 'the probability',
    templates: [
      '{find} (the )?(probability|chance)( of (getting|rolling|throwing) a sum of| that the sum (of|is)( 2| two)? ?(dice is|)?) ?#a,? (with|when|if) (2|two) (fair |six-sided |standard )*(dice)( are (rolled|thrown))?{end}',
      '{find} (the )?(probability|chance) that the (sum|total) of (2|two)( fair| six-sided| standard)* dice (is|equals) #a{end}',
      '(2|two) (fair |six-sided |standard )*dice are (rolled|thrown)[.;,] {find} (the )?(probability|chance) (that (the|their) sum is|of a sum of|that the (sum|total) (is|equals)) #a{end}',
    ],
    solve: (told) => {
      const sum = told.number('a')
      if (!Number.isInteger(sum)) return null
      const ways = Math.max(0, 6 - Math.abs(7 - sum))
      return { values: [[ways / 36, (100 * ways) / 36]], way: [ways, 36, 6] }
    },
  },
  {
    what: 'the sum of the dice',
    templates: [
      '(2|two) dice (show|showed|land on|come up) #a and #b[.;,] {find} (the |their )?(sum|total)( of the( 2| two)? dice)?{end}',
      '{find} (the )?sum of (2|two) dice (showing|that show|if they show) (a )?#a and (a )?#b{end}',
    ],
    solve: (told) => told.number('a') + told.number('b'),
  },
]

/** "2.5 hours", "2 h 30 min", "150 minutes"; null where it is told otherwise. */
function isTime(answer: string, seconds: number): boolean {
  const bare = answer.toLowerCase()
  const unit = /\d\s?(h|hours?|hrs?|min|minutes?)\b/.exec(bare)?.[1] ?? ''
  const [number] = bare.match(/\d+(?:\.\d+)?/g) ?? []
  if (/\d\s?(?:h|hours?|hrs?)\b.*\d\s?(?:min|minutes?)\b/.test(bare)) return false
  return (
    number !== undefined && Math.abs(Number(number) * (unit.startsWith('m') ? 60 : 3600) - seconds) <= 0.01 * seconds
  )
}

export const figureStories = storyReaders(
  figures,
  'perimeter|area|volume|side|speed|how far|how long|how fast|distance|hours|average|mean|probability|chance|sum|total|circumference',
)

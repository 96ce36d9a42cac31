/** A thing and how many of what it has. */
export interface Thing {
  /** In the singular, small letters. */
  name: string
  /** Part in the singular -> how many; several numbers where people count differently. */
  parts: ReadonlyMap<string, readonly number[]>
  /** Any such thing has so many. */
  isRigid: boolean
}

/** Name: part number, part number. A star: any such thing has so many. Slashes part ways to count. */
/**
 * Names of a thing: part number, part number. A star: any such thing has so many, "the hexagon" too; of others only "a guitar" or "a standard guitar" is said in general. Slashes
 * part several ways to count.
 */
const table = `
* triangle: side 3, angle 3, interior angle 3, corner 3, vertex 3, edge 3
* quadrilateral|rectangle|square|rhombus|parallelogram|trapezoid|trapezium|kite: side 4, angle 4, interior angle 4, corner 4, vertex 4, diagonal 2
* pentagon: side 5, angle 5, interior angle 5, corner 5, vertex 5, edge 5, diagonal 5
* hexagon: side 6, angle 6, interior angle 6, corner 6, vertex 6, edge 6, diagonal 9
* heptagon: side 7, angle 7, interior angle 7, corner 7, vertex 7, edge 7, diagonal 14
* octagon|stop sign: side 8, angle 8, interior angle 8, corner 8, vertex 8, edge 8, diagonal 20
* nonagon: side 9, angle 9, interior angle 9, corner 9, vertex 9, edge 9, diagonal 27
* decagon: side 10, angle 10, interior angle 10, corner 10, vertex 10, edge 10, diagonal 35
* dodecagon: side 12, angle 12, interior angle 12, corner 12, vertex 12, edge 12, diagonal 54
* cube|cuboid|rectangular box|rectangular prism: face 6, edge 12, vertex 8, corner 8, space diagonal 4
* tetrahedron: face 4, edge 6, vertex 4, corner 4
* octahedron: face 8, edge 12, vertex 6, corner 6
* dodecahedron: face 12, edge 30, vertex 20, corner 20
* icosahedron: face 20, edge 30, vertex 12, corner 12
* square pyramid|square-based pyramid: face 5, edge 8, vertex 5, corner 5
* triangular prism: face 5, edge 9, vertex 6, corner 6
* hexagonal prism: face 8, edge 18, vertex 12, corner 12
* circle|full circle|full turn|full rotation: degree 360
* right angle: degree 90
* straight angle: degree 180
* year: month 12, season 4, quarter 4, day 365/366/360, week 52/53
* leap year: day 366, month 12
* common year|non-leap year: day 365, month 12
* week: day 7
* fortnight: day 14, week 2
* day: hour 24, minute 1440, second 86400
* hour: minute 60, second 3600, quarter 4
* minute: second 60
* decade: year 10
* century: year 100, decade 10
* millennium: year 1000, century 10, decade 100
* dozen: thing 12, egg 12, item 12, piece 12
* gross: item 144, dozen 12, piece 144
* january|march|may|july|august|october|december: day 31
* april|june|september|november: day 30
* february: day 28/29
insect|ant|bee|honeybee|beetle|butterfly|wasp|mosquito|fly|ladybird|ladybug|grasshopper: leg 6
spider|tarantula: leg 8
octopus: arm 8, tentacle 8, leg 8, heart 3
chicken|hen|duck|goose|bird|rooster|ostrich: leg 2, wing 2
dog|cat|horse|cow|sheep|goat|pig|elephant|rabbit|giraffe|lion|tiger|donkey: leg 4
adult|adult human: bone 206, tooth 32
human cell|human body cell|body cell: chromosome 46
* human heart: chamber 4
* tricycle: wheel 3
* bicycle|bike: wheel 2
* unicycle: wheel 1
* chess board|chessboard|chequerboard|checkerboard: square 64, row 8, column 8, rank 8, file 8, white square 32, black square 32, dark square 32, light square 32
* english alphabet|latin alphabet|modern english alphabet|alphabet: letter 26, vowel 5/6, consonant 21/20
* greek alphabet: letter 24
* solar system: planet 8
* united states|usa|us: state 50
* us flag|american flag: star 50, stripe 13
* rainbow: color 7/6, colour 7/6
* byte|octet: bit 8
* nibble: bit 4
* hexadecimal digit|hex digit: bit 4
* ipv4 address: bit 32, byte 4, octet 4
* ipv6 address: bit 128, byte 16
* dollar|us dollar: cent 100, dime 10, nickel 20, penny 100
* euro: cent 100
* water molecule|molecule of water: hydrogen atom 2, oxygen atom 1, atom 3
* pound|avoirdupois pound: ounce 16
* stone: pound 14
* foot: inch 12
* yard: foot 3, inch 36
* mile: foot 5280, yard 1760
* gallon: quart 4, pint 8, cup 16
* quart: pint 2, cup 4
* pint: cup 2, fluid ounce 16/20
* tablespoon: teaspoon 3/4
* square foot: square inch 144
* square yard: square foot 9
* haiku: syllable 17, line 3
* sonnet: line 14
* limerick: line 5
card deck|deck|deck of cards|deck of playing cards|pack of cards|pack of playing cards: card 52, suit 4, ace 4, king 4, queen 4, jack 4, heart 13, spade 13, club 13, diamond 13, face card 12, picture card 12, court card 12, red card 26, black card 26
suit: card 13, face card 3, picture card 3, court card 3
die|dice|six-sided die: face 6, side 6
coin: side 2
piano: key 88, white key 52, black key 36
guitar: string 6
violin|viola|cello: string 4
octave: semitone 12, half step 12
soccer team|football team|cricket team: player 11
basketball team: player 5
volleyball team: player 6
baseball team: player 9
soccer match|football match|soccer game: minute 90, half 2
cricket over: ball 6
sudoku|sudoku grid|sudoku puzzle: cell 81, square 81, row 9, column 9
* rubik's cube: face 6, sticker 54
* string quartet: player 4, musician 4, instrument 4, member 4
car: wheel 4
honeycomb cell: side 6, wall 6
`

export const things: ReadonlyMap<string, Thing> = new Map(
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [, star, names = '', list = ''] = /^(\* )?(.*?): (.*)$/.exec(line) ?? []
      const parts = list.split(', ').map((each) => {
        const [, part = '', counts = ''] = /^(.*) ([\d./]+)$/.exec(each) ?? []
        return [part, counts.split('/').map(Number)] as const
      })
      return names
        .split('|')
        .map((name) => [name, { name, parts: new Map(parts), isRigid: star !== undefined }] as const)
    }),
)

/** What "a deck" and "the chess set" have all together, and other facts whose words stand apart: what says it, what is counted, how many. `about`: what the chain has to speak of. */
export const sayings: readonly { says: string; counts: readonly number[]; about?: string; of: string }[] = [
  {
    says: `(?:there are|makes?|that makes|gives|has|contains) # (?:face|picture|court) cards in (?:the|a) (?:whole |entire |full |standard |complete )?(?:deck|pack)`,
    counts: [12],
    of: 'face cards in a deck',
  },
  {
    says: `opposite (?:faces|sides)(?: of (?:a|the|any) (?:standard |normal |fair |ordinary )?(?:die|dice))? (?:always |of it |each )?(?:add up to|sum to|total|have a sum of|sum up to) #`,
    about: String.raw`\b(?:die|dice)\b`,
    counts: [7],
    of: 'two opposite faces of a die together',
  },
  {
    says: `(?:all |the )?(?:spots|pips|dots) (?:on|of) (?:all faces of )?(?:a|the|one|any) (?:standard |normal |fair |ordinary )?(?:die|dice) (?:add up to|sum to|total|together are|together make) #`,
    counts: [21],
    of: 'the spots of a die',
  },
  {
    says: `# (?:chess(?:men)? )?(?:pieces|chessmen|men) (?:to|on|onto) the (?:chess ?)?board|(?:a |the )?(?:game of )?chess (?:set |game )?(?:has|have|starts with|begins with|contains|is played with) # pieces`,
    about: String.raw`\bchess\b.*\b(?:start|begin\w*|opening|set|both|together|all)\b|\b(?:start|begin\w*|set|both|together|all)\b.*\bchess\b`,
    counts: [32],
    of: 'the pieces at the start of a game of chess',
  },
  {
    says: `(?:(?:each|every) (?:player|side)|(?:both|the two) (?:players|sides)(?: each)?) (?:has|have|starts? with|begins? with|gets?|brings?) # (?:chess ?)?pieces(?: each)?`,
    about: String.raw`\bchess\b`,
    counts: [16],
    of: 'the pieces of each side in chess',
  },
  {
    says: `(?:(?:each|every) (?:player|side)|(?:both|the two) (?:players|sides)(?: each)?) (?:has|have|starts? with|begins? with|gets?|brings?) # pawns(?: each)?`,
    about: String.raw`\bchess\b`,
    counts: [8],
    of: 'the pawns of each side',
  },
  {
    says: `(?:the )?(?:remaining |other |all )?# (?:of the |other )?months (?:of the year )?(?:have|with|that have|has) (?:only )?(?:31|thirty-one) days`,
    counts: [7],
    of: 'the months with 31 days',
  },
  {
    says: `(?:the )?(?:remaining |other |all )?# (?:of the |other )?months (?:of the year )?(?:have|with|that have|has) (?:only |exactly )?(?:30|thirty) days`,
    counts: [4, 11],
    of: 'the months with 30 days',
  },
  {
    says: `(?:the )?(?:interior |inner |inside )?angles (?:of|in) (?:a|any|every|each|the) triangle (?:always )?(?:add up to|sum to|total|have a sum of|make|sum up to) #(?: degrees|°)`,
    counts: [180],
    of: 'the angles of a triangle together',
  },
  {
    says: `(?:the )?(?:interior |inner |inside )?angles (?:of|in) (?:a|any|every|each|the) (?:quadrilateral|rectangle|square|parallelogram|trapezoid|rhombus|kite) (?:always )?(?:add up to|sum to|total|have a sum of|make|sum up to) #(?: degrees|°)`,
    counts: [360],
    of: 'the angles of a quadrilateral together',
  },
  {
    says: `(?:the |a )?full (?:circle|turn|rotation) (?:is|has|measures) #(?: degrees|°)`,
    counts: [360],
    of: 'a full circle',
  },
  { says: `(?:a |the )?right angle (?:is|has|measures) #(?: degrees|°)`, counts: [90], of: 'a right angle' },
  {
    says: `(?:a |the )?straight (?:angle|line) (?:is|has|measures) #(?: degrees|°)`,
    counts: [180],
    of: 'a straight angle',
  },
  {
    says: String.raw`(?:pure )?water (?:boils|starts to boil) at #\s?(?:°\s?C|degrees (?:Celsius|centigrade))|boiling point of (?:pure )?water (?:at sea level )?(?:is|=) #\s?(?:°\s?C|degrees (?:Celsius|centigrade))`,
    counts: [100],
    of: 'the boiling point of water in °C',
  },
  {
    says: String.raw`(?:pure )?water (?:boils|starts to boil) at #\s?(?:°\s?F|degrees Fahrenheit)|boiling point of (?:pure )?water (?:at sea level )?(?:is|=) #\s?(?:°\s?F|degrees Fahrenheit)`,
    counts: [212],
    of: 'the boiling point of water in °F',
  },
  {
    says: String.raw`(?:pure )?water freezes at #\s?(?:°\s?F|degrees Fahrenheit)|freezing point of (?:pure )?water (?:is|=) #\s?(?:°\s?F|degrees Fahrenheit)`,
    counts: [32],
    of: 'the freezing point of water in °F',
  },
  {
    says: String.raw`(?:pure )?water freezes at #\s?(?:°\s?C|degrees (?:Celsius|centigrade))|freezing point of (?:pure )?water (?:is|=) #\s?(?:°\s?C|degrees (?:Celsius|centigrade))`,
    counts: [0],
    of: 'the freezing point of water in °C',
  },
  {
    says: String.raw`absolute zero (?:is|lies at|=|is at) (?:about )?[-−]#\s?(?:°\s?C|degrees (?:Celsius|centigrade))`,
    counts: [273.15, 273],
    of: 'absolute zero in °C below zero',
  },
  {
    says: String.raw`(?:light travels at|(?:the )?speed of light(?: in (?:a )?vacuum)? (?:is|=|≈)) (?:about |approximately |roughly )?#\s?(?:km/s|kilomet(?:res|ers) (?:per|a) second)`,
    counts: [299_792.458, 299_792, 300_000],
    of: 'the speed of light in km/s',
  },
  {
    says: `(?:the )?sum of (?:the )?(?:interior |inner )?angles (?:of|in) (?:a|any|every|each|the) triangle (?:is|equals|=) #(?: degrees|°)`,
    counts: [180],
    of: 'the angles of a triangle together',
  },
]

/* One formula and its numbers: "What is the area of a circle of radius 3?". */
import { capital, weekdayNames } from '../claims/time/calendar.js'
import { form, ofParts, type QuestionReader, share } from './form.js'
import { gcd } from './integers.js'

const weekdays = weekdayNames.map(capital)
const DAY = `(${weekdays.join('|')})`

/** The shortest questions of textbooks: one formula and its numbers. */
export const textbookForms: readonly QuestionReader[] = [
  ofParts(
    'the simple interest',
    {
      about: /simple interest/i,
      asks: /(?:how much|what (?:is|are)) (?:the )?(?:simple )?interest/i,
      unless:
        /compound|rate of interest is|what rate|principal|month|week|\bday|daily|quarter|half[- ]year|decade|hour/i,
      parts: {
        principal: String.raw`(?:on|of|invests?|borrows?|lends?|deposits?) #(?!\s?%)`,
        rate: String.raw`#% (?:a|per|simple|annual|yearly|p\.a)`,
        years: `(?:for|after|in|over) # years`,
      },
    },
    ({ principal, rate, years }) => ({ values: [[(principal * rate * years) / 100]], way: [(principal * rate) / 100] }),
  ),
  form('the share in per cent', String.raw`^what (?:percentage|%(?:age)?) of # is #\s?\?\s*$`, ([a = 1, b = 0]) =>
    share(b / a),
  ),
  form('the share in per cent', String.raw`^# is what (?:percentage|%(?:age)?) of #\s?\?\s*$`, ([a = 0, b = 1]) =>
    share(a / b),
  ),
  form(
    'the time that both need together',
    String.raw`\b(?:can|could|fills?|paints?|needs?|takes?|does|finish\w*|builds?|mows?)\b[^?\d]{0,40}# (hours|days|minutes)\b[^?\d]{0,80}# (?:hours|days|minutes)\b[^?\d]{0,80}\b(?:how long|how many (?:hours|days|minutes))[^?]{0,40}\b(?:together|both)\b[^?\d]{0,40}\?`,
    ([a = 1, b = 1], match) => {
      // The same unit for both, and nothing that works against it.
      if (/drain|empt|leak|later|alone after|first|then/i.test(match.input)) return null
      if (new Set(match[0].match(/\b(?:hours|days|minutes)\b/gi)?.map((each) => each.toLowerCase())).size > 1)
        return null
      return { values: [[(a * b) / (a + b)]], way: [1 / a, 1 / b, 1 / a + 1 / b] }
    },
  ),
  ofParts(
    'the current',
    {
      asks: /what (?:is the )?current|how (?:large|strong) is the current/i,
      unless: /parallel|series|power|lamp|divid/i,
      parts: { volts: String.raw`# ?V\b`, ohms: String.raw`# ?(?:Ω|ohms?\b)` },
    },
    ({ volts, ohms }) => volts / ohms,
  ),
  ofParts(
    'the standardised value',
    {
      asks: /z-?score/i,
      parts: {
        mean: `mean (?:of |is |score of )?#`,
        deviation: `standard deviation (?:of |is )?#`,
        value: `(?:score|value|scored|mark|result|height|weight) (?:of |is )?#`,
      },
    },
    ({ mean, deviation, value }) => ({ values: [[(value - mean) / deviation]], way: [value - mean] }),
  ),
  form(
    'the number of diagonals',
    `how many diagonals (?:does|has) a (?:convex |regular )*(?:polygon with # sides|#-gon)(?: have)?`,
    ([n = 0]) => ({ values: [[(n * (n - 3)) / 2]], way: [n - 3, n * (n - 3)] }),
  ),
  form(
    'the hypotenuse',
    String.raw`right(?:-angled)? triangle (?:has|with) legs (?:of )?(?:lengths? )?# ?(?:cm|m)? and # ?(?:cm|m)?\b[^?]{0,30}\bhow long is the hypotenuse\s?\?`,
    ([a = 0, b = 0]) => ({ values: [[Math.hypot(a, b)]], way: [a * a, b * b, a * a + b * b] }),
  ),
  form(
    'the smallest such number',
    String.raw`smallest positive (?:integer|number|whole number) (?:that is )?divisible by #, # and #\s?\?`,
    ([a = 1, b = 1, c = 1]) => {
      const ab = (a * b) / gcd(a, b)
      return { values: [[(ab * c) / gcd(ab, c)]], way: [ab] }
    },
  ),
  form(
    'the sum',
    String.raw`sum of (?:all )?(?:the )?(?:integers|whole numbers|natural numbers) from # to #\s?[?.]`,
    ([a = 0, b = 0]) => ({ values: [[((a + b) * (b - a + 1)) / 2]], way: [a + b, b - a + 1] }),
  ),
  form(
    'the number of such codes',
    `how many #-digit (?:PINs|codes|passwords) (?:have|with|consist of) (?:all )?(?:different|distinct) digits`,
    ([n = 0]) => Array.from({ length: n }, (_, i) => 10 - i).reduce((a, b) => a * b, 1),
  ),
  form(
    'the price-earnings ratio',
    String.raw`shares? (?:costs?|trades? at|price (?:of|is)) #[^?]{0,60}earnings per share (?:are|is|of) #[^?]{0,40}(?:price[-/ ](?:to[- ])?earnings|P\/E)`,
    ([price = 0, earnings = 1]) => price / earnings,
  ),
  ({ text }) => {
    const match = new RegExp(
      String.raw`^today is an? ${DAY}\. (?:what|which) (?:day of the week|weekday|day) (?:is it|will it be|is) (?:in )?(\d{1,6}) days(?: from (?:now|today)| later)?\?\s*$`,
      'i',
    ).exec(text.replace(/^today is (?!an? )/i, 'today is a '))
    if (match === null) return null
    const from = weekdays.findIndex((day) => day.toLowerCase() === match[1]?.toLowerCase())
    const day = weekdays[(from + Number(match[2])) % 7] ?? ''
    const wrong = weekdays.filter((each) => each !== day)
    return { what: `that day is a ${day}`, values: [], words: [day], wrong, way: [Number(match[2]) % 7] }
  },
]

import { rare } from '../triggers.js'

/** A step that takes an equation back ("our calculation that 9 + 2 = 12 was wrong") does not claim it. */
const takenBack = rare(
  /\b(?:claims?|claimed|is off|(?:not|isn't|aren't) (?:right|correct|true|possible|valid)|wrong|incorrect|mistaken?|mistakes|error|not equal|contradict\w*|impossible|not\s\d+(?=\))|(?:ignor\w+|dropp\w+|discard\w+)\s(?:the\s|any\s)?(?:remainders?|fractions?|decimals?)|nearest\s(?:hundred|ten|thousand|integer|whole\snumber)\s(?:to|of)|false(?!\s(?:positives?|negatives?|alarms?))|falsch|sondern|nicht (?:wahr|richtig|korrekt)|(?:stimmt|gilt|ergibt|ist) (?:aber |also |hier |so )?nicht|keineswegs|widerspr\w*|faux|fausse|n'est pas|no es|es fals[oa])\b|错误|是错|[不没]对|不正确|不成立/i,
)

/**
 * The same words of things that the story tells of: an oven that is off, questions that were answered wrong, claims that were filed, errors that are measured. Nothing is
 * taken back by them.
 */
const ofTheStory = [
  // Of what is said of numbers it is said that it is off; of anything else it is how that thing is.
  /(?<!\b(?:this|that|which|answer|result|total|sum|product|difference|quotient|calculation|computation|arithmetic|math|maths|equation|estimate|guess|reasoning|claim|step|value|figure|above|here|there)\s)(?<![\d)}$%]\s)\bis off\b/gi,
  /\b(?:ovens?|clocks?|watch|watches|scales?|thermometers?|gauges?|rulers?|speedometers?|sensors?|settings?|temperatures?|thermostats?) (?:is|are|was|were) (?:wrong|incorrect|in error)\b/gi,
  /(?<=\b(?:\d[\d,.]*%?|few|many|some|several|more|fewer|no|all|insurance|tax|warranty|medical|health|damage|expense|fil(?:e|es|ed|ing)|paid|pays|number of|per|each|every)\s(?:[a-z]+\s)?)claims\b(?!\s(?:that|this|it|to)\b)/gi,
  /\bclaims?\s(?:filed|paid|handled|processed|payments?|payouts?|expenses?|ratio|incurred|reserves?|adjusters?|department)\b/gi,
  /(?<=\b(?:\d[\d,.]*%?|few|many|some|several|each|every|per)\s(?:of\sthem\s|(?!this|that|is|was|are)[a-z]+\s)?)(?:wrong|incorrect|mistakes?)\b/gi,
  /(?<=\b(?:g[eo]ts?|got|getting|answer(?:s|ed|ing)?)\s(?:(?:the|his|her|their|each|every)\s)?(?:(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\s)?(?:questions?|problems?|ones?|items?|of them)\s)(?:wrong|incorrect)\b/gi,
  /\b(?:wrong|incorrect) (?:answers|questions|responses|guesses|ones|turns?|way|direction|size|address|door)\b/gi,
  /\b(?:per ?cent(?:age)?|relative|absolute|standard|mean|average|squared?|sampling|rounding|measurement|maximum|max|total) error\b|\b(?:margin|amount|rate|probability) of error\b|\berror (?:of|rate|bound|term|margin|bars?|is \d)\b/gi,
]

/** Whether a text takes back what it says of numbers, or says that it is wrong. */
export function isTakenBack(text: string): boolean {
  if (!takenBack.test(text)) return false
  return takenBack.test(ofTheStory.reduce((rest, story) => rest.replace(story, ' '), text))
}

/* Speed, proportion, percentages, mixtures, sequences in a sentence or two: "How long for 6 workers?", by formula. */
import { form, ofParts, type QuestionReader } from './form.js'

const KMH = String.raw`(?:km\/h|km per hour|kilomet(?:re|er)s (?:per|an) hour|kmh|mph|miles per hour|千米)`

const SIDE_UNIT =
  '(?:mm|cm|dm|km|m|inch(?:es)?|in|feet|ft|met(?:er|re)s?|centimet(?:er|re)s?|Metern?|Zentimetern?|mètres?|毫米|厘米|分米|千米|米)'
const side = (words: string, adjective: string, han: string) =>
  String.raw`(?:#\s?${SIDE_UNIT}? (?:${adjective})(?![\p{L}])|(?:${words})(?: of| is| von| de|:| =)? #|${han}(?:是|为)?#)`
/** A rectangle and nothing else, by its sides. */
const rectangle = {
  about: /\brectang|Rechteck|长方形|矩形/i,
  unless:
    /\b(?:squares?|borders?|paths?|fence|tiles?|costs?|diagonal|triang|circ|each|per\b|twice|half|larger|smaller|increase|decrease|cut|remain|shaded)|Quadrat|Weg|Zaun|Fliese|jede|doppelt|carré|正方形|每|三角|圆|增|减|剪|倍|路|砖|篱/i,
  parts: {
    length: side('length|Länge|longueur', 'long|lang|de long', '长'),
    width: side('width|breadth|Breite|largeur', 'wide|broad|breit|de large', '宽'),
  },
}
/** One unit, or none. */
const oneUnit = (text: string) =>
  new Set([...text.matchAll(new RegExp(String.raw`\d\s?(${SIDE_UNIT})(?![\p{L}])`, 'giu'))].map(([, unit]) => unit))
    .size <= 1

/** Everyday reckoning: speed, proportion, percentages, mixtures, sequences. */
export const schoolForms: readonly QuestionReader[] = [
  ofParts(
    'the area of the rectangle',
    { ...rectangle, asks: /\barea\b|Fläche|\baire\b|\bsurface\b|面积/i },
    ({ length, width }, text) => (oneUnit(text) ? length * width : null),
  ),
  ofParts(
    'the perimeter of the rectangle',
    { ...rectangle, asks: /\bperimeter\b|Umfang|périmètre|周长/i },
    ({ length, width }, text) =>
      oneUnit(text) ? { values: [[2 * (length + width)]], way: [length + width, 2 * length, 2 * width] } : null,
  ),
  form(
    'all of them together',
    String.raw`\beach (\w+?) (?:has|holds|contains) # (\w+)\. how many \3 (?:are (?:there )?in|do) # \1(?:e?s)(?: (?:hold|contain|have))?(?: altogether| in all| in total)?\?`,
    ([one = 0, count = 0]) => one * count,
  ),
  form(
    '一共有多少',
    String.raw`每(盒|箱|袋|包|排|行|篮|盘|组|层)(?:里|有|装|放)*#[^\d?,.]{1,6}[,.] ?#\1[^\d?,.]{0,4},? ?(?:一共|总共|共)(?:有|是|装)?多少`,
    ([one = 0, count = 0]) => one * count,
  ),
  ofParts(
    'the average speed there and back',
    {
      about: /\b(?:back|return|returns|round trip)\b|返回|往返/i,
      asks: /average speed|平均速度/i,
      unless: /half (?:of )?the time|same time|rest|stop|wait/i,
      parts: {
        out: String.raw`(?:there|out|to [^?.\d]{1,30}|drives|outward|goes|travels|去时每小时行)[^?.\d]{0,20}#\s?${KMH}`,
        back: String.raw`(?:back|return|returns|返回时每小时行)[^?.\d]{0,20}#\s?${KMH}`,
      },
    },
    ({ out, back }) => (2 * out * back) / (out + back),
  ),
  form(
    'the average speed there and back',
    String.raw`#(?: km|千米)[^?]{0,60}(?:# (?:km/h|km per hour)|去时每小时行#千米)[^?]{0,60}(?:back[^?\d]{0,20}# (?:km/h|km per hour)|返回时每小时行#千米)[^?]{0,40}(?:average speed|(?:往返的)?平均速度)(?: for the round trip)?`,
    ([distance = 0, out = 1, back = 1]) => ({
      values: [[(2 * out * back) / (out + back)]],
      way: [distance / out, distance / back, distance / out + distance / back, 2 * distance],
    }),
  ),
  ofParts(
    'the time that the others need',
    {
      about: /pumps?|workers?|machines?|painters?|Pumpen|Arbeiter|Maschinen|pipes?|printers?/i,
      asks: /how (?:long|many (?:hours|days|minutes))|wie lange|wie viele (?:Stunden|Tage)/i,
      unless: /together|then|after|join|leave|each|different|rate/i,
      parts: {
        few: String.raw`(?:(?<=^|[.] )|sechs |gleiche )?#(?: \w+){1,3} (?:can |need |take |leeren |empty |fill |paint |finish |do |brauchen |build |dig )`,
        time: '(?:in|need|take|brauchen)? # (?:hours|h|days|minutes|Stunden|Tagen?|Minuten)',
        more: String.raw`(?:(?:would|do|will|long|long would|brauchen|need|take|for) )(?:it take )?#(?: of)?(?: \w+){1,4}(?: need| take)?\?`,
      },
    },
    ({ few, time, more }, text) =>
      new Set(text.match(/pump|worker|machine|painter|pipe|printer/gi)?.map((each) => each.toLowerCase())).size > 1
        ? null
        : { values: [[(few * time) / more]], way: [few * time] },
  ),
  form(
    'die Zeit',
    String.raw`(?:Sechs|Fünf|Vier|Drei|Acht|Zwei|Zehn) gleiche \w+ \w+ (?:\w+ ){1,3}in # (?:Stunden|Tagen|Minuten)\. Wie lange brauchen (zwei|drei|vier|fünf|sechs|acht|zehn) dieser`,
    ([time = 0], match) => {
      const words = ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn']
      const few = words.indexOf(match[0].split(' ')[0]?.toLowerCase() ?? '')
      const more = words.indexOf((match.at(-1) ?? '').toLowerCase())
      return few > 0 && more > 0 ? { values: [[(few * time) / more]], way: [few * time] } : null
    },
  ),
  ofParts(
    'the amount for so many people',
    {
      about: /recipe|people|persons|servings|portions/i,
      asks: /how (?:much|many)/i,
      unless: /\beach\b|\bevery\b|apiece|\bper\b|extra|left/i,
      parts: {
        few: 'recipe for # (?:people|persons|servings|portions)',
        amount: String.raw`(?:needs?|uses?|calls for|requires?|takes?) #(?: \d\/\d)? ?(?:g|kg|ml|l|cups?|eggs?|litres?|tablespoons?)\b`,
        many: '(?:for|do) # (?:people|persons|servings|portions)(?! needs| uses| calls)',
      },
    },
    ({ few, amount, many }) => ({ values: [[(amount * many) / few]], way: [amount / few, many / few] }),
  ),
  ofParts(
    'the cost of the fuel',
    {
      asks: /cost/i,
      parts: {
        use: String.raw`# ?(?:litres|l|liters) (?:of \w+ )?(?:for|per|on|every) 100 km`,
        price: String.raw`(?:costs?|is|at) # (?:a|per) (?:litre|liter|l)\b`,
        distance: '(?:for|of|trip of|drive) #(?<!100) km',
      },
      spare: 1,
    },
    ({ use, price, distance }) => ({
      values: [[((use * distance) / 100) * price]],
      way: [(use * distance) / 100, use * price, distance / 100, use / 100],
    }),
  ),
  form(
    'the pages in all',
    String.raw`(?:reads|runs|saves|does|walks|sells|swims|makes) #(?: \w+){1,3} on Monday and each day #(?: \w+)? more than the day before\. how (?:many|much|far)[^?]{0,40}from Monday to (Friday|Saturday|Sunday|Thursday)`,
    ([first = 0, more = 0], match) => {
      const days = { Thursday: 4, Friday: 5, Saturday: 6, Sunday: 7 }[match[3] ?? ''] ?? Number.NaN
      const each = Array.from({ length: days || 0 }, (_, i) => first + i * more)
      return { values: [[each.reduce((a, b) => a + b, 0)]], way: each }
    },
  ),
  ofParts(
    'the litres in a day',
    {
      about: /drips?|leaks?|loses|drops/i,
      asks: /how many lit(?:re|er)s[^?]*\bday/i,
      parts: { amount: String.raw`# ?ml\b`, seconds: String.raw`every # ?(?:s|seconds)\b` },
    },
    ({ amount, seconds }) => ({
      values: [[(amount * 86_400) / seconds / 1000]],
      way: [
        60 / seconds,
        (60 / seconds) * amount,
        86_400 / seconds,
        (amount * 86_400) / seconds,
        1440,
        3600 / seconds,
        (3600 / seconds) * amount,
      ],
    }),
  ),
  ofParts(
    'the litres in an hour',
    {
      asks: /how many lit(?:re|er)s (?:is that )?(?:per|an|in an|in one) hour/i,
      parts: { amount: String.raw`# ?(?:cm³|cm\^3|cubic cent\w+|ml)\b…(?:per|every|a) second` },
    },
    ({ amount }) => ({ values: [[(amount * 3600) / 1000]], way: [amount * 3600, 3600] }),
  ),
  form(
    'markup and margin',
    String.raw`\bbuys? (?:an? )?(?:\w+ ){0,3}(?:for|at) # and sells (?:it|them|each) (?:for|at) #\. what (?:are|is) the markup on (?:the )?cost and the margin on (?:the )?(?:selling )?price`,
    ([cost = 1, price = 1]) => ({
      values: [[(100 * (price - cost)) / cost], [(100 * (price - cost)) / price]],
      way: [price - cost, (price - cost) / cost, (price - cost) / price],
    }),
  ),
  form(
    'the net amount',
    String.raw`(?:(?:costs?|price of|amounts? to|is) # (?:including|incl\.|with) #% (?:VAT|sales tax|tax|GST)|#[^?\d]{0,10}einschließlich #% (?:MwSt|Mehrwertsteuer))[^?]{0,60}(?:without|before|net|netto|how much (?:VAT|tax))[^?]{0,40}\?`,
    ([gross = 0, rate = 0], match) => {
      const net = gross / (1 + rate / 100)
      return {
        values: [/how much (?:VAT|tax)/i.test(match[0]) ? [gross - net] : [net]],
        way: [net, gross - net, 1 + rate / 100],
      }
    },
  ),
  form(
    'the term and the sum of the arithmetic sequence',
    'arithmetic (?:sequence|progression|series) (?:starts|begins|is)(?: with)? #, #, #[^?]{0,12}? what (?:are|is) (?:its|the) #(?:st|nd|rd|th) term(?: and the sum of (?:its|the) first # terms)?',
    ([a = 0, b = 0, c = 0, n = 0, m]) => {
      const d = b - a
      if (c - b !== d) return null
      const term = a + (n - 1) * d
      const sum = m === undefined ? [] : [[(m * (2 * a + (m - 1) * d)) / 2]]
      return { values: [[term], ...sum], way: [d, (n - 1) * d, n - 1, a + ((m ?? n) - 1) * d, a + term] }
    },
  ),
  form(
    'the sum of the arithmetic sequence',
    'sum of the first # terms of the arithmetic (?:sequence|progression|series) #, #, #',
    ([n = 0, a = 0, b = 0, c = 0]) =>
      c - b === b - a
        ? { values: [[(n * (2 * a + (n - 1) * (b - a))) / 2]], way: [b - a, a + (n - 1) * (b - a), n - 1] }
        : null,
  ),
  form(
    'the number after all doublings',
    String.raw`doubles every # (minutes|hours|days)\.[^?]{0,20}(?:starts? with|there are|begins? with) # [^?]{0,60}(?:after|in) # (minutes|hours|days)`,
    ([period = 1, start = 0, time = 0], match) => {
      const size = { minutes: 1, hours: 60, days: 1440 } as const
      const of = (unit: string | undefined) => size[(unit ?? '').toLowerCase() as keyof typeof size] ?? Number.NaN
      const count = (time * of(match[4])) / (period * of(match[2]))
      return { values: [[start * 2 ** count]], way: [count, 2 ** count, 60 / period, time * of(match[4])] }
    },
  ),
  form(
    'the amount that is left',
    String.raw`half[- ]life (?:of|is) #[^?]{0,80}?# ?(?:g|mg|kg|%|grams)\b[^?]{0,60}after # (?:years|days|hours|minutes)`,
    ([half = 1, start = 0, time = 0]) => ({
      values: [[start * 0.5 ** (time / half)]],
      way: [time / half, 0.5 ** (time / half)],
    }),
  ),
  form(
    'the share of the offspring',
    String.raw`\b\w+ \(([A-Z])\) is dominant over \w+ \([a-z]\)\. 2 plants ([A-Z])[a-z] are crossed\. what (?:share|fraction|proportion) of the offspring is expected to be (\w+)\?`,
    (_, match) => {
      const dominant = new RegExp(String.raw`\b(\w+) \(${match[1]}\)`).exec(match[0])?.[1]
      return { values: [match[3] === dominant ? [3 / 4, 75] : [1 / 4, 25]], way: [1 / 4, 1 / 2, 3 / 4] }
    },
    { spare: 1 },
  ),
]

/* The polygon, triangle or ladder of a question: "each interior angle is 110°". Angles and sides are reckoned from what is known. */
import { matchesOf } from '../../../../src/core/triggers.js'
import { corners } from '../../polygons.js'
import { type Fact, numberOf, type Said, type Topic, VALUE } from './world.js'

const polygon = new RegExp(String.raw`\b(?:${Object.keys(corners).join('|')})(?:s|al)?\b`, 'gi')
const named = (text: string) =>
  new Set(
    matchesOf(polygon, text).map(([name]) =>
      name
        .toLowerCase()
        .replace(/(?:al|s)$/, '')
        .replace(/gon$/, 'gon'),
    ),
  )
const DEGREES = String.raw`${VALUE}\s?°`

/** Angles of the regular polygon that a question names; any other number of degrees is none of it. */
export const polygons: Topic = (question) => {
  const [name, another] = named(question)
  const n = corners[name ?? '']
  if (n === undefined || n < 5 || another !== undefined || /\d\s?°|star|inscribed|prism|pyramid/i.test(question))
    return []
  const sum = (n - 2) * 180
  const [inner, outer] = [sum / n, 360 / n]
  const isRegular = /regular|tile[sd]?|tiling|honeycomb/i.test(question)
  const meeting = [2, 3, 4, 5].flatMap((k) => [k * inner, Math.abs(360 - k * inner)])
  const all = [sum, inner, outer, 180, 360, 90, inner / 2, outer / 2, 180 - outer / 2, (180 - outer) / 2, ...meeting]
  const of = ({ sentence, step, groups }: Said) => {
    const said = named(sentence)
    said.delete(name ?? '')
    if (said.size > 0 || (!isRegular && !/regular/i.test(step)))
      return said.size > 0 || !/\b(?:sum|total|altogether|in\sall)\b/i.test(sentence) ? null : [sum, 180, 360]
    const value = numberOf(groups.n ?? '') ?? 0
    if (/triangles?\b/i.test(sentence) && value % 180 === 0) return null
    if (/\b(?:exterior|outer|external)\sangle\b/i.test(sentence) && !/interior|inner|180|360/i.test(sentence))
      return [outer]
    return all
  }
  return [
    {
      kind: 'statistics',
      says: new RegExp(DEGREES, 'giu'),
      of,
      what: `an angle of a regular ${name}`,
      unless: /\b(?:not|too|instead|if|square|than|rotat\w*|would\sneed)\b/i,
    },
  ]
}

/** Which angle of two equal sides is given: the word stands beside its degrees. */
const isAtApex =
  /\b(?:apex|vertex|top|between\sthe\sequal)\b[^.?;,\d]{0,40}\d|°[^.?;,\d]{0,24}\b(?:apex|vertex|top|between\sthe\sequal)\b/i
const isAtBase = /\b(?:base\sangles?|angles?\sat\sthe\sbase)\b[^.?;,\d]{0,40}\d|°[^.?;,\d]{0,24}\bbase\b/i

/** Angles of a triangle of which two are known, or of one with two equal sides of which one is. */
export const triangles: Topic = (question) => {
  if (
    !/triangle/i.test(question) ||
    named(question).size > 1 ||
    /exterior|bisect|altitude|inscribed|median|similar|each\s(?:other|angle)|equilateral/i.test(question)
  )
    return []
  const given = [...question.matchAll(/(\d+(?:\.\d+)?)\s?°/g)].map(([, value]) => Number(value))
  const [a, b] = given
  const isEqual = /isosceles|equal\ssides/i.test(question)
  if (
    a === undefined ||
    a >= 180 ||
    /\d/.test(question.replace(/\d+(?:\.\d+)?\s?°|\b2\s(?:interior\s|of\sthe\s)?angles|\b3th\b/g, ''))
  )
    return []
  let angles: readonly number[]
  if (given.length === 2 && b !== undefined && !isEqual && a + b < 180) angles = [a, b, 180 - a - b]
  else if (given.length === 1 && isEqual && isAtApex.test(question) && !isAtBase.test(question))
    angles = [a, (180 - a) / 2, (180 - a) / 2]
  else if (given.length === 1 && isEqual && isAtBase.test(question) && !isAtApex.test(question) && a < 90)
    angles = [a, a, 180 - 2 * a]
  else return []
  const pairs = angles.flatMap((x, i) => angles.slice(i + 1).map((y) => x + y))
  return [
    {
      kind: 'statistics',
      says: new RegExp(DEGREES, 'giu'),
      of: ({ sentence }) => [
        ...angles,
        ...pairs,
        180,
        360,
        ...(/\b(?:more|less|greater|smaller|larger|right|than|sharper)\b/i.test(sentence) ? [90] : []),
      ],
      what: 'an angle of this triangle',
      unless: /\b(?:not|if|instead|exterior|half|bisect\w*|would)\b/i,
    },
  ]
}

/** Three sides of a triangle: whether there is one, and of what kind. */
export const sides: Topic = (question) => {
  if (
    !/triangle|\bsides\b/i.test(question) ||
    !/sides?|lengths?/i.test(question) ||
    /right(?:-angled)?\striangle\s(?:with|has)|legs?|hypotenuse|°/i.test(question)
  )
    return []
  const isThree = (question.match(/\d+(?:\.\d+)?/g) ?? []).length === 3
  const told =
    /(?:sides?|lengths?)\D{0,24}?(\d+(?:\.\d+)?)(?:\s?(?:cm|m|mm|in|ft|km))?\s?,\s(\d+(?:\.\d+)?)(?:\s?(?:cm|m|mm|in|ft|km))?\s?,?\sand\s(\d+(?:\.\d+)?)/i.exec(
      question,
    ) ?? (isThree ? /(\d+(?:\.\d+)?),\s(\d+(?:\.\d+)?),?\sand\s(\d+(?:\.\d+)?)/.exec(question) : null)
  if (told === null) return []
  const [a = 0, b = 0, c = 0] = told
    .slice(1)
    .map(Number)
    .sort((x, y) => x - y)
  const isOne = a + b > c
  const kind = Math.abs(a * a + b * b - c * c) < 1e-9 ? 'right' : a * a + b * b > c * c ? 'acute' : 'obtuse'
  const denied = (text: string) => /\b(?:not|no|never|cannot|can't|isn't|doesn't|neither|nor)\b/i.test(text)
  const exists: Fact = {
    kind: 'inequalities',
    says: /\b(?:triangle|it|one)\s(?:therefore\s|thus\s|does\s|really\s)?(?:(?:exists?|is\spossible|can\s(?:be\s(?:built|drawn|formed|made|constructed|cut)|exist))|(?:not|cannot|can't)\s(?:exist|be\s(?:built|drawn|formed|made)))\b|\b(?:two\s)?(?:short\w*|smaller|other)\s(?:two\s)?(?:ones\s|sides\s)(?:together\s|combined\s|add\sup\sto\s|sum\sto\s|make\s)?(?:are\s(?:together\s)?(?:longer|greater|more)\sthan|exceed|more\sthan|are\sless\sthan|are\sshorter\sthan)\s(?:the\s)?(?:third|long\w*|other|remaining)/gi,
    of: ({ sentence }) => {
      const says = /\b(?:less|shorter)\sthan\b/i.test(sentence) ? denied(sentence) : !denied(sentence)
      return { ok: says === isOne, computed: `${a} + ${b} = ${a + b} against ${c}` }
    },
    what: 'the sum of the two short sides',
    unless: /\b(?:must|has\sto|have\sto|only\sif|if|any|every|always|whenever)\b/i,
  }
  if (!isOne) return [exists]
  return [
    exists,
    {
      kind: 'statistics',
      says: /\b(?:triangle|it|angle|one)(?:\swith\s[^.;]{3,40})?\s(?:is|must\sbe)\s(?<not>not\s)?(?:therefore\s|thus\s|hence\s|clearly\s|also\s|an?\s)*(?<kind>acute|obtuse|right)\b|\b(?:so|hence|thus|therefore|is)\s(?:an?\s)?(?<kind2>acute|obtuse|right)(?:[-\s]angled)?(?:\striangle)?(?=\s*[.,;])|\blargest\sangle\sis\s(?<size>more|greater|larger|less|smaller)\sthan\s(?:90|a\sright)/gi,
      of: ({ groups, sentence }) => {
        if (groups.not === undefined && denied(sentence)) return null
        const said = groups.kind ?? groups.kind2 ?? (/less|smaller/i.test(groups.size ?? '') ? 'acute' : 'obtuse')
        return { ok: (said.toLowerCase() === kind) === (groups.not === undefined), computed: kind }
      },
      what: `${a}² + ${b}² is ${a * a + b * b}, ${c}² is ${c * c}: the triangle`,
      unless: /\b(?:if|would|for\san?|when|whenever|means|whether|or)\b/i,
    },
  ]
}

/** How high a ladder reaches. */
export const ladders: Topic = (question) => {
  const told =
    /(\d+(?:\.\d+)?)\s?-?(?:m|ft|feet|foot|metres?|meters?)\b[^?]*?(\d+(?:\.\d+)?)\s?(?:m|ft|feet|foot|metres?|meters?)\b/i.exec(
      question,
    )
  if (
    !/ladder/i.test(question) ||
    told === null ||
    (question.match(/\d+(?:\.\d+)?/g) ?? []).length !== 2 ||
    !/how\s(?:high|far\sup)|height|reach/i.test(question)
  )
    return []
  const [a = 0, b = 0] = told
    .slice(1)
    .map(Number)
    .sort((x, y) => x - y)
  // The foot stands away from the wall, and the ladder is what is longer.
  if (!/\b(?:foot|base|bottom|stands|away|from\s(?:the|a)\swall)\b/i.test(question) || a === b) return []
  const square = b * b - a * a
  return [
    {
      kind: 'statistics',
      says: new RegExp(
        String.raw`(?:\bh|height|leg|reach)\s?(?:²|\^\s?\{?2\}?|squared)\s?(?:is\s|=)(?:[^=;]*=)*\s?${VALUE}(?=\s*(?:[.,;)]|$))`,
        'giu',
      ),
      of: [square],
      what: 'the square of the height',
    },
    {
      kind: 'statistics',
      says: /\b(?:missing|other|unknown|third|remaining)\s(?:leg|side|cathetus)\s(?:is|equals|must\sbe)\s(?:simply\s|just\s)?the\shypotenuse\s(?:less|minus)\sthe\s(?:other|known|given)/gi,
      of: () => ({ ok: false, computed: 'the root of the difference of the squares' }),
      what: 'the other leg',
    },
    {
      kind: 'statistics',
      says: new RegExp(
        String.raw`\b(?:reach\w*|height\sis|height\sof|up\sto)\b[^.;\d=²]{0,30}?${VALUE}\s?(?:m|ft|feet|foot|metres?|meters?)\b`,
        'giu',
      ),
      of: [Math.sqrt(square)],
      what: 'the height',
      unless: /\b(?:squared|if|other|ladder\sof|long)\b|²/i,
    },
    {
      kind: 'statistics',
      says: new RegExp(String.raw`\bperimeter\b[^.;\d]{0,20}${VALUE}`, 'giu'),
      of: [a + b + Math.sqrt(square)],
      what: 'the perimeter',
    },
  ]
}

/** A round thing of which the diameter is told: it is no radius. */
export const rounds: Topic = (question) => {
  const sizes = [
    ...question.matchAll(
      /(\d+(?:\.\d+)?)\s?-?\s?(?:mm|cm|dm|m|km|in|inch(?:es)?|ft|feet)\b(?!\s?(?:high|tall|deep|long|thick|²|³))/gi,
    ),
  ].map(([, value]) => Number(value))
  const isRound = /\b(?:pizzas?|circles?|circular|round|discs?|disks?|plates?|wheels?|pond|cakes?)\b/i.test(question)
  const [a, b] = sizes
  if (!isRound || a === undefined || sizes.length > 2 || /radius|radii|square\s(?:table|cake)|rectang/i.test(question))
    return []
  const isDiameter = /\b(?:across|diameters?|wide|pizzas?)\b/i.test(question)
  const facts: Fact[] = []
  if (isDiameter && b === undefined) {
    const d = String(a).replace('.', '\\.')
    facts.push({
      kind: 'statistics',
      says: new RegExp(
        String.raw`(?:area|A)\b[^.;]*?(?:π\s?[·×*]?\s?(?:\(\s?)?${d}\s?(?:²|\^\s?\{?2\}?)|(?<![\d.])${d}\s?(?:²|\^\s?\{?2\}?)\s?[·×*]?\s?π)(?!\s?\/|\s?[·×*]\s?(?:1\/4|¼))`,
        'giu',
      ),
      of: () => ({ ok: false, computed: `that of the radius ${a / 2}` }),
      what: `${a} is the diameter: the area`,
      unless: /\/\s?4|quarter|¼|frac/i,
    })
  }
  const counts =
    /\b(?<m>one|an?|1)\b[^?]*?(?<x>\d+)\s?-?\s?(?:cm|in|inch)[^?]*?\b(?<k>two|three|four|2|3|4)\b[^?]*?(?<y>\d+)\s?-?\s?(?:cm|in|inch)/iu.exec(
      question,
    )?.groups
  if (counts !== undefined && /pizza|circle|cake|disc|round/i.test(question)) {
    const [x, y, k] = [Number(counts.x), Number(counts.y), numberOf(counts.k ?? '') ?? 1]
    const isOneMore = x * x > k * y * y
    const many = String.raw`(?:two|three|four|both|small\w*|\d)(?:\s(?:small\w*|ones?|pizzas?|together|of\sthem))*`
    const one = String.raw`(?:one|single|big|bigger|large|larger)(?:\s(?:one|pizza|single))*`
    const MORE = String.raw`(?:(?:together\s|combined\s)?(?:have|has|are|is|give|gives|offer|offers|make|makes)\s(?:therefore\s|thus\s|together\s)?(?:more|larger|bigger|the\slarger|greater)(?:\s(?:area|pizza|food))?(?:\sin\sall|\stogether)?(?:\sthan)?)`
    facts.push({
      kind: 'inequalities',
      says: new RegExp(String.raw`\b(?:(?<many>${many})|(?<one>${one}))\s${MORE}(?!\s(?:expensive|per))`, 'giu'),
      of: ({ groups, sentence }) =>
        /\b(?:not|less|no)\b/i.test(sentence)
          ? null
          : {
              ok: (groups.one !== undefined) === isOneMore,
              computed: `${x}² = ${x * x} against ${k} · ${y}² = ${k * y * y}`,
            },
      what: 'the areas go with the squares of the diameters:',
      unless: /\b(?:if|than\sone\s(?:small|of)|each|per\s(?:euro|cm))\b/i,
    })
  }
  return facts
}

const bases = 'triangular quadrangular pentagonal hexagonal heptagonal octagonal'.split(' ')
/** Faces, edges and corners of the body that a question is about. */
export const bodies: Topic = (question) => {
  const told = new RegExp(String.raw`\b(${bases.join('|')}|square|rectangular)\s(prism|pyramid)`, 'i').exec(question)
  const isCube = /\b(?:cubes?|cuboids?)\b/i.test(question)
  if (
    (told === null) === !isCube ||
    /\bcut|truncat|glued|stack|painted|joined|net\b|colou?r\w*|beads?|labels?|labell?ed|ants?\b|paths?|random|choos\w*|chosen|assign\w*|integers?|probability|ways|small(?:er)?\scubes/i.test(
      question,
    )
  )
    return []
  const n =
    told === null ? 4 : /square|rectangular/i.test(told[1] ?? '') ? 4 : bases.indexOf((told[1] ?? '').toLowerCase()) + 3
  const isPyramid = /pyramid/i.test(told?.[2] ?? '')
  const counts: Readonly<Record<string, number>> = isPyramid
    ? { f: n + 1, e: 2 * n, v: n + 1 }
    : { f: n + 2, e: 3 * n, v: 2 * n }
  const of = ({ groups }: Said) => {
    const word = (groups.what ?? '').toLowerCase()
    const exact = counts[/^fac/.test(word) ? 'f' : /^edg/.test(word) ? 'e' : 'v']
    return exact === undefined ? null : [exact]
  }
  const WHAT = '(?<what>faces|edges|vertices|corners)'
  const part =
    /\b(?:each|every|per|top|bottom|upper|lower|upright|vertical|lateral|side|base|meet\w*|hexagon|square\sfaces?|visible|of\sthe\s(?:faces|edges)|common|adjacent|parallel|hidden|other|more|remaining|left|rest|that\sface|this\sface|intersect\w*|single|share[sd]?|sharing|belongs?|touch\w*)\b/i
  return [
    {
      kind: 'statistics',
      says: new RegExp(String.raw`${VALUE}\s${WHAT}\b`, 'giu'),
      of,
      what: 'their number',
      unless: part,
    },
    {
      kind: 'statistics',
      says: new RegExp(String.raw`,\sso\s(?:there\sare\s|it\shas\s|we\shave\s)?${VALUE}\s${WHAT}\b`, 'giu'),
      of,
      what: 'their number',
    },
    {
      kind: 'statistics',
      says: new RegExp(
        String.raw`${WHAT}:\s[^.;]*\b(?:so|in\sall|makes?|makes\sit|total(?:ly)?|altogether|together)\s${VALUE}(?=\s*(?:[.,;]|$|in\sall|altogether|edges|faces|corners|vertices))`,
        'giu',
      ),
      of,
      what: 'their number',
    },
  ]
}

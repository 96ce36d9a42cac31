/* Wrong ways in questions of drawing, tests and trials. Each topic has its rule and its slips. */
import { type Asked, isDrawn } from './numbers.js'
import { choose, ordered, product, type Slip, sum, type Topic, way } from './topic.js'

const without =
  /without replac|without (?:putting|returning)|not (?:put back|replaced|returned)|one after (?:the other|another)|ohne Zurücklegen|不放回|at once|at the same time|simultaneously|draws? (?:two|three|2|3)\b|(?:two|three|2|3) (?:\w+ )?(?:are|is) (?:drawn|picked|taken|chosen|selected)|zieht (?:zwei|drei)|取出(?:两|三|2|3)/i
const chance = /probab|chance|likel|odds|Wahrscheinlich|概率|可能性/i

/** The groups that things are drawn from, and how many in all. */
function groups(asked: Asked): number[] | null {
  const cards = /deck|52|Kartenspiel|扑克/i.test(asked.question)
  if (cards) {
    if (/heart|spade|club|diamond|same suit|Herz|Pik|红桃/i.test(asked.question)) return [13, 39]
    if (/\baces?\b|\bkings?\b|\bqueens?\b|\bjacks?\b|Asse?\b|König/i.test(asked.question)) return [4, 48]
    if (/\bred\b|\bblack\b/i.test(asked.question)) return [26, 26]
    return null
  }
  const counts = asked.all
    .filter(
      ({ kind, value, span }) => kind === 'bare' && value >= 1 && Number.isInteger(value) && !isDrawn(asked.text, span),
    )
    .map(({ value }) => value)
  return counts.length >= 2 && counts.length <= 5 ? counts : null
}

/** Drawing, tests, trials. */
export const chanceTopics: readonly Topic[] = [
  {
    rule: 'two that are drawn together are different: n (n - 1) ordered pairs, half as many sets',
    about: [without, /numbered|labelled|numbers? (?:from|1)|nummeriert|编号/i],
    unless: /with replacement|put back|dice/i,
    compare(asked) {
      const n = Number(
        /(?:numbered|labelled|numbers?|nummeriert|编号)[^.?\d]{0,20}1 ?(?:to|through|–|-|bis|到|至) ?(\d{1,3})/i.exec(
          asked.text,
        )?.[1],
      )
      if (!(n >= 3) || !/\b(?:two|2)\b|zwei|两|二/i.test(asked.text)) return null
      return {
        right: [n * (n - 1), (n * (n - 1)) / 2],
        slips: [
          {
            values: [n * n],
            says: new RegExp(
              String.raw`(?<![\d.])${n * n} (?:\w+ ){0,3}(?:outcomes|results|pairs|possibilities|cases|combinations)`,
              'i',
            ),
          },
        ],
      }
    },
  },
  {
    rule: 'that at least two agree is one minus that all differ',
    about: [chance, /at least two|mindestens zwei|至少(?:有)?两/i, /same|gleiche|相同|share|birthday/i],
    unless: /red|blue|green|balls|cards/i,
    compare(asked) {
      const numbers = asked.of('bare')
      const to = Number(/(?:from )?1 ?(?:to|through|–|bis|到) ?(\d{1,3})/i.exec(asked.text)?.[1])
      const n =
        to > 1 ? to : /month/i.test(asked.text) ? 12 : /weekday|day of the week/i.test(asked.text) ? 7 : Number.NaN
      const k = numbers.find((each) => each >= 3 && each <= 6 && each !== n)
      if (!(n > 2) || k === undefined) return null
      const right = 1 - ordered(n, k) / n ** k
      return {
        right: [right, 100 * right],
        slips: [way(choose(k, 2) / n), way((100 * choose(k, 2)) / n), way(1 - (1 - 1 / n) ** k), way(k / n)],
      }
    },
  },
  {
    rule: 'without replacement the second draw is from one less',
    about: [
      chance,
      without,
      /ball|marble|card|sock|chip|bulb|student|candy|sweets|counter|Kugel|Karte|球|screw|item|fuse|batter|ticket|pen|coin|box|bag|urn|people|apple/i,
    ],
    unless: /with replacement|put back(?! in)|mit Zurücklegen|(?<!不)放回|at least/i,
    compare(asked) {
      const read = groups(asked)
      if (read === null) return null
      const draws =
        /three (?:\w+ )?(?:balls|cards|marbles|socks|are)|draws? three|drei|三个|3 (?:balls|cards|marbles)/i.test(
          asked.text,
        )
          ? 3
          : 2
      const right: number[] = []
      const slips: Slip[] = []
      const says =
        /(?:second|next|other|zweite\w*|第二\S{0,4})[^.]{0,60}(?:too|again|also|same|still|auch|wieder|也|仍)|(?:each|both|every|either) (?:draw|pick|time)/i
      for (const counts of [read]) {
        const whole = Math.max(...counts)
        const others = sum(counts) - whole
        const totals = [sum(counts), ...(whole > others ? [whole] : [])]
        for (const total of totals) {
          const parts =
            total === whole && total !== sum(counts)
              ? [...counts.filter((each) => each !== whole), total - others]
              : counts
          for (const part of parts) {
            right.push(ordered(part, draws) / ordered(total, draws))
            slips.push(
              { values: [part ** draws / total ** draws], says },
              { values: [product(Array.from({ length: draws }, (_, i) => part / (total - i)))] },
              { values: [product(Array.from({ length: draws }, (_, i) => (part - i) / total))] },
            )
          }
          const alike = sum(parts.map((each) => ordered(each, draws))) / ordered(total, draws)
          const mixed = sum(parts.map((each) => each ** draws)) / total ** draws
          right.push(alike, 1 - alike)
          slips.push(way(mixed), way(1 - mixed))
          if (draws === 2)
            for (const [i, a] of parts.entries())
              for (const b of parts.slice(i + 1)) {
                right.push((2 * a * b) / (total * (total - 1)))
                slips.push(
                  way((2 * a * b) / total ** 2),
                  way((a * b) / total ** 2),
                  way((a * b) / (total * (total - 1))),
                )
              }
        }
      }
      const asksMixed =
        /one of each|different colou?rs?|one (?:red|blue|green|white|black)\b[^.?]{0,30}\bone (?:red|blue|green|white|black)|verschieden|一红一|不同颜色/i.test(
          asked.text,
        )
      const asksBoth =
        /both|all (?:two|three)|two (?:red|blue|green|white|black|aces|hearts|kings|defective)|beide|都是|same colou?r|gleich/i.test(
          asked.text,
        )
      if (!asksMixed && !asksBoth) return null
      return { right, slips }
    },
  },
  {
    rule: 'a positive test is read among all who test positive: P(ill | +) = P(+ and ill) / P(+)',
    about: [
      /positive|flag|alarm|detect|test|spam|defect|alert|erkennt|阳性|检测|machine|factory|plant|supplier/i,
      /%|percent|per cent|Prozent|0\.\d/i,
      /probab|chance|likel|how many|what (?:share|fraction|percentage|proportion)|Wahrscheinlich|概率/i,
    ],
    unless: /confidence|significan|null hypothes/i,
    compare(asked) {
      const shares = asked.all
        .filter(({ kind, value }) => kind === 'percent' || (kind === 'bare' && value > 0 && value < 1))
        .map(({ kind, value }) => (kind === 'percent' ? value / 100 : value))
      if (shares.length !== 3) return null
      const text = asked.text
      const asShare = asked.all.filter(
        ({ kind, value }) => kind === 'percent' || (kind === 'bare' && value > 0 && value < 1),
      )
      const prevalence = asShare.findIndex(
        ({ span }) =>
          /^[\s%]*(?:percent |per cent )?(?:of (?:the |all |a )?(?:people|population|patients|persons?|emails?|mails|messages|parts|items|products|transactions|students|athletes|visitors|villagers|adults|animals|cows|inhabitants|employees|group|components|devices|tourists)\b|(?:der|aller) (?:Bevölkerung|Menschen|Personen|Teile))(?! (?:who|that|with|without|die|mit|ohne)\b)/i.test(
            text.slice(span[1], span[1] + 50),
          ) &&
          /(?:have|has|are|is|suffer|carry|ill|sick|infected|affected|spam|defective|fraud|cheat|leiden|krank)/i.test(
            text.slice(span[1], span[1] + 90),
          ),
      )
      const chosen =
        prevalence >= 0
          ? prevalence
          : asShare.findIndex(({ span }) =>
              /(?:affects|prevalence(?: of)?|prior|infected|incidence)[^.;]{0,30}$/i.test(
                text.slice(Math.max(0, span[0] - 60), span[0]),
              ),
            )
      if (chosen < 0) return null
      const p = shares[chosen] ?? Number.NaN
      const rest = shares.filter((_, i) => i !== chosen)
      const [s = 0, second = 0] = rest
      const f =
        /specificity|negative for|tests? negative|correctly (?:clears|negative)|Spezifität|阴性/i.test(text) &&
        second > 0.5
          ? 1 - second
          : second
      if (s <= f) return null
      const positive = s * p + f * (1 - p)
      const ppv = (s * p) / positive
      const right = [ppv, 100 * ppv, positive, 100 * positive, 1 - ppv]
      const ofAll = (s * p) / (s * p + f)
      return {
        right: [ppv, 100 * ppv],
        way: right.slice(2),
        slips: [
          {
            values: [s, 100 * s],
            says: /(?:ill|infected|spam|defective|sick)[^.]{0,60}probability (?:\w+ ){0,3}\d+\s?\/\s?\d+/i,
          },
          way(ofAll),
          way(100 * ofAll),
          way(100 * s * p),
          way(s * p),
          way((s * p) / (s * p + f)),
          way((100 * s * p) / (s * p + f)),
          way((100 * (s * p)) / (s * p + f * p)),
          way(1 - f),
        ],
      }
    },
  },
  {
    rule: 'at least once is 1 minus never: 1 - (1 - p)^n',
    about: [/at least (?:one|once|1)|mindestens (?:ein|einmal)|至少(?:有)?一/i, chance],
    unless: /without replac|committee|exactly|birthday|given (?:that|the|it)|conditional|条件/i,
    compare(asked) {
      const p = chanceOf(asked)
      const n = trialsOf(asked)
      if (p === null || n === null) return null
      const right = 1 - (1 - p) ** n
      return {
        right: [right, 100 * right],
        way: [1 - p, (1 - p) ** n],
        slips: [way(n * p), way(100 * n * p), way(p ** n), way(n * p * (1 - p) ** (n - 1)), way(1 - p ** n)].filter(
          ({ values }) => values[0] !== 1 - p,
        ),
      }
    },
  },
  {
    rule: 'exactly k of n: the number of their orders counts too',
    about: [
      /exactly (?:one|two|three|four|once|twice|\d)|genau (?:ein|zwei|drei|vier|\d)|恰(?:好)?(?:有)?[一二三两\d]/i,
      chance,
    ],
    unless: /without replac|committee|at least|choose/i,
    compare(asked) {
      const p = chanceOf(asked)
      const n = trialsOf(asked)
      const named =
        /(?:exactly|genau|恰(?:好)?(?:有)?) ?(one|two|three|four|once|twice|\d|ein|zwei|drei|vier|一|二|两|三)/i
          .exec(asked.text)?.[1]
          ?.toLowerCase() ?? ''
      const k =
        {
          one: 1,
          once: 1,
          ein: 1,
          一: 1,
          two: 2,
          twice: 2,
          zwei: 2,
          二: 2,
          两: 2,
          three: 3,
          drei: 3,
          三: 3,
          four: 4,
          vier: 4,
        }[named] ?? Number(named)
      if (p === null || n === null || !(k >= 0) || k > n) return null
      const single = p ** k * (1 - p) ** (n - k)
      const right = choose(n, k) * single
      return {
        right: [right, 100 * right],
        slips: [way(single), way(100 * single), way(choose(n, k) * p ** k), way(n * single), way(p ** k), way(k / n)],
      }
    },
  },
  {
    rule: 'either of two: the two chances less that of both',
    about: [
      /\bor\b|at least one|either|oder|mindestens eine|或|至少/i,
      chance,
      /independent|both|unabhängig|独立|each other|beide|都/i,
    ],
    unless: /exactly|not independent|replac|dice|coin|给定|mutually exclusive/i,
    compare(asked) {
      const shares = sharesOf(asked)
      if (shares.length !== 2) return null
      const [a = 0, b = 0] = shares
      const right = a + b - a * b
      return { right: [right, 100 * right, 1 - (1 - a) * (1 - b)], slips: [way(a + b), way(100 * (a + b))] }
    },
  },
  {
    rule: 'independent events that all happen: the product of their chances',
    about: [/all (?:two|three|four|of)?|both|every|series|alle|beide|都|全/i, chance, /independent|unabhängig|独立/i],
    unless: /at least|\bor\b|exactly|oder|至少/i,
    compare(asked) {
      const shares = sharesOf(asked)
      if (shares.length < 2 || shares.length > 4) return null
      const right = product(shares)
      return {
        right: [right, 100 * right, 1 - right],
        slips: [
          way(sum(shares)),
          way(sum(shares) / shares.length),
          way(1 - product(shares.map((each) => 1 - each))),
          way(100 * (1 - product(shares.map((each) => 1 - each)))),
        ],
      }
    },
  },
  {
    rule: 'two dice have 36 equally likely outcomes, ordered pairs',
    about: [
      /two (?:fair )?(?:six-sided )?(?:standard )?dice|zwei(?:en)? Würfel|两(?:个|枚)骰子|pair of dice|two dice/i,
      chance,
      /sum|total|Summe|和/i,
    ],
    compare(asked) {
      const named = /(?:sum|total|Summe|和)[^\d?]{0,30}?(?:of |is |equals? |be |= ?|为|是)?(\d{1,2})/i.exec(
        asked.text,
      )?.[1]
      const s = Number(named)
      if (
        !(s >= 2 && s <= 12) ||
        /at least|at most|greater|less|more|mindestens|even|odd|multiple|大于|小于/i.test(asked.text)
      )
        return null
      const count = 6 - Math.abs(7 - s)
      const unordered = Math.floor(count / 2) + (s % 2 === 0 ? 1 : 0)
      return {
        right: [count / 36, (100 * count) / 36],
        slips: [
          way(unordered / 36),
          way(unordered / 21),
          way(1 / 11),
          way(count / 21),
          ...(s % 2 === 0 ? [way((count + 1) / 36)] : []),
        ],
      }
    },
  },
]

function sharesOf({ all }: { all: readonly { value: number; kind: string }[] }): number[] {
  return all
    .filter(({ kind, value }) => kind === 'percent' || (kind === 'bare' && value > 0 && value < 1))
    .map(({ kind, value }) => (kind === 'percent' ? value / 100 : value))
}

/** The chance of one trial: stated, or that of a die or a coin. */
function chanceOf(asked: { question: string; all: readonly { value: number; kind: string }[] }): number | null {
  const shares = sharesOf(asked)
  if (shares.length === 1) return shares[0] ?? null
  if (shares.length > 1) return null
  if (/coin|heads|tails|Münze|硬币/i.test(asked.question)) return 1 / 2
  if (
    /(?:a|one|eine|eine\w) (?:six|6|Sechs)\b|(?:six|6|Sechs)(?:es)?\b[^.?]{0,30}(?:appear|come|roll|show)|six(?:es)?\b|Sechs(?:en)?\b|点数(?:为|是)?6/i.test(
      asked.question,
    ) &&
    /di(?:e|ce)|Würfel|骰子/i.test(asked.question)
  )
    return 1 / 6
  return null
}

const trialWords: Record<string, number> = {
  two: 2,
  twice: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
  zwei: 2,
  zweimal: 2,
  drei: 3,
  dreimal: 3,
  vier: 4,
  viermal: 4,
  fünf: 5,
}

/** How often it is tried. */
function trialsOf({ question }: { question: string }): number | null {
  const match =
    /(\d+|two|three|four|five|six|ten|drei|vier|fünf) (?:times|tosses|throws|rolls|flips|shots|attempts|trials|independent|free throws|tries|Würfe|children|Kinder|bulbs|parts|items|components|patients|customers|people|seeds|questions|coins|dice|dies|days|draws|games|machines|servers|arrows|mal)\b|(twice|zweimal|dreimal|viermal)|(\d+) ?(?:mal|次)/i.exec(
      question,
    )
  const found = (match?.[1] ?? match?.[2] ?? match?.[3] ?? '').toLowerCase()
  const n = trialWords[found] ?? Number(found)
  return n >= 2 && n <= 60 ? n : null
}

import { between, close, names, say, type Template, two } from './wording.js'

const kinds =
  'bramps dolls-of-clay fenkels gorbs hilts jorrows lempins morbles plonks quarns rimples stips tandols wumps yorpins zelts'.split(
    ' ',
  )

const syllogism: Template = (random) => {
  const [a, b, c, d] = random.shuffle(kinds) as [string, string, string, string]
  const [name, other] = two(random, names)
  const holds = random.uniform() < 0.5
  const asked = holds ? d : random.pick(kinds.filter((kind) => ![a, b, c, d].includes(kind)))
  const facts = [
    `All ${a} are ${b}.`,
    `All ${b} are ${c}.`,
    `All ${c} are ${d}.`,
    `${name} is one of the ${a}.`,
    `${other} is one of the ${d}.`,
  ]
  const chain = [
    `${name} is one of the ${a}, and all ${a} are ${b}, so ${name} is one of the ${b}.`,
    `All ${b} are ${c}, so ${name} is one of the ${c}.`,
    `All ${c} are ${d}, so ${name} is one of the ${d}.`,
  ]
  const end = holds ? [] : [`Nothing says that ${d} are ${asked}.`]
  const answer = holds ? 'true' : 'unknown'
  return {
    question: `True, false or unknown: ${name} is one of the ${asked}.`,
    context: random.shuffle(facts).join(' '),
    steps: [...chain, ...end, close(random, answer)],
    answer,
  }
}

const ordering: Template = (random) => {
  const row = random.shuffle(names).slice(0, 5)
  const facts = row
    .slice(1)
    .map((name, i) =>
      say(random, `${row[i]} stands directly left of ${name}.`, `${name} stands directly right of ${row[i]}.`),
    )
  const place = between(random, 1, 5)
  const ordinal = ['first', 'second', 'third', 'fourth', 'fifth'][place - 1] as string
  return {
    question: `Who stands ${ordinal} from the left?`,
    context: random.shuffle(facts).join(' '),
    steps: [
      `From left to right the row is ${row.join(', ')}.`,
      `The ${ordinal} from the left is ${row[place - 1]}.`,
      close(random, row[place - 1] as string),
    ],
    answer: row[place - 1] as string,
  }
}

export const logic: readonly Template[] = [syllogism, ordering]

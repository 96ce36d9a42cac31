/*
 * What becomes of one size when another is doubled: areas go with the square of a length, volumes with its cube, energies with the square of a speed. The law is told by the two names; where
 * a figure has several lengths ("the height of a cylinder") nothing is known.
 */
import { lean } from '../../../../src/core/lean-patterns.js'
import { COUNT, timesOf } from '../../../../src/core/quantities/words.js'
import type { Finding } from '../../../../src/core/records/types.js'
import { matchesOf, rare } from '../../../../src/core/triggers.js'
import { type ClaimText, finding, shown } from '../claim.js'
import { plainView } from '../text/plain-view.js'
import { sentenceAround } from '../text/sentences.js'

const FACTOR: Readonly<Record<string, number>> = {
  ...{
    double: 2,
    doubles: 2,
    doubled: 2,
    doubling: 2,
    twice: 2,
    triple: 3,
    triples: 3,
    tripled: 3,
    tripling: 3,
    trebled: 3,
  },
  ...{
    quadruple: 4,
    quadruples: 4,
    quadrupled: 4,
    quadrupling: 4,
    halve: 0.5,
    halves: 0.5,
    halved: 0.5,
    halving: 0.5,
    half: 0.5,
  },
}
const LENGTH = 'radius|diameter|edges?|sides?|side\\slengths?|edge\\slengths?|r'
const DRIVER = `(?:(?<length>${LENGTH})|(?<speed>speed|velocity)|(?<distance>distance))`

const driven: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<!\p{L})(?<by>double|doubles|doubling|triple|triples|tripling|halve|halves|halving|quadrupling|twice|half)\s(?:the\s|its\s|all\s(?:the\s)?)?${DRIVER}(?!\p{L})`,
    'iu',
  ),
  new RegExp(
    String.raw`(?<!\p{L})${DRIVER}\s(?:of\s(?:an?|the)\s\p{L}+\s)?(?:is|are|gets?|was|were|has\sbeen)\s(?<by>doubled|tripled|halved|trebled|quadrupled)`,
    'iu',
  ),
  new RegExp(String.raw`(?<!\p{L})${DRIVER}\s(?<by>doubles|triples|quadruples|halves)(?!\p{L})`, 'iu'),
].map(lean)

const TIMES = String.raw`(?<times>twice|double|triple|quadruple|half|(?:\d{1,3}|${COUNT})\stimes)`
const NAME = String.raw`(?:kinetic\s)?energy|braking\sdistance|surface(?:\sarea)?|area|volume|circumference|perimeter|force|pizza|cake`
const said: readonly ReturnType<typeof rare>[] = [
  // it has double the energy; four times the area; half as much force; twice as much pizza
  rare(
    new RegExp(String.raw`(?<!\p{L})${TIMES}\s(?:the|as\s(?:much|large\sa|big\sa))\s(?<name>${NAME})(?!\p{L})`, 'giu'),
  ),
  // the volume becomes six times as large; the energy is multiplied by 2; the volume … makes it six times as large
  rare(
    new RegExp(
      String.raw`(?<!\p{L})(?<name>${NAME})(?:\sof\s\p{L}+|\sof\sthe\s\p{L}+)?\s(?:is|becomes|gets|will\sbe|would\sbe|grows\sto|would\s(?:grow|rise|increase|go\sup)\sto|would\sbecome|rises\sto|increases\sto|goes\sup\sto)\s(?:then\s|only\s|also\s)?${TIMES}\s(?:as\s\p{L}+|larger|bigger|greater)`,
      'giu',
    ),
  ),
  rare(
    new RegExp(
      String.raw`(?<!\p{L})(?<name>${NAME})\sis\s[^.;]{3,40}?,\sso\s\p{L}+ing\s(?:\p{L}+\s){1,3}makes\sit\s${TIMES}\s(?:as\s\p{L}+|larger|bigger)`,
      'giu',
    ),
  ),
  rare(
    new RegExp(
      String.raw`(?<!\p{L})(?<name>${NAME})\s(?:is\s)?(?<times>doubles|doubled|triples|tripled|quadruples|quadrupled|halves|halved)(?!\p{L})`,
      'giu',
    ),
  ),
]

/** "It has doubled", of what the question asks about. */
const ofIt = rare(
  new RegExp(
    String.raw`(?<!\p{L})(?:it|this)\s(?:therefore\s|then\s|thus\s|also\s)?(?:(?:has\s|is\s|gets\s)?(?<verb>doubles|doubled|triples|tripled|quadruples|quadrupled|halves|halved)(?!\p{L})|(?:is|becomes|gets|grows\sto|will\sbe|would\sbe)\s(?:then\s|only\s|also\s)?${TIMES}\s(?:as\s\p{L}+|larger|bigger|greater))`,
    'giu',
  ),
)
const asksWhat = lean(
  new RegExp(
    String.raw`\b(?:what\shappens\s(?:to|with)|how\sdoes|how\sdo|effect\son)\s(?:the\s|its\s)?(?<name>${NAME})(?!\p{L})(?!(?:,|\sand|\sor)\s(?:(?:and|or)\s)?(?:the\s|its\s)?${NAME})`,
    'iu',
  ),
)
const size = lean(new RegExp(String.raw`(?<!\p{L})${NAME}(?!\p{L})`, 'giu'))

interface Drive {
  of: 'length' | 'speed' | 'distance'
  by: number
}

function driveIn(text: string): Drive | null {
  const found = driven.map((pattern) => pattern.exec(text)).find((each) => each !== null)
  const by = FACTOR[found?.groups?.by?.toLowerCase() ?? '']
  if (found?.groups === undefined || by === undefined) return null
  return {
    of: found.groups.length !== undefined ? 'length' : found.groups.speed !== undefined ? 'speed' : 'distance',
    by,
  }
}

const solids = /\b(?:sphere|ball|globe|cube|balloon|bubble|orange|planet|Kugel|Würfel)s?\b/i
const manyLengths = /\b(?:cylinder|cone|rectangle|rectangular|box|cuboid|prism|pyramid|triangle|height|pipe)s?\b/i

/** The power with which a size goes, or null where that depends. */
function powerOf(name: string, { of }: Drive, about: string): number | null {
  if (of === 'speed') return /energy|braking/.test(name) ? 2 : null
  if (of === 'distance')
    return /force/.test(name) && /\b(?:gravit\p{L}*|charges?|Coulomb|planets?|masses)\b/iu.test(about) ? -2 : null
  if (manyLengths.test(about)) return null
  if (/surface|area|pizza|cake/.test(name)) return 2
  if (/volume/.test(name)) return solids.test(about) || /[πr]\s?³|r\^3/.test(about) ? 3 : null
  return /circumference|perimeter/.test(name) ? 1 : null
}

const denies = /\b(?:not|never|isn['’]t|doesn['’]t|don['’]t|wrong|mistake\w*|claims?|thinks?|might|suppose)\b/i

/** Statements about what becomes of a size, where the sentence or the question says what is doubled. */
export function scalingReader(question: string): (claim: ClaimText) => Finding[] {
  const asked = plainView(question)
  const ofQuestion = driveIn(asked)
  const nameAsked = asksWhat.exec(asked)?.groups?.name
  return ({ plain }) =>
    [...said, ...(nameAsked === undefined ? [] : [ofIt])].flatMap((pattern) =>
      [...pattern.matchAll(plain)].flatMap((match): Finding[] => {
        // "It" of "The area, s², becomes 4s²: it quadruples" is the area.
        const [before = nameAsked ?? ''] = matchesOf(size, plain.slice(0, match.index)).at(-1) ?? []
        const { name = before, times = match.groups?.verb ?? '' } = match.groups ?? {}
        const span = [match.index, match.index + match[0].length] as const
        const sentence = sentenceAround(plain, span)
        const drive = driveIn(sentence.replace(match[0], ' '.repeat(match[0].length))) ?? ofQuestion
        const power = drive === null ? null : powerOf(name.toLowerCase(), drive, `${asked}\n${plain}`)
        const factor = FACTOR[times.toLowerCase()] ?? timesOf(times)
        // Twice the area "of a square of side 3" is said of something else.
        if (drive === null || power === null || factor === null || denies.test(sentence)) return []
        const exact = drive.by ** power
        const ok = Math.abs(exact - factor) < 1e-9
        const how = power === 1 ? 'in step with' : `with the ${Math.abs(power) === 2 ? 'square' : 'cube'} of`
        return [
          finding(
            'definitions',
            span,
            times,
            shown(exact),
            ok,
            `the ${name.toLowerCase()} goes ${how} the ${drive.of}: it is ${shown(exact)} times as large, not ${times}`,
          ),
        ]
      }),
    )
}

/* All kinds of claims in a row: what is read of one step, in which order, and which of two that read the same is told. */
import { defined } from '../../../src/core/absence.js'
import type { Pieces } from '../../../src/core/pieces.js'
import type { Finding, FindingKind } from '../../../src/core/records/types.js'
import { isOfOtherArithmetic } from '../other-arithmetic.js'
import { codeReader } from '../programs/stated.js'
import { aboutReader } from './about/index.js'
import { accountsReader } from './accounts/index.js'
import { conversionReader } from './amounts/converted.js'
import type { Measure } from './amounts/measure.js'
import { referredReader } from './amounts/referred.js'
import { checkCarried, lastMeasure, readUnits } from './amounts/units.js'
import { groupReader } from './chance/groups.js'
import { readProbabilities } from './chance/probabilities.js'
import { unionReader } from './chance/unions.js'
import { urnReader } from './chance/urns.js'
import { readElements } from './chemistry/elements.js'
import { readChemistry } from './chemistry/index.js'
import { massReader } from './chemistry/masses.js'
import { reactionReader } from './chemistry/reactions.js'
import type { ClaimReader, ClaimText } from './claim.js'
import { readCounts } from './counted/counting.js'
import { readLetters } from './counted/letters.js'
import { readLists } from './counted/lists.js'
import { readLoops } from './counted/loops.js'
import { rowReader } from './counted/rows.js'
import { tallyReader } from './counted/tallies.js'
import { readDefinitions } from './definitions/index.js'
import { readLaws } from './definitions/laws.js'
import { checkCalculus, type KnownFunction } from './equations/calculus.js'
import { circleReader } from './equations/circles.js'
import { checkClosedForms } from './equations/closed-forms.js'
import { expansionReader } from './equations/expanded.js'
import { readFormulas } from './equations/formulas.js'
import { identityReader } from './equations/identities.js'
import { matrixReader } from './equations/matrices.js'
import { askedInequality, checkRewritten, type HalfLine, unconditionally } from './equations/rewritten.js'
import { readSets } from './equations/sets.js'
import { askedEquation, checkSolutions, type OpenEquation } from './equations/solutions.js'
import { systemReader } from './equations/systems.js'
import { tendsReader } from './equations/tends.js'
import { readEveryday } from './everyday/index.js'
import { translated } from './languages/index.js'
import { misquotedReader } from './misquoted.js'
import { namedReader } from './named/reader.js'
import { divisibilityReader } from './numbers/divisibility.js'
import { numberListReader } from './numbers/number-lists.js'
import { readNumerals } from './numbers/numerals.js'
import { readProperties } from './numbers/properties.js'
import { readRoundings } from './numbers/roundings.js'
import { readUniversal } from './numbers/universal.js'
import { readWholeNumbers } from './numbers/whole-numbers.js'
import { changeReader } from './percentages/changes.js'
import { readRatios } from './percentages/ratios.js'
import { scalingReader } from './percentages/scaling.js'
import { shareReader } from './percentages/shares.js'
import { readTerms } from './related/terms.js'
import { readSpoken } from './spoken/index.js'
import { plainView } from './text/plain-view.js'
import { readSumsOfTimes, readTimes, timeReader } from './time/index.js'
import { toldOnce } from './told/once.js'
import { isPart } from './told/part-of.js'

/** A step is read to here: what is longer is no step. */
const MAX_STEP = 20_000

/** All that is read of a shorter one takes no long turn. */
const SHORT_STEP = 400

/** Kinds that look at one step at a time. */
const readers: readonly ClaimReader[] = [
  readUnits,
  readWholeNumbers,
  readRatios,
  readRoundings,
  readProbabilities,
  readCounts,
  readChemistry,
  readElements,
  readDefinitions,
  readLists,
  readLoops,
  readUniversal,
  readSpoken,
  readEveryday,
  readLaws,
]

/** Kinds that read clauses: what another kind has read already they leave alone. */
const clauses: readonly ClaimReader[] = [
  readTerms,
  readProperties,
  readNumerals,
  readLetters,
  readSets,
  readSumsOfTimes,
]

/** Kinds that say what an expression comes to: one that is a part of another is not claimed. */
const reckoned: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'calculus',
  'closed-forms',
  'identities',
  'statistics',
  'whole-numbers',
])

/** What other languages say, read in English; what was read as it is written is not told twice. */
function inOtherWords({ plain, text: written, question, context }: ClaimText, found: readonly Finding[]): Finding[] {
  const sentences = translated(plain, question, written.includes('$'))
  if (sentences.length === 0) return []
  const asked = [question, ...translated(question, '').flatMap(({ english }) => english)].join('\n')
  return sentences.flatMap(({ english, span }) => {
    const before = found.filter((each) => each.span[0] < span[1] && span[0] < each.span[1])
    const [first = [], ...others] = english.map((text) =>
      [...readers, ...clauses, readTimes].flatMap((read) =>
        read({ plain: text, text, question: asked, ...defined({ context }) }),
      ),
    )
    return first
      .filter((each) => !before.some(({ kind, ok }) => kind === each.kind || (!ok && !each.ok)))
      .filter(({ ok, kind }) => ok || others.every((all) => all.some((each) => !each.ok && each.kind === kind)))
      .map((each) => ({ ...each, span }))
  })
}

/** Kinds that remember the question and the steps before, made once for a chain. */
type Made = (question: string, context?: string) => ClaimReader
const remembering: readonly Made[] = [
  timeReader,
  tallyReader,
  rowReader,
  groupReader,
  divisibilityReader,
  tendsReader,
  massReader,
  aboutReader,
  reactionReader,
  referredReader,
]
/** The same; what other languages say is read before them. */
const naming: readonly Made[] = [namedReader, urnReader, unionReader, matrixReader, systemReader]

/** The first time each of them compiles its patterns. */
function* made(makers: readonly Made[], question: string, context?: string): Pieces<ClaimReader[]> {
  const readers: ClaimReader[] = []
  for (const make of makers) {
    readers.push(make(question, context))
    yield
  }
  return readers
}

/** The claims of a chain's steps, read in order: an equation of one step is solved in the next. */
export function* claimReader(whole: string, context?: string): Pieces<(step: string) => Pieces<Finding[]>> {
  const question = whole.slice(0, MAX_STEP)
  let open: OpenEquation | null = askedEquation(question)
  const functions = new Map<string, KnownFunction>()
  checkCalculus({ plain: '', text: question, question }, functions)
  const otherArithmetic = isOfOtherArithmetic(whole)
  yield
  const readRemembering = yield* made(remembering, question, context)
  const readNaming = yield* made(naming, question, context)
  const expansions = expansionReader()
  const circles = circleReader(question)
  const identities = identityReader(question)
  const shares = shareReader(question)
  const lists = numberListReader(question)
  yield
  const scaling = scalingReader(question)
  const changes = changeReader(question)
  const accounts = accountsReader(question, context ?? '')
  yield
  const misquoted = misquotedReader(question, context)
  const conversions = conversionReader(question)
  const code = codeReader(question, context)
  let amount: Measure | null = null
  const plainQuestion = plainView(question)
  let compared: HalfLine | null = askedInequality(plainQuestion)
  const inequality = unconditionally(plainQuestion) ? compared : null
  yield
  return function* (step) {
    const text = step.slice(0, MAX_STEP)
    const claim: ClaimText = { plain: plainView(text), text, question: whole, ...defined({ context }) }
    const found: Finding[] = []
    const isLong = text.length > SHORT_STEP
    for (const read of readers) {
      const said = read(claim)
      // In Z_7 the product of 3 and 5 is 1.
      if (said.length > 0) found.push(...said.filter(({ kind, ok }) => ok || kind !== 'statistics' || !otherArithmetic))
      if (isLong) yield
    }
    for (const read of readRemembering) {
      found.push(...read(claim))
      if (isLong) yield
    }
    found.push(...inOtherWords(claim, found))
    if (isLong) yield
    found.push(...misquoted(claim), ...(yield* conversions(claim)))
    if (isLong) yield
    for (const read of readNaming) {
      found.push(...read(claim))
      if (isLong) yield
    }
    const formulas = readFormulas(withoutBold(text), true)
    if (isLong) yield
    found.push(
      ...expansions(claim, formulas),
      ...circles(claim),
      ...changes(claim),
      ...shares(claim),
      ...scaling(claim),
    )
    const solved = checkSolutions(claim, formulas, open)
    open = solved.open
    found.push(...checkCarried(claim, amount), ...solved.findings)
    amount = lastMeasure(claim)
    if (isLong) yield
    const rewritten = checkRewritten(claim, compared, inequality)
    compared = rewritten.last
    found.push(...rewritten.findings)
    if (isLong) yield
    found.push(...accounts(claim))
    if (isLong) yield
    found.push(...checkClosedForms(claim, formulas), ...identities(claim, formulas))
    if (isLong) yield
    found.push(...checkCalculus(claim, functions))
    const isWhole = ({ kind, ok, span }: Finding) => ok || !reckoned.has(kind) || !isPart(text, span)
    for (const read of [code, ...clauses, lists]) {
      const said = read(claim)
      if (isLong) yield
      if (said.length === 0) continue
      // What code gives is told by code alone, also in "the sorted list, and x holds [1, 2, 3]".
      const told = found.filter((each) => isWhole(each) && !(read === code && each.ok))
      found.push(...said.filter(({ span: [from, to] }) => !told.some(({ span }) => span[0] < to && from < span[1])))
    }
    return toldOnce(found.filter(isWhole))
  }
}

/** "→ **x = 7**" with blanks for the stars; two stars between numbers or letters are a power. */
const withoutBold = (text: string) => text.replace(/(?<![\w)\]]\s?)\*\*(?=\S)|(?<=\S)\*\*(?!\s?[\w(−-])/g, '  ')

/*
 * Can a head on a network's states accuse? Linear heads learn from fresh chains of some hands, and are tried on those of another.
 *
 *     npm run study slips -- --base MODEL.gguf --states FOLDER --layers 14,18 --hand FILE … [--teach FILE …] [--unread FILE …] [--adapter DIR] [--layer 18] [--penalty 0.3] [--risk 0.05]
 *
 * Each `--hand` is one hand's chains and is left out in turn, those of `--teach` are learned from alone, those of `--unread` are judged once by heads of all
 * others. States are computed once and kept in FOLDER. Nothing of a left-out hand chooses anything: the weights of network and checks and the threshold come from the
 * other hands, judged by heads that had not seen them. `--layer`, the last of `--layers` where it is not said, is the one that accuses.
 */
import { parseArgs } from 'node:util'
import { at } from '../../../src/core/absence.js'
import { areaUnderCurve, mean, pairedBootstrap, quantile } from '../../../src/core/statistics/statistics.js'
import { upperLimit } from '../../../src/core/statistics/upper-limit.js'
import { fitNonNegative } from '../../../verifier/calibration/calibrate.js'
import { applyLogistic, type Features } from '../../../verifier/calibration/calibration.js'
import { logOdds } from '../../../verifier/calibration/log-odds.js'
import { gain } from '../scores.js'
import { type FreshChain, isRight, judgedSteps, pairsOf, readFresh, readStates } from './chains.js'
import { ask, fitHeads, type Heads, type Said, type SeenChain } from './heads.js'

const { values: options } = parseArgs({
  options: {
    base: { type: 'string' },
    adapter: { type: 'string' },
    states: { type: 'string' },
    layers: { type: 'string' },
    hand: { type: 'string', multiple: true, default: [] },
    teach: { type: 'string', multiple: true, default: [] },
    unread: { type: 'string', multiple: true, default: [] },
    layer: { type: 'string' },
    penalty: { type: 'string', default: '0.3' },
    risk: { type: 'string', default: '0.05' },
  },
})
const { base, adapter, states: folder } = options
const layers = (options.layers ?? '').split(',').map(Number)
if (!base || !folder || options.hand.length < 3 || !layers.every(Number.isInteger)) {
  console.error(
    'usage: npm run study slips -- --base MODEL.gguf --states FOLDER --layers 14,18 --hand FILE --hand FILE --hand FILE …',
  )
  process.exit(2)
}
const penalty = Number(options.penalty)
const risk = Number(options.risk)

const ofHands = await readFresh(options.hand, base)
const others = await readFresh(options.teach, base)
const unread = await readFresh(options.unread, base)
const { statesOf, close } = await readStates([...ofHands, ...others, ...unread], { base, adapter, folder, layers })
const hands = [...new Set(ofHands.map(({ hand }) => hand))]
console.log(
  `${hands.length} hands: ${count(ofHands)}; learned from beside them: ${count(others)}; unread: ${count(unread)}`,
)

console.log(
  '\nhands left out in turn, and the unread, the network alone: AUC of steps; of chains by their lowest step, by the head for chains; pairs by it; wrong ones named where 5 % of these right ones are accused',
)
for (const layer of layers) {
  const seen = seenAfter(layer)
  const left = new Map(
    hands.flatMap((hand) => answers(headsWithout(seen, [hand]), seen(ofHands.filter((each) => each.hand === hand)))),
  )
  const heads = headsWithout(seen, [])
  console.log(`  layer ${layer}: ${describe(ofHands, left)}`)
  if (unread.length > 0) console.log(`    unread: ${describe(unread, new Map(answers(heads, seen(unread))))}`)
}

const top = Number(options.layer ?? layers.at(-1))
accuse(seenAfter(top))
curve(seenAfter(top))
close()

type See = (chains: readonly FreshChain[]) => SeenChain[]

/** Chains with their states after a layer, each read once. */
function seenAfter(layer: number): See {
  const known = new Map<FreshChain, SeenChain>()
  return (chains) =>
    chains.map((chain) => {
      const seen = known.get(chain) ?? { chain, states: statesOf(chain, layer) }
      known.set(chain, seen)
      return seen
    })
}

function headsWithout(seen: See, left: readonly string[]): Heads {
  return fitHeads(seen([...ofHands.filter(({ hand }) => !left.includes(hand)), ...others]), penalty)
}

function answers(heads: Heads, seen: readonly SeenChain[]): [FreshChain, Said][] {
  return seen.map((each) => [each.chain, ask(heads, each)])
}

function describe(chains: readonly FreshChain[], said: ReadonlyMap<FreshChain, Said>): string {
  const of = (chain: FreshChain) => said.get(chain) as Said // all of them were asked
  const steps = chains.flatMap((chain) =>
    judgedSteps(chain).map(({ step, right }) => ({ score: at(of(chain).steps, step), right })),
  )
  const labels = chains.map(isRight)
  const lowest = areaUnderCurve(
    chains.map((chain) => Math.min(...of(chain).steps)),
    labels,
  )
  const whole = chains.map((chain) => of(chain).chain)
  const pairs = pairsOf(chains).map(({ right, wrong }) => (of(right).chain > of(wrong).chain ? 1 : 0))
  const limit = quantile(
    whole.filter((_, i) => labels[i]).sort((a, b) => a - b),
    0.05,
  )
  const named = mean(whole.filter((_, i) => !labels[i]).map((score) => (score < limit ? 1 : 0)))
  const ofSteps = areaUnderCurve(
    steps.map(({ score }) => score),
    steps.map(({ right }) => right),
  )
  return `${ofSteps.toFixed(3)}; ${lowest.toFixed(3)}, ${areaUnderCurve(whole, labels).toFixed(3)}; ${percent(mean(pairs))}; ${percent(named)}`
}

/** Who is accused by the checks, by the network, by both together, at a threshold that others set. */
function accuse(seen: See): void {
  const parts: Record<string, (chain: FreshChain, said: Said) => Features> = {
    network: (_, said) => ofNetwork(said),
    together: (chain, said) => ({ ...ofNetwork(said), checked: logOdds(chain.checked) }),
  }
  const withoutTwo = new Map<string, Heads>()
  const heads = (left: readonly string[]) => {
    const key = [...left].sort().join()
    const found = withoutTwo.get(key) ?? headsWithout(seen, left)
    withoutTwo.set(key, found)
    return found
  }
  const ruleFor = (left: readonly string[], part: (chain: FreshChain, said: Said) => Features, checks: boolean) => {
    const known = hands
      .filter((hand) => !left.includes(hand))
      .flatMap((hand) => answers(heads([...left, hand]), seen(ofHands.filter((each) => each.hand === hand))))
    const rows = known.map(([chain, said]) => ({
      features: part(chain, said),
      label: isRight(chain),
      group: chain.question,
    }))
    const weights = fitNonNegative(rows)
    const score = (chain: FreshChain, said: Said) => applyLogistic(weights, part(chain, said)) ?? 1
    const threshold = thresholdOf(
      known.map(([chain, said]) => ({
        right: isRight(chain),
        accused: checks && chain.disproved !== -1,
        score: score(chain, said),
      })),
    )
    return (chain: FreshChain, said: Said): number => {
      if (checks && chain.disproved !== -1) return chain.disproved
      return score(chain, said) < threshold ? said.steps.indexOf(Math.min(...said.steps)) : -1
    }
  }
  const named = new Map<string, Map<FreshChain, number>>([
    ['checks', new Map([...ofHands, ...unread].map((chain) => [chain, chain.disproved]))],
  ])
  for (const [name, part] of Object.entries(parts)) {
    const found = new Map<FreshChain, number>()
    for (const hand of hands) {
      const rule = ruleFor([hand], part, name === 'together')
      for (const [chain, said] of answers(heads([hand]), seen(ofHands.filter((each) => each.hand === hand))))
        found.set(chain, rule(chain, said))
    }
    if (unread.length > 0) {
      const rule = ruleFor([], part, name === 'together')
      for (const [chain, said] of answers(heads([]), seen(unread))) found.set(chain, rule(chain, said))
    }
    named.set(name, found)
  }
  console.log(
    `\naccused at a threshold from the other hands, limit ${100 * risk} %: right ones accused; wrong ones named, at the very step`,
  )
  for (const [where, chains] of [
    ...hands.map((hand) => [hand, ofHands.filter((each) => each.hand === hand)] as const),
    ['all hands', ofHands] as const,
    ['unread', unread] as const,
  ]) {
    if (chains.length === 0) continue
    const right = chains.filter(isRight)
    const wrong = chains.filter((chain) => !isRight(chain))
    const cells = [...named].map(([name, found]) => {
      const accused = right.filter((chain) => found.get(chain) !== -1).length
      const hit = wrong.filter((chain) => found.get(chain) !== -1)
      const exact = hit.filter((chain) => found.get(chain) === chain.firstError)
      return `${name} ${accused} (at most ${percent(upperLimit(accused, right.length))}); ${hit.length}, ${exact.length}`
    })
    console.log(`  ${where} (${right.length} right, ${wrong.length} wrong): ${cells.join('   ')}`)
    if (where !== 'all hands' && where !== 'unread') continue
    const share = (name: string) => wrong.map((chain) => (named.get(name)?.get(chain) === -1 ? 0 : 1))
    console.log(
      `    together - checks, of the wrong ones: ${gain(pairedBootstrap(share('together'), share('checks')))}`,
    )
  }
}

function ofNetwork({ steps, chain }: Said): Features {
  return { lowest: Math.min(...steps), chain }
}

/** The greatest threshold below which, with what is accused anyway, so few right ones lie that the limit holds; 0 where none does. */
function thresholdOf(rows: readonly { right: boolean; accused: boolean; score: number }[]): number {
  const right = rows.filter((row) => row.right)
  let errors = right.filter(({ accused }) => accused).length
  const scores = right
    .filter(({ accused }) => !accused)
    .map(({ score }) => score)
    .sort((a, b) => a - b)
  if (upperLimit(errors, right.length) > risk) return 0
  for (const score of scores) if (upperLimit(++errors, right.length) > risk) return score
  return Number.POSITIVE_INFINITY
}

/** What more hands are worth: heads of the first so many of the others, on each hand in turn. */
function curve(seen: See): void {
  console.log('\nheads of so many other hands (and of those beside them), on each left-out hand: as above')
  const sizes = [...new Set([0, 2, 4, hands.length - 1])]
  for (const size of sizes.filter((each) => each < hands.length && (each > 0 || others.length > 0))) {
    const said = new Map<FreshChain, Said>()
    for (const [i, hand] of hands.entries()) {
      const from = Array.from({ length: size }, (_, j) => at(hands, (i + 1 + j) % hands.length))
      const heads = fitHeads(seen([...ofHands.filter((each) => from.includes(each.hand)), ...others]), penalty)
      for (const [chain, answer] of answers(heads, seen(ofHands.filter((each) => each.hand === hand))))
        said.set(chain, answer)
    }
    console.log(`  ${size} hands: ${describe(ofHands, said)}`)
  }
}

function count(chains: readonly FreshChain[]): string {
  const right = chains.filter(isRight).length
  return `${right} right, ${chains.length - right} wrong`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

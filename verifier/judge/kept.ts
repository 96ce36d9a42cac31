import { statSync } from 'node:fs'
import { untilAborted } from '../../src/core/abort.js'
import { at, defined } from '../../src/core/absence.js'
import { checkArguments, refuseUnknownOptions } from '../../src/core/arguments.js'
import { RationaleError } from '../../src/core/errors.js'
import { inTheWay } from '../../src/core/files/others-files.js'
import { type CacheForm, openRequestCache, requestKey } from '../../src/core/files/request-cache.js'
import { targetOf } from '../../src/core/files/whole-file.js'
import { addTally, emptyTally } from '../../src/core/tally.js'
import { isJudgement } from './checked.js'
import type { Judge, Judgement, PreparedChain } from './judge.js'

/*
 * What judges said, in a file: a run that was killed, or whose server died, asks again only for what is missing.
 */

/** A file of judgements, open for one process. `close` it: whoever opens it next waits for that. */
export interface KeptJudgements {
  readonly path: string
  /** Judgements that came from the file, so far. */
  readonly taken: number
  /** Judgements that were asked for and are in the file now. */
  readonly added: number
  /**
   * The same judge, asked only for what the file does not hold. What is kept is found again for the same `identity`, prompts and chain, and for no others.
   *
   * @param identity whatever tells this judge from another: its model, its settings.
   */
  keeping<Kind extends Judge>(judge: Kind, identity: Readonly<Record<string, unknown>>, how?: HowKept): Kind
  close(): void
  [Symbol.dispose](): void
}

export interface HowKept {
  /** `many` of this judge shares nothing between chains (a server is asked for each): each is kept as it comes, and not when all are there. */
  apart?: boolean
  /** Whether a judgement says all that was asked for; one that does not is asked for again (default: what has no `reason`). */
  isWhole?: (judgement: Judgement, chain: PreparedChain) => boolean
}

const FORM: CacheForm = {
  name: 'judged',
  holds: 'judgements that were kept in it (--keep)',
  option: '--keep',
  findsAll: true,
}

/** What a loss of power may cost; a kill costs nothing. */
const SYNC_INTERVAL_MS = 2000

/**
 * Opens a file in which judgements are kept, or makes it. Each is in the file before it is used, so that kill -9 loses none that was answered. Only judgements are
 * kept: what could not be judged, and what has a reward or a fact that is no number, is asked for again.
 *
 * @throws RationaleError `configuration` where the file is somebody else's, or another process has it open; `io` naming the path.
 */
export function openKept(path: string): KeptJudgements {
  checkArguments('openKept', { path: [path, 'text'] })
  const target = targetOf(path)
  if (statSync(target, { throwIfNoEntry: false })?.isFile() === false)
    throw inTheWay(path, 'a file, or no such name', FORM.option)
  const store = openRequestCache(path, FORM)
  let taken = 0
  let added = 0
  let isClosed = false
  let syncing: NodeJS.Timeout | undefined
  let broken: unknown
  /** Chains that are being judged: who needs the same judgement waits for it. Never rejects. */
  const asking = new Map<string, Promise<void>>()

  function find(key: string, { steps }: PreparedChain): Judgement | undefined {
    if (isClosed) throw new RationaleError('unsupported', `${path} is closed`, { remedy: 'open it again' })
    if (broken !== undefined) throw broken // nobody pays for what cannot be kept
    const known = store.get(key)
    if (!isJudgement(known, steps.length)) return undefined
    taken++
    return known
  }

  async function put(key: string, { tokens, ...judgement }: Judgement): Promise<void> {
    if (isClosed) return // whoever asked has given up
    try {
      await store.put(key, judgement, tokens ?? emptyTally())
      added++
      syncing ??= setTimeout(sync, SYNC_INTERVAL_MS).unref()
    } catch (error) {
      broken = error
      throw error
    }
  }

  function sync(): void {
    syncing = undefined
    try {
      store.sync()
    } catch (error) {
      broken = error // the next who asks is told
    }
  }

  function keeping<Kind extends Judge>(
    judge: Kind,
    identity: Readonly<Record<string, unknown>>,
    how: HowKept = {},
  ): Kind {
    checkArguments('keeping', { judge: [[judge], 'list of functions'], identity: [identity, 'object'] })
    refuseUnknownOptions('keeping', how, { apart: true, isWhole: true })
    const { apart = false, isWhole = () => true } = how
    const asked = JSON.stringify(Object.entries(defined(identity)).sort(([a], [b]) => (a < b ? -1 : 1)))
    const keyOf = (chain: PreparedChain) =>
      requestKey('judgement', asked, JSON.stringify(judge.prompts?.(chain) ?? null), JSON.stringify(seen(chain)))
    const isKept = (judgement: Judgement, chain: PreparedChain) =>
      judgement.reason === undefined &&
      isJudgement(judgement, chain.steps.length) &&
      isOfNumbers(judgement) &&
      isWhole(judgement, chain)

    const one: Judge = async (chain, signal, onStep) => {
      const key = keyOf(chain)
      for (;;) {
        const known = find(key, chain)
        if (known !== undefined) {
          for (const step of known.steps) onStep?.(step)
          return known
        }
        const before = asking.get(key)
        if (before === undefined) break
        await untilAborted(() => before, signal, 'verification')
      }
      const judging = async () => {
        const judgement = await judge(chain, signal, onStep)
        if (isKept(judgement, chain)) await put(key, judgement)
        return judgement
      }
      const judged = judging()
      const ended = judged.then(
        () => {},
        () => {},
      )
      asking.set(key, ended)
      try {
        return await judged
      } finally {
        asking.delete(key)
      }
    }

    /** All are asked for, and what was answered is kept, before the first failure is told. */
    const eachApart: Required<Judge>['many'] = async (chains, signal) => {
      const tokens = emptyTally()
      const settled = await Promise.allSettled(chains.map((chain) => one(chain, signal)))
      const judgements = settled.map((each) => {
        if (each.status === 'rejected') throw each.reason
        const { tokens: own, ...judgement } = each.value
        addTally(tokens, own)
        return judgement
      })
      return { judgements, tokens }
    }

    /** One pass over what is missing, each chain once. */
    const together: Required<Judge>['many'] = async (chains, signal) => {
      const said = new Map<string, Judgement>()
      const missing = new Map<string, PreparedChain>()
      const keys = chains.map((chain) => {
        const key = keyOf(chain)
        const known = find(key, chain)
        if (known === undefined) missing.set(key, chain)
        else said.set(key, known)
        return key
      })
      let tokens = emptyTally()
      if (missing.size > 0 && judge.many !== undefined) {
        const answer = await judge.many([...missing.values()], signal)
        // Who asked says that a judge does not keep its contract.
        if (answer.judgements.length !== missing.size) return answer
        tokens = answer.tokens
        for (const [i, [key, chain]] of [...missing].entries()) {
          const judgement = at(answer.judgements, i)
          said.set(key, judgement)
          // The work of all is written down once.
          if (isKept(judgement, chain)) await put(key, { ...judgement, ...(i === 0 ? { tokens } : {}) })
        }
      }
      return { judgements: keys.map((key) => said.get(key) as Judgement), tokens } // each was known or asked for
    }

    const { prompts, many } = judge
    const kept = Object.assign(one, {
      ...defined({ prompts, many: many && (apart ? eachApart : together) }),
    })
    // What a judge is called stands in verdicts.
    return Object.defineProperty(kept, 'name', { value: judge.name }) as Kind // what else Kind has to have, `judge` has
  }

  const close = () => {
    if (isClosed) return
    isClosed = true
    clearTimeout(syncing)
    try {
      store.sync()
    } finally {
      store.close()
    }
  }
  return {
    path,
    get taken() {
      return taken
    },
    get added() {
      return added
    },
    keeping,
    close,
    [Symbol.dispose]: close,
  }
}

/** All that a judge sees of a chain, in one order. */
const seen = (chain: PreparedChain) => [
  chain.question,
  chain.context,
  chain.options,
  chain.task,
  chain.steps,
  chain.answer,
  chain.answerRead,
  chain.otherAnswer,
  ...(chain.unfinished ? ['unfinished'] : []),
]

/** Whether all numbers within are numbers: JSON has no others. */
function isOfNumbers(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(isOfNumbers)
}

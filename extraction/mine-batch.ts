import { at, defined } from '../src/core/absence.js'
import { endsJob, reasonOf } from '../src/core/errors.js'
import { sha256 } from '../src/core/records/sha256.js'
import type { Document, Rationale } from '../src/core/records/types.js'
import type { Annotation, Annotator } from './annotate/annotator.js'
import { gain, withoutRationale, withRationale } from './filters/gain.js'
import { type Preset, tauOf } from './filters/presets.js'
import type { Triple } from './filters/triple.js'
import { flaw, triples } from './filters/triples.js'
import { BudgetSpent } from './limits/governor.js'
import type { Requests } from './limits/requests.js'
import { type Decision, type Result, sourceOf } from './outcome.js'

export interface Method {
  annotator: Annotator
  preset: Preset
  /** Whether gains are measured; without, they are null and nothing is filtered by them. */
  scores: boolean
  requests: Requests
}

/** A document on its way through one batch. */
export interface Candidate {
  position: number
  document: Document
}

/**
 * The model's part of the flow for a few documents: annotate, take triples, measure gains against the text alone and against a rationale of
 * another document of the batch (the control). It depends on the batch alone, so a worker elsewhere gives the same results.
 */
export async function mineBatch(batch: readonly Candidate[], method: Method): Promise<Result[]> {
  const annotated = await Promise.all(batch.map((candidate) => annotate(candidate, method)))
  const rationales = annotated.map(soundRationales)
  return Promise.all(annotated.map((each, i) => judge(each, rationales.toSpliced(i, 1).flat(), method)))
}

interface Annotated extends Candidate {
  annotation?: Annotation
  failure?: string
  triples: Triple[]
  /** Of each triple: why it cannot be used. */
  flaws: (string | undefined)[]
}

async function annotate({ position, document }: Candidate, { annotator, requests }: Method): Promise<Annotated> {
  try {
    const annotation = await annotator.annotate(document, requests.generate)
    const found = triples(document.text, annotation.insertions, annotation)
    return { position, document, annotation, triples: found, flaws: found.map(flaw) }
  } catch (error) {
    return { position, document, failure: failureOf(error), triples: [], flaws: [] }
  }
}

function soundRationales({ triples: all, flaws }: Annotated): string[] {
  return all.filter((_, t) => flaws[t] === undefined).map(({ rationale }) => rationale)
}

async function judge(item: Annotated, others: readonly string[], method: Method): Promise<Result> {
  const { position, document, annotation, failure } = item
  const source = sourceOf(document)
  const base = {
    position,
    id: document.id,
    source,
    stage: 'mine' as const,
    document,
    ...defined({ annotation }),
  }
  if (failure !== undefined) return { ...base, outcome: 'failed', reason: failure, decisions: [] }
  if (item.triples.length === 0) {
    return { ...base, outcome: 'filtered', reason: annotation?.reason ?? 'no rationale', decisions: [] }
  }
  let gains: Gain[]
  try {
    gains = await measure(item, others, method)
  } catch (error) {
    return { ...base, outcome: 'failed', reason: failureOf(error), decisions: [] }
  }
  const tau = tauOf(method.preset, source)
  const decisions = item.triples.map((triple, i): Decision => {
    const measured = at(gains, i)
    const rationale = toRationale(document, triple, measured.gain, method)
    const reason = item.flaws[i] ?? (method.scores && tau !== null ? gainReason(measured.gain, tau) : undefined)
    return {
      rationale,
      control: measured.control,
      kept: reason === undefined,
      ...defined({ reason }),
    }
  })
  return settle({ ...base, decisions })
}

/** A document is kept where a rationale is; else its first rationale's reason is its own. */
export function settle(result: Omit<Result, 'outcome'>): Result {
  if (result.decisions.some(({ kept }) => kept)) return { ...result, outcome: 'kept' }
  return { ...result, outcome: 'filtered', reason: result.decisions[0]?.reason ?? 'no rationale' }
}

function gainReason(value: number | null, tau: number): string | undefined {
  if (value === null) return 'gain could not be computed'
  return value >= tau ? undefined : 'gain below tau'
}

interface Gain {
  gain: number | null
  control: number | null
}

/** Three pairs a rationale in one call: the text alone, with the rationale, with another document's. */
async function measure(
  { triples: all, flaws, document }: Annotated,
  others: readonly string[],
  { scores, requests, preset }: Method,
): Promise<Gain[]> {
  const gains = all.map((): Gain => ({ gain: null, control: null }))
  if (!scores) return gains
  const sound = all.map((_, i) => i).filter((i) => flaws[i] === undefined)
  const pairs = sound.flatMap((i) => {
    const triple = at(all, i)
    const other = others.length === 0 ? undefined : at(others, pick(document.id, i, others.length))
    const mine = [withoutRationale(triple), withRationale(triple, triple.rationale)]
    return other === undefined ? mine : [...mine, withRationale(triple, other)]
  })
  const sums = await requests.sums(pairs, preset)
  const each = others.length === 0 ? 2 : 3
  sound.forEach((i, k) => {
    const [alone = null, own = null, other = null] = sums.slice(k * each, (k + 1) * each)
    gains[i] = { gain: gain(own, alone), control: gain(other, alone) }
  })
  return gains
}

/** A choice that is the same in every run and everywhere. */
function pick(id: string, index: number, below: number): number {
  return Buffer.from(sha256(`${id}\0${index}`).slice(0, 8), 'hex').readUInt32LE(0) % below
}

function toRationale(
  document: Document,
  { preceding, rationale, following, entropy }: Triple,
  value: number | null,
  method: Method,
): Rationale {
  return {
    id: sha256(`${preceding.trim()}\0${rationale}\0${following.trim()}`).slice(0, 24),
    documentId: document.id,
    source: sourceOf(document),
    preceding,
    rationale,
    following,
    gain: value,
    ...defined({ entropy }),
    model: method.annotator.id,
    preset: method.preset.name,
  }
}

/** A failed call is its document's failure, unless every other document would meet the same end. */
function failureOf(error: unknown): string {
  if (error instanceof BudgetSpent || endsJob(error)) throw error
  return reasonOf(error)
}

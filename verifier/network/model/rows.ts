import { at } from '../../../src/core/absence.js'

/*
 * Which sequences of a batch share a row. A row is as long as the fullest one, so that rows of like length leave little padding.
 */

interface Row {
  members: number[]
  length: number
}

/** More sequences than this are not exchanged between rows: so many fall into even rows by themselves. */
const MOST_EXCHANGED = 64

/** Sequences (by their index) in so many rows of as like length as can be: longest first into the shortest row, then exchanged while the fullest row gets shorter. */
function evenRows(lengths: readonly number[], count: number): Row[] {
  const order = lengths.map((_, i) => i).sort((a, b) => lengthAt(lengths, b) - lengthAt(lengths, a) || a - b)
  const rows: Row[] = Array.from({ length: count }, () => ({ members: [], length: 0 }))
  for (const i of order) put(shortest(rows), i, lengths)
  while (lengths.length <= MOST_EXCHANGED && exchange(rows, lengths));
  return rows
}

const lengthAt = (lengths: readonly number[], i: number | undefined) => (i === undefined ? 0 : (lengths[i] as number))
const shortest = (rows: readonly Row[]) => rows.reduce((a, b) => (b.length < a.length ? b : a))
const fullest = (rows: readonly Row[]) => rows.reduce((a, b) => (b.length > a.length ? b : a))

function put(row: Row, i: number, lengths: readonly number[]): void {
  row.members.push(i)
  row.length += lengthAt(lengths, i)
}

function take(row: Row, i: number, lengths: readonly number[]): void {
  row.members.splice(row.members.indexOf(i), 1)
  row.length -= lengthAt(lengths, i)
}

/** Moves a sequence out of the fullest row, or exchanges it for a shorter one, where that helps most; false where nothing does. */
function exchange(rows: readonly Row[], lengths: readonly number[]): boolean {
  const full = fullest(rows)
  let best: { other: Row; out: number; back: number | undefined; gain: number } | undefined
  for (const other of rows) {
    if (other === full) continue
    for (const out of full.members)
      for (const back of [...other.members, undefined]) {
        const moved = lengthAt(lengths, out) - lengthAt(lengths, back)
        const gain = full.length - Math.max(full.length - moved, other.length + moved)
        if (gain > (best?.gain ?? 0)) best = { other, out, back, gain }
      }
  }
  if (best === undefined) return false
  take(full, best.out, lengths)
  put(best.other, best.out, lengths)
  if (best.back !== undefined) {
    take(best.other, best.back, lengths)
    put(full, best.back, lengths)
  }
  return true
}

/** Indices of lengths that share a row of `seq`, in as few rows as they fit into. @throws RangeError where one is longer than that. */
export function shareRows(lengths: readonly number[], seq: number): number[][] {
  const long = lengths.find((length) => length > seq)
  if (long !== undefined) throw new RangeError(`a sequence of ${long} tokens does not fit into rows of ${seq}`)
  const total = lengths.reduce((a, b) => a + b, 0)
  for (let count = Math.ceil(total / seq); count < lengths.length; count++) {
    const rows = evenRows(lengths, count)
    if (fullest(rows).length <= seq) return rows.map(({ members }) => members)
  }
  return lengths.map((_, i) => [i])
}

/** Attention, whose work grows with the row, costs as much as the rest in rows of so many times the network's width. */
const ATTENTION_EQUALS_REST = 4

/** Work of so many rows: their places, and as much again where attention costs as much as the rest. */
const workOf = (count: number, seq: number, width: number) => count * seq * (1 + seq / (ATTENTION_EQUALS_REST * width))

/**
 * The length of rows that makes a batch of such lengths least work: short rows leave padding where lengths differ, long ones make attention
 * wide (every place is compared with the whole row, though it sees its own sequence alone).
 *
 * @param width of the network: the wider, the less attention matters.
 */
export function rowLength(lengths: readonly number[], width = 256): number {
  return bestRows(lengths, width).seq
}

function bestRows(lengths: readonly number[], width: number): { seq: number; work: number } {
  const longest = Math.max(...lengths)
  const total = lengths.reduce((a, b) => a + b, 0)
  let best = { seq: longest, work: Number.POSITIVE_INFINITY }
  // From one sequence a row to rows that even without padding would be more work.
  for (let count = lengths.length; count >= 1; count--) {
    const least = Math.max(longest, total / count)
    if (workOf(total / least, least, width) >= best.work) break
    if (workOf(count, least, width) >= best.work) continue
    const seq = fullest(evenRows(lengths, count)).length
    const work = workOf(count, seq, width)
    if (work < best.work) best = { seq, work }
  }
  return best
}

/** A part with so many places keeps two cores as busy as a larger one, in less memory. */
export const PART = 1024
/** What it costs to begin one more part, in places: weights are read again, and gradients added. */
const PART_COSTS = 32
/** Among so many places a part may begin: to try all of a large batch would take longer than its step. */
const MOST_UNITS = 16

/**
 * Sequences (by their index) in parts that go through the network one after the other: those of like length together, so that no row is longer
 * than its own sequences need, as many parts as make least work. Of sequences of one length, parts of `PART` places.
 *
 * @param width of the network, as for `rowLength`.
 */
export function shareParts(lengths: readonly (readonly number[])[], width = 256): number[][] {
  const sizes = lengths.map((own) => own.reduce((a, b) => a + b, 0))
  const order = lengths.map((_, i) => i).sort((a, b) => lengthAt(sizes, a) - lengthAt(sizes, b) || a - b)
  // Of many, neighbours stay together.
  const size = Math.ceil(order.length / MOST_UNITS)
  const units: number[][] = []
  for (let from = 0; from < order.length; from += size) units.push(order.slice(from, from + size))
  // The least work of the first units, and where the last part begins.
  const least = [{ work: 0, from: 0 }]
  for (let end = 1; end <= units.length; end++) {
    let best = { work: Number.POSITIVE_INFINITY, from: end - 1 }
    const part: number[] = []
    for (let from = end - 1; from >= 0; from--) {
      part.push(...at(units, from).flatMap((i) => at(lengths, i)))
      if (from < end - 1 && part.reduce((a, b) => a + b, 0) > PART) break
      const work = at(least, from).work + bestRows(part, width).work + PART_COSTS
      if (work < best.work) best = { work, from }
    }
    least.push(best)
  }
  const parts: number[][] = []
  for (let end = units.length; end > 0; end = at(least, end).from)
    parts.unshift(units.slice(at(least, end).from, end).flat())
  return parts
}

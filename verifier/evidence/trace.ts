import type { Facts, Given, Key } from './facts.js'
import type { Provenance } from './provenance.js'

/** The derivation of one value, followed back to numbers that need none. */
export interface Trace {
  /** Numbers of the question that went in. */
  used: ReadonlySet<Given>
  constants: number
  /** Numbers that went in and have no source. */
  unexplained: number
  operations: number
  /** Steps of the derivation that no equation states. */
  unstated: number
  /** Steps of the derivation whose equation is wrong. */
  wrong: number
}

const MAX_NODES = 200

/** From a value back through derivations to the question; null where the value has no derivation. */
export function traceBack(root: Key, facts: Facts, { derivations }: Provenance): Trace | null {
  if (!derivations.has(root)) return null
  const used = new Set<Given>()
  const seen = new Set<Key>()
  const trace = { used, constants: 0, unexplained: 0, operations: 0, unstated: 0, wrong: 0 }
  const open: Key[] = [root]
  while (open.length > 0 && seen.size < MAX_NODES) {
    const value = open.pop() as Key
    if (seen.has(value)) continue
    seen.add(value)
    const given =
      value === root ? [] : facts.given.filter(({ forms }) => forms.includes(value) || forms.includes(-value))
    for (const each of given) used.add(each)
    if (given.length > 0) continue
    const derivation = derivations.get(value)
    if (derivation === undefined) {
      if (facts.context.has(value)) continue
      if (Number.isInteger(value) && Math.abs(value) <= 1000) trace.constants++
      else trace.unexplained++
      continue
    }
    trace.operations += derivation.operations
    if (!derivation.stated) trace.unstated++
    if (!derivation.right) trace.wrong++
    open.push(...derivation.operands)
  }
  return trace
}

import { createHash } from 'node:crypto'
import { InferenceSession } from 'onnxruntime-node'

/*
 * Runs before each file of the unit tests. ONNX Runtime takes 50 ms to make a session, also where a graph has next to nothing to compute, and tests train
 * the same tiny network again and again. Here sessions of the same graph, whose weights are all inputs, are one session.
 * Small ones run on one thread: threads that wait for one another spin, on the cores that the other worker needs.
 * The services, the soak tests and everything that a test starts have it as it is.
 */

/** Graphs of fewer bytes, with the weights beside them, are small. */
const SMALL = 4 * 2 ** 20
/** Sessions without a user that are kept. */
const KEPT = 48

interface Shared {
  session: Promise<InferenceSession>
  /** Those that wait for it too. */
  users: number
}

const marked: typeof InferenceSession & { isShared?: boolean } = InferenceSession
if (marked.isShared !== true) {
  marked.isShared = true
  const create = InferenceSession.create.bind(InferenceSession) as (
    model: Uint8Array,
    options?: InferenceSession.SessionOptions,
  ) => Promise<InferenceSession>
  /** The one that was used last stands last. */
  const known = new Map<string, Shared>()

  const shared = async (model: Uint8Array, options: InferenceSession.SessionOptions = {}) => {
    const beside = (options.externalData ?? []).reduce(
      (sum, each) => sum + (typeof each === 'object' && typeof each.data === 'object' ? sizeOf(each.data) : SMALL),
      0,
    )
    if (!(model instanceof Uint8Array) || model.byteLength + beside >= SMALL) return create(model, options)
    const small = { intraOpNumThreads: 1, ...options }
    if (beside > 0 || options.enableProfiling === true) return create(model, small)
    const key = `${createHash('sha256').update(model).digest('hex')} ${JSON.stringify(small)}`
    const one = known.get(key) ?? { session: create(model, small), users: 0 }
    // Before anything is waited for: others would let go of what nobody seems to use.
    one.users++
    known.delete(key)
    known.set(key, one)
    try {
      const session = await one.session
      await forget()
      return lent(session, one)
    } catch (error) {
      if (known.get(key) === one) known.delete(key)
      throw error
    }
  }

  /** Lets go of those that nobody has used for longest. */
  const forget = async () => {
    for (const [key, each] of known) {
      if (known.size <= KEPT) return
      if (each.users > 0) continue
      known.delete(key)
      await (await each.session).release()
    }
  }

  /** A session that its user may release, once. */
  const lent = (session: InferenceSession, one: Shared): InferenceSession => {
    let isReleased = false
    return new Proxy(session, {
      get(session, name) {
        if (name === 'release')
          return async () => {
            if (!isReleased) one.users--
            isReleased = true
          }
        // What it was let go of may still be there for others: used again, it must fail as one of its own would.
        if (isReleased) throw new Error(`a session was used after its release: ${String(name)}`)
        const value: unknown = Reflect.get(session, name, session)
        return typeof value === 'function' ? value.bind(session) : value
      },
    })
  }

  Object.assign(InferenceSession, { create: shared })
}

function sizeOf(data: object): number {
  return 'byteLength' in data && typeof data.byteLength === 'number' ? data.byteLength : SMALL
}

import { createHash } from 'node:crypto'
import { InferenceSession } from 'onnxruntime-node'

/*
 * Runs before each file of the unit tests. ONNX Runtime takes 50 ms to make a session, also where a graph has next to nothing to compute, and tests open the same
 * network again and again. Here sessions of the same graph with the same weights are one session, and they run on one thread: threads that wait for one
 * another spin, on the cores that the other worker needs. The services, the soak tests and everything that a test starts have it as it is.
 */

/** Sessions of more bytes, with the weights beside them, are left as they are. */
const LARGEST = 40 * 2 ** 20
/** Sessions without a user that are kept, and how many bytes of weights all may have. */
const KEPT = 64
const KEPT_BYTES = 160 * 2 ** 20

interface Shared {
  /** The graph and the options. */
  key: string
  /** The weights beside the graph, as they were when the session was made: those that were given may be written over. */
  weights: readonly Buffer[]
  bytes: number
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
  const known = new Set<Shared>()

  const shared = async (model: Uint8Array, options: InferenceSession.SessionOptions = {}) => {
    const weights = (options.externalData ?? []).map(bytesOf)
    const given = weights.filter((each) => each !== undefined)
    const bytes = given.reduce((sum, each) => sum + each.byteLength, 0)
    if (!(model instanceof Uint8Array) || given.length < weights.length || model.byteLength + bytes > LARGEST)
      return create(model, options)
    const alone = { intraOpNumThreads: 1, ...options }
    if (options.enableProfiling === true) return create(model, alone)
    const names = (options.externalData ?? []).map((each) => (typeof each === 'object' ? each.path : each))
    const key = `${createHash('sha256').update(model).digest('hex')} ${JSON.stringify({ ...alone, externalData: names })}`
    const one =
      [...known].find((each) => each.key === key && each.weights.every((bytes, i) => given[i]?.equals(bytes))) ??
      make(model, alone, key, given)
    // Before anything is waited for: others would let go of what nobody seems to use.
    one.users++
    known.delete(one)
    known.add(one)
    try {
      const session = await one.session
      await forget()
      return lent(session, one)
    } catch (error) {
      known.delete(one)
      throw error
    }
  }

  const make = (
    model: Uint8Array,
    options: InferenceSession.SessionOptions,
    key: string,
    given: readonly Buffer[],
  ): Shared => {
    const weights = given.map((each) => Buffer.from(each))
    const externalData = (options.externalData ?? []).map((each, i) => ({
      path: typeof each === 'object' ? each.path : each,
      data: weights[i] ?? '',
    }))
    const session = create(model, { ...options, externalData })
    const bytes = weights.reduce((sum, each) => sum + each.byteLength, 0)
    return { key, weights, bytes, session, users: 0 }
  }

  /** Lets go of those that nobody has used for longest. */
  const forget = async () => {
    let bytes = [...known].reduce((sum, each) => sum + each.bytes, 0)
    for (const each of known) {
      if (known.size <= KEPT && bytes <= KEPT_BYTES) return
      if (each.users > 0) continue
      known.delete(each)
      bytes -= each.bytes
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

type ExternalData = NonNullable<InferenceSession.SessionOptions['externalData']>[number]

/** Undefined where they stand in a file. */
function bytesOf(given: ExternalData): Buffer | undefined {
  const data: unknown = typeof given === 'object' ? given.data : undefined
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : undefined
}

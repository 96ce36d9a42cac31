import { randomUUID } from 'node:crypto'
import { linkSync, lstatSync, readdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { threadId } from 'node:worker_threads'
import { defined } from '../absence.js'
import { messageOf, RationaleError } from '../errors.js'
import { inTheWay } from './others-files.js'
import { isRunning, isThreadRunning, type Owner, thisProcess, thisThread } from './owner.js'
import { readSmallFile } from './small-file.js'

/** What a lock file says: who holds it, and what its holder was about to do (see `Lock.note`). */
export interface LockContents extends Owner {
  /** Which thread of the process, or which copy of this module. */
  by?: string
  /** The thread as the system knows it, where it tells (`thisThread`). */
  thread?: string
  intent?: unknown
}

export interface Lock {
  /** What the last holder had noted, where it ended without letting go. */
  readonly left: unknown
  /** What its holder left under that name, where it ended without letting go, is taken away. @throws RationaleError `configuration` where it is somebody else's. */
  clear(path: string): void
  /** Writes down what is done next, so that whoever finds the lock without its holder can finish it. */
  note(intent: unknown): void
  release(): void
  [Symbol.dispose](): void
}

const OURS = 'no file of that name, or one that a run of ours left'

/** What this module holds. Other threads, and other copies of the module, hold locks of this process too: they are told by `by`. */
const held = new Set<string>()
const me = randomUUID()

/**
 * One holder at a time behind the file `path`, in whatever process or thread. A lock whose process runs no more, or whose number now belongs to another
 * process, is taken over.
 *
 * @throws RationaleError `configuration` where another one holds it, `io` where the file cannot be written.
 */
export function takeLock(path: string, what: string): Lock {
  const mine: LockContents = { ...thisProcess(), by: me, ...defined({ thread: thisThread() }) }
  refuseOthers(draftOf(path))
  let left: unknown
  let isTakenOver = false
  for (;;) {
    if (held.has(resolve(path))) throw taken(path, what, mine)
    if (create(path, mine, what)) break
    const before = contents(path)
    if (before === undefined) continue // let go meanwhile
    if (!isOurs(before)) throw inTheWay(path, OURS)
    const owner = ownerIn(before)
    if (owner !== undefined && isHeld(path, owner, mine)) throw taken(path, what, owner)
    if (!moveAway(path, before, what)) continue
    left = owner?.intent
    isTakenOver = true
  }
  held.add(resolve(path))
  dropDrafts(path)
  let isMine = true
  const release = () => {
    if (!isMine) return
    isMine = false
    held.delete(resolve(path))
    const owner = ownerIn(contents(path) ?? '')
    // In another container a process may have the same number.
    if (owner?.pid === mine.pid && owner.started === mine.started && owner.by === me) rmSync(path, { force: true })
  }
  return {
    left,
    clear(taken) {
      if (lstatSync(taken, { throwIfNoEntry: false }) === undefined) return
      if (!isTakenOver) throw inTheWay(taken, OURS)
      rmSync(taken, { force: true })
    },
    note: (intent) => replace(path, { ...mine, intent }, what),
    release,
    [Symbol.dispose]: release,
  }
}

function isHeld(path: string, owner: LockContents, mine: LockContents): boolean {
  if (!isRunning(owner)) return false
  if (owner.pid !== mine.pid || owner.host !== mine.host) return true
  if (owner.by === me) return false // not in `held`: let go, but the file could not be taken away
  // A thread that was terminated let go of nothing.
  if (owner.thread !== undefined && mine.thread !== undefined && !isThreadRunning(owner.thread)) return false
  // Another thread's, or that of an earlier process with this one's number, where the system does not tell when a process began.
  if (owner.started !== undefined && mine.started !== undefined) return true
  const since = Date.now() - process.uptime() * 1000
  return (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= since
}

/** The lock of a folder is a file in it. Gives the function that lets go. */
export function lockFolder(folder: string): () => void {
  return takeLock(join(folder, 'lock'), folder).release
}

/** Appears with its contents or not at all. */
function create(path: string, mine: LockContents, what: string): boolean {
  const draft = draftOf(path)
  try {
    try {
      writeDraft(draft, mine)
      linkSync(draft, path)
    } finally {
      rmSync(draft, { force: true })
    }
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // A file system without links: the file may then be seen empty for a moment.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'EOPNOTSUPP' || code === 'ENOSYS')
      return createAlone(path, mine, what)
    throw unwritable(what, error)
  }
}

function createAlone(path: string, mine: LockContents, what: string): boolean {
  try {
    writeFileSync(path, JSON.stringify(mine), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw unwritable(what, error)
  }
}

/** What processes that were killed while they made a lock have left. */
function dropDrafts(path: string): void {
  const [folder, beginning] = [dirname(path), `${basename(path)}.`]
  for (const name of readdirSync(folder)) {
    const ending = name.startsWith(beginning) ? name.slice(beginning.length) : ''
    const [, pid] = /^(\d+)(?:-\d+)?$/.exec(ending) ?? []
    if (pid === undefined) continue
    const draft = join(folder, name)
    const said = contents(draft) ?? ''
    if (isOurs(said) && !isRunning(ownerIn(said) ?? { pid: Number(pid), host: hostname() }))
      rmSync(draft, { force: true })
  }
}

/** Of a lock that is held: at every moment one of the two stands there. */
function replace(path: string, contents: LockContents, what: string): void {
  const draft = draftOf(path)
  try {
    writeDraft(draft, contents)
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw unwritable(what, error)
  }
}

/** Made anew: a link that somebody put there is not written through. */
function writeDraft(draft: string, contents: LockContents): void {
  // Not `rmSync`: that of Node 24 leaves a link to nothing where it is.
  if (lstatSync(draft, { throwIfNoEntry: false }) !== undefined) unlinkSync(draft)
  try {
    writeFileSync(draft, JSON.stringify(contents), { flag: 'wx', flush: true })
  } catch (error) {
    // No lock of another, for which one waits: somebody puts files in the way.
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? inTheWay(draft, OURS) : error
  }
}

/** Takes an abandoned lock out of the way. False where somebody else was quicker; what they put there is put back. */
function moveAway(path: string, abandoned: string, what: string): boolean {
  const aside = draftOf(path)
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw unwritable(what, error)
  }
  const isIt = contents(aside) === abandoned
  if (!isIt) {
    try {
      linkSync(aside, path)
    } catch {
      // A third one holds it by now.
    }
  }
  rmSync(aside, { force: true })
  return isIt
}

function contents(path: string): string | undefined {
  try {
    return readSmallFile(path).toString('utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new RationaleError('io', `cannot read ${path}`, { found: messageOf(error), cause: error })
  }
}

/** Undefined for a lock that was torn: its process wrote it when the machine stopped. */
function ownerIn(text: string): LockContents | undefined {
  try {
    const owner: unknown = JSON.parse(text)
    return typeof owner === 'object' && owner !== null && 'pid' in owner && 'host' in owner
      ? (owner as LockContents) // written by `create`
      : undefined
  } catch {
    return undefined
  }
}

/** What `create` wrote, also where it was torn: somebody else's file of that name stays. */
const isOurs = (text: string) =>
  ownerIn(text) !== undefined || '{"pid":'.startsWith(text) || /^(?:\{"pid":[^}\n]*|\0+)$/.test(text)

function refuseOthers(draft: string): void {
  const said = contents(draft)
  if (said !== undefined && !isOurs(said)) throw inTheWay(draft, OURS)
}

/** Beside the lock, while it is made or changed. */
const draftOf = (path: string) => `${path}.${process.pid}${threadId === 0 ? '' : `-${threadId}`}`

const taken = (path: string, what: string, { pid, host }: Owner) =>
  pid === process.pid && host === hostname()
    ? new RationaleError('configuration', `this process is already at work in ${what}`, {
        found: `process ${pid}: another call, or another thread of it`,
        remedy: 'wait for that call, or abort it or close what it opened',
      })
    : new RationaleError('configuration', `another process is at work in ${what}`, {
        found: `process ${pid} on ${host}`,
        remedy: `wait for it or stop it; where it runs no more, delete ${path}`,
      })

const unwritable = (path: string, error: unknown) =>
  new RationaleError('io', `cannot write ${path}`, {
    found: messageOf(error),
    remedy: 'check that the folder exists, can be written, and has room',
    cause: error,
  })

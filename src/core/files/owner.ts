import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { defined } from '../absence.js'

/** A process, so that it is not taken for another one that has its number later. */
export interface Owner {
  pid: number
  host: string
  /** Of the start of the machine. Absent where the system does not tell (as `started`): then the number alone decides. */
  boot?: string
  /** When the process began, in clock ticks since then. */
  started?: string
}

export function thisProcess(): Owner {
  return { pid: process.pid, host: hostname(), ...defined({ boot: bootOf(), started: startOf(process.pid) }) }
}

/** Of another machine nothing is known: its processes count as running. */
export function isRunning(owner: Owner): boolean {
  if (owner.host !== hostname()) return true
  const boot = bootOf()
  if (owner.boot !== undefined && boot !== undefined && owner.boot !== boot) return false
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const started = startOf(owner.pid)
  return owner.started === undefined || started === undefined || owner.started === started
}

/**
 * The thread that this runs in, with its start; undefined where the system does not tell. A thread that is terminated runs none of its own code any more:
 * the others of its process have to see by themselves that it has ended.
 */
export function thisThread(): string | undefined {
  try {
    const [, task] = /(\d+)$/.exec(readlinkSync('/proc/thread-self')) ?? []
    return task === undefined ? undefined : threadOf(task)
  } catch {
    return undefined
  }
}

/** Whether a thread of this process, as `thisThread` names it, has not ended. */
export const isThreadRunning = (thread: string): boolean => threadOf(thread.split('@')[0] ?? '') === thread

function threadOf(task: string): string | undefined {
  const started = startOf(`self/task/${task}`)
  return started === undefined ? undefined : `${task}@${started}`
}

const bootOf = () => contents('/proc/sys/kernel/random/boot_id')?.trim()

function startOf(process: number | string): string | undefined {
  const stat = contents(`/proc/${process}/stat`)
  // "pid (name) state ppid …": the name may hold anything; the start time is the 22nd field, the 20th behind the name.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

function contents(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

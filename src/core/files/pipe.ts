import { closeSync, constants, createReadStream, openSync, readSync, statSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { RationaleError } from '../errors.js'

/*
 * A named pipe opens only when somebody opens its other end. Until then the system holds the thread that asks, and no signal ends that. So pipes are
 * opened without waiting there, we wait here, and not without end.
 */

/** Where others go on meanwhile: time enough for a person to start the other program. */
const PATIENCE_MS = 30_000
/** Where nothing else goes on meanwhile. */
const PATIENCE_OF_ALL_MS = 5_000
const POLL_MS = 20

/** Windows has no such files. */
const atOnce = constants.O_NONBLOCK ?? 0

export const isPipe = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFIFO() === true

/**
 * The bytes of a file, a device or a pipe.
 *
 * @param patienceMs until a named pipe into which nobody writes is given up: the stream then fails with a RationaleError `io`.
 */
export function openInput(path: string, patienceMs = PATIENCE_MS): Readable {
  if (!isKnownPipe(path)) {
    // Whoever reads is told of an error; where a reader has left, a file that vanishes meanwhile must not end the process.
    return createReadStream(path, { highWaterMark: 1 << 20 }).on('error', () => {})
  }
  let fd: number
  try {
    fd = openSync(path, constants.O_RDONLY | atOnce)
  } catch (error) {
    // As a file's stream does it: whoever reads is told.
    return new Readable({
      read() {
        this.destroy(error as Error) // what node:fs throws
      },
    })
  }
  const socket = new Socket({ fd, readable: true, writable: false })
  const timer = setTimeout(() => {
    if (socket.bytesRead === 0 && !hasWriter(fd)) socket.destroy(alone(path, 'writes into'))
  }, patienceMs)
  return socket.once('close', () => clearTimeout(timer))
}

/** Of a pipe that nothing was read from yet. */
function hasWriter(fd: number): boolean {
  try {
    return readSync(fd, Buffer.alloc(1)) > 0
  } catch {
    return true // nothing yet (EAGAIN)
  }
}

/** What may not be seen is told of by whoever opens it. */
function isKnownPipe(path: string): boolean {
  try {
    return isPipe(path)
  } catch {
    return false
  }
}

/**
 * A read of a small pipe piece by piece while nothing else goes on, so that the waiting is short.
 *
 * @throws RationaleError `io` where nobody writes into it.
 */
export function openSmallPipe(
  path: string,
  patienceMs = PATIENCE_OF_ALL_MS,
): { fd: number; read(piece: Buffer): number } {
  const fd = openSync(path, constants.O_RDONLY | atOnce)
  let isBegun = false
  return {
    fd,
    read(piece) {
      for (let waited = 0; ; waited += POLL_MS) {
        const count = readNow(fd, piece)
        // Nothing at the beginning: nobody has come yet. Later it is the end.
        if (count !== undefined && (count > 0 || isBegun)) {
          isBegun = true
          return count
        }
        // Who has opened it may take a while: a person types a password.
        if (waited >= (count === undefined ? 6 : 1) * patienceMs) throw alone(path, 'writes into')
        pause()
      }
    },
  }
}

/** Undefined where there is nothing yet. */
function readNow(fd: number, piece: Buffer): number | undefined {
  try {
    return readSync(fd, piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined
    throw error
  }
}

/** Into a pipe, as soon as somebody reads from it. It fails with a RationaleError `io` where nobody does. */
export function openPipeOutput(path: string, patienceMs = PATIENCE_MS): Writable {
  let socket: Socket | undefined
  let timer: NodeJS.Timeout | undefined
  return new Writable({
    construct(done) {
      const tryOpen = (waited: number) => {
        try {
          const fd = openForReader(path)
          if (fd !== undefined) {
            socket = new Socket({ fd, readable: false, writable: true }).on('error', (error) => this.destroy(error))
            done()
          } else if (waited >= patienceMs) done(alone(path, 'reads from'))
          else timer = setTimeout(() => tryOpen(waited + POLL_MS), POLL_MS)
        } catch (error) {
          done(error as Error) // what node:fs throws
        }
      }
      tryOpen(0)
    },
    write: (chunk, _encoding, done) => void socket?.write(chunk, done),
    final: (done) => void socket?.end(done),
    destroy(error, done) {
      clearTimeout(timer)
      socket?.destroy()
      done(error)
    },
  })
}

/**
 * All of it into a pipe, while nothing else goes on.
 *
 * @throws RationaleError `io` where nobody reads from it; what the system says otherwise.
 */
export function writeSmallPipe(path: string, bytes: Buffer, patienceMs = PATIENCE_OF_ALL_MS): void {
  let fd = openForReader(path)
  try {
    for (let done = 0, waited = 0; fd === undefined || done < bytes.length; ) {
      const count = fd === undefined ? 0 : writeNow(fd, bytes.subarray(done))
      done += count
      waited = count > 0 ? 0 : waited + POLL_MS
      if (waited > patienceMs) throw alone(path, 'reads from')
      if (count === 0) pause()
      fd ??= openForReader(path)
    }
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** None where there is no room yet. */
function writeNow(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0
    throw error
  }
}

/** Undefined while nobody reads. */
function openForReader(path: string): number | undefined {
  try {
    return openSync(path, constants.O_WRONLY | atOnce)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENXIO') return undefined
    throw error
  }
}

const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS)

const alone = (path: string, does: 'writes into' | 'reads from') =>
  new RationaleError('io', `nobody ${does} the pipe ${path}`, {
    remedy: `start the program that ${does} it first, or give a file`,
  })

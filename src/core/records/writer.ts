import { createWriteStream, existsSync, lstatSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Transform, type Writable } from 'node:stream'
import { createGzip } from 'node:zlib'
import ndjson from 'ndjson'
import * as z from 'zod'
import { takeLock } from '../files/lock.js'
import { inTheWay, startOf } from '../files/others-files.js'
import { giveName, openPartial, type PartialFile, partialOf, unwritable } from '../files/partial-file.js'
import { isPipe, openPipeOutput } from '../files/pipe.js'
import { targetOf } from '../files/whole-file.js'
import { readableJson } from './encode.js'
import { asidePath, incompletePath } from './output-names.js'

/** Writes records one a line. Nothing is visible under the final name before `commit`. */
export interface RecordWriter {
  /** Resolves when there is room for more (back-pressure). */
  write(record: unknown): Promise<void>
  /** Into a file of its own beside the output: what was set aside. It appears with the output, and goes where the next run sets nothing aside. */
  setAside(record: { readonly reason: string; readonly [field: string]: unknown }): Promise<void>
  /** Flushes, and gives all files their names at once. What was set aside stands in the file it names. */
  commit(): Promise<{ aside?: string }>
  /** Instead of `commit` where the work did not end: the last whole output stays, what there is goes beside it. Gives the names, none for a stream. */
  keepIncomplete(): Promise<string[]>
  /** Drops what was written. */
  abort(): Promise<void>
}

/**
 * Files appear under their names only on `commit`: they are written beside (`PATH.partial`), put on the disk and renamed, all of them or none, also
 * when the process is killed in between: the next writer of the same output finishes or drops what it finds. A full disk, a crash or a signal leave
 * the last whole file. One process writes an output at a time (`PATH.lock`). A symbolic link is followed, but not in the
 * place of what is set aside. `.gz` in the name compresses. A stream
 * (stdout) and a device or pipe that exists under the name are written through.
 *
 * @throws RationaleError `configuration` where another process writes the same output; `io` naming the path, also from every method.
 */
export function createRecordWriter(target: string | Writable): RecordWriter {
  if (typeof target !== 'string') return writeThrough(target, { path: 'the output', isOurs: false })
  // Renaming over /dev/stdout or a named pipe would replace it by a file.
  const isDevice = statSync(target, { throwIfNoEntry: false })?.isFile() === false
  const open = isPipe(target) ? openPipeOutput : createWriteStream
  if (isDevice) return writeThrough(open(target), { path: target, isOurs: true })
  return writeFiles(target)
}

function writeFiles(path: string): RecordWriter {
  const output = targetOf(path)
  const lock = takeLock(`${output}.lock`, path)
  const names = (kind: Ending) => ({
    main: kind === 'commit' ? output : incompletePath(output),
    // No link is followed there: nobody asked for what stands behind it.
    aside: resolve(asidePath(kind === 'commit' ? path : incompletePath(path))),
  })
  const partial = { main: partialOf(output), aside: partialOf(names('commit').aside) }
  /** Every file gets its name, and an aside of an earlier run goes where there is none now. Doing it again does no harm. */
  const carryOut = (kind: Ending, withAside: boolean) => {
    const { main, aside } = names(kind)
    // First what stands beside it: where that cannot be, the last output stays.
    if (withAside) giveOnce(partial.aside, aside)
    else rmSync(aside, { force: true })
    giveOnce(partial.main, main)
    // What an earlier run left unfinished is finished now.
    if (kind === 'commit') for (const left of Object.values(names('incomplete'))) rmSync(left, { force: true })
  }
  let main: RecordFile
  let aside: RecordFile | undefined
  try {
    // A run that was killed while it gave the names: all its files were whole.
    const left = intentSchema.safeParse(lock.left)
    if (left.success) carryOut(left.data.kind, left.data.aside)
    for (const path of Object.values(partial)) lock.clear(path)
    for (const name of Object.values(names('commit'))) refuseOthersProperty(name)
    refuseOthersAside(names('commit').aside)
    main = openFile(partial.main, output)
  } catch (error) {
    lock.release()
    throw unwritable(path, error)
  }

  const drop = async () => {
    await main.drop()
    await aside?.drop()
  }
  const finish = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action()
    } catch (error) {
      await drop()
      throw unwritable(path, error)
    } finally {
      lock.release()
    }
  }
  const give = async (kind: Ending) => {
    await main.end()
    await aside?.end()
    lock.note({ kind, aside: aside !== undefined } satisfies z.infer<typeof intentSchema>)
    carryOut(kind, aside !== undefined)
  }
  return {
    write: (record) => main.write(record),
    async setAside(record) {
      aside ??= openFile(partial.aside, asidePath(path))
      await aside.write(record)
    },
    commit: () =>
      finish(async () => {
        await give('commit')
        return aside === undefined ? {} : { aside: asidePath(path) }
      }),
    keepIncomplete: () =>
      finish(async () => {
        await give('incomplete')
        const kept = resolve(path) === output ? incompletePath(path) : incompletePath(output)
        return aside === undefined ? [kept] : [kept, asidePath(incompletePath(path))]
      }),
    abort: () => finish(drop),
  }
}

type Ending = z.infer<typeof intentSchema>['kind']

/** What a lock notes before the names are given. */
const intentSchema = z.object({ kind: z.enum(['commit', 'incomplete']), aside: z.boolean() })

function giveOnce(from: string, to: string): void {
  if (existsSync(from)) giveName(from, to) // else it was given by the process that was killed
}

interface RecordFile {
  write(record: unknown): Promise<void>
  /** Everything is on the disk. */
  end(): Promise<void>
  drop(): Promise<void>
}

/** In a folder such as /tmp only its owner may replace a file: better told before the work than behind it. */
function refuseOthersProperty(path: string): void {
  const me = process.geteuid?.() ?? 0
  const there = lstatSync(path, { throwIfNoEntry: false })
  const folder = statSync(dirname(path), { throwIfNoEntry: false })
  if (me === 0 || there === undefined || folder === undefined) return
  if ((folder.mode & 0o1000) === 0 || there.uid === me || folder.uid === me) return
  throw inTheWay(path, 'no file of that name, or one of yours: others’ files in this folder may not be replaced')
}

/** It will be replaced or taken away: it must be one that a run set its records aside in, each with its reason. @throws RationaleError `configuration`. */
export function refuseOthersAside(path: string): void {
  const start = lstatSync(path, { throwIfNoEntry: false })?.isFile() ? (startOf(path).split('\n', 1)[0] ?? '') : ''
  if (start === '' || /^\{.*"reason":"/.test(start)) return
  throw inTheWay(path, 'no file of that name, or one in which a run set records aside')
}

/** A file under another name than the one it will have. */
function openFile(partial: string, path: string): RecordFile {
  const file = opened(partial, path)
  // `flush`: the bytes are on the disk before the file is closed, and so before it gets its name.
  const stream = recordStream(createWriteStream(partial, { fd: file.fd, flush: true }), {
    path,
    isOurs: true,
    compress: path.endsWith('.gz'),
  })
  return {
    write: stream.write,
    async end() {
      await stream.end()
      file.check()
    },
    async drop() {
      await stream.destroy()
      file.drop()
    },
  }
}

function opened(partial: string, path: string): PartialFile {
  try {
    return openPartial(partial)
  } catch (error) {
    throw unwritable(path, error)
  }
}

function writeThrough(sink: Writable, { path, isOurs }: { path: string; isOurs: boolean }): RecordWriter {
  const stream = recordStream(sink, { path, isOurs, compress: path.endsWith('.gz') })
  return {
    write: stream.write,
    // Who has no file tells what was set aside in another way.
    setAside: async () => {},
    async commit() {
      await stream.end()
      return {}
    },
    async keepIncomplete() {
      await stream.end()
      return []
    },
    abort: () => stream.destroy(),
  }
}

/** Records -> lines -> (gzip) -> sink, with the errors of all of them in one place. A sink that was handed in is not ours to end. */
function recordStream(
  sink: Writable,
  { path, isOurs, compress }: { path: string; isOurs: boolean; compress: boolean },
): { write(record: unknown): Promise<void>; end(): Promise<void>; destroy(): Promise<void> } {
  const encode = ndjson.stringify()
  const lines = new Transform({
    decodeStrings: false,
    transform: (line, _encoding, done) => done(null, `${readableJson(String(line).trimEnd())}\n`),
  })
  const gzip = compress ? createGzip() : undefined
  const last = gzip ?? lines
  let failure: unknown
  const stop = (error: unknown) => {
    failure ??= error
    for (const stage of [encode, lines, gzip, isOurs ? sink : undefined]) stage?.destroy()
  }
  for (const stage of [encode, lines, gzip, sink]) stage?.on('error', stop)
  encode.pipe(lines)
  if (gzip) lines.pipe(gzip)
  last.pipe(sink, { end: isOurs })
  const closed = new Promise<void>((done) => (isOurs ? sink : last).once('close', done))
  const check = () => {
    if (failure !== undefined) throw unwritable(path, failure)
  }
  return {
    async write(record) {
      check()
      if (!encode.write(record)) await settled(encode, 'drain')
      check()
    },
    async end() {
      check()
      encode.end()
      await closed
      check()
    },
    async destroy() {
      stop(new Error('dropped'))
      await closed
    },
  }
}

function settled(stream: NodeJS.EventEmitter, event: string): Promise<void> {
  return new Promise((done) => {
    const names = [event, 'close', 'error']
    const once = () => {
      for (const name of names) stream.off(name, once)
      done()
    }
    for (const name of names) stream.on(name, once)
  })
}

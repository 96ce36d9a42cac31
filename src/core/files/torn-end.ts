import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs'

const LF = 10
const PIECE = 1 << 16

/** Cuts off what stands behind the last line end of a file that lines are added to: a kill came while it was written. */
export function cutTornEnd(path: string): void {
  const fd = openSync(path, 'r+')
  try {
    const { size } = fstatSync(fd)
    const piece = Buffer.alloc(PIECE)
    let end = size
    while (end > 0) {
      const start = Math.max(0, end - PIECE)
      const last = piece.subarray(0, readSync(fd, piece, 0, end - start, start)).lastIndexOf(LF)
      if (last !== -1) {
        end = start + last + 1
        break
      }
      end = start
    }
    if (end < size) ftruncateSync(fd, end)
  } finally {
    closeSync(fd)
  }
}

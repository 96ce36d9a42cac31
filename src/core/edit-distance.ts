/**
 * Levenshtein distance in UTF-16 units, exactly: Myers' bit-parallel algorithm in Hyyrö's block form (2003), 32 rows at a time.
 * O(|a| |b| / 32) after the common prefix and suffix are set aside, so that a faithful copy costs O(|a|).
 */
export function editDistance(a: string, b: string): number {
  const { from, aEnd, bEnd } = difference(a, b)
  const rows = aEnd - from
  const columns = bEnd - from
  if (rows === 0) return columns
  if (columns === 0) return rows

  // Horizontal deltas that leave each block's last row, one bit a column.
  const words = Math.ceil(columns / 32)
  const plus = new Int32Array(words).fill(-1)
  const minus = new Int32Array(words)
  let distance = columns // of the last row, column 0 .. rows
  for (let block = 0; block < rows; block += 32) {
    const height = Math.min(32, rows - block)
    const match = new Map<number, number>()
    for (let i = 0; i < height; i++) {
      const code = a.charCodeAt(from + block + i)
      match.set(code, (match.get(code) ?? 0) | (1 << i))
    }
    const last = 1 << (height - 1)
    let vp = -1
    let vn = 0
    let bottom = block + height // value of the block's last row at column 0
    for (let j = 0; j < columns; j++) {
      const word = j >>> 5
      const bit = 1 << j
      const hpIn = (plus[word] as number) & bit ? 1 : 0
      const hnIn = (minus[word] as number) & bit ? 1 : 0
      const equal = match.get(b.charCodeAt(from + j)) ?? 0
      const xv = equal | vn
      const xh = ((((equal | hnIn) & vp) + vp) ^ vp) | equal | hnIn
      let hp = vn | ~(xh | vp)
      let hn = vp & xh
      const up = hp & last
      const down = hn & last
      bottom += (up ? 1 : 0) - (down ? 1 : 0)
      plus[word] = up ? (plus[word] as number) | bit : (plus[word] as number) & ~bit
      minus[word] = down ? (minus[word] as number) | bit : (minus[word] as number) & ~bit
      hp = (hp << 1) | hpIn
      hn = (hn << 1) | hnIn
      vp = hn | ~(xv | hp)
      vn = hp & xv
    }
    distance = bottom
  }
  return distance
}

/** The half-open ranges [from, aEnd) and [from, bEnd) outside of which the texts agree. */
function difference(a: string, b: string): { from: number; aEnd: number; bEnd: number } {
  let from = 0
  while (from < a.length && from < b.length && a.charCodeAt(from) === b.charCodeAt(from)) from++
  let aEnd = a.length
  let bEnd = b.length
  while (aEnd > from && bEnd > from && a.charCodeAt(aEnd - 1) === b.charCodeAt(bEnd - 1)) {
    aEnd--
    bEnd--
  }
  return { from, aEnd, bEnd }
}

/** Cells of the table that `alignment` may hold: 32 MiB. */
const MAX_CELLS = 16_000_000

/**
 * Where each offset of `b` lies in `a`, along one cheapest edit path: `result[j]` for j = 0 .. |b|. Null where the differing middles are too
 * long for the table.
 */
export function alignment(a: string, b: string): Int32Array | null {
  const { from, aEnd, bEnd } = difference(a, b)
  const rows = aEnd - from
  const columns = bEnd - from
  if ((rows + 1) * (columns + 1) > MAX_CELLS || Math.max(rows, columns) > 65_000) return null
  const map = new Int32Array(b.length + 1)
  for (let j = 0; j <= from; j++) map[j] = j
  for (let j = bEnd; j <= b.length; j++) map[j] = j - bEnd + aEnd
  if (rows === 0 || columns === 0) {
    for (let j = from; j < bEnd; j++) map[j] = from
    return map
  }
  const width = columns + 1
  const cost = new Uint16Array((rows + 1) * width)
  for (let j = 0; j <= columns; j++) cost[j] = j
  for (let i = 1; i <= rows; i++) {
    const row = i * width
    cost[row] = i
    const code = a.charCodeAt(from + i - 1)
    for (let j = 1; j <= columns; j++) {
      const substituted = (cost[row - width + j - 1] as number) + (code === b.charCodeAt(from + j - 1) ? 0 : 1)
      const shorter = Math.min(cost[row - width + j] as number, cost[row + j - 1] as number) + 1
      cost[row + j] = Math.min(substituted, shorter)
    }
  }
  for (let i = rows, j = columns; j > 0; ) {
    map[from + j] = from + i
    const here = cost[i * width + j] as number
    const same = i > 0 && a.charCodeAt(from + i - 1) === b.charCodeAt(from + j - 1)
    if (i > 0 && here === (cost[(i - 1) * width + j - 1] as number) + (same ? 0 : 1)) {
      i--
      j--
    } else if (here === (cost[i * width + j - 1] as number) + 1) j--
    else i--
  }
  map[from] = from
  return map
}

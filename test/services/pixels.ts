import { inflateSync } from 'node:zlib'

/** Share of a PNG's pixels whose colour is within `distance` of the given one in each channel (8-bit RGB or RGBA, as Chromium writes). */
export function shareOfColour(
  png: Buffer,
  [red, green, blue]: readonly [number, number, number],
  distance = 12,
): number {
  const { width, height, channels, rows } = decode(png)
  let near = 0
  for (const row of rows) {
    for (let x = 0; x < width; x++) {
      const at = x * channels
      const differs = (channel: number, value: number) => Math.abs((row[at + channel] as number) - value) > distance
      if (!differs(0, red) && !differs(1, green) && !differs(2, blue)) near++
    }
  }
  return near / (width * height)
}

function decode(png: Buffer): { width: number; height: number; channels: number; rows: Uint8Array[] } {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  if (png[24] !== 8 || (png[25] !== 2 && png[25] !== 6)) throw new Error('not an 8-bit RGB or RGBA image')
  const channels = png[25] === 6 ? 4 : 3
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const bytes = inflateSync(Buffer.concat(parts))
  const stride = width * channels
  const rows: Uint8Array[] = []
  let above = new Uint8Array(stride)
  for (let y = 0; y < height; y++) {
    const filter = bytes[y * (stride + 1)]
    const row = new Uint8Array(bytes.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)))
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? (row[x - channels] as number) : 0
      const up = above[x] as number
      const corner = x >= channels ? (above[x - channels] as number) : 0
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter as number] as number
      row[x] = (row[x] as number) + guess
    }
    rows.push(row)
    above = row
  }
  return { width, height, channels, rows }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

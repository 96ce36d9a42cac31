import * as crypto from 'node:crypto'

/** SHA-256 of a text (as UTF-8) or of bytes, in 64 hexadecimal digits. The one-shot form of Node 20.12 takes a fifth of the time for an id. */
export const sha256: (data: string | Uint8Array) => string =
  typeof crypto.hash === 'function'
    ? (data) => crypto.hash('sha256', data, 'hex')
    : (data) => crypto.createHash('sha256').update(data).digest('hex')

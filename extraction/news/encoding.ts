import { RationaleError } from '../../src/core/errors.js'

/** Within how many bytes a page names its encoding (HTML: 1024). */
const HEAD = 1024

/** The text of a page or feed: in the encoding of its byte order mark, of the server, of its own head, or UTF-8. @throws RationaleError `input` for one that is not known. */
export function decoded(body: Buffer, contentType: string): string {
  const head = body.subarray(0, HEAD).toString('latin1')
  const label =
    markOf(body) ??
    /charset=["']?([\w.:-]+)/i.exec(contentType)?.[1] ??
    /^\s*<\?xml[^>]*\bencoding=["']([\w.:-]+)/i.exec(head)?.[1] ??
    /<meta\b[^>]*\bcharset=["']?([\w.:-]+)/i.exec(head)?.[1] ??
    'utf-8'
  try {
    return new TextDecoder(label).decode(body)
  } catch {
    throw new RationaleError('input', `there is no encoding ${JSON.stringify(label)}`)
  }
}

function markOf(body: Buffer): string | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8'
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le'
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be'
  return undefined
}

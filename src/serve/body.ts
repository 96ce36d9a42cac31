import { messageOf } from '../core/errors.js'
import { parseJson } from '../core/records/json.js'
import { badRequest, Refusal } from './failures.js'

/**
 * The body of a request as JSON, never more than `limit` bytes of it.
 *
 * @throws Refusal 415 for another type (which also keeps pages of other sites from sending one), 413 past the limit, 400 for what is no JSON.
 */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(?:;|$)/i.test(type)) {
    throw new Refusal(
      `the body is ${type === '' ? 'of no stated type' : JSON.stringify(type)}\n  to do:    send Content-Type: application/json`,
      {
        status: 415,
        code: 'unsupported_media_type',
      },
    )
  }
  if (request.headers.has('content-encoding')) {
    throw new Refusal('the body is compressed\n  to do:    send it as it is', {
      status: 415,
      code: 'unsupported_media_type',
    })
  }
  const bytes = await readBytes(request, limit)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw badRequest('the body is not valid UTF-8')
  }
  try {
    return parseJson(text)
  } catch (error) {
    throw badRequest(`the body: ${messageOf(error)}`)
  }
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const announced = request.headers.get('content-length')
  if (announced !== null && Number(announced) > limit) throw tooLarge(limit)
  // HTTP itself ends a body at the length that was announced.
  if (announced !== null) return new Uint8Array(await request.arrayBuffer())
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const tooLarge = (limit: number) =>
  new Refusal(
    `the body is larger than ${limit} bytes\n  to do:    send less, or start the server with a larger --max-body`,
    {
      status: 413,
      code: 'body_too_large',
    },
  )

import { Readable } from 'node:stream'
import type { z } from 'zod'
import { messageOf, RationaleError } from '../core/errors.js'
import { BadInput, readBytes } from '../core/records/bytes.js'
import { messageSchema } from '../core/records/chat.js'
import { parseJson, UnreadableValue } from '../core/records/json.js'
import { NOT_UTF8, type ReadOptions, readRecords } from '../core/records/ndjson.js'
import { transcriptMessages } from '../core/records/transcript.js'

/** A document is read whole, before its first record. */
const LARGEST_DOCUMENT = 64 * 2 ** 20

/**
 * The records of one JSON document, gzip'd or not: those of a list, or the only one. `line` is the place in the list.
 *
 * @throws RationaleError `input` where it is none, or larger than 64 MiB.
 */
export async function* readDocument<T>(
  source: string | Readable,
  schema: z.ZodType<T>,
  { file, ...options }: Pick<ReadOptions, 'onReject'> & { file: string },
): AsyncGenerator<{ record: T; line: number }> {
  const records = recordsIn(parsed(await whole(source, file), file))
  const lines = records.map((record) => `${JSON.stringify(record)}\n`)
  yield* readRecords(Readable.from(lines), schema, { ...options, maxLineBytes: LARGEST_DOCUMENT })
}

/**
 * The one record of a conversation or an exercise in plain text (`User: … Assistant: …`).
 *
 * @throws RationaleError `input` where it is none, or larger than 64 MiB.
 */
export async function* readTranscript<T>(
  source: string | Readable,
  schema: z.ZodType<T>,
  { file, ...options }: Pick<ReadOptions, 'onReject'> & { file: string },
): AsyncGenerator<{ record: T; line: number }> {
  const messages = transcriptMessages(await whole(source, file))
  if (messages === undefined) {
    throw new RationaleError('input', `${file} begins like a conversation and goes on otherwise`, {
      expected:
        'User: … and Assistant: …, or Question: … and Solution: …, each at the beginning of a line, the solution last',
      remedy: `rationale verify "QUESTION" ${file}`,
    })
  }
  const line = `${JSON.stringify({ messages })}\n`
  yield* readRecords(Readable.from([line]), schema, { ...options, maxLineBytes: LARGEST_DOCUMENT })
}

/** The messages of one chat are one record. */
function recordsIn(value: unknown): unknown[] {
  if (!Array.isArray(value)) return [value]
  const isChat = value.length > 0 && value.every((each) => messageSchema.safeParse(each).success)
  return isChat ? [{ messages: value }] : value
}

function parsed(text: string, file: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof UnreadableValue) {
      throw new RationaleError('input', `a record of ${file} cannot be read`, {
        found: error.message,
        remedy: `as lines of JSON it is set aside alone: jq -c '.[]' ${file} > records.ndjson`,
      })
    }
    throw new RationaleError('input', `${file} is neither lines of JSON nor one JSON document`, {
      expected: 'one object a line; or one object, or a list of them, over several lines',
      found: messageOf(error),
      remedy: `where several objects follow one another: jq -c . ${file} > records.ndjson`,
    })
  }
}

async function whole(source: string | Readable, file: string): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of readBytes(source)) {
      pieces.push(piece)
      size += piece.length
      if (size > LARGEST_DOCUMENT) {
        throw new RationaleError('input', `${file} is too large for one JSON document`, {
          expected: `at most ${LARGEST_DOCUMENT} bytes; lines of JSON may be any number`,
          remedy: `jq -c '.[]' ${file} > records.ndjson`,
        })
      }
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch (error) {
    if (error instanceof RationaleError) throw error
    throw new RationaleError('input', `cannot read ${file}`, {
      found: error instanceof BadInput ? error.message : NOT_UTF8,
    })
  }
}

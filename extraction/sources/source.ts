import { sha256 } from '../../src/core/records/sha256.js'
import type { Document } from '../../src/core/records/types.js'

/** What a source gives: a document (`madeId`: its id was made from its content), or a note of a record that is none. */
export type Sourced =
  | { document: Document; madeId?: boolean }
  | { rejected: { id: string; source: string; reason: string } }

export interface SourceFields {
  /** Field or column of the text. */
  text: string
  id: string
  /** Of documents that name none; left out: the file's name without endings. */
  sourceName?: string | undefined
}

/** Same text, same source, same id. */
export function contentId(source: string, text: string): string {
  return sha256(`${source}\0${text.normalize('NFC').replace(/\s+/g, ' ').trim()}`).slice(0, 24)
}

/** A record of any table or file -> a document, by the fields the user named. */
export function toDocument(
  record: Readonly<Record<string, unknown>>,
  fields: SourceFields,
  fallback: string,
  where: string,
): Sourced {
  const named = record.source
  const source = typeof named === 'string' && named !== '' ? named : (fields.sourceName ?? fallback)
  const text = record[fields.text]
  const given = record[fields.id]
  const id =
    typeof given === 'string' && given !== ''
      ? given
      : typeof given === 'number' || typeof given === 'bigint'
        ? String(given)
        : undefined
  const reject = (reason: string): Sourced => ({ rejected: { id: id ?? where, source, reason: `${where}: ${reason}` } })
  if (text === undefined) return reject(`no field ${JSON.stringify(fields.text)} (fields: ${namesOf(record)})`)
  if (typeof text !== 'string')
    return reject(`${fields.text}: expected a string, found ${text === null ? 'null' : typeof text}`)
  if (!text.isWellFormed()) return reject('lone surrogate in the text')
  if (text.includes('\0')) return reject('NUL in the text')
  return { document: { id: id ?? contentId(source, text), text, source }, madeId: id === undefined }
}

/** Fields of a record, for a message. */
export const namesOf = (record: Readonly<Record<string, unknown>>) =>
  Object.keys(record).join(', ').slice(0, 200) || 'none'

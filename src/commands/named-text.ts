import { existsSync, statSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { messageOf, RationaleError } from '../core/errors.js'
import { readSmallFile } from '../core/files/small-file.js'
import { NOT_UTF8 } from '../core/records/ndjson.js'
import type { Terminal } from './command.js'

/*
 * One rule for what stands on the command line: a word is a text, or the name of a file that holds it; `-` is stdin.
 */

/** @throws RationaleError where a file cannot be read, holds records, or is meant and not there. */
export async function namedText(word: string, what: 'question' | 'solution', terminal: Terminal): Promise<string> {
  if (word === '-' && what === 'solution') return await text(process.stdin)
  if (!isFile(word)) {
    refuseMissing(word, what)
    return word
  }
  if (/\.(?:ndjson|jsonl|csv|tsv)(?:\.gz)?$/i.test(word)) {
    throw new RationaleError('configuration', `${word} is a file of records, and a ${what} is asked for`, {
      expected: `a text, or a file that holds one`,
      remedy: 'records are verified and ranked one file at a time, with nothing beside it',
    })
  }
  // A file of that name may stand there by chance.
  terminal.say(`the ${what} is read from the file ${word}`)
  return read(word)
}

/** Folders are not meant: "src" may be an answer. */
function isFile(word: string): boolean {
  try {
    return existsSync(word) && !statSync(word).isDirectory()
  } catch {
    return false
  }
}

/** One word that ends as names of files do. */
function refuseMissing(word: string, what: string): void {
  if (!/^\S+\.(?:txt|md|tex|html?|json|ndjson|jsonl|csv|tsv)$/i.test(word)) return
  throw new RationaleError('configuration', `there is no file ${word}`, {
    expected: `the ${what}, or the name of a file that holds it`,
    remedy: 'check the name',
  })
}

function read(file: string): string {
  let bytes: Buffer
  try {
    bytes = readSmallFile(file)
  } catch (error) {
    if (error instanceof RationaleError) throw error
    throw new RationaleError('configuration', `cannot read ${file}`, { found: messageOf(error) })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new RationaleError('input', `cannot read ${file}`, { found: NOT_UTF8, cause })
  }
}

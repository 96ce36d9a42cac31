import { existsSync, statSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { RationaleError } from '../core/errors.js'
import type { Terminal } from './command.js'

/*
 * One rule for what stands on the command line: a word is a text, or the name of a file that holds it; `-` is stdin.
 */

type Named = 'question' | 'solution' | 'context'

/** @throws RationaleError where a file cannot be read, holds records, or is meant and not there. */
export async function namedText(word: string, what: Named, terminal: Terminal): Promise<string> {
  if (what !== 'solution') return await textOf(word, what, terminal)
  const [answer = '', ...more] = await namedSolutions(word, terminal)
  if (more.length === 0) return answer
  throw new RationaleError('input', 'this response holds several solutions', {
    expected: 'one choice with text',
    found: `${1 + more.length} choices`,
    remedy: `rationale rerank "QUESTION" ${isFile(word) ? word : 'FILE'}`,
  })
}

/** The body of a server's response stands for the answers in it. Anything else is one solution. */
export async function namedSolutions(word: string, terminal: Terminal): Promise<readonly string[]> {
  const held = await textOf(word, 'solution', terminal)
  if (!held.trimStart().startsWith('{')) return [held]
  const { answersInBody } = await import('../core/records/chat.js')
  const answers = answersInBody(held)
  if (answers === undefined) return [held]
  terminal.say(
    answers.length === 1
      ? 'the solution is the body of a response: the answer in it is judged'
      : `the solution is the body of a response with ${answers.length} answers`,
  )
  return answers
}

async function textOf(word: string, what: Named, terminal: Terminal): Promise<string> {
  if (word === '-' && what === 'solution') return await text(process.stdin)
  if (!isFile(word)) {
    refuseMissing(word, what)
    return word
  }
  // A table is a good context.
  const records = what === 'context' ? /\.(?:ndjson|jsonl|gz)$/i : /\.(?:ndjson|jsonl|csv|tsv)(?:\.gz)?$/i
  if (records.test(word)) {
    throw new RationaleError('configuration', `${word} is a file of records, and a ${what} is asked for`, {
      expected: `a text, or a file that holds one`,
      remedy: 'records are verified and ranked one file at a time, with nothing beside it',
    })
  }
  // A file of that name may stand there by chance.
  terminal.say(`the ${what} is read from the file ${word}`)
  // Most commands name no file, and a cold one loads nothing for it.
  const { readText } = await import('./text-file.js')
  return readText(word)
}

/** Folders are not meant: "src" may be an answer. */
export function isFile(word: string): boolean {
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

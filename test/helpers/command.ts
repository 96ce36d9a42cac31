import { Writable } from 'node:stream'
import type { Command } from '../../src/commands/command.js'

/** A command within this process: how it ends, what it says, and what it writes, as text and as records where it writes any. */
export async function runCommand(
  command: Command,
  options: Record<string, unknown>,
  signal: AbortSignal = new AbortController().signal,
) {
  const said: string[] = []
  const pieces: string[] = []
  const out = new Writable({
    write(piece, _encoding, done) {
      pieces.push(String(piece))
      done()
    },
  })
  const progress = () => ({ advance() {}, stop() {} })
  const result = await command.run(options, {
    out,
    say: (text) => said.push(text),
    progress,
    signal,
    width: 100,
    isRead: false,
  })
  const written = pieces.join('')
  const lines = written.split('\n').filter((line) => line.startsWith('{'))
  return { ...result, said, written, records: lines.map((line) => JSON.parse(line)) }
}

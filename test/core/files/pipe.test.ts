import { execFileSync, spawn } from 'node:child_process'
import { closeSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { isPipe, openInput, openPipeOutput, openSmallPipe, writeSmallPipe } from '../../../src/core/files/pipe.js'
import { readSmallFile } from '../../../src/core/files/small-file.js'
import { writeWhole } from '../../../src/core/files/whole-file.js'
import { temporaryFolder } from '../../helpers/folder.js'

const root = temporaryFolder('pipes')
let count = 0
function pipe(): string {
  const path = join(root, `pipe-${count++}`)
  execFileSync('mkfifo', [path])
  return path
}
const shell = (words: string, ...paths: string[]) => spawn('sh', ['-c', words, 'sh', ...paths], { stdio: 'ignore' })

it('gives up a pipe into which nobody writes, and one from which nobody reads', async () => {
  const path = pipe()
  expect(isPipe(path)).toBe(true)
  await expect(text(openInput(path, 50))).rejects.toThrow(
    /nobody writes into the pipe .*pipe-0[\s\S]*start the program/,
  )
  expect(() => writeSmallPipe(path, Buffer.from('x'), 50)).toThrow(/nobody reads from/)
  const failed = new Promise((resolve) => openPipeOutput(path, 50).on('error', resolve))
  expect(String(await failed)).toMatch(/nobody reads from/)
  const { fd, read } = openSmallPipe(path, 50)
  expect(() => read(Buffer.alloc(9))).toThrow(/nobody writes into/)
  closeSync(fd)
})

it('reads all that a late and slow writer writes', async () => {
  const path = pipe()
  shell('sleep 0.1; { echo one; sleep 0.1; seq 100000; } > "$1"', path)
  const read = await text(openInput(path))
  expect(read.startsWith('one\n1\n2\n')).toBe(true)
  expect(read.endsWith('\n100000\n')).toBe(true)
})

it('reads and writes small files through pipes', async () => {
  const path = pipe()
  shell('sleep 0.1; { echo one; sleep 0.1; seq 20000; } > "$1"', path)
  expect(readSmallFile(path).toString()).toMatch(/^one\n1\n[\s\S]*\n20000\n$/)
  const copy = join(root, 'copy')
  const reader = shell('sleep 0.1; { sleep 0.1; cat; } < "$1" > "$2"', path, copy)
  const contents = 'x'.repeat(300_000)
  writeWhole(path, contents)
  await new Promise((resolve) => reader.once('close', resolve))
  expect(readFileSync(copy, 'utf8')).toBe(contents)
  expect(statSync(path).isFIFO()).toBe(true)
})

it('writes records into a pipe as fast as somebody reads', async () => {
  const path = pipe()
  const copy = join(root, 'records')
  const reader = shell('sleep 0.1; cat "$1" > "$2"', path, copy)
  const output = openPipeOutput(path)
  for (let i = 0; i < 100; i++) output.write(`${'y'.repeat(9999)}\n`)
  await new Promise<void>((resolve) => output.end(resolve))
  await new Promise((resolve) => reader.once('close', resolve))
  expect(readFileSync(copy, 'utf8')).toHaveLength(1_000_000)
})

it('reads a plain file, and says of none that it is not there', async () => {
  const path = join(root, 'plain')
  writeFileSync(path, 'plain')
  expect(await text(openInput(path))).toBe('plain')
  await expect(text(openInput(join(root, 'none')))).rejects.toThrow(/ENOENT/)
})

it('tells whoever reads that a file is not there, also late, and nobody else', async () => {
  const path = join(root, 'not-there.txt')
  const [left, late] = [openInput(path), openInput(path)]
  // Unheard, an error would end the process here.
  await new Promise((resolve) => left.once('close', resolve))
  await expect(text(late)).rejects.toThrow(/ENOENT/)
})

import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rationale } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/*
 * An output in a place where none can be is a wrong option (2), said before any work, in the same words by every command.
 */

const files = [
  'verify --verifier evidence: --input in.ndjson',
  'rerank --verifier evidence: --input in.ndjson',
  'calibrate --verifier evidence: --data in.ndjson',
  'solve --verifier evidence: --generator http://127.0.0.1:1/v1#m --input in.ndjson',
  'market-labels --news in.ndjson --prices in.ndjson --zone UTC',
  'fetch-news rss:http://127.0.0.1:1/feed --contact a@example.org',
  'report run',
]
const folders = [
  'extract --input in.ndjson',
  'bench --verifier evidence: --steps in.ndjson',
  'page --verifier evidence:',
  'train --task pretrain --base base --data in.ndjson',
]
const noFile = ['run', 'no/such/out.ndjson', 'run/..', 'new/', 'taken']
const nothing = ['in.ndjson/out', 'loop', 'loop/out', 'n'.repeat(300)]

function workplace(): string {
  const here = temporaryFolder('places')
  writeFileSync(
    join(here, 'in.ndjson'),
    '{"id":"a","question":"What is 1 + 1?","steps":["1 + 1 = 2"],"firstError":-1}\n',
  )
  symlinkSync('loop', join(here, 'loop'))
  symlinkSync('.', join(here, 'run'))
  mkdirSync(join(here, 'taken.rejected.ndjson'))
  return here
}

describe('no output can be at', () => {
  it.each([
    ...files.flatMap((command) => [...noFile, ...nothing].map((place) => [command, place])),
    ...folders.flatMap((command) => nothing.map((place) => [command, place])),
  ])('%s --output %s', async (command = '', place = '') => {
    const here = workplace()
    const { code, stderr } = await rationale([...command.split(' '), '--output', place], { cwd: here })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^(cannot (write|make the folder) |the output would be written over)/) as string,
    })
    expect(stderr).toMatch(/^ {2}found: .*\n {2}to do: /m)
    expect(readdirSync(here).sort()).toEqual(['in.ndjson', 'loop', 'run', 'taken.rejected.ndjson'])
  })
})

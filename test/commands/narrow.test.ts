import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { rationale, root } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

const cwd = temporaryFolder('narrow')
const samples = join(root, 'benchmarks/samples/candidates.ndjson')
const question = 'A bakery bakes 6 trays of 8 rolls in the morning and sells 28 of them before noon. How many are left?'
const text = 'It bakes 6 * 8 = 48 rolls.\nIt sells 28 in the morning, so 48 - 28 = 22 are left.\nThe answer is 22.'
const bench = ['bench', '--candidates', samples, '--limit', '8']
writeFileSync(join(cwd, 'two.json'), JSON.stringify([1, 2].map((id) => ({ id: `record-${id}`, question, text }))))

describe.each([40, 60, 80])('a terminal of %i columns holds every line', (columns) => {
  it.each([
    ['demo', ['demo']],
    ['verify', ['verify', question, text]],
    ['verify of a file', ['verify', 'two.json']],
    ['rerank', ['rerank', question, text, 'So 6 * 8 = 48 rolls and 48 - 28 = 20 of them are left. The answer is 20.']],
    ['bench', bench],
    ['bench of several solutions a problem', [...bench, '--candidates-per-problem', '2,4']],
  ])('of %s', async (_what, args) => {
    const { code, stdout } = await rationale([...args, '--verifier', 'evidence:'], { cwd, columns })
    expect(code).toBe(0)
    const lines = stripVTControlCharacters(stdout).split('\n')
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([])
  })
})

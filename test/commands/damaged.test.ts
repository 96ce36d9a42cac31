import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { solveCommand } from '../../src/commands/solve.js'
import { rationale } from '../helpers/cli.js'
import { runCommand } from '../helpers/command.js'
import { temporaryFolder } from '../helpers/folder.js'
import { stubServer } from '../models/stub-server.js'

/*
 * What our own runs left, damaged since: it is done again, or refused by its name. Never a library's words.
 */

const cwd = temporaryFolder('damaged')
const run = join(cwd, 'run')
const set = {
  id: 's',
  question: 'What is 1 + 1?',
  gold: '2',
  candidates: [{ text: '1 + 1 = 2\nThe answer is 2.' }, { text: '1 + 1 = 3\nThe answer is 3.' }],
}
const bench = () =>
  rationale(['bench', '--verifier', 'evidence:', '--candidates', 'sets.ndjson', '--output', 'run'], { cwd })
const report = () => rationale(['report', 'run', '--output', 'page.html'], { cwd })
const deep = `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`

beforeAll(async () => {
  writeFileSync(join(cwd, 'sets.ndjson'), `${JSON.stringify(set)}\n`)
  expect(await bench()).toMatchObject({ code: 0 })
})

it.each(['recipe.json', 'run.json', 'metrics.json'])(
  'names a %s that was torn, is another thing or nested too deep',
  async (name) => {
    const path = join(run, name)
    const whole = readFileSync(path, 'utf8')
    for (const damage of [whole.slice(0, whole.length / 2), 'null', '[]', '7', deep]) {
      writeFileSync(path, damage)
      const { code, stderr } = await (name === 'metrics.json' ? report() : bench())
      expect(code, damage.slice(0, 20)).toBe(1)
      expect(stderr).toContain(name)
      expect(stderr).not.toMatch(/TypeError|RangeError|^ +at /m)
    }
    writeFileSync(path, whole)
    expect(await bench()).toMatchObject({ code: 0 })
  },
)

it('does again what a damaged journal or damaged samples say', async () => {
  const metrics = readFileSync(join(run, 'metrics.json'), 'utf8')
  for (const damage of ['null\n{}\n[]\n', '{"session":"a","elapsed":1,"record":{"task":"t"}}\n', '\0\0\0\n', deep]) {
    writeFileSync(join(run, 'journal.ndjson'), damage)
    writeFileSync(join(run, 'samples.ndjson'), damage)
    expect(await bench()).toMatchObject({ code: 0 })
    expect(readFileSync(join(run, 'metrics.json'), 'utf8')).toBe(metrics)
  }
})

it('solve cuts off what a kill left of a line, and adds lines to nothing but a file of text', async () => {
  const server = await stubServer('vllm')
  const [input, output] = [join(cwd, 'problems.ndjson'), join(cwd, 'solved.ndjson')]
  writeFileSync(input, ['p', 'q'].map((id) => `${JSON.stringify({ id, question: 'What is 1 + 1?' })}\n`).join(''))
  const solve = (to: string) =>
    runCommand(solveCommand, {
      ...{ input, output: to, generator: `${server.url}#stub`, verifier: 'evidence:' },
      ...{ strategy: 'best-of-n', n: 1, maxTokens: 8 },
    })
  expect(await solve(output)).toMatchObject({ exit: 0, json: { reused: 0 } })
  const [first = '', second = ''] = readFileSync(output, 'utf8').split('\n')
  writeFileSync(output, `${first}\n${second.slice(0, 20)}`)
  expect(await solve(output)).toMatchObject({ exit: 0, json: { reused: 1 } })
  const ids = readFileSync(output, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).id)
  expect(ids).toEqual(['p', 'q'])
  await expect(solve(`${output}.gz`)).rejects.toThrow(/cannot add lines to/)
  await server.close()
})

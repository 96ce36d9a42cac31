import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rationale as run } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { type JudgingServer, judgingServer } from './judging-server.js'
import { sums } from './sums.js'

/* `--keep` through the built command line; kills are in test/services/keep-kill.test.ts. */

const folder = temporaryFolder('keep')
const rationale = (...args: string[]) => run(args, { cwd: folder })
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const recordsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

function file(name: string, records: readonly object[]): string {
  writeFileSync(join(folder, name), records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return name
}

let server: JudgingServer
let judge: string
beforeAll(async () => {
  server = await judgingServer()
  judge = `judge:${server.url}/v1#m`
})
afterAll(() => server.close())
beforeEach(() => {
  const never = Number.POSITIVE_INFINITY
  Object.assign(server, { answered: 0, silentAfter: never, deadAfter: never })
})

describe('rationale verify --keep', () => {
  it('asks nobody twice, and another judge anew', async () => {
    const data = file('a.ndjson', sums(12, 'a'))
    const verify = (uri: string) => rationale('verify', data, '--verifier', uri, '--keep', 'a.kept')
    const first = await verify(judge)
    expect(first).toMatchObject({ code: 0 })
    expect(first.stderr).toContain('0 judgements taken from a.kept, 12 added to it')
    const again = await verify(judge)
    expect(again.stderr).toContain('12 judgements taken from a.kept, 0 added to it')
    expect(server.answered).toBe(12)
    for (const [i, verdict] of recordsOf(again.stdout).entries())
      expect({ ...verdict, tokens: 1 }).toEqual({ ...recordsOf(first.stdout)[i], tokens: 1 })

    writeFileSync(join(folder, 'prompt.txt'), 'Problem: {problem}\nSolution:\n{steps}')
    const others = ['?samples=2', '?seed=2', '?maxTokens=100', '?prompt=prompt.txt'].map((how) =>
      judge.replace('#m', `${how}#m`),
    )
    for (const other of [...others, judge.replace('#m', '#another')]) {
      const { stderr } = await verify(other)
      expect(stderr).toContain('0 judgements taken from a.kept, 12 added to it')
    }
    // Nor does the address count: a server may move.
    expect((await verify(judge.replace('127.0.0.1', 'localhost'))).stderr).toContain('12 judgements taken')
  })

  it('a changed prompt under the same name is another prompt', async () => {
    const data = file('b.ndjson', sums(3, 'b'))
    const verify = (prompt: string) => {
      writeFileSync(join(folder, 'changing.txt'), prompt)
      return rationale('verify', data, '--verifier', `${judge}?prompt=changing.txt`, '--keep', 'b.kept')
    }
    await verify('Solution:\n{steps}')
    expect((await verify('Judge this. Solution:\n{steps}')).stderr).toContain('0 judgements taken from b.kept, 3 added')
    expect((await verify('Solution:\n{steps}')).stderr).toContain('3 judgements taken from b.kept, 0 added')
  })

  it('one solution: what was kept is traced step by step, and shown the same', async () => {
    const args = ['What is 2 + 3?', 'We add.\n2 + 3 = 6.\nThe answer is 6.', '--verifier', judge, '--keep', 'one.kept']
    const first = await rationale('verify', ...args, '--trace')
    const again = await rationale('verify', ...args, '--trace')
    expect(again.stdout).toBe(first.stdout)
    expect(again.stderr).toContain('1 judgement taken from one.kept, 0 added to it')
    const events = ({ stderr }: { stderr: string }) => stderr.split('\n').filter((line) => line.startsWith('{'))
    expect(events(again).length).toBeGreaterThanOrEqual(3)
    expect(events(again)).toEqual(events(first))
    const shown = await rationale('verify', ...args, '--show-prompt')
    expect(shown.stdout).toContain('Step 2: 2 + 3 = 6.')
    expect(server.answered).toBe(1)
  })

  it('a server that dies costs what it did not answer; the rejected lines are run again as they are', async () => {
    const data = file('c.ndjson', sums(30, 'c'))
    server.deadAfter = 12
    const args = ['--verifier', judge, '--retries', '0', '--keep', 'c.kept']
    const first = await rationale('verify', data, ...args, '--output', 'c.out.ndjson')
    expect(first.stderr).toContain('0 judgements taken from c.kept, 12 added to it')
    expect(recordsOf(read('c.out.ndjson'))).toHaveLength(12)

    // jq -c .record
    const rejected = recordsOf(read('c.out.ndjson.rejected.ndjson'))
    expect(rejected).toHaveLength(18)
    const given = sums(30, 'c')
    for (const { line, kind, reason, record } of rejected) {
      expect([kind, typeof reason]).toEqual(['failed', 'string'])
      expect(record).toEqual(given[line - 1])
    }
    server.deadAfter = Number.POSITIVE_INFINITY
    const rest = file(
      'rest.ndjson',
      rejected.map(({ record }) => record),
    )
    expect(await rationale('verify', rest, ...args, '--output', 'rest.out.ndjson')).toMatchObject({ code: 0 })
    expect(recordsOf(read('rest.out.ndjson'))).toHaveLength(18)
    expect(server.answered).toBe(30)
    const whole = await rationale('verify', data, ...args)
    expect(whole.stderr).toContain('30 judgements taken from c.kept, 0 added to it')
    expect(server.answered).toBe(30)
  })

  it.each([
    ['evidence:', 'd.kept', [], 'there is nothing to keep'],
    ['JUDGE', 'd.ndjson', [], '--keep names a file that the command reads or writes otherwise'],
    ['JUDGE', 'd.out', ['--output', 'd.out'], '--keep names a file that the command reads or writes otherwise'],
    ['JUDGE', 'd.txt', [], 'd.txt is in the way'],
    ['JUDGE', 'missing/d.kept', [], 'missing/d.kept'],
  ])('%s with --keep %s: refused, and nothing is written', async (verifier, keep, more, said) => {
    const data = file('d.ndjson', sums(3, 'd'))
    writeFileSync(join(folder, 'd.txt'), 'My own notes.\n')
    const uri = verifier === 'JUDGE' ? judge : verifier
    const { code, stderr } = await rationale('verify', data, '--verifier', uri, '--keep', keep, ...more)
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain(said)
    expect([read('d.txt'), recordsOf(read('d.ndjson')).length, server.answered]).toEqual(['My own notes.\n', 3, 0])
  })
})

describe('rationale calibrate and rerank --keep', () => {
  it('share what is kept; calibrate says the same with and without', async () => {
    const data = file('e.ndjson', sums(60, 'e'))
    const calibrate = (...more: string[]) =>
      rationale('calibrate', '--verifier', judge, '--data', data, '--output', 'e.json', ...more)
    const plain = await calibrate()
    const [told, written] = [plain.stdout, read('e.json')]
    expect((await calibrate('--keep', 'e.kept')).stdout).toBe(told)
    server.answered = 0
    const { stdout, stderr } = await calibrate('--keep', 'e.kept')
    expect([stdout, read('e.json')]).toEqual([told, written])
    expect(stderr).toContain('60 judgements taken from e.kept, 0 added to it')
    const verified = await rationale('verify', data, '--verifier', `${judge}?calibration=e.json`, '--keep', 'e.kept')
    expect(verified.stderr).toContain('60 judgements taken from e.kept, 0 added to it')
    expect(server.answered).toBe(0)
  })

  it('rerank asks for every candidate once', async () => {
    const candidates = ['2 + 3 = 5', '2 + 3 = 6', '2 + 3 = 5'].map((text) => ({ text: `We add: ${text}` }))
    const sets = ['s', 't'].map((id) => ({ id, question: `What is 2 + 3, ${id}?`, candidates }))
    const data = file('sets.ndjson', sets)
    const rerank = () => rationale('rerank', data, '--verifier', judge, '--keep', 'sets.kept')
    const first = await rerank()
    expect(first).toMatchObject({ code: 0 })
    expect(first.stderr).toContain('2 judgements taken from sets.kept, 4 added to it')
    const again = await rerank()
    expect(again.stderr).toContain('6 judgements taken from sets.kept, 0 added to it')
    const told = ({ stdout }: { stdout: string }) => recordsOf(stdout).map(({ tokens: _tokens, ...ranking }) => ranking)
    expect(told(again)).toEqual(told(first))
    expect(server.answered).toBe(4)
  })
})

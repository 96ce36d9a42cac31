import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type JudgingServer, judgingServer } from '../commands/judging-server.js'
import { sums } from '../commands/sums.js'
import { cli, rationaleProcess } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/* `--keep` as people use it: a run with a judge behind a server, really killed, and run again. Uses the built package (npm run build). */

const folder = temporaryFolder('keep')
const CHAINS = 240
const data = 'data.ndjson'
let server: JudgingServer

beforeAll(async () => {
  server = await judgingServer()
  writeFileSync(join(folder, data), ndjson(sums(CHAINS, 'data')))
})
afterAll(() => server.close())
beforeEach(() => {
  const never = Number.POSITIVE_INFINITY
  Object.assign(server, { answered: 0, silentAfter: never, deadAfter: never })
})

const ndjson = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const linesOf = (name: string) => (existsSync(join(folder, name)) ? read(name).split('\n').length - 1 : 0)
const rationale = (...args: string[]) => rationaleProcess(args, { cwd: folder })
const judges = () => [
  ['judge', `judge:${server.url}/v1#m`],
  ['pooling', `pooling+${server.url}#m`],
]

/** Starts a command before a server that answers half of what is asked; kills it when all of that is in the file. */
async function killedHalfWay(args: readonly string[], kept: string): Promise<void> {
  server.silentAfter = CHAINS / 2
  const child: ChildProcess = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: 'ignore' })
  const end = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)))
  while (linesOf(kept) < CHAINS / 2 && child.exitCode === null) await wait(5)
  const second = await rationale('verify', data, '--verifier', `judge:${server.url}/v1#m`, '--keep', kept)
  expect([second.code, second.stderr]).toEqual([2, expect.stringContaining(`another process is at work in ${kept}`)])
  child.kill('SIGKILL')
  expect(await end).toBe('SIGKILL')
  expect(server.answered).toBe(CHAINS / 2)
  // As if it had been killed within a line.
  writeFileSync(join(folder, kept), `${read(kept)}{"judged":"torn`)
  Object.assign(server, { answered: 0, silentAfter: Number.POSITIVE_INFINITY })
}

describe.each([0, 1])('killed with kill -9 at half (judge %i)', (which) => {
  it('calibrate asks only for the rest, and writes what an unbroken run writes', async () => {
    const [name, uri] = judges()[which] ?? []
    const [kept, whole, again] = [`${name}-c.kept`, `${name}-whole.json`, `${name}-again.json`]
    const run = (output: string) => ['calibrate', '--verifier', `${uri}`, '--data', data, '--output', output]
    expect(await rationale(...run(whole))).toMatchObject({ code: 0 })
    expect(server.answered).toBe(CHAINS)
    server.answered = 0

    await killedHalfWay([...run(again), '--keep', kept], kept)
    expect(existsSync(join(folder, again))).toBe(false)
    const { code, stderr } = await rationale(...run(again), '--keep', kept)
    expect(code).toBe(0)
    expect(stderr).toContain(`${CHAINS / 2} judgements taken from ${kept}, ${CHAINS / 2} added to it`)
    expect(server.answered).toBe(CHAINS / 2)
    expect(read(again)).toBe(read(whole))

    // A third time nobody is asked.
    const third = await rationale(...run(again), '--keep', kept)
    expect(third.stderr).toContain(`${CHAINS} judgements taken from ${kept}, 0 added to it`)
    expect(server.answered).toBe(CHAINS / 2)
    expect(read(again)).toBe(read(whole))
  })

  it('verify asks only for the rest, and writes the same verdicts', async () => {
    const [name, uri] = judges()[which] ?? []
    const [kept, whole, again] = [`${name}-v.kept`, `${name}-whole.ndjson`, `${name}-again.ndjson`]
    const run = (output: string) => ['verify', data, '--verifier', `${uri}`, '--output', output]
    expect(await rationale(...run(whole))).toMatchObject({ code: 0 })
    server.answered = 0
    await killedHalfWay([...run(again), '--keep', kept], kept)
    const { code, stderr } = await rationale(...run(again), '--keep', kept)
    expect(code).toBe(0)
    expect(stderr).toContain(`${CHAINS / 2} judgements taken from ${kept}, ${CHAINS / 2} added to it`)
    expect(server.answered).toBe(CHAINS / 2)
    const work = /,"tokens":\{[^}]*\}/g
    expect(read(again).replace(work, '')).toBe(read(whole).replace(work, ''))
    // Tokens are what a run asked for itself.
    expect(read(whole).match(work)).toHaveLength(CHAINS)
    expect(read(again).match(work)).toHaveLength(CHAINS / 2)

    // With an empty file everything is asked for, and written to the byte as without one.
    expect(await rationale(...run(again), '--keep', `${kept}-2`)).toMatchObject({ code: 0 })
    expect(read(again)).toBe(read(whole))
  })
})

import { execFileSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { StepEvent } from '../src/core/records/types.js'
import { loadVerifier } from '../src/load-verifier.js'
import { root } from './helpers/cli.js'
import { tinyLlama } from './helpers/tiny-llama.js'

const chain = { id: 'c', question: 'What is 2 + 3?', steps: ['2 + 3 = 6', 'So 6.'] }
const set = { id: 's', question: 'What is 2 + 3?', candidates: [{ text: '2 + 3 = 6' }, { text: '2 + 3 = 5' }] }

describe('a verifier in a thread of its own', () => {
  let there: Awaited<ReturnType<typeof loadVerifier>>
  let checks: typeof there
  beforeAll(async () => {
    there = await loadVerifier('embedded:', { thread: true })
    checks = await loadVerifier('evidence:', { thread: true })
  })
  afterAll(async () => {
    await there.close()
    await checks.close()
  })

  it('says what it says here, and tells of its steps in order', async () => {
    await using here = await loadVerifier()
    expect([there.id, there.stepThreshold]).toEqual([here.id, here.stepThreshold])
    const [eventsHere, eventsThere]: StepEvent[][] = [[], []]
    expect(await there.verify(chain, { onEvent: (event) => eventsThere?.push(event) })).toEqual(
      await here.verify(chain, { onEvent: (event) => eventsHere?.push(event) }),
    )
    expect(eventsThere).toEqual(eventsHere)
    expect(eventsThere).toHaveLength(2)
    expect(await there.verifyAll([chain, { ...chain, id: 'd' }])).toEqual(
      await here.verifyAll([chain, { ...chain, id: 'd' }]),
    )
    expect(await there.rerank(set, { strategy: 'best-of-n' })).toEqual(
      await here.rerank(set, { strategy: 'best-of-n' }),
    )
  })

  it('leaves this thread idle while it works', async () => {
    const long = { ...chain, steps: Array.from({ length: 60 }, (_, i) => `Then ${i} + ${i} = ${2 * i} pens.`) }
    const before = performance.eventLoopUtilization()
    await there.verify(long)
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
  })

  it('errors are those of loadVerifier and of verify', async () => {
    await expect(loadVerifier('own:/nowhere', { thread: true })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('there is no /nowhere'),
      expected: 'a model folder or a .gguf file, as the own: URI names it',
      remedy: 'check the path',
    })
    const given = (odd: unknown) => checks.verify(odd as typeof chain)
    await expect(given({ steps: 3 })).rejects.toMatchObject({ code: 'input' })
    await expect(given({ ...chain, context: () => 1 })).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining('what evidence: is asked is not plain data'),
    })
    // What no verifier reads need not cross.
    expect((await given({ ...chain, note: () => 1 })).firstError).toBe(0)
    const sets = (odd: unknown) => checks.rerank(odd as typeof set)
    for (const odd of [undefined, 3, {}, { ...set, candidates: 3 }, { ...set, candidates: [null] }])
      await expect(sets(odd)).rejects.toMatchObject({ code: 'input' })
    const fault = new Error('of the listener')
    const throwing = () => {
      throw fault
    }
    await expect(checks.verify(chain, { onEvent: throwing })).rejects.toBe(fault)
    expect((await checks.verify(chain)).firstError).toBe(0)
    await expect(loadVerifier('evidence:', { thread: 1 as unknown as boolean })).rejects.toThrow('thread is 1')
  })

  it('one that is aborted ends at once, the others go on', async () => {
    await using there = await loadVerifier(`own:${tinyLlama}`, { thread: true })
    const controller = new AbortController()
    const aborted = there.verify(chain, { signal: controller.signal })
    const other = there.verify(chain)
    await nextTurn()
    controller.abort()
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' })
    expect((await other).firstError).toBe(0)
    await expect(loadVerifier('embedded:', { thread: true, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    })
  })

  it('a thread that ends takes only the calls with it that it was at', async () => {
    const asked = vi.spyOn(Worker.prototype, 'postMessage')
    const there = await loadVerifier('evidence:', { thread: true })
    const long = { ...chain, steps: Array.from({ length: 500 }, (_, i) => `Then ${i} + ${i} = ${2 * i} pens.`) }
    const lost = [there.verify(long), there.verify(chain, { signal: new AbortController().signal })]
    const ended = Promise.allSettled(lost)
    await (asked.mock.contexts.at(-1) as Worker).terminate()
    const reason = { code: 'model', message: expect.stringMatching(/the thread of the verifier evidence: has ended/) }
    expect(await ended).toMatchObject(lost.map(() => ({ status: 'rejected', reason })))
    const aborted = there.verify(chain, { signal: AbortSignal.abort() })
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' })
    const both = await Promise.all([there.verify(chain), there.verify(chain)])
    expect(both.map(({ firstError }) => firstError)).toEqual([0, 0])
    expect(new Set(asked.mock.contexts).size).toBe(2)
    await (asked.mock.contexts.at(-1) as Worker).terminate()
    await there.close()
    await expect(there.verify(chain)).rejects.toThrow('the verifier evidence: is closed')
    asked.mockRestore()
  })

  it('is closed once, and what is asked afterwards is refused', async () => {
    const last = checks.verify(chain)
    await Promise.all([checks.close(), checks.close()])
    expect((await last).firstError).toBe(0)
    await expect(checks.verify(chain)).rejects.toThrow('the verifier evidence: is closed')
  })

  it('a program that forgets to close it ends all the same', async () => {
    const program = `
      const { loadVerifier } = await import('rationale-verifier')
      const verifier = await loadVerifier('evidence:', { thread: true })
      console.log((await verifier.verify(${JSON.stringify(chain)})).verdict)`
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: root })
    expect(said.toString()).toBe('incorrect\n')
  })
})

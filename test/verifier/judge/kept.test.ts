import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyTally } from '../../../src/core/tally.js'
import type { Judge, PreparedChain } from '../../../verifier/judge/judge.js'
import { openKept } from '../../../verifier/judge/kept.js'
import { createVerifier } from '../../../verifier/judge/verifier.js'
import { temporaryFolder } from '../../helpers/folder.js'

const folder = temporaryFolder('kept')
let files = 0
const newFile = () => join(folder, `${++files}.kept`)

const chain = (...steps: string[]): PreparedChain => ({ question: 'q', steps })

/** A judge that counts what it is asked; a step "no" is wrong, "NaN" has such a fact, "?" cannot be judged, "!" throws. */
function counting() {
  const asked: string[] = []
  const say = ({ steps }: PreparedChain) => {
    asked.push(steps.join(' '))
    if (steps.includes('!')) throw new Error('the server is gone')
    return {
      steps: steps.map((step) => ({ reward: step === 'no' ? 0.1 : 0.9, explanation: `of ${step}` })),
      features: { mean: steps.includes('NaN') ? Number.NaN : 0.7 },
      tokens: { ...emptyTally(), calls: 1 },
      ...(steps.includes('?') && { reason: 'not to be read' }),
    }
  }
  const judge: Judge = async (...[given, , onStep]: Parameters<Judge>) => {
    const judgement = say(given)
    for (const step of judgement.steps) onStep?.(step)
    return judgement
  }
  const many: Required<Judge>['many'] = async (chains) => ({
    judgements: chains.map(say).map(({ tokens: _tokens, ...judgement }) => judgement),
    tokens: { ...emptyTally(), calls: 1 },
  })
  return { asked, judge, withMany: Object.assign((...given: Parameters<Judge>) => judge(...given), { many }) }
}

describe('judgements that are kept', () => {
  it('are asked for once: in this run, and by the next', async () => {
    const path = newFile()
    const { asked, judge } = counting()
    const first = openKept(path)
    const said = await first.keeping(judge, { model: 'm' })(chain('yes', 'no'))
    await first.keeping(judge, { model: 'm' })(chain('yes', 'no'))
    expect([asked.length, first.taken, first.added]).toEqual([1, 1, 1])
    first.close()

    using again = openKept(path)
    const steps: unknown[] = []
    const { tokens: _tokens, ...wanted } = said
    const heard = await again.keeping(judge, { model: 'm' })(chain('yes', 'no'), undefined, (step) => steps.push(step))
    expect(heard).toEqual(wanted)
    expect(steps).toEqual(wanted.steps)
    expect([asked.length, again.taken, again.added]).toEqual([1, 1, 0])
  })

  it('are of one judge, asked in one way, of one chain as it sees it', async () => {
    const { asked, judge } = counting()
    using kept = openKept(newFile())
    const whole: PreparedChain = { ...chain('a', 'b'), context: 'c', options: ['1', '2'], task: 't', answer: '1' }
    const others: PreparedChain[] = [
      { ...whole, question: 'another' },
      { ...whole, context: 'another' },
      { ...whole, options: ['1', '3'] },
      { ...whole, task: 'u' },
      { ...whole, answer: '2' },
      { ...whole, answerRead: true },
      { ...whole, otherAnswer: '3' },
      { ...whole, steps: ['a', 'c'] },
      { ...whole, steps: ['a b'] },
    ]
    const prompted = (prompt: string) =>
      Object.assign((...given: Parameters<Judge>) => judge(...given), { prompts: () => [prompt] })
    for (let round = 0; round < 2; round++) {
      for (const each of [whole, ...others]) await kept.keeping(judge, { model: 'm' })(each)
      await kept.keeping(judge, { model: 'n' })(whole)
      await kept.keeping(judge, { model: 'm', seed: 1 })(whole)
      await kept.keeping(prompted('one'), { model: 'm' })(whole)
      await kept.keeping(prompted('two'), { model: 'm' })(whole)
    }
    expect(asked).toHaveLength(1 + others.length + 4)
    // The order in which an identity is written is none of it.
    await kept.keeping(judge, { seed: 1, model: 'm' })(whole)
    expect(asked).toHaveLength(1 + others.length + 4)
  })

  it('are judgements: what failed, or is no number, is asked for again', async () => {
    const path = newFile()
    const { asked, judge } = counting()
    using kept = openKept(path)
    const keeping = kept.keeping(judge, {})
    for (let round = 0; round < 2; round++) {
      expect(await keeping(chain('?'))).toMatchObject({ reason: 'not to be read' })
      await expect(async () => keeping(chain('!'))).rejects.toThrow('the server is gone')
      await keeping(chain('NaN'))
      await kept.keeping(judge, {}, { isWhole: () => false })(chain('half'))
    }
    expect(asked).toHaveLength(8)
    expect([kept.taken, kept.added, readFileSync(path, 'utf8')]).toEqual([0, 0, ''])
  })

  it('the same chain twice at once is asked for once, and once more where that fails', async () => {
    const { asked, judge } = counting()
    using kept = openKept(newFile())
    const keeping = kept.keeping(judge, {})
    await Promise.all([keeping(chain('a')), keeping(chain('a')), keeping(chain('b'))])
    expect(asked.sort()).toEqual(['a', 'b'])
    const failed = await Promise.allSettled([keeping(chain('!')), keeping(chain('!'))])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(asked.filter((each) => each === '!')).toHaveLength(2)
  })

  it('several chains are one pass over what is missing', async () => {
    const { asked, withMany } = counting()
    using kept = openKept(newFile())
    const keeping = kept.keeping(withMany, {})
    const { judgements } = await keeping.many([chain('a'), chain('b', 'no'), chain('a')])
    expect(judgements.map(({ steps }) => steps.length)).toEqual([1, 2, 1])
    expect(asked).toEqual(['a', 'b no'])
    const next = await keeping.many([chain('c'), chain('b', 'no')])
    expect(next.judgements.map(({ steps }) => steps[0]?.explanation)).toEqual(['of c', 'of b'])
    expect(next.tokens.calls).toBe(1)
    expect((await keeping.many([chain('a'), chain('c')])).tokens.calls).toBe(0)
    expect(asked).toEqual(['a', 'b no', 'c'])
    expect([kept.taken, kept.added]).toEqual([3, 3])
  })

  it('of a server each is kept as it comes: one that fails costs no other', async () => {
    const { asked, withMany } = counting()
    using kept = openKept(newFile())
    const keeping = kept.keeping(withMany, {}, { apart: true })
    await expect(async () => keeping.many([chain('a'), chain('!'), chain('b')])).rejects.toThrow('the server is gone')
    expect(kept.added).toBe(2)
    asked.length = 0
    const { judgements, tokens } = await keeping.many([chain('a'), chain('b'), chain('c')])
    expect([judgements.length, tokens.calls, asked]).toEqual([3, 1, ['c']])
  })

  it('change no word of a verdict: a judge keeps its name, its prompts and its steps', async () => {
    const { judge: plain } = counting()
    const strict: Judge = Object.assign((...given: Parameters<Judge>) => plain(...given), { prompts: () => ['judge!'] })
    Object.defineProperty(strict, 'name', { value: 'strict' })
    using kept = openKept(newFile())
    const verdictOf = async (judge: Judge) => {
      const rules = { id: 'own', probability: () => null, stepThreshold: 0.5, accept: 1, reject: 0 }
      const verifier = createVerifier({ ...rules, judges: [judge] })
      const events: unknown[] = []
      const asked = { id: 'c', question: 'q', steps: ['yes', 'no'] }
      const verdict = await verifier.verify(asked, { onEvent: (event) => events.push(event) })
      const { tokens: _tokens, ...said } = verdict
      return JSON.stringify([said, events, verifier.prompts?.(asked)])
    }
    const without = await verdictOf(strict)
    expect(without).toContain('"checked":["strict"]')
    for (let round = 0; round < 2; round++) expect(await verdictOf(kept.keeping(strict, {}))).toBe(without)
    expect([kept.taken, kept.added]).toEqual([1, 1])
  })
})

describe('the file of judgements', () => {
  async function withTwo() {
    const path = newFile()
    const { judge } = counting()
    using kept = openKept(path)
    for (const step of ['a', 'b']) await kept.keeping(judge, {})(chain(step))
    return path
  }
  async function missing(path: string) {
    const { asked, judge } = counting()
    using kept = openKept(path)
    for (const step of ['a', 'b']) await kept.keeping(judge, {})(chain(step))
    return asked
  }

  it('a torn end is cut, a line that was lost is passed over', async () => {
    const path = await withTwo()
    const whole = readFileSync(path, 'utf8')
    writeFileSync(path, `${whole}{"judged":"to`)
    expect(await missing(path)).toEqual([])
    expect(readFileSync(path, 'utf8')).toBe(whole)
    const [first, second] = whole.split('\n')
    writeFileSync(path, `${first}\n\0\0\0\0\n${second}\n`)
    expect(await missing(path)).toEqual([])
    // Torn within its first line.
    writeFileSync(path, '{"judg')
    expect(await missing(path)).toEqual(['a', 'b'])
  })

  it('a judgement that somebody changed is asked for again where it is none', async () => {
    const path = await withTwo()
    writeFileSync(path, readFileSync(path, 'utf8').replace('"reward":0.9', '"reward":9'))
    expect(await missing(path)).toEqual(['a'])
    expect(await missing(path)).toEqual([])
  })

  it.each([
    ['records', '{"id":"1","question":"q"}\n'],
    ['the answers of a mining job', '{"k":"0123456789abcdef","v":1,"t":[1,1,1,1]}\n'],
    ['a text', 'Dear diary'],
  ])('%s: not taken for it, and left as they are', (_, contents) => {
    const path = newFile()
    writeFileSync(path, contents)
    expect(() => openKept(path)).toThrow(/is in the way\n.*judgements that were kept[\s\S]*another --keep/)
    expect(readFileSync(path, 'utf8')).toBe(contents)
  })

  it('a folder is refused, and so is a file that is open already', () => {
    expect(() => openKept(folder)).toThrow('is in the way')
    const path = newFile()
    const first = openKept(path)
    expect(() => openKept(path)).toThrow('this process is already at work in')
    first.close()
    openKept(path).close()
  })

  it('a closed one is asked for nothing', async () => {
    const { judge, asked } = counting()
    const kept = openKept(newFile())
    const keeping = kept.keeping(judge, {})
    kept.close()
    kept.close()
    await expect(async () => keeping(chain('a'))).rejects.toMatchObject({ code: 'unsupported' })
    expect(asked).toEqual([])
  })
})

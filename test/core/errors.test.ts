import { expect, it } from 'vitest'
import { endsJob, endsRun, RationaleError, reasonOf } from '../../src/core/errors.js'
import { keepSecret, redactedStart } from '../../src/core/secrets.js'
import { scriptedModel } from '../../src/models/scripted.js'
import { modelJudge } from '../../verifier/reward/model-judge.js'

/** As ONNX Runtime says it: the tensor that it did not like, number by number. */
const dump = `Non-zero status code returned: Tensor { data: [${'0.123456789, '.repeat(100_000)}] }`

it('what a runtime prints is cut in errors', () => {
  const { message } = new RationaleError('model', 'the model failed', { found: dump, remedy: 'try another' })
  expect(message).toMatch(/^the model failed\n {2}found: {4}Non-zero status code/)
  expect(message).toMatch(/try another$/)
  expect(message.length).toBeLessThan(5000)
  expect(reasonOf(new Error(dump))).toHaveLength(1000)
})

it('and in the reasons of records', async () => {
  const model = {
    ...scriptedModel({ score: () => -1 }),
    score: () => Promise.reject(new Error(dump)),
  }
  const { reason } = await modelJudge({ model })({ question: 'Q', steps: ['x'] })
  expect(reason).toContain('Non-zero status code')
  expect(reason?.length).toBeLessThan(1100)
})

it('tells what every other record of a run would meet too', () => {
  expect(endsRun(new EvalError('Code generation from strings disallowed for this context'))).toBe(true)
  expect(endsRun(new RationaleError('configuration', 'x'))).toBe(true)
  expect(endsRun(new RationaleError('input', 'x'))).toBe(false)
  expect(endsRun(new Error('x'))).toBe(false)
})

it('tells what every document of a job would meet too, which is never less', () => {
  const noCode = new EvalError('Code generation from strings disallowed for this context')
  for (const ends of [noCode, ...(['aborted', 'configuration', 'missing-package', 'quota'] as const)]) {
    const thrown = typeof ends === 'string' ? new RationaleError(ends, 'x') : ends
    expect([endsRun(thrown), endsJob(thrown)], String(thrown)).toEqual([true, true])
  }
  for (const code of ['io', 'unsupported', 'model-file'] as const)
    expect(endsJob(new RationaleError(code, 'x'))).toBe(true)
  for (const code of ['network', 'model', 'input', 'numeric'] as const)
    expect(endsJob(new RationaleError(code, 'x'))).toBe(false)
  expect(endsJob(new Error('x'))).toBe(false)
})

it('where a text is cut, no piece of a key stands', () => {
  const key = 'mk-51/jH7+qWz=0aBcD'
  keepSecret(key)
  for (let before = 980; before <= 1000; before++) {
    const shown = redactedStart(`${'x'.repeat(before)}${key} and more`, 1000)
    expect(shown).toBe(`${'x'.repeat(before)}[key] and more`.slice(0, 1000))
  }
})

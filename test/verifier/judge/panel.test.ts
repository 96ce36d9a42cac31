import { describe, expect, it } from 'vitest'
import { type ErrorCode, RationaleError } from '../../../src/core/errors.js'
import type { Judge } from '../../../verifier/judge/judge.js'
import { oneOfSeveral } from '../../../verifier/judge/panel.js'

describe('one of several judges', () => {
  const failing = (code: ErrorCode) => {
    const fail = () => {
      throw new RationaleError(code, 'it went wrong', { found: 'HTTP 500' })
    }
    const judge: Judge = Object.assign(fail, { many: fail })
    return oneOfSeveral(judge, 'judge:x')
  }
  const chain = { question: 'q', steps: ['a', 'b'] }
  const silent = {
    steps: chain.steps.map(() => expect.objectContaining({ reward: null })),
    features: {},
    reason: 'judge:x could not judge it: it went wrong: HTTP 500',
  }

  it.each<ErrorCode>(['network', 'model', 'input', 'numeric'])(
    'that fails (%s) says nothing, and why',
    async (code) => {
      const judge = failing(code)
      expect(await judge(chain)).toMatchObject(silent)
      expect(await judge.many?.([chain, chain], undefined)).toMatchObject({ judgements: [silent, silent] })
    },
  )

  it.each<ErrorCode>(['aborted', 'configuration', 'missing-package', 'quota'])(
    'is not excused where every chain would meet the same: %s',
    async (code) => {
      const judge = failing(code)
      await expect(judge(chain)).rejects.toMatchObject({ code })
      await expect(judge.many?.([chain, chain], undefined)).rejects.toMatchObject({ code })
    },
  )
})

import { describe, expect, it } from 'vitest'
import * as benchmarks from '../benchmarks/index.js'
import * as extraction from '../extraction/index.js'
import * as aiSdk from '../src/ai-sdk.js'
import { RationaleError } from '../src/core/errors.js'
import * as main from '../src/index.js'
import * as langchain from '../src/langchain.js'
import * as serve from '../src/serve/index.js'
import * as verifier from '../verifier/index.js'

/* Whatever a caller in JavaScript hands to an exported function: what cannot be right is named, and is no TypeError from somewhere within. */

type Anything = (...given: unknown[]) => unknown

const entries = { main, verifier, extraction, benchmarks, 'ai-sdk': aiSdk, langchain, serve }
/** Takes no argument that could be wrong. */
const takesNothing = ['evidenceVerifier']
const functions = Object.entries(entries).flatMap(([entry, all]) =>
  Object.entries(all).flatMap(([name, value]): [string, string, Anything][] =>
    typeof value === 'function' && value !== RationaleError && !takesNothing.includes(name)
      ? [[entry, name, value as Anything]]
      : [],
  ),
)

const wrong: Readonly<Record<string, unknown>> = { nothing: undefined, null: null, 'a number': 3, 'an object': {} }

/** What is right after all. */
const fine: Readonly<Record<string, readonly string[]>> = {
  loadVerifier: ['nothing'],
  scriptedModel: ['an object'],
}

async function outcomeOf(call: () => unknown): Promise<unknown> {
  try {
    const made = await call()
    const isStream = typeof made === 'object' && made !== null && Symbol.asyncIterator in made
    return isStream ? await (made as AsyncGenerator).next() : made
  } catch (error) {
    return error
  }
}

describe.each(functions)('%s: %s', (_, name, call) => {
  it.each(Object.entries(wrong).filter(([what]) => !fine[name]?.includes(what)))(
    'refuses %s by name',
    async (_, value) => {
      expect(await outcomeOf(() => call(value, value, value))).toMatchObject({
        name: 'RationaleError',
        message: expect.stringMatching(/./),
      })
    },
  )
})

it('says which argument is wrong, what it is and what was expected', async () => {
  const given = await outcomeOf(() => verifier.streamVerdict(null as never, { id: 'c', question: 'q', text: 't' }))
  expect(given).toMatchObject({
    code: 'configuration',
    message:
      'streamVerdict: verifier is null\n  expected: a verifier, as loadVerifier() and createVerifier() make them',
  })
  const judge = verifier.evidenceVerifier()
  const chain = await outcomeOf(() => verifier.streamVerdict(judge, null as never))
  expect(chain).toMatchObject({ code: 'input', message: expect.stringContaining('not a chain') })
  const options = await outcomeOf(() => main.loadVerifier('evidence:', null as never))
  expect(options).toMatchObject({ message: expect.stringContaining('loadVerifier: options is null') })
})

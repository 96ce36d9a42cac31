import { expect, it } from 'vitest'
import { RationaleError } from '../../src/core/errors.js'
import { createParameters } from '../../src/models/http/parameters.js'

it('requests that were sent before a refusal was known go out again too', async () => {
  const parameters = createParameters()
  const refuse = (name: string) =>
    Promise.reject(new RationaleError('model', 'HTTP 400', { found: `Unsupported parameter: '${name}'` }))
  const post = async (body: Readonly<Record<string, unknown>>) => {
    await new Promise((resolve) => setTimeout(resolve, 1)) // all are under way before the first is answered
    if ('temperature' in body) return refuse('temperature')
    return 'max_tokens' in body ? refuse('max_tokens') : body
  }
  const body = { temperature: 0.7, max_tokens: 5, messages: [] }
  const sent = await Promise.all(Array.from({ length: 4 }, () => parameters.send(body, post)))
  expect(sent).toEqual(Array.from({ length: 4 }, () => ({ max_completion_tokens: 5, messages: [] })))
})

it('a refusal of what was not sent is passed on', async () => {
  const post = () => Promise.reject(new RationaleError('model', 'HTTP 400', { found: "Unsupported parameter: 'seed'" }))
  await expect(createParameters().send({ messages: [] }, post)).rejects.toThrow('HTTP 400')
})

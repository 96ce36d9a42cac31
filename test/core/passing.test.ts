import { describe, expect, it } from 'vitest'
import { RationaleError } from '../../src/core/errors.js'
import { mayPass, Passing, statusOf } from '../../src/core/passing.js'

const failed = (more: object, message = 'no') => Object.assign(new Error(message), more)

describe('what may pass', () => {
  it.each([
    ['OpenAI, Anthropic', failed({ status: 429 }), 429],
    ['Mistral', failed({ statusCode: 429 }), 429],
    ['Bedrock', failed({ $metadata: { httpStatusCode: 429 } }), 429],
    ['axios', failed({ response: { status: 503 } }), 503],
    ['Google', failed({ code: 503 }), 503],
    ['digits in a text', failed({ status: '429' }), 429],
    ['within', new Error('failed', { cause: failed({ statusCode: 500 }) }), 500],
    ['words', new Error('HTTP 503 Service Unavailable'), 503],
    ['words of http', new Error('answered HTTP/1.1 502'), 502],
    ['words of axios', new Error('Request failed with status code 429'), 429],
    ['words of Python', new Error('Error code: 429 - slow down'), 429],
    ['words alone', new Error('429 Too Many Requests'), 429],
  ])('is read from where a client keeps the status: %s', (_, error, status) => {
    expect([statusOf(error), mayPass(error)]).toEqual([status, true])
  })

  it.each([
    [failed({ statusCode: 401 }), 401],
    [failed({ status: '401' }), 401],
    [new Error('HTTP 404 Not Found'), 404],
    [failed({ code: 8 }, 'gRPC'), undefined],
    [failed({ code: 'EACCES' }), undefined],
    [new Error('got 503 of 600 records'), undefined],
  ])('and nothing else does: %s', (error, status) => {
    expect([statusOf(error), mayPass(error)]).toEqual([status, false])
  })

  it('goes by the code of our own errors, whatever a server is quoted with', () => {
    expect(mayPass(new Passing('the answer is not complete JSON: "HTTP 400"'))).toBe(true)
    expect(mayPass(new RationaleError('network', 'redirects elsewhere', { found: 'HTTP 301, then HTTP 404' }))).toBe(
      true,
    )
    expect(mayPass(new RationaleError('model', 'm failed', { found: 'it wrote HTTP 503' }))).toBe(false)
  })
})

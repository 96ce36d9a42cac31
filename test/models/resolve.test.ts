import { describe, expect, it } from 'vitest'
import { parseModelUri, resolveModel } from '../../src/models/resolve.js'
import { parsePoolingUri } from '../../verifier/network/prm/pooling.js'

describe('model URIs', () => {
  it.each([
    ['own:models/small', { kind: 'own', path: 'models/small' }],
    ['own:models/small?adapter=runs/a b', { kind: 'own', path: 'models/small', adapter: 'runs/a b' }],
    ['gguf:a.gguf?lora=b.gguf', { kind: 'gguf', file: 'a.gguf', lora: 'b.gguf' }],
    ['onnx:models/small?dtype=q8', { kind: 'onnx', folder: 'models/small', precision: 'q8' }],
    ['hf:org/name', { kind: 'hf', repository: 'org/name' }],
    ['http://localhost:8000/v1#org/model', { kind: 'http', baseUrl: 'http://localhost:8000/v1', model: 'org/model' }],
    ['https://host/v1/#m', { kind: 'http', baseUrl: 'https://host/v1', model: 'm' }],
    ['langchain:openai:gpt:1', { kind: 'langchain', provider: 'openai', model: 'gpt:1' }],
  ])('%s', (uri, expected) => expect(parseModelUri(uri)).toEqual(expected))

  it.each([
    ['', /unknown kind/],
    ['models/small', /unknown kind/],
    ['ftp://host#m', /unknown kind/],
    ['own:', /without a path/],
    ['hf:name', /not hf:ORG\/NAME/],
    ['hf:../x', /not hf:ORG\/NAME/],
    ['http://host/v1', /without #MODEL/],
    ['http://#m', /not an address/],
    ['langchain:openai', /not langchain:PROVIDER:MODEL/],
  ])('%s is refused with the accepted forms', (uri, problem) => {
    expect(() => parseModelUri(uri)).toThrow(problem)
    expect(() => parseModelUri(uri)).toThrow(/langchain:PROVIDER:MODEL/)
  })

  it.each([
    ['a model', 'http://host/v1#50%off', parseModelUri],
    ['a served reward model', 'pooling+http://host#50%off', parsePoolingUri],
  ])('refuses a percent sign that begins no code in the name of %s, as everywhere in a URI', (_, uri, parse) => {
    expect(() => parse(uri)).toThrow(/#MODEL in a URI cannot be read[\s\S]*%25/)
  })

  it('refuses an unknown parameter with the known ones', () => {
    expect(() => parseModelUri('own:x?lora=y')).toThrow(/unknown parameter lora[\s\S]*adapter, prm, probe/)
  })

  it('does not repeat a secret from an address', () => {
    expect(() => parseModelUri('https://me:hunter2@host/v1#m')).toThrow(/RATIONALE_API_KEY/)
    expect(() => parseModelUri('https://me:hunter2@host/v1#m')).not.toThrow(/hunter2/)
  })

  it('opens an HTTP model without touching the network', async () => {
    const model = await resolveModel('http://localhost:1/v1#m', { environment: { OPENAI_API_KEY: 'secret' } })
    expect(model.id).toBe('http://localhost:1/v1#m')
  })
})

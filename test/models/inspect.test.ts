import { describe, expect, it } from 'vitest'
import { inspectModel } from '../../src/models/inspect.js'
import { stubServer } from './stub-server.js'

describe('inspecting a model', () => {
  it.each([
    ['vllm', true],
    ['ollama', false],
  ] as const)('says what a server like %s can do', async (behaviour, score) => {
    const server = await stubServer(behaviour)
    const found = await inspectModel(`${server.url}#m`, { environment: {} })
    expect(found).toMatchObject({ opens: true, id: `${server.url}#m`, generate: true, score })
    if (!score)
      expect(found).toMatchObject({
        notes: [expect.stringMatching(/log-probabilities/), expect.anything(), expect.stringMatching(/next token/)],
      })
    expect(JSON.parse(JSON.stringify(found))).toEqual(found)
    await server.close()
  })

  it('says why a model does not open', async () => {
    expect(await inspectModel('gguf:/nowhere.gguf')).toMatchObject({
      opens: false,
      reason: expect.stringMatching(/nowhere/),
    })
    expect(await inspectModel('what')).toMatchObject({ opens: false, reason: expect.stringMatching(/onnx:DIR/) })
    const server = await stubServer('vllm')
    await server.close()
    const gone = await inspectModel(`${server.url}#m`, { environment: {}, http: { retries: 0 } })
    expect(gone).toMatchObject({
      opens: false,
      reason: expect.stringMatching(/refuses the connection: no server listens there/),
    })
  })
})

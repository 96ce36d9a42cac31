import { SimpleChatModel } from '@langchain/core/language_models/chat_models'
import { FakeListChatModel } from '@langchain/core/utils/testing'
import { describe, expect, it } from 'vitest'
import { fromLangChain } from '../../src/models/langchain.js'
import { resolveModel } from '../../src/models/resolve.js'
import { describeLanguageModel } from './conformance.js'

const story = 'three four five six seven eight nine'
const fake = (sleep?: number) =>
  fromLangChain(new FakeListChatModel({ responses: [story], ...(sleep === undefined ? {} : { sleep }) }))

/** The list model answers a stop string with the stop string. */
class Storyteller extends SimpleChatModel {
  override _llmType() {
    return 'storyteller'
  }
  override async _call() {
    return story
  }
}

describeLanguageModel('LangChain', async () => fromLangChain(new Storyteller({})), {
  generate: true,
  score: false,
  limits: false,
})

describe('LangChain', () => {
  it('asks for each sample', async () => {
    const model = fromLangChain(new FakeListChatModel({ responses: ['a', 'b'] }))
    expect(await model.generate({ prompt: 'q', n: 3 })).toEqual(
      ['a', 'b', 'a'].map((text) => ({ text, finish: 'stop' })),
    )
  })

  it('stops waiting for a slow model when aborted', async () => {
    const controller = new AbortController()
    // Slower than any test may be.
    const running = fake(3_600_000).generate({ prompt: 'q', signal: controller.signal })
    setTimeout(() => controller.abort(), 10)
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
  })

  it('names the package of a provider that is not installed', async () => {
    await expect(resolveModel('langchain:mistralai:mistral-small')).rejects.toMatchObject({
      code: 'missing-package',
      remedy: 'npm install @langchain/mistralai',
    })
    await expect(resolveModel('langchain:nobody:model')).rejects.toMatchObject({ code: 'configuration' })
  })
})

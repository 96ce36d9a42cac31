import { ChatOpenAI } from '@langchain/openai'
import { AIMessage, createAgent, fakeModel, HumanMessage, ToolMessage } from 'langchain'
import { describe, expect, it } from 'vitest'
import { verifiedModel, verifierRunnable, verifierTool } from '../src/langchain.js'
import { loadVerifier } from '../src/load-verifier.js'

const question = 'A pen costs 3 dollars and a book costs 4 dollars. What do 2 pens and a book cost?'
const steps = ['2 pens cost 2 * 3 = 6 dollars.', '6 + 4 = 11, so all cost 11 dollars.']

describe('LangChain', () => {
  it('the verifier as a Runnable gives what verify gives, also in a batch', async () => {
    await using verifier = await loadVerifier()
    const runnable = await verifierRunnable(verifier)
    const chain = { id: 'a', question, steps }
    expect(await runnable.batch([chain])).toEqual([await verifier.verify(chain)])
  })

  it('an aborted call ends with an error', async () => {
    await using verifier = await loadVerifier()
    const runnable = await verifierRunnable(verifier)
    await expect(runnable.invoke({ id: 'a', question, steps }, { signal: AbortSignal.abort() })).rejects.toThrow()
  })

  it('an agent checks its own steps, and reads which one breaks', async () => {
    await using verifier = await loadVerifier()
    let read = ''
    const model = fakeModel()
      .respondWithTools([{ name: 'check_reasoning', args: { question, steps, answer: '11' }, id: 'call' }])
      .respond((messages) => {
        read = String(messages.at(-1)?.content)
        return new AIMessage('Together they cost 10 dollars.')
      })
    const agent = createAgent({ model, tools: [await verifierTool(verifier)] })
    const { messages } = await agent.invoke({ messages: [new HumanMessage(question)] })
    expect(read).toContain('Step 2 is wrong')
    expect(read).toContain('"6 + 4 = 11": states 11, but this comes to 10')
    const answer = messages.find((message) => message instanceof ToolMessage)
    expect(answer?.artifact).toMatchObject({ firstError: 1 })
  })

  it('as a tool by itself answers in words that a model can act on', async () => {
    await using verifier = await loadVerifier('evidence:')
    const tool = await verifierTool(verifier)
    const answer = await tool.invoke({ question, steps, answer: '11' })
    expect(String(answer).split('\n')).toEqual([
      'Step 2 is wrong: "6 + 4 = 11, so all cost 11 dollars."',
      'Step 2, arithmetic, "6 + 4 = 11": states 11, but this comes to 10',
      expect.stringMatching(/^Probability that the answer is right: 0\.[0-4]\d \(incorrect\)\.$/),
    ])
  })

  it('refuses what is not reasoning', async () => {
    await using verifier = await loadVerifier()
    await expect((await verifierTool(verifier)).invoke({ question, steps: [] })).rejects.toThrow()
  })

  it('a chat model behind the verifier answers with the best of several, and its verdict', async () => {
    await using verifier = await loadVerifier()
    const text = (lines: readonly string[]) => `${lines.join('\n')}\n`
    const wrong = text([...steps, 'The answer is 11.'])
    const right = text(['2 pens cost 2 * 3 = 6 dollars.', '6 + 4 = 10.', 'The answer is 10.'])
    const model = () =>
      fakeModel().respond(new AIMessage(wrong)).respond(new AIMessage(wrong)).respond(new AIMessage(right))
    const best = await verifiedModel(model(), { verifier, candidates: 3 })
    for (const input of [question, [new HumanMessage(question)]]) {
      const answer = await (input === question
        ? best
        : await verifiedModel(model(), { verifier, candidates: 3 })
      ).invoke(input)
      expect(answer.content).toBe(right)
      expect(answer.response_metadata.rationale).toMatchObject({ verdict: { firstError: -1 }, ranking: { best: 2 } })
    }
    const one = await (await verifiedModel(model(), { verifier })).invoke(question)
    expect(one.response_metadata.rationale).toMatchObject({ verdict: { firstError: 1, verdict: 'incorrect' } })
  })

  it.each([{ finish_reason: 'length' }, { stop_reason: 'max_tokens' }, { finishReason: 'MAX_TOKENS' }])(
    'an answer that was cut off is not judged by the part of a number at its end: %j',
    async (response_metadata) => {
      await using verifier = await loadVerifier('evidence:')
      const cut = Object.assign(new AIMessage('6 * 24 = 14'), { response_metadata })
      const answer = await (await verifiedModel(fakeModel().respond(cut), { verifier })).invoke(question)
      expect(answer.response_metadata.rationale).toMatchObject({ verdict: { firstError: -1 } })
    },
  )

  it('two texts of one answer are two lines, and no number of both', async () => {
    await using verifier = await loadVerifier('evidence:')
    const parts = ['2 pens cost 2 * 3 = 6', '6 + 4 = 10', 'The answer is 10.']
    const said = new AIMessage({ content: parts.map((each) => ({ type: 'text', text: each })) })
    const answer = await (await verifiedModel(fakeModel().respond(said), { verifier })).invoke(question)
    expect(answer.response_metadata.rationale).toMatchObject({ verdict: { firstError: -1, steps: { length: 3 } } })
  })

  it('the usage is that of all candidates', async () => {
    await using verifier = await loadVerifier('evidence:')
    const usage_metadata = { input_tokens: 10, output_tokens: 7, total_tokens: 17 }
    const written = () => Object.assign(new AIMessage('The answer is 10.'), { usage_metadata })
    const model = fakeModel().respond(written()).respond(written()).respond(written())
    const answer = await (await verifiedModel(model, { verifier, candidates: 3 })).invoke(question)
    expect(answer.usage_metadata).toMatchObject({ input_tokens: 30, output_tokens: 21, total_tokens: 51 })
  })

  it('several candidates of temperature 0 are refused: all would be the same', async () => {
    await using verifier = await loadVerifier('evidence:')
    const model = new ChatOpenAI({ model: 'writer', apiKey: 'none', temperature: 0 })
    await expect(verifiedModel(model, { verifier, candidates: 4 })).rejects.toThrow('all candidates are the same')
    await verifiedModel(model, { verifier })
  })

  it.each([
    [{ candidates: 0 }, 'candidates is 0'],
    [{ candidates: -1 }, 'candidates is -1'],
    [{ candidates: '3' }, 'candidates is the text "3"'],
    [{ candidate: 3 }, 'there is no option "candidate"'],
  ])('refuses %j by name', async (wrong, said) => {
    await using verifier = await loadVerifier('evidence:')
    // As a caller in JavaScript may write it.
    const options = { verifier, ...wrong } as never
    await expect(verifiedModel(fakeModel(), options)).rejects.toThrow(said)
  })
})

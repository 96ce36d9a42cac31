import { generateText, simulateReadableStream, streamText, wrapLanguageModel } from 'ai'
import { MockLanguageModelV3 } from 'ai/test'
import { describe, expect, it } from 'vitest'
import { verifierMiddleware } from '../src/ai-sdk.js'
import type { Verdict } from '../src/core/records/types.js'
import { loadVerifier } from '../src/load-verifier.js'

const question = 'A pen costs 3 dollars and a book costs 4 dollars. What do 2 pens and a book cost?'
const right = '2 pens cost 2 * 3 = 6 dollars.\n6 + 4 = 10, so all cost 10 dollars.\nThe answer is 10.'
const wrong = '2 pens cost 2 * 3 = 6 dollars.\n6 + 4 = 11, so all cost 11 dollars.\nThe answer is 11.'

const usage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 20, text: 20, reasoning: undefined },
}
const stopped = { unified: 'stop' as const, raw: 'stop' }

/** Answers with these texts in turn. */
function model(...texts: string[]) {
  return finishing(stopped, ...texts)
}
function finishing(finishReason: { unified: 'stop' | 'length'; raw: string }, ...texts: string[]) {
  let asked = 0
  return new MockLanguageModelV3({
    doGenerate: async () => {
      const text = texts[asked++ % texts.length] ?? ''
      return { content: [{ type: 'text', text }], finishReason, usage, warnings: [] }
    },
  })
}

/** Streams a text word by word; `sent` counts the words that were taken. */
function streamed(text: string, finishReason: { unified: 'stop' | 'length'; raw: string } = stopped) {
  const pieces = text.match(/\s*\S+/g) ?? []
  const counter = { sent: 0, all: pieces.length }
  const mock = new MockLanguageModelV3({
    doStream: async () => ({
      stream: simulateReadableStream({
        initialDelayInMs: null,
        chunkDelayInMs: null,
        chunks: [
          { type: 'stream-start' as const, warnings: [] },
          { type: 'text-start' as const, id: '0' },
          ...pieces.map((delta) => ({ type: 'text-delta' as const, id: '0', delta })),
          { type: 'text-end' as const, id: '0' },
          { type: 'finish' as const, finishReason, usage },
        ],
      }).pipeThrough(
        new TransformStream({
          transform(part, controller) {
            if (part.type === 'text-delta') counter.sent++
            controller.enqueue(part)
          },
        }),
      ),
    }),
  })
  return { mock, counter }
}

/** What the middleware tells. */
const told = (metadata: unknown) =>
  (metadata as { rationale: { verdict: Verdict; ranking?: { best: number } } }).rationale

describe('the middleware of the AI SDK', () => {
  it('verifies the answer', async () => {
    await using verifier = await loadVerifier('evidence:')
    const guarded = wrapLanguageModel({ model: model(wrong), middleware: verifierMiddleware({ verifier }) })
    const { text, providerMetadata } = await generateText({ model: guarded, prompt: question })
    expect(text).toBe(wrong)
    expect(told(providerMetadata).verdict).toEqual(
      JSON.parse(JSON.stringify({ ...(await verifier.verify({ id: 'answer#0', question, text: wrong })) })),
    )
    expect(told(providerMetadata).verdict).toMatchObject({ firstError: 1, verdict: 'incorrect' })
  })

  it('judges no number in the middle of which an answer was cut off', async () => {
    await using verifier = await loadVerifier('evidence:')
    const [cut, length] = ['6 * 24 = 14', { unified: 'length' as const, raw: 'length' }]
    const middleware = verifierMiddleware({ verifier })
    const whole = await generateText({
      model: wrapLanguageModel({ model: finishing(length, cut), middleware }),
      prompt: question,
    })
    expect(whole.text).toBe(cut)
    expect(told(whole.providerMetadata).verdict.firstError).toBe(-1)
    const { mock } = streamed(cut, length)
    const stream = streamText({ model: wrapLanguageModel({ model: mock, middleware }), prompt: question })
    expect(await stream.text).toBe(cut)
    expect(told(await stream.providerMetadata).verdict.firstError).toBe(-1)
  })

  it('chooses among several answers, and counts what all of them cost', async () => {
    await using verifier = await loadVerifier()
    const middleware = verifierMiddleware({ verifier, candidates: 3 })
    const { text, providerMetadata, usage } = await generateText({
      model: wrapLanguageModel({ model: model(wrong, wrong, right), middleware }),
      prompt: question,
    })
    expect(text).toBe(right)
    expect(told(providerMetadata)).toMatchObject({ verdict: { firstError: -1 }, ranking: { best: 2 } })
    expect([usage.inputTokens, usage.outputTokens]).toEqual([30, 60])
    const stream = streamText({
      model: wrapLanguageModel({ model: model(wrong, right), middleware }),
      prompt: question,
    })
    expect(await stream.text).toBe(right)
  })

  it('judges a stream as it comes, and tells at its end', async () => {
    await using verifier = await loadVerifier('evidence:')
    const { mock, counter } = streamed(wrong)
    const guarded = wrapLanguageModel({ model: mock, middleware: verifierMiddleware({ verifier }) })
    const result = streamText({ model: guarded, prompt: question })
    expect(await result.text).toBe(wrong)
    expect(told(await result.providerMetadata).verdict).toMatchObject({ firstError: 1, verdict: 'incorrect' })
    expect(counter.sent).toBe(counter.all)
  })

  it('ends a stream at its first wrong step, where that is asked for', async () => {
    await using verifier = await loadVerifier('evidence:')
    const { mock, counter } = streamed(`${wrong}\n${'And so on and on. '.repeat(500)}`)
    const middleware = verifierMiddleware({ verifier, stopAtWrongStep: true })
    const result = streamText({ model: wrapLanguageModel({ model: mock, middleware }), prompt: question })
    const text = await result.text
    expect(wrong.startsWith(text)).toBe(true)
    expect(text).toContain('6 + 4 = 11')
    expect(text).not.toContain('The answer')
    expect(await result.finishReason).toBe('other')
    expect(told(await result.providerMetadata).verdict.reasons[0]).toContain('Step 2 is wrong')
    expect(counter.sent).toBeLessThan(counter.all / 10)
  })

  it('lets an answer without text pass', async () => {
    await using verifier = await loadVerifier('evidence:')
    const { text, providerMetadata } = await generateText({
      model: wrapLanguageModel({ model: model(' '), middleware: verifierMiddleware({ verifier, candidates: 2 }) }),
      prompt: question,
    })
    expect([text.trim(), providerMetadata]).toEqual(['', undefined])
  })

  it.each([
    ['a call of a tool', '6', '4 + 5 = 9, and 6 + 9 = 15. The answer is 15.', true],
    ['nothing', '6', '4 + 5 = 9, and 6 + 9 = 15. The answer is 15.', false],
    ['nothing, one sentence being cut', '6 and ', '4 + 5 = 9, and 6 + 9 = 15. The answer is 15.', false],
  ])('between two texts stands %s: no number is made of both', async (_, end, second, hasTool) => {
    await using verifier = await loadVerifier('evidence:')
    const first = `The bags hold 2 * 3 = ${end}`
    const tool = { type: 'tool-call' as const, toolCallId: 't', toolName: 'x', input: '{}', providerExecuted: true }
    const between = hasTool ? [tool] : []
    const streamedText = (text: string, id: string) => [
      { type: 'text-start' as const, id },
      ...text.split(/(?= )/).map((delta) => ({ type: 'text-delta' as const, id, delta })),
      { type: 'text-end' as const, id },
    ]
    const content = [{ type: 'text' as const, text: first }, ...between, { type: 'text' as const, text: second }]
    const chunks = [
      { type: 'stream-start' as const, warnings: [] },
      ...streamedText(first, '0'),
      ...between,
      ...streamedText(second, '1'),
      { type: 'finish' as const, finishReason: stopped, usage },
    ]
    const mock = new MockLanguageModelV3({
      doGenerate: async () => ({ content, finishReason: stopped, usage, warnings: [] }),
      doStream: async () => ({ stream: simulateReadableStream({ chunks }) }),
    })
    const model = wrapLanguageModel({ model: mock, middleware: verifierMiddleware({ verifier }) })
    const prompt = '2 bags hold 3 apples each; a box holds 4 more and a crate 5. How many are there in all?'
    const stream = streamText({ model, prompt })
    await stream.consumeStream()
    const whole = await generateText({ model, prompt })
    const joint = end.endsWith(' ') ? '' : '\n'
    const verdict = await verifier.verify({ id: 'answer#0', question: prompt, text: first + joint + second })
    expect(verdict.firstError).toBe(-1)
    const { id: _id, ...same } = JSON.parse(JSON.stringify(verdict))
    for (const metadata of [await stream.providerMetadata, whole.providerMetadata])
      expect(told(metadata).verdict).toMatchObject(same)
  })

  it('refuses a model of ai 5, whose answers it would read wrongly', async () => {
    await using verifier = await loadVerifier('evidence:')
    const finish = { finishReason: 'length', usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 } }
    const chunks = [
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta: '12' },
      { type: 'finish', ...finish },
    ]
    const { wrapGenerate, wrapStream } = verifierMiddleware({ verifier })
    // What ai 5 hands over.
    const handed = {
      params: { prompt: [{ role: 'user', content: [{ type: 'text', text: 'What is 12 * 12?' }] }] },
      doGenerate: async () => ({ content: [{ type: 'text', text: '12 * 12 = 14' }], warnings: [], ...finish }),
      doStream: async () => ({ stream: simulateReadableStream({ chunks }) }),
    } as unknown as Parameters<NonNullable<typeof wrapGenerate>>[0] & Parameters<NonNullable<typeof wrapStream>>[0]
    const refused = { code: 'missing-package', remedy: 'npm install ai@6' }
    await expect(wrapGenerate?.(handed)).rejects.toMatchObject(refused)
    const read = async () => {
      for await (const part of (await wrapStream?.(handed))?.stream ?? []) expect(part.type).not.toBe('finish')
    }
    await expect(read()).rejects.toMatchObject(refused)
  })

  it('at temperature 0 the model is asked once: all candidates would be the same', async () => {
    await using verifier = await loadVerifier('evidence:')
    const greedy = model(right)
    const wrapped = wrapLanguageModel({ model: greedy, middleware: verifierMiddleware({ verifier, candidates: 3 }) })
    await generateText({ model: wrapped, prompt: question, temperature: 0 })
    expect(greedy.doGenerateCalls).toHaveLength(1)
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
    expect(() => verifierMiddleware(options)).toThrow(said)
  })
})

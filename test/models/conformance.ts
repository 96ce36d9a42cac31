import { describe, expect, it } from 'vitest'
import { emptyTally } from '../../src/core/tally.js'
import type { LanguageModel, ScoredContinuation } from '../../src/models/types.js'

export interface Expectations {
  generate: boolean
  score: boolean
  /** The model answers sampling with the same seed the same way (default true). */
  seeded?: boolean
  /** Length, seed and usage can be set from outside (default true; false for a LangChain model that was passed in). */
  limits?: boolean
  /** The model knows that eight follows seven (default true; false for random weights). */
  language?: boolean
  /** A text that the model continues, and one long enough to need several tokens (defaults suit an English model). */
  prompt?: string
  /** A pair that is longer than the context window, where the model has one. */
  tooLong?: { context: string; continuation: string }
  /** Tolerance of log-probabilities computed in different batches (default 1e-4). */
  tolerance?: number
  /** Largest evaluated / unique for pairs that share a long prefix (default 1.05). */
  overhead?: number
  /** Largest evaluated / unique for several samples of one prompt (default: any). */
  samplesOverhead?: number
}

const sum = ({ tokens }: ScoredContinuation) => tokens.reduce((total, token) => total + token.logProbability, 0)

/** What every provider behind the seam must do. */
export function describeLanguageModel(name: string, make: () => Promise<LanguageModel>, expected: Expectations): void {
  const { prompt = 'Once upon a time there was', tolerance = 1e-4, overhead = 1.05, seeded = true } = expected
  const using = async (use: (model: LanguageModel) => Promise<void>) => {
    const model = await make()
    try {
      await use(model)
    } finally {
      await model.close()
    }
  }

  describe(`${name} behind the seam`, () => {
    it('says what it can do', () =>
      using(async (model) => {
        const found = await model.capabilities()
        expect(found).toMatchObject({ generate: expected.generate, score: expected.score })
        if (!expected.generate || !expected.score) expect(found.notes.join('')).not.toBe('')
        expect(model.id).not.toBe('')
      }))

    if (expected.generate) {
      it('gives n samples, and the same greedy one twice', () =>
        using(async (model) => {
          const first = await model.generate({ prompt, n: 2, maxTokens: 6 })
          const again = await model.generate({ prompt, n: 1, maxTokens: 6 })
          expect(first).toHaveLength(2)
          expect(again[0]).toEqual(first[0])
          expect(first[0]?.text.length).toBeGreaterThan(0)
        }))

      it('takes messages', () =>
        using(async (model) => {
          const [completion] = await model.generate({ prompt: [{ role: 'user', content: prompt }], maxTokens: 6 })
          expect(typeof completion?.text).toBe('string')
        }))

      if (expected.limits !== false)
        it('ends at maxTokens with finish "length"', () =>
          using(async (model) => {
            const [long] = await model.generate({ prompt, maxTokens: 6 })
            const [short] = await model.generate({ prompt, maxTokens: 2 })
            expect(short?.finish).toBe('length')
            expect(long?.text.startsWith(short?.text ?? '?')).toBe(true)
            expect(short?.text.length).toBeLessThan(long?.text.length ?? 0)
          }))

      it('ends before a stop string, which is not part of the text', () =>
        using(async (model) => {
          const [whole] = await model.generate({ prompt, maxTokens: 6 })
          const text = whole?.text ?? ''
          const stop = text.slice(Math.floor(text.length / 2), Math.floor(text.length / 2) + 2)
          const [stopped] = await model.generate({ prompt, maxTokens: 6, stop: [stop] })
          expect(stopped).toEqual({ text: text.slice(0, text.indexOf(stop)), finish: 'stop' })
        }))

      if (seeded) {
        it('repeats a sample for a seed', () =>
          using(async (model) => {
            const sample = () => model.generate({ prompt, temperature: 1, n: 2, maxTokens: 6, seed: 11 })
            expect(await sample()).toEqual(await sample())
          }))
      }

      if (expected.limits !== false)
        it('counts calls and generated tokens', () =>
          using(async (model) => {
            const tally = emptyTally()
            await model.generate({ prompt, n: 2, maxTokens: 4, tally })
            expect(tally.calls).toBeGreaterThanOrEqual(1)
            expect(tally.generated).toBeGreaterThan(0)
            expect(tally.generated).toBeLessThanOrEqual(8)
          }))

      if (expected.limits !== false)
        it('counts what it generates as generated, never as evaluated', async () => {
          const spent = async (maxTokens: number) => {
            const tally = emptyTally()
            await using(async (model) => {
              await model.generate({ prompt, maxTokens, tally })
            })
            return tally
          }
          const [short, long] = [await spent(1), await spent(6)]
          expect(long.generated).toBeGreaterThan(short.generated)
          expect(long.evaluated).toBe(short.evaluated)
          expect(long.unique).toBe(short.unique)
        })

      const { samplesOverhead } = expected
      if (samplesOverhead !== undefined)
        it('evaluates a prompt once for all samples', () =>
          using(async (model) => {
            const tally = emptyTally()
            const asked = { prompt: 'word '.repeat(40), n: 4, temperature: 1, maxTokens: 3, seed: 1, tally }
            const samples = await model.generate(asked)
            expect(new Set(samples.map(({ text }) => text)).size).toBeGreaterThan(1)
            expect(tally.evaluated / tally.unique).toBeLessThanOrEqual(samplesOverhead)
          }))

      it('rejects an aborted call with code "aborted", with most of it undone', () =>
        using(async (model) => {
          await model.capabilities()
          const controller = new AbortController()
          const tally = emptyTally()
          const running = model.generate({ prompt, maxTokens: 200, tally, signal: controller.signal })
          controller.abort()
          await expect(running).rejects.toMatchObject({ code: 'aborted' })
          expect(tally.generated).toBeLessThan(100)
        }))
    } else {
      it('refuses to generate', () =>
        using((model) => expect(model.generate({ prompt })).rejects.toMatchObject({ code: 'unsupported' })))
    }

    if (!expected.score) {
      it('refuses to score', () =>
        using((model) =>
          expect(model.score({ pairs: [{ context: prompt, continuation: ' a' }] })).rejects.toMatchObject({
            code: 'unsupported',
          }),
        ))
      return
    }

    const context = 'The farmer has six cows. Each cow gives'
    const first = ' ten litres of milk'
    const second = ' every day.'

    it('gives finite log-probabilities at offsets that cover the continuation', () =>
      using(async (model) => {
        const [scored] = await model.score({ pairs: [{ context, continuation: first }] })
        const tokens = scored?.tokens ?? []
        expect(tokens.length).toBeGreaterThan(0)
        for (const { logProbability } of tokens) expect(logProbability).toBeLessThanOrEqual(1e-6)
        expect(tokens.map(({ text }) => text).join('')).toBe(first)
        expect(tokens[0]?.offset).toBe(0)
        for (const { text, offset } of tokens) expect(first.slice(offset, offset + text.length)).toBe(text)
      }))

    it('obeys the chain rule', () =>
      using(async (model) => {
        const [a, b, both] = await model.score({
          pairs: [
            { context, continuation: first },
            { context: context + first, continuation: second },
            { context, continuation: first + second },
          ],
        })
        expect(sum(a as ScoredContinuation) + sum(b as ScoredContinuation)).toBeCloseTo(
          sum(both as ScoredContinuation),
          3,
        )
      }))

    it('scores many pairs as it scores each, in the order asked', () =>
      using(async (model) => {
        const pairs = [first, second, ' two buckets', first, ''].map((continuation) => ({ context, continuation }))
        const together = await model.score({ pairs })
        expect(together).toHaveLength(pairs.length)
        expect(together[4]?.tokens).toEqual([])
        for (const [i, pair] of pairs.entries()) {
          const [alone] = await model.score({ pairs: [pair] })
          expect(together[i]?.tokens.map(({ text }) => text)).toEqual(alone?.tokens.map(({ text }) => text))
          expect(Math.abs(sum(together[i] as ScoredContinuation) - sum(alone as ScoredContinuation))).toBeLessThan(
            tolerance,
          )
        }
      }))

    it('places a token that straddles the boundary in the joint tokenisation', () =>
      using(async (model) => {
        const [scored] = await model.score({ pairs: [{ context: 'The farm', continuation: 'er has a cow' }] })
        const [head, ...rest] = scored?.tokens ?? []
        expect(head?.offset).toBeLessThanOrEqual(0)
        const covered = (head?.text.slice(-(head?.offset ?? 0)) ?? '') + rest.map(({ text }) => text).join('')
        expect(covered.startsWith('er')).toBe(true)
        for (const { text, offset } of rest) expect('er has a cow'.slice(offset, offset + text.length)).toBe(text)
      }))

    if (expected.language !== false)
      it('scores a likely continuation above a shuffled one', () =>
        using(async (model) => {
          const [right, wrong] = await model.score({
            pairs: [
              { context: 'One two three four five six seven', continuation: ' eight nine ten' },
              { context: 'One two three four five six seven', continuation: ' ten purple eight' },
            ],
          })
          expect(sum(right as ScoredContinuation)).toBeGreaterThan(sum(wrong as ScoredContinuation))
        }))

    it('shares prefixes: evaluated over unique tokens stays small', () =>
      using(async (model) => {
        const tally = emptyTally()
        const long = `${context}${first}${second} `.repeat(4)
        await model.score({
          pairs: ['red', 'green', 'blue', 'black'].map((continuation) => ({ context: long, continuation })),
          tally,
        })
        expect(tally.unique).toBeGreaterThan(20)
        expect(tally.evaluated / tally.unique).toBeLessThanOrEqual(overhead)
        // Where the provider knows: a loop over the four pairs would read the context four times.
        if (tally.naive !== undefined) expect(tally.naive / tally.unique).toBeGreaterThan(3)
      }))

    if (expected.tooLong) {
      const { tooLong } = expected
      it('gives a reason for a pair that does not fit, and scores its neighbour', () =>
        using(async (model) => {
          const [long, short] = await model.score({ pairs: [tooLong, { context, continuation: first }] })
          expect(long?.tokens).toEqual([])
          expect(long?.reason).toMatch(/\d/)
          expect(short?.tokens.length).toBeGreaterThan(0)
        }))
    }

    it('rejects an aborted call with code "aborted"', () =>
      using(async (model) => {
        const signal = AbortSignal.abort()
        await expect(model.score({ pairs: [{ context, continuation: first }], signal })).rejects.toMatchObject({
          code: 'aborted',
        })
      }))
  })
}

import { describe, expect, it } from 'vitest'
import { at } from '../../../../src/core/absence.js'
import type { TextTokenizer } from '../../../../src/models/tokenizer.js'
import { probeJudge } from '../../../../verifier/network/probe/chain-judge.js'
import { probedSequence, probedWindows } from '../../../../verifier/network/probe/layout.js'
import type { Probe } from '../../../../verifier/network/probe/probe.js'

/** A token a character. */
const tokenizer = {
  encodeWithOffsets: (text: string) => ({
    ids: [...text].map((character) => character.charCodeAt(0)),
    starts: [...text].map((_, i) => i),
    ends: [...text].map((_, i) => i + 1),
  }),
} as unknown as TextTokenizer // no more of it is asked for

const textOf = (tokens: readonly number[]) => String.fromCharCode(...tokens)
const chain = (count: number) => ({
  question: 'How many?',
  steps: Array.from({ length: count }, (_, i) => `pens ${i} of the chain`),
})

describe('a chain in windows', () => {
  it('is one window where it fits', () => {
    const short = chain(3)
    const whole = probedSequence(short, tokenizer, 1000)
    expect(probedWindows(short, tokenizer, 1000)).toEqual([{ ...whole, steps: [0, 1, 2] }])
  })

  it('reads every step once, at the end of its line, behind the question and steps before it', () => {
    const long = chain(40)
    const windows = probedWindows(long, tokenizer, 200)
    expect(windows.length).toBeGreaterThan(4)
    expect(windows.flatMap(({ steps }) => steps)).toEqual([...long.steps.keys()])
    for (const [i, { tokens, places, steps }] of windows.entries()) {
      const text = textOf(tokens)
      expect(tokens.length).toBeLessThanOrEqual(200)
      expect(text).toContain(long.question)
      for (const [j, place] of places.entries())
        expect(text.slice(0, place + 1).endsWith(`${at(long.steps, at(steps, j))}\n`)).toBe(true)
      if (i > 0) expect(text).toContain(at(long.steps, at(steps, 0) - 1))
    }
  })

  it('leaves out a step that is longer than a window, and all of them where the question is', () => {
    const steps = ['one', 'x'.repeat(500), 'three']
    expect(probedWindows({ question: 'q', steps }, tokenizer, 200).flatMap((window) => window.steps)).toEqual([0, 2])
    expect(probedWindows({ question: 'q'.repeat(300), steps }, tokenizer, 200)).toEqual([])
  })

  it('a step that no window reads has no reward and a reason, and the others have theirs', async () => {
    const probe: Probe = {
      format: 'rationale-probe',
      version: 1,
      layout: 1,
      base: 'sha256:0',
      width: 1,
      step: { layer: 1, weights: [1], bias: 0 },
    }
    const reader = {
      layers: [1],
      width: 1,
      read: async (sequences: readonly { places: readonly number[] }[]) =>
        sequences.map(({ places }) => Float32Array.from(places, () => 2)),
      dispose: async () => {},
    }
    const judge = probeJudge({ probe, reader, tokenizer, maxTokens: 200 })
    const { steps } = await judge({ question: 'q', steps: ['one', 'x'.repeat(500), 'three'] })
    expect(steps.map(({ reward }) => reward !== null)).toEqual([true, false, true])
    expect(at(steps, 1).reason).toContain('longer than what the model can read')
  })
})

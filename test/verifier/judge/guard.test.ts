import { describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../src/load-verifier.js'
import { createGuard, type GuardEvent, guardStream } from '../../../verifier/judge/guard.js'

const question = 'A pen costs 3 dollars and a book costs 4 dollars. What do 2 pens and a book cost?'
const right = '2 pens cost 2 * 3 = 6 dollars.\n6 + 4 = 10, so all cost 10 dollars.\nThe answer is 10.'
const wrong = '2 pens cost 2 * 3 = 6 dollars.\n6 + 4 = 11, so all cost 11 dollars.\nThe answer is 11.'

/** A text in pieces of this length, as a model would send it; `taken` counts them, `ended` says that the source was told of the end. */
function source(text: string, length: number) {
  const state = { taken: 0, ended: false }
  async function* pieces() {
    try {
      for (let i = 0; i < text.length; i += length) {
        state.taken++
        yield text.slice(i, i + length)
      }
    } finally {
      state.ended = true
    }
  }
  return { pieces: pieces(), state }
}

async function guarded(text: string, length: number, options = {}) {
  await using verifier = await loadVerifier('evidence:')
  const { pieces, state } = source(text, length)
  const events: GuardEvent[] = []
  for await (const event of guardStream(verifier, { question }, pieces, options)) events.push(event)
  const shown = events.map((event) => (event.type === 'text' ? event.text : '')).join('')
  const judged = events.flatMap((event) => (event.type === 'step' ? [event.verdict.steps.length] : []))
  const stepTexts = events.flatMap((event) =>
    event.type === 'step' ? [event.verdict.steps.map((step) => step.text)] : [],
  )
  const last = events.at(-1)
  return { shown, judged, stepTexts, state, last: last?.type === 'verdict' ? last : undefined }
}

describe('a guarded stream', () => {
  it.each([[new TextEncoder().encode(right)], [null], [{ content: right }]])(
    'of pieces that are no text is refused: %o',
    async (piece) => {
      await using verifier = await loadVerifier('evidence:')
      // What a caller in JavaScript may hand over.
      const pieces = [piece] as unknown as AsyncIterable<string>
      const reading = async () => {
        for await (const event of guardStream(verifier, { question }, pieces)) expect(event.type).toBe('never')
      }
      await expect(reading()).rejects.toThrow(/a piece is (?:null|another object)\n\s*expected: a text/)
    },
  )

  it('is told yes or no, and nothing that looks like it', async () => {
    // As a caller in JavaScript may write it.
    await expect(guarded(right, 7, { hold: 'yes' })).rejects.toThrow(
      /hold is the text "yes"\n\s*expected: true or false/,
    )
  })

  it.each([
    ['What is 17 * 3?', '10 * 3 = 30.\n7 * 3 = 21.\n30 + 21 = 51.\nThe answer is 51.'],
    ['What is the mean of 2, 4 and 9?', '2 + 4 + 9 = 15.\n15 / 3 = 5.\nThe answer is 5.'],
    [
      'Maria saved $340 already. She saves $20 a week. How many weeks until $500?',
      '500 is the aim.\n500 - 340 = 160.\n160 / 20 = 8.',
    ],
    ...[
      'The answer to the first part is 30.\nThe answer to the second part is 21.\nThe answer is 51.',
      'The answer is found in two parts. First, 10 * 3 = 30.\nSecond, 7 * 3 = 21.\nThe answer is 30 + 21 = 51.',
      'The answer is 30 for the first part.\nThe answer is 21 for the second.\nThe answer is 51.',
      'The answer is 50, roughly.\n10 * 3 = 30 and 7 * 3 = 21.\nThe answer is 51.',
      'If the answer is 30, 7 * 3 is left out.\n30 + 21 = 51.\nThe answer is 51.',
      'The first part: \\boxed{30}.\nThe second part: \\boxed{21}.\nThe answer is \\boxed{51}.',
      '<think>The answer is 30.</think>10 * 3 = 30.\n7 * 3 = 21.\nThe answer is 51.',
      '#### Step 1: 10 * 3 = 30\nThat is the first.\n#### Step 2: 7 * 3 = 21\nTogether 51.\n#### 51',
    ].map((text): [string, string] => ['What is 17 * 3?', text]),
  ])('is not held for what it has not said yet: %s', async (asked, text) => {
    await using verifier = await loadVerifier('evidence:')
    const events: GuardEvent[] = []
    for await (const event of guardStream(verifier, { question: asked }, source(text, 5).pieces)) events.push(event)
    expect(events.at(-1), text).toMatchObject({ type: 'verdict', stopped: false, verdict: { firstError: -1 } })
    expect(events.filter(({ type }) => type === 'step').length).toBeGreaterThan(1)
  })

  it('is held for a wrong answer that it states, and for a wrong step, at once', async () => {
    await using verifier = await loadVerifier('evidence:')
    const wrongly = ['The answer is 31.', 'So the final answer is **31** apples.', '\\boxed{31}', 'Answer: $31$']
    const answers = wrongly.map((stated) => `10 * 3 = 30.\n${stated}\nMore. And more.`)
    for (const text of ['10 * 3 = 31.\n7 * 3 = 21.\nMore.', ...answers]) {
      const events: GuardEvent[] = []
      for await (const event of guardStream(verifier, { question: 'What is 17 * 3?' }, source(text, 5).pieces))
        events.push(event)
      expect(events.at(-1), text).toMatchObject({ type: 'verdict', stopped: true })
    }
  })

  it('that was cut off in the middle of a number is not judged by it, where that is told', async () => {
    const cut = '2 pens cost 2 * 3 = 6 dollars.\n6 * 24 = 14'
    expect((await guarded(cut, 7)).last).toMatchObject({ verdict: { firstError: 1 } })
    const told = await guarded(cut, 7, { wasCut: () => true })
    expect(told.last).toMatchObject({ stopped: false, verdict: { firstError: -1 } })
    expect(told.shown).toBe(cut)
  })

  it.each([1, 2, 7, 1000])(
    'of a right solution passes whole, judged at the end of each step (pieces of %i)',
    async (length) => {
      const { shown, judged, last } = await guarded(right, length)
      expect(shown).toBe(right)
      if (length < 1000) expect(judged).toEqual([1, 2])
      expect(last).toMatchObject({ stopped: false, verdict: { firstError: -1 } })
    },
  )

  it.each([1, 2, 7])('ends at the first wrong step, and its source is told (pieces of %i)', async (length) => {
    const { shown, last, state } = await guarded(`${wrong}\n${'More. '.repeat(1000)}`, length)
    expect(shown).not.toContain('answer')
    expect(last).toMatchObject({ stopped: true, verdict: { firstError: 1, verdict: 'incorrect' } })
    expect(state.ended).toBe(true)
    expect(state.taken * length).toBeLessThan(wrong.length)
  })

  it.each([1, 7, 1000])(
    'held back shows no wrong step at all, not even the last one (pieces of %i)',
    async (length) => {
      expect((await guarded(wrong, length, { hold: true })).shown).not.toContain('11')
      const lastStep = '2 pens cost 2 * 3 = 6 dollars.\n6 + 4 = 11'
      const { shown, last } = await guarded(lastStep, length, { hold: true })
      expect(shown).not.toContain('11')
      expect(last?.stopped).toBe(true)
      expect((await guarded(right, length, { hold: true })).shown).toBe(right)
    },
  )

  it('whose last step is wrong kept nothing back where it was not held: it was shown when it could be judged', async () => {
    const lastStep = '2 pens cost 2 * 3 = 6 dollars.\n6 + 4 = 11'
    const { shown, last } = await guarded(lastStep, 7)
    expect(shown).toBe(lastStep)
    expect(last).toMatchObject({ stopped: false, verdict: { firstError: 1, verdict: 'incorrect' } })
  })

  it('held back passes a step on to its very end, wherever the pieces end', async () => {
    const { shown } = await guarded(wrong, 40, { hold: true })
    expect(shown).toBe('2 pens cost 2 * 3 = 6 dollars.')
  })

  it('goes on where it is told to, with the verdict on the whole', async () => {
    const { shown, last } = await guarded(wrong, 5, { stop: false })
    expect(shown).toBe(wrong)
    expect(last).toMatchObject({ stopped: false, verdict: { firstError: 1 } })
  })

  it('sentences of prose and of Chinese are steps too', async () => {
    for (const text of [
      'We have 2 * 3 = 6. Then 6 + 4 = 11. So it is 11.',
      '我们有 2 * 3 = 6。然后 6 + 4 = 11。所以是 11。',
    ]) {
      const { last, shown } = await guarded(text, 1)
      expect(last).toMatchObject({ stopped: true, verdict: { firstError: 1 } })
      expect(shown.length).toBeLessThan(text.length)
    }
  })

  it.each([
    '$$\\frac{1}{2}\n+ \\frac{1}{2} = 1$$',
    '\\[\n1 + 1\n+ 1 = 3\n\\]',
    '\\begin{align*}\na &= 1 + 1 \\\\\nb &= 3 + 4\n\\end{align*}',
    'So \\(1 + 1\n+ 1 = 3\\).',
  ])('a formula of several lines is never judged in part: %j', async (formula) => {
    const { stepTexts, last } = await guarded(`We add them.\n${formula}\nThen 2 * 3 = 6.\nThe answer is 6.`, 1)
    const whole = last?.verdict.steps.map((step) => step.text) ?? []
    expect(stepTexts.length).toBeGreaterThan(1)
    for (const steps of stepTexts) expect(steps).toEqual(whole.slice(0, steps.length))
  })

  it('a mark of a formula that is never closed holds up its paragraph alone', async () => {
    const { last } = await guarded(`A $$ place.\n\n${wrong}`, 1)
    expect(last).toMatchObject({ stopped: true, verdict: { verdict: 'incorrect' } })
  })

  it('a step that the next one takes back stops it; read on, the last verdict knows of the correction', async () => {
    const corrected = '6 * 7 = 43.\nWait, that is wrong: 6 * 7 = 42.\nThe answer is 42.'
    expect((await guarded(corrected, 1)).last).toMatchObject({ stopped: true, verdict: { firstError: 0 } })
    const { last } = await guarded(corrected, 1, { stop: false })
    expect(last).toMatchObject({ stopped: false, verdict: { firstError: -1 } })
  })

  it('does not judge at every piece', async () => {
    let asked = 0
    await using verifier = await loadVerifier('evidence:')
    const guard = createGuard(
      {
        verify: (...given) => {
          asked++
          return verifier.verify(...given)
        },
      },
      { question },
    )
    for (const char of right) await guard.push(char)
    await guard.end()
    expect(asked).toBe(3)
  })

  it('an abort ends it', async () => {
    await expect(guarded(right, 3, { signal: AbortSignal.abort() })).rejects.toThrow('aborted')
  })
})

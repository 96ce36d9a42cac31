import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrateFromFile, calibrateTau, wilson } from '../../extraction/filters/calibrate.js'
import { fidelity, moveToOriginal } from '../../extraction/filters/fidelity.js'
import { discountedSum, gain, withoutRationale, withRationale } from '../../extraction/filters/gain.js'
import { numberGivenAway } from '../../extraction/filters/given-away.js'
import { escapeMarkers, unescapeMarkers } from '../../extraction/filters/markers.js'
import { parseRewrite } from '../../extraction/filters/parse.js'
import { loadPreset, tauOf } from '../../extraction/filters/presets.js'
import { flaw, triples } from '../../extraction/filters/triples.js'
import { alignment, editDistance } from '../../src/core/edit-distance.js'
import { scriptedModel } from '../../src/models/scripted.js'
import { growth, LINEAR } from '../growth.js'
import { temporaryFolder } from '../helpers/folder.js'

/** The textbook table: what the bit-parallel form must agree with. */
function tableDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

const fewLetters = (maxLength: number) =>
  fc.array(fc.constantFrom('a', 'b', 'c', '\u00e9'), { maxLength }).map((letters) => letters.join(''))

describe('edit distance', () => {
  it('agrees with the textbook table, over block borders too', () => {
    fc.assert(
      fc.property(fewLetters(150), fewLetters(150), (a, b) => editDistance(a, b) === tableDistance(a, b)),
      { numRuns: 400 },
    )
  })

  it('is 3 for kitten and sitting', () => expect(editDistance('kitten', 'sitting')).toBe(3))

  it('aligns every offset of a copy with a cheapest path', () => {
    expect([...(alignment('abcdef', 'abXdef') ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6])
    fc.assert(
      fc.property(fewLetters(40), fewLetters(40), (a, b) => {
        const map = alignment(a, b) as Int32Array
        // Monotone, and the pieces it cuts cost together what the whole costs.
        let cost = (map[0] as number) + a.length - (map[b.length] as number)
        for (let j = 1; j <= b.length; j++) {
          const [from, to] = [map[j - 1] as number, map[j] as number]
          expect(to).toBeGreaterThanOrEqual(from)
          cost += tableDistance(a.slice(from, to), b.slice(j - 1, j))
        }
        expect(cost).toBe(tableDistance(a, b))
      }),
      { numRuns: 200 },
    )
  })
})

describe('markers', () => {
  it('survive the round trip in any text and never read as markers', () => {
    const piece = fc.constantFrom(
      '<BOT>',
      '<EOT>',
      '<_BOT>',
      '<__eot>',
      '</document>',
      '<|im_end|>',
      '<',
      '_',
      'x',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        const safe = escapeMarkers(text)
        expect(safe).not.toMatch(/<\/?(?:BOT|EOT|document)>|<\|im_end\|>/i)
        expect(unescapeMarkers(safe)).toBe(text)
      }),
    )
  })
})

describe('parser', () => {
  it('takes the rationales out and says where they were', () => {
    expect(parseRewrite('A b.<BOT> because c <EOT> D e.<BOT>f<EOT>')).toEqual({
      text: 'A b. D e.',
      insertions: [
        { offset: 4, rationale: 'because c' },
        { offset: 9, rationale: 'f' },
      ],
    })
  })

  it('gives documents their own markers back', () => {
    expect(parseRewrite('say <_BOT> twice<BOT>it says <_EOT><EOT> end')).toEqual({
      text: 'say <BOT> twice end',
      insertions: [{ offset: 15, rationale: 'it says <EOT>' }],
    })
  })

  it.each([
    ['a <BOT> b', '<BOT> without <EOT>'],
    ['a <EOT> b', '<EOT> without <BOT>'],
    ['a <BOT> b <BOT> c <EOT>', '<BOT> inside a rationale'],
    ['a <BOT> b <EOT> c <EOT>', '<EOT> without <BOT>'],
  ])('refuses %s', (answer, malformed) => expect(parseRewrite(answer)).toEqual({ malformed }))
})

describe('fidelity', () => {
  it('is one minus the edits over the length, white space aside', () => {
    // 10 characters without white space, one substituted
    expect(fidelity('ab cde\nfghij', 'abcdeXghij')).toBeCloseTo(0.9, 12)
    expect(fidelity('ab cd', 'a b c d')).toBe(1)
    // 4 characters, 8 put in
    expect(fidelity('abcd', 'abcd12345678')).toBe(-1)
    expect(fidelity('', ' ')).toBe(1)
    expect(fidelity('', 'x')).toBe(0)
  })

  it('moves insertions to the original text, before the white space that follows', () => {
    const original = 'Ten  apples.\n\nHe eats two.'
    const copy = 'Ten apples. He eats too.'
    const moved = moveToOriginal(original, copy, [{ offset: copy.indexOf(' He'), rationale: 'r' }])
    expect(moved).toEqual([{ offset: 'Ten  apples.'.length, rationale: 'r' }])
  })
})

describe('triples', () => {
  it('hold the original text before, and the text up to the next marker after', () => {
    expect(
      triples('One. Two. Three.', [
        { offset: 4, rationale: 'r1' },
        { offset: 9, rationale: ' r2 ' },
      ]),
    ).toEqual([
      { preceding: 'One.', rationale: 'r1', following: ' Two.' },
      { preceding: 'One. Two.', rationale: 'r2', following: ' Three.' },
    ])
  })

  it('are dropped where a field is empty, repeats or gives away', () => {
    const triple = {
      preceding: 'Tom has 3 pens.',
      rationale: 'Buying adds to what he has.',
      following: ' He buys 4, so 7.',
    }
    expect(flaw(triple)).toBeUndefined()
    expect(flaw({ ...triple, rationale: ' ' })).toBe('empty rationale')
    expect(flaw({ ...triple, rationale: '...' })).toBe('empty rationale')
    expect(flaw({ ...triple, rationale: 'Because it is so. '.repeat(250_000) })).toBe('rationale too long')
    expect(flaw({ ...triple, preceding: '\n' })).toBe('nothing precedes')
    expect(flaw({ ...triple, following: '' })).toBe('nothing follows')
    expect(flaw({ ...triple, rationale: 'tom HAS 3 pens' })).toBe('repeats what precedes')
    expect(flaw({ ...triple, rationale: 'He buys 4, so 7' })).toBe('gives away what follows')
  })

  it('are dropped where they only restate the next sentence', () => {
    const triple = {
      preceding: 'Some assets are held for a short time.',
      rationale: 'Money market securities are liquid and trade without losing value.',
      following: ' Further, money market securities trade easily and lose little value. A reason comes later.',
    }
    expect(flaw(triple)).toBe('restates what follows')
    // Words that every German sentence has restate nothing.
    const german = {
      preceding: 'Der Hafen wurde im März geschlossen.',
      rationale: 'Das ist für die Leute in der Stadt nicht gut.',
      following: ' Die Preise für das Brot in der Region sind nicht gefallen, und das ist neu.',
    }
    expect(flaw(german)).toBeUndefined()
    expect(flaw({ ...triple, following: ` A reason comes first.${triple.following}` })).toBeUndefined()
    expect(
      flaw({ ...triple, rationale: 'Investors who may need cash soon prefer securities that sell quickly.' }),
    ).toBeUndefined()
    const calculation = {
      preceding: 'It sold 12 of 50.',
      rationale: 'The difference is 50 - 12.',
      following: ' The difference, 38, of the 50 was kept.',
    }
    expect(flaw(calculation)).toBeUndefined()
  })

  describe('are dropped where they give away a number of the next sentence', () => {
    const judged = (preceding: string, rationale: string, following: string) =>
      flaw({ preceding, rationale, following: ` ${following}` })
    const leak = 'gives away a number that follows'
    const trays = 'A baker fills 6 trays with 12 rolls each and sells 50.'
    const left = 'She has 22 rolls left. A second batch of 31 comes later.'

    it('that nothing before says: in digits, in words, with a scale, with a sign', () => {
      expect(judged(trays, 'About 22 of them remain.', left)).toBe(leak)
      expect(judged('The merger was agreed.', 'Buyers pay $1.94 billion.', 'It costs 1.94 billion dollars.')).toBe(leak)
      expect(judged('Ratings fell.', 'The change touches seven billion.', 'Seven billion of paper falls.')).toBe(leak)
      expect(judged('The year was bad.', 'Sales moved by 4.5 percent.', 'Sales changed -4.5% in all.')).toBe(leak)
      expect(judged(trays, 'So x = 22.', left)).toBe(leak)
    })

    it('but not where it stands before, is known to everyone, or comes in a later sentence', () => {
      expect(judged(trays, 'Of the 50 that sold, none came back.', 'The 50 were paid in cash.')).toBeUndefined()
      expect(judged(trays, 'A percentage is a share of 100.', 'That is 69 of 100.')).toBeUndefined()
      expect(judged('The shop opens daily.', 'A week has 7 days.', 'In 7 days it earns enough.')).toBeUndefined()
      expect(judged('The shop opens daily.', 'Now it earns 7 dollars.', 'In 7 days it earns enough.')).toBe(leak)
      expect(judged(trays, 'About 31 of them remain.', left)).toBeUndefined()
      expect(judged(trays, 'One of the two is left over.', 'One roll is eaten.')).toBeUndefined()
    })

    it('nor where the rationale derives it from what was said: that calculation is what is mined', () => {
      expect(judged(trays, 'What is left is 6 x 12 - 50.', left)).toBeUndefined()
      expect(judged(trays, 'What is left is 6 x 12 - 50 = 22.', left)).toBeUndefined()
      expect(judged(trays, 'First 6 x 12 = 72, and 72 - 50 = 22.', left)).toBeUndefined()
      expect(
        judged('Of 400 members a quarter voted.', 'A quarter of 400 is 100.', 'The 100 votes won.'),
      ).toBeUndefined()
      expect(judged('It had 30, then 22.', 'The difference between 30 and 22 is 8.', 'So 8 left.')).toBeUndefined()
      const revenue = 'Revenue was $412 million, up from $380 million.'
      expect(judged(revenue, 'Growth is (412 - 380) / 380 = 8.4%.', 'The 8.4% rise was large.')).toBeUndefined()
      expect(judged(revenue, 'From $380 million to $412 million is 8.4%.', 'The 8.4% rise was large.')).toBeUndefined()
    })

    it('while a wrong calculation, or one from numbers that were never said, is no derivation', () => {
      expect(judged(trays, 'What is left is 6 x 12 - 40 = 22.', left)).toBe(leak)
      expect(judged(trays, 'What is left is 19 + 3 = 22.', left)).toBe(leak)
      expect(judged(trays, 'What is left is 21 + 1 = 22.', left)).toBe(leak)
    })

    it('in linear time over a page of numbers', () => {
      const run = (length: number) => {
        const page = Array.from({ length }, (_, i) => `${1000 + i}`).join(' ')
        expect(judged(page, page.slice(500, length), `And ${page.slice(600)}`)).toBe('repeats what precedes')
        expect(numberGivenAway({ preceding: 'None.', rationale: page, following: page })).toBe('1001')
      }
      expect(growth(run, 16_000)).toBeLessThan(LINEAR)
    })
  })
})

describe('gain', () => {
  const tokens = (...logProbabilities: number[]) =>
    logProbabilities.map((logProbability, i) => ({ text: ` t${i}`, offset: 3 * i, logProbability }))
  const paper = { decay: 0.9, start: 0 }

  it('is a discounted sum that starts at the first token with content', () => {
    // -1 - 0.9 * 2 - 0.81 * 3 = -5.23
    expect(discountedSum({ tokens: tokens(-1, -2, -3) }, paper)).toBeCloseTo(-5.23, 12)
    // White space alone at the seam is not a token of the text.
    const seam = { text: '\n\n', offset: 0, logProbability: -50 }
    expect(discountedSum({ tokens: [seam, ...tokens(-1, -2, -3)] }, paper)).toBeCloseTo(-5.23, 12)
  })

  it("starts at 0.9^5 in the preset that reproduces the public code's window", () => {
    // 0.9^5 * -5.23 = 0.59049 * -5.23 = -3.0882627
    expect(discountedSum({ tokens: tokens(-1, -2, -3) }, loadPreset('rationalyst-code'))).toBeCloseTo(-3.0882627, 9)
    expect(discountedSum({ tokens: tokens(-1, -2, -3) }, loadPreset('rationalyst-paper'))).toBeCloseTo(-5.23, 12)
  })

  it('is null where a score is missing', () => {
    expect(discountedSum({ tokens: [], reason: 'too long' }, paper)).toBeNull()
    expect(discountedSum({ tokens: [] }, paper)).toBeNull()
    expect(gain(null, -1)).toBeNull()
    expect(gain(-1, -3)).toBe(2)
  })

  it('joins the texts without markers and without running words together', () => {
    const triple = { preceding: 'A b.', rationale: ' r ', following: '\nC d.' }
    expect(withoutRationale(triple)).toEqual({ context: 'A b.', continuation: '\nC d.' })
    expect(withRationale(triple, triple.rationale)).toEqual({ context: 'A b. r', continuation: '\nC d.' })
    expect(withRationale({ ...triple, preceding: 'A ', following: 'C' }, 'r').context).toBe('A r ')
  })

  it('agrees with a direct computation through the scripted model', async () => {
    const p = (token: string, before: string) => (before.includes('because') ? -0.5 : -1) * token.trim().length
    const model = scriptedModel({ score: p })
    const triple = { preceding: 'aa bb', rationale: 'because', following: ' c dd eee' }
    const [withIt, without] = await model.score({ pairs: [withRationale(triple, 'because'), withoutRationale(triple)] })
    // with: -0.5 (1 + 0.9 * 2 + 0.81 * 3) = -2.615; without: -5.23
    const value = gain(discountedSum(withIt as never, paper), discountedSum(without as never, paper))
    expect(value).toBeCloseTo(2.615, 12)
  })

  it('takes tau by source', () => {
    const preset = loadPreset('rationalyst-paper')
    expect(['GSM8K', 'ecqa', 'news', 'constructor'].map((source) => tauOf(preset, source))).toEqual([1.2, 0.5, 0, 0])
    expect(tauOf(loadPreset('unfiltered'), 'gsm8k')).toBeNull()
    expect(() => loadPreset('calibrated')).toThrow(/needs a calibration/)
  })
})

describe('calibrated tau', () => {
  it('is the lowest that reaches the precision, with ties taken together', () => {
    const sample = [3, 2, 2, 1, 0].map((value, i) => ({ gain: value, good: i < 3 }))
    expect(calibrateTau(sample, { targetPrecision: 0.75 })).toMatchObject({ tau: { '*': 1 }, precision: 0.75 })
    expect(calibrateTau(sample, { targetPrecision: 0.95 })).toMatchObject({ tau: { '*': 2 }, precision: 1 })
    const tied = [
      { gain: 2, good: true },
      { gain: 1, good: true },
      { gain: 1, good: false },
    ]
    expect(calibrateTau(tied, { targetPrecision: 0.95 }).tau).toEqual({ '*': 2 })
    expect(() => calibrateTau([{ gain: 1, good: false }])).toThrow(/no threshold/)
  })

  it('goes from labelled lines of rationales.ndjson to the preset; unlabelled lines are passed over', async () => {
    const folder = temporaryFolder('calibrate')
    try {
      const [labelled, output] = [join(folder, 'labelled.ndjson'), join(folder, 'tau.json')]
      const records = [
        { gain: 3, good: true },
        { gain: 2, good: true },
        { gain: 1, good: false },
        { gain: 9 },
        { good: true, gain: null },
      ]
      writeFileSync(
        labelled,
        records.map((record, i) => `${JSON.stringify({ id: `r${i}`, source: 'News', ...record })}\n`).join(''),
      )
      expect(await calibrateFromFile(labelled, output)).toMatchObject({ tau: { '*': 2 }, precision: 1, labelled: 3 })
      expect(tauOf(loadPreset('calibrated', output), 'news')).toBe(2)
      writeFileSync(labelled, '{"id":"a","gain":1}\n')
      await expect(calibrateFromFile(labelled, output)).rejects.toThrow(/no labelled rationale/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it("has Wilson's interval", () => {
    // 95 of 100: (0.8882, 0.9785), Newcombe 1998's formula 3
    expect(wilson(95, 100).map((bound) => Math.round(bound * 1e4) / 1e4)).toEqual([0.8882, 0.9785])
    expect(wilson(0, 0)).toEqual([0, 1])
  })
})

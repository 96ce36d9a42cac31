import { describe, expect, it } from 'vitest'
import { Legend, showVerdict } from '../../src/commands/show-verdict.js'
import type { Finding, StepVerdict, Verdict } from '../../src/core/records/types.js'
import { sayProbability, sayThreshold } from '../../src/core/records/verdict-words.js'

const finding = (text: string, claim: string, rest: Partial<Finding> = {}): Finding => {
  const start = text.indexOf(claim)
  return { kind: 'arithmetic', span: [start, start + claim.length], ok: true, ...rest }
}
const texts = ['It bakes 6 * 8 = 48 rolls.', 'It sells 28, so 48 - 28 = 22 are left.', 'The answer is 22.'] as const
const message = 'states 22, but this comes to 20'
const wrong: Verdict = {
  id: 'bakery',
  steps: [
    { text: texts[0], reward: 0.93, wrong: false, evidence: [finding(texts[0], '6 * 8 = 48')], checked: [] },
    {
      text: texts[1],
      reward: 0.19,
      wrong: true,
      evidence: [finding(texts[1], '48 - 28 = 22', { ok: false, message })],
      checked: [],
    },
    { text: texts[2], reward: 0.88, wrong: false, evidence: [], checked: [] },
  ],
  firstError: 1,
  reward: 0.19,
  aggregation: 'min',
  probability: 0.081,
  verdict: 'incorrect',
  reasons: ['Step 2 is wrong: states 22, but this comes to 20.'],
  answer: '22',
}
const show = (verdict: Verdict, width = 100) => showVerdict(verdict, { width })

describe('a verdict at a terminal', () => {
  it('shows each step with its mark, what was checked, and what is wrong below the words that are', () => {
    expect(show(wrong).split('\n')).toEqual([
      '1 ✓ It bakes 6 * 8 = 48 rolls.',
      '    checked: 6 * 8 = 48',
      '2 ✗ It sells 28, so 48 - 28 = 22 are left.',
      '                    ~~~~~~~~~~~~',
      '    states 22, but this comes to 20',
      '3 · The answer is 22.',
      '',
      'Step 2 is wrong: states 22, but this comes to 20.',
      'Verdict: incorrect. The probability that the answer 22 is right is 0.08.',
    ])
  })

  it('says of a step of which a part was checked that it was that part only', () => {
    const text = '25% of 80 is 20, so the jacket is $60.'
    const claims = [finding(text, '25% of 80 is 20'), finding(text, '80 is 20', { kind: 'percentages' })]
    const step = { text, reward: 0.9, wrong: false, evidence: claims, checked: [] }
    const shown = show({ ...wrong, steps: [step], firstError: -1, verdict: 'abstain', reasons: [] })
    expect(shown).toContain('1 ◐ 25% of 80 is 20, so the jacket is $60.\n    checked only: 25% of 80 is 20\n\n')
  })

  it('says once what two checks found wrong with the same claim', () => {
    const text = '25% of 80 is 25.'
    const found = (kind: Finding['kind'], message: string) =>
      finding(text, '25% of 80 is 25', { kind, ok: false, computed: '20', message })
    const evidence = [
      found('arithmetic', 'states 25, but this comes to 20'),
      found('percentages', '25% of 80 is 20, not 25'),
    ]
    const step = { text, reward: 0.1, wrong: true, evidence, checked: [] }
    const shown = show({ ...wrong, steps: [step], firstError: 0 })
    expect(shown).toContain('states 25, but this comes to 20')
    expect(shown).not.toContain('not 25')
  })

  it('shows no mark for nothing beside a claim that was checked', () => {
    const answer = finding(texts[2], '22', { kind: 'answer', claimed: '22' })
    const steps = wrong.steps.map((step, i) => (i === 2 ? { ...step, evidence: [answer] } : step))
    expect(show({ ...wrong, steps })).not.toContain('what the steps come to')
    const right: Verdict = { ...wrong, steps: steps.slice(2), firstError: -1, verdict: 'correct', reasons: [] }
    expect(show(right)).toContain('1 ✓ The answer is 22.\n    checked: 22 is what the steps come to')
  })

  it('says of an answer that the question was solved for that it answers it', () => {
    const solved = finding(texts[2], texts[2], { kind: 'questions', claimed: '22' })
    const steps = [{ text: texts[2], reward: 0.9, wrong: false, evidence: [solved], checked: [] }]
    const right: Verdict = { ...wrong, steps, firstError: -1, verdict: 'correct', reasons: [] }
    expect(show(right)).toContain('1 ✓ The answer is 22.\n    checked: 22 answers the question\n')
  })

  it('cuts a probability after two digits, so that it never reads as a threshold that it misses', () => {
    const reason = 'the probability is 0.91, and to call a chain correct 0.92 is needed'
    expect(sayProbability(0.9199)).toBe('0.91')
    expect([0.29, 0.57, 1].map(sayProbability)).toEqual(['0.29', '0.57', '1.00'])
    expect([0.9161, 0.92, 0.57].map(sayThreshold)).toEqual(['0.92', '0.92', '0.57'])
    const open: Verdict = { ...wrong, steps: [], firstError: -1, probability: 0.9199, verdict: 'abstain', reason }
    expect(show(open)).not.toContain('0.92 is right')
  })

  it('says why a judge gave up on what a check disproves, and not that this was the reason', () => {
    const said = show({ ...wrong, probability: null, reason: 'the text is too long for the model' })
    expect(said).toContain('Verdict: incorrect. Only checks judged it: the text is too long for the model.')
  })

  it('says why it abstains, and what judges have against a chain without a wrong step', () => {
    const reason = 'the probability is 0.52, and to call a chain correct 0.92 is needed'
    const open: Verdict = {
      ...wrong,
      firstError: -1,
      probability: 0.52,
      verdict: 'abstain',
      reasons: ['It is odd.'],
      reason,
    }
    expect(show(open)).toContain(
      'No wrong step was found.\nIt is odd.\nVerdict: abstain: the probability is 0.52, and to call',
    )
  })

  it('marks every step that the verdict holds wrong, and says of a doubtful one what is doubted', () => {
    const [first, second, third] = wrong.steps as [StepVerdict, StepVerdict, StepVerdict]
    const doubt = finding(texts[2], '22', { kind: 'contradiction', ok: false, message: '22 was 23 before.' })
    const judged: Verdict = {
      ...wrong,
      steps: [
        { ...first, wrong: true, reward: 0.1 },
        { ...second, evidence: [], explanation: 'it forgets some' },
        { ...third, evidence: [doubt] },
      ],
      firstError: 0,
      reasons: [
        'Step 1 is wrong: its reward is 0.10, lower than right steps have.',
        'Step 2 is wrong: it forgets some.',
      ],
    }
    const lines = show(judged).split('\n')
    expect(lines.filter((line) => /^\d/.test(line)).map((line) => line.slice(0, 3))).toEqual(['1 ✗', '2 ✗', '3 ?'])
    expect(lines).toContain('    22 was 23 before')
    expect(lines).toContain('Step 1 is wrong: its reward is 0.10, lower than right steps have.')
  })

  it('notes a doubt that did not decide in a chain that is correct all the same', () => {
    const doubt = finding(texts[0], '8', { kind: 'contradiction', ok: false, message: '8 was 9 before.' })
    const [first] = wrong.steps as [StepVerdict]
    const right = (step: Partial<StepVerdict>) =>
      show({ ...wrong, steps: [{ ...first, ...step }], firstError: -1, verdict: 'correct', reasons: [] }).split('\n')
    expect(right({ evidence: [...first.evidence, doubt] }).slice(0, 3)).toEqual([
      '1 ✓ It bakes 6 * 8 = 48 rolls.',
      '    checked: 6 * 8 = 48',
      '    a doubt that did not decide: 8 was 9 before',
    ])
    const back = finding(texts[0], '8', { kind: 'withdrawn', ok: false, message: 'states 8, but this comes to 9' })
    expect(right({ evidence: [back] })).toContain(
      '    a doubt that did not decide: states 8, but this comes to 9 (taken back or only quoted)',
    )
    expect(right({ reward: 0.31, checked: ['process'] })).toContain(
      '    a doubt that did not decide: the network gives it 0.31',
    )
  })

  it.each([100, 60, 40, 24])('stays within %i columns', (width) => {
    const long = 'So the number of rolls that are left in the evening is a number that must be found. '.repeat(3)
    const shown = show(
      { ...wrong, steps: [{ text: long, reward: 0.9, wrong: false, evidence: [], checked: [] }, ...wrong.steps] },
      width,
    )
    expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width)
  })

  it('counts a Chinese character as the two columns that it takes', () => {
    const text = '答案是 24 * 7 = 169。'
    const step = {
      text,
      reward: 0.1,
      wrong: true,
      evidence: [finding(text, '24 * 7 = 169', { ok: false, message: 'comes to 168' })],
      checked: ['arithmetic'],
    }
    const lines = show({ ...wrong, steps: [step], firstError: 0 }).split('\n')
    expect(lines[1]).toBe(`${' '.repeat(4 + 7)}${'~'.repeat(12)}`)
  })

  it('underlines a claim that goes on in the next line in both', () => {
    const text = 'The total of all of it is 100 + 200 + 300 = 700 rolls.'
    const step = {
      text,
      reward: 0.1,
      wrong: true,
      evidence: [finding(text, '100 + 200 + 300 = 700', { ok: false, message })],
      checked: [],
    }
    const tildes = show({ ...wrong, steps: [step], firstError: 0 }, 40)
      .split('\n')
      .filter((line) => /^[ ~]*~$/.test(line))
    expect(tildes.join('').replace(/[^~]/g, '').length).toBe('100 + 200 +300 = 700'.length)
    expect(tildes.length).toBe(2)
  })

  it('says why there is no probability', () => {
    const shown = show({
      ...wrong,
      steps: [],
      firstError: null,
      probability: null,
      verdict: 'abstain',
      reason: 'no steps',
    })
    expect(shown).toBe('Verdict: abstain: no steps.')
  })

  it('passes all text through the given sanitiser', () => {
    const cleaned = showVerdict(wrong, { width: 100, clean: (text) => text.replaceAll('2', '#') })
    expect(cleaned).not.toMatch(/48 - 28|comes to 20|answer 22/)
  })

  it('is of lines that fit a terminal and the picture of the README as they are', () => {
    const lines = new Legend().add(wrong).show(80).split('\n')
    expect(lines.filter((line) => line.startsWith('probability: '))).toHaveLength(1)
    for (const line of lines) expect(line).toMatch(/^(?:[✓◐○?✗·] |abstain: |probability: .{1,67}$)/)
  })

  it('explains the marks and words that were used, and no others', () => {
    const legend = new Legend().add(wrong)
    expect(legend.show(100)).toMatch(/✓ checked, and it holds.*✗ wrong.*\nprobability: /s)
    expect(legend.show(100)).not.toMatch(/◐|abstain/)
    const open: Verdict = {
      ...wrong,
      steps: [],
      firstError: null,
      probability: null,
      verdict: 'abstain',
      reason: 'no steps',
    }
    expect(new Legend().add(open).show(100)).toBe('abstain: the verifier does not know')
    expect(legend.add(open).show(100)).toMatch(/✗ wrong.*abstain/s)
  })
})

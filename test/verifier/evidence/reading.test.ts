import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'
import { prepare } from '../../../verifier/judge/prepare.js'

const findings = (question: string, text: string) =>
  checkEvidence(prepare({ id: 'c', question, text })).steps.flatMap(({ evidence }) => evidence)
const accused = (text: string, question = 'How many are there?') =>
  findings(question, text).flatMap((each) => (accuses(each) ? (each.message ?? '') : []))
const doubted = (text: string, question = 'How many are there?') =>
  findings(question, text).flatMap(({ kind, ok, message }) => (kind === 'answer' && !ok ? (message ?? '') : []))

describe('right texts that were accused', () => {
  it.each([
    '2¹⁰ = 1024',
    '10¹² = 1000000000000',
    '1000 × 1.05¹⁰ = 1628.89',
    '2 × 6.022 × 10²³ = 1.2044 × 10²⁴',
    '1011₂ + 101₂ = 10000₂',
    '5 ft + 10 in = 70 in',
    '5.25% - 5.00% = 25 bps',
    '6 / 2(1 + 2) = 9',
    '(1,200) + 1,500 = 300',
    '2 Mrd. € + 300 Mio. € = 2,3 Mrd. €',
    '2x + 1 = 4, so x = 1½.',
    'Let x = 0.333…. Then 10x = 3.333…. 9x = 3, x = 1/3.',
  ])('%s', (text) => expect(accused(text)).toEqual([]))

  it.each([
    ['What is 17 * 3?', '17 * 3 = 51. For comparison, 18 * 3 = 54.'],
    ['What is 17 * 3?', '17 * 3 = 51. You can check this: 51 / 3 = 17.'],
    ['What is 17 * 3?', '17 * 3 = 51 because 10 * 3 = 30 and 7 * 3 = 21.'],
    ['What is 17 * 3?', '17 * 3 = 51. Zum Vergleich: 18 * 3 = 54.'],
    ['What is 144 / 16?', '144 / 16 = 9. Proof: 9 * 16 = 144.'],
    ['What is 12 + 19?', '12 + 19 = 31. Check: 31 - 19 = 12.'],
  ])('%s %s', (question, text) => expect(accused(text, question)).toEqual([]))

  it('a wrong answer to the same question is still named', () => {
    expect(accused('17 * 3 = 51. The answer is 54.', 'What is 17 * 3?')).not.toEqual([])
    expect(accused('The answer is 145.', 'What is 12 * 12?')).not.toEqual([])
  })
})

describe('what is said of a chain with decimal commas', () => {
  it.each([
    ['3 * 1,25 € = 3,95 €', 'states 3,95, but this comes to 3,75'],
    ['1.300,0 Mio. € - 1.250,5 Mio. € = 48,5 Mio. €', 'states 48,5 Mio., but this comes to 49,5 Mio.'],
  ])('%s', (text, message) => expect(accused(text)).toEqual([message]))
})

describe('wrong texts that were not seen', () => {
  it.each([
    ['½ + ¼ = ⅔', '⅔', '0.75'],
    ['3万元 - 1.2万元 = 1.6万元', '1.6万', '1.8万'],
    ['3亿元 - 12000万元 = 1.9亿元', '1.9亿', '1.8亿'],
    ['€1.2bn - €400m = €0.9bn', '0.9bn', '0.8bn'],
    ['4.25% + 25 bps = 4.75%', '4.75%', '4.5%'],
    ['20 % von 250 = 60', '60', '50'],
    ['\\binom{6}{2} = \\frac{6!}{2!4!} = 20', '20', '15'],
    ['5²³ = 25', '25', 'about 1.19209 × 10^16'],
  ])('%s', (text, claimed, computed) => {
    expect(findings('q', text).filter(accuses)).toMatchObject([{ kind: 'arithmetic', claimed, computed }])
  })
})

describe('a whole number behind an equals sign that is only near', () => {
  it.each(['7 / 2 = 3', '1 / 2 = 0', '17.3 + 2.4 = 20', '99 / 10 = 9'])('%s is neither right nor wrong', (text) => {
    expect(findings('q', text).filter(({ kind }) => kind === 'arithmetic')).toEqual([])
  })
  it.each(['100 / 3 ≈ 33', '0.333 * 3000 = 1000'])('%s holds', (text) => {
    expect(findings('q', text).filter(({ kind }) => kind === 'arithmetic')).toMatchObject([{ ok: true }])
  })
})

describe('an answer is doubted where like differs from like', () => {
  it.each([
    ['3 * 500 € = 1 500 €. La réponse est 1 500 €.'],
    ['3 * 500 = 1500. La réponse est 1 501 €.'],
    ['3亿元 - 12000万元 = 1.8亿元。答案是1.8亿元。'],
    ['€1.2bn - €400m = €0.8bn. The answer is €0.8bn.'],
    ['Jan 30 + 3 days = Feb 2. The answer is Feb 2.'],
    ['2 * 4 = 8 and 2 + 4 = 6. The answer is \\boxed{2, 4}.'],
    ['(x + 7)(x - 2) = 0. So x = -7 or x = 2.'],
    ['2x + 3 = 11\n2x = 8\nx = 4'],
    ['2x = 14, so x = 7. The answer is 7.'],
    ['3^2 * π = 9π ≈ 28.27. The answer is 9π.'],
    ['1 234,5 + 765,5 = 2 000. La réponse est 2 000.'],
    ['7 / 2 = 3 remainder 1. The answer is 3.'],
  ])('%s', (text) => expect(doubted(text)).toEqual([]))

  it('and says what differs', () => {
    expect(doubted('6 * 8 = 48 rolls. The answer is 52.')).toEqual(['the steps come to 48, not 52'])
  })
})

describe('in a language that the weights were not fitted on', () => {
  it.each([
    ['一个平行四边形底8厘米，高5厘米，面积是多少？', '8+5=13。答案是13。'],
    ['每个盒子装6个苹果，4个盒子一共装多少个苹果？', '6+4=10。答案是10。'],
    ['Ein Dreieck ist 8 cm breit und 5 cm hoch. Wie groß ist seine Fläche?', '8 + 5 = 13. Die Antwort ist 13.'],
  ])('%s: right arithmetic alone is not called correct', async (question, text) => {
    const { verdict, probability } = await evidenceVerifier().verify({ id: 'c', question, text })
    expect(verdict).toBe('abstain')
    expect(probability).toBeLessThanOrEqual(0.7)
  })

  it('a question that the checks solve by themselves is', async () => {
    const { verdict } = await evidenceVerifier().verify({
      id: 'c',
      question: '计算 17 × 3',
      text: '17 × 3 = 51。答案是51。',
    })
    expect(verdict).toBe('correct')
  })
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assist, show } from '../../examples/finance-assistant/assistant.js'
import { readNumbers } from '../../examples/finance-assistant/numbers.js'
import { readFolder } from '../../examples/finance-assistant/passages.js'
import { traceStep } from '../../examples/finance-assistant/trace.js'
import { checkEvidence } from '../../verifier/evidence/index.js'
import { temporaryFolder } from '../helpers/folder.js'
import { modelServer } from '../serve/built-server.js'

const folder = join(import.meta.dirname, '../../examples/finance-assistant')
const documents = join(folder, 'documents')

describe('the financial assistant', () => {
  it('prints what its README shows', async () => {
    const printed = (await assist({ documents })).map(show).join('\n').trimEnd()
    expect(printed.length).toBeGreaterThan(500)
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(printed)
  })

  it('asks a model behind the gateway with what was read, and marks what it makes up', async () => {
    const model = await modelServer(['Net profit was 49.2 million in 2025 and 53.7 million the year before.'])
    const [answer] = await assist({ documents, model: model.uri, questions: ['What was net profit in 2025?'] })
    model.close()
    expect(JSON.stringify(model.requests[0])).toContain('Net profit was 49.2 million in 2025 and 35.1 million in 2024')
    const sources = answer?.traces.flat().map(({ number, source }) => [number, source])
    expect(sources).toEqual([
      ['49.2 million', 'document'],
      ['2025', 'document'],
      ['53.7 million', 'unknown'],
    ])
  })
})

const tracesOf = (text: string) =>
  traceStep(
    { text, reward: null, wrong: false, evidence: [], checked: [] },
    [...readFolder(documents), ...umsatz()],
    [],
  )

function umsatz() {
  const own = temporaryFolder('rationale-umsatz')
  const table = '| | 2025 | 2024 |\n|---|---|---|\n| Umsatz | 412,5 | 366,0 |'
  writeFileSync(join(own, 'bericht.md'), `## Gewinn (in Mio. €)\n\n${table}\n`)
  return readFolder(own)
}

describe('what it cannot do', () => {
  it.each([
    ['a folder that is not there', { documents: join(folder, 'none') }, 'there is no folder'],
    ['a folder without documents', { documents: join(folder, '..') }, 'holds no Markdown file'],
    ['an empty question', { documents, questions: [' '] }, 'a question is empty'],
  ])('%s is told in a sentence', async (_what, options, said) => {
    await expect(assist(options)).rejects.toThrow(said)
  })
})

describe('its numbers', () => {
  it('are read as German writes them, in a text that is German', () => {
    const read = readNumbers('Der Umsatz betrug 1.300,5 Mio. € nach 1.250 Mio. €, das sind 4,04 %.')
    expect(read.map(({ value, isPercentage }) => [value, isPercentage])).toEqual([
      [1_300_500_000, false],
      [1_250_000_000, false],
      [4.04, true],
    ])
    expect(readNumbers('Revenue was 1.300 million, or $1,300,000.').map(({ value }) => value)).toEqual([
      1_300_000, 1_300_000,
    ])
  })

  it('of German documents are found sentence by sentence, and computed with', () => {
    const own = temporaryFolder('rationale-german')
    const table = '## Gewinn (in Mio. €)\n\n| | 2025 | 2024 |\n|---|---|---|\n| Umsatz | 1.300,5 | 1.250,0 |'
    writeFileSync(join(own, 'bericht.md'), `# Bericht\n\nDie Kosten betrugen z. B. 12,5 Mio. € im Jahr.\n\n${table}\n`)
    const passages = readFolder(own)
    expect(passages.map(({ numbers }) => numbers.map(({ value }) => value))).toEqual([
      [12_500_000],
      [1_300_500_000, 2025, 1_250_000_000, 2024],
    ])
    const text = 'Der Umsatz stieg um 1.300,5 - 1.250,0 = 50,5 Mio. €.'
    const { steps } = checkEvidence({ question: 'Um wie viel stieg der Umsatz?', steps: [text] })
    const step = { text, reward: null, wrong: false, evidence: [...(steps[0]?.evidence ?? [])], checked: [] }
    expect(traceStep(step, passages, []).map(({ number, source }) => [number, source])).toEqual([
      ['1.300,5', 'document'],
      ['1.250,0', 'document'],
      ['50,5 Mio', 'computed'],
    ])
  })

  it('are read with their units', () => {
    const read = readNumbers('2. Revenue of $1,240.5 million, up 4 %, in the Q4 of 2025.')
    expect(read.map(({ value, isPercentage }) => [value, isPercentage])).toEqual([
      [1_240_500_000, false],
      [4, true],
      [2025, false],
    ])
  })

  it('are read with short units, and never in part', () => {
    const read = readNumbers('$412.5m of €1.2bn, less €300m and 7.5x.')
    expect(read.map(({ value }) => value)).toEqual([412_500_000, 1_200_000_000, 300_000_000, 7.5])
  })

  it('of a table have the unit of its heading, and say their row', () => {
    const row = readFolder(documents).find(({ place }) => place.endsWith('row Gross profit'))
    expect(row?.text).toBe('Gross profit was 165.0 million in 2025 and 139.1 million in 2024.')
    expect(row?.numbers.map(({ value }) => value)).toEqual([165_000_000, 2025, 139_100_000, 2024])
  })

  it.each([
    'in $ million',
    '$m',
    '$ in millions, except per share',
    'USD million',
    'in million dollars',
    'in millions',
  ])('have the unit of a heading that says it as "(%s)"', (unit) => {
    const own = temporaryFolder('rationale-unit')
    writeFileSync(join(own, 'report.md'), `## Income (${unit})\n\n| | 2025 |\n|---|---|\n| Revenue | 1,250.5 |\n`)
    const step = { text: 'Revenue was $1,250.5 million.', reward: null, wrong: false, evidence: [], checked: [] }
    expect(traceStep(step, readFolder(own), []).map(({ source }) => source)).toEqual(['document'])
  })

  it('that differ in unit are not the same: a wrong scale is not traced', () => {
    const step = { text: 'Net profit was 49.2 billion, or 62%.', reward: null, wrong: false, evidence: [], checked: [] }
    const traces = traceStep(step, readFolder(documents), [])
    expect(traces.map(({ source }) => source)).toEqual(['unknown', 'unknown'])
  })

  it('that are computed from made-up ones are not traced', () => {
    const text = 'Gross profit was 500 - 300 = 200 million, a half of it is 200 / 2 = 100 million.'
    const { steps } = checkEvidence({ question: 'What was the gross profit?', steps: [text] })
    const step = { text, reward: null, wrong: false, evidence: [...(steps[0]?.evidence ?? [])], checked: [] }
    expect(traceStep(step, [], []).map(({ number, source }) => [number, source])).toEqual([
      ['500', 'unknown'],
      ['300', 'unknown'],
      ['200 million', 'unknown'],
      ['200', 'unknown'],
      ['100 million', 'unknown'],
    ])
    expect(traceStep(step, [], [])[2]?.explanation).toBe('computed from 500, which is in no document that was read')
  })

  it.each([
    ['Revenue in 2024 was 412.5 million, and in 2025 366.0 million.', ['412.5 million', '366.0 million']],
    ['Revenue was 366.0 million in 2025 and 412.5 million in 2024.', ['366.0 million', '412.5 million']],
    ['In 2024, revenue was 412.5 million.', ['412.5 million']],
    ['In 2025 revenue rose to 366.0 million.', ['366.0 million']],
    ['Revenue (2024): 412.5 million.', ['412.5 million']],
    ['Der Umsatz betrug 412,5 Mio. € im Jahr 2024 und 366,0 Mio. € im Jahr 2025.', ['412,5 Mio', '366,0 Mio']],
    ['Im Jahr 2024 lag der Umsatz bei 412,5 Mio. €, 2025 bei 366,0 Mio. €.', ['412,5 Mio', '366,0 Mio']],
  ])('of another column are wrong: %s', (text, wrong) => {
    const traces = tracesOf(text)
    expect(traces.filter(({ source }) => source === 'wrong').map(({ number }) => number)).toEqual(wrong)
    const [first] = traces.filter(({ source }) => source === 'wrong')
    expect(first?.explanation).toMatch(
      /row (?:Revenue|Umsatz) has (?:366[.,]0 (?:million|Mio) in 2024|412[.,]5 (?:million|Mio) in 2025)$/,
    )
  })

  it.each([
    'Revenue in 2025 was 412.5 million, and in 2024 366.0 million.',
    'Revenue was 412.5 million, and in 2024, it was 366.0 million.',
    'Revenue grew from 366.0 million in 2024 to 412.5 million in 2025.',
    'In 2025 revenue rose from 366.0 million to 412.5 million.',
    'In 2024 and 2025 revenue was 366.0 million and 412.5 million.',
    'Revenue was 366.0 million and 412.5 million in 2024 and 2025, and gross profit was 139.1 million and 165.0 million.',
    'From 2024 to 2025 revenue grew from 366.0 million to 412.5 million.',
    'It grew in 2025, compared to 366.0 million.',
    'Revenue of 366.0 million grew in 2025.',
    'At the start of 2025, revenue had been 366.0 million.',
    'Unlike 2024, revenue was 412.5 million.',
    'For growth in 2025, divide by 366.0 million.',
    'The rate of 2025 is on 366.0 million.',
    'In 2026, revenue may be 412.5 million again.',
    'Der Umsatz stieg 2025 auf 412,5 Mio. € nach 366,0 Mio. €.',
    'Der Umsatz stieg 2025 von 366,0 Mio. € auf 412,5 Mio. €.',
  ])('of their column, or of a clause that does not say which, are not: %s', (text) => {
    expect(tracesOf(text).filter(({ source }) => source === 'wrong')).toEqual([])
  })

  it.each([
    ['900m', 'Cash was €0.9bn at the end of 2024.'],
    ['€0.9bn', 'Cash was 900m at the end of 2024.'],
    ['900 million', 'Cash was €0.9bn at the end of 2024.'],
    ['3.5亿', '公司营收为350百万元（3.5亿元）。'],
    ['3.2万', '员工共32000人。'],
    ['6.4%', '同比增长6.4%。'],
    ['$45.2 million', 'The loss was -45.2 million.'],
  ])('%s is found as another text writes it: %s', (said, document) => {
    const own = temporaryFolder('rationale-amounts')
    writeFileSync(join(own, 'a.md'), `# A\n\n${document}\n`)
    const step = { text: `It was ${said}.`, reward: null, wrong: false, evidence: [], checked: [] }
    expect(traceStep(step, readFolder(own), []).map(({ source }) => source)).toEqual(['document'])
  })

  it.each([
    '## 利润表\n\n单位：亿元\n\n| | 2025年 | 2024年 |\n|---|---|---|\n| 营业收入 | 4.125 | 3.66 |',
    '## 利润表\n\n净利润为0.492亿元。\n\n| 年度（百万元） | 营业收入 | 净利润 |\n|---|---|---|\n| 2024 | 366.0 | 35.1 |\n| 2025 | 412.5 | 49.2 |',
  ])('of Chinese tables are known by their year, whichever way the table lies', (table) => {
    const own = temporaryFolder('rationale-chinese')
    writeFileSync(join(own, 'a.md'), `${table}\n`)
    const sources = (text: string) => {
      const step = { text, reward: null, wrong: false, evidence: [], checked: [] }
      return traceStep(step, readFolder(own), []).flatMap(({ number, source }) => (/^20/.test(number) ? [] : [source]))
    }
    expect(sources('2025年营业收入为4.125亿元，2024年为3.66亿元。')).toEqual(['document', 'document'])
    expect(sources('2024年营业收入为4.125亿元，2025年为3.66亿元。')).toEqual(['wrong', 'wrong'])
    expect(sources('营业收入从2024年的3.66亿元增长到2025年的4.125亿元。')).toEqual(['document', 'document'])
    expect(sources('营业收入从2024年的4.125亿元到2025年的3.66亿元。')).toEqual(['wrong', 'wrong'])
  })

  it.each([
    ['Revenue was 412.5 million in 2024 and 366.0 million in 2025.', ['412.5 million', '366.0 million']],
    ['Revenue was 366.0 million in 2024 and 412.5 million in 2025.', []],
    ['In 2024 net profit was -49.2 million.', ['-49.2 million']],
  ])('of years that head the rows are wrong in another year: %s', (text, wrong) => {
    const own = temporaryFolder('rationale-rows')
    const table = '| FY | Revenue | Net profit |\n|---|---|---|\n| FY2024 | 366.0 | 35.1 |\n| FY2025 | 412.5 | 49.2 |'
    writeFileSync(join(own, 'a.md'), `## Income ($m)\n\n${table}\n`)
    const step = { text, reward: null, wrong: false, evidence: [], checked: [] }
    const traces = traceStep(step, readFolder(own), []).filter(({ source }) => source === 'wrong')
    expect(traces.map(({ number }) => number)).toEqual(wrong)
  })

  it.each([
    ['In FY2024 net sales were 4,900.2 million.', ['4,900.2 million wrong']],
    ['Net sales were $1.3 billion in Q4 2025.', ['$1.3 billion document', '2025 document']],
    ['In 2025 net income was -$80.0 million.', ['2025 document', '-$80.0 million document']],
    ['The net loss was 45.2 million in Q3 2025.', ['45.2 million document', '2025 document']],
    ['In 2025 EPS was $1.00.', ['2025 document', '$1.00 wrong']],
    ['The margin was -1.6% in 2025.', ['-1.6% document', '2025 document']],
  ])('of a table as companies publish it are read: %s', (text, found) => {
    const own = temporaryFolder('rationale-published')
    const head = '| $ in millions, except per share | Q3 2025 | Q4 2025 | FY2025 | FY2024 |\n|---|--:|--:|--:|--:|'
    const sales = '| Net sales | $1,250.5 | $1,300.0 | $4,900.2 | $4,500.0 |'
    const income = '| Net income (loss) | (45.2) | 12.3 | (80.0) | 100.4 |\n| Margin | (3.6)% | 0.9% | (1.6)% | 2.2% |'
    const share = '| EPS | $(0.45) | $0.12 | $(0.80) | $1.00 |'
    writeFileSync(join(own, 'a.md'), `## Results\n\n${[head, sales, income, share].join('\n')}\n`)
    const step = { text, reward: null, wrong: false, evidence: [], checked: [] }
    expect(traceStep(step, readFolder(own), []).map(({ number, source }) => `${number} ${source}`)).toEqual(found)
  })

  it('of a row that the answer speaks of stand before the same number elsewhere', () => {
    const own = temporaryFolder('rationale-rows-named')
    const head = '| | 2025 | 2024 |\n|---|---|---|'
    const tables = `## Segments (in millions)\n\n${head}\n| Solar | 12.3 | 15.1 |\n\n## Income (in millions)\n\n${head}\n| Net profit (loss) | 61.3 | (12.3) |\n`
    writeFileSync(join(own, 'a.md'), tables)
    const step = { text: 'The net loss was $12.3 million.', reward: null, wrong: false, evidence: [], checked: [] }
    expect(traceStep(step, readFolder(own), [])[0]?.explanation).toBe('a.md, Income, row Net profit (loss)')
  })

  it('that are the result of a calculation of their step are computed, wherever they stand', () => {
    const text = 'The gross margin is 40%: 165.0 / 412.5 = 40%, and it grew by 412.5 / 366.0 - 1 = 12.7%.'
    const { steps } = checkEvidence({ question: 'What was the gross margin?', steps: [text] })
    const step = { text, reward: null, wrong: false, evidence: [...(steps[0]?.evidence ?? [])], checked: [] }
    const traces = traceStep(step, readFolder(documents), [])
    expect(traces.map(({ number, source }) => `${number} ${source}`)).toEqual([
      '40% computed',
      '165.0 document',
      '412.5 document',
      '40% computed',
      '412.5 document',
      '366.0 document',
      '12.7% computed',
    ])
  })

  it('that a sentence of a document says are of no column', () => {
    const sentence = { place: 'call.md, Revenue', text: '', numbers: readNumbers('412.5 million') }
    const step = { text: 'In 2024, revenue was 412.5 million.', reward: null, wrong: false, evidence: [], checked: [] }
    expect(traceStep(step, [...readFolder(documents), sentence], []).at(-1)).toEqual({
      number: '412.5 million',
      source: 'document',
      explanation: 'call.md, Revenue',
    })
  })

  it('that repeat a wrong one are wrong', () => {
    const step = { text: 'The answer is 15.88 million.', reward: null, wrong: false, evidence: [], checked: [] }
    const before = { number: '15.88 million', source: 'wrong' as const, explanation: 'comes to 14.88' }
    expect(traceStep(step, [], [before])[0]).toEqual(before)
  })
})

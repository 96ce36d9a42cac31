import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { graderFor } from '../../../benchmarks/graders/index.js'
import { aqua } from '../../../benchmarks/tasks/aqua.js'
import { arc } from '../../../benchmarks/tasks/arc.js'
import { financialPhrasebank } from '../../../benchmarks/tasks/financial-phrasebank.js'
import { gradeGold } from '../../../benchmarks/tasks/gold-against-gold.js'
import { gsm8k } from '../../../benchmarks/tasks/gsm8k.js'
import { findTasks, tasks } from '../../../benchmarks/tasks/index.js'
import { loadTask } from '../../../benchmarks/tasks/load.js'
import { logiqa } from '../../../benchmarks/tasks/logiqa.js'
import { lastBoxed } from '../../../benchmarks/tasks/math.js'
import { mmluPro, mmluProEconomics } from '../../../benchmarks/tasks/mmlu-pro.js'
import { mrGsm8k } from '../../../benchmarks/tasks/mr-gsm8k.js'
import { pythonLiteral } from '../../../benchmarks/tasks/python-literal.js'
import { survey } from '../../../benchmarks/tasks/survey.js'
import { promptFor, readRow, type Task, withoutLetter } from '../../../benchmarks/tasks/task.js'
import { tatQa } from '../../../benchmarks/tasks/tat-qa.js'
import { temporaryFolder } from '../../helpers/folder.js'

let folder: string
beforeAll(async () => {
  folder = temporaryFolder('rationale-tasks')
})

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

describe('every task', () => {
  it('has a name of its own', () => {
    expect(new Set(tasks.map((task) => task.name)).size).toBe(tasks.length)
    expect(tasks.length).toBeGreaterThanOrEqual(37)
  })

  it.each(tasks.map((task) => [task.name, task] as const))('%s: samples load offline, whole', async (_name, task) => {
    const samples = await loadTask(task)
    expect(samples.length).toBeGreaterThan(0)
    expect(new Set(samples.map((sample) => sample.id)).size).toBe(samples.length)
    for (const sample of samples) {
      expect(sample.question).not.toBe('')
      if (task.answer === 'steps') {
        expect(sample.firstError).toBeGreaterThanOrEqual(-1)
        expect(sample.firstError).toBeLessThan(sample.steps?.length ?? 0)
      } else {
        expect(sample.gold).toMatch(/\S/)
        expect(promptFor(task, sample)).toContain(sample.question)
      }
      if (task.answer === 'letter') {
        const index = (sample.gold as string).charCodeAt(0) - 65
        expect(sample.options?.[index]).toMatch(/\S/)
      }
      if (task.answer === 'label') expect(sample.options ?? [sample.gold]).toContain(sample.gold)
    }
    expect(task.home.page).toMatch(/^https:/)
    expect(task.home.hub ?? task.home.urls ?? task.home.manual).toBeDefined()
    expect(task.licence).toMatch(/\S/)
  })
})

describe('every task has a grader that', () => {
  const graded = tasks.filter((task) => task.answer !== 'steps')

  it.each(graded.map((task) => [task.name, task] as const))(
    '%s: takes its own gold answers for right',
    async (_name, task) => {
      for (const sample of await loadTask(task)) {
        const grader = graderFor(sample.answer ?? task.grader)
        const gold = sample.gold as string
        const answer = `I looked at it closely.\nThe answer is ${gold.split('\u241f').join(' and ')}.`
        expect(grader.grade(answer, gold, sample), answer).toMatchObject({ parsed: true, flexible: true })
        expect(grader.grade('I do not know.', gold, sample).flexible).toBe(false)
      }
    },
  )
})

describe('what rows mean', () => {
  it('GSM8K: the gold stands after ####, calculator notes go', () => {
    const [sample] = readRow(gsm8k, { question: 'q', answer: 'a 2*3=<<2*3=6>>6\n#### 1,006' }, '0')
    expect(sample).toMatchObject({ gold: '1,006', reference: 'a 2*3=6' })
  })

  it('MATH: the last box, braces balanced', () => {
    expect(lastBoxed('so $\\boxed{1}$ and then $\\boxed{\\frac{a}{b^{2}}}$.')).toBe('\\frac{a}{b^{2}}')
    expect(lastBoxed('so \\boxed 5 it is')).toBe('5')
    expect(() => lastBoxed('no answer')).toThrow(/boxed/)
  })

  it('options lose their letters, and only those', () => {
    expect(['A)32400', '(B) 6', 'c ) 18', 'D. a. m.', '12) x'].map(withoutLetter)).toEqual([
      '32400',
      '6',
      '18',
      'a. m.',
      '12) x',
    ])
  })

  it('ARC: labels that are digits become letters; a released copy with listed options is read too', () => {
    const golds = arc.samples.flatMap((row, index) => readRow(arc, row, String(index))).map((sample) => sample.gold)
    expect(golds).toEqual(['C', 'A'])
  })

  it('MMLU-Pro subjects keep their rows and drop padding options', async () => {
    expect((await loadTask(mmluProEconomics)).map((sample) => sample.details?.category)).toEqual(['economics'])
    expect((await loadTask(mmluPro))[0]?.options).toHaveLength(4)
  })

  it('TAT-QA: spans stay apart, the scale is kept', async () => {
    const [spans, number] = await loadTask(tatQa)
    expect(spans?.gold?.split('\u241f')).toEqual(['ferries', 'tugs'])
    expect(number?.details).toEqual({ answerType: 'arithmetic', scale: 'thousand' })
  })

  it('MR-GSM8K counts from 1, this package from 0', async () => {
    expect((await loadTask(mrGsm8k)).map((sample) => sample.firstError)).toEqual([1, -1])
  })

  it("reads Python's literals by a grammar", () => {
    expect(pythonLiteral(`{'A': 'it is', "B": "it's", 'C': 'a \\'b\\'', 'D': 1.5}`)).toEqual({
      A: 'it is',
      B: "it's",
      C: "a 'b'",
      D: 1.5,
    })
    expect(pythonLiteral("[['', '2020'], ['sales', -3, None,], []] and more")).toEqual([
      ['', '2020'],
      ['sales', -3, null],
      [],
    ])
    expect(pythonLiteral('__import__("os")')).toBeUndefined()
    expect(pythonLiteral("{'A': 'open")).toBeUndefined()
    expect(pythonLiteral('['.repeat(100_000))).toBeUndefined()
    expect(pythonLiteral(`{'A': '${'\\'.repeat(200_000)}`)).toBeUndefined()
  })
})

describe('files', () => {
  const row = JSON.stringify(gsm8k.samples[0])

  it('JSONL under a .json name, gzip under any name', async () => {
    const plain = await file('a.json', `${row}\n${row}\n`)
    const zipped = await file('b.txt', gzipSync(`[${row}]`))
    // A repeated row keeps both samples apart by position.
    expect((await loadTask(gsm8k, { from: plain })).map((sample) => sample.id)).toEqual(['gsm8k-0', 'gsm8k-1'])
    expect(await loadTask(gsm8k, { from: zipped })).toHaveLength(1)
  })

  it('sets bad rows aside with their place and reason', async () => {
    const notes: { position: string; reason: string }[] = []
    const path = await file('bad.jsonl', `${row}\n{"question": 1}\nnot json\n${row}\n`)
    const samples = await loadTask(gsm8k, { from: path, onReject: (note) => notes.push(note) })
    expect(samples).toHaveLength(2)
    expect(notes.map((note) => note.position).sort()).toEqual(['1', '2'])
    expect(notes.map((note) => note.reason).join()).toMatch(/question.*not JSON|not JSON.*question/s)
  })

  it('CSV with quotes and line breaks', async () => {
    const path = await file('t.csv', 'sentence,label\n"Profit, ""net"",\nrose",2\n')
    const [sample] = await loadTask(financialPhrasebank, { from: path })
    expect(sample).toMatchObject({ question: 'Profit, "net",\nrose', gold: 'positive' })
  })

  it('Parquet, as the hub has it: lists and 64-bit integers', async () => {
    const path = join(import.meta.dirname, '../../fixtures/benchmarks/mmlu-pro.parquet')
    expect(await loadTask(mmluPro, { from: path })).toEqual([
      {
        id: 'mmlu-pro-70',
        question: 'Which gas do plants take up?',
        options: ['oxygen', 'carbon dioxide'],
        gold: 'B',
        details: { category: 'biology' },
      },
      expect.objectContaining({ id: 'mmlu-pro-71', options: ['124', '144', '24'] }),
    ])
  })

  it('Latin-1 text with the label after the last @; a broken line is set aside', async () => {
    const path = await file('Sentences.txt', Buffer.from('Ahlstr\u00f6m grew @ 5 % .@positive\r\n1\r\n', 'latin1'))
    const reasons: string[] = []
    const samples = await loadTask(financialPhrasebank, { from: path, onReject: ({ reason }) => reasons.push(reason) })
    expect(samples).toMatchObject([{ question: 'Ahlstr\u00f6m grew @ 5 % .', gold: 'positive' }])
    expect(reasons).toHaveLength(1)
  })

  it('LogiQA 1.0 blocks', async () => {
    const path = await file(
      'logiqa.txt',
      '\nb\nAll a are b.\nWhat follows?\nA.x\nB.y\nC.z\nD.w\n\nc\nP.\nQ?\nA.1\nB.2\nC.3\nD.4\n',
    )
    const samples = await loadTask(logiqa, { from: path })
    expect(samples).toMatchObject([
      { gold: 'B', options: ['x', 'y', 'z', 'w'] },
      { gold: 'C', context: 'P.' },
    ])
  })

  it('says what is wrong with a file of another task', async () => {
    await expect(loadTask(aqua, { from: await file('other.jsonl', row) })).rejects.toThrow(
      /no AQuA-RAT sample[\s\S]*1 rows/,
    )
    await expect(loadTask(aqua, { from: join(folder, 'absent') })).rejects.toThrow(/cannot read/)
  })

  it('surveys a folder: what is there and what is missing', async () => {
    const found = await survey(folder, [logiqa, aqua])
    expect(found).toMatchObject([
      { samples: 2, withGold: 2, rejected: 0 },
      { files: [], samples: 0 },
    ])
  })
})

it('finds tasks by name and domain, and names all unknown ones', () => {
  expect(findTasks(['logic']).map((task) => task.name)).toEqual(['proofwriter', 'folio', 'logiqa'])
  expect(() => findTasks(['gsm8k', 'nope', 'neither'])).toThrow(/nope, neither/)
})

describe('gold answers against themselves', () => {
  it.each(tasks.filter((task) => task.answer !== 'steps').map((task) => [task.name, task] as const))(
    '%s: every sample is right by both grades',
    async (_, task) => {
      const { graded, strict, flexible, exceptions } = gradeGold(task, await loadTask(task))
      expect(exceptions).toEqual([])
      expect([strict, flexible]).toEqual([graded, graded])
    },
  )

  it('names a gold answer that its grader cannot take', () => {
    const [multiple] = tasks.filter((task) => task.answer === 'letter')
    const { graded, flexible, exceptions } = gradeGold(multiple as Task, [
      { id: 'bad', question: 'Which?', options: ['red', 'blue'], gold: 'Q' },
    ])
    expect([graded, flexible]).toEqual([1, 0])
    expect(exceptions).toMatchObject([{ id: 'bad', gold: 'Q' }])
  })
})

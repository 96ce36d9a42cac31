import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { findTasks } from '../../../benchmarks/tasks/index.js'
import { loadTask } from '../../../benchmarks/tasks/load.js'
import type { Sample, Task } from '../../../benchmarks/tasks/task.js'
import { temporaryFolder } from '../../helpers/folder.js'

/*
 * Tasks of which no published file was at hand: records written for this test with every field that their data cards and the loaders of others document.
 */

let folder: string
beforeAll(async () => {
  folder = temporaryFolder('rationale-layouts')
})

const task = (name: string) => findTasks([name])[0] as Task
async function read(name: string, file: string, content: string): Promise<Sample[]> {
  const path = join(folder, file)
  await writeFile(path, content)
  const rejected: string[] = []
  const samples = await loadTask(task(name), { from: path, onReject: ({ reason }) => rejected.push(reason) })
  expect(rejected).toEqual([])
  return samples
}
const jsonl = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

describe('mathematics', () => {
  const row = {
    problem: 'What is $\\frac{1}{2} + \\frac{1}{4}$?',
    level: 'Level 1',
    solution: 'We get $\\frac{2}{4} + \\frac{1}{4} = \\boxed{\\frac{3}{4}}$.',
    type: 'Prealgebra',
  }
  it('MATH: problem, level, solution, type; a file a problem, or rows', async () => {
    const [one] = await read('math', 'one.json', JSON.stringify(row))
    expect(one).toMatchObject({ question: row.problem, gold: '\\frac{3}{4}', reference: row.solution })
    expect(await read('math', 'rows.jsonl', jsonl(row, { ...row, level: 'Level ?' }))).toHaveLength(2)
  })

  it('MATH-500: problem, solution, answer, subject, level as a number, unique_id', async () => {
    const given = {
      problem: row.problem,
      solution: row.solution,
      answer: '\\frac{3}{4}',
      subject: 'Prealgebra',
      level: 2,
    }
    const [sample] = await read('math-500', 'm5.jsonl', jsonl({ ...given, unique_id: 'test/prealgebra/1.json' }))
    expect(sample).toMatchObject({ id: 'test/prealgebra/1.json', gold: '\\frac{3}{4}' })
  })
})

it('ECQA: the CSV of generate_data.py, its unnamed first column, lines within fields', async () => {
  const head = ',q_no,q_concept,q_text,q_op1,q_op2,q_op3,q_op4,q_op5,q_ans,taskA_pos,taskA_neg,taskB'
  const body =
    '0,ab12,boat,"Where is a boat kept, in winter?",sea,shed,sky,lake,tree,shed,"It is dry.\nIt is near.",No.,A shed keeps it dry.'
  const [sample] = await read('ecqa', 'cqa_data_test.csv', `${head}\n${body}\n`)
  expect(sample).toMatchObject({ id: 'ab12', gold: 'B', options: ['sea', 'shed', 'sky', 'lake', 'tree'] })
  expect(sample?.reference).toBe('A shed keeps it dry.')
})

describe('rows that cannot be used are set aside with their reason, and the others are measured', () => {
  const aside = async (name: string, file: string, content: string) => {
    const path = join(folder, file)
    await writeFile(path, content)
    const rejected: string[] = []
    const onReject = ({ position, reason }: { position: string; reason: string }) =>
      rejected.push(`${position}: ${reason.replace(/\n\s+/g, '; ')}`)
    return { samples: await loadTask(task(name), { from: path, onReject }), rejected }
  }

  it('a table with a row of too few cells', async () => {
    const head = 'q_no,q_text,q_op1,q_op2,q_op3,q_op4,q_op5,q_ans'
    const { samples, rejected } = await aside(
      'ecqa',
      'ecqa.csv',
      `${head}\n1,What?,a,b,c,d,e,b \n2,What, then?,a\n3,Who?,a,b,c,d,e,e\n`,
    )
    expect(samples.map(({ id, gold }) => [id, gold])).toEqual([
      ['1', 'B'],
      ['3', 'E'],
    ])
    expect(rejected).toMatchObject([expect.stringMatching(/^3: .*columns length is 8, got 4/)])
  })

  it.each([
    ['ecqa', 'e.jsonl', { q_text: 'q', q_op1: 'a', q_op2: 'b', q_op3: 'c', q_op4: 'd', q_op5: 'e', q_ans: 'f' }],
    ['arc', 'a.jsonl', { id: '1', question: 'q', choices: { label: ['A', 'B'], text: ['x', 'y'] }, answerKey: '3' }],
    ['hellaswag', 'h.jsonl', { id: 1, question: 'q', choices: { A: 'x', B: 'y' }, answer: 'C' }],
  ])('%s: an answer that is none of the options', async (name, file, row) => {
    const good = { ...row, q_ans: 'a', answerKey: 'A', answer: 'A' }
    const { samples, rejected } = await aside(name, file, jsonl(row, good))
    expect(samples.map(({ gold }) => gold)).toEqual(['A'])
    expect(rejected).toMatchObject([expect.stringMatching(/none of the options; expected: .*; found: {4}[f3C]$/)])
  })
})

describe('finance', () => {
  it('FiQA-SA: _id, sentence, target, aspect, score, type', async () => {
    const row = {
      _id: '7',
      sentence: 'Costs fell.',
      target: 'Acme',
      aspect: 'Corporate/Costs',
      score: -0.3,
      type: 'headline',
    }
    const samples = await read('fiqa-sa', 'f.jsonl', jsonl(row, { ...row, _id: '8', score: 0 }))
    expect(samples.map(({ id, gold }) => [id, gold])).toEqual([
      ['fiqa-7', 'negative'],
      ['fiqa-8', 'neutral'],
    ])
  })

  it('headlines: instructions, the first release and the one on Kaggle', async () => {
    const instruction = 'Does the news headline talk about price? Please choose an answer from {Yes/No}.'
    const [told] = await read('headline', 'i.jsonl', jsonl({ input: 'gold up 1 %', output: 'Yes', instruction }))
    expect(told).toMatchObject({ gold: 'yes', question: instruction, context: 'gold up 1 %' })
    const first =
      'News,Price or Not,Direction Up,Direction Constant,Direction Down,PastPrice,FuturePrice,PastNews,FutureNews,Asset Comparision\n' +
      'gold ends flat,1,0,1,0,1,0,0,0,0\n'
    expect((await read('headline', 'finalDataset_0208.csv', first)).map(({ gold }) => gold)).toEqual(
      'yes no yes no yes no no no no'.split(' '),
    )
    const kaggle =
      'Dates,URL,News,Price Direction Up,Price Direction Constant,Price Direction Down,Asset Comparision,Past Information,Future Information,Price Sentiment\n' +
      '28-01-2016,http://example.org/a,"gold down, silver too",0,0,1,1,1,0,negative\n'
    const samples = await read('headline', 'gold-dataset-sinha-khandait.csv', kaggle)
    expect(samples.map(({ id, gold }) => [id.replace(/.*-/, ''), gold])).toEqual([
      ['Price Direction Up', 'no'],
      ['Price Direction Constant', 'no'],
      ['Price Direction Down', 'yes'],
      ['Past Information', 'yes'],
      ['Future Information', 'no'],
      ['Asset Comparision', 'yes'],
    ])
  })

  it('FinEval: val files without an explanation, dev files with one', async () => {
    const [val] = await read('fineval', 'auditing_val.csv', 'id,question,A,B,C,D,answer\n0,下列____。,甲,乙,丙,1,B\n')
    expect(val).toMatchObject({ options: ['甲', '乙', '丙', '1'], gold: 'B' })
    const dev = 'id,question,A,B,C,D,answer,explanation\n0,下列____。,甲,"乙,二",丙,丁,C,"1. 因为\n2. 所以"\n'
    expect(await read('fineval', 'auditing_dev.csv', dev)).toMatchObject([{ gold: 'C', reference: '1. 因为\n2. 所以' }])
  })
})

describe('reports', () => {
  const pages = {
    pre_text: ['rent is paid quarterly .'],
    post_text: ['.'],
    filename: 'OWN/2015/page_1.pdf',
    table_ori: [
      ['', '2015', '2014'],
      ['Rent', '$ 12', '$ 10'],
    ],
    table: [
      ['', '2015', '2014'],
      ['rent', '$ 12', '$ 10'],
    ],
  }
  const qa = {
    question: 'what is the change of the rent?',
    answer: '20%',
    explanation: '',
    ann_table_rows: [1],
    ann_text_rows: [],
    steps: [{ op: 'minus2-1', arg1: '12', arg2: '10', res: '2' }],
    program: 'subtract(12, 10), divide(#0, 10)',
    gold_inds: { table_1: 'the rent of 2015 is $ 12 ;' },
    exe_ans: 0.2,
    tfidftopn: { text_0: 'rent is paid quarterly .' },
    program_re: 'divide(subtract(12, 10), 10)',
    model_input: [['table_1', 'the rent of 2015 is $ 12 ;']],
  }

  it('FinQA: qa with program and exe_ans, also yes and no', async () => {
    const rows = [
      {
        ...pages,
        qa,
        id: 'OWN/2015/page_1.pdf-1',
        table_retrieved: [{ score: 1.5, ind: 'table_1' }],
        text_retrieved: [],
      },
      { ...pages, qa: { ...qa, answer: '', program: 'greater(12, 10)', exe_ans: 'yes' }, id: 'OWN/2015/page_1.pdf-2' },
    ]
    const samples = await read('finqa', 'finqa-test.json', JSON.stringify(rows))
    expect(samples.map(({ gold, details }) => [gold, details?.written])).toEqual([
      ['0.2', '20%'],
      ['yes', undefined],
    ])
    expect(samples[0]?.context).toMatch(/^rent is paid quarterly \.\n\n \| 2015 \| 2014/)
  })

  it('ConvFinQA: turns, and conversations with a turn each', async () => {
    const whole = {
      amt_table: '<table></table>',
      original_program: qa.program,
      dialogue_break: ['what was the rent in 2015?', 'and in 2014?', 'is it more?'],
      turn_program: ['12', '10', 'greater(12, 10)'],
      qa_split: [0, 0, 0],
      exe_ans_list: [12.0, 10.0, 'yes'],
    }
    const id = 'Single_OWN/2015/page_1.pdf-1'
    const turn = {
      ...whole,
      cur_program: '10',
      cur_dial: whole.dialogue_break.slice(0, 2),
      exe_ans: 10.0,
      cur_type: 'number_turn',
      turn_ind: 1,
      gold_ind: {},
    }
    const [asked] = await read(
      'convfinqa',
      'dev_turn.json',
      JSON.stringify([{ ...pages, qa, id: `${id}_1`, annotation: turn }]),
    )
    const turns = await read('convfinqa', 'dev.json', JSON.stringify([{ ...pages, qa, id, annotation: whole }]))
    expect(turns.map(({ id: name, gold }) => [name, gold])).toEqual([
      [`${id}_0`, '12'],
      [`${id}_1`, '10'],
      [`${id}_2`, 'yes'],
    ])
    expect(turns[1]).toEqual(asked)
  })

  it('TAT-QA: table, paragraphs, questions with answer_from and rel_paragraphs', async () => {
    const question = { uid: 'q1', order: 1, answer_from: 'table-text', rel_paragraphs: ['1'], req_comparison: false }
    const row = {
      table: {
        uid: 't1',
        table: [
          ['', '2019', '2018'],
          ['Fleet', '1,250', '1,000'],
        ],
      },
      paragraphs: [{ uid: 'p1', order: 1, text: 'In thousands.' }],
      questions: [
        { ...question, question: 'What rose?', answer: ['Fleet'], derivation: '', answer_type: 'span', scale: '' },
        {
          ...question,
          uid: 'q2',
          question: 'By how much?',
          answer: 25,
          derivation: '250/1,000',
          answer_type: 'arithmetic',
          scale: 'percent',
        },
        {
          ...question,
          uid: 'q3',
          question: 'How many years?',
          answer: '2',
          derivation: '2018##2019',
          answer_type: 'count',
          scale: '',
        },
      ],
    }
    const samples = await read('tat-qa', 'tatqa_dataset_dev.json', JSON.stringify([row]))
    expect(samples.map(({ gold, details }) => [gold, details?.scale])).toEqual([
      ['Fleet', ''],
      ['25', 'percent'],
      ['2', ''],
    ])
  })

  it('FinanceMath: question_id, tables, python_solution, ground_truth, topic; the test set without answers', async () => {
    const row = {
      question_id: 'validation-0',
      question: 'What is 3 % of it?',
      tables: ['| a |\n| --- |\n| 50 |'],
      python_solution: 'def solution():\n    return 1.5',
      ground_truth: 1.5,
      topic: 'Accounting',
    }
    const bare = {
      question_id: 'test-0',
      question: 'And of 60?',
      tables: [],
      python_solution: '',
      ground_truth: null,
      topic: 'Accounting',
    }
    const samples = await read('finance-math', 'validation.json', JSON.stringify([row, bare]))
    expect(samples).toMatchObject([
      { id: 'validation-0', gold: '1.5', details: { topic: 'Accounting' } },
      { id: 'test-0', question: 'And of 60?' },
    ])
    expect(samples[1]).not.toHaveProperty('gold')
    expect(samples[1]).not.toHaveProperty('context')
  })

  it('sentiment: "sentence@label" with an @ inside, sentence and a class, text and its other classes', async () => {
    const lines = 'Net sales rose to EUR 5 mn @ home .@positive\nIt meets on Friday .@neutral\n'
    expect((await read('fpb', 'Sentences_AllAgree.txt', lines)).map(({ gold }) => gold)).toEqual([
      'positive',
      'neutral',
    ])
    const parquet = await read('fpb', 'fpb.jsonl', jsonl({ sentence: 'It fell .', label: 0 }))
    expect(parquet[0]?.gold).toBe('negative')
    const tweets = await read('tfns', 'sent_valid.csv', 'text,label\n"$OAK - cut, to Hold",0\nUp it goes,1\n')
    expect(tweets.map(({ gold }) => gold)).toEqual(['negative', 'positive'])
  })

  it.each([
    [
      'finance-math',
      '[{"Question": "What?", "answer": 3}]',
      /row 0 is not a FinanceMath record[\s\S]*question: expected/,
    ],
    [
      'convfinqa',
      '[{"id": "x", "annotation": {"dialogue_break": ["a?"], "exe_ans_list": []}, "pre_text": [], "post_text": [], "table": []}]',
      /an answer for each turn/,
    ],
    ['fpb', '{"context": "What is it?", "target": "neutral"}\n', /is not a Financial PhraseBank record/],
  ])('%s in another layout is refused with what was missed', async (name, content, message) => {
    const path = join(folder, `other-${name}.${content.startsWith('[') ? 'json' : 'jsonl'}`)
    await writeFile(path, content)
    const reasons: string[] = []
    await loadTask(task(name), { from: path, onReject: ({ reason }) => reasons.push(reason) }).catch((error) =>
      reasons.push(String(error)),
    )
    expect(reasons.join('\n')).toMatch(message)
  })
})

describe('FinLoRA: {context, target}', () => {
  it('sentiment, headlines, entities: FinGPT’s prompt, whose labels stand in it', async () => {
    const row = (instruction: string, target: string) => ({
      context: `Instruction: ${instruction}\nInput: gold rose on Friday .\nAnswer: `,
      target,
    })
    const shades = 'What is the sentiment of this news? Please choose an answer from {negative/neutral/positive}.'
    for (const name of ['fpb', 'fiqa-sa', 'tfns'])
      expect(await read(name, `${name.slice(0, 4)}_test.jsonl`, jsonl(row(shades, 'positive')))).toMatchObject([
        { question: 'gold rose on Friday .', gold: 'positive', options: ['negative', 'neutral', 'positive'] },
      ])
    const up = 'Does the news headline talk about price going up? Please choose an answer from {Yes/No}.'
    expect(await read('headline', 'headline_test.jsonl', jsonl(row(up, 'Yes')))).toMatchObject([
      { question: up, gold: 'yes' },
    ])
    const entity = "What is the entity type of 'gold' in the input sentence.\nOptions: location, organization, person"
    expect(await read('finlora-labels', 'ner_test.jsonl', jsonl(row(entity, 'person')))).toMatchObject([
      {
        question: "What is the entity type of 'gold' in the input sentence.",
        options: ['location', 'organization', 'person'],
        gold: 'C',
      },
    ])
  })

  it('formulas are numbers, the order to say nothing else goes', async () => {
    const context =
      'Use formula Net Margin to answer the question. Answer with a numerical answer with 2 decimal places and with no explanations or other text. Formula: NM = NI / R, Explanation: NI: net income, R: revenue. Question:  "It earned $5 on $40.". Answer:'
    const [sample] = await read('finlora-formula', 'formula_test.jsonl', jsonl({ context, target: '0.13' }))
    expect(sample?.gold).toBe('0.13')
    expect(sample?.question).toMatch(/^Use formula Net Margin to answer the question\. Give 2 decimals\. Formula.*"\.$/)
  })

  it('values among extracted tags are numbers, formulas and tags are not', async () => {
    const context = 'XML File: <us-gaap:Cash>5</>\nQuestion: What?\nAnswer:'
    const targets = ['us-gaap:Cash', '24,886,000,000', '-3.5', '(us-gaap:A / us-gaap:B) * 100']
    const rows = targets.map((target) => ({ context, target }))
    const samples = await read('finlora-xbrl', 'xbrl_extract_train.jsonl', jsonl(...rows))
    expect(samples.map(({ answer }) => answer)).toEqual([undefined, 'number', 'number', undefined])
  })

  it('CFA: the letter before the option; flare-cfa: query, answer, text, choices, gold; FinEval: query, answer, source', async () => {
    const listed = 'Which falls?. Choices: A. A bond, B. A share, of U.S. A. B. Dock, C. None.'
    const own = await read(
      'cfa',
      'cfa_level1_test.jsonl',
      jsonl({
        context: `Please answer the following question with the exact letter and choice text. Nothing else should be in your response. Question: ${listed} Answer:`,
        target: 'B. A share',
      }),
    )
    expect(own[0]).toMatchObject({ question: 'Which falls?.', gold: 'B' })
    expect(own[0]?.options?.[2]).toBe('None.')
    const flare = {
      id: 'cfa1',
      query: 'Choose.\nQ:Which?,CHOICES: A: x.,B: y.,C: z.\nAnswer:',
      answer: 'A',
      text: 'Which?,CHOICES: A: x.,B: y.,C: z.',
      choices: ['A', 'B', 'C'],
      gold: 2,
    }
    const salesforce = { query: 'Which is right?', answer: 'C', source: 'CFA' }
    expect(await read('cfa', 'flare-cfa.jsonl', jsonl(flare, salesforce))).toMatchObject([
      { id: 'cfa1', question: 'Which?', options: ['x.', 'y.', 'z.'], gold: 'C' },
      { question: 'Which is right?', gold: 'C' },
    ])
  })
})

describe('first wrong steps', () => {
  const steps = ['3 + 4 = 7.', '7 * 2 = 15.']

  it('ProcessBench: id, generator, problem, steps, final_answer_correct, label from 0, -1 for none', async () => {
    const row = { id: 'gsm8k-0', generator: 'Some-7B', problem: 'What?', steps, final_answer_correct: false, label: 1 }
    const samples = await read(
      'processbench',
      'gsm8k.json',
      JSON.stringify([row, { ...row, id: 'gsm8k-1', label: -1 }]),
    )
    expect(samples.map(({ id, firstError }) => [id, firstError])).toEqual([
      ['gsm8k-0', 1],
      ['gsm8k-1', -1],
    ])
  })

  it('PRMBench: error_steps from 1; the originals of one class are the right chains', async () => {
    const row = {
      original_question: 'What is 2 (3 + 4)?',
      modified_question: 'What is 2 (3 + 4)?',
      original_process: ['3 + 4 = 7.', '7 * 2 = 14.'],
      modified_process: steps,
      modified_steps: [2],
      error_steps: [2],
      reason: 'Step 2 is wrong.',
      idx: 'circular_prm_test_p1_0',
      question: 'What is $2(3+4)$?',
      classification: 'circular',
    }
    const right = { ...row, idx: 'multi_1', error_steps: [], modified_steps: [], classification: 'multi_solutions' }
    const redundant = { ...row, idx: 'redundency_2', classification: 'redundency' }
    const samples = await read('prmbench', 'prmbench_preview.jsonl', jsonl(row, right, redundant))
    expect(samples.map(({ id, firstError, steps: of }) => [id, firstError, of?.[1]])).toEqual([
      ['circular_prm_test_p1_0', 1, '7 * 2 = 15.'],
      ['multi_1', -1, '7 * 2 = 15.'],
      ['correct_redundency_2', -1, '7 * 2 = 14.'],
      ['redundency_2', 1, '7 * 2 = 15.'],
    ])
  })

  it('MR-GSM8K: first error from 1 or N/A; a wrong solution without one is not measured', async () => {
    const row = {
      uuid: 'u-1',
      question: 'What?',
      ground_truth_solution: 'It is 14.',
      ground_truth_answer: '14',
      model_output_steps: steps,
      model_output_answer_correctness: 'wrong',
      model_output_solution_correctness: 'wrong',
      model_output_solution_first_error_step: 2,
      model_output_solution_first_error_reason: '7 * 2 is 14.',
      question_type: 'reversed',
    }
    const none = { ...row, uuid: 'u-2', model_output_solution_first_error_step: 'N/A' }
    const right = { ...none, uuid: 'u-3', model_output_solution_correctness: 'correct' }
    const samples = await read('mr-gsm8k', 'MR-GSM8K.json', JSON.stringify([row, none, right]))
    expect(samples.map(({ id, firstError }) => [id, firstError])).toEqual([
      ['u-1', 1],
      ['u-2', undefined],
      ['u-3', -1],
    ])
  })

  it('BIG-Bench-Mistake: input, steps, target, answer, mistake_index from 0 or null', async () => {
    const row = { input: '((3 + 4) * 2) =', steps, target: '14', answer: '15', mistake_index: 1 }
    const samples = await read(
      'big-bench-mistake',
      'multistep_arithmetic.jsonl',
      jsonl(row, { ...row, mistake_index: null }),
    )
    expect(samples.map(({ firstError }) => firstError)).toEqual([1, -1])
  })
})

it.each<[string, string[], string[]]>([
  [
    'ecqa',
    ['ECQA-Dataset/cqa_data_test.csv', 'ecqa/test.parquet'],
    ['ECQA-Dataset/cqa_data_train.csv', 'ECQA-Dataset/ecqa.jsonl'],
  ],
  [
    'fineval',
    ['FinEval/code/data/val/tax_law_val.csv'],
    ['FinEval/code/data/dev/tax_law_dev.csv', 'FinEval/README.md'],
  ],
  [
    'headline',
    ['gold-dataset-sinha-khandait.csv', 'fingpt-headline/test.parquet'],
    ['headlines_df.csv', 'fingpt-headline/README.md'],
  ],
  ['processbench', ['ProcessBench/gsm8k.json'], ['ProcessBench/README.md']],
  ['prmbench', ['prmbench_preview.jsonl', 'PRMBench/data/prmtest.jsonl'], ['PRMBench/README.md']],
  ['mr-gsm8k', ['MR-GSM8K/dataset/MR-GSM8K.json'], ['MR-GSM8K/dataset/k-shot-demos.json', 'MR-GSM8K/README.md']],
  ['big-bench-mistake', ['BIG-Bench-Mistake/word_sorting.jsonl'], ['BIG-Bench-Mistake/generation_prompts/a.txt']],
  ['math', ['MATH/test/algebra/1.json', 'hendrycks_math/algebra/test-0.parquet'], ['MATH/train/algebra/1.json']],
])('%s is found among the files that a clone has', (name, wanted, unwanted) => {
  const { files } = task(name)
  expect(wanted.filter((path) => !files.test(path))).toEqual([])
  expect(unwanted.filter((path) => files.test(path))).toEqual([])
})

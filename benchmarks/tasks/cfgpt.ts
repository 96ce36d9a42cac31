import { instructionSchema } from '../../src/core/records/types.js'
import { type AnswerKind, layout, type Task } from './task.js'

/*
 * CFGPT's six Chinese tasks share one record, {"instruction", "input", "output"}; they differ in what an answer is.
 */

interface Variant {
  name: string
  title: string
  folders: string
  answer: AnswerKind
  grader: string
  samples: { instruction: string; input: string; output: string }[]
}

const variants: Variant[] = [
  {
    name: 'cfgpt-sentiment',
    title: 'CFGPT sentiment',
    folders: 'sentiment',
    answer: 'label',
    grader: 'sentiment',
    samples: [
      {
        instruction: '请对这篇新闻进行情感分析。请从（中性、积极、消极）中选取答案。新闻内容：',
        input: '北岸轮渡上调全年利润预期。',
        output: '积极',
      },
    ],
  },
  {
    name: 'cfgpt-summary',
    title: 'CFGPT report summary',
    folders: 'summary',
    answer: 'text',
    grader: 'text',
    samples: [
      {
        instruction: '请总结这份研报。研报内容：',
        input: '公司一季度营收增长12%，净利润持平，新船两艘投入使用。',
        output: '营收增长, 利润持平, 运力扩大',
      },
    ],
  },
  {
    name: 'cfgpt-event',
    title: 'CFGPT event detection',
    folders: 'event|product|company',
    answer: 'labels',
    grader: 'labels',
    samples: [
      {
        instruction: '请从（股票市场, 债券市场, 外汇市场）中选择新闻的二级分类。新闻内容：',
        input: '国债收益率下行，人民币走强。',
        output: '债券市场, 外汇市场',
      },
    ],
  },
  {
    name: 'cfgpt-topic',
    title: 'CFGPT topic decomposition',
    folders: 'industry',
    answer: 'labels',
    grader: 'labels',
    samples: [
      {
        instruction: '请在给定的行业二级标题（航运, 港口, 造船）中进行选择。新闻内容：',
        input: '北岸轮渡租用两个泊位。',
        output: '航运, 港口',
      },
    ],
  },
  {
    name: 'cfgpt-question',
    title: 'CFGPT question answering',
    folders: 'exam|risk|suggestion',
    answer: 'text',
    grader: 'text',
    samples: [{ instruction: '', input: '命题：折旧会减少当期利润。根据以上命题，你认为是否正确？', output: '正确。' }],
  },
  {
    name: 'cfgpt-stock',
    title: 'CFGPT stock movement',
    folders: 'stock',
    answer: 'text',
    grader: 'text',
    samples: [
      {
        instruction: '请推测该股票未来五天的股价变化趋势。',
        input: '前五天的收盘价为[10.0, 10.1, 10.2, 10.2, 10.4]。',
        output: '预计小幅上涨。',
      },
    ],
  },
]

export const cfgptTasks: Task[] = variants.map(({ name, title, folders, answer, grader, samples }) => ({
  name,
  title,
  domain: 'finance',
  answer,
  grader,
  split: 'sample (the full set is not public)',
  licence: 'Apache-2.0',
  home: {
    page: 'https://github.com/TongjiFinLab/CFGPT',
    urls: folders
      .split('|')
      .map((folder) => `https://raw.githubusercontent.com/TongjiFinLab/CFGPT/main/data/${folder}/data.jsonl`),
  },
  instruction: '',
  files: new RegExp(`cfgpt.*(${folders})`, 'i'),
  layouts: [
    layout(instructionSchema, ({ instruction, input, output }, id) => ({
      id,
      question: [instruction, input].filter((part) => part !== '').join('\n'),
      gold: output.trim(),
      reference: output.trim(),
    })),
  ],
  samples,
}))

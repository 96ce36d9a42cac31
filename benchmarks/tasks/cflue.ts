import * as z from 'zod'
import { at, defined } from '../../src/core/absence.js'
import { RationaleError } from '../../src/core/errors.js'
import { type PythonLiteral, pythonLiteral } from './python-literal.js'
import { layout, type Sample, type Task } from './task.js'

export const cflue: Task = {
  name: 'cflue',
  title: 'CFLUE (knowledge)',
  domain: 'finance',
  answer: 'letters',
  grader: 'letters',
  split: 'dev',
  licence: 'MIT',
  home: {
    page: 'https://github.com/aliyun/cflue',
    urls: ['https://raw.githubusercontent.com/aliyun/cflue/main/data/knowledge/knowledge.json'],
  },
  instruction: '回答下面的金融考试题，选出所有正确的选项。',
  files: /cflue.*knowledge/i,
  layouts: [
    layout(
      z.looseObject({
        task: z.string(),
        question: z.string(),
        choices: z.union([z.string(), z.record(z.string(), z.string())]),
        answer: z.string(),
        analysis: z.string().nullish(),
      }),
      ({ task, question, choices, answer, analysis }, id): Sample => {
        const named = typeof choices === 'string' ? textsOf(pythonLiteral(choices)) : choices
        return {
          id,
          question,
          options: Object.keys(named)
            .sort()
            .map((key) => at(named, key)),
          gold: [...answer.replace(/[^A-Z]/g, '')].sort().join(''),
          details: { kind: task },
          ...defined({ reference: analysis || undefined }),
        }
      },
    ),
  ],
  samples: [
    {
      名称: '自编',
      task: '多项选择题',
      question: '下列哪些属于流动资产？（）',
      choices: "{'A': '现金', 'B': '厂房', 'C': '应收账款', 'D': '存货'}",
      answer: 'ACD',
      analysis: '厂房属于固定资产，其余三项在一年内可以变现。',
    },
    {
      名称: '自编',
      task: '判断题',
      question: '债券价格上升时其收益率下降。（）',
      choices: "{'A': '对', 'B': '错'}",
      answer: 'A',
      analysis: null,
    },
  ],
}

export const cflueApplication: Task = {
  name: 'cflue-application',
  title: 'CFLUE (application)',
  domain: 'finance',
  answer: 'text',
  grader: 'text',
  split: 'dev',
  licence: 'MIT',
  home: {
    page: 'https://github.com/aliyun/cflue',
    urls: ['https://raw.githubusercontent.com/aliyun/cflue/main/data/application/application.json'],
  },
  instruction: '',
  files: /cflue.*application/i,
  layouts: [
    layout(
      z.looseObject({
        task: z.string(),
        sub_task: z.string(),
        instruction: z.string(),
        input: z.string(),
        // Extraction tasks give lists.
        output: z.union([z.string(), z.array(z.unknown()).transform((list) => JSON.stringify(list))]),
      }),
      ({ task, sub_task: subTask, instruction, input, output }, id) => ({
        id,
        question: input === '' ? instruction : `${instruction}\n${input}`,
        gold: output,
        reference: output,
        details: { kind: task, subTask },
      }),
    ),
  ],
  samples: [
    {
      task: '金融文本分类',
      sub_task: '金融行业分类',
      instruction: '请判断下面的公司属于哪个行业：银行、保险、航运。只输出行业名称。\n公司：北岸轮渡经营三条海上航线。',
      input: '',
      output: '航运',
      history: [],
    },
  ],
}

function textsOf(options: PythonLiteral | undefined): Record<string, string> {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new RationaleError('input', 'the choices are no list of options', { expected: "{'A': '…', 'B': '…'}" })
  }
  return Object.fromEntries(Object.entries(options).map(([letter, option]) => [letter, String(option)]))
}

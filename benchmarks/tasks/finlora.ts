import * as z from 'zod'
import { instructedRows } from './instructed.js'
import { layout, letterOf, type Sample, type Task, textOrNumber } from './task.js'

/*
 * FinLoRA's sets on statements and XBRL (Wang et al. 2025, arXiv 2505.19819), as its repository holds them: a whole prompt that ends in "Answer:", and what is due
 * behind it. Their instruction not to explain is left out, since steps are asked for here.
 */

const page = 'https://github.com/Open-Finance-Lab/FinLoRA'
const row = z.looseObject({ context: z.string(), target: textOrNumber })

/** The prompt without where the answer goes and without the order to say nothing else. */
const questionOf = (context: string) =>
  context
    .replace(/\s*Answer:\s*$/, '')
    .replace(
      / (?:Answer with a numerical answer with (\d+) decimal places) and with no explanations or other text\./,
      ' Give $1 decimals.',
    )
    .replace(
      / ?(?:Provide nothing else|No explanation needed|DO NOT output xml, code, explanation or create new question)\.?/g,
      '',
    )
    .trim()

const isNumber = (target: string) => /^[-$(]?\s?[\d,.]+\s?[%)]?$/.test(target.trim())

/** What every set's rows become; values among tags and formulas are graded as numbers. */
const sampleOf =
  (mixed: boolean) =>
  ({ context, target }: z.infer<typeof row>, id: string): Sample => ({
    id,
    question: questionOf(context),
    gold: target.trim(),
    ...(mixed && isNumber(target) ? { answer: 'number' as const } : {}),
  })

type Set = Pick<Task, 'name' | 'title' | 'answer' | 'grader' | 'files' | 'samples'> & { path: string; mixed?: boolean }

const sets: Set[] = [
  {
    name: 'finlora-formula',
    title: 'FinLoRA financial formulas',
    answer: 'number',
    grader: 'number',
    path: 'test/formula_test.jsonl',
    files: /(?:^|\/)formula_(?:train|test)\.jsonl/i,
    samples: [
      {
        context:
          'Use formula Current Ratio to answer the question. Answer with a numerical answer with 2 decimal places and with no explanations or other text. Formula: CR = CA / CL, Explanation: CA: current assets, CL: current liabilities. Question: "A ferry line has current assets of $5,400 and current liabilities of $4,000. What is its current ratio?". Answer:',
        target: '1.35',
      },
    ],
  },
  {
    name: 'finlora-tags',
    title: 'FinLoRA XBRL tags of numbers (FiNER, FNXL)',
    answer: 'labels',
    grader: 'xbrl',
    path: 'test/finer_test_batched.jsonl',
    files: /(?:finer|fnxl)_(?:train|test)_batched\.jsonl/i,
    samples: [
      {
        context:
          'You are an XBRL expert.  Here is a list of US GAAP tags options: ,InterestExpense,DebtInstrumentFaceAmount. Answer the following 2 independent questions by providing only  2 US GAAP tags answers in the order of the questions. Each answer must be saperated by a comma (,).  Provide nothing else.\n1. What is best tag for entity "4.1" in sentence: "The ferry line paid interest of $ 4.1 million ."?\n2. What is best tag for entity "90" in sentence: "It issued notes of $ 90 million ."?\nAnswer:',
        target: 'InterestExpense,DebtInstrumentFaceAmount',
      },
    ],
  },
  {
    name: 'finlora-xbrl',
    title: 'FinLoRA XBRL analysis (tags, values, formulas)',
    answer: 'text',
    grader: 'xbrl',
    mixed: true,
    path: 'test/xbrl_extract_tags_test.jsonl',
    files: /xbrl_extract_(?:train|(?:tags|value|formula|formula_calculations)_test)\.jsonl/i,
    samples: [
      {
        context:
          'You are a knowledgeable XBRL assistant. Your task is to analyze the XBRL context and provide an accurate and very concise answer to the question. DO NOT output xml, code, explanation or create new question.\nXML File: <us-gaap:Liabilities>300</><us-gaap:StockholdersEquity>500</>\nQuestion: What is the US GAAP XBRL tag for Total Equity as reported by Northlake Ferries for the Fiscal Year ending in FY 2023?\nAnswer:',
        target: 'us-gaap:StockholdersEquity',
      },
      {
        context:
          'You are a knowledgeable XBRL assistant. Your task is to analyze the XBRL context and provide an accurate and very concise answer to the question. DO NOT output xml, code, explanation or create new question.\nXML File: <us-gaap:Liabilities>300</><us-gaap:StockholdersEquity>500</>\nQuestion: What is the value of Liabilities for Northlake Ferries for the Fiscal Year ending in FY 2023?\nAnswer:',
        target: '300',
      },
    ],
  },
  {
    name: 'finlora-terms',
    title: 'FinLoRA XBRL terms',
    answer: 'text',
    grader: 'text',
    path: 'test/xbrl_term_test.jsonl',
    files: /xbrl_term_(?:train|test)\.jsonl/i,
    samples: [
      {
        context: 'Explain this XBRL term briefly in one sentence: Berth Fees, Noncurrent. Answer:',
        target: 'Amount of fees for berths that are due after one year.',
      },
    ],
  },
]

const labels: Task = {
  name: 'finlora-labels',
  title: 'FinLoRA entities and seven shades of sentiment (NER, NWGI)',
  domain: 'finance',
  answer: 'letter',
  grader: 'letter',
  split: 'test',
  licence: 'not stated for the data',
  home: { page, manual: 'clone the repository and give its folder data, or data/test/ner_test.jsonl' },
  instruction: '',
  files: /(?:^|\/)(?:ner|nwgi)_(?:train|test)\.jsonl/i,
  layouts: [
    instructedRows(({ instruction, input, labels, target }) => ({
      context: input,
      question: instruction,
      options: labels,
      gold: letterOf(target, labels),
    })),
  ],
  samples: [
    {
      context:
        "Instruction: What is the entity type of 'Northlake Ferries' in the input sentence.\nOptions: location, organization, person\nInput: The loan is made to Northlake Ferries , of Turku .\nAnswer: ",
      target: 'organization',
    },
    {
      context:
        'Instruction: What is the sentiment of this news? Please choose an answer from {strong negative/neutral/strong positive}.\nInput: Northlake Ferries doubles its profit.\nAnswer: ',
      target: 'strong positive',
    },
  ],
}

const promptTasks: Task[] = sets.map(({ path, mixed = false, ...set }) => ({
  ...set,
  domain: 'finance',
  split: 'test',
  licence: 'not stated for the data',
  home: {
    page,
    manual: `clone the repository with Git LFS and give its folder data, or data/${path}`,
  },
  instruction: '',
  layouts: [layout(row, sampleOf(mixed))],
}))

export const finloraTasks: Task[] = [...promptTasks, labels]

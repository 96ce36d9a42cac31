/*
 * What the embedded verifier learns from. Only what may ship: MIT, Apache, BSD, ODC-By, CC BY, CC BY-SA, and this project's own
 * generators. Sets for research or without a stated licence stay out.
 */

export interface Source {
  /** Inside the data folder. */
  file: string
  licence: string
  /** What is taken from it; the reader of that name is in `assemble.ts`. */
  use: 'solutions' | 'candidates' | 'steps' | 'text'
}

export const sources = {
  gsm8k: { file: 'gsm8k/train.jsonl.gz', licence: 'MIT', use: 'solutions' },
  aqua: { file: 'aqua/dev.json.gz', licence: 'Apache-2.0', use: 'solutions' },
  stepLabels: { file: 'labelled/step_labels.jsonl.gz', licence: 'Apache-2.0 (PRMBench), MIT (MR-GSM8K)', use: 'steps' },
  zeroevalGsm: { file: 'labelled/zeroeval_gsm.jsonl.gz', licence: 'Apache-2.0', use: 'candidates' },
  zeroevalMath: { file: 'labelled/zeroeval_math_l5.jsonl.gz', licence: 'Apache-2.0', use: 'candidates' },
  mmluPro: { file: 'labelled/mmlu_pro.jsonl.gz', licence: 'Apache-2.0', use: 'candidates' },
  commonsenseQa: { file: 'commonsenseqa/train_rand_split.jsonl.gz', licence: 'BSD-3-Clause', use: 'text' },
  cosE: { file: 'cos_e/cose_train_v1.11.jsonl.gz', licence: 'BSD-3-Clause', use: 'text' },
  arcEasy: { file: 'llm_adapters/ARC-Easy.train.json.gz', licence: 'ODC-By', use: 'text' },
  arcChallenge: { file: 'llm_adapters/ARC-Challenge.train.json.gz', licence: 'ODC-By', use: 'text' },
  openBookQa: { file: 'llm_adapters/openbookqa.train.json.gz', licence: 'ODC-By', use: 'text' },
  tatQa: { file: 'tatqa/tatqa_dataset_dev.json.gz', licence: 'CC BY 4.0', use: 'text' },
  openLogic: { file: 'text/openlogic.jsonl.gz', licence: 'CC BY 4.0', use: 'text' },
  wikiText: { file: 'text/wikitext2.valid.txt.gz', licence: 'CC BY-SA', use: 'text' },
} as const satisfies Record<string, Source>

/** Share of the generators of graded candidates whose solutions no stage trains on. */
export const UNSEEN_GENERATORS = 1 / 3
